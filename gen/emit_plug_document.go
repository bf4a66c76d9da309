package gen

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/dave/jennifer/jen"
)

// emitDocument writes component.go: the metadata that the server answers
// with. The WIT stays out of it, which no client asks a server for.
func (e *emitter) emitDocument() *sourceFile {
	f := e.file("component.go")
	c := *e.model.component
	c.BinaryWIT = nil
	text := lineAFunction(c.Document())
	literal := jen.Op("`" + text + "`")
	if strings.Contains(text, "`") {
		literal = jen.Lit(text)
	}
	f.Comment("// document is the metadata of the component version that this package was generated for.")
	f.Const().Id("document").Op("=").Add(literal)
	return f
}

// functionStart is where a function starts in a compact document.
var functionStart = regexp.MustCompile(`{"name":"[^"]*","parameters":`)

// lineAFunction writes a document with a line for each function: indented, it would
// be several times as large.
func lineAFunction(document []byte) string {
	var compact bytes.Buffer
	if err := json.Compact(&compact, document); err != nil { // documents are JSON
		panic(err)
	}
	return functionStart.ReplaceAllString(compact.String(), "\n$0")
}
