package command

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/gen"
)

const inspectUsage = `Usage: golem-gen inspect [flags] FILE
       golem-gen inspect [flags] ENTRY

Shows a component or agents as WIT, with the Go name of each part beside it.
FILE is a metadata document; "-" reads standard input. ENTRY is the package of
an entry in golem-gen.yaml, the name or id of its component, or its application
and environment (bank/prod); its pinned document is shown.

Names come from a component's WIT if there is one (in the document, or given by
--wit), otherwise from the document or the place where a type is used. Types of
agents are called as in the agents' source.

With --names, prints the places that can be named and their names, in the form
of golem-gen.yaml. To change a name, copy its line into golem-gen.yaml.

Flags:
      --names      print places and names, in the form of golem-gen.yaml
      --wit PATH   .wit file or folder, WIT package, or the component's .wasm;
                   may be repeated
      --no-wit     ignore the WIT in the document
  -h, --help       show this help

Exit codes: 0 success, 1 error, 2 invalid command line.

Examples:
  golem-gen inspect shop
  golem-gen inspect --names shop
  golem-gen inspect --wit wit/ shop.json
  curl -s http://localhost:9881/v1/components/$ID/latest |
    golem-gen inspect -
`

type inspectFlags struct {
	wit          []string
	noWIT, names bool
}

func runInspect(env Environment, args []string) int {
	var f inspectFlags
	flags := newFlags("inspect")
	flags.StringArrayVar(&f.wit, "wit", nil, "")
	flags.BoolVar(&f.noWIT, "no-wit", false, "")
	flags.BoolVar(&f.names, "names", false, "")
	return execute(env, flags, args, inspectUsage, func() error {
		switch {
		case flags.NArg() != 1:
			return misuse(`expected one metadata document, or "-" for standard input, found %s`, count(flags.NArg(), "argument"))
		case slices.Contains(f.wit, ""):
			return misuse("--wit needs a path")
		case len(f.wit) > 0 && f.noWIT:
			return misuse("--wit and --no-wit exclude each other")
		}
		return f.run(env, flags.Arg(0))
	})
}

func (f *inspectFlags) run(env Environment, file string) error {
	read, err := env.documentOrPinned(file)
	if err != nil {
		return err
	}
	options, err := f.options(env, read)
	if err != nil {
		return err
	}
	options.NamesOnly = true
	out, err := read.generate(options)
	if err != nil {
		return generationError(read.Name, err, nil)
	}
	if f.names {
		_, err = io.WriteString(env.Stdout, namesText(out.Names))
	} else {
		err = read.inspect(env.Stdout, out.Names, paint.For(env.Stdout, env.Getenv))
	}
	read.warn(env.Stderr, out.Warnings...)
	(&client{document: read, output: out}).noteKept(env.Stderr, true)
	return err
}

// options returns the options that generate would use for the document.
func (f *inspectFlags) options(env Environment, read *document) (options gen.Options, err error) {
	if read.File != "" {
		if options, err = env.configured(read.File); err != nil {
			return options, err
		}
	}
	if options.Package == "" {
		options.Package = "client"
	}
	switch {
	case f.noWIT:
		options.WIT = nil
	case len(f.wit) > 0 || options.WIT == nil:
		options.WIT, err = read.wit(env.paths(f.wit))
	}
	return options, err
}

// documentOrPinned reads a document or, if there is no such file, the pinned document of an
// entry of the configuration.
func (env Environment) documentOrPinned(name string) (*document, error) {
	read, err := env.readDocument(name)
	var none *noDocumentError
	if !errors.As(err, &none) {
		return read, err
	}
	p, openErr := openProject(env, "")
	if isNoProject(openErr) {
		return nil, err
	}
	if openErr != nil {
		return nil, openErr
	}
	defer p.close()
	var found []*config.Entry
	var packages []string
	for _, e := range p.config.Entries() {
		if e.Is(name) {
			found, packages = append(found, e), append(packages, e.Package)
		}
	}
	file := filepath.Join(p.shown, config.Name)
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("%w, or an entry of %s: %s", err, file, p.packages())
	case 1:
		return p.pinned(found[0])
	}
	return nil, fmt.Errorf("%s has several entries %q: give the package of one of them: %s", file, name, strings.Join(packages, ", "))
}

// configured returns the options that the configuration and the lock file give for a
// document, none if there is no configuration or it does not have the document.
func (env Environment) configured(file string) (gen.Options, error) {
	p, err := openProject(env, "")
	if isNoProject(err) {
		return gen.Options{}, nil
	}
	if err != nil {
		return gen.Options{}, err
	}
	defer p.close()
	full, err := filepath.Abs(env.path(file))
	if err != nil {
		return gen.Options{}, err
	}
	for _, e := range p.config.Entries() {
		if filepath.Join(p.dir, filepath.FromSlash(e.Metadata)) != full {
			continue
		}
		read, err := p.pinned(e)
		if err != nil {
			return gen.Options{}, err
		}
		_, locked := p.lock.For(e.Dir, e.Package, read.source(), p.inUse)
		return p.options(e, read, locked)
	}
	return gen.Options{}, nil
}

// namesText lists names by place as a configuration has them. It leaves out the places
// of fields and cases, whose names follow those of their types.
func namesText(names map[string]gen.LockedName) string {
	var b strings.Builder
	b.WriteString("names:\n")
	for _, place := range slices.Sorted(maps.Keys(names)) {
		if !gen.IsMemberPlace(place) {
			fmt.Fprintf(&b, "  %s: %s\n", config.Scalar(place), config.Scalar(names[place].Name))
		}
	}
	return b.String()
}
