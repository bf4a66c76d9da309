package command

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/output"
	"github.com/golem-gen/golem-gen/metadata"
)

const initUsage = `Usage: golem-gen init [flags]

Writes a commented golem-gen.yaml into the working directory. It never
overwrites one. On a terminal it asks for what the flags leave open; elsewhere
it asks nothing, and what is not known stays a comment to fill in.

Flags:
      --server URL       the Golem server; default http://localhost:9881
      --token-env NAME   environment variable that holds the server's token
      --component NAME   name or id of a component; may be repeated
      --package NAME     Go package of the component; may be repeated, in the
                         same order; default made from the component's name
      --wit PATH         .wit file or folder of the only component
      --schema           also write golem-gen.schema.json, with which editors
                         check the configuration and complete its keys
  -h, --help             show this help

Exit codes: 0 done, 1 failed, 2 wrong usage.

Examples:
  golem-gen init
  golem-gen init --component shop
  golem-gen init --server https://golem.example.com --token-env GOLEM_TOKEN \
    --component 5c89c92c-6e6a-5715-882b-637cd873451d --package shop
`

type initFlags struct {
	server, tokenEnv, wit string
	components, packages  []string
	schema                bool
}

const defaultServer = "http://localhost:9881"

func runInit(env Environment, args []string) int {
	var f initFlags
	flags := newFlags("init")
	flags.StringVar(&f.server, "server", "", "")
	flags.StringVar(&f.tokenEnv, "token-env", "", "")
	flags.StringVar(&f.wit, "wit", "", "")
	flags.BoolVar(&f.schema, "schema", false, "")
	flags.StringArrayVar(&f.components, "component", nil, "")
	flags.StringArrayVar(&f.packages, "package", nil, "")
	return execute(env, flags, args, initUsage, func() error {
		if flags.NArg() > 0 {
			return misuse("unexpected argument %q", flags.Arg(0))
		}
		return f.run(env)
	})
}

func (f *initFlags) run(env Environment) error {
	dir, err := env.workingDir()
	if err != nil {
		return err
	}
	if _, err := os.Lstat(filepath.Join(dir, config.Name)); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is already there: edit it, or remove it first", config.Name)
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
	if len(f.components) == 0 {
		next = "fill in its components, then " + next
	}
	_, err = fmt.Fprintf(env.Stdout, "wrote %s: %s\n", config.Name, next)
	return err
}

// changes are the files to write. A schema that is there, of another version, is the
// user's to replace.
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
		return nil, fmt.Errorf("%s is already there and is another one: remove it first, or leave --schema out", config.SchemaName)
	}
	return append(schema, changes...), nil
}

// ask asks for what the flags leave open.
func (f *initFlags) ask(in io.Reader, out io.Writer) error {
	lines := bufio.NewReader(in)
	question := func(text, otherwise string) (string, error) {
		if otherwise != "" {
			text += " [" + otherwise + "]"
		}
		_, _ = fmt.Fprint(out, text+": ")
		answer, err := lines.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		if answer = strings.TrimSpace(answer); answer == "" {
			answer = otherwise
		}
		return answer, nil
	}
	var err error
	if f.server == "" {
		if f.server, err = question("Golem server", defaultServer); err != nil {
			return err
		}
	}
	for len(f.components) == 0 {
		name, err := question("Name or id of the component, empty to fill it in later", "")
		if err != nil || name == "" {
			return err
		}
		f.components = append(f.components, name)
	}
	for i := len(f.packages); i < len(f.components); i++ {
		name, err := question("Go package for "+f.components[i], packageFor(f.components[i]))
		if err != nil {
			return err
		}
		f.packages = append(f.packages, name)
	}
	return nil
}

