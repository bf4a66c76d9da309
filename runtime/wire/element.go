package wire

// Data values
//
// The parameters and the result of an agent's method are data values: a tuple of
// elements,
//
//	{"type":"Tuple","elements":[{"type":"ComponentModel","value":V},…]}
//
// or parts of several kinds, each with a name,
//
//	{"type":"Multimodal","elements":[{"name":N,"value":{"type":"ComponentModel","value":V}},…]}

// The text around the values of a data value in a request.
const (
	TupleOpen      = `{"type":"Tuple","elements":[`
	MultimodalOpen = `{"type":"Multimodal","elements":[`
	DataClose      = `]}`

	ComponentModelOpen     = `{"type":"ComponentModel","value":`
	UnstructuredTextOpen   = `{"type":"UnstructuredText","value":`
	UnstructuredBinaryOpen = `{"type":"UnstructuredBinary","value":`
	ElementClose           = `}`
)

// ElementType is the type of an element of a data value.
type ElementType uint8

// The types of elements.
const (
	ComponentModel     ElementType = iota // a value of a type
	UnstructuredText                      // a [Text]
	UnstructuredBinary                    // a [Binary]
)

var elementTypes = [...]struct{ name, open string }{
	ComponentModel:     {"ComponentModel", ComponentModelOpen},
	UnstructuredText:   {"UnstructuredText", UnstructuredTextOpen},
	UnstructuredBinary: {"UnstructuredBinary", UnstructuredBinaryOpen},
}

// String returns the type's name in JSON.
func (t ElementType) String() string {
	if int(t) < len(elementTypes) {
		return elementTypes[t].name
	}
	return "an unknown type"
}

// The members of an element and of a part.
var (
	elementMembers = []string{"type", "value"}
	partMembers    = []string{"name", "value"}
)

// AppendPartOpen writes the start of a part with the given name, up to its element.
// ElementClose ends the part.
func AppendPartOpen(b []byte, e *Encoder, name string) []byte {
	b = append(b, `{"name":`...)
	b = AppendString(b, e, &name)
	return append(b, `,"value":`...)
}

// BeginElement reads an element up to its value, and reports an element that is not of type
// t.
func (d *Decoder) BeginElement(at int, t ElementType) (end int) {
	d.At = at
	d.beginElement(t)
	return d.At
}

func (d *Decoder) beginElement(t ElementType) {
	if !d.enter() || int(t) < len(elementTypes) && d.literal(elementTypes[t].open) {
		return
	}
	name, value := d.labelled("an element", elementMembers)
	if d.reason == 0 && name != t.String() {
		d.Fail(ReasonWrongKind, "expected an element of type "+t.String()+", found "+shorten(name, 40))
	}
	d.jump(value, &d.elementEnd)
}

// EndElement reads the end of an element after its value.
func (d *Decoder) EndElement(at int) (end int) {
	d.At = at
	d.endElement()
	return d.At
}

func (d *Decoder) endElement() { d.endLabelled(&d.elementEnd, elementMembers) }

// BeginPart reads a part of a multimodal data value up to its element. i is the index of
// its name in names, -1 after a failure.
func (d *Decoder) BeginPart(at int, names *Names) (i, end int) {
	d.At = at
	i = d.beginPart(names)
	return i, d.At
}

func (d *Decoder) beginPart(names *Names) int {
	if !d.enter() {
		return -1
	}
	start := d.At
	if d.literal(`{"name":`) && d.peek() == '"' {
		i, end := d.name(d.At, names, ReasonUnknownCase)
		if d.At = end; i < 0 || d.literal(`,"value":`) {
			return i
		}
	}
	if d.reason == 0 {
		d.At = start
	}
	name, value := d.labelled("a part", partMembers)
	i, ok := names.index[name]
	if d.reason == 0 && !ok {
		d.failAt(start, ReasonUnknownCase, "got "+shorten(name, 40)+", known are "+names.list())
	}
	d.jump(value, &d.partEnd)
	if d.reason != 0 {
		return -1
	}
	return i
}

// EndPart reads the end of a part after its element.
func (d *Decoder) EndPart(at int) (end int) {
	d.At = at
	d.endLabelled(&d.partEnd, partMembers)
	return d.At
}

// labelled looks at an object with two members, a string and a value, in any order. It
// skips other members. The span is from the start of the value to the end of the object. d
// stays before the object.
func (d *Decoder) labelled(what string, members []string) (label string, value span) {
	if d.peek() != '{' {
		d.unexpected(what)
		return "", span{}
	}
	start, found := d.At, false
	d.depth-- // the caller has entered the object
	d.knownMembers(members, func(i int) {
		switch {
		case i > 0:
			value = d.span()
		case d.peek() != '"':
			d.unexpected("a string")
		default:
			label, found = d.str(), true
		}
	})
	d.depth++
	switch {
	case d.reason != 0:
	case !found:
		d.failMissing(members[0])
	case !value.found:
		d.failMissing(members[1])
	default:
		value.end = d.At
	}
	if d.reason != 0 {
		return "", span{}
	}
	d.At = start
	return label, value
}

// jump moves to a value and keeps the end of its object in *end.
func (d *Decoder) jump(value span, end *int) {
	if d.reason == 0 {
		d.At, *end = value.start, value.end
	}
}

// endLabelled reads the end of an object after its value, whether labelled or the usual
// form was used.
func (d *Decoder) endLabelled(end *int, members []string) {
	switch {
	case d.reason != 0:
	case *end > 0:
		d.At, *end = *end, 0
	case d.literal(ElementClose):
	default:
		d.restOfObject(members...)
	}
	d.depth--
}
