package wire

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strconv"
)

// A list<u8> is an array of numbers and may be very long, so it has code of its own.

// byteText has the decimal digits of each byte and a comma, as a little-endian number.
// byteSize has the length of that text.
var (
	byteText [256]uint32
	byteSize [256]uint8
)

func init() {
	for i := range byteText {
		var text [4]byte
		byteSize[i] = uint8(copy(text[:], strconv.Itoa(i)+","))
		byteText[i] = binary.LittleEndian.Uint32(text[:])
	}
}

// AppendBytes writes a list<u8>, an array of numbers. Nil is written as an empty array.
func AppendBytes(b []byte, _ *Encoder, v *[]byte) []byte {
	s := *v
	if len(s) == 0 {
		return append(b, "[]"...)
	}
	b = slices.Grow(b, 1+4*len(s))
	end := len(b) + 1
	room := b[:cap(b)]
	room[end-1] = '['
	for _, c := range s {
		binary.LittleEndian.PutUint32(room[end:], byteText[c])
		end += int(byteSize[c])
	}
	room[end-1] = ']'
	return room[:end]
}

// DecodeBytes reads a list<u8>, an array of numbers. An empty array is read as an empty
// slice that is not nil.
//
//go:noinline
func DecodeBytes(d *Decoder, at int, v *[]byte) (end int) {
	return decodeList(d, at, v, listCodec[byte]{item: DecodeUint8, run: bytePairs})
}

// leastWithDigits is the least number with the given number of digits and no leading zero.
var leastWithDigits = [...]uint64{0, 0, 10, 100}

// bytePairs reads numbers that are each followed by a comma, two at a time, while there are
// two within eight bytes of the text and list has room.
func bytePairs(d *Decoder, i int, list []byte) (int, []byte) {
	text, n := d.text, len(list)
	room := list[:cap(list)]
	for i+8 <= len(text) && n+2 <= len(room) {
		w := load8(text, i)
		digits := w ^ ('0' * everyByte)
		others := notDigits(digits) // the lowest bit is right, and if that is a comma, so is the next one
		first := uint(bits.TrailingZeros64(others)) / 8
		second := uint(bits.TrailingZeros64(others&(others-1))) / 8
		size := second - first - 1
		if second > 7 || first-1 > 2 || size-1 > 2 || w>>(8*first)&0xFF != ',' || w>>(8*second)&0xFF != ',' {
			break
		}
		a := number3(digits << (64 - 8*first) >> 40)
		b := number3(digits << (64 - 8*second) >> 40 >> (8 * (3 - size)) << (8 * (3 - size)))
		if a < leastWithDigits[first&3] || a > 255 || b < leastWithDigits[size&3] || b > 255 {
			break
		}
		room[n], room[n+1] = byte(a), byte(b)
		n += 2
		i += int(second) + 1
	}
	return i, list[:n]
}

// number3 returns the number whose three decimal digits are bytes of x, the first digit
// lowest.
func number3(x uint64) uint64 {
	return x&15*100 + x>>8&15*10 + x>>16&15
}
