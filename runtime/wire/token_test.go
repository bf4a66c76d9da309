package wire_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestNamesOfAnyLength reads names that are compared by words, and those that are too long
// for it, in front of the end of the text and further away. Each name begins with the
// one before it.
func TestNamesOfAnyLength(t *testing.T) {
	const name = "abcdefghijklmnopqrstuvwxyz"
	for n := 2; n <= len(name); n++ {
		for _, behind := range []string{"", strings.Repeat(" ", 32)} {
			names := wire.NewNames(name[:n-1], name[:n])
			shape := wire.NewShape(name[:n-1], name[:n])
			for i, name := range []string{name[:n-1], name[:n]} {
				quoted := strconv.Quote(name)
				read(t, quoted+behind, func(d *wire.Decoder, v *uint64) { *v = wire.DecodeEnum(d, names) }, uint64(i+1))
				read(t, "["+quoted+"]"+behind, func(d *wire.Decoder, v *uint64) { *v = wire.DecodeFlags(d, names) }, 1<<i)
				read(t, "{"+quoted+":7}"+behind, func(d *wire.Decoder, v *[2]uint8) {
					v[d.BeginCase(names)]++
					wire.DecodeUint8(d, new(uint8))
					d.EndCase()
				}, [2]uint8{1 - uint8(i), uint8(i)})
			}
			text := `{"` + name[:n-1] + `":1,"` + name[:n] + `":2}` + behind
			read(t, text, func(d *wire.Decoder, v *[2]uint8) {
				f := d.Record(shape)
				for f.Next() {
					wire.DecodeUint8(d, &v[f.Index])
				}
			}, [2]uint8{1, 2})
			unreadable(t, strconv.Quote(name[:n]+"!")+behind, func(d *wire.Decoder, v *uint64) { *v = wire.DecodeEnum(d, names) }, wire.ReasonUnknownCase, "")
		}
	}
}
