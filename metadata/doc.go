// Package metadata reads the document in which a Golem server describes a
// component: what it exports, with which types.
//
// Decode turns the document of any server version into one model or says
// everything that is wrong with it and where. Canonical is the text under which
// a document is pinned, Hash identifies the interface that it describes, and
// WITPrinter shows it to people. The package knows nothing of Go code or of how
// functions are invoked.
package metadata
