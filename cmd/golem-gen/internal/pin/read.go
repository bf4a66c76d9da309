package pin

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/gen"
)

// Parse reads a lock file, whose name in messages is file. The text is nil if the file does
// not exist. The text of an error is "file:line:column: what: fix". It has a line for each place
// with two names, as a merge may leave them.
func Parse(file string, text []byte) (Lock, error) {
	r := &reader{lock: Lock{}}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // some editors write a byte order mark
	var clashes []error
	for i, line := range bytes.Split(text, []byte("\n")) {
		err := r.line(strings.TrimRight(string(line), " \t\r"))
		if err == nil {
			continue
		}
		at := fmt.Errorf("%s:%d:1: %w", file, i+1, err)
		if !errors.As(err, new(*twoNamesError)) {
			return nil, at
		}
		clashes = append(clashes, at)
	}
	return r.lock, errors.Join(clashes...)
}

type reader struct {
	lock    Lock
	kind    Kind // of the section
	current *Client
	inNames bool
}

const fixLine = "take the line back from version control, or remove it and check the names in the generated code"

func (r *reader) line(line string) error {
	text := strings.TrimLeft(line, " ")
	switch {
	case text == "" || text[0] == '#':
		return nil
	case r.section(line):
		return nil
	case strings.HasPrefix(line, "<<<<<<<") || strings.HasPrefix(line, "=======") || strings.HasPrefix(line, ">>>>>>>"):
		return fmt.Errorf("a merge has failed here: remove the lines with %s, keep those between them, and run golem-gen generate", line[:7])
	case strings.HasPrefix(line, "|||||||"):
		return errors.New("a merge has left the former lines here: remove them, from the line with ||||||| to the one with =======, and run golem-gen generate")
	}
	key, value, ok := cut(text)
	if !ok {
		return fmt.Errorf("%.60q is not a line of a lock file: %s", text, fixLine)
	}
	switch indent := len(line) - len(text); {
	case indent == 2 && value == "":
		return r.client(key)
	case indent == 4 && r.current != nil:
		return r.property(key, value)
	case indent == 6 && r.current != nil && r.inNames:
		return r.name(key, value)
	}
	return fmt.Errorf("%.60q does not belong here: %s", text, fixLine)
}

// section begins a section if the line is the title of one, and reports whether it is.
func (r *reader) section(line string) bool {
	for kind, title := range sections {
		if line == title+":" {
			r.kind, r.current, r.inNames = Kind(kind), nil, false
			return true
		}
	}
	return false
}

func (r *reader) client(dir string) error {
	if !filepath.IsLocal(filepath.FromSlash(dir)) || path.Clean(dir) != dir || strings.Contains(dir, `\`) {
		return fmt.Errorf("the directory %.60q leads outside: %s", dir, fixLine)
	}
	if r.lock[dir] == nil || r.lock[dir].Source.Kind != r.kind {
		r.lock[dir] = &Client{Source: Source{Kind: r.kind}, Names: map[string]gen.LockedName{}}
	}
	r.current, r.inNames = r.lock[dir], false
	return nil
}

// property sets a property of the current client. Of several lines, as a merge may leave
// them, it takes the last one, but keeps all digests of the document: the merge has left the
// document of either side. generate writes the lines again.
func (r *reader) property(key, value string) (err error) {
	r.inNames = false
	switch key {
	case "package":
		r.current.Package = value
		return nil
	case "hash":
		r.current.Hash = value
		return nil
	case "document":
		for _, digest := range strings.Fields(value) {
			if !slices.Contains(r.current.Documents, digest) {
				r.current.Documents = append(r.current.Documents, digest)
			}
		}
		return nil
	case "names":
		r.inNames = true
		return nil
	}
	for _, p := range append(r.current.Source.properties(), r.current.Origin.properties()...) {
		switch {
		case p.key != key:
			continue
		case p.text != nil:
			*p.text = value
			return nil
		}
		if *p.number, err = strconv.ParseUint(value, 10, 64); err != nil {
			return fmt.Errorf("expected the number of a %s, found %.60q: %s", key, value, fixLine)
		}
		return nil
	}
	return fmt.Errorf("%.60q is not known to this version of golem-gen: update golem-gen", key)
}

func (r *reader) name(place, value string) error {
	name, structure, _ := strings.Cut(value, " ")
	if !gen.IsLockedName(name) {
		return fmt.Errorf("%.60q is not a Go name: %s", name, fixLine)
	}
	if other, ok := r.current.Names[place]; ok && other.Name != name {
		return &twoNamesError{place, other.Name, name}
	}
	r.current.Names[place] = gen.LockedName{Name: name, Structure: structure}
	return nil
}

// twoNamesError reports two names for one place. Two lines with one name and other structures are
// no error: each side of a merge has changed the type.
type twoNamesError struct{ place, one, other string }

func (e *twoNamesError) Error() string {
	return fmt.Sprintf("there are two names for %.60q, %.60q and %.60q: remove one of the lines", e.place, e.one, e.other)
}

// cut splits "key: value"; either may be in quotes, and the value may be missing.
func cut(text string) (key, value string, ok bool) {
	key, rest := text, ""
	if text[0] == '"' {
		quoted, err := strconv.QuotedPrefix(text)
		if err != nil {
			return "", "", false
		}
		rest = text[len(quoted):]
		if key, err = strconv.Unquote(quoted); err != nil {
			return "", "", false
		}
	} else {
		end := strings.Index(text+" ", ": ")
		if end < 0 {
			return "", "", false
		}
		key, rest = text[:end], text[end:]
	}
	if !strings.HasPrefix(rest, ":") {
		return "", "", false
	}
	value = strings.TrimLeft(rest[1:], " ")
	if strings.HasPrefix(value, `"`) {
		unquoted, err := strconv.Unquote(value)
		return key, unquoted, err == nil
	}
	return key, value, true
}
