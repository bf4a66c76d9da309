module github.com/golem-gen/golem-gen

go 1.25.0

require (
	github.com/dave/jennifer v1.7.1
	github.com/goccy/go-yaml v1.19.2
	github.com/google/go-cmp v0.7.0
	github.com/rogpeppe/go-internal v1.14.1
	github.com/spf13/pflag v1.0.10
	go.uber.org/goleak v1.3.0
	golang.org/x/mod v0.24.0
	golang.org/x/term v0.36.0
	pgregory.net/rapid v1.2.0
)

require (
	golang.org/x/sys v0.37.0 // indirect
	golang.org/x/tools v0.33.0 // indirect
)
