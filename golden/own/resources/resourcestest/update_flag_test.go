package resourcestest_test

import _ "github.com/golem-gen/golem-gen/internal/goldenfile" // go test ./... -update
