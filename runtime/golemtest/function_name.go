package golemtest

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/metadata"
)

// functionName is the parsed function parameter of an invocation's URL.
type functionName struct {
	iface    string // "acme:shop/cart@1.4.0", "" for a function of the world
	document string // as in metadata: "add-item", "[method]ledger.receive"
	static   string // "[static]ledger.receive" if document may be the short name of a static function, "" otherwise
	resource string // "ledger", "" for a freestanding function
	indexed  bool   // the constructor's arguments are in the name
	raw      string // these arguments
	rest     string // what follows the name
}

// isDrop reports whether the name drops a resource.
func (f *functionName) isDrop() bool { return strings.HasPrefix(f.document, "[drop]") }

func isAlphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isSpace(r rune) bool { return unicode.IsSpace(r) }

func isNameRune(r rune) bool { return isAlphanumeric(r) || r == '-' }

// errCrash is the fault that ends the process of old servers.
var errCrash = fmt.Errorf("the server's process ends")

// parseFunctionName parses a name. As servers do, it parses a text that is not a function
// of an interface as a function of the world, up to the first character that cannot be part
// of its name.
func parseFunctionName(text string, v serverVersion) (functionName, error) {
	if f, ok := parseInterfaceFunction(text); ok {
		isReadable := !f.indexed || v.hasImplicitResources() && readableArguments(f.raw, v)
		switch {
		case isReadable && f.rest != "" && v.readsWholeNames():
			return functionName{}, unreadRest(text, len(text)-len(f.rest))
		case isReadable:
			return f, nil
		case v.crashes():
			return functionName{}, errCrash
		}
	}
	end := strings.IndexFunc(text, func(r rune) bool { return !isNameRune(r) })
	switch {
	case end == 0:
		r, _ := utf8.DecodeRuneInString(text)
		return functionName{}, fmt.Errorf("%s", nameFault(v, "`"+string(r)+"`"))
	case text == "":
		return functionName{}, fmt.Errorf("%s", nameFault(v, "end of input"))
	case end > 0 && v.readsWholeNames():
		return functionName{}, unreadRest(text, end)
	case end > 0:
		text = text[:end]
	}
	return functionName{document: text}, nil
}

// unreadRest returns the error of servers that read names to their end.
func unreadRest(text string, at int) error {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return fmt.Errorf("Invalid function name: Parse error at line: 1, column: %d\nUnexpected `%c`\nExpected end of input\n", //lint:ignore ST1005 the server's own text
		utf8.RuneCountInString(text[:at])+1, r)
}

func nameFault(v serverVersion, unexpected string) string {
	if v.before(2, 0) {
		return "Invalid function name: Parse error at 0\nUnexpected " + unexpected +
			"\nExpected letter or digit, `-`, `:` or `/`\nnamespace\npackage\ninterface\n"
	}
	return "Invalid function name: Parse error at line: 1, column: 1\nUnexpected " + unexpected +
		"\nExpected letter or digit, `-`, `:` or `/`\n"
}

// parseInterfaceFunction reads "interface.{function}".
func parseInterfaceFunction(text string) (f functionName, ok bool) {
	iface, rest, found := strings.Cut(text, ".{")
	if !found || !isInterfaceName(iface) {
		return f, false
	}
	f.iface = iface
	if open := strings.IndexByte(rest, '('); open > 0 && isName(rest[:open]) {
		ok = f.parseIndexed(rest, open)
	} else if inner, after, closed := strings.Cut(rest, "}"); closed {
		f.rest = after
		ok = f.parseReference(inner)
	}
	return f, ok
}

// same reports whether two names mean the same function of the same resource.
func (f *functionName) same(g *functionName) bool {
	if f.iface != g.iface || f.indexed != g.indexed {
		return false
	}
	a, _ := splitArguments(f.raw, allBrackets)
	b, _ := splitArguments(g.raw, allBrackets)
	return slices.Equal(a, b) && (f.document == g.document || f.static == g.document || f.document == g.static)
}

func isName(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !isNameRune(r) }) < 0
}

