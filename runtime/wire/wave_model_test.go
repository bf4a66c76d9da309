package wire_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// This is a model of how servers read `iface.{r(ARGS).m}`, made of the rules
// that hold for all of them together: what any of them refuses or misreads is
// refused here.

const (
	callBefore = "a:b/c.{r("
	callAfter  = ").m}"
)

// readCall takes the name of a function apart twice, as the two readings of the
// servers do: by counting brackets without regard to quotes, and with regard to
// them. Both have to agree.
func readCall(name string) (arguments []string, err error) {
	if !strings.HasPrefix(name, callBefore) || !strings.HasSuffix(name, callAfter) {
		return nil, fmt.Errorf("not the shape of a call")
	}
	blind, err := splitCall(name, false)
	if err != nil {
		return nil, err
	}
	seeing, err := splitCall(name, true)
	if err != nil {
		return nil, err
	}
	if strings.Join(blind, "\x00") != strings.Join(seeing, "\x00") {
		return nil, fmt.Errorf("the readings differ: %q and %q", blind, seeing)
	}
	return blind, nil
}

// splitCall splits at the commas outside brackets; the whole name has to be
// balanced, and the call to end where the name ends.
func splitCall(name string, quotes bool) (arguments []string, err error) {
	var open []byte
	start, quoted := len(callBefore), false
	pairs := map[byte]byte{')': '(', ']': '[', '}': '{'}
	for i := range len(name) {
		c := name[i]
		if quotes && c == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		switch c {
		case '(', '[', '{':
			open = append(open, c)
		case ')', ']', '}':
			if len(open) == 0 || open[len(open)-1] != pairs[c] {
				return nil, fmt.Errorf("unbalanced %c at %d", c, i)
			}
			open = open[:len(open)-1]
			if len(open) == 1 && i != len(name)-len(callAfter) {
				return nil, fmt.Errorf("the arguments end at %d", i)
			}
			if len(open) == 0 && i != len(name)-1 {
				return nil, fmt.Errorf("the name ends at %d", i)
			}
		case ',':
			if len(open) == 2 {
				arguments = append(arguments, strings.TrimPrefix(name[start:i], " "))
				start = i + 1
			}
		}
	}
	if len(open) != 0 || quoted {
		return nil, fmt.Errorf("unbalanced at the end")
	}
	last := strings.TrimPrefix(name[start:len(name)-len(callAfter)], " ")
	if last == "" && arguments == nil {
		return nil, nil
	}
	return append(arguments, last), nil
}

// argument reads one argument as a value of a type, and gives the value's JSON.
type argument struct {
	rest string
	json strings.Builder
}

func (a *argument) fail(format string, args ...any) {
	panic(fmt.Errorf(format+" before %q", append(args, a.rest)...))
}

func (a *argument) expect(text string) {
	if !a.accept(text) {
		a.fail("expected %q", text)
	}
}

func (a *argument) accept(text string) bool {
	if !strings.HasPrefix(a.rest, text) {
		return false
	}
	a.rest = a.rest[len(text):]
	return true
}

// while takes the characters of a set.
func (a *argument) while(set string) string {
	n := 0
	for n < len(a.rest) && strings.IndexByte(set, a.rest[n]) >= 0 {
		n++
	}
	taken := a.rest[:n]
	a.rest = a.rest[n:]
	return taken
}

const nameSet = "abcdefghijklmnopqrstuvwxyz0123456789-"

var reserved = strings.Fields("if then else match for in let yield reduce from and or not true false some none ok err inf nan null")

// word takes the name of a case: not a word of the expression language.
func (a *argument) word() string {
	name := a.while(nameSet)
	for _, word := range reserved {
		if name == word {
			a.fail("%s is a word of the language", word)
		}
	}
	if name == "" || strings.HasPrefix(name, "true") || strings.HasPrefix(name, "false") {
		a.fail("%q is no name", name)
	}
	return name
}

