// Package peer compares this project's readers of WIT with wasm-tools, which the library
// go.bytecodealliance.org/wit carries as a WebAssembly module. It is a module of its own,
// so that no user compiles that library.
package peer
