// Package peer compares this project's readers of WIT with wasm-tools, which the library
// go.bytecodealliance.org/wit carries as a WebAssembly module. It is a module of its own
// because no user should compile that library.
package peer
