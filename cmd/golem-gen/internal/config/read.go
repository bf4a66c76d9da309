package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// maxSize bounds the size of a file. It is far larger than any configuration.
const maxSize = 1 << 20

// Parse parses a configuration. The name of the file is used in messages. The error is an *Error.
func Parse(file string, text []byte) (*Config, error) {
	r := &reader{positions: map[string]Position{}}
	c := &Config{file: file, positions: r.positions}
	if body := r.parse(text); body != nil {
		r.value(body, reflect.ValueOf(c).Elem(), "")
	}
	for i, component := range c.Components {
		component.Of, component.item = component, fmt.Sprintf("components[%d]", i)
	}
	for i, agents := range c.Agents {
		agents.Of, agents.item = agents, fmt.Sprintf("agents[%d]", i)
	}
	if len(r.problems) == 0 {
		r.check(c)
	}
	if len(r.problems) > 0 {
		slices.SortStableFunc(r.problems, func(a, b Problem) int {
			return cmp.Or(a.Line-b.Line, a.Column-b.Column)
		})
		return nil, &Error{File: file, Problems: r.problems}
	}
	return c, nil
}

// reader converts YAML to a Config and collects positions and problems.
type reader struct {
	positions map[string]Position
	problems  []Problem
}

func (r *reader) add(at Position, fix, what string, args ...any) {
	r.problems = append(r.problems, Problem{Position: at, What: fmt.Sprintf(what, args...), Fix: fix})
}

// parse returns the only document in the file, or nil after reporting a problem.
func (r *reader) parse(text []byte) ast.Node {
	start := Position{1, 1}
	if len(text) > maxSize {
		r.add(start, "keep the components and agents of one repository only", "file is larger than %d bytes", maxSize)
		return nil
	}
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) {
		r.add(start, "save it as UTF-8", "file is UTF-16")
		return nil
	}
	if line := mergeMark(text); line > 0 {
		r.add(Position{line, 1}, "remove the lines with <<<<<<<, ======= and >>>>>>>, and keep those of one side or of both", "a merge of version control has failed here")
		return nil
	}
	if depth := Nesting(text); depth > MaxNesting {
		r.add(start, "this is not a golem-gen configuration", "values are nested %d deep", depth)
		return nil
	}
	file, err := parseYAML(bytes.TrimPrefix(text, []byte("\ufeff"))) // some editors write a byte order mark
	if err != nil {
		var faulty yaml.Error
		if errors.As(err, &faulty) && faulty.GetToken() != nil {
			position := faulty.GetToken().Position
			start = Position{position.Line, position.Column}
			err = errors.New(faulty.GetMessage())
		}
		r.syntax(start, err.Error())
		return nil
	}
	var bodies []ast.Node
	for _, document := range file.Docs {
		if document.Body != nil && document.Body.Type() != ast.CommentType {
			bodies = append(bodies, document.Body)
		}
	}
	switch {
	case len(bodies) == 0:
		r.add(start, "remove it and run golem-gen init", "file is empty")
		return nil
	case len(bodies) > 1:
		r.add(positionOf(bodies[1]), "remove the line --- and everything after it", "found a second YAML document")
		return nil
	}
	return bodies[0]
}

// mergeMark returns the number of the first line that a failed merge has left, 0 if there is none.
func mergeMark(text []byte) int {
	for i, line := range bytes.Split(text, []byte("\n")) {
		if bytes.HasPrefix(line, []byte("<<<<<<<")) || bytes.HasPrefix(line, []byte(">>>>>>>")) {
			return i + 1
		}
	}
	return 0
}

// syntax adds the problem that the YAML library has found.
func (r *reader) syntax(at Position, problem string) {
	switch {
	case strings.HasPrefix(problem, "found character '\t'"):
		r.add(at, "write spaces instead", "a tab cannot stand here")
	case strings.Contains(problem, "not allowed in this context"), problem == "non-map value is specified":
		r.add(at, "check the indentation here and above, and the colon and the space after each key", "a value cannot stand here")
	default:
		r.add(at, "correct the YAML", "%s", problem)
	}
}

// parseYAML parses YAML. It returns an error if the library panics.
func parseYAML(text []byte) (file *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("cannot parse the YAML (%v)", p)
		}
	}()
	return parser.ParseBytes(text, 0)
}

// MaxNesting bounds how deep values are nested in YAML, since the parser is recursive.
const MaxNesting = 100

// Nesting returns how deep brackets are nested in a text of YAML, or list items that begin on one
// line ("- - a").
func Nesting(text []byte) int {
	deepest, depth := 0, 0
	for _, c := range text {
		switch c {
		case '[', '{':
			depth++
			deepest = max(deepest, depth)
		case ']', '}':
			depth = max(0, depth-1)
		}
	}
	for line := range bytes.Lines(text) {
		for depth = 0; ; depth++ {
			line = bytes.TrimLeft(line, " ")
			if !bytes.HasPrefix(line, []byte("- ")) {
				break
			}
			line = line[len("- "):]
		}
		deepest = max(deepest, depth)
	}
	return deepest
}

func positionOf(n ast.Node) Position {
	if mapping, ok := n.(*ast.MappingNode); ok && len(mapping.Values) > 0 && !mapping.IsFlowStyle {
		return positionOf(mapping.Values[0].Key)
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return Position{t.Position.Line, t.Position.Column}
	}
	return Position{1, 1}
}
