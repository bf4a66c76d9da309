package wire_test

import (
	"fmt"
	"strconv"
	"strings"
)

// argument reads an argument as a value of a type, and writes the value as JSON.
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

// while consumes characters of a set.
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

// word consumes the name of a case, which must not be a word of the expression language.
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

// sequence reads n items up to end, any number if n is -1.
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

// readArgument returns the value that servers read, as JSON.
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
