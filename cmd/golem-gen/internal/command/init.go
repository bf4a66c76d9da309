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

Writes a golem-gen.yaml with comments to the working directory, unless there is
one. On a terminal, asks for what the flags do not give. Otherwise the file has
comments to fill in.

Flags:
      --server URL       Golem server; default http://localhost:9881
      --token-env NAME   environment variable with the server's token
      --component NAME   name or id of a component; may be repeated
      --package NAME     Go package of the component; may be repeated in the
                         same order; default derived from the component's name
      --wit PATH         .wit file or folder of the only component
      --schema           also write golem-gen.schema.json, which editors use to
                         check golem-gen.yaml and complete its keys
  -h, --help             show this help

Exit codes: 0 success, 1 error, 2 invalid command line.

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
	if len(f.components) == 0 {
		next = "add components to it, then " + next
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

// ask asks for what the flags do not give.
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
		name, err := question("Name or id of the component (empty to add it later)", "")
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

// text returns the text of the configuration.
func (f *initFlags) text(dir string) ([]byte, error) {
	if f.server == "" {
		f.server = defaultServer
	}
	for _, text := range append([]string{f.server, f.tokenEnv, f.wit}, append(f.components, f.packages...)...) {
		if !utf8.ValidString(text) {
			return nil, misuse("invalid value %q: expected UTF-8", text)
		}
	}
	if len(f.packages) > len(f.components) {
		return nil, misuse("more --package than --component flags")
	}
	if f.wit != "" && len(f.components) != 1 {
		return nil, misuse("--wit needs exactly one --component")
	}
	var b strings.Builder
	if f.schema {
		b.WriteString("# yaml-language-server: $schema=" + config.SchemaName + "\n\n")
	}
	fmt.Fprintf(&b, initHead, config.Scalar(f.server))
	if f.tokenEnv == "" {
		b.WriteString("  # token-env: GOLEM_TOKEN          # environment variable with the token, if the server needs one\n")
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
			return nil, misuse("cannot derive a package name from %q: give --package", component)
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
		return nil, fmt.Errorf("the configuration for these flags is invalid:\n%w", err)
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

// witLines returns the line for --wit, or a comment if the folder has a WIT.
func (f *initFlags) witLines(dir string) string {
	if f.wit != "" {
		return "    wit: " + config.Scalar(filepath.ToSlash(f.wit)) + "\n"
	}
	if len(f.components) == 1 {
		if found, err := filepath.Glob(filepath.Join(dir, "wit", "*.wit")); err == nil && len(found) > 0 {
			return "    # wit: wit                        # found in this folder; gives types their own names and comments\n"
		}
	}
	return ""
}

const initHead = `# golem-gen fetch      gets component metadata and pins it in golem/ and golem-gen.lock
# golem-gen generate   writes the Go clients, without the network
#
# Commit this file, golem/, golem-gen.lock and the clients. For go generate, add to a Go file:
#   //go:generate go tool golem-gen generate

server:
  url: %s
`

const initTail = `
# Other keys of a component:
#   id: 5c89c92c-6e6a-5715-882b-637cd873451d   # instead of name
#   version: 3                       # version to fetch; default the latest
#   dir: internal/shop               # directory of the Go package
#   metadata: golem/shop.json        # pinned document
#   wit: wit/shop.wit                # .wit file or folder, .wasm, or a list; gives types their own names
#   tests: true                      # also generate package shoptest with fakes and a test server
#   import-path: example.com/app/internal/shop   # of the Go package, for tests; default from go.mod
#   names:                           # Go names by place; golem-gen inspect --names lists them
#     cart.add-item.item: ProductItem
#
# Beside "components:", words to spell like this in new Go names:
#   initialisms: [FHIR, GraphQL]
#
# For checks and completion in an editor, see golem-gen schema -h.
`

// packageFor derives a package name from the last part of a component's name. It returns ""
// if the name has no letters for one.
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
