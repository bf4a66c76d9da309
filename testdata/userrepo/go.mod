module example.com/application

go 1.25.0

tool github.com/golem-gen/golem-gen/cmd/golem-gen

require github.com/golem-gen/golem-gen v0.0.0

require (
	github.com/goccy/go-yaml v1.19.2 // indirect
	github.com/rogpeppe/go-internal v1.14.1 // indirect
	github.com/spf13/pflag v1.0.10 // indirect
	golang.org/x/mod v0.24.0 // indirect
	golang.org/x/sys v0.37.0 // indirect
	golang.org/x/term v0.36.0 // indirect
)

replace github.com/golem-gen/golem-gen => ../..
