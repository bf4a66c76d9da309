package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/gen"
)

const generateUsage = `Usage: golem-gen generate [flags] [ENTRY ...]
       golem-gen generate [flags] --metadata FILE --package NAME --out DIR
                          [--lock FILE]

Writes the Go clients of the components and agents in golem-gen.yaml from their
pinned metadata. ENTRY selects entries by package, by name or id of a component,
or by application and environment: bank/prod. The command looks for
golem-gen.yaml in the working directory and its parents, and keeps the names in
golem-gen.lock.

With --metadata, writes the client of one document without a configuration. With
--lock, that client keeps its names in later versions.

The command never uses the network. It replaces and removes only files that
start with the line
"` + gen.Header + `"
and writes nothing if there is any error. It never leaves partial files; if it
is killed, run it again to finish. If golem-gen.yaml names another server,
component, version, account, environment, deployment or choice of agent types
than the one that is pinned, it says so: run golem-gen fetch. It does not take a
pinned document that was edited after golem-gen fetch.

Flags:
      --config FILE     configuration; default the nearest golem-gen.yaml
      --metadata FILE   metadata document; "-" reads standard input
      --package NAME    name of the Go package, in lower case
      --out DIR         directory of the Go package
      --lock FILE       file that keeps the names, in DIR or a folder above it
      --wit PATH        take names and comments from a .wit file or folder, a
                        WIT package, or the component's .wasm; may be repeated
      --tests           also write the package <NAME>test in DIR/<NAME>test:
                        fakes, and a server for runtime/golemtest
      --import-path PATH
                        import path of the Go package, for --tests; default
                        derived from --out and the go.mod above it
      --stdout          print the files, each after a line "-- name --",
                        instead of writing them
      --check           write nothing; show the files that differ, are missing
                        or left over, and exit with 1 if there are any
      --rename          name everything as in a first generation, show the
                        names that change, and rewrite the lock file; show
                        them only, with --check
      --force           replace files that golem-gen did not write
  -h, --help            show this help

Exit codes: 0 success, 1 error or --check found a difference, 2 invalid command
line.

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
		return misuse("--check and --stdout exclude each other")
	}
	if f.stdout && f.rename {
		return misuse("--rename and --stdout exclude each other")
	}
	if f.metadata == "" {
		for _, flag := range []struct{ name, value string }{
			{"package", f.pkg}, {"out", f.out}, {"wit", strings.Join(f.wit, "")}, {"lock", f.lock}, {"import-path", f.importPath},
		} {
			if flag.value != "" {
				return misuse("--%s needs --metadata: without it, set this in golem-gen.yaml", flag.name)
			}
		}
		if f.tests {
			return misuse("--tests needs --metadata: without it, set this in golem-gen.yaml")
		}
		return nil
	}
	switch {
	case slices.Contains(f.wit, ""):
		return misuse("--wit needs a path")
	case f.config != "":
		return misuse("--config and --metadata exclude each other")
	case len(args) > 0:
		return misuse("unexpected argument %q", args[0])
	case f.pkg == "":
		return misuse("--metadata needs --package")
	case f.stdout && f.lock != "":
		return misuse("--lock and --stdout exclude each other")
	case f.stdout == (f.out != ""):
		return misuse("--metadata needs either --out or --stdout")
	case f.rename && f.lock == "":
		return misuse("--rename needs --lock")
	case f.importPath != "" && !f.tests:
		return misuse("--import-path needs --tests")
	case f.tests && f.stdout && f.importPath == "":
		return misuse("--tests with --stdout needs --import-path")
	}
	if f.importPath != "" && !config.IsImportPath(f.importPath) {
		return misuse("invalid value %q for --import-path: expected a path like example.com/application/internal/shop", f.importPath)
	}
	if err := config.CheckPackage(f.pkg); err != nil {
		return misuse("invalid value %q for --package: %v", f.pkg, err)
	}
	return nil
}

// report prints whether a package has changed.
func report(env Environment, c *client, changed bool) {
	done := "unchanged"
	if changed {
		done = "wrote"
	}
	_, _ = fmt.Fprintf(env.Stdout, "%s %s: %s, %s (%s)\n", done, c.shown, count(len(c.output.Files), "file"), c.size(), c.title())
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
