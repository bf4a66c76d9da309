package command

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/inspecttext"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/witpackage"
	"github.com/golem-gen/golem-gen/gen"
)

const inspectUsage = `Usage: golem-gen inspect [flags] FILE

Shows a component as WIT, with the Go name of each part beside it. FILE is a
metadata document; "-" reads standard input.

Names come from the component's WIT if there is one (in the document, or given
by --wit), otherwise from the document or the place where a type is used.

With --names, prints the places that can be named and their names, in the form
of golem-gen.yaml. To change a name, copy its line into golem-gen.yaml.

Flags:
      --names      print places and names, in the form of golem-gen.yaml
      --wit PATH   .wit file or folder, WIT package, or the component's .wasm
      --no-wit     ignore the WIT in the document
  -h, --help       show this help

Exit codes: 0 success, 1 error, 2 invalid command line.

Examples:
  golem-gen inspect golem/shop.json
  golem-gen inspect --wit wit/ golem/shop.json
  golem-gen inspect --names golem/shop.json
  curl -s http://localhost:9881/v1/components/$ID/latest |
    golem-gen inspect -
`

type inspectFlags struct {
	wit          string
	noWIT, names bool
}

func runInspect(env Environment, args []string) int {
	var f inspectFlags
	flags := newFlags("inspect")
	flags.StringVar(&f.wit, "wit", "", "")
	flags.BoolVar(&f.noWIT, "no-wit", false, "")
	flags.BoolVar(&f.names, "names", false, "")
	return execute(env, flags, args, inspectUsage, func() error {
		switch {
		case flags.NArg() != 1:
			return misuse(`expected one metadata document, or "-" for standard input, found %s`, count(flags.NArg(), "argument"))
		case f.wit != "" && f.noWIT:
			return misuse("--wit and --no-wit exclude each other")
		}
		return f.run(env, flags.Arg(0))
	})
}

func (f *inspectFlags) run(env Environment, file string) error {
	read, err := env.readDocument(file)
	if err != nil {
		return err
	}
	options, err := f.options(env, read)
	if err != nil {
		return err
	}
	out, err := gen.Generate(read.Component, options)
	if err != nil {
		return generationError(read.Name, err, nil)
	}
	if f.names {
		_, err = io.WriteString(env.Stdout, namesText(out.Names))
	} else {
		err = inspecttext.Write(env.Stdout, read.Component, out.Names, paint.For(env.Stdout, env.Getenv))
	}
	read.warn(env.Stderr, out.Warnings...)
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
	case f.wit != "":
		options.WIT, err = witpackage.Read(env.path(f.wit))
	case options.WIT == nil && read.Component.BinaryWIT != nil:
		options.WIT, err = witpackage.Decode(read.Name+" (binaryWit)", read.Component.BinaryWIT)
	}
	return options, err
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
	for _, c := range p.config.Components {
		if filepath.Join(p.dir, filepath.FromSlash(c.Metadata)) != full {
			continue
		}
		read, err := p.pinned(c)
		if err != nil {
			return gen.Options{}, err
		}
		_, locked := p.lock.For(c.Dir, c.Package, read.Component.ID, p.inUse)
		return p.options(c, read, locked)
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
