// Package metadata decodes and compares the documents in which Golem servers describe
// components: their exported functions and types.
//
// Decode decodes the document of any server version into one model, or lists all problems
// with their positions. Canonical returns the text of a pinned document, Component.Hash
// identifies the interface, Compare lists the changes between two versions, and WITPrinter
// writes types and functions as WIT.
package metadata
