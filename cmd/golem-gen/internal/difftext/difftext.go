// Package difftext prints the changes between two versions of a component, or between two
// deployments of agents: as text, as JSON, and as annotations of a GitHub workflow.
package difftext

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// Report is the comparison of two versions.
type Report struct {
	Old, New Side
	Changes  []Change
}

// Compare compares two versions of a component, or two deployments. Both sides must be of
// the same kind.
func Compare(old, new Side) *Report {
	r := &Report{Old: old, New: new}
	switch {
	case old.Deployment != nil:
		for _, c := range metadata.CompareDeployments(old.Deployment, new.Deployment) {
			r.Changes = append(r.Changes, ofAgents(c))
		}
	case old.Names != nil:
		r.ofComponents(metadata.CompareBound(old.Component, new.Component, old.bound))
	default:
		r.ofComponents(metadata.Compare(old.Component, new.Component))
	}
	return r
}

func (r *Report) ofComponents(changes []metadata.Change) {
	for _, c := range changes {
		r.Changes = append(r.Changes, ofComponent(c))
	}
}

// Worst returns the highest severity, which is harmless if there is no change.
func (r *Report) Worst() metadata.Severity {
	worst := metadata.SeverityHarmless
	for _, c := range r.Changes {
		worst = max(worst, c.Severity)
	}
	return worst
}

// Reaches reports whether a change has the severity or a higher one. Without changes, it
// returns false.
func (r *Report) Reaches(s metadata.Severity) bool {
	return len(r.Changes) > 0 && r.Worst() >= s
}

type jsonChange struct {
	Rule     string            `json:"rule"`
	Title    string            `json:"title"`
	Severity metadata.Severity `json:"severity"`
	Use      metadata.Use      `json:"use"`
	Old      string            `json:"old"`
	New      string            `json:"new"`
	Text     string            `json:"text"`
	Effects  any               `json:"effects"`
	Shielded *bool             `json:"shielded,omitempty"`
	Declined bool              `json:"declined"` // by generated clients
}

type jsonReport struct {
	Old      any          `json:"old"`
	New      any          `json:"new"`
	Severity *string      `json:"severity"` // null if there is no change
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
		out.Changes = append(out.Changes, jsonChange{c.Rule, c.Title, c.Severity, c.Use, c.Old, c.New, c.Text, c.json, c.shielded, c.declined})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// GitHub writes a workflow command for each change: a notice for a harmless one, an error
// for one that reaches failOn, and a warning for others.
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
		case c.Severity == metadata.SeverityHarmless:
			level = "notice"
		case c.Severity >= failOn:
			level = "error"
		}
		b.WriteString("::" + level + " ")
		if side.File != "" {
			fmt.Fprintf(&b, "file=%s,line=%d,", escapeProperty(side.File), lineOf(lines, c.place()))
		}
		fmt.Fprintf(&b, "title=%s::%s\n", escapeProperty(c.Severity.String()+": "+c.Rule), escapeMessage(annotation(c)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// lineOf returns the line of the function that contains a place, or else of its interface,
// or else 1.
func lineOf(lines map[string]int, place string) int {
	for place != "" {
		if line := lines[place]; line > 0 {
			return line
		}
		place = place[:max(strings.LastIndexByte(place, '.'), 0)]
	}
	return 1
}

func annotation(c Change) string {
	return fmt.Sprintf("%s: %s (%s)\n%s", c.places(), c.Text, c.Title, c.summary)
}

// escapeMessage escapes the characters that end a workflow command. No name can then start
// another one.
func escapeMessage(s string) string {
	s = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
	return strings.ToValidUTF8(s, "?")
}

func escapeProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeMessage(s))
}
