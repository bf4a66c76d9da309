package store

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"
)

// The codecs written by hand are for one type and one server. They append to a buffer from
// a pool, and read only what servers write, with members in their order and no white space.
// They lack what a client needs: a general reader, errors with a path, the refusal of
// strings and floats that JSON cannot hold, and floats that servers read right.

type handCodec[T any] struct {
	append func(b []byte, v *T) []byte
	read   func(r *handReader, v *T)
}

var handBuffers = sync.Pool{New: func() any { return new([]byte) }}

func byHand[T any](typ string, v T, c handCodec[T]) contender {
	untypedOpen, typedOpen := `{"params":[{"value":`, `{"params":[{"typ":`+typ+`,"value":`
	answerOpen := `{"result":{"typ":{"items":[` + typ + `],"type":"Tuple"},"value":[`
	request := func(b []byte, typed bool) []byte {
		if typed {
			b = append(b, typedOpen...)
		} else {
			b = append(b, untypedOpen...)
		}
		return append(c.append(b, &v), "}]}"...)
	}
	pooled := func(write func(b []byte) []byte) ([]byte, error) {
		buffer := handBuffers.Get().(*[]byte)
		defer handBuffers.Put(buffer)
		*buffer = write((*buffer)[:0])
		return bytes.Clone(*buffer), nil
	}
	read := func(text []byte, opening, closing string) (any, error) {
		out := new(T)
		r := handReader{text: string(text)}
		r.literal(opening)
		c.read(&r, out)
		r.literal(closing)
		if r.failed || r.at != len(r.text) {
			return nil, errOtherText
		}
		return out, nil
	}
	return contender{
		name: "by-hand",
		request: func(typed bool) ([]byte, error) {
			return pooled(func(b []byte) []byte { return request(b, typed) })
		},
		reused:    func(b []byte, typed bool) ([]byte, error) { return request(b, typed), nil },
		answer:    func(body []byte) (any, error) { return read(body, answerOpen, "]}}") },
		marshal:   func() ([]byte, error) { return pooled(func(b []byte) []byte { return c.append(b, &v) }) },
		unmarshal: func(text []byte) (any, error) { return read(text, "", "") },
		value:     &v,
	}
}

var errOtherText = errors.New("not what servers write")

// The lowest and the highest bit of each of eight bytes.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

func eight(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// special reports whether one of eight bytes is a quote, a backslash, a control character
// or not ASCII.
func special(w uint64) bool {
	quotes, backslashes := w^(ones*'"'), w^(ones*'\\')
	return (w|(w-ones*0x20)|(quotes-ones)|(backslashes-ones))&highs != 0
}

func isSpecial(c byte) bool { return c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf }

// plainLength returns the number of bytes of s from i on that are not special.
func plainLength(s string, i int) int {
	start := i
	for i+8 <= len(s) && !special(eight(s, i)) {
		i += 8
	}
	for i < len(s) && !isSpecial(s[i]) {
		i++
	}
	return i - start
}

func handString(b []byte, v *string) []byte {
	s := *v
	b = append(b, '"')
	for i := 0; ; {
		n := plainLength(s, i)
		b = append(b, s[i:i+n]...)
		if i += n; i == len(s) {
			return append(b, '"')
		}
		if s[i] < utf8.RuneSelf {
			b = handEscape(b, s[i])
			i++
			continue
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		b = append(b, s[i:i+size]...)
		i += size
	}
}

func handEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\n':
		return append(b, '\\', 'n')
	case '\t':
		return append(b, '\\', 't')
	}
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}

func handList[T any](b []byte, list []T, item func(b []byte, v *T) []byte) []byte {
	b = append(b, '[')
	for i := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(b, &list[i])
	}
	return append(b, ']')
}

func handFloat64(b []byte, v *float64) []byte { return strconv.AppendFloat(b, *v, 'g', -1, 64) }

func handItem(b []byte, v *ProductItem) []byte {
	b = append(b, `{"name":`...)
	b = handString(b, &v.Name)
	b = append(b, `,"price":`...)
	b = strconv.AppendFloat(b, float64(v.Price), 'g', -1, 32)
	b = append(b, `,"product-id":`...)
	b = handString(b, &v.ProductID)
	b = append(b, `,"quantity":`...)
	b = strconv.AppendUint(b, uint64(v.Quantity), 10)
	return append(b, '}')
}

func handOrder(b []byte, v *Order) []byte {
	b = append(b, `{"items":`...)
	b = handList(b, v.Items, handItem)
	b = append(b, `,"order-id":`...)
	b = handString(b, &v.OrderID)
	b = append(b, `,"timestamp":`...)
	b = strconv.AppendUint(b, v.Timestamp, 10)
	b = append(b, `,"total":`...)
	b = strconv.AppendFloat(b, float64(v.Total), 'g', -1, 32)
	return append(b, '}')
}

func handOrders(b []byte, v *[]Order) []byte { return handList(b, *v, handOrder) }

func handFloats(b []byte, v *[]float64) []byte { return handList(b, *v, handFloat64) }

func handStrings(b []byte, v *[]string) []byte { return handList(b, *v, handString) }

// byteText is a number of a list<u8> and the comma after it.
type byteText struct {
	text   [4]byte
	length uint8
}

var byteTexts = func() (texts [256]byteText) {
	for i := range texts {
		texts[i].length = uint8(copy(texts[i].text[:], strconv.Itoa(i)+","))
	}
	return texts
}()

// handBytes writes four bytes for each number, and removes the excess.
func handBytes(b []byte, v *[]byte) []byte {
	b = append(b, '[')
	n := len(b)
	b = slices.Grow(b, 4*len(*v)+1)[:n+4*len(*v)]
	for _, c := range *v {
		text := &byteTexts[c]
		*(*[4]byte)(b[n:]) = text.text
		n += int(text.length)
	}
	if len(*v) > 0 {
		n--
	}
	return append(b[:n], ']')
}
