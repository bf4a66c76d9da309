package metadata

import (
	"strconv"
	"strings"
)

// WIT returns the method as WIT-like text on one line, see WITPrinter.AgentMethod.
func (m *AgentMethod) WIT() string { return (&WITPrinter{}).AgentMethod(m) }

// WIT returns the constructor as WIT-like text on one line: "constructor(name: string)".
func (c *AgentConstructor) WIT() string { return (&WITPrinter{}).AgentConstructor(c) }

// AgentConstructor returns the constructor's type: "constructor(name: string)", and
// "constructor(multimodal<text: unstructured-text, pair: tuple<u32, u32>>)".
func (p *WITPrinter) AgentConstructor(c *AgentConstructor) string {
	return "constructor(" + p.Schema(c.Input) + ")"
}

// AgentMethod returns the method's type: "func(amount: u64) -> result<u64, refusal>",
// "func(question: unstructured-text<en, de>) -> unstructured-binary<image/png>".
func (p *WITPrinter) AgentMethod(m *AgentMethod) string {
	text := "func(" + p.Schema(m.Input) + ")"
	out := m.Output
	switch {
	case out.Kind == SchemaTuple && len(out.Elements) == 0:
		return text
	case out.Kind == SchemaTuple && len(out.Elements) == 1:
		return text + " -> " + p.Element(out.Elements[0])
	case out.Kind == SchemaTuple:
		return text + " -> (" + p.Schema(out) + ")"
	}
	return text + " -> " + p.Schema(out)
}

// Schema returns the elements of a schema with their names: "name: string, tier: tier",
// and "multimodal<text: unstructured-text, image: unstructured-binary>".
func (p *WITPrinter) Schema(s DataSchema) string {
	list := make([]string, len(s.Elements))
	for i, e := range s.Elements {
		list[i] = p.ident(e.Name) + ": " + p.Element(e)
	}
	text := strings.Join(list, ", ")
	if s.Kind == SchemaMultimodal {
		return "multimodal<" + text + ">"
	}
	return text
}

// Element returns the content of an element, without its name: a type,
// "unstructured-text<en, de>" with the allowed languages, or
// "unstructured-binary<image/png>" with the allowed media types. If nothing is allowed, the
// text is "unstructured-text<>".
func (p *WITPrinter) Element(e Element) string {
	switch e.Kind {
	case UnstructuredText:
		return "unstructured-text" + restricted(e.Languages)
	case UnstructuredBinary:
		return "unstructured-binary" + restricted(e.MimeTypes)
	}
	return p.Type(e.Type)
}

func restricted(list []string) string {
	if list == nil {
		return ""
	}
	return "<" + strings.Join(list, ", ") + ">"
}

// quotedName quotes a name that has other ASCII characters than letters, digits, '_', '$'
// and '-'.
func quotedName(s string) string {
	for i := range len(s) {
		if c := s[i]; c < 0x80 && !isLetter(c) && !isDigit(c) && !strings.ContainsRune("_$-", rune(c)) {
			return strconv.Quote(s)
		}
	}
	return s
}
