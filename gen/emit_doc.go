package gen

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/gen/internal/jen"

	"github.com/golem-gen/golem-gen/metadata"
)

// docLines returns the lines of a doc comment: the sentences in what, then the author's comment.
func docLines(what []string, doc string) []string {
	if doc == "" {
		return what
	}
	return append(append(what, ""), lines(doc)...)
}

// lines splits an author's comment into lines and breaks lines that are too long. It removes
// everything that could end the Go comment or make it look like something else: line ends of any
// kind, other control characters, and characters that change the direction of text.
func lines(doc string) []string {
	var list []string
	for line := range strings.SplitSeq(strings.TrimSpace(doc), "\n") {
		line = strings.TrimRight(strings.Map(printable, line), " ")
		line = inert(line)
		text := strings.TrimLeft(line, " ")
		if utf8.RuneCountInString(line) <= longestComment {
			list = append(list, line)
			continue
		}
		indent := line[:len(line)-len(text)]
		hanging := indent
		if strings.HasPrefix(text, "- ") || strings.HasPrefix(text, "* ") {
			hanging += "  "
		}
		for i, part := range wrap(text) {
			if i > 0 {
				indent = hanging
			}
			list = append(list, indent+part)
		}
	}
	return list
}

// inert returns a line that the go command does not read as a build constraint.
func inert(line string) string {
	text := strings.TrimLeft(line, " \t")
	if rest, ok := strings.CutPrefix(text, "+build"); ok {
		return line[:len(line)-len(text)] + "'+build'" + rest
	}
	return line
}

func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return ' '
	}
	return r
}

// Sentences of doc comments are broken at commentWidth. Other lines are left alone up to
// longestComment. Comments are indented by at most one tab.
const (
	commentWidth   = 96
	longestComment = jen.LongestLine - jen.TabWidth - len("// ") - jen.TabWidth
)

