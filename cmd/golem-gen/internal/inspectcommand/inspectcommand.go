// Package inspectcommand is the subcommand inspect.
package inspectcommand

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/document"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/inspecttext"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
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

Flags:
      --wit PATH    a .wit file or folder, a WIT package, or the component's .wasm
      --no-wit      leave the WIT that the document carries aside
  -h, --help        show this help

Exit codes: 0 shown, 2 not possible.

Examples:
  golem-gen inspect golem/shop.json
  golem-gen inspect --wit wit/ golem/shop.json
  curl -s http://localhost:9881/v1/components/$ID/latest | golem-gen inspect -
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

const exitFailed = 2

// Run runs the subcommand with the arguments behind its name and returns the
// exit code.
func Run(env Env, args []string) int {
	var wit string
	var noWIT bool
	flags := pflag.NewFlagSet("inspect", pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&wit, "wit", "", "")
	flags.BoolVar(&noWIT, "no-wit", false, "")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		_, _ = io.WriteString(env.Stdout, Usage)
		return 0
	case err != nil:
		err = fmt.Errorf("inspect: %w: golem-gen inspect -h lists the flags", err)
	case flags.NArg() != 1:
		err = fmt.Errorf(`inspect: there are %d arguments: give one metadata document, or "-" for standard input`, flags.NArg())
	case wit != "" && noWIT:
		err = errors.New("inspect: --wit and --no-wit contradict each other: give one of them")
	default:
		err = inspect(env, flags.Arg(0), wit, noWIT)
	}
	if err != nil {
		_, _ = fmt.Fprintln(env.Stderr, err)
		return exitFailed
	}
	return 0
}

func inspect(env Env, file, wit string, noWIT bool) error {
	read, err := document.Read(env.Dir, file, env.Stdin)
	if err != nil {
		return err
	}
	var options gen.Options
	if env.Configured != nil && read.File != "" {
		if options, err = env.Configured(read.File); err != nil {
			return err
		}
	}
	if options.Package == "" {
		options.Package = "client"
	}
	switch {
	case wit != "" && env.ReadWIT != nil:
		options.WIT, err = env.ReadWIT(wit)
	case options.WIT == nil && read.Component.BinaryWIT != nil && !noWIT && env.DecodeWIT != nil:
		options.WIT, err = env.DecodeWIT(read.Name+" (binaryWit)", read.Component.BinaryWIT)
	}
	if err != nil {
		return err
	}
	out, err := gen.Generate(read.Component, options)
	if err != nil {
		return fmt.Errorf("%s: %w", read.Name, err)
	}
	if err := inspecttext.Write(env.Stdout, read.Component, out.Names, paint.For(env.Stdout, env.Getenv)); err != nil {
		return err
	}
	for _, warning := range out.Warnings {
		_, _ = fmt.Fprintf(env.Stderr, "%s: warning: %s\n", read.Name, warning)
	}
	return nil
}
