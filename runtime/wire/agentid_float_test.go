package wire

import (
	"math"
	"strings"
	"testing"
)

// TestAgentIDFloats checks that exactly the floats are refused that servers read as others.
// Such a float would name another agent.
func TestAgentIDFloats(t *testing.T) {
	var e Encoder
	refused, all := 0, 0
	for bits := uint64(0x3FF0000000000001); bits < 0x7FE0000000000000; bits += 0x0001234567890ABD {
		f := math.Float64frombits(bits)
		text := string(AppendFloat64(nil, &e, &f))
		all++
		format, err := NewAgentIDFormat("T", false, []ElementType{ComponentModel}, []string{`{"type":"F64"}`})
		if err != nil {
			t.Fatal(err)
		}
		id, err := format.Format([][]byte{[]byte(text)})
		read, served := servedText(text)
		switch {
		case served && read == f && err != nil:
			t.Errorf("%s: %v", text, err)
		case served && read == f && strings.Contains(id, "e"):
			t.Errorf("%s: got %s", text, id)
		case err == nil && (!served || read != f):
			t.Errorf("%s: got %s, and servers read %v", text, id, read)
		case err != nil:
			refused++
		}
	}
	if refused == 0 || refused > all/50 {
		t.Errorf("%d of %d floats were refused", refused, all)
	}
}
