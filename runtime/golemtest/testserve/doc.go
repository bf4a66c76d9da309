// Package testserve is for generated code. The test packages that golem-gen
// writes (shoptest) call it to read the parameters and to write the results of
// the calls that a [golemtest.Server] passes to them. Tests use the generated
// Serve function and package golemtest instead.
//
// A value that cannot be read or written is a trap of the worker: the caller
// gets its message.
package testserve
