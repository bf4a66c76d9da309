// Package inspectcommand is the subcommand inspect.
package inspectcommand

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/document"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/inspecttext"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/yamltext"
	"github.com/golem-gen/golem-gen/gen"
)

// Summary is the line about the subcommand in lists of subcommands.
const Summary = "show a component and the Go names it gets"

// Usage is the subcommand's help.
const Usage = `Usage: golem-gen inspect [flags] FILE

Shows the component of a metadata document as WIT-like text, beside the Go names
that its client gets. FILE is a metadata document, "-" for standard input.

Names come from the WIT where it is known (given by --wit, or carried by the
document), else from the document or from the place where a type is used.

With --names it prints the places that names can be given to, and the names that
they have, as lines of YAML: those that you change go into golem-gen.yaml.

Flags:
      --names      print places and names, in the form of golem-gen.yaml
      --wit PATH   .wit file or folder, WIT package, or the component's .wasm
      --no-wit     leave the WIT that the document carries aside
  -h, --help       show this help

Exit codes: 0 done, 1 failed, 2 wrong usage.

Examples:
  golem-gen inspect golem/shop.json
  golem-gen inspect --wit wit/ golem/shop.json
  golem-gen inspect --names golem/shop.json
  curl -s http://localhost:9881/v1/components/$ID/latest |
    golem-gen inspect -
`

// Env is what the subcommand needs from around it.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Dir            string // working directory, "" for the process's
	Getenv         func(string) string

	// ReadWIT reads the WIT at a path, DecodeWIT a WIT package in binary form;
	// the name is for errors.
	ReadWIT   func(path string) (*gen.WIT, error)
	DecodeWIT func(name string, data []byte) (*gen.WIT, error)

	// Configured returns what the configuration and the lock file say about a
	// document, nothing for one that is not in the configuration. It may be nil.
	Configured func(file string) (gen.Options, error)
}

// The exit codes.
const (
	exitFine   = 0
	exitFailed = 1
	exitUsage  = 2
)

// request is what the command line asks for.
type request struct {
	file, wit    string
	noWIT, names bool
}

// Run runs the subcommand with the arguments behind its name and returns the
// exit code.
func Run(env Env, args []string) int {
	var r request
	flags := pflag.NewFlagSet("inspect", pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&r.wit, "wit", "", "")
	flags.BoolVar(&r.noWIT, "no-wit", false, "")
	flags.BoolVar(&r.names, "names", false, "")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		_, _ = io.WriteString(env.Stdout, Usage)
		return exitFine
	case err != nil:
	case flags.NArg() != 1:
		err = fmt.Errorf(`there are %d arguments: give one metadata document, or "-" for standard input`, flags.NArg())
	case r.wit != "" && r.noWIT:
		err = errors.New("--wit and --no-wit contradict each other: give one of them")
	}
	if err != nil {
		_, _ = fmt.Fprintf(env.Stderr, "inspect: %v: golem-gen inspect -h tells more\n", err)
		return exitUsage
	}
	r.file = flags.Arg(0)
	if err := r.run(env); err != nil {
		_, _ = fmt.Fprintln(env.Stderr, err)
		return exitFailed
	}
	return exitFine
}

func (r *request) run(env Env) error {
	read, err := document.Read(env.Dir, r.file, env.Stdin)
	if err != nil {
		return err
	}
	options, err := r.options(env, read)
	if err != nil {
		return err
	}
	out, err := gen.Generate(read.Component, options)
	if err != nil {
		return document.GenerationError(read.Name, err, nil)
	}
	if r.names {
		_, err = io.WriteString(env.Stdout, namesText(out.Names))
	} else {
		err = inspecttext.Write(env.Stdout, read.Component, out.Names, paint.For(env.Stdout, env.Getenv))
	}
	for _, warning := range out.Warnings {
		_, _ = fmt.Fprintf(env.Stderr, "%s: warning: %s\n", read.Name, warning)
	}
	return err
}

// options are those that generate would take.
func (r *request) options(env Env, read *document.Document) (options gen.Options, err error) {
	if env.Configured != nil && read.File != "" {
		if options, err = env.Configured(read.File); err != nil {
			return options, err
		}
	}
	if options.Package == "" {
		options.Package = "client"
	}
	switch {
	case r.noWIT:
		options.WIT = nil
	case r.wit != "" && env.ReadWIT != nil:
		options.WIT, err = env.ReadWIT(r.wit)
	case options.WIT == nil && read.Component.BinaryWIT != nil && env.DecodeWIT != nil:
		options.WIT, err = env.DecodeWIT(read.Name+" (binaryWit)", read.Component.BinaryWIT)
	}
	return options, err
}

// namesText lists names by place as a configuration has them. Names of fields and
// cases follow those of their types and cannot be given.
func namesText(names map[string]gen.LockedName) string {
	var b strings.Builder
	b.WriteString("names:\n")
	for _, place := range slices.Sorted(maps.Keys(names)) {
		if !gen.IsMemberPlace(place) {
			fmt.Fprintf(&b, "  %s: %s\n", yamltext.Scalar(place), yamltext.Scalar(names[place].Name))
		}
	}
	return b.String()
}
