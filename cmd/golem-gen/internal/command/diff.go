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
       golem-gen diff [flags] --server URL --app NAME --env NAME OLD [NEW]
       golem-gen diff [flags] [ENTRY]

Lists the changes between two versions of a component's interface, or between
two deployments of agents, and what each of them does to Go code and to running
clients of the old version.

OLD and NEW are metadata documents; "-" reads standard input. With --server they
may also be version numbers or revisions of deployments, or "latest", the
default for NEW. Without arguments, the command compares each pinned document of
golem-gen.yaml with the latest version or current deployment on its server;
ENTRY selects one by package, name, id, or application and environment.

Where a pinned document has the agent types that "types" chooses, only these are
compared.

"Go callers" describes code that is compiled against a client of the new
version. The other lines describe running programs that were built with a client
of the old version. Clients of components send no types to servers from 1.1.17
on ("without typ"), and send them to older servers ("with typ"). To pin the new
version, run golem-gen fetch and golem-gen generate.

Flags:
      --server URL       get versions from this server
      --component ID     id or name of the component on the server
      --app NAME         application of the agents on the server
      --env NAME         environment of the application
      --account EMAIL    owner of the application, if several have that name
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
  golem-gen diff --server http://localhost:9881 --app bank --env local 1 2
  git show HEAD:golem/shop.json | golem-gen diff - golem/shop.json
  golem-gen diff --format github --fail-on dangerous
`

type diffFlags struct {
	server, component, format, failOn string
	application, environment, account string
	timeout                           time.Duration
}

func runDiff(env Environment, args []string) int {
	var f diffFlags
	flags := newFlags("diff")
	flags.StringVar(&f.server, "server", "", "")
	flags.StringVar(&f.component, "component", "", "")
	flags.StringVar(&f.application, "app", "", "")
	flags.StringVar(&f.environment, "env", "", "")
	flags.StringVar(&f.account, "account", "", "")
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
	}
	return failOn, f.validSource()
}

// validSource checks the flags that name a component or agents on a server.
func (f *diffFlags) validSource() error {
	for _, flag := range []struct{ name, value string }{
		{"component", f.component}, {"app", f.application}, {"env", f.environment}, {"account", f.account},
	} {
		if f.server == "" && flag.value != "" {
			return misuse("--%s needs --server", flag.name)
		}
	}
	switch {
	case (f.application == "") != (f.environment == ""):
		return misuse("--app and --env need each other")
	case f.component != "" && f.application != "":
		return misuse("--component and --app exclude each other")
	case f.account != "" && f.application == "":
		return misuse("--account needs --app")
	case f.server != "" && f.component == "" && f.application == "":
		return misuse("--server needs --component, or --app and --env")
	}
	return nil
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
	case f.server == "" && len(args) == 1 && env.isDocument(args[0]):
		return nil, misuse("expected an old and a new document, found %s alone", args[0])
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
	report, err := compare(env, old, new, nil)
	return []*difftext.Report{report}, err
}
