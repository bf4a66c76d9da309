package store

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/runtime"
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

func handOrders(b []byte, v *[]Order) []byte   { return handList(b, *v, handOrder) }
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

func handMix(b []byte, v *Mix) []byte {
	b = append(b, `{"delivery":`...)
	b = handDelivery(b, v.Delivery)
	b = append(b, `,"gift":[`...)
	start := len(b)
	if v.Gift.Has(GiftWrap) {
		b = append(b, `"wrap",`...)
	}
	if v.Gift.Has(GiftAddCard) {
		b = append(b, `"add-card",`...)
	}
	if v.Gift.Has(GiftHidePrice) {
		b = append(b, `"hide-price",`...)
	}
	b = b[:max(start, len(b)-1)]
	b = append(b, `],"mark":`...)
	b = strconv.AppendUint(b, uint64(v.Mark), 10)
	b = append(b, `,"note":`...)
	if v.Note.Some {
		b = handString(b, &v.Note.Value)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"place":[`...)
	b = handString(b, &v.Place.F0)
	b = append(b, ',')
	b = strconv.AppendInt(b, int64(v.Place.F1), 10)
	b = append(b, `],"priority":"`...)
	b = append(b, v.Priority.String()...)
	b = append(b, `","state":{`...)
	if value, failure := v.State.Value, v.State.Failure; v.State.Case == runtime.ResultOk {
		b = append(b, `"ok":`...)
		b = strconv.AppendUint(b, uint64(value), 10)
	} else {
		b = append(b, `"err":`...)
		b = handString(b, &failure)
	}
	b = append(b, `},"weight":`...)
	if v.Weight.Some {
		b = handFloat64(b, &v.Weight.Value)
	} else {
		b = append(b, "null"...)
	}
	return append(b, '}')
}

func handDelivery(b []byte, v Delivery) []byte {
	switch v := v.(type) {
	case DeliveryPickup:
		b = append(b, `{"pickup":`...)
		b = handString(b, &v.Value)
	case DeliveryCourier:
		b = append(b, `{"courier":{"city":`...)
		b = handString(b, &v.Value.City)
		b = append(b, `,"street":`...)
		b = handString(b, &v.Value.Street)
		b = append(b, '}')
	default:
		b = append(b, `{"digital":null`...)
	}
	return append(b, '}')
}

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

func handReadMix(r *handReader, v *Mix) {
	r.literal(`{"delivery":`)
	handReadDelivery(r, &v.Delivery)
	r.literal(`,"gift":[`)
	for more := !r.has("]"); more && !r.failed; more = r.has(",") {
		switch {
		case r.has(`"wrap"`):
			v.Gift |= GiftWrap
		case r.has(`"add-card"`):
			v.Gift |= GiftAddCard
		case r.has(`"hide-price"`):
			v.Gift |= GiftHidePrice
		default:
			r.fail()
		}
	}
	if v.Gift != 0 {
		r.literal("]")
	}
	r.literal(`,"mark":`)
	v.Mark = rune(r.unsigned(utf8.MaxRune))
	if !utf8.ValidRune(v.Mark) {
		r.fail()
	}
	r.literal(`,"note":`)
	if !r.has("null") {
		var note string
		r.string(&note)
		v.Note = runtime.Some(note)
	}
	r.literal(`,"place":[`)
	r.string(&v.Place.F0)
	r.literal(`,`)
	v.Place.F1 = int32(r.signed(math.MaxInt32))
	r.literal(`],"priority":`)
	switch {
	case r.has(`"low"`):
		v.Priority = PriorityLow
	case r.has(`"medium"`):
		v.Priority = PriorityMedium
	default:
		r.literal(`"very-high"`)
		v.Priority = PriorityVeryHigh
	}
	r.literal(`,"state":{`)
	handReadState(r, &v.State)
	r.literal(`},"weight":`)
	if !r.has("null") {
		var weight float64
		r.float64(&weight)
		v.Weight = runtime.Some(weight)
	}
	r.literal(`}`)
}

func handReadState(r *handReader, v *runtime.Result[uint32, string]) {
	if r.has(`"ok":`) {
		*v = runtime.Ok[uint32, string](uint32(r.unsigned(math.MaxUint32)))
		return
	}
	r.literal(`"err":`)
	var failure string
	r.string(&failure)
	*v = runtime.Err[uint32](failure)
}

func handReadDelivery(r *handReader, v *Delivery) {
	switch {
	case r.has(`{"courier":{"city":`):
		var c DeliveryCourier
		r.string(&c.Value.City)
		r.literal(`,"street":`)
		r.string(&c.Value.Street)
		r.literal(`}}`)
		*v = c
	case r.has(`{"pickup":`):
		var c DeliveryPickup
		r.string(&c.Value)
		r.literal(`}`)
		*v = c
	default:
		r.literal(`{"digital":null}`)
		*v = DeliveryDigital{}
	}
}
