module github.com/golem-gen/golem-gen/cmd/golem-gen/internal/wit/peer

go 1.26

require (
	github.com/golem-gen/golem-gen v0.0.0
	go.bytecodealliance.org v0.7.0
)

require (
	github.com/coreos/go-semver v0.3.1 // indirect
	github.com/goccy/go-yaml v1.19.2 // indirect
	github.com/tetratelabs/wazero v1.9.0 // indirect
	golang.org/x/mod v0.24.0 // indirect
)

replace github.com/golem-gen/golem-gen => ../../../../..
