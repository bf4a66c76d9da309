package diffcommand

import _ "github.com/golem-gen/golem-gen/internal/goldenfile" // go test ./... -update
