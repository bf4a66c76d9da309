package runtime

import (
	"cmp"
	"slices"
)

// numberSet is a set of resource numbers, as ordered ranges. A worker numbers its resources
// upwards, so the numbers that a program has used and dropped form few ranges, usually one.
type numberSet []numberRange

// numberRange includes first and last.
type numberRange struct{ first, last uint64 }

// maxRanges is the maximum number of ranges of a set. They take 256 kB.
const maxRanges = 1 << 14

// find returns the index of the first range that does not end before n.
func (s numberSet) find(n uint64) int {
	i, _ := slices.BinarySearchFunc(s, n, func(r numberRange, n uint64) int { return cmp.Compare(r.last, n) })
	return i
}

func (s numberSet) has(n uint64) bool {
	i := s.find(n)
	return i < len(s) && s[i].first <= n
}

func (s *numberSet) add(n uint64) { s.addRange(numberRange{n, n}) }

// addRange adds r and joins it with the ranges that overlap it or are adjacent to it.
func (s *numberSet) addRange(r numberRange) {
	i := s.find(r.first - min(r.first, 1)) // a range that ends right before r is adjacent
	j := i
	for j < len(*s) && (*s)[j].first <= r.last+min(1, ^r.last) {
		r.first, r.last = min(r.first, (*s)[j].first), max(r.last, (*s)[j].last)
		j++
	}
	*s = slices.Replace(*s, i, j, r)
}

func (s *numberSet) addAll(o numberSet) {
	for _, r := range o {
		s.addRange(r)
	}
}

// trim removes the lower half of a set that has more than most ranges. It returns the number
// below which the set may lack numbers, 0 if it is complete.
func (s *numberSet) trim(most int) (below uint64) {
	if len(*s) <= most {
		return 0
	}
	half := len(*s) / 2
	below = (*s)[half].first
	*s = slices.Delete(*s, 0, half)
	return below
}
