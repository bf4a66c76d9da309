package gen

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/metadata"
)

// docLines are the lines of a doc comment: what it is, then the WIT's own comment.
func docLines(what []string, doc string) []string {
	if doc == "" {
		return what
	}
	return append(append(what, ""), lines(doc)...)
}

// lines splits a comment of the component's author. Line ends of any kind and other
// control characters cannot leave the Go comment that they are put in, nor can what
// turns the direction of text make it look like something else.
func lines(doc string) []string {
	list := strings.Split(strings.TrimSpace(doc), "\n")
	for i, line := range list {
		line = strings.TrimRight(strings.Map(printable, line), " ")
		if rest, ok := strings.CutPrefix(strings.TrimLeft(line, " "), "+build"); ok {
			line = "'+build'" + rest // without quotes it would be a build constraint
		}
		list[i] = line
	}
	return list
}

func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return ' '
	}
	return r
}

// commentWidth is where sentences of doc comments are broken.
const commentWidth = 96

func wrap(text string) []string {
	var list []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > commentWidth {
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

// functionDoc is the doc comment of a function: what it does, and its contract in WIT.
func (e *emitter) functionDoc(fn *function) []string {
	what, contract := functionSentence(fn), strings.Map(printable, e.printer().Function(fn.source))
	if line := what + ": " + contract + "."; utf8.RuneCountInString(line) <= longestLine {
		return docLines([]string{line}, fn.doc)
	}
	return append(docLines(wrap(what+"."), fn.doc), "", "\t"+contract)
}

func functionSentence(fn *function) string {
	switch fn.source.Kind {
	case metadata.Constructor:
		return fn.goName + " makes a resource and returns its handle"
	case metadata.Drop:
		return fn.goName + " ends the resource"
	default:
		return fn.goName + " invokes " + strings.Map(printable, fn.source.LocalName)
	}
}

// typeDoc is the doc comment of a type: what it is, and what to know of its values.
// Of what it consists is said where Go says it: beside fields and constants.
func typeDoc(t *namedType, note string) []string {
	what := t.goName + " is " + article[t.source.Kind] + " of the component."
	if t.witName != "" {
		what = t.goName + " is the " + kindWord(t.source.Kind) + " " + t.witName + "."
	}
	return docLines(wrap(what+" "+note), t.doc)
}

// definition is the definition of a type in WIT, for a doc comment.
func (e *emitter) definition(t *namedType) []string {
	var list []string
	for line := range strings.SplitSeq(e.printer().Definition(e.types[t.source], t.source), "\n") {
		list = append(list, "\t"+strings.ReplaceAll(line, "  ", "\t"))
	}
	return list
}

var article = map[metadata.Kind]string{
	metadata.KindRecord:  "a record",
	metadata.KindVariant: "a variant",
	metadata.KindEnum:    "an enum",
	metadata.KindFlags:   "a set of flags",
	metadata.KindTuple:   "a tuple",
}

func kindWord(kind metadata.Kind) string { return strings.ToLower(kind.String()) }

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
		for fn := range s.every() {
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
