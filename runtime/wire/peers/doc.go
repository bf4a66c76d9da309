// Package peers compares generated codecs with other JSON libraries. It is a
// module of its own, so that no user of the runtime carries those libraries.
//
// The package store is generated from store.json and store.wit, the metadata
// document and the WIT of a component that exists for these benchmarks only; its
// tests hold the benchmarks, the same values for each library, and the proof
// that all of them do the same work. The program table makes Markdown of what
// the benchmarks print. README.md says what is compared, and how it came out.
package peers
