package gen

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/gen/internal/jen"

	"github.com/golem-gen/golem-gen/metadata"
)

// docLines are the lines of a doc comment: what it is, then the WIT's own comment.
func docLines(what []string, doc string) []string {
	if doc == "" {
		return what
	}
	return append(append(what, ""), lines(doc)...)
}

// lines splits a comment of the component's author, which is kept as it is where its
// lines are not too long. Line ends of any kind and other control characters cannot leave
// the Go comment that they are put in, nor can what turns the direction of text make it
// look like something else.
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

// inert returns a line of a comment that is not a build constraint.
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

// commentWidth is where sentences of doc comments are broken, longestComment the length
// up to which the lines of others are left alone. Comments are indented by a tab at most.
const (
	commentWidth   = 96
	longestComment = jen.LongestLine - jen.TabWidth - len("// ") - jen.TabWidth
)

// wrap breaks a text into lines, at blanks, and inside of types that are nested so deep
// that they do not fit a line.
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

// functionDoc is the doc comment of a function: what it does, what the component's author
// says of it, and its declaration in WIT.
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

// label names a function in a sentence.
func (fn *function) label() string {
	if resource, ok := strings.CutPrefix(fn.source.Name, "[constructor]"); ok {
		return "the constructor of " + strings.Map(printable, resource)
	}
	return printableName(fn.source.LocalName)
}

func printableName(name string) string { return strings.Map(printable, name) }

// resultError is the Go type of the error that holds an err value of the type.
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

// code is text as an indented block of a doc comment. Lines that are too long go on in
// the next one, one tab deeper.
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

// declaration is the declaration of a function, with a line for each parameter if it is
// long.
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

// typeDoc is the doc comment of a type: what it is, and what to know of its values.
// Of what it consists is said where Go says it: beside fields and constants.
func (e *emitter) typeDoc(t *namedType, note string) []string {
	what := t.goName + " is " + article[t.source.Kind] + " of " + e.author() + "."
	if t.witName != "" {
		what = t.goName + " is the " + kindPhrase(t.source.Kind) + " " + t.witName + "."
	}
	return docLines(wrap(what+" "+note), t.doc)
}

// author says whose the types are.
func (e *emitter) author() string {
	if e.model.deployment != nil {
		return "the agents"
	}
	return "the component"
}

// source says where the names of cases come from.
func (e *emitter) source() string {
	if e.model.deployment != nil {
		return "the source"
	}
	return "the component"
}

// kindPhrase is a kind of type as a noun.
func kindPhrase(kind metadata.Kind) string {
	if kind == metadata.KindFlags {
		return "flags type"
	}
	return kindWord(kind)
}

// definition is the definition of a type in WIT, for a doc comment.
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

// printer prints WIT-like text, in which types have the names that the reader
// knows: the WIT's own, or the Go name where there is none.
func (e *emitter) printer() *metadata.WITPrinter {
	return &metadata.WITPrinter{Name: func(t *metadata.Type) string { return e.types[t] }}
}

// witNames collects the names of types in WIT-like text.
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

// handleLabel is the resource's name; the printer adds what the handle may do.
func (t *goType) handleLabel() string {
	if t.resource.source != nil {
		return t.resource.source.Name
	}
	return t.resource.goName
}
