// Package diffcommand is the subcommand diff.
package diffcommand

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/pflag"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/difftext"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/document"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/metadata"
)

// Summary is the line about the subcommand in lists of subcommands.
const Summary = "compare two versions of a component"

// Usage is the subcommand's help.
const Usage = `Usage: golem-gen diff [flags] OLD NEW
       golem-gen diff [flags] --server URL --component ID OLD [NEW]
       golem-gen diff [flags] [COMPONENT]

Shows every change of a component's interface between two versions: what it does
to Go code, and to running clients of the old version.

OLD and NEW are metadata documents, "-" for standard input. With --server they
may also be version numbers or "latest" (NEW when it is left out). Without
any, the pinned documents of golem-gen.yaml (of the one COMPONENT, if given) are
compared with the latest versions on their servers.

"Go callers" is what your code meets when it is generated for the new version.
"without typ" and "with typ" are what running programs meet that were built for
the old one: the generated client leaves types out towards servers from 1.1.17,
and sends them to older ones. After golem-gen fetch and golem-gen generate the
new version is the pinned one.

Flags:
      --server URL       server to get versions from
      --component ID     component on the server, by id or name
      --format FORMAT    text, json, or github (annotations); default text
      --fail-on LEVEL    exit with 1 from this severity on: harmless, breaking,
                         dangerous, never; default breaking
  -h, --help             show this help

Exit codes: 0 nothing of that severity, 1 changes of that severity, 2 the
comparison was not possible.

Examples:
  golem-gen diff golem/shop.json new.json
  golem-gen diff --server http://localhost:9881 --component shop 3 latest
  git show HEAD:golem/shop.json | golem-gen diff - golem/shop.json
  golem-gen diff --format github --fail-on dangerous
`

// Env is what the subcommand needs from around it.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Dir            string // working directory, "" for the process's
	Getenv         func(string) string

	// Fetch gets the document of a component's version from a server; version is
	// nil for the latest. The component is an id or a name.
	Fetch func(ctx context.Context, server, component string, version *uint64) ([]byte, error)

	// Pinned lists the components of the configuration, or those of them that
	// are named.
	Pinned func(names []string) ([]Pinned, error)
}

// Pinned is a component of the configuration.
type Pinned struct {
	File              string // pinned document
	Server, Component string
}

// The exit codes.
const (
	exitFine   = 0
	exitFound  = 1
	exitFailed = 2
)

type options struct {
	server, component, format, failOn string
}

// Run runs the subcommand with the arguments behind its name and returns the
// exit code.
func Run(ctx context.Context, env Env, args []string) int {
	var o options
	flags := pflag.NewFlagSet("diff", pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.server, "server", "", "")
	flags.StringVar(&o.component, "component", "", "")
	flags.StringVar(&o.format, "format", "text", "")
	flags.StringVar(&o.failOn, "fail-on", "breaking", "")
	err := flags.Parse(args)
	if errors.Is(err, pflag.ErrHelp) {
		_, _ = io.WriteString(env.Stdout, Usage)
		return exitFine
	}
	if err == nil {
		var code int
		if code, err = run(ctx, env, o, flags.Args()); err == nil {
			return code
		}
	} else {
		err = fmt.Errorf("diff: %w: golem-gen diff -h tells more", err)
	}
	_, _ = fmt.Fprintln(env.Stderr, err)
	return exitFailed
}

func run(ctx context.Context, env Env, o options, args []string) (int, error) {
	failOn, never, err := threshold(o.failOn)
	if err != nil {
		return 0, err
	}
	reports, err := reports(ctx, env, o, args)
	if err != nil {
		return 0, err
	}
	code := exitFine
	for i, r := range reports {
		if i > 0 && o.format == "text" {
			_, _ = fmt.Fprintln(env.Stdout)
		}
		if err := write(env, o.format, r, failOn, never); err != nil {
			return 0, err
		}
		if !never && r.Reaches(failOn) {
			code = exitFound
		}
	}
	return code, nil
}

