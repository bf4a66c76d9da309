package difftext

import (
	"fmt"
	"io"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/metadata"
)

// group has the changes of one rule with the same effects.
type group struct {
	first   Change
	texts   []string            // in order of appearance
	places  map[string][]string // by text
	changes int
}

type groupKey struct {
	rule     string
	use      metadata.Use
	shielded bool
}

// Text writes the report for people, 80 columns wide: the worst changes first, and changes
// of one rule together.
func (r *Report) Text(w io.Writer, brush paint.Brush) error {
	var b strings.Builder
	p := printer{&b, brush}
	if len(r.Changes) == 0 {
		p.wrapped("", fmt.Sprintf("%s: %s and %s have the same interface", r.title(), r.Old.version(), r.New.version()))
		_, err := io.WriteString(w, b.String())
		return err
	}
	p.wrapped("", fmt.Sprintf("%s: %s → %s", r.title(), r.Old.version(), r.New.version()))
	groups := r.groups()
	for s := metadata.SeverityDangerous; ; s-- {
		for _, g := range groups {
			if g.first.Severity == s {
				p.group(g)
			}
		}
		if s == metadata.SeverityHarmless {
			break
		}
	}
	b.WriteString("\n" + r.summary() + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) groups() []*group {
	byKey := map[groupKey]*group{}
	var order []*group
	for _, c := range r.Changes {
		key := groupKey{c.Rule, c.Use, c.shielded != nil && *c.shielded}
		g := byKey[key]
		if g == nil {
			g = &group{first: c, places: map[string][]string{}}
			byKey[key] = g
			order = append(order, g)
		}
		if len(g.places[c.Text]) == 0 {
			g.texts = append(g.texts, c.Text)
		}
		g.places[c.Text] = append(g.places[c.Text], c.places())
		g.changes++
	}
	return order
}

// summary returns the numbers of changes: "1 dangerous, 2 breaking, 1 harmless change".
func (r *Report) summary() string {
	counts := map[metadata.Severity]int{}
	for _, c := range r.Changes {
		counts[c.Severity]++
	}
	var parts []string
	for _, s := range []metadata.Severity{metadata.SeverityDangerous, metadata.SeverityBreaking, metadata.SeverityHarmless} {
		if counts[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[s], s))
		}
	}
	noun := "changes"
	if len(r.Changes) == 1 {
		noun = "change"
	}
	return strings.Join(parts, ", ") + " " + noun
}

type printer struct {
	b     *strings.Builder
	brush paint.Brush
}

var colours = map[metadata.Severity]paint.Colour{
	metadata.SeverityDangerous: paint.Red,
	metadata.SeverityBreaking:  paint.Yellow,
	metadata.SeverityHarmless:  paint.Green,
}

// uses has texts about the place of a change.
var uses = map[metadata.Use]string{
	metadata.UseParameter: " (in parameters)",
	metadata.UseResult:    " (in results)",
	metadata.UseIdentity:  " (in constructors)",
}

// wrapped writes text in lines that start with an indent.
func (p printer) wrapped(indent, text string) {
	for _, line := range paint.Wrap(text, paint.Width-paint.Columns(indent)) {
		p.b.WriteString(indent + line + "\n")
	}
}

func (p printer) group(g *group) {
	c := g.first
	word := strings.ToUpper(c.Severity.String())
	fmt.Fprintf(p.b, "\n%s %s%s\n", p.brush.Paint(colours[c.Severity], word), p.brush.Paint(paint.Bold, c.Rule), uses[c.Use])
	p.wrapped("  ", c.Title+".")
	p.wrapped("    ", c.explanation)
	width := 0
	for _, e := range c.effects {
		width = max(width, len(e.who)+1)
	}
	for _, e := range c.effects {
		p.effect(e, width)
	}
	for _, text := range g.texts {
		for _, place := range g.places[text] {
			p.b.WriteString("  - " + p.brush.Paint(paint.Cyan, paint.Clean(place)) + "\n")
		}
		p.wrapped("      ", paint.Clean(text))
	}
}

func (p printer) effect(e effect, width int) {
	colour := paint.Bold
	if e.harmless {
		colour = paint.Faint
	}
	fmt.Fprintf(p.b, "    %-*s %s\n", width, e.who+":", p.brush.Paint(colour, e.text))
}
