package gen

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// emitDocument emits component.go: the metadata that the server answers with. It omits the WIT,
// because no client asks a server for it.
func (e *emitter) emitDocument() *sourceFile {
	f := e.file("component.go")
	c := *e.model.component
	c.BinaryWIT = nil
	f.Comment("// document is the metadata of the component version that this package was generated for.")
	f.Const().Id("document").Op("=").Add(documentLiteral(c.Document(), functionStart))
	return f
}

// emitDeployment emits deployment.go: the agent types that the server answers with. It omits
// the descriptions by their authors.
func (e *emitter) emitDeployment() *sourceFile {
	f := e.file("deployment.go")
	f.Comment("// document has the agent types of the deployment that this package was generated for.")
	f.Const().Id("document").Op("=").Add(documentLiteral(undescribed(e.model.deployment).Document(), methodStart))
	return f
}

// undescribed returns a deployment without descriptions, without what was left out, and without
// what was chosen.
func undescribed(d *metadata.Deployment) *metadata.Deployment {
	out := *d
	out.AgentTypes, out.Omitted, out.Chosen = nil, nil, nil
	for _, source := range d.AgentTypes {
		a := *source
		a.Description, a.Constructor.Description, a.Constructor.PromptHint, a.Methods = "", "", "", nil
		for _, m := range source.Methods {
			a.Methods = append(a.Methods, &metadata.AgentMethod{Name: m.Name, Input: m.Input, Output: m.Output})
		}
		out.AgentTypes = append(out.AgentTypes, &a)
	}
	return &out
}

// The beginnings of functions and methods in a compact document.
var (
	functionStart = regexp.MustCompile(`{"name":"[^"]*","parameters":`)
	methodStart   = regexp.MustCompile(`("constructor":)?{"(agentType|inputSchema)":`)
)

// documentLiteral returns a document as a string literal. Each function, which begins with a
// match of start, has at least one line. An indented document would be several times as large.
func documentLiteral(document []byte, start *regexp.Regexp) jen.Code {
	var compact bytes.Buffer
	if err := json.Compact(&compact, document); err != nil { // documents are JSON
		panic(err)
	}
	text := start.ReplaceAllString(escaped(compact.String()), "\n$0")
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, foldJSON(line)...)
	}
	literal := &jen.Statement{}
	for i, part := range strings.Split(strings.Join(lines, "\n"), cutHere) {
		if i > 0 {
			literal.Op("+").Line()
		}
		literal.Op("`" + part + "`")
	}
	return literal
}

// escaped escapes characters that a raw string cannot contain, or that would be invisible
// there: backquotes, and characters that are not printable. In JSON, both occur only in
// strings.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r != '`' && unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// longestJSON leaves room for the Go code on a line with JSON.
const longestJSON = jen.LongestLine - len("const document = ``")

// foldJSON breaks a line of JSON at commas between values. If a value is too long for a line,
// the raw string literal ends in it, and the next literal continues it.
func foldJSON(line string) []string {
	var list []string
	start, comma, inString := 0, 0, false
	for i := 0; i < len(line); i++ {
		switch {
		case inString && line[i] == '\\':
			i++
		case line[i] == '"':
			inString = !inString
		case line[i] == ',' && !inString:
			comma = i + 1
		}
		if i+1-start > longestJSON && comma > start {
			list = append(list, cutJSON(line[start:comma]))
			start = comma
		}
	}
	return append(list, cutJSON(line[start:]))
}

// cutHere marks the end of one literal and the beginning of the next one. JSON does not contain
// this character.
const cutHere = "\x00"

func cutJSON(value string) string {
	var b strings.Builder
	for len(value) > longestJSON {
		end := longestJSON
		for !utf8.RuneStart(value[end]) {
			end--
		}
		b.WriteString(value[:end] + cutHere)
		value = value[end:]
	}
	return b.String() + value
}
