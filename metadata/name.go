package metadata

import (
	"fmt"
	"strings"
)

// maxName is the maximum length of a name in bytes. Names become names of files and in Go.
// The longest names in real components have about 50 bytes.
const maxName = 200

const fixName = "use words of letters and digits joined by '-', like add-item"

// IsName reports whether s is a name that WIT has for types, functions, fields and
// cases: "add-item".
func IsName(s string) bool { return labelFault(s) == "" }

// labelFault returns why s is not a WIT name, "" if it is one. It accepts words of mixed
// case, because servers list some of their own types like that (IncomingHttpRequest).
func labelFault(s string) string {
	switch {
	case s == "":
		return "is empty"
	case len(s) > maxName:
		return fmt.Sprintf("is longer than %d bytes", maxName)
	case !isLetter(s[0]):
		return "does not start with a letter"
	}
	for i := range len(s) {
		c := s[i]
		if !isLetter(c) && !isDigit(c) && c != '-' {
			return "contains " + faultyRune(s[i:])
		}
		if c == '-' && (i+1 == len(s) || s[i+1] == '-') {
			return "has a '-' with no word after it"
		}
	}
	return ""
}

func faultyRune(s string) string {
	for _, r := range s {
		return quoteRune(r, s)
	}
	return "nothing"
}

// versionFault returns why s is not a package version, "" if it is one.
func versionFault(s string) string {
	if s == "" || len(s) > maxName || !isDigit(s[0]) {
		return "is not a version like 1.4.0"
	}
	for i := range len(s) {
		if c := s[i]; !isLetter(c) && !isDigit(c) && c != '-' && c != '.' && c != '+' {
			return "is not a version like 1.4.0: it contains " + faultyRune(s[i:])
		}
	}
	return ""
}

const fixInterface = "use a name like acme:shop/cart@1.4.0"

// splitInterface sets the parts of an interface's name and returns what is wrong with it,
// "" for nothing. An interface that is declared in the world has only a short name.
func (i *Interface) splitInterface() string {
	rest, version, versioned := strings.Cut(i.Name, "@")
	if versioned {
		if fault := versionFault(version); fault != "" {
			return "has a version that " + fault
		}
		i.Version = version
	}
	pkg, short, packaged := strings.Cut(rest, "/")
	if !packaged {
		i.ShortName = rest
		if versioned {
			return "has a version but no package"
		}
		return labelFault(rest)
	}
	i.ShortName = short
	var fault string
	if i.Namespace, i.Package, fault = splitPackage(pkg); fault != "" {
		return fault
	}
	if fault := labelFault(short); fault != "" {
		return fmt.Sprintf("has an interface part %s that %s", quote(short), fault)
	}
	return ""
}

// splitPackage splits "acme:shop".
func splitPackage(s string) (namespace, name, fault string) {
	namespace, name, ok := strings.Cut(s, ":")
	if !ok {
		return "", "", "has no namespace"
	}
	for _, part := range []string{namespace, name} {
		if fault := labelFault(part); fault != "" {
			return "", "", fmt.Sprintf("has a part %s that %s", quote(part), fault)
		}
	}
	return namespace, name, ""
}

// ownerFault returns why s is not the owner of a type, "" if it is one: "root" or
// "acme:shop@1.4.0/cart", with the version in the package part or at the end.
func ownerFault(s string) string {
	if s == "" || len(s) > 4*maxName {
		return "is empty or too long"
	}
	for i := range len(s) {
		if c := s[i]; !isLetter(c) && !isDigit(c) && strings.IndexByte("-:/@.+", c) < 0 {
			return "contains " + faultyRune(s[i:])
		}
	}
	return ""
}

// functionName is the parsed name of a function.
type functionName struct {
	kind            FunctionKind
	resource, local string
}

const fixFunction = "use a name like add-item, [constructor]ledger, [method]ledger.receive, [static]ledger.merge or [drop]ledger"

// splitFunction parses a function's name and returns what is wrong with it, "" for nothing.
func splitFunction(name string) (functionName, string) {
	if !strings.HasPrefix(name, "[") {
		return functionName{local: name}, labelFault(name)
	}
	tag, rest, ok := strings.Cut(name[1:], "]")
	if !ok {
		return functionName{}, "has no ']'"
	}
	var f functionName
	switch tag {
	case "constructor":
		f = functionName{Constructor, rest, "new"}
	case "drop":
		f = functionName{Drop, rest, "drop"}
	case "method", "static":
		f.kind = Method
		if tag == "static" {
			f.kind = Static
		}
		if f.resource, f.local, ok = strings.Cut(rest, "."); !ok {
			return f, "has no '.' after the resource"
		}
	default:
		return f, fmt.Sprintf("has the unknown mark %s", quote("["+tag+"]"))
	}
	for _, part := range []string{f.resource, f.local} {
		if fault := labelFault(part); fault != "" {
			return f, fmt.Sprintf("has a part %s that %s", quote(part), fault)
		}
	}
	return f, ""
}
