package wire

import (
	"reflect"
	"strings"
)

// Memory of lists
//
// A list that is not part of another one gets memory of its own, sized by what
// its first items took of the text. Lists within lists would need one piece
// each, so these share: a slab per type of item is cut up among all the lists of
// that type, and each list gets its part with no room to append to, so that
// users who append do not write over a neighbour. [Decoder.Copy] turns this off.

// keptSlabs is how many slabs a decoder keeps over a Reset.
const keptSlabs = 16

// slab is memory for the items of nested lists of one type.
type slab[T any] struct {
	free  []T  // empty; its capacity is not handed out yet
	items int  // handed out so far
	from  int  // where in the text the first of the lists begins
	busy  bool // a list is being read into free
}

type slabber interface{ forget() }

// forget prepares for another text.
func (s *slab[T]) forget() { *s = slab[T]{} }

// slabFor returns the decoder's slab for a type.
func slabFor[T any](d *Decoder) *slab[T] {
	for _, s := range d.slabs {
		if s, ok := s.(*slab[T]); ok {
			return s
		}
	}
	s := &slab[T]{}
	d.slabs = append(d.slabs, s)
	return s
}

// listCodec is how the items of a list are read.
type listCodec[T any] struct {
	item DecodeFunc[T]
	// run reads items from the offset i on that are written as they usually are, each
	// with the comma behind it, into the capacity of list. It may be nil.
	run func(d *Decoder, i int, list []T) (end int, longer []T)
}

// DecodeList reads an array. An empty one is empty, not nil.
func DecodeList[T any](d *Decoder, at int, v *[]T, item DecodeFunc[T]) (end int) {
	return decodeList(d, at, v, listCodec[T]{item: item})
}

func decodeList[T any](d *Decoder, at int, v *[]T, codec listCodec[T]) (end int) {
	d.At = at
	if !d.next('[') {
		d.unexpected("an array")
		return d.At
	}
	if !d.enter() {
		return d.At
	}
	if d.peek() == ']' {
		d.depth--
		*v = []T{}
		return d.At + 1
	}
	d.lists++
	if d.lists == 1 || d.Copy {
		*v = readItems(d, make([]T, 0, d.expectItems()), 0, d.At, codec)
	} else {
		*v = readNested(d, codec)
	}
	d.lists--
	d.depth--
	return d.At
}

// readNested reads the items of a list within a list.
func readNested[T any](d *Decoder, codec listCodec[T]) []T {
	s := slabFor[T](d)
	if s.busy { // only a codec for a type that contains itself comes here
		return readItems(d, make([]T, 0, d.expectItems()), 0, d.At, codec)
	}
	if s.items == 0 {
		s.from = d.At
	}
	need := 1
	if first := d.peek(); s.items == 0 || first != '{' && first != '[' { // else what is left will do
		need = d.expectItems()
	}
	if cap(s.free) < need {
		s.free = make([]T, 0, max(need, predict[T](d, s.items, s.from)))
	}
	s.busy = true
	list := readItems(d, s.free, s.items, s.from, codec)
	s.busy = false
	n := len(list)
	s.items += n
	s.free = list[n:]
	return list[:n:n]
}

// readItems reads items into the capacity of list, or of a larger piece. The
// list before it in the same slab had so many items, and the first of them all
// begins at from.
func readItems[T any](d *Decoder, list []T, before, from int, codec listCodec[T]) []T {
	at := d.At
	for d.reason == 0 {
		if codec.run != nil {
			at, list = codec.run(d, at, list)
		}
		n := len(list)
		if n == cap(list) {
			d.At = at
			larger := make([]T, n, n+max(n, predict[T](d, before+n, from), 4))
			copy(larger, list)
			list = larger
		}
		list = list[:n+1]
		if at = codec.item(d, at, &list[n]); d.isAt(at, ',') {
			at++
			continue
		}
		if d.At = at; d.reason != 0 || !d.comma(']') {
			return list
		}
		at = d.At
	}
	d.At = at
	return list
}

// window is how much of the text is looked at to guess the length of a list.
const window = 4096

// expectItems guesses how many items the array has whose first item is next: for
// numbers and strings by counting commas, else by the size of the first item.
func (d *Decoder) expectItems() int {
	first := d.peek()
	rest := d.text[d.At:]
	if rest == "" {
		return 1
	}
	seen := rest[:min(len(rest), window)]
	if first == '{' || first == '[' {
		size := bracketed(seen)
		if size == 0 {
			return 1
		}
		return bounded(4, float64(len(rest))/float64(size+1))
	}
	if end := strings.IndexByte(seen, ']'); end >= 0 {
		return strings.Count(seen[:end], ",") + 1
	}
	count := strings.Count(seen, ",") + 1
	guess := float64(count) * float64(len(rest)) / float64(len(seen)) * 17 / 16
	if first == '"' { // the commas may be in strings
		guess = min(guess, 256*float64(count))
	}
	return int(guess)
}

// bracketed returns the length of the object or array at the start of text, 0 when it
// does not end there.
func bracketed(text string) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth <= 0 {
				return i + 1
			}
		case '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		}
	}
	return 0
}

// predict guesses how many more items follow when so many took the text since
// from. Once many are known the guess may ask for memory of a few times the rest
// of the text.
func predict[T any](d *Decoder, items, from int) int {
	if items == 0 || d.At <= from {
		return 0
	}
	rest := len(d.text) - d.At
	guess := float64(items) * float64(rest) / float64(d.At-from)
	const many = 512
	if fair := int(guess*17/16) + 1; items >= many && fair <= 4*rest/max(1, int(reflect.TypeFor[T]().Size())) {
		return fair
	}
	return bounded(items, guess)
}

// bounded limits a guess by what is known to be there, so that no text makes
// the decoder ask for memory out of all proportion, and adds some room.
func bounded(known int, guess float64) int {
	limit := 16 * known
	if known <= 16 {
		limit = 256 * known
	}
	return min(limit, int(guess*17/16)+1)
}
