package wire

import (
	"reflect"
	"testing"
)

// TestReset: whatever was read before, a decoder that is reset is as a new one, but
// for what it keeps on purpose.
func TestReset(t *testing.T) {
	record := NewShape("name", "note?", "tags")
	decode := func(d *Decoder) {
		f := d.Record(record)
		for f.Next() {
			switch f.Index {
			case 0, 1:
				var s string
				if !d.IsNull() {
					DecodeString(d, &s)
				}
			case 2:
				var tags [][]uint8
				DecodeList(d, &tags, DecodeBytes)
			}
		}
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
		if !failed { // within a variant whose end is missing, for the rest of the fields
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
	want.Binding, want.Copy, want.slabs = t, true, d.slabs
	if !reflect.DeepEqual(*d, want) {
		t.Errorf("after %s:\n%+v, want\n%+v", text, *d, want)
	}
}
