// Package wire writes and reads values in Golem's JSON form for generated code.
//
// Users of a generated client do not need this package. It exports functions because
// generated packages call them. Encoding appends to a byte slice, and decoding reads a
// string. Both know the types of values from the functions that generated code calls. They
// use neither reflection nor map[string]any.
//
// Both are strict: a value that a server would refuse, misread or silently change is an
// error with the path of the value. [Encoder] and [Decoder] keep the first failure, and
// everything that follows does no harm. The path of a failure is computed from the JSON
// text before it, so that valid values pay nothing for it.
//
// [Answer] reads the answers of servers to calls of components, and [AgentResult] those to
// calls of agents.
//
// A function that writes a value takes the text so far and returns it with the value
// appended. A function that reads a value takes the offset of the value and returns the
// offset after it, because an offset in a [Decoder] would have to go through memory for
// each value. [Decoder.At] is the offset for code that is not generated, and for functions
// that read a whole value at once.
//
// Decoded strings share memory with the text and keep all of it alive, unless
// [Decoder.Copy] is set. Strings with escapes, and the items of lists within lists, share
// larger pieces of memory in the same way.
package wire

// AppendFunc appends the JSON form of *v to b and returns the extended slice. It reports a
// value that has no JSON form to e.
type AppendFunc[T any] = func(b []byte, e *Encoder, v *T) []byte

// DecodeFunc reads the value at an offset in the text of d into *v, and returns the offset
// after it. It skips white space before the value. It reports a text that is not a value of
// the type to d, and *v is then unspecified.
type DecodeFunc[T any] = func(d *Decoder, at int, v *T) (end int)
