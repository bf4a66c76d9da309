package command

import (
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/gen"
)

const generateUsage = `Usage: golem-gen generate [flags] [COMPONENT ...]
       golem-gen generate [flags] --metadata FILE --package NAME --out DIR
                          [--lock FILE]

Writes the Go clients of the components of golem-gen.yaml (of those that are
named, if any are: by package, name or id), from their pinned metadata. The
configuration is looked for from the working directory upwards. Names of earlier
generations are kept: golem-gen.lock has them.

With --metadata the client of one document is written, without configuration.
Names then stay in later versions of the component where --lock names a file
that keeps them.

Generating is offline. Only files that start with the line
"` + gen.Header + `"
are replaced or removed, and nothing is written when anything is wrong. A run
that is killed leaves whole files, which --check finds to differ, and the next
run ends what it began.

Flags:
      --config FILE     configuration, instead of the nearest golem-gen.yaml
      --metadata FILE   metadata document, "-" for standard input
      --package NAME    name of the Go package
      --out DIR         directory of the Go package
      --lock FILE       file that keeps the names given, in a folder above DIR
      --wit PATH        take names and comments from a .wit file or folder, a
                        WIT package, or the component's .wasm; may be repeated
      --tests           also write the package <NAME>test in DIR/<NAME>test:
                        fakes, and a plug for the server of runtime/golemtest
      --import-path PATH
                        import path of the Go package, for --tests; default
                        made of --out and the go.mod above it
      --stdout          print the files, each under a line "-- name --", and
                        write nothing
      --check           write nothing; show what differs, is missing or left
                        over, and exit with 1 if anything is
      --rename          give everything the name that it would get now, as in a
                        first generation; show which names change, and write
                        the lock file anew. With --check only show them
      --force           replace files in the way that are not golem-gen's
  -h, --help            show this help

Exit codes: 0 done, 1 failed or --check found a difference, 2 wrong usage.

Examples:
  golem-gen generate
  golem-gen generate --check
  golem-gen generate --metadata shop.json --package shop --out internal/shop \
    --lock shop.lock
  curl -s http://localhost:9881/v1/components/$ID/latest |
    golem-gen generate --metadata - --package shop --stdout
  //go:generate go tool golem-gen generate
`

type generateFlags struct {
	config, metadata, pkg, out, lock, importPath string
	wit                                          []string
	tests, stdout, check, force, rename          bool
}

func runGenerate(env Environment, args []string) int {
	var f generateFlags
	flags := newFlags("generate")
	flags.StringVar(&f.config, "config", "", "")
	flags.StringVar(&f.metadata, "metadata", "", "")
	flags.StringVar(&f.pkg, "package", "", "")
	flags.StringVar(&f.out, "out", "", "")
	flags.StringArrayVar(&f.wit, "wit", nil, "")
	flags.StringVar(&f.lock, "lock", "", "")
	flags.StringVar(&f.importPath, "import-path", "", "")
	flags.BoolVar(&f.tests, "tests", false, "")
	flags.BoolVar(&f.stdout, "stdout", false, "")
	flags.BoolVar(&f.check, "check", false, "")
	flags.BoolVar(&f.force, "force", false, "")
	flags.BoolVar(&f.rename, "rename", false, "")
	return execute(env, flags, args, generateUsage, func() error {
		if err := f.valid(flags.Args()); err != nil {
			return err
		}
		if f.metadata != "" {
			return f.generateDocument(env)
		}
		return f.generateProject(env, flags.Args())
	})
}

func (f *generateFlags) valid(args []string) error {
	if f.stdout && f.check {
		return misuse("--check compares with a directory, and --stdout has none")
	}
	if f.stdout && f.rename {
		return misuse("--rename writes the lock file anew, and --stdout writes nothing")
	}
	if f.metadata == "" {
		for _, flag := range []struct{ name, value string }{
			{"package", f.pkg}, {"out", f.out}, {"wit", strings.Join(f.wit, "")}, {"lock", f.lock}, {"import-path", f.importPath},
		} {
			if flag.value != "" {
				return misuse("--%s goes with --metadata; without it, golem-gen.yaml says so", flag.name)
			}
		}
		if f.tests {
			return misuse("--tests goes with --metadata; without it, golem-gen.yaml says so")
		}
		return nil
	}
	switch {
	case f.config != "":
		return misuse("--config and --metadata contradict each other")
	case len(args) > 0:
		return misuse("unexpected argument %q", args[0])
	case f.pkg == "":
		return misuse("give the name of the Go package with --package")
	case f.stdout && f.lock != "":
		return misuse("--lock records what is in a directory, and --stdout has none")
	case f.stdout == (f.out != ""):
		return misuse("one of --out and --stdout is needed")
	case f.rename && f.lock == "":
		return misuse("--rename needs the --lock that has the names")
	case f.importPath != "" && !f.tests:
		return misuse("--import-path goes with --tests")
	case f.tests && f.stdout && f.importPath == "":
		return misuse("--tests with --stdout needs --import-path")
	}
	if f.importPath != "" && !config.IsImportPath(f.importPath) {
		return misuse("--import-path: %q is no import path: write it like example.com/application/internal/shop", f.importPath)
	}
	if err := config.CheckPackage(f.pkg); err != nil {
		return misuse("invalid value %q for --package: %v", f.pkg, err)
	}
	return nil
}

// report prints warnings, and a line about what became of a package.
func report(env Environment, c *client, changed bool) {
	done := "unchanged"
	if changed {
		done = "wrote"
	}
	_, _ = fmt.Fprintf(env.Stdout, "%s %s: %s, %s (%s version %d)\n", done, c.shown,
		count(len(c.output.Files), "file"), count(functions(c.Component), "function"), c.Component.Name, c.Component.Version)
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
