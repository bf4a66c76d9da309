package command

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/output"
)

const initUsage = `Usage: golem-gen init [flags]

Writes a golem-gen.yaml with comments to the working directory, unless there is
one. On a terminal, asks for what the flags do not give. Otherwise the file has
comments to fill in.

Flags:
      --server URL       Golem server; default http://localhost:9881
      --token-env NAME   environment variable with the server's token
      --app NAME         application whose agents are called (Golem 1.5 and
                         later)
      --env NAME         environment of the application: local
      --account EMAIL    owner of the application, if several have that name
      --component NAME   name or id of a component (Golem before 1.5); may be
                         repeated
      --package NAME     Go package of the component; may be repeated in the
                         same order, and once more for the agents; default
                         derived from the name of the component or application
      --wit PATH         .wit file or folder of the only component
      --schema           also write golem-gen.schema.json, which editors use to
                         check golem-gen.yaml and complete its keys
  -h, --help             show this help

Exit codes: 0 success, 1 error, 2 invalid command line.

Examples:
  golem-gen init
  golem-gen init --app bank --env local
  golem-gen init --component shop
  golem-gen init --server https://release.api.golem.cloud \
    --token-env GOLEM_TOKEN --app bank --env prod
`

type initFlags struct {
	server, tokenEnv, wit             string
	application, environment, account string
	components, packages              []string
	schema                            bool
}

const defaultServer = "http://localhost:9881"

func runInit(env Environment, args []string) int {
	var f initFlags
	flags := newFlags("init")
	flags.StringVar(&f.server, "server", "", "")
	flags.StringVar(&f.tokenEnv, "token-env", "", "")
	var applications []string
	flags.StringArrayVar(&applications, "app", nil, "")
	flags.StringVar(&f.environment, "env", "", "")
	flags.StringVar(&f.account, "account", "", "")
	flags.StringVar(&f.wit, "wit", "", "")
	flags.BoolVar(&f.schema, "schema", false, "")
	flags.StringArrayVar(&f.components, "component", nil, "")
	flags.StringArrayVar(&f.packages, "package", nil, "")
	return execute(env, flags, args, initUsage, func() error {
		if flags.NArg() > 0 {
			return misuse("unexpected argument %q", flags.Arg(0))
		}
		if len(applications) > 1 {
			return misuse("more than one --app: add the others to " + config.Name)
		}
		f.application = strings.Join(applications, "")
		return f.run(env)
	})
}

func (f *initFlags) run(env Environment) error {
	dir, err := env.workingDir()
	if err != nil {
		return err
	}
	if _, err := os.Lstat(filepath.Join(dir, config.Name)); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s exists: edit it, or remove it first", config.Name)
	}
	if isTerminal(env.Stdin) && isTerminal(env.Stderr) {
		if err := f.ask(env.Stdin, env.Stderr); err != nil {
			return err
		}
	}
	text, err := f.text(dir)
	if err != nil {
		return err
	}
	root, err := output.OpenRoot(dir, "")
	if err != nil {
		return err
	}
	defer root.Close()
	changes, err := f.changes(root, text)
	if err != nil {
		return err
	}
	if err := root.Apply(changes); err != nil {
		return err
	}
	next := "run golem-gen fetch, then golem-gen generate"
	if len(f.sources()) == 0 {
		next = "add agents or components to it, then " + next
	}
	_, err = fmt.Fprintf(env.Stdout, "wrote %s: %s\n", config.Name, next)
	return err
}

// changes returns the files to write. It does not replace a schema of another version.
func (f *initFlags) changes(root *output.Root, text []byte) (output.Changes, error) {
	changes := output.Changes{{Name: config.Name, New: text}}
	if !f.schema {
		return changes, nil
	}
	schema, err := root.File(config.SchemaName, config.Schema)
	switch {
	case err != nil:
		return nil, err
	case len(schema) > 0 && schema[0].Old != nil:
		return nil, fmt.Errorf("%s exists and differs: remove it first, or omit --schema", config.SchemaName)
	}
	return append(schema, changes...), nil
}

// sources returns the names of components, then that of the application.
func (f *initFlags) sources() []string {
	if f.application == "" {
		return f.components
	}
	return append(slices.Clone(f.components), f.application)
}

// ask asks the user for values that the flags do not give.
func (f *initFlags) ask(in io.Reader, out io.Writer) error {
	q := questions{in: bufio.NewReader(in), out: out}
	q.ask(&f.server, "Golem server", defaultServer, config.CheckURL)
	if len(f.components) == 0 {
		q.ask(&f.application, "Application with agents (empty for a component)", "", anything)
	}
	if f.application != "" {
		q.ask(&f.environment, "Environment of the application", "local", anything)
	} else if len(f.components) == 0 {
		var name string
		q.ask(&name, "Name or id of the component (empty to add it later)", "", anything)
		if name != "" {
			f.components = append(f.components, name)
		}
	}
	for i, source := range f.sources() {
		if i >= len(f.packages) {
			var name string
			q.ask(&name, "Go package for "+source, packageFor(source), config.CheckPackage)
			f.packages = append(f.packages, name)
		}
	}
	return q.err
}

// questions asks questions on a terminal until one of them cannot be read.
type questions struct {
	in  *bufio.Reader
	out io.Writer
	err error
}

// ask asks for a value that is not given yet, and again if check does not accept the answer. An
// empty answer stands for otherwise. The end of the input ends all questions.
func (q *questions) ask(into *string, text, otherwise string, check func(string) error) {
	prompt := text + ": "
	if otherwise != "" {
		prompt = text + " [" + otherwise + "]: "
	}
	for *into == "" && q.err == nil {
		_, _ = fmt.Fprint(q.out, prompt)
		answer, err := q.in.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			q.err = err
			return
		}
		answer = cmp.Or(strings.TrimSpace(answer), otherwise)
		if fault := check(answer); fault != nil && err == nil && answer != "" {
			_, _ = fmt.Fprintf(q.out, "%s: %v\n", text, fault)
			continue
		}
		*into = answer
		return
	}
}

func anything(string) error { return nil }

// valid checks the flags and the answers, and sets the default of the server.
func (f *initFlags) valid() error {
	if f.server == "" {
		f.server = defaultServer
	}
	for _, text := range append([]string{f.server, f.tokenEnv, f.wit, f.environment, f.account}, append(f.sources(), f.packages...)...) {
		if !utf8.ValidString(text) {
			return misuse("invalid value %q: expected UTF-8", text)
		}
	}
	switch {
	case len(f.packages) > len(f.sources()):
		return misuse("more --package than --component and --app flags")
	case f.wit != "" && len(f.components) != 1:
		return misuse("--wit needs exactly one --component")
	case (f.application == "") != (f.environment == ""):
		return misuse("--app and --env need each other")
	case f.account != "" && f.application == "":
		return misuse("--account needs --app")
	}
	return nil
}
