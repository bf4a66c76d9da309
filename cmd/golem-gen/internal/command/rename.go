package command

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/gen"
)

// noteUnnamed prints a note if types are named by where they are used, and how to use the
// component's own names. It prints nothing unless this is the first generation of a client whose
// names are kept.
func (c *client) noteUnnamed(w io.Writer, option string) {
	if !c.locks || len(c.before) > 0 || c.output.Unnamed == 0 {
		return
	}
	types := "1 type is named by where it is used"
	if n := c.output.Unnamed; n > 1 {
		types = fmt.Sprintf("%d types are named by where they are used", n)
	}
	_, _ = fmt.Fprintf(w, "%s: note: %s, because the document has no names of types: to use the component's own names, give its WIT with %s\n", c.Name, types, option)
}

// noteKept says that types keep earlier names, in a run that changes the client. It would
// come with every run otherwise, and golem-gen generate --rename --check shows it at any time.
func (c *client) noteKept(w io.Writer, changes bool) {
	if changes && c.output.Kept != "" {
		_, _ = fmt.Fprintf(w, "%s: note: %s\n", c.Name, c.output.Kept)
	}
}

// showRenames prints how names change, as a diff of places and names, and returns
// how many do.
func (c *client) showRenames(w io.Writer) int {
	lines := renames(c.before, c.output.Names)
	if len(lines) == 0 {
		return 0
	}
	_, _ = fmt.Fprintf(w, "--- %s: names in the lock file\n+++ %s: new names\n%s", c.shown, c.shown, strings.Join(lines, ""))
	return len(lines)
}

// renames lists the names that change, two lines for each: a type that is used at
// several places once, and members together with their type.
func renames(before, after map[string]gen.LockedName) []string {
	var lines []string
	seen := map[string]bool{}
	for _, place := range slices.Sorted(maps.Keys(before)) {
		was, now := before[place], after[place]
		if gen.IsMemberPlace(place) || now.Name == "" || was.Name == now.Name || seen[was.Name+" "+now.Name] {
			continue
		}
		seen[was.Name+" "+now.Name] = true
		lines = append(lines, fmt.Sprintf("-%s: %s\n+%s: %s\n", place, was.Name, place, now.Name))
	}
	return lines
}

// checkRenames reports how many names would change.
func checkRenames(w io.Writer, renamed int) error {
	if renamed == 0 {
		return nil
	}
	_, _ = fmt.Fprintf(w, "%s would change: run golem-gen generate --rename\n", count(renamed, "name"))
	return errDifferent
}
