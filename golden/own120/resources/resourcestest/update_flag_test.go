package resourcestest_test

import "flag"

// Taken so that go test ./... -update works; nothing here is rewritten by it.
var _ = flag.Bool("update", false, "does nothing in this package")
