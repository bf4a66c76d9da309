package wire_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestNamesOfAnyLength reads names that are compared by words and longer ones, at the end
// of the text and far from it. Each name begins with the one before it.
func TestNamesOfAnyLength(t *testing.T) {
	const name = "abcdefghijklmnopqrstuvwxyz"
	for n := 2; n <= len(name); n++ {
		for _, behind := range []string{"", strings.Repeat(" ", 32)} {
			names := wire.NewNames(name[:n-1], name[:n])
			decode := func(d *wire.Decoder, at int, v *uint64) (end int) {
				*v, end = wire.DecodeEnum(d, at, names)
				return end
			}
			shape := wire.NewShape(name[:n-1], name[:n])
			for i, name := range []string{name[:n-1], name[:n]} {
				quoted := strconv.Quote(name)
				read(t, quoted+behind, decode, uint64(i+1))
				read(t, "["+quoted+"]"+behind, func(d *wire.Decoder, at int, v *uint64) (end int) {
					*v, end = wire.DecodeFlags(d, at, names)
					return end
				}, 1<<i)
				read(t, "{"+quoted+":7}"+behind, func(d *wire.Decoder, at int, v *[2]uint8) int {
					i, at := d.BeginCase(at, names)
					v[i]++
					return d.EndCase(wire.DecodeUint8(d, at, new(uint8)))
				}, [2]uint8{1 - uint8(i), uint8(i)})
			}
			text := `{"` + name[:n-1] + `":1,"` + name[:n] + `":2}` + behind
			read(t, text, func(d *wire.Decoder, at int, v *[2]uint8) int {
				i, at, next := shape.Next(d, at, 0)
				for i >= 0 {
					at = wire.DecodeUint8(d, at, &v[i])
					i, at, next = shape.Next(d, at, next)
				}
				return at
			}, [2]uint8{1, 2})
			unreadable(t, strconv.Quote(name[:n]+"!")+behind, decode, wire.ReasonUnknownCase, "")
		}
	}
}
