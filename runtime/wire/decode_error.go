package wire

// DecodeReason says why a text is not a value of the type. The zero value means no failure.
type DecodeReason uint8

// The reasons for a [DecodeError].
const (
	_                      DecodeReason = iota
	ReasonSyntax                        // not JSON
	ReasonEnd                           // the text ends too early
	ReasonTrailing                      // something follows the value
	ReasonTooDeep                       // nested too deep
	ReasonWrongKind                     // another kind of JSON value
	ReasonNotInteger                    // a number with a fraction or an exponent where an integer is expected
	ReasonRange                         // a number out of range
	ReasonInvalidString                 // a string that is not UTF-8, or has a lone surrogate or a raw control character
	ReasonInvalidChar                   // a number that is not a Unicode scalar value
	ReasonUnknownCase                   // a case that the pinned enum or variant does not have
	ReasonUnknownFlagName               // a flag that the pinned flags do not have
	ReasonMissingField                  // a field of the record is missing
	ReasonTupleLength                   // too few or too many items in a tuple
	ReasonNoCase                        // a variant or a result without a case
	ReasonSeveralCases                  // a variant or a result with several cases
	ReasonInvalidHandle                 // a text that is not a handle, or a handle of another worker
	ReasonHandleNotAllowed              // handles cannot be read here: there is no call
	ReasonDuplicate                     // a member that must occur once occurs twice
)

var decodeReasons = [...]string{
	ReasonSyntax:           "not valid JSON",
	ReasonEnd:              "the text ends too early",
	ReasonTrailing:         "something follows the value",
	ReasonTooDeep:          "nested too deep",
	ReasonWrongKind:        "another kind of value",
	ReasonNotInteger:       "not an integer",
	ReasonRange:            "out of range",
	ReasonInvalidString:    "not a valid string",
	ReasonInvalidChar:      "not a Unicode scalar value",
	ReasonUnknownCase:      "unknown case",
	ReasonUnknownFlagName:  "unknown flag",
	ReasonMissingField:     "the field is missing",
	ReasonTupleLength:      "wrong number of items in a tuple",
	ReasonNoCase:           "no case is given",
	ReasonSeveralCases:     "several cases are given",
	ReasonInvalidHandle:    "not a usable handle",
	ReasonHandleNotAllowed: "a handle can be read only as part of a call",
	ReasonDuplicate:        "the member occurs twice",
}

// String returns the reason in words.
func (r DecodeReason) String() string {
	if int(r) < len(decodeReasons) && decodeReasons[r] != "" {
		return decodeReasons[r]
	}
	return "cannot be read"
}

// DecodeError says which part of a text is not a value of the type, and why.
type DecodeError struct {
	Path   string // within the value, such as "items[3].price"; "" for all of it
	Reason DecodeReason
	Detail string // what was expected or found, "" if the reason is enough
	Offset int    // in the text, in bytes
	Near   string // the text from Offset on, shortened
}

func (e *DecodeError) Error() string {
	text := describe("cannot decode", e.Path, e.Reason.String(), e.Detail)
	if e.Near != "" {
		text += " (near " + e.Near + ")"
	}
	return text
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
