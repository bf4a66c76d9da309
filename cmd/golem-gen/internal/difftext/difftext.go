// Package difftext prints the changes between two versions of a component: for
// people, as JSON, and as annotations of a GitHub workflow.
package difftext

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// Side is one of the two versions.
type Side struct {
	Source    string // where it comes from, for people: a file's name or a server's URL
	File      string // name of the file, "" when it is none
	Data      []byte // the document, for line numbers in annotations; may be nil
	Component *metadata.Component
	Names     map[string]gen.LockedName // of the lock file; nil when there is none
}

// Report is the comparison of two versions.
type Report struct {
	Old, New Side
	Changes  []metadata.Change
}

// Compare compares two versions.
func Compare(old, new Side) *Report {
	changes := metadata.Compare(old.Component, new.Component)
	if old.Names != nil {
		changes = metadata.CompareBound(old.Component, new.Component, old.bound)
	}
	return &Report{old, new, changes}
}

// bound reports whether the Go name of an interface says its version, by its place
// in the lock file.
func (s Side) bound(i *metadata.Interface) bool {
	for place, given := range s.Names {
		if given.Structure == "interface:"+i.Name && !gen.IsMemberPlace(place) {
			return strings.Contains(place, "@")
		}
	}
	return false
}

// Worst is the highest severity, harmless when there is no change.
func (r *Report) Worst() metadata.Severity {
	worst := metadata.SeverityHarmless
	for _, c := range r.Changes {
		worst = max(worst, c.Severity())
	}
	return worst
}

// Reaches reports whether a change has the severity or a higher one. It is false
// for no changes at all.
func (r *Report) Reaches(s metadata.Severity) bool {
	return len(r.Changes) > 0 && r.Worst() >= s
}

type jsonSide struct {
	Source    string `json:"source"`
	Component string `json:"component"`
	ID        string `json:"id"`
	Version   uint64 `json:"version"`
	Hash      string `json:"hash"`
}

type jsonChange struct {
	Rule     string            `json:"rule"`
	Title    string            `json:"title"`
	Severity metadata.Severity `json:"severity"`
	Use      metadata.Use      `json:"use"`
	Old      string            `json:"old"`
	New      string            `json:"new"`
	Text     string            `json:"text"`
	Effects  metadata.Effects  `json:"effects"`
	Shielded bool              `json:"shielded"`
}

type jsonReport struct {
	Old      jsonSide     `json:"old"`
	New      jsonSide     `json:"new"`
	Severity *string      `json:"severity"` // null when there is no change
	Changes  []jsonChange `json:"changes"`
}

// JSON writes the report as one JSON object.
func (r *Report) JSON(w io.Writer) error {
	out := jsonReport{Old: r.Old.json(), New: r.New.json(), Changes: []jsonChange{}}
	if len(r.Changes) > 0 {
		worst := r.Worst().String()
		out.Severity = &worst
	}
	for _, c := range r.Changes {
		out.Changes = append(out.Changes, jsonChange{
			c.Rule.ID, c.Rule.Title, c.Severity(), c.Use, c.Old, c.New, c.Text, c.Effects, c.Shielded,
		})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func (s Side) json() jsonSide {
	return jsonSide{s.Source, s.Component.Name, s.Component.ID, s.Component.Version, s.Component.Hash()}
}

// GitHub writes a workflow command per change: an error for those that reach
// failOn, else a warning, and a notice for harmless ones.
func (r *Report) GitHub(w io.Writer, failOn metadata.Severity) error {
	side := r.New
	if side.File == "" {
		side = r.Old
	}
	lines := metadata.Lines(side.Data)
	var b strings.Builder
	for _, c := range r.Changes {
		level := "warning"
		switch {
		case c.Severity() == metadata.SeverityHarmless:
			level = "notice"
		case c.Severity() >= failOn:
			level = "error"
		}
		b.WriteString("::" + level + " ")
		if side.File != "" {
			fmt.Fprintf(&b, "file=%s,line=%d,", escapeProperty(side.File), lineOf(lines, c.Place()))
		}
		fmt.Fprintf(&b, "title=%s::%s\n", escapeProperty(c.Severity().String()+": "+c.Rule.ID), escapeMessage(annotation(c)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// lineOf is the line of the function that a place is in, or else of its
// interface, or else the first.
func lineOf(lines map[string]int, place string) int {
	for place != "" {
		if line := lines[place]; line > 0 {
			return line
		}
		place = place[:max(strings.LastIndexByte(place, '.'), 0)]
	}
	return 1
}

func annotation(c metadata.Change) string {
	return fmt.Sprintf("%s: %s (%s)\nGo callers: %s; running clients: %s with typ, %s without.",
		places(c), c.Text, c.Rule.Title, c.Effects.Source, c.Effects.Typed, c.Effects.Untyped)
}

func places(c metadata.Change) string {
	if c.Old != "" && c.New != "" && c.Old != c.New {
		return c.Old + " → " + c.New
	}
	return c.Place()
}

// escapeMessage escapes what would end a workflow command, so that no name can
// start another one.
func escapeMessage(s string) string {
	s = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
	return strings.ToValidUTF8(s, "?")
}

func escapeProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeMessage(s))
}

// title says what is compared.
func (r *Report) title() string {
	name := paint.Clean(r.New.Component.Name)
	if old := paint.Clean(r.Old.Component.Name); old != name {
		name = old + " and " + name
	}
	return name
}
