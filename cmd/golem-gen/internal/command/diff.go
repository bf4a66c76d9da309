package command

import (
	"context"
	"fmt"
	"time"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/difftext"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/metadata"
)

const diffUsage = `Usage: golem-gen diff [flags] OLD NEW
       golem-gen diff [flags] --server URL --component ID OLD [NEW]
       golem-gen diff [flags] [COMPONENT]

Lists the changes between two versions of a component's interface, and what
each of them does to Go code and to running clients of the old version.

OLD and NEW are metadata documents; "-" reads standard input. With --server they
may also be version numbers or "latest", the default for NEW. Without arguments,
the command compares each pinned document of golem-gen.yaml with the latest
version on its server; COMPONENT selects one by package, name or id.

"Go callers" describes code that is compiled against a client of the new
version. "without typ" and "with typ" describe running programs that were built
with a client of the old version: a client sends no types to servers from 1.1.17
on, and sends them to older servers. To pin the new version, run golem-gen fetch
and golem-gen generate.

Flags:
      --server URL       get versions from this server
      --component ID     id or name of the component on the server
      --format FORMAT    text, json or github (annotations); default text
      --fail-on LEVEL    exit with 1 if a change has at least this severity:
                         harmless, breaking, dangerous or never;
                         default breaking
      --timeout DURATION give up on the server after this long; default 1m
  -h, --help             show this help

Exit codes: 0 no change of that severity, 1 changes of that severity, 2 error,
130 interrupted.

Examples:
  golem-gen diff golem/shop.json new.json
  golem-gen diff --server http://localhost:9881 --component shop 3 latest
  git show HEAD:golem/shop.json | golem-gen diff - golem/shop.json
  golem-gen diff --format github --fail-on dangerous
`

type diffFlags struct {
	server, component, format, failOn string
	timeout                           time.Duration
}

func runDiff(env Environment, args []string) int {
	var f diffFlags
	flags := newFlags("diff")
	flags.StringVar(&f.server, "server", "", "")
	flags.StringVar(&f.component, "component", "", "")
	flags.StringVar(&f.format, "format", "text", "")
	flags.StringVar(&f.failOn, "fail-on", "breaking", "")
	flags.DurationVar(&f.timeout, "timeout", defaultTimeout, "")
	return execute(env, flags, args, diffUsage, func() error {
		found, err := f.run(env, flags.Args())
		switch {
		case err != nil:
			return failWith(exitTrouble, err)
		case found:
			return errDifferent
		}
		return nil
	})
}

// run prints the comparisons and reports whether one of them has a change of the
// severity that --fail-on gives.
func (f *diffFlags) run(env Environment, args []string) (found bool, err error) {
	failOn, err := f.valid()
	if err != nil {
		return false, err
	}
	ctx, stop := interruptible()
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	reports, err := f.reports(ctx, env, args)
	if err != nil {
		return false, err
	}
	for i, r := range reports {
		if i > 0 && f.format == "text" {
			_, _ = fmt.Fprintln(env.Stdout)
		}
		if err := f.write(env, r, failOn); err != nil {
			return false, err
		}
		found = found || r.Reaches(failOn)
	}
	return found, nil
}

// never is a severity that no change has.
const never = metadata.SeverityDangerous + 1

// valid checks the flags and returns the severity of --fail-on.
func (f *diffFlags) valid() (failOn metadata.Severity, err error) {
	failOn, ok := metadata.ParseSeverity(f.failOn)
	if f.failOn == "never" {
		failOn, ok = never, true
	}
	switch {
	case !ok:
		return 0, misuse("invalid value %q for --fail-on: expected harmless, breaking, dangerous or never", f.failOn)
	case f.format != "text" && f.format != "json" && f.format != "github":
		return 0, misuse("invalid value %q for --format: expected text, json or github", f.format)
	case f.timeout <= 0:
		return 0, misuse("invalid value %v for --timeout: expected a positive duration", f.timeout)
	case f.server == "" && f.component != "":
		return 0, misuse("--component needs --server")
	case f.server != "" && f.component == "":
		return 0, misuse("--server needs --component")
	}
	return failOn, nil
}

func (f *diffFlags) write(env Environment, r *difftext.Report, failOn metadata.Severity) error {
	switch f.format {
	case "json":
		return r.JSON(env.Stdout)
	case "github":
		return r.GitHub(env.Stdout, failOn)
	default:
		return r.Text(env.Stdout, paint.For(env.Stdout, env.Getenv))
	}
}

// reports makes the comparisons that the arguments ask for.
func (f *diffFlags) reports(ctx context.Context, env Environment, args []string) ([]*difftext.Report, error) {
	if f.server != "" && len(args) == 1 {
		args = append(args, latest)
	}
	switch {
	case f.server == "" && len(args) < 2:
		return againstLatest(ctx, env, args)
	case len(args) != 2:
		return nil, misuse("expected an old and a new version, found %s", count(len(args), "argument"))
	case args[0] == "-" && args[1] == "-":
		return nil, misuse(`standard input can be one of the versions only: replace one "-" with a file`)
	}
	old, err := f.load(ctx, env, args[0])
	if err != nil {
		return nil, err
	}
	new, err := f.load(ctx, env, args[1])
	if err != nil {
		return nil, err
	}
	old.warn(env.Stderr)
	new.warn(env.Stderr)
	return []*difftext.Report{difftext.Compare(side(old), side(new))}, nil
}
