package agentreplay

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// kind is the kind of the outcome of an attempt.
type kind uint8

const (
	sent         kind = iota // the client sent the recorded request
	refused                  // the client sent nothing, and returned an error
	cannotBeSent             // no values make the client send the request
	noCall                   // the exchange is about agents or deployments
)

var kinds = [...]string{sent: "sent", refused: "refused", cannotBeSent: "cannot be sent", noCall: "no call"}

// line is the outcome of an attempt.
type line struct {
	way  string // "" for default options
	kind kind
	text string
}

// table has the outcomes of all exchanges of a recording.
type table struct {
	text       strings.Builder
	categories []string
	counts     map[string]*count
}

// count has the counts of a category.
type count struct{ sent, unchecked, refused, cannotBeSent, noCall int }

func (c *count) add(lines []line) {
	best := lines[0].kind
	switch {
	case best == noCall:
		c.noCall++
	case best == sent:
		c.sent++
	case len(lines) > 1 && lines[1].kind == sent:
		c.unchecked++
	case best == refused:
		c.refused++
	default:
		c.cannotBeSent++
	}
}

func (t *table) add(x *golemtest.Exchange, call string, lines []line) {
	if t.counts == nil {
		t.counts = map[string]*count{}
	}
	if t.counts[x.Category] == nil {
		t.counts[x.Category] = new(count)
		t.categories = append(t.categories, x.Category)
	}
	t.counts[x.Category].add(lines)
	fmt.Fprintf(&t.text, "%d %s: %s → %d", x.Seq, x.Category, oneLine(x.Note, 100), x.Status)
	if call != "" {
		fmt.Fprintf(&t.text, " %s", oneLine(call, 160))
	}
	t.text.WriteByte('\n')
	var first string
	for _, l := range lines {
		text := kinds[l.kind]
		if l.text != "" {
			text += ": " + oneLine(l.text, 700)
		}
		if text == first {
			continue // this way makes no difference
		}
		if first == "" {
			first = text
		}
		if l.way != "" {
			text = l.way + ": " + text
		}
		fmt.Fprintf(&t.text, "\t%s\n", text)
	}
}

func oneLine(text string, most int) string {
	return shorten(strings.NewReplacer("\n", `\n`, "\r", `\r`, "\u2028", `\u2028`, "\x00", `\x00`).Replace(text), most)
}

// String returns the table, with the counts of each category first.
func (t *table) String() string {
	var b strings.Builder
	for _, category := range slices.Sorted(slices.Values(t.categories)) {
		c := t.counts[category]
		fmt.Fprintf(&b, "# %s:", category)
		for _, part := range []struct {
			n    int
			what string
		}{
			{c.sent, "sent"},
			{c.unchecked, "sent unchecked only"},
			{c.refused, "refused before sending"},
			{c.cannotBeSent, "cannot be sent"},
			{c.noCall, "no call"},
		} {
			if part.n > 0 {
				fmt.Fprintf(&b, " %d %s,", part.n, part.what)
			}
		}
		text := strings.TrimSuffix(b.String(), ",")
		b.Reset()
		b.WriteString(text + "\n")
	}
	return b.String() + "\n" + t.text.String()
}
