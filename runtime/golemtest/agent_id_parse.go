package golemtest

import (
	"encoding/base64"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/metadata"
)

var agentIDForm = regexp.MustCompile(`(?s)^([^(]+)\((.*)\)(?:\[([^\]]+)\])?$`)

// compactID returns an id without the white space outside of its strings.
func compactID(id string) string {
	var b strings.Builder
	inString, escaped := false, false
	for i := range len(id) {
		c := id[i]
		switch {
		case escaped:
			escaped = false
		case inString && c == '\\':
			escaped = true
		case c == '"':
			inString = !inString
		case !inString && strings.IndexByte(" \n\r\t", c) >= 0:
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// parseAgentID reads the parameters in an id by the types of a revision that may not be the
// one that wrote it, as the executor does for a new agent. fault says why an id cannot be
// read.
func parseAgentID(id string, types map[string]*metadata.AgentType) (t *metadata.AgentType, list []element, fault string) {
	parts := agentIDForm.FindStringSubmatch(id)
	if parts == nil {
		return nil, nil, "Unexpected agent-id format - must be 'agent-type(...)' or 'agent-type(...)[phantom-id]', got: " + id
	}
	if t = types[parts[1]]; t == nil {
		return nil, nil, "Agent type not found: " + parts[1]
	}
	p := idParser{text: compactID(parts[2])}
	list, fault = p.data(&t.Constructor.Input)
	return t, list, fault
}

// idParser reads values in the form of ids. It panics with an idFailure if it cannot.
type idParser struct {
	text string
	at   int
}

type idFailure string

func (p *idParser) data(s *metadata.DataSchema) (list []element, fault string) {
	defer func() {
		switch failure := recover().(type) {
		case nil:
		case idFailure:
			list, fault = nil, string(failure)
		default:
			panic(failure)
		}
	}()
	if s.Kind == metadata.SchemaMultimodal {
		return p.parts(s), ""
	}
	for i := range s.Elements {
		e := &s.Elements[i]
		if p.at == len(p.text) && p.mayBeLeftOut(s.Elements[i:]) && (i > 0 || p.text == "") {
			list = append(list, element{value: value{kind: metadata.KindOption}, alternative: i})
			continue
		}
		if i > 0 {
			p.expect(',')
		}
		v := p.element(e)
		v.alternative = i
		list = append(list, v)
	}
	p.end()
	return list, ""
}

// mayBeLeftOut reports whether all elements of the list are options. An id may lack options
// at the end of a tuple.
func (p *idParser) mayBeLeftOut(list []metadata.Element) bool {
	for _, e := range list {
		if e.Kind != metadata.ComponentModel || e.Type.Kind != metadata.KindOption {
			return false
		}
	}
	return true
}

func (p *idParser) parts(s *metadata.DataSchema) (list []element) {
	for p.at < len(p.text) {
		if len(list) > 0 {
			p.expect(',')
		}
		i := p.index(len(s.Elements), "Element")
		p.expect('(')
		v := p.element(&s.Elements[i])
		v.alternative = i
		p.expect(')')
		list = append(list, v)
	}
	return list
}

func (p *idParser) fail(format string, args ...any) {
	panic(idFailure(fmt.Sprintf("Parse error at position %d: %s", p.at, fmt.Sprintf(format, args...))))
}

func (p *idParser) end() {
	if p.at < len(p.text) {
		p.fail("Unexpected trailing input: %q", p.text[p.at:])
	}
}

func (p *idParser) consume(prefix string) bool {
	if !strings.HasPrefix(p.text[p.at:], prefix) {
		return false
	}
	p.at += len(prefix)
	return true
}

func (p *idParser) expect(c byte) {
	if p.consume(string(c)) {
		return
	}
	found := "None"
	if p.at < len(p.text) {
		r, _ := utf8.DecodeRuneInString(p.text[p.at:])
		found = "Some(" + strconv.QuoteRune(r) + ")"
	}
	p.fail("Expected '%c', got %s", c, found)
}

func (p *idParser) element(e *metadata.Element) element {
	v := element{kind: e.Kind}
	switch e.Kind {
	case metadata.ComponentModel:
		v.value = p.value(e.Type, 0)
		return v
	case metadata.UnstructuredText:
		p.mark("@t")
	default:
		p.mark("@b")
	}
	m := &v.media
	if m.remote = p.consume("u"); !m.remote && p.consume("[") {
		end := strings.IndexByte(p.text[p.at:], ']')
		if end < 0 {
			p.fail("Expected ']'")
		}
		m.tag, m.tagged = p.text[p.at:p.at+end], true
		p.at += end + 1
	}
	m.text = p.string()
	if e.Kind == metadata.UnstructuredBinary && !m.remote {
		data, err := base64.StdEncoding.DecodeString(m.text)
		if err != nil {
			p.fail("Invalid base64: %v", err)
		}
		m.bytes, m.text = data, ""
	}
	return v
}

func (p *idParser) mark(text string) {
	if !p.consume(text) {
		p.fail("Expected '%s'", text)
	}
}

// string reads a JSON string.
func (p *idParser) string() string {
	if !strings.HasPrefix(p.text[p.at:], `"`) {
		p.expect('"')
	}
	j := jsonParser{text: p.text, at: p.at}
	text, err := j.string()
	if err != nil {
		p.fail("%v", err)
	}
	p.at = j.at
	return text
}

// token reads a number, true or false.
func (p *idParser) token() string {
	rest := p.text[p.at:]
	end := strings.IndexAny(rest, ",)]")
	if end < 0 {
		end = len(rest)
	}
	p.at += end
	return rest[:end]
}

// index reads the number of a case, which must be below n.
func (p *idParser) index(n int, what string) int {
	start := p.at
	for p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
		p.at++
	}
	i, err := strconv.Atoi(p.text[start:p.at])
	if err != nil {
		p.fail("Expected number")
	}
	if i >= n {
		p.fail("%s index %d out of range (%d cases)", what, i, n)
	}
	return i
}

// float reads a number as Rust does: it returns the nearest value of the type.
func (p *idParser) float(bits int) value {
	start := p.at
	f, err := strconv.ParseFloat(p.token(), bits)
	if err != nil || math.IsNaN(f) {
		p.at = start
		p.fail("Expected number")
	}
	return value{bits: math.Float64bits(f)}
}

func (p *idParser) scalar(t *metadata.Type) value {
	switch t.Kind {
	case metadata.KindF32:
		return p.float(32)
	case metadata.KindF64:
		return p.float(64)
	}
	start := p.at
	text := p.token()
	n, err := parseJSON(text)
	var r reader
	r.strict = func(string, uint64) bool { return false }
	v := r.read(&n, t)
	if err != nil || len(r.faults) > 0 {
		p.at = start
		if t.Kind == metadata.KindBool {
			p.fail("Expected 'true' or 'false'")
		}
		p.fail("Expected number")
	}
	return v
}
