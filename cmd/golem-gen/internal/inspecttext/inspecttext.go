// Package inspecttext prints a component or the agent types of a deployment as WIT-like
// text, beside the Go names of a client. Types of agents are spelled as in the agents'
// source, types of components as in WIT.
package inspecttext

import (
	"fmt"
	"io"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// left is the width of the WIT-like text, gap the width of the space before the Go names.
const (
	left = 48
	gap  = "  "
)

// Write prints the component. names has the Go names by place, as gen.Output.Names. A type
// with a Go name is defined once, before its first use, under that name in WIT's spelling.
func Write(w io.Writer, c *metadata.Component, names map[string]gen.LockedName, brush paint.Brush) error {
	p := &printer{brush: brush, component: c, names: survey(c, names), defined: map[string]bool{}, label: kebab}
	p.witPrinter.Name = p.witName
	p.header()
	if len(c.Functions) > 0 {
		p.row("", "world", p.names.scopes[nil])
		p.functions("  ", c.Functions)
	}
	for _, i := range c.Interfaces {
		p.face(i)
	}
	if len(c.Functions) == 0 && len(c.Interfaces) == 0 {
		p.line("", "exports nothing")
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

type printer struct {
	b          strings.Builder
	brush      paint.Brush
	component  *metadata.Component
	names      *goNames
	defined    map[string]bool // Go names of types that are defined already
	witPrinter metadata.WITPrinter
	label      func(goName string) string // name of a type with a Go name
}

func (p *printer) header() {
	c := p.component
	name := paint.Clean(c.Name)
	if name == "" {
		name = "component without a name"
	}
	p.b.WriteString(p.brush.Paint(paint.Bold, name) + fmt.Sprintf(", version %d, %s\n", c.Version, strings.ToLower(c.Kind.String())))
	if c.ID != "" {
		p.b.WriteString(p.brush.Paint(paint.Faint, paint.Clean(c.ID)) + "\n")
	}
}

func (p *printer) face(i *metadata.Interface) {
	p.row("", "interface "+i.Name, p.names.scopes[i])
	p.functions("  ", i.Functions)
	for _, r := range i.Resources {
		p.row("  ", "resource "+r.Name, p.names.resources[r])
		if r.Constructor != nil {
			p.functions("    ", []*metadata.Function{r.Constructor})
		}
		p.functions("    ", r.Methods)
		p.functions("    ", r.Statics)
		if r.Drop != nil {
			p.functions("    ", []*metadata.Function{r.Drop})
		}
	}
	if len(i.Functions) == 0 && len(i.Resources) == 0 {
		p.line("  ", "exports nothing")
	}
}

// functions prints functions, and before each the types that it uses first.
func (p *printer) functions(indent string, list []*metadata.Function) {
	for _, f := range list {
		for _, parameter := range f.Parameters {
			p.definitions(indent, parameter.Type)
		}
		for _, result := range f.Results {
			p.definitions(indent, result.Type)
		}
		text := p.witPrinter.Function(f)
		if f.Kind != metadata.Constructor && f.Kind != metadata.Drop {
			text = f.LocalName + ": " + text
		}
		p.row(indent, text, p.names.functions[f])
	}
}

// definitions prints the types with Go names in a type, the inner ones first.
func (p *printer) definitions(indent string, t *metadata.Type) {
	if t == nil {
		return
	}
	name := p.names.types[t]
	if name != "" && p.defined[name] {
		return
	}
	if t.Kind == metadata.KindHandle {
		if name != "" && name == p.names.opaque[t.ResourceID] {
			p.defined[name] = true
			p.row(indent, "resource "+p.label(name), name)
		}
		return
	}
	for _, part := range parts(t) {
		p.definitions(indent, part)
	}
	if name == "" {
		return
	}
	p.defined[name] = true
	lines := strings.Split(p.witPrinter.Definition(p.label(name), t), "\n")
	p.row(indent, lines[0], name)
	if len(t.Names) > 0 && len(lines) > 2 {
		p.line(indent+"  ", strings.Join(trimmed(lines[1:len(lines)-1]), " "))
		p.line(indent, lines[len(lines)-1])
		return
	}
	for _, line := range lines[1:] {
		inner := strings.TrimLeft(line, " ")
		p.line(indent+line[:len(line)-len(inner)], inner)
	}
}

func trimmed(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = strings.TrimSpace(line)
	}
	return out
}

func parts(t *metadata.Type) []*metadata.Type {
	var out []*metadata.Type
	for _, f := range t.Fields {
		out = append(out, f.Type)
	}
	for _, k := range t.Cases {
		out = append(out, k.Type)
	}
	return append(append(out, t.Items...), t.Inner, t.Ok, t.Err)
}

// witName returns the name under which a type is written where it is used.
func (p *printer) witName(t *metadata.Type) string {
	if name := p.names.types[t]; name != "" {
		return p.label(name)
	}
	return ""
}

// row prints WIT-like text with a Go name beside its first line, or below it if both do not
// fit in a line.
func (p *printer) row(indent, text, goName string) {
	if indent == "" {
		p.b.WriteByte('\n')
	}
	lines := wrap(indent, paint.Clean(text), left)
	if goName == "" {
		lines = wrap(indent, paint.Clean(text), paint.Width)
	}
	beside := left + len(gap)
	for i, line := range lines {
		p.b.WriteString(line)
		fits := paint.Columns(line) <= left && beside+paint.Columns(goName) <= paint.Width
		switch {
		case i > 0 || goName == "":
		case fits:
			p.b.WriteString(strings.Repeat(" ", beside-paint.Columns(line)) + p.brush.Paint(paint.Cyan, goName))
		default:
			padding := max(paint.Width-paint.Columns(goName), 0)
			p.b.WriteString("\n" + strings.Repeat(" ", padding) + p.brush.Paint(paint.Cyan, goName))
		}
		p.b.WriteByte('\n')
	}
}

// line prints text that has no Go name.
func (p *printer) line(indent, text string) {
	for _, line := range wrap(indent, paint.Clean(text), paint.Width) {
		p.b.WriteString(line + "\n")
	}
}

// wrap breaks text into lines of at most width columns. It keeps names and their types
// together if they fit, and indents further lines.
func wrap(indent, text string, width int) []string {
	const glue = "\x00"
	together := strings.NewReplacer(": ", ":"+glue, "-> ", "->"+glue).Replace(text)
	lines := broken(indent, together, width)
	for _, line := range lines {
		if paint.Columns(line) > width {
			return broken(indent, text, width)
		}
	}
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], glue, " ")
	}
	return lines
}

func broken(indent, text string, width int) []string {
	const deeper = "    "
	first := paint.Wrap(text, width-len(indent))[0]
	lines := []string{indent + first}
	rest := strings.TrimSpace(strings.TrimPrefix(strings.Join(strings.Fields(text), " "), first))
	if rest == "" {
		return lines
	}
	for _, line := range paint.Wrap(rest, width-len(indent)-len(deeper)) {
		lines = append(lines, indent+deeper+line)
	}
	return lines
}
