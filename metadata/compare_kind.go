package metadata

// kinds compares types of different kinds.
func (c *comparison) kinds(a at, old, new *Type) {
	switch {
	case old.Kind == KindOption:
		c.add("became-required", a, "%s", becomes(old, new))
		c.types(a, old.Inner, new)
	case new.Kind == KindOption:
		c.add("became-optional", a, "%s", becomes(old, new))
		c.types(a, old, new.Inner)
	case isNumber(old.Kind) && isNumber(new.Kind):
		c.add(numberRule(old.Kind, new.Kind), a, "%s", becomes(old, new))
	case forms(old).overlap(forms(new)) && namesMeet(old, new):
		c.add("type-reinterpreted", a, "%s", becomes(old, new))
	default:
		c.add("type-changed", a, "%s", becomes(old, new))
	}
}

// isNumber reports whether values are written as JSON numbers.
func isNumber(k Kind) bool { return k >= KindS8 && k <= KindChr }

// integer describes an integer kind.
type integer struct {
	bits   int
	signed bool
}

var integers = map[Kind]integer{
	KindS8: {8, true}, KindS16: {16, true}, KindS32: {32, true}, KindS64: {64, true},
	KindU8: {8, false}, KindU16: {16, false}, KindU32: {32, false}, KindU64: {64, false},
}

func numberRule(old, new Kind) string {
	from, fromInteger := integers[old]
	to, toInteger := integers[new]
	switch {
	case old == KindF32 && new == KindF64:
		return "float-widened"
	case old == KindF64 && new == KindF32:
		return "float-narrowed"
	case !fromInteger || !toInteger:
		return "number-kind-changed"
	case to.covers(from):
		return "integer-widened"
	default:
		return "integer-narrowed"
	}
}

func (i integer) covers(o integer) bool {
	switch {
	case i.signed == o.signed:
		return i.bits >= o.bits
	case i.signed:
		return i.bits > o.bits
	default:
		return false
	}
}

// form is a set of JSON forms of the values of a type.
type form uint8

const (
	formBool form = 1 << iota
	formNumber
	formString
	formArray
	formObject
	formNull
)

func (f form) overlap(o form) bool { return f&o != 0 }

func forms(t *Type) form {
	switch t.Kind {
	case KindBool:
		return formBool
	case KindStr, KindEnum, KindHandle:
		return formString
	case KindFlags, KindTuple, KindList:
		return formArray
	case KindRecord, KindVariant, KindResult:
		return formObject
	case KindOption:
		return formNull | forms(t.Inner)
	default:
		return formNumber
	}
}

// namesMeet reports whether an object of the old type has keys with which it can be read as
// the new type. Values of other forms have no keys.
func namesMeet(old, new *Type) bool {
	if forms(new) != formObject {
		return true
	}
	written := map[string]bool{}
	for _, key := range objectKeys(old) {
		written[key] = true
	}
	if new.Kind != KindRecord {
		for _, key := range objectKeys(new) {
			if written[key] {
				return true
			}
		}
		return false
	}
	for _, f := range new.Fields {
		if f.Type.Kind != KindOption && !written[f.Name] {
			return false
		}
	}
	return true
}

// objectKeys returns the keys that an object of the type may have.
func objectKeys(t *Type) []string {
	switch t.Kind {
	case KindRecord:
		return fieldNames(t.Fields)
	case KindVariant:
		return caseNames(t.Cases)
	case KindResult:
		return []string{"ok", "err"}
	default:
		return nil
	}
}
