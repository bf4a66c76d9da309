package wire

import (
	"reflect"
	"strings"
)

// Memory of lists
//
// A list that is not part of another one gets memory of its own. Its length is guessed from
// the text that its first items take. Lists within lists would need many small pieces of
// memory, so they share: each type of item has a slab, which is divided among all lists of
// that type. Each list gets its part without spare capacity, so that appending to it does
// not write over the next one. [Decoder.Copy] turns this off.

// keptSlabs is the number of slabs that a decoder keeps when it is reset.
const keptSlabs = 16

// slab is memory for the items of nested lists of one type.
type slab[T any] struct {
	free  []T  // empty; its capacity is still free
	items int  // handed out so far
	from  int  // offset in the text of the first list
	busy  bool // a list is being read into free
}

type slabber interface{ reset() }

func (s *slab[T]) reset() { *s = slab[T]{} }

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

// listCodec says how to read the items of a list.
type listCodec[T any] struct {
	item DecodeFunc[T]
	// run reads items that have the usual form, each with a comma after it, from the offset
	// i on into the capacity of list. It may be nil.
	run func(d *Decoder, i int, list []T) (end int, longer []T)
}

// DecodeList reads an array with item. An empty array is read as an empty slice that is not
// nil.
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
	if s.busy { // a type that contains itself
		return readItems(d, make([]T, 0, d.expectItems()), 0, d.At, codec)
	}
	if s.items == 0 {
		s.from = d.At
	}
	need := 1
	if first := d.peek(); s.items == 0 || first != '{' && first != '[' { // otherwise any free capacity is enough
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

// readItems reads items into the capacity of list, and into a larger slice if that is full.
// The lists before it in the slab had before items, and the first of them begins at the
// offset from.
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

// guessWindow is the number of bytes that are looked at to guess the length of a list.
const guessWindow = 4096

// expectItems guesses the length of the array whose first item is next. It counts commas if
// the items are numbers or strings, and divides by the size of the first item otherwise.
func (d *Decoder) expectItems() int {
	first := d.peek()
	rest := d.text[d.At:]
	if rest == "" {
		return 1
	}
	seen := rest[:min(len(rest), guessWindow)]
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

// bracketed returns the length of the object or array at the start of text, 0 if its end is
// not in text.
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

// predict guesses how many more items follow, if items of them took the text from the
// offset from on. Once it knows many, the guess may need memory of a few times the rest of
// the text.
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

// bounded adds some room to a guess and limits it by the number of known items, so that no
// text makes the decoder allocate memory out of proportion.
func bounded(known int, guess float64) int {
	limit := 16 * known
	if known <= 16 {
		limit = 256 * known
	}
	return min(limit, int(guess*17/16)+1)
}
