// Package easy has the payloads of the benchmarks as types for easyjson, which generates
// codecs only into the package of the types.
package easy
