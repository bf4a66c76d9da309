package metadata

import (
	"fmt"
	"strings"
	"unicode"
)

// spelling says which names a document may use.
type spelling struct {
	nameFault  func(string) string // why a name cannot be used, "" if it can
	nameFix    string
	ownerFault func(string) string // the same for owners of types
	ownerFix   string

	// open means that unknown kinds of types leave out the parts that use them. Otherwise
	// they are problems of the document.
	open bool
}

var (
	witSpelling = &spelling{
		nameFault: labelFault, nameFix: fixName,
		ownerFault: ownerFault, ownerFix: "use an owner like acme:shop@1.4.0/cart",
	}
	sourceSpelling = &spelling{
		nameFault: sourceNameFault, nameFix: fixSource,
		ownerFault: sourceNameFault, ownerFix: fixSource, open: true,
	}
)

const fixSource = "rename it in the agent's source"

// sourceNameFault returns why s cannot be a name in an agent's source, "" if it can. The
// names may come from any programming language.
func sourceNameFault(s string) string { return textFault(s, "*/", "\"`\\") }

// restrictionFault returns why s cannot be a language code or a media type, "" if it can.
func restrictionFault(s string) string { return textFault(s, "", "\"`\\") }

// componentNameFault returns why s cannot be the name of a component, "" if it can. Servers
// accept nearly any text.
func componentNameFault(s string) string { return textFault(s, "*/", "\"`\\'") }

// textFault returns why s cannot be a name, "" if it can. It refuses text that is not
// printable, and text that could end a comment or a string in generated code: end, and the
// characters in quotes.
func textFault(s, end, quotes string) string {
	switch {
	case s == "":
		return "is empty"
	case len(s) > maxName:
		return fmt.Sprintf("is longer than %d bytes", maxName)
	case strings.TrimSpace(s) != s:
		return "starts or ends with white space"
	case end != "" && strings.Contains(s, end):
		return "contains '" + end + "'"
	}
	for at, r := range s {
		if !unicode.IsPrint(r) || strings.ContainsRune(quotes, r) {
			return "contains " + faultyRune(s[at:])
		}
	}
	return ""
}
