package command

import (
	"errors"
	"fmt"
	"go/token"
	"io"
	"path/filepath"

	"github.com/spf13/pflag"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/document"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/output"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/witpackage"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

const generateUsage = `golem-gen generate writes the Go client of a component from its metadata document.

  golem-gen generate --metadata golem/shop.json --package shop --out internal/shop
  curl -s http://localhost:9881/v1/components/ID/latest | golem-gen generate --metadata - --package shop --stdout
  golem-gen generate --metadata golem/shop.json --wit shop.wit --package shop --out internal/shop --check

Only files that start with the line "` + gen.Header + `"
are replaced or removed, and nothing is written when anything is wrong.

Flags:
`

type generateFlags struct {
	metadata, pkg, out, wit string
	stdout, check, force    bool
}

func runGenerate(s streams, args []string) int {
	var f generateFlags
	flags := pflag.NewFlagSet("generate", pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&f.metadata, "metadata", "", "the component's metadata document; - reads standard input")
	flags.StringVar(&f.pkg, "package", "", "name of the Go package")
	flags.StringVar(&f.out, "out", "", "directory of the Go package")
	flags.StringVar(&f.wit, "wit", "", "take names and comments from a .wit file or folder, or the component's .wasm")
	flags.BoolVar(&f.stdout, "stdout", false, "print the files instead of writing them")
	flags.BoolVar(&f.check, "check", false, "write nothing; show what differs and exit with 1 if anything does")
	flags.BoolVar(&f.force, "force", false, "replace files in the way that are not golem-gen's")
	err := flags.Parse(args)
	if errors.Is(err, pflag.ErrHelp) {
		_, _ = fmt.Fprint(s.out, generateUsage, flags.FlagUsages())
		return exitOK
	}
	if err == nil {
		err = f.valid(flags.Args())
	}
	if err != nil {
		_, _ = fmt.Fprintf(s.err, "golem-gen generate: %v: see golem-gen generate -h\n", err)
		return exitUsage
	}
	code, err := f.run(s)
	if err != nil {
		_, _ = fmt.Fprintln(s.err, err)
		return exitFailure
	}
	return code
}

func (f *generateFlags) valid(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("unexpected argument %q", rest[0])
	case f.metadata == "":
		return errors.New("--metadata is missing")
	case !token.IsIdentifier(f.pkg) || f.pkg == "_":
		return fmt.Errorf("--package %q is not a name for a Go package", f.pkg)
	case f.stdout == (f.out != ""):
		return errors.New("one of --out and --stdout is needed")
	case f.stdout && f.check:
		return errors.New("--check compares with a directory: use --out instead of --stdout")
	}
	return nil
}

func (f *generateFlags) run(s streams) (int, error) {
	doc, err := document.Read(f.metadata, s.in)
	if err != nil {
		return exitFailure, err
	}
	out, err := f.generate(doc.Component)
	if err != nil {
		return exitFailure, err
	}
	for _, warning := range out.Warnings {
		_, _ = fmt.Fprintf(s.err, "%s: warning: %s\n", f.metadata, warning)
	}
	if f.stdout {
		return exitOK, output.Print(s.out, out.Files)
	}
	plan, err := output.Compare(f.out, gen.Header, out.Files, f.force)
	if err != nil {
		return exitFailure, err
	}
	if f.check {
		if plan.Empty() {
			return exitOK, nil
		}
		_, _ = s.out.Write(plan.Diff())
		return exitFailure, fmt.Errorf("%s is not what golem-gen writes for %s: run golem-gen generate", f.out, f.metadata)
	}
	if err := plan.Apply(); err != nil {
		return exitFailure, err
	}
	_, _ = fmt.Fprintf(s.out, "wrote %s: %d files, %d functions (%s version %d)\n",
		filepath.ToSlash(f.out), len(out.Files), functions(doc.Component), doc.Component.Name, doc.Component.Version)
	return exitOK, nil
}

func (f *generateFlags) generate(c *metadata.Component) (*gen.Output, error) {
	options := gen.Options{Package: f.pkg}
	var err error
	switch {
	case f.wit != "":
		options.WIT, err = witpackage.Read(f.wit)
	case len(c.BinaryWIT) > 0:
		options.WIT, err = witpackage.Decode(f.metadata, c.BinaryWIT)
	}
	if err != nil {
		return nil, err
	}
	out, err := gen.Generate(c, options)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.metadata, err)
	}
	return out, nil
}

func functions(c *metadata.Component) int {
	n := len(c.Functions)
	for _, i := range c.Interfaces {
		n += len(i.Functions)
		for _, r := range i.Resources {
			n += len(r.Methods) + len(r.Statics)
			for _, f := range []*metadata.Function{r.Constructor, r.Drop} {
				if f != nil {
					n++
				}
			}
		}
	}
	return n
}