// isInterfaceName accepts "iface", "ns:pkg/iface", and both with "@version".
func isInterfaceName(s string) bool {
	s, version, versioned := strings.Cut(s, "@")
	if versioned && version == "" {
		return false
	}
	namespace, rest, qualified := strings.Cut(s, ":")
	if !qualified {
		return isName(s)
	}
	pkg, iface, ok := strings.Cut(rest, "/")
	return ok && isName(namespace) && isName(pkg) && isName(iface)
}

// parseReference parses the text in the braces.
func (f *functionName) parseReference(text string) bool {
	for _, tag := range []string{"[constructor]", "[method]", "[static]", "[drop]"} {
		if rest, tagged := strings.CutPrefix(text, tag); tagged {
			f.document = text
			resource, method, dotted := strings.Cut(rest, ".")
			f.resource = resource
			isWhole := tag == "[constructor]" || tag == "[drop]"
			return isName(resource) && dotted != isWhole && (isWhole || isName(method))
		}
	}
	resource, method, dotted := strings.Cut(text, ".")
	if !dotted {
		f.document = text
		return isName(text)
	}
	f.setMember(resource, method)
	return isName(resource) && isName(method)
}

func (f *functionName) setMember(resource, member string) {
	f.resource = resource
	switch member {
	case "new":
		f.document = "[constructor]" + resource
	case "drop":
		f.document = "[drop]" + resource
	default:
		f.document = "[method]" + resource + "." + member
		f.static = "[static]" + resource + "." + member
	}
}

// parseIndexed parses "resource(arguments).member}". open is the index of the parenthesis.
func (f *functionName) parseIndexed(text string, open int) bool {
	end := -1
	for at := strings.LastIndex(text, ")."); at > open; at = strings.LastIndex(text[:at], ").") {
		member, after, closed := strings.Cut(text[at+2:], "}")
		if closed && isName(member) {
			end, f.rest = at, after
			f.setMember(text[:open], member)
			f.static = "" // static functions cannot be called this way
			break
		}
	}
	if end < 0 {
		return false
	}
	f.indexed, f.raw = true, text[open+1:end]
	return true
}

// target is an exported function.
type target struct {
	iface    *metadata.Interface // nil for a function of the world
	resource *metadata.Resource  // nil for a freestanding one
	function *metadata.Function  // nil for the drop of a resource that lists none
}

// find returns the function that the name refers to if parameters have types.
func (f *functionName) find(c *Component) (target, error) {
	if f.iface == "" {
		for _, function := range c.metadata.Functions {
			if function.Name == f.document {
				return target{function: function}, nil
			}
		}
		return target{}, fmt.Errorf("could not load function %s", f.document)
	}
	if f.isDrop() {
		t, _ := c.functions[f.iface+"#"+f.document]
		return t, nil
	}
	if !c.hasInterface(f.iface) {
		return target{}, fmt.Errorf("could not load exports for interface %s", f.iface)
	}
	if t, ok := c.functions[f.iface+"#"+f.document]; ok {
		return t, nil
	}
	if f.static == "" {
		return target{}, fmt.Errorf("could not load function %s for interface %s", f.document, f.iface)
	}
	if t, ok := c.functions[f.iface+"#"+f.static]; ok {
		return t, nil
	}
	return target{}, fmt.Errorf("could not load function %s or %s for interface %s", f.document, f.static, f.iface)
}

// findListed returns the function that the name refers to if parameters have no types.
// Servers then look it up in the metadata, which does not have the short names of static
// functions.
func (f *functionName) findListed(c *Component, text string) (target, error) {
	if f.iface == "" {
		if t, err := f.find(c); err == nil {
			return t, nil
		}
	}
	if t, ok := c.functions[f.iface+"#"+f.document]; ok {
		return t, nil
	}
	//lint:ignore ST1005 the server's own text
	return target{}, fmt.Errorf("Can't find exported function in component (%s)", text)
}

// withoutStatic returns a name without the mark of static functions. Callers may leave the
// mark out, and users see the short name.
func withoutStatic(name string) string { return strings.Replace(name, "[static]", "", 1) }