func (a *argument) value(t *typ) {
	switch t.Type {
	case "Bool":
		v := a.while("truefals")
		if v != "true" && v != "false" {
			a.fail("%s", v)
		}
		a.json.WriteString(v)
	case "F32", "F64":
		a.float()
	case "Str":
		a.str()
	case "Enum":
		a.json.WriteString(quoted(a.word()))
	case "Flags":
		a.flags()
	case "Record":
		a.record(t)
	case "Variant":
		a.variant(t)
	case "Tuple":
		a.expect("(")
		a.sequence(len(t.Items), ")", func(i int) { a.value(t.Items[i]) })
	case "List":
		a.expect("[")
		a.sequence(-1, "]", func(int) { a.value(t.Inner) })
	case "Option":
		if a.accept("none") {
			a.json.WriteString("null")
			return
		}
		a.expect("some(")
		a.value(t.Inner)
		a.expect(")")
	case "Result":
		a.result(t)
	case "Chr", "Handle":
		a.fail("no server reads a %s", t.Type)
	default: // integers
		sign := ""
		if t.Type[0] == 'S' && a.accept("-") {
			sign = "-"
		}
		a.json.WriteString(sign + a.while("0123456789"))
	}
}

func (a *argument) float() {
	minus := a.accept("-")
	whole := a.while("0123456789")
	text := whole
	if a.accept(".") {
		text += "." + a.while("0123456789")
	}
	if minus && strings.Trim(whole, "0") == "" {
		a.fail("the sign is lost")
	}
	if minus {
		text = "-" + text
	}
	if _, err := strconv.ParseFloat(text, 64); err != nil {
		a.fail("%v", err)
	}
	a.json.WriteString(text)
}

func (a *argument) str() {
	a.expect(`"`)
	end := strings.IndexByte(a.rest, '"')
	if end < 0 {
		a.fail("the string does not end")
	}
	s := a.rest[:end]
	a.rest = a.rest[end+1:]
	if strings.ContainsAny(s, "\\${}") {
		a.fail("the string %q is read otherwise", s)
	}
	for _, r := range s {
		if r < ' ' || r >= 0x7F && r < 0xA0 || r == 0x2028 || r == 0x2029 {
			a.fail("the string %q has a control character", s)
		}
	}
	a.json.WriteString(quoted(s))
}

// sequence reads items up to the end; n is how many, -1 any number.
func (a *argument) sequence(n int, end string, item func(i int)) {
	a.json.WriteString("[")
	i := 0
	for ; !a.accept(end); i++ {
		if i > 0 {
			a.expect(", ")
			a.json.WriteString(",")
		}
		item(i)
	}
	if n >= 0 && i != n || n == 0 {
		a.fail("%d items", i)
	}
	a.json.WriteString("]")
}

func (a *argument) flags() {
	a.expect("{")
	a.sequence(-1, "}", func(int) {
		name := a.while(nameSet)
		if name == "" {
			a.fail("no name")
		}
		a.json.WriteString(quoted(name))
	})
}

func (a *argument) record(t *typ) {
	a.expect("{")
	for i, f := range t.Fields {
		if i > 0 {
			a.expect(", ")
			a.json.WriteString(",")
		} else {
			a.json.WriteString("{")
		}
		a.expect(f.Name + ": ")
		if strings.ContainsAny(f.Name, "0123456789") {
			a.fail("1.1.0 cannot read the field %s", f.Name)
		}
		a.json.WriteString(quoted(f.Name) + ":")
		a.value(f.Typ)
	}
	a.expect("}")
	a.json.WriteString("}")
}

func (a *argument) variant(t *typ) {
	name := a.word()
	a.json.WriteString("{" + quoted(name) + ":")
	if payload := t.member(name); payload == nil {
		a.json.WriteString("null")
	} else {
		a.expect("(")
		a.value(payload)
		a.expect(")")
	}
	a.json.WriteString("}")
}

func (a *argument) result(t *typ) {
	name, payload := "err", t.Err
	if a.accept("ok(") {
		name, payload = "ok", t.Ok
	} else {
		a.expect("err(")
	}
	if payload == nil {
		a.fail("a unit payload")
	}
	a.json.WriteString("{" + quoted(name) + ":")
	a.value(payload)
	a.expect(")")
	a.json.WriteString("}")
}

