// Package easy holds the payloads of the benchmarks as types for easyjson, which
// has to generate their codecs into the package of the types.
package easy
