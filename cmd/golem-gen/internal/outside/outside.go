// Package outside tests with the files that are not part of this repository.
//
// There are three such sets: the documents of the components in Golem's own repository, those
// of its agents, as its SDKs for Rust and TypeScript extract them, and recorded calls of such
// agents. They are made for Golem's tests and not ours to publish. They are looked for in
// ../shared/data beside the repository, and the tests here skip where they are missing.
// Everything else that tests read is in testdata or made by the tests, so that a missing file
// is a failure.
//
// A contributor without the documents misses no rule by them: testdata/metadata has a
// document for every kind of type and function in every dialect, and package gen tests
// with random components. What the documents add is their number.
package outside

// The folders where the documents are, relative to the root of the repository.
const (
	Folder = "../shared/data/metadata"
	Agents = "../shared/data/agents"

	Recordings = "../shared/data/recordings/golem-1.5.9"
)