// text is the configuration.
func (f *initFlags) text(dir string) ([]byte, error) {
	if f.server == "" {
		f.server = defaultServer
	}
	for _, text := range append([]string{f.server, f.tokenEnv, f.wit}, append(f.components, f.packages...)...) {
		if !utf8.ValidString(text) {
			return nil, misuse("%q is not UTF-8", text)
		}
	}
	if len(f.packages) > len(f.components) {
		return nil, misuse("there are more --package than --component")
	}
	if f.wit != "" && len(f.components) != 1 {
		return nil, misuse("--wit goes with exactly one --component")
	}
	var b strings.Builder
	if f.schema {
		b.WriteString("# yaml-language-server: $schema=" + config.SchemaName + "\n\n")
	}
	fmt.Fprintf(&b, initHead, config.Scalar(f.server))
	if f.tokenEnv == "" {
		b.WriteString("  # token-env: GOLEM_TOKEN          # environment variable with the token, where one is needed\n")
	} else {
		fmt.Fprintf(&b, "  token-env: %s\n", config.Scalar(f.tokenEnv))
	}
	b.WriteString("\ncomponents:\n")
	for i, component := range f.components {
		pkg := packageFor(component)
		if i < len(f.packages) {
			pkg = f.packages[i]
		}
		if pkg == "" {
			return nil, misuse("there is no good package name in %q: give --package", component)
		}
		b.WriteString(item(component, pkg, ""))
		b.WriteString(f.witLines(dir))
	}
	if len(f.components) == 0 {
		b.WriteString(item("shop", "shop", "# "))
	}
	b.WriteString(initTail)
	text := []byte(b.String())
	if _, err := config.Parse(config.Name, text); err != nil && len(f.components) > 0 {
		return nil, fmt.Errorf("these flags make no good configuration:\n%w", err)
	}
	return text, nil
}

func item(component, pkg, comment string) string {
	key := "name"
	if metadata.IsID(component) {
		key = "id"
	}
	return fmt.Sprintf("%s  - package: %s\n%s    %s: %s\n", comment, config.Scalar(pkg), comment, key, config.Scalar(component))
}

// witLines proposes the WIT that the folder seems to have.
func (f *initFlags) witLines(dir string) string {
	if f.wit != "" {
		return "    wit: " + config.Scalar(filepath.ToSlash(f.wit)) + "\n"
	}
	if len(f.components) == 1 {
		if found, err := filepath.Glob(filepath.Join(dir, "wit", "*.wit")); err == nil && len(found) > 0 {
			return "    # wit: wit                        # found here: real names of types, and comments, if it is this component's\n"
		}
	}
	return ""
}

const initHead = `# golem-gen fetch      pins the components' metadata in golem/*.json and golem-gen.lock
# golem-gen generate   writes their Go clients, offline
#
# Commit all of it. In a Go file, for go generate:
#   //go:generate go tool golem-gen generate

server:
  url: %s
`

const initTail = `
# More keys of a component:
#   id: 5c89c92c-6e6a-5715-882b-637cd873451d   # instead of name
#   version: 3                       # stay at this version; without, fetch takes the latest
#   dir: internal/shop               # of the Go package
#   metadata: golem/shop.json        # pinned document
#   wit: wit/shop.wit                # .wit file or folder, or .wasm: real names of types, and comments
#   tests: true                      # also generate shoptest: fakes, and a plug for the server of golemtest
#   import-path: example.com/app/internal/shop   # of the Go package, for tests; without, by the go.mod above it
#   names:                           # Go names, by place; golem-gen inspect --names lists both
#     cart.add-item.item: ProductItem
#
# Beside "components:", words that are written so in new Go names:
#   initialisms: [FHIR, GraphQL]
#
# golem-gen schema -h tells how an editor checks and completes this file.
`

// packageFor makes a package name of the last part of a component's name, "" where
// there is none in it.
func packageFor(component string) string {
	if metadata.IsID(component) {
		return ""
	}
	last := component[strings.LastIndexAny(component, ":/")+1:]
	name := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, strings.ToLower(last))
	if config.CheckPackage(name) != nil {
		return ""
	}
	return name
}
