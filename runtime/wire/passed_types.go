package wire

// PassedAlike reports whether every value of the pinned type that a server passes by position has
// the same meaning as a value of the type found. Enums and variants of the type found may have more
// cases at the end: the others keep their numbers, and the value is passed as by the pinned type.
// Otherwise the types must be equal. If they are not, path says where they differ and difference
// says how, as for [EqualTypes].
//
// Flags may not have more at the end, because all of them are passed, and a type with another
// number of flags refuses the value.
func PassedAlike(pinned, found string) (path, difference string, alike bool) {
	return compareTexts(pinned, found, passedAlike)
}

func passedAlike(path string, pinned, found *jsonType) (where, difference string) {
	dropAppendedCases(pinned, found)
	return compareTypes(path, pinned, found)
}

// dropAppendedCases removes the cases at the end of enums and variants in found that the ones in
// pinned do not have.
func dropAppendedCases(pinned, found *jsonType) {
	if pinned == nil || found == nil || pinned.kind != found.kind {
		return
	}
	if n := len(pinned.names); n < len(found.names) && (pinned.kind == "Enum" || pinned.kind == "Variant") {
		found.names, found.types = found.names[:n], found.types[:n]
	}
	for i := range min(len(pinned.types), len(found.types)) {
		dropAppendedCases(pinned.types[i], found.types[i])
	}
}