// readArgument gives the JSON of the value that servers read.
func readArgument(t *typ, text string) (value string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = r.(error)
		}
	}()
	a := &argument{rest: text}
	a.value(t)
	if a.rest != "" {
		a.fail("trailing")
	}
	return a.json.String(), nil
}

type tested interface {
	fataler
	Errorf(format string, args ...any)
}

// checkCall writes the arguments, and if that is not refused, reads the call
// as servers do and compares the values.
func checkCall(t tested, types []*typ, values []string) (written bool) {
	t.Helper()
	b := []byte(callBefore)
	var err error
	for i, typ := range types {
		if i > 0 {
			b = append(b, ", "...)
		}
		if b, err = wire.AppendWAVE(b, typ.json(), values[i]); err != nil {
			return false
		}
	}
	name := string(b) + callAfter
	arguments, err := readCall(name)
	if err != nil {
		t.Fatalf("%q: %v", name, err)
	}
	if len(arguments) != len(types) {
		t.Fatalf("%q is read as %d arguments", name, len(arguments))
	}
	for i, typ := range types {
		value, err := readArgument(typ, arguments[i])
		if err != nil {
			t.Fatalf("%q, argument %d: %v", name, i, err)
		}
		if err := sameJSON(typ, value, values[i]); err != nil {
			t.Fatalf("%q, argument %d is read %s, want %s: %v", name, i, value, values[i], err)
		}
	}
	return true
}

// drawCall draws the arguments of a constructor and checks how they are written.
func drawCall(t *rapid.T) (written bool) {
	var types []*typ
	var values []string
	for range rapid.IntRange(0, 3).Draw(t, "arguments") {
		typ := drawType(t, 2)
		value := drawValue(t, typ)
		b, err := wire.Marshal(&value, newCodec(typ).append)
		if err != nil {
			return false
		}
		types, values = append(types, typ), append(values, string(b))
	}
	return checkCall(t, types, values)
}

func TestWaveModel(t *testing.T) {
	written := 0
	rapid.Check(t, func(t *rapid.T) {
		if drawCall(t) {
			written++
		}
	})
	if written < 10 {
		t.Errorf("only %d calls were written", written)
	}
}

// FuzzWave: no string, alone or inside other values, changes the call.
func FuzzWave(f *testing.F) {
	for _, s := range []string{"", "plain", `"`, `x", true)`, ").drop}", "a,b", "[1,2]", "(", "[(])", "${x}", `\`, "\n", "é日本😀", "//", "/*", "'", "]]", "[,", "\u2028"} {
		f.Add(s, s)
	}
	var types []*typ
	for _, text := range []string{
		typeStr, `{"inner":{"type":"Str"},"type":"List"}`, `{"fields":[{"name":"a","typ":{"type":"Str"}},{"name":"b","typ":{"type":"Str"}}],"type":"Record"}`,
		`{"cases":[{"name":"named","typ":{"type":"Str"}}],"type":"Variant"}`, `{"items":[{"type":"Str"},{"type":"Str"}],"type":"Tuple"}`,
	} {
		t := new(typ)
		if err := json.Unmarshal([]byte(text), t); err != nil {
			f.Fatal(err)
		}
		types = append(types, t)
	}
	f.Fuzz(func(t *testing.T, x, y string) {
		a, errA := wire.Marshal(&x, wire.AppendString)
		b, errB := wire.Marshal(&y, wire.AppendString)
		if errA != nil || errB != nil {
			return
		}
		values := []string{
			string(a), "[" + string(a) + "," + string(b) + "]", `{"a":` + string(a) + `,"b":` + string(b) + `}`,
			`{"named":` + string(b) + `}`, "[" + string(b) + "," + string(a) + "]",
		}
		for i := range types {
			checkCall(t, types[i:i+1], values[i:i+1])
		}
		checkCall(t, types, values)
	})
}
