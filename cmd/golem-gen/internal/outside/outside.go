// Package outside tests with the files that are not part of this repository.
//
// There is one such set: the documents of the components in Golem's own repository, made
// for Golem's tests, which are not ours to publish. They are looked for in
// ../shared/data/metadata beside the repository, and the tests here skip where they are
// missing. Everything else that tests read is in testdata or made by the tests, so that a
// missing file is a failure.
//
// A contributor without the documents misses no rule by them: testdata/metadata has a
// document for every kind of type and function in every dialect, and package gen tests
// with random components. What the documents add is their number.
package outside

// Folder is where the documents are, relative to the root of the repository.
const Folder = "../shared/data/metadata"