func threshold(name string) (level metadata.Severity, never bool, err error) {
	if name == "never" {
		return 0, true, nil
	}
	level, ok := metadata.ParseSeverity(name)
	if !ok {
		return 0, false, fmt.Errorf("diff: --fail-on %q is no severity: give harmless, breaking, dangerous or never", name)
	}
	return level, false, nil
}

func write(env Env, format string, r *difftext.Report, failOn metadata.Severity, never bool) error {
	switch format {
	case "json":
		return r.JSON(env.Stdout)
	case "github":
		if never {
			failOn = metadata.SeverityDangerous + 1
		}
		return r.GitHub(env.Stdout, failOn)
	default:
		return r.Text(env.Stdout, paint.For(env.Stdout, env.Getenv))
	}
}

// reports makes the comparisons that the arguments ask for.
func reports(ctx context.Context, env Env, o options, args []string) ([]*difftext.Report, error) {
	if o.format != "text" && o.format != "json" && o.format != "github" {
		return nil, fmt.Errorf("diff: --format %q is not known: give text, json or github", o.format)
	}
	switch {
	case o.server == "" && o.component != "":
		return nil, errors.New("diff: --component is for a server: give --server URL too")
	case o.server != "" && o.component == "":
		return nil, errors.New("diff: --server needs a component: give --component with its id or name")
	case o.server != "" && len(args) == 1:
		args = append(args, latest)
	case o.server == "" && len(args) < 2:
		return againstLatest(ctx, env, args)
	}
	if len(args) != 2 {
		return nil, fmt.Errorf("diff: there are %d arguments: give the old and the new version", len(args))
	}
	if args[0] == "-" && args[1] == "-" {
		return nil, errors.New("diff: standard input can be one of the versions only: give a file for the other one")
	}
	old, err := load(ctx, env, o, args[0])
	if err != nil {
		return nil, err
	}
	new, err := load(ctx, env, o, args[1])
	if err != nil {
		return nil, err
	}
	return []*difftext.Report{difftext.Compare(old, new)}, nil
}

const latest = "latest"

// load gets one side: a document, or with --server a version.
func load(ctx context.Context, env Env, o options, arg string) (difftext.Side, error) {
	number, err := strconv.ParseUint(arg, 10, 64)
	switch {
	case o.server != "" && arg == latest:
		return fetch(ctx, env, o.server, o.component, nil)
	case o.server != "" && err == nil:
		return fetch(ctx, env, o.server, o.component, &number)
	}
	read, err := document.Read(env.Dir, arg, env.Stdin)
	if err != nil {
		return difftext.Side{}, err
	}
	return side(read), nil
}

func side(d *document.Document) difftext.Side {
	return difftext.Side{Source: d.Name, File: d.File, Data: d.Data, Component: d.Component}
}

func fetch(ctx context.Context, env Env, server, component string, version *uint64) (difftext.Side, error) {
	if env.Fetch == nil {
		return difftext.Side{}, errors.New("diff: versions on a server cannot be fetched here: give documents")
	}
	data, err := env.Fetch(ctx, server, component, version)
	if err != nil {
		return difftext.Side{}, err
	}
	read, err := document.ParseAnswer(server, data)
	if err != nil {
		return difftext.Side{}, err
	}
	return side(read), nil
}

// againstLatest compares what the configuration pins with the servers' latest versions.
func againstLatest(ctx context.Context, env Env, names []string) ([]*difftext.Report, error) {
	if env.Pinned == nil {
		return nil, errors.New("diff: there is no configuration: give the old and the new document")
	}
	list, err := env.Pinned(names)
	if err != nil {
		return nil, err
	}
	var out []*difftext.Report
	for _, p := range list {
		old, err := document.Read(env.Dir, p.File, nil)
		if err != nil {
			return nil, err
		}
		new, err := fetch(ctx, env, p.Server, p.Component, nil)
		if err != nil {
			return nil, err
		}
		out = append(out, difftext.Compare(side(old), new))
	}
	return out, nil
}
