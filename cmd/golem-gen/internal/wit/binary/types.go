package binary

import "github.com/golem-gen/golem-gen/metadata"

// The codes of types.
const (
	codeResource      = 0x3f
	codeResourceAsync = 0x3e
	codeFunction      = 0x40
	codeComponent     = 0x41
	codeInstance      = 0x42
	codeFunctionAsync = 0x43
	codeMap           = 0x63
	codeErrorContext  = 0x64
	codeFuture        = 0x65
	codeStream        = 0x66
	codeFixedList     = 0x67
	codeBorrow        = 0x68
	codeOwn           = 0x69
	codeResult        = 0x6a
	codeOption        = 0x6b
	codeEnum          = 0x6d
	codeFlags         = 0x6e
	codeTuple         = 0x6f
	codeList          = 0x70
	codeVariant       = 0x71
	codeRecord        = 0x72
)

// basic has the types without parts, by code.
var basic = map[byte]*node{
	0x7f: {kind: metadata.KindBool}, 0x7e: {kind: metadata.KindS8}, 0x7d: {kind: metadata.KindU8},
	0x7c: {kind: metadata.KindS16}, 0x7b: {kind: metadata.KindU16}, 0x7a: {kind: metadata.KindS32},
	0x79: {kind: metadata.KindU32}, 0x78: {kind: metadata.KindS64}, 0x77: {kind: metadata.KindU64},
	0x76: {kind: metadata.KindF32}, 0x75: {kind: metadata.KindF64}, 0x74: {kind: metadata.KindChr},
	0x73: {kind: metadata.KindStr}, codeErrorContext: {},
}

// define reads a definition of a type.
func (s *scope) define(r *reader, depth int) entity {
	code := r.byte()
	switch code {
	case codeResource, codeResourceAsync:
		r.byte() // the representation: i32
		if r.byte() != 0 {
			r.number()
			if code == codeResourceAsync && r.byte() != 0 {
				r.number()
			}
		}
		return entity{node: &node{kind: metadata.KindHandle}}
	case codeFunction, codeFunctionAsync:
		return entity{function: s.signature(r)}
	case codeComponent, codeInstance:
		inner := newScope(s)
		inner.declarations(r, depth+1)
		if code == codeInstance {
			return entity{instance: inner.exports}
		}
		return entity{scope: inner}
	}
	if known := basic[code]; known != nil {
		return entity{node: known}
	}
	return entity{node: s.composite(r, code)}
}

// composite reads a value type with parts.
func (s *scope) composite(r *reader, code byte) *node {
	switch code {
	case codeRecord:
		return &node{kind: metadata.KindRecord, members: s.members(r)}
	case codeVariant:
		n := &node{kind: metadata.KindVariant}
		r.each(func() {
			n.members = append(n.members, member{r.text(), s.optional(r)})
			s.optional(r) // the case that it refines, always none
		})
		return n
	case codeEnum, codeFlags:
		n := &node{kind: metadata.KindEnum}
		if code == codeFlags {
			n.kind = metadata.KindFlags
		}
		r.each(func() { n.members = append(n.members, member{name: r.text()}) })
		return n
	case codeTuple:
		n := &node{kind: metadata.KindTuple}
		r.each(func() { n.items = append(n.items, s.value(r)) })
		return n
	case codeList:
		return &node{kind: metadata.KindList, items: []*node{s.value(r)}}
	case codeOption:
		return &node{kind: metadata.KindOption, items: []*node{s.value(r)}}
	case codeResult:
		return &node{kind: metadata.KindResult, items: []*node{s.optional(r), s.optional(r)}}
	case codeOwn, codeBorrow:
		return &node{to: s.get(r, sortType, r.number()).node}
	}
	return s.unsupported(r, code)
}

// unsupported reads a type that metadata does not have.
func (s *scope) unsupported(r *reader, code byte) *node {
	switch code {
	case codeStream, codeFuture:
		s.optional(r)
	case codeFixedList:
		s.value(r)
		r.number()
	case codeMap:
		s.value(r)
		s.value(r)
	default:
		r.fail("the code of a type, 0x%02x, is not known", code)
	}
	return &node{}
}

// value reads the number of a type, or the code of a type without parts.
func (s *scope) value(r *reader) *node {
	n := r.signed()
	if n >= 0 {
		e := s.get(r, sortType, int(n))
		if e.node == nil {
			r.fail("type %d is not a type of values", n)
		}
		return e.node
	}
	known := basic[byte(n&0x7f)]
	if known == nil {
		r.fail("the code of a type, 0x%02x, is not known", n&0x7f)
	}
	return known
}

func (s *scope) optional(r *reader) *node {
	switch r.byte() {
	case 0:
		return nil
	case 1:
		return s.value(r)
	}
	r.fail("expected 0 or 1")
	return nil
}

func (s *scope) members(r *reader) []member {
	var list []member
	r.each(func() { list = append(list, member{r.text(), s.value(r)}) })
	return list
}

// signature reads parameters and results.
func (s *scope) signature(r *reader) *function {
	f := &function{parameters: s.members(r)}
	switch r.byte() {
	case 0:
		f.results = []member{{typ: s.value(r)}}
	case 1:
		f.results = s.members(r)
	default:
		r.fail("expected results")
	}
	return f
}
