package command

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/inspecttext"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/output"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/witpackage"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// component is the subject of a component's document.
type component struct{ *metadata.Component }

func (c component) title() string { return fmt.Sprintf("%s version %d", c.Name, c.Version) }

func (c component) source() pin.Source {
	return pin.Source{Kind: pin.Component, ID: c.ID, Name: c.Name, Version: c.Version}
}

func (c component) hash() string { return c.Hash() }

func (c component) text() []byte { return c.Document() }

func (c component) size() string {
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
	return count(n, "function")
}

// omissions returns what the server and this program left out of the exports.
func (c component) omissions() []string {
	return append(sentences(c.Omitted), witpackage.LeftOut(c.Component)...)
}

// wit reads the WIT. One of the document that cannot be read is a warning, since the user
// cannot correct it.
func (c component) wit(paths []string) (*gen.WIT, error) {
	if len(paths) > 0 {
		read, err := witpackage.Read(c.Component, paths...)
		return read, output.Explain("", err)
	}
	if len(c.BinaryWIT) == 0 {
		return nil, nil
	}
	w, err := witpackage.Decode(c.Component, "binaryWit", c.BinaryWIT)
	if err != nil {
		if cause := errors.Unwrap(err); cause != nil {
			err = cause
		}
		w = &gen.WIT{Warnings: []string{fmt.Sprintf("the WIT in the document cannot be read (%v), so types are named without it: give the component's WIT with wit or --wit", err)}}
	}
	return w, nil
}

func (c component) generate(options gen.Options) (*gen.Output, error) {
	return gen.Generate(c.Component, options)
}

func (c component) inspect(w io.Writer, names map[string]gen.LockedName, brush paint.Brush) error {
	return inspecttext.Write(w, c.Component, names, brush)
}

func (c component) mismatch(s config.Source) (key, expected, found string) {
	e := s.(*config.Component)
	switch {
	case e.ID != "" && !strings.EqualFold(e.ID, c.ID):
		return "id", "component " + e.ID, c.ID
	case e.Name != "" && e.Name != c.Name:
		return "name", fmt.Sprintf("component %q", e.Name), strconv.Quote(c.Name)
	case e.Version != nil && *e.Version != c.Version:
		return "version", fmt.Sprintf("version %d", *e.Version), strconv.FormatUint(c.Version, 10)
	}
	return "", "", ""
}
