package gen

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
)

// integerRanges has the smallest and largest values of the kinds of integers.
var integerRanges = map[metadata.Kind]struct {
	least int64
	most  uint64
}{
	metadata.KindS8: {math.MinInt8, math.MaxInt8}, metadata.KindU8: {0, math.MaxUint8},
	metadata.KindS16: {math.MinInt16, math.MaxInt16}, metadata.KindU16: {0, math.MaxUint16},
	metadata.KindS32: {math.MinInt32, math.MaxInt32}, metadata.KindU32: {0, math.MaxUint32},
	metadata.KindS64: {math.MinInt64, math.MaxInt64}, metadata.KindU64: {0, math.MaxUint64},
}

// randomValue draws the text of a value, or null for a nil type.
func randomValue(t *rapid.T, typ *metadata.Type) string {
	if typ == nil {
		return "null"
	}
	if r, ok := integerRanges[typ.Kind]; ok {
		if r.least < 0 && rapid.Bool().Draw(t, "negative") {
			return strconv.FormatInt(rapid.Int64Range(r.least, -1).Draw(t, "v"), 10)
		}
		return strconv.FormatUint(rapid.Uint64Max(r.most).Draw(t, "v"), 10)
	}
	switch typ.Kind {
	case metadata.KindBool:
		return strconv.FormatBool(rapid.Bool().Draw(t, "v"))
	case metadata.KindF32:
		return strconv.FormatFloat(float64(rapid.Float32Range(-math.MaxFloat32, math.MaxFloat32).Draw(t, "v")), 'g', -1, 64)
	case metadata.KindF64:
		return strconv.FormatFloat(rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).Draw(t, "v"), 'g', -1, 64)
	case metadata.KindChr:
		return strconv.Itoa(int(rapid.Rune().Draw(t, "v")))
	case metadata.KindStr:
		return quotedJSON(rapid.String().Draw(t, "v"))
	case metadata.KindEnum:
		return quotedJSON(rapid.SampledFrom(typ.Names).Draw(t, "v"))
	case metadata.KindFlags:
		return randomFlags(t, typ)
	case metadata.KindHandle:
		return fmt.Sprintf(`"urn:worker:%s/w/%d"`, roundTripComponent, rapid.Uint64Max(math.MaxUint32).Draw(t, "v")<<32+uint64(handles.Add(1)))
	case metadata.KindOption:
		if rapid.Bool().Draw(t, "none") {
			return "null"
		}
		return randomValue(t, typ.Inner)
	}
	return compose(typ, randomParts(t, typ))
}

func quotedJSON(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings are always written
	}
	return string(b)
}

func randomFlags(t *rapid.T, typ *metadata.Type) string {
	var set []string
	for _, name := range typ.Names {
		if rapid.Bool().Draw(t, "v") {
			set = append(set, quotedJSON(name))
		}
	}
	return "[" + strings.Join(set, ",") + "]"
}

// handles counts the handles that were drawn. No two of them are of one resource: a call
// cannot give away a resource twice, nor call one resource by the names of two.
var handles atomic.Uint32

// part is a part of a value.
type part struct {
	key  string // of a field, a case or a side of a result
	typ  *metadata.Type
	text string
}

// randomParts draws the parts of a record, a tuple, a list, a variant or a result.
func randomParts(t *rapid.T, typ *metadata.Type) []part {
	var list []part
	add := func(key string, typ *metadata.Type) {
		list = append(list, part{key, typ, randomValue(t, typ)})
	}
	switch typ.Kind {
	case metadata.KindRecord:
		for _, f := range typ.Fields {
			add(f.Name, f.Type)
		}
	case metadata.KindTuple:
		for _, item := range typ.Items {
			add("", item)
		}
	case metadata.KindList:
		for range rapid.IntRange(0, 4).Draw(t, "length") {
			add("", typ.Inner)
		}
	case metadata.KindVariant:
		c := rapid.SampledFrom(typ.Cases).Draw(t, "case")
		add(c.Name, c.Type)
	case metadata.KindResult:
		if rapid.Bool().Draw(t, "ok") {
			add("ok", typ.Ok)
		} else {
			add("err", typ.Err)
		}
	}
	return list
}

// compose returns the text of a value with these parts.
func compose(typ *metadata.Type, parts []part) string {
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = p.text
	}
	if typ.Kind == metadata.KindTuple || typ.Kind == metadata.KindList {
		return "[" + strings.Join(texts, ",") + "]"
	}
	for i, p := range parts {
		texts[i] = quotedJSON(p.key) + ":" + p.text
	}
	return "{" + strings.Join(texts, ",") + "}"
}

// mistaken is a text of a value with one mistake.
type mistaken struct {
	text string
	path string // where the mistake is
}

// made reports whether there is a mistake: an option without a value has none.
func (m mistaken) made() (mistaken, bool) { return m, m.text != "" }

