package metadata

import (
	"encoding/json"
	"strings"

	"pgregory.net/rapid"
)

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	key   string
	value any
}

// writer writes JSON with random key order, spacing and escapes.
type writer struct {
	strings.Builder
	t     *rapid.T
	space string
}

func (w *writer) value(v any) {
	switch v := v.(type) {
	case object:
		if len(v) > 1 {
			v = rapid.Permutation(v).Draw(w.t, "order")
		}
		w.list("{}", len(v), func(i int) {
			w.value(v[i].key)
			w.WriteString(w.space + ":" + w.space)
			w.value(v[i].value)
		})
	case []any:
		w.list("[]", len(v), func(i int) { w.value(v[i]) })
	default:
		text, err := json.Marshal(v)
		if err != nil {
			w.t.Fatal(err)
		}
		w.Write(text)
	}
}

func (w *writer) list(brackets string, n int, item func(i int)) {
	w.WriteString(brackets[:1] + w.space)
	for i := range n {
		if i > 0 {
			w.WriteString("," + w.space)
		}
		item(i)
		w.WriteString(w.space)
	}
	w.WriteString(brackets[1:])
}
