package wire

import "strings"

// AgentResult reads the result of an agent's method, a data value, from an answer of the
// form
//
//	{"agentId":{"agentId":ID,"componentId":C},"componentRevision":N,"result":{"elements":[…],"type":"Tuple"}}
//
// It is immutable.
type AgentResult struct {
	multimodal bool
	elements   []ElementType
}

// NewAgentResult returns the reader of results that are a tuple of elements of the given
// types. A method without a result has no element, most others have one.
func NewAgentResult(elements ...ElementType) *AgentResult {
	return &AgentResult{elements: elements}
}

// NewMultimodalResult returns the reader of multimodal results.
func NewMultimodalResult() *AgentResult { return &AgentResult{multimodal: true} }

const elementsOpen = `,"result":{"elements":[`

// dataMembers are the known members of a data value.
var dataMembers = []string{"elements", "type"}

// Open makes d read an answer up to the result. For a tuple, d is then at the value of the
// first element, and Next moves to the following ones. For a multimodal result, d is at the
// array of the parts, which [Decoder.BeginPart] reads. A method without a result has
// nothing to read.
//
// known is the envelope of an earlier answer of the agent, or nil. d reads a copy of body,
// or of the part after a known envelope. The error is a [*TypeMismatchError] if the result
// has another shape, and a [*DecodeError] if body is not an answer. With a
// [*TypeMismatchError], Open also returns what the answer says.
func (r *AgentResult) Open(body []byte, d *Decoder, known *AgentEnvelope) (AgentAnswer, error) {
	if known != nil && begins(body, known.opening) {
		d.resetFrom(body, len(known.opening)-len("["))
		d.closing, d.depth = r.closing(), 2
		return known.answer, r.begin(d)
	}
	text := string(body)
	d.Reset(text)
	a, ok := d.usualAgentAnswer()
	if ok && d.literal(elementsOpen) {
		a.opening = text[:d.At]
		d.At-- // begin reads the bracket
		d.closing, d.depth = r.closing(), 2
	} else {
		d.Reset(text)
		var err error
		if a, err = r.openSlow(d); err != nil {
			return a, err
		}
		if d.closing == "" {
			return a, nil // no result, and none is expected
		}
	}
	return a, r.begin(d)
}

// Next moves from the value of an element of a tuple to that of element i, counted from 0.
func (r *AgentResult) Next(d *Decoder, i int) { d.NextElement(r.elements[i]) }

// NextElement moves from the value of an element of a tuple to that of the next one, of
// type t.
func (d *Decoder) NextElement(t ElementType) {
	d.endElement()
	if d.reason == 0 && !d.next(',') {
		d.failClosing(',')
	}
	d.beginElement(t)
}

// Close reads the rest of the answer after its result. It reports to d a result that has
// more elements, or another type, than expected.
func (r *AgentResult) Close(d *Decoder) {
	if len(r.elements) > 0 {
		d.endElement()
	}
	if d.closing != "" && !d.literal(d.closing) {
		r.closeSlow(d)
	}
	d.End()
}

// openSlow is Open for answers that are not in the form that servers write. It leaves d at
// the array of the elements. If there is no result and none is expected, d.closing stays
// empty.
func (r *AgentResult) openSlow(d *Decoder) (AgentAnswer, error) {
	a, result := d.agentAnswer()
	if err := d.Err(); err != nil {
		return AgentAnswer{}, err
	}
	if !result.found {
		if len(r.elements) == 0 && !r.multimodal {
			return a, nil
		}
		return a, &TypeMismatchError{Pinned: r.String(), Difference: "there is no result"}
	}
	d.At, d.depth = result.start, 1
	var elements span
	kind := ""
	d.knownMembers(dataMembers, func(i int) {
		switch {
		case i == 0:
			elements = d.span()
		case d.peek() != '"':
			d.unexpected("a string")
		default:
			kind = d.str()
		}
	})
	switch {
	case d.reason == 0 && !elements.found:
		d.failMissing(dataMembers[0])
	case d.reason == 0 && kind == "":
		d.failMissing(dataMembers[1])
	}
	if err := d.Err(); err != nil {
		return a, err
	}
	if kind != r.kind() {
		return a, &TypeMismatchError{Pinned: r.String(), Found: kind, Difference: "it was " + r.kind() + ", now it is " + shorten(kind, 40)}
	}
	d.text, d.At, d.depth, d.closing = d.text[:elements.end], elements.start, 2, "]"
	return a, nil
}

// begin moves from the array of the elements to the result.
func (r *AgentResult) begin(d *Decoder) error {
	d.base = d.At
	if r.multimodal {
		return nil
	}
	if !d.next('[') {
		d.unexpected("an array of elements")
		return d.Err()
	}
	d.enter()
	switch empty := d.peek() == ']'; {
	case d.At >= len(d.text):
		d.unexpected("an element or ]")
	case empty && len(r.elements) > 0:
		return &TypeMismatchError{Pinned: r.String(), Found: "()", Difference: "there is no result"}
	case !empty && len(r.elements) == 0:
		return &TypeMismatchError{Pinned: r.String(), Difference: "there was no result, now there is one"}
	case !empty:
		d.beginElement(r.elements[0])
	}
	d.base = d.At
	return d.openError()
}

// openError returns the first failure as an error, which is nil if there is none.
func (d *Decoder) openError() error {
	if err := d.Err(); err != nil {
		return err
	}
	return nil
}

// closing returns the text after the last element in the form that servers write.
func (r *AgentResult) closing() string {
	if r.multimodal {
		return `,"type":"Multimodal"}}`
	}
	return `],"type":"Tuple"}}`
}

// kind returns the type of the data value.
func (r *AgentResult) kind() string {
	if r.multimodal {
		return "Multimodal"
	}
	return "Tuple"
}

// String describes the result, as in "(ComponentModel)".
func (r *AgentResult) String() string {
	if r.multimodal {
		return r.kind()
	}
	names := make([]string, len(r.elements))
	for i, t := range r.elements {
		names[i] = t.String()
	}
	return "(" + strings.Join(names, ", ") + ")"
}

// closeSlow is Close for answers that are not in the form that servers write.
func (r *AgentResult) closeSlow(d *Decoder) {
	if d.reason != 0 {
		return
	}
	slow := d.closing == "]"
	if !r.multimodal && !d.next(']') {
		d.failClosing(']')
	}
	d.base = len(d.text)
	if slow {
		return
	}
	kind := ""
	for d.reason == 0 && d.next(',') {
		switch key := d.key(); {
		case key == dataMembers[0], key == dataMembers[1] && kind != "":
			d.Fail(ReasonDuplicate, key)
		case key == dataMembers[1]:
			if kind = "?"; d.peek() == '"' {
				kind = d.str()
			}
			if d.reason == 0 && kind != r.kind() {
				d.Fail(ReasonWrongKind, "expected a result of type "+r.kind()+", found "+shorten(kind, 40))
			}
		default:
			d.skip()
		}
	}
	if d.reason == 0 && !d.next('}') {
		d.failClosing('}')
	}
	if d.reason == 0 && kind == "" {
		d.failMissing(dataMembers[1])
	}
	d.restOfObject(agentAnswerMembers...)
}
