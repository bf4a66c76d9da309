// Package outside tests with the files that are not part of this repository.
//
// There are three such sets: the documents of the components in Golem's own repository, those
// of its agents, as its SDKs for Rust and TypeScript extract them, and recorded calls of such
// agents. They were made for Golem's tests and are not ours to publish. The tests look for
// them in ../shared/data beside the repository, and are skipped without them. All other files
// that tests read are in testdata or written by the tests, and a missing one is a failure.
//
// The other tests check every rule without these documents: testdata/metadata has a document
// for every kind of type and function in every dialect, and package gen tests with random
// components. These documents only add more of them.
package outside

// The folders where the documents are, relative to the root of the repository.
const (
	Folder = "../shared/data/metadata"
	Agents = "../shared/data/agents"

	Recordings = "../shared/data/recordings/golem-1.5.9"
)
