// Package wire writes and reads values in Golem's JSON form for generated code.
//
// Nothing here is for users of a generated client; the functions are exported
// because generated packages call them. Encoding appends to a byte slice,
// decoding pulls values out of a string; both know the type from the calls
// that generated code makes, without reflection and without map[string]any.
//
// Both are strict: whatever a server would refuse, misread or silently change
// is an error with the path of the value. Errors are sticky, in [Encoder] and
// [Decoder]: the first one is kept, the rest of the work runs on harmlessly, and
// the path is worked out afterwards from the JSON text up to the place of the
// failure, so that values which are in order pay nothing for it.
//
// [Answer] knows the shapes in which servers answer the functions of a component,
// [AgentResult] those in which they answer the methods of an agent.
//
// A function that writes a value takes the text so far and returns it with the value
// behind it. In the same way one that reads a value takes the offset where the value
// starts and returns the offset behind it: an offset that is handed on in a [Decoder]
// has to go through memory from each value to the next. [Decoder.At] is the offset for
// what is not generated, and for what reads a whole value at once.
//
// Decoded strings are slices of the text being decoded and keep all of it
// alive; strings with escapes, and the items of lists within lists, share
// larger pieces of memory in the same way.
package wire

// AppendFunc appends the JSON form of *v to b and returns the longer slice. A
// value that has no JSON form is reported to e.
type AppendFunc[T any] = func(b []byte, e *Encoder, v *T) []byte

// DecodeFunc reads the value at an offset of the text of d into *v, and returns the
// offset behind it. A text that is not a value of the type is reported to d, and *v is
// then unspecified. White space is skipped in front of a value.
type DecodeFunc[T any] = func(d *Decoder, at int, v *T) (end int)