// wrap breaks a text into lines at spaces. A type that is too long for one line is broken
// inside.
func wrap(text string) []string {
	if len(text) <= commentWidth && !strings.ContainsAny(text, "\t\n") && !strings.Contains(text, "  ") && text == strings.TrimSpace(text) {
		return []string{text}
	}
	var list []string
	line := ""
	var words []string
	for _, word := range strings.Fields(text) {
		for len(word) > commentWidth {
			end := strings.LastIndexByte(word[:commentWidth], '<') + 1
			if end == 0 {
				break
			}
			words = append(words, word[:end])
			word = word[end:]
		}
		words = append(words, word)
	}
	for _, word := range words {
		if line != "" && utf8.RuneCountInString(line+" "+word) > commentWidth {
			list = append(list, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(list, line)
}

// functionDoc returns the doc comment of a function: what it does, the author's comment, and its
// declaration in WIT.
func (e *emitter) functionDoc(fn *function) []string {
	what := fn.goName + " calls " + fn.label() + "."
	switch fn.source.Kind {
	case metadata.Constructor:
		what = fn.goName + " calls " + fn.label() + ", and returns a handle to the new resource."
	case metadata.Drop:
		what = fn.goName + " drops the resource. Its handle becomes invalid."
	}
	if fn.answer() == failing || fn.answer() == failedOnly {
		what += " If the result is err, the error is a " + fn.results[0].typ.items[1].resultError() + "."
	}
	if fn.data != nil && fn.data.input.Kind == metadata.SchemaMultimodal {
		what += " Servers take one part of each kind, in the order below."
	}
	list := docLines(wrap(what), fn.doc)
	if fn.source.Kind == metadata.Drop {
		return list // WIT does not declare it
	}
	text := ""
	if fn.method != nil {
		text = fn.label() + ": " + e.printer().AgentMethod(fn.method)
	} else {
		text = e.printer().Declaration(fn.source)
	}
	return append(append(list, ""), code(declaration(text))...)
}

// label returns the function's name for a sentence.
func (fn *function) label() string {
	if resource, ok := strings.CutPrefix(fn.source.Name, "[constructor]"); ok {
		return "the constructor of " + strings.Map(printable, resource)
	}
	return printableName(fn.source.LocalName)
}

func printableName(name string) string { return strings.Map(printable, name) }

// resultError returns the Go type of an error with an err value of the type.
func (t *goType) resultError() string {
	const name = "*runtime.ResultError"
	switch {
	case t == nil:
		return name + "[struct{}]"
	case t.named != nil:
		return name + "[" + t.named.goName + "]"
	case t.isBasic():
		return name + "[" + goTypes[t.source.Kind] + "]"
	default:
		return name
	}
}

// code returns text as an indented block of a doc comment. Lines that are too long continue in
// the next line, one tab deeper.
func code(text []string) []string {
	var list []string
	for _, line := range text {
		line = strings.Map(printable, strings.ReplaceAll(line, "\t", "  "))
		words := strings.TrimLeft(line, " ")
		indent := "\t" + strings.Repeat("\t", (len(line)-len(words))/2)
		for i, part := range wrap(words) {
			if i == 1 {
				indent += "\t"
			}
			list = append(list, indent+part)
		}
	}
	return list
}

// declaration returns the lines of a function's declaration. A long one has a line for each
// parameter.
func declaration(text string) []string {
	open := strings.IndexByte(text, '(')
	if utf8.RuneCountInString(text) <= commentWidth || open < 0 {
		return []string{text}
	}
	list := []string{text[:open+1]}
	depth, start := 0, open+1
	for i := start; i < len(text); i++ {
		switch {
		case strings.IndexByte("(<{", text[i]) >= 0:
			depth++
		case depth == 0 && text[i] == ',':
			list = append(list, "  "+strings.TrimSpace(text[start:i+1]))
			start = i + 1
		case depth == 0 && text[i] == ')':
			if parameter := strings.TrimSpace(text[start:i]); parameter != "" {
				list = append(list, "  "+parameter+",")
			}
			return append(list, text[i:])
		case strings.IndexByte(")>}", text[i]) >= 0:
			depth--
		}
	}
	return []string{text}
}

// typeDoc returns the doc comment of a type, with a note about its values. Fields and constants
// have comments of their own.
func (e *emitter) typeDoc(t *namedType, note string) []string {
	what := t.goName + " is " + article[t.source.Kind] + " of " + e.author() + "."
	if t.witName != "" {
		what = t.goName + " is the " + kindPhrase(t.source.Kind) + " " + t.witName + "."
	}
	return docLines(wrap(what+" "+note), t.doc)
}

// author returns the owner of the types in a sentence.
func (e *emitter) author() string {
	if e.model.deployment != nil {
		return "the agents"
	}
	return "the component"
}

// source returns where the names of cases come from.
func (e *emitter) source() string {
	if e.model.deployment != nil {
		return "the source"
	}
	return "the component"
}

// kindPhrase returns the noun for a kind of type.
func kindPhrase(kind metadata.Kind) string {
	if kind == metadata.KindFlags {
		return "flags type"
	}
	return kindWord(kind)
}

// definition returns the lines of a type's definition in WIT.
func (e *emitter) definition(t *namedType) []string {
	if t.source.Kind == kindPart {
		return code(declaration(e.printer().Schema(multimodalSchema(t.source))))
	}
	return code(strings.Split(e.printer().Definition(e.types[t.source], t.source), "\n"))
}

var article = map[metadata.Kind]string{
	metadata.KindRecord:  "a record",
	metadata.KindVariant: "a variant",
	metadata.KindEnum:    "an enum",
	metadata.KindFlags:   "a set of flags",
	metadata.KindTuple:   "a tuple",
	kindPart:             "a part of multimodal data",
}

// printer returns a printer of WIT. It prints types with their own names, or with their Go names
// if they have none.
func (e *emitter) printer() *metadata.WITPrinter {
	return &metadata.WITPrinter{Name: func(t *metadata.Type) string { return e.types[t] }}
}

// witNames returns the names of types in printed WIT.
func witNames(m *model) map[*metadata.Type]string {
	names := map[*metadata.Type]string{}
	seen := map[*namedType]bool{}
	var visit func(t *goType)
	visit = func(t *goType) {
		if t == nil {
			return
		}
		switch {
		case t.named != nil:
			names[t.source] = t.named.label()
			if seen[t.named] {
				return
			}
			seen[t.named] = true
			names[t.named.source] = t.named.label()
			for i := range t.named.members {
				visit(t.named.members[i].typ)
			}
		case t.resource != nil:
			names[t.source] = t.handleLabel()
		}
		for _, item := range t.items {
			visit(item)
		}
	}
	for _, s := range m.scopes {
		for _, fn := range s.withTypes() {
			for _, p := range fn.parameters {
				visit(p.typ)
			}
			for _, r := range fn.results {
				visit(r.typ)
			}
		}
	}
	return names
}

func (t *namedType) label() string {
	if t.witName != "" {
		return t.witName
	}
	return t.goName
}

// handleLabel returns the name of the handle's resource. The printer adds whether it is owned.
func (t *goType) handleLabel() string {
	if t.resource.source != nil {
		return t.resource.source.Name
	}
	return t.resource.goName
}
