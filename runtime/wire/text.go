package wire

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// Name returns the name of a case by its number, 1 for the first case. If there is no such
// case, it returns the number in parentheses.
func (n *Names) Name(number uint64) string {
	if number-1 < uint64(len(n.plain)) {
		return n.plain[number-1]
	}
	return "(" + strconv.FormatUint(number, 10) + ")"
}

// Join returns the names of the set bits, joined by "|". Bit 0 of the first word is the
// first name. Bits without a name follow as one number for each word.
func (n *Names) Join(words ...uint64) string {
	var names []string
	for w, word := range words {
		for ; word != 0; word &= word - 1 {
			bit := w*64 + bits.TrailingZeros64(word)
			if bit >= len(n.plain) {
				names = append(names, fmt.Sprintf("%#x", word))
				break
			}
			names = append(names, n.plain[bit])
		}
	}
	return strings.Join(names, "|")
}

// MarshalCase returns the name of a case by its number. It returns an error if there is no
// such case.
func (n *Names) MarshalCase(number uint64) ([]byte, error) {
	if number-1 >= uint64(len(n.plain)) {
		return nil, fmt.Errorf("%d is not the number of a case; use one of %s", number, n.list())
	}
	return []byte(n.plain[number-1]), nil
}

// UnmarshalCase returns the number of the case with that name. It returns an error if there
// is no such case.
func (n *Names) UnmarshalCase(name []byte) (uint64, error) {
	if i, ok := n.index[string(name)]; ok {
		return uint64(i) + 1, nil
	}
	return 0, fmt.Errorf("%.60q is not a case; use one of %s", name, n.list())
}

// MarshalCase is Marshal for a case of a variant.
func MarshalCase[V any](v V, f AppendFunc[V]) ([]byte, error) { return Marshal(&v, f) }

// UnmarshalCase is Unmarshal for a case C of the variant V. If the value is of another
// case, it returns an error and leaves *c unchanged.
func UnmarshalCase[V, C any](data []byte, c *C, f DecodeFunc[V]) error {
	var v V
	if err := Unmarshal(data, &v, f); err != nil {
		return err
	}
	found, ok := any(v).(C)
	if !ok {
		return fmt.Errorf("the value is the case %T, not %T", v, *c)
	}
	*c = found
	return nil
}
