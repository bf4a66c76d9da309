package wire

// Encoder keeps the first failure of an encoding. The zero value is ready to use.
type Encoder struct {
	// Binding is the call that the value is part of, for encoders of handles. This package
	// does not use it.
	Binding any

	misread bool // see Misread

	start  int // offset in the buffer of the value being written
	unit   unit
	reason EncodeReason
	detail string
	failed int // offset in the buffer of the value that failed
}

// EncodeReason says why a value has no JSON form. The zero value means no failure.
type EncodeReason uint8

// The reasons for an [EncodeError].
const (
	_                      EncodeReason = iota
	ReasonNotFinite                     // NaN or an infinity
	ReasonInvalidUTF8                   // a string that is not UTF-8
	ReasonInvalidRune                   // a char that is a surrogate or beyond U+10FFFF
	ReasonEnumZero                      // an enum or a result that was never set
	ReasonEnumRange                     // an enum with a number beyond its cases
	ReasonUnknownFlag                   // a flag bit that has no name
	ReasonNilVariant                    // a variant that is nil
	ReasonForeignCase                   // a variant that holds a type that is not one of its cases
	ReasonNestedNull                    // some of a value that is written null, which would be read as none
	ReasonNilHandle                     // a handle that is nil
	ReasonUnusableHandle                // a handle that is dropped, or belongs to another worker or type
	ReasonBadBinding                    // handles cannot be written here: there is no call
	ReasonUnwritableResult              // a result that is neither ok nor err
	ReasonUnitPayload                   // a result without a value, which the server cannot take as a parameter
	ReasonLanguage                      // a text in a language that the agent does not take
	ReasonMediaType                     // binary data of a type that the agent does not take
	ReasonNilPart                       // a part that is nil
)

var encodeReasons = [...]string{
	ReasonNotFinite:        "not a finite number",
	ReasonInvalidUTF8:      "not valid UTF-8",
	ReasonInvalidRune:      "not a Unicode scalar value",
	ReasonEnumZero:         "no case is set",
	ReasonEnumRange:        "no such case",
	ReasonUnknownFlag:      "a bit that is not a flag is set",
	ReasonNilVariant:       "the variant is nil",
	ReasonForeignCase:      "the variant holds a value that is none of its cases",
	ReasonNestedNull:       "some of a value that is written null would be read as none",
	ReasonNilHandle:        "the handle is nil",
	ReasonUnusableHandle:   "the handle cannot be used here",
	ReasonBadBinding:       "a handle can be written only as part of a call",
	ReasonUnwritableResult: "the result is neither ok nor err",
	ReasonUnitPayload:      "servers before 1.1.17 lose the worker over a result without a value",
	ReasonLanguage:         "the agent does not take a text in this language",
	ReasonMediaType:        "the agent does not take data of this type",
	ReasonNilPart:          "the part is nil",
}

// String returns the reason in words.
func (r EncodeReason) String() string {
	if int(r) < len(encodeReasons) && encodeReasons[r] != "" {
		return encodeReasons[r]
	}
	return "cannot be written"
}

// EncodeError says which part of a value has no JSON form, and why.
type EncodeError struct {
	Path   string // within the value, such as "items[3].price"; "" for all of it
	Reason EncodeReason
	Detail string // what was found, "" if the reason is enough
	Start  int    // offset in the buffer at which the value starts, see [Encoder.Start]
}

func (e *EncodeError) Error() string {
	return describe("cannot encode", e.Path, e.Reason.String(), e.Detail)
}

// describe joins the parts of a failure.
func describe(what, path, reason, detail string) string {
	if path == "" {
		path = "the value"
	}
	text := what + " " + path + ": " + reason
	if detail != "" {
		text += ": " + detail
	}
	return text
}

// Reset prepares e for another buffer. It keeps Binding.
func (e *Encoder) Reset() {
	*e = Encoder{Binding: e.Binding}
}

// Start notes that a value starts at the end of b. Paths of later failures are relative to
// it.
func (e *Encoder) Start(b []byte) {
	if e.reason == 0 {
		e.start = len(b)
	}
}

// Failed reports whether a value could not be written.
func (e *Encoder) Failed() bool {
	return e.reason != 0
}

// Fail reports that the value that would follow b has no JSON form. Only the first failure
// is kept. The caller may then append anything, but must not change b.
func (e *Encoder) Fail(b []byte, reason EncodeReason, detail string) {
	if e.reason != 0 {
		return
	}
	e.reason, e.detail, e.failed = reason, detail, len(b)
}

// Err returns the first failure, or nil. b is the buffer that was written, or a
// longer one.
func (e *Encoder) Err(b []byte) *EncodeError {
	if e.reason == 0 {
		return nil
	}
	start := min(e.start, e.failed)
	return &EncodeError{
		Path:   pathOf(string(b[start:min(e.failed, len(b))])),
		Reason: e.reason,
		Detail: e.detail,
		Start:  start,
	}
}
