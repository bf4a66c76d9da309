package store

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// handReader reads a text from its start to its end.
type handReader struct {
	text   string
	at     int
	failed bool
	items  []ProductItem // memory for the items of all orders
}

func (r *handReader) has(literal string) bool {
	if strings.HasPrefix(r.text[r.at:], literal) {
		r.at += len(literal)
		return true
	}
	return false
}

func (r *handReader) literal(literal string) {
	if !r.has(literal) {
		r.fail()
	}
}

func (r *handReader) fail() { r.failed, r.at = true, len(r.text) }

// string reads a string. It shares memory with the text unless it has escapes.
func (r *handReader) string(v *string) {
	r.literal(`"`)
	start, ascii := r.at, true
	for i := start; ; {
		i += plainLength(r.text, i)
		switch {
		case i == len(r.text) || r.text[i] < ' ':
			r.fail()
			return
		case r.text[i] == '"':
			*v, r.at = r.text[start:i], i+1
			if !ascii && !utf8.ValidString(*v) {
				r.fail()
			}
			return
		case r.text[i] == '\\':
			r.escaped(v, start, i)
			return
		}
		ascii = false
		i++
	}
}

// escaped reads a string whose first backslash is at i.
func (r *handReader) escaped(v *string, start, i int) {
	for i < len(r.text) && r.text[i] != '"' {
		if r.text[i] == '\\' {
			i++
		}
		i++
	}
	if i >= len(r.text) {
		r.fail()
		return
	}
	text, err := strconv.Unquote(r.text[start-1 : i+1])
	if err != nil {
		r.fail()
		return
	}
	*v, r.at = text, i+1
}

// unsigned reads a number from 0 to most.
func (r *handReader) unsigned(most uint64) uint64 {
	start, n := r.at, uint64(0)
	for r.at < len(r.text) && r.text[r.at]-'0' <= 9 {
		n = n*10 + uint64(r.text[r.at]-'0')
		r.at++
	}
	digits := r.at - start
	if digits == 0 || digits > 19 || n > most || digits > 1 && r.text[start] == '0' {
		r.fail()
	}
	return n
}

func (r *handReader) signed(most uint64) int64 {
	if r.has("-") {
		return -int64(r.unsigned(most + 1))
	}
	return int64(r.unsigned(most))
}

var handPowers = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// float64 computes numbers with few digits itself, and uses strconv for others.
func (r *handReader) float64(v *float64) {
	start := r.at
	negative := r.has("-")
	n, digits, fraction, point := uint64(0), 0, 0, false
	for ; r.at < len(r.text); r.at++ {
		c := r.text[r.at]
		if c-'0' <= 9 {
			n = n*10 + uint64(c-'0')
			digits++
			if point {
				fraction++
			}
		} else if c == '.' && !point {
			point = true
		} else {
			break
		}
	}
	exponent := r.at < len(r.text) && r.text[r.at]|0x20 == 'e'
	if !exponent && digits > 0 && digits <= 15 && fraction < len(handPowers) {
		f := float64(n) / handPowers[fraction]
		if negative {
			f = -f
		}
		*v = f
		return
	}
	for r.at < len(r.text) && strings.IndexByte(",]}", r.text[r.at]) < 0 {
		r.at++
	}
	f, err := strconv.ParseFloat(r.text[start:r.at], 64)
	if err != nil {
		r.fail()
	}
	*v = f
}

func (r *handReader) float32(v *float32) {
	var wide float64
	r.float64(&wide)
	if math.Abs(wide) > math.MaxFloat32 {
		r.fail()
	}
	*v = float32(wide)
}

// handReadList reads a list of about n items.
func handReadList[T any](r *handReader, v *[]T, n int, item func(r *handReader, v *T)) {
	list := make([]T, 0, n)
	r.literal("[")
	for more := !r.has("]"); more && !r.failed; more = r.has(",") {
		var next T
		list = append(list, next)
		item(r, &list[len(list)-1])
	}
	if len(list) > 0 {
		r.literal("]")
	}
	*v = list
}

func handReadItem(r *handReader, v *ProductItem) {
	r.literal(`{"name":`)
	r.string(&v.Name)
	r.literal(`,"price":`)
	r.float32(&v.Price)
	r.literal(`,"product-id":`)
	r.string(&v.ProductID)
	r.literal(`,"quantity":`)
	v.Quantity = uint32(r.unsigned(math.MaxUint32))
	r.literal(`}`)
}

// handReadItems reads the items of all orders into one slice.
func handReadItems(r *handReader, v *[]ProductItem) {
	if r.items == nil {
		r.items = make([]ProductItem, 0, strings.Count(r.text[r.at:], "{"))
	}
	start := len(r.items)
	r.literal("[")
	for more := !r.has("]"); more && !r.failed; more = r.has(",") {
		r.items = append(r.items, ProductItem{})
		handReadItem(r, &r.items[len(r.items)-1])
	}
	if len(r.items) > start {
		r.literal("]")
	}
	*v = r.items[start:len(r.items):len(r.items)]
}

func handReadOrder(r *handReader, v *Order) {
	r.literal(`{"items":`)
	handReadItems(r, &v.Items)
	r.literal(`,"order-id":`)
	r.string(&v.OrderID)
	r.literal(`,"timestamp":`)
	v.Timestamp = r.unsigned(math.MaxUint64)
	r.literal(`,"total":`)
	r.float32(&v.Total)
	r.literal(`}`)
}

func handReadOrders(r *handReader, v *[]Order) {
	handReadList(r, v, strings.Count(r.text[r.at:], `"order-id":`), handReadOrder)
}

func handReadFloats(r *handReader, v *[]float64) {
	handReadList(r, v, strings.Count(r.text[r.at:], ",")+1, (*handReader).float64)
}

func handReadStrings(r *handReader, v *[]string) {
	handReadList(r, v, strings.Count(r.text[r.at:], ",")+1, (*handReader).string)
}

func handReadBytes(r *handReader, v *[]byte) {
	list := make([]byte, 0, strings.Count(r.text[r.at:], ",")+1)
	r.literal("[")
	for more := !r.has("]"); more; more = r.at < len(r.text) && r.text[r.at] == ',' {
		if len(list) > 0 {
			r.at++
		}
		list = append(list, byte(r.unsigned(math.MaxUint8)))
	}
	if len(list) > 0 {
		r.literal("]")
	}
	*v = list
}
