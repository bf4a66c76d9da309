// Package peers compares generated codecs with other JSON libraries. It is a module of its
// own, so users of the runtime do not depend on those libraries.
//
// The package store is generated from store.json and store.wit, the metadata document and
// the WIT of a component for these benchmarks. Its tests are the benchmarks, the codecs of
// the libraries, and checks that all libraries do the same work. The program table turns
// the output of the benchmarks into Markdown. README.md explains what is compared.
package peers
