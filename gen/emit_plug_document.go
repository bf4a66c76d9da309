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

// emitDocument writes component.go: the metadata that the server answers
// with. The WIT stays out of it, which no client asks a server for.
func (e *emitter) emitDocument() *sourceFile {
	f := e.file("component.go")
	c := *e.model.component
	c.BinaryWIT = nil
	f.Comment("// document is the metadata of the component version that this package was generated for.")
	f.Const().Id("document").Op("=").Add(documentLiteral(c.Document(), functionStart))
	return f
}

// emitDeployment writes deployment.go: what the server answers of the agent types. What
// their authors say of them stays out of it.
func (e *emitter) emitDeployment() *sourceFile {
	f := e.file("deployment.go")
	f.Comment("// document has the agent types of the deployment that this package was generated for.")
	f.Const().Id("document").Op("=").Add(documentLiteral(undescribed(e.model.deployment).Document(), methodStart))
	return f
}

// undescribed is a deployment without descriptions, what was left out and what was chosen.
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

// Where functions and methods start in a compact document.
var (
	functionStart = regexp.MustCompile(`{"name":"[^"]*","parameters":`)
	methodStart   = regexp.MustCompile(`("constructor":)?{"(agentType|inputSchema)":`)
)

// documentLiteral is a document as a string literal with a line for each function at
// least, which starts with start: indented, it would be several times as large.
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

// escaped escapes what a raw string cannot hold, or nobody would see there: backquotes and what
// is not printable. In JSON, both stand in strings only.
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

// longestJSON leaves room for what Go code stands on a line with JSON.
const longestJSON = jen.LongestLine - len("const document = ``")

// foldJSON breaks a line of JSON at commas between values. A value that is too long for
// a line is cut out of the raw string literal around it, and goes on in the next one.
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

// cutHere stands where one literal ends and the next one begins. JSON has no such character.
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
