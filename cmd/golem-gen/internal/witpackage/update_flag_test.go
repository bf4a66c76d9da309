package witpackage

import "flag"

// The package has no goldens; the flag is taken so that go test ./... -update works.
var _ = flag.Bool("update", false, "accepted, and without effect here")