// randomMistake draws a value with a mistake in it or in one of its parts. nullable reports
// whether null is none.
func randomMistake(t *rapid.T, typ *metadata.Type, nullable bool) mistaken {
	if typ == nil {
		return mistaken{text: "1"}
	}
	if typ.Kind == metadata.KindOption {
		return randomMistake(t, typ.Inner, true)
	}
	if parts := randomParts(t, typ); len(parts) > 0 && !oneIn(t, 4) {
		i := rapid.IntRange(0, len(parts)-1).Draw(t, "part")
		m := randomMistake(t, parts[i].typ, false)
		parts[i].text = m.text
		return mistaken{compose(typ, parts), joinPath(pathStep(typ, parts, i), m.path)}
	}
	mistakes := mistakesOf(t, typ)
	if !nullable {
		mistakes = append(mistakes, "null")
	}
	return mistaken{text: rapid.SampledFrom(mistakes).Draw(t, "mistake")}
}

func pathStep(typ *metadata.Type, parts []part, i int) string {
	if typ.Kind == metadata.KindTuple || typ.Kind == metadata.KindList {
		return fmt.Sprintf("[%d]", i)
	}
	return parts[i].key
}

func joinPath(step, rest string) string {
	if rest == "" || rest[0] == '[' {
		return step + rest
	}
	return step + "." + rest
}

// mistakesOf returns texts other than null that the type does not allow.
func mistakesOf(t *rapid.T, typ *metadata.Type) []string {
	if r, ok := integerRanges[typ.Kind]; ok {
		below := "-1"
		if r.least < 0 {
			below = "-" + strconv.FormatUint(r.most+2, 10)
		}
		above := strconv.FormatUint(r.most, 10) + "0"
		return []string{below, above, "1.5", "1e2", "01", `"1"`, "true", "[]", "{}"}
	}
	switch typ.Kind {
	case metadata.KindBool:
		return []string{"0", `"true"`, "True", "[]"}
	case metadata.KindF32:
		return []string{"1e39", "-1e39", "3.5e38", "NaN", "Infinity", `"1"`, ".5", "[]"}
	case metadata.KindF64:
		return []string{"1e400", "-1e400", "NaN", "-Infinity", `"1"`, "1.", "[]"}
	case metadata.KindChr:
		return []string{"55296", "57343", "1114112", "-1", `"a"`, "97.0"}
	case metadata.KindStr:
		return []string{"1", `"\ud800"`, `"\udc00\ud800"`, "\"a\nb\"", "\"\xff\"", `["a"]`, `"\x41"`}
	case metadata.KindEnum:
		upper := strings.ToUpper(typ.Names[0])
		if slices.Contains(typ.Names, upper) {
			upper = " " + upper
		}
		return []string{`"no-such-case"`, `""`, "0", quotedJSON(upper), "[" + quotedJSON(typ.Names[0]) + "]"}
	case metadata.KindFlags:
		return []string{`["no-such-flag"]`, "[1]", "{}", quotedJSON(typ.Names[0]), "[" + quotedJSON(typ.Names[0]) + ",null]"}
	case metadata.KindHandle:
		return []string{`"x/1"`, `"urn:worker:` + roundTripComponent + `/another/1"`, `"urn:worker:` + roundTripComponent + `/w/-1"`, "1", `""`}
	case metadata.KindRecord:
		return append(withoutField(t, typ), "[]", `""`)
	case metadata.KindVariant:
		return []string{"{}", `{"no-such-case":null}`, quotedJSON(typ.Cases[0].Name), "[]"}
	case metadata.KindTuple:
		parts := randomParts(t, typ)
		return []string{"{}", compose(typ, append(parts, part{text: "1"})), `""`}
	case metadata.KindList:
		return []string{"{}", `"AAAA"`, "0"}
	default: // a result
		return []string{"{}", `{"value":1}`, "[]", `"ok"`}
	}
}

// withoutField returns values of a record that lack one required field.
func withoutField(t *rapid.T, typ *metadata.Type) []string {
	var list []string
	parts := randomParts(t, typ)
	for i, p := range parts {
		if p.typ.Kind != metadata.KindOption {
			list = append(list, compose(typ, slices.Delete(slices.Clone(parts), i, i+1)))
		}
	}
	return list
}

// damaged changes a few bytes.
func damaged(t *rapid.T, text string) string {
	for range rapid.IntRange(1, 2).Draw(t, "times") {
		i := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		with := rapid.SampledFrom([]string{
			"", "", " ", "0", "1", "-", ".", "e", `"`, `\`, "{", "}", "[", "]", ",", ":", "null", "\x00", "\xff", `\ud800`, "\n", `"ok":`, "{}", "a",
		}).Draw(t, "with")
		text = text[:i] + with + text[min(i+rapid.IntRange(0, 2).Draw(t, "cut"), len(text)):]
		if text == "" {
			text = "x"
		}
	}
	return text
}
