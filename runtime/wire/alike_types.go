package wire

import (
	"slices"
	"strconv"
)

// ReadAlike reports whether a server that reads values by name, by the type found, reads
// every value of the pinned type with its meaning or refuses it. Fields and cases may be in
// another order, and the type found may have more cases. If it does not, path says where
// the types differ and difference says how, as for [EqualTypes].
//
// The types differ if a field is gone, which servers ignore, or is new, which some servers
// fill in wrongly. They also differ if a value would be read as one of another kind, such
// as an f64 as a u8, which servers cut to an integer, or the case of an enum as a string.
func ReadAlike(pinned, found string) (path, difference string, alike bool) {
	return compareTexts(pinned, found, readAlike)
}

func readAlike(path string, pinned, found *jsonType) (where, difference string) {
	if pinned == nil || found == nil || pinned.kind != found.kind {
		return compareTypes(path, pinned, found)
	}
	switch pinned.kind {
	case "Record":
		if name := missing(found.names, pinned.names); name != "" {
			return path, "field " + strconv.Quote(name) + " is new"
		}
		return membersAlike(path, "field", pinned, found)
	case "Variant":
		return membersAlike(path, "variant case", pinned, found)
	case "Enum":
		return membersAlike(path, "enum case", pinned, found)
	case "Flags":
		return membersAlike(path, "flag", pinned, found)
	case "List", "Option", "Result", "Tuple":
		return partsAlike(path, pinned, found)
	}
	return compareTypes(path, pinned, found)
}

// membersAlike compares members that have the same name.
func membersAlike(path, what string, pinned, found *jsonType) (where, difference string) {
	for i, name := range pinned.names {
		j := slices.Index(found.names, name)
		if j < 0 {
			return path, what + " " + strconv.Quote(name) + " is gone"
		}
		if where, difference = readAlike(memberPath(path, name), pinned.types[i], found.types[j]); difference != "" {
			return where, difference
		}
	}
	return "", ""
}

func partsAlike(path string, pinned, found *jsonType) (where, difference string) {
	if len(pinned.types) != len(found.types) {
		return compareParts(path, pinned, found)
	}
	for i := range pinned.types {
		part := path
		switch pinned.kind {
		case "List":
			part += "[]"
		case "Tuple":
			part += "[" + strconv.Itoa(i) + "]"
		case "Result":
			part = memberPath(path, pinned.names[i])
		}
		if where, difference = readAlike(part, pinned.types[i], found.types[i]); difference != "" {
			return where, difference
		}
	}
	return "", ""
}

func memberPath(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// missing returns the first of names that list does not have, or "".
func missing(names, list []string) string {
	for _, name := range names {
		if !slices.Contains(list, name) {
			return name
		}
	}
	return ""
}
