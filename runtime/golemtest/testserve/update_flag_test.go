package testserve

import _ "github.com/golem-gen/golem-gen/internal/goldenfile" // go test ./... -update
