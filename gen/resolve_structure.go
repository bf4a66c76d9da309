package gen

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/golem-gen/golem-gen/metadata"
)

// structureTable assigns numbers to types. Two types have the same number if and only if they
// are equal. A type is looked up by the numbers of its parts, which makes comparisons of all
// types linear.
type structureTable struct {
	numbers map[string]int
	hashes  []string // by number: 16 hex digits, the same in every run and version
	buffer  []byte
}

func newStructureTable() *structureTable {
	return &structureTable{numbers: map[string]int{}}
}

// structured is a type with the numbers of its parts.
type structured struct {
	source *metadata.Type
	parts  []int  // numbers of the parts; -1 for a missing one
	label  string // distinguishes the type from others of equal structure
}

// number returns the number of a type.
func (s *structureTable) number(t structured) int {
	s.buffer = s.appendKey(s.buffer[:0], t, func(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) })
	if n, ok := s.numbers[string(s.buffer)]; ok {
		return n
	}
	n := len(s.hashes)
	s.numbers[string(s.buffer)] = n
	s.hashes = append(s.hashes, s.hash(t))
	return n
}

// hash returns a hash that does not depend on the numbers, which differ between documents.
func (s *structureTable) hash(t structured) string {
	text := s.appendKey(nil, t, func(b []byte, n int) []byte {
		if n < 0 {
			return append(b, '-')
		}
		return append(b, s.hashes[n]...)
	})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// appendKey appends the kind of a type, its names with their lengths, and its parts.
func (s *structureTable) appendKey(b []byte, t structured, part func([]byte, int) []byte) []byte {
	b = append(b, kindName(t.source.Kind)...)
	b = appendCounted(b, t.label)
	for _, f := range t.source.Fields {
		b = appendCounted(b, f.Name)
	}
	for _, c := range t.source.Cases {
		b = appendCounted(b, c.Name)
	}
	for _, name := range t.source.Names {
		b = appendCounted(b, name)
	}
	for _, n := range t.parts {
		b = part(append(b, '/'), n)
	}
	return b
}

// appendCounted appends a text after its length, so that different lists of texts have different
// keys.
func appendCounted(b []byte, text string) []byte {
	b = append(b, '.')
	b = strconv.AppendInt(b, int64(len(text)), 10)
	b = append(b, ':')
	return append(b, text...)
}
