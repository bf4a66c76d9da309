package wire

import (
	"reflect"
	"testing"
)

// TestReset checks that a decoder is like a new one after Reset, apart from what it keeps
// on purpose, whatever it has read.
func TestReset(t *testing.T) {
	record := NewShape("name", "note?", "tags")
	decode := func(d *Decoder) {
		i, at, next := record.Next(d, 0, 0)
		for ; i >= 0; i, at, next = record.Next(d, at, next) {
			if i == 2 {
				var tags [][]uint8
				at = DecodeList(d, at, &tags, DecodeBytes)
				continue
			}
			var null bool
			if null, at = d.IsNull(at); !null {
				var s string
				at = DecodeString(d, at, &s)
			}
		}
		d.At = at
		d.End()
	}
	texts := []string{
		`{"name":"a\nb","tags":[[1],[2,3]]}`, `{"tags":[],"name":"x"}`, `{"name":"x"}`, `{"name":1}`, `{"name":`, `["a"]`,
		`{"tags":[[[`, `{"name":"a\nb","tags":[[1],[2,300]]}`, "",
	}
	for _, text := range texts {
		d := NewDecoder(text)
		d.Binding, d.Copy = t, true
		d.closing, d.base = "]}", 3
		decode(&d)
		failed := d.Failed()
		checkReset(t, &d, text)
		if !failed { // a failure within a variant, for the other fields of the decoder
			d.Reset(text)
			d.pretendNull()
			d.failSeveral(0, okFirst)
			checkReset(t, &d, text)
		}
	}
}

func checkReset(t *testing.T, d *Decoder, text string) {
	t.Helper()
	d.Reset("next")
	want := NewDecoder("next")
	want.Binding, want.Copy, want.slabs, want.unordered = t, true, d.slabs, d.unordered[:0]
	if !reflect.DeepEqual(*d, want) {
		t.Errorf("after %s:\n%+v, want\n%+v", text, *d, want)
	}
}

// TestUnmarshalLeavesNothing checks that UnmarshalWith leaves its decoder like a new one,
// apart from memory that it keeps, whatever it has read.
func TestUnmarshalLeavesNothing(t *testing.T) {
	record, names := NewShape("choice", "note?", "tags"), NewNames("a", "b")
	for _, text := range []string{
		`{"choice":{"a":null},"note":"x","tags":[[1],[2,3]]}`, `{"tags":[],"note":"a\nb","choice":{"b":null}}`,
		`{"choice":{"b":null,"a":null},"tags":[]} `, `{"choice":{"c":[],"a":null},"tags":[]}`, `{"choice":{"c":null}}`, `{"tags":[[1`, `[`, ``,
	} {
		var used *Decoder
		_ = UnmarshalWith([]byte(text), func(d *Decoder, at int) int {
			used = d
			i, at, next := record.Next(d, at, 0)
			for ; i >= 0; i, at, next = record.Next(d, at, next) {
				switch i {
				case 0:
					_, at = d.BeginCase(at, names)
					at = d.EndCase(d.Null(at))
				case 1:
					var null bool
					if null, at = d.IsNull(at); !null {
						at = DecodeString(d, at, new(string))
					}
				default:
					at = DecodeList(d, at, new([][]uint8), DecodeBytes)
				}
			}
			return at
		})
		want := Decoder{slabs: used.slabs, unordered: used.unordered[:0]}
		if !reflect.DeepEqual(*used, want) {
			t.Errorf("after %s:\n%+v, want\n%+v", text, *used, want)
		}
	}
}
