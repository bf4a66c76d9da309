package agentreplay

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

var (
	textType    = reflect.TypeFor[runtime.Text]()
	binaryType  = reflect.TypeFor[runtime.Binary]()
	runtimePath = reflect.TypeFor[runtime.Client]().PkgPath()
)

// isGeneric reports whether t is an instance of a generic type of package runtime.
func isGeneric(t reflect.Type, name string) bool {
	return t.PkgPath() == runtimePath && strings.HasPrefix(t.Name(), name)
}

// readElement decodes the value of an element. The element must be of the kind of the Go type.
func (c *Client) readElement(t reflect.Type, text json.RawMessage) (reflect.Value, error) {
	var e struct {
		Type  string
		Value json.RawMessage
	}
	if err := json.Unmarshal(text, &e); err != nil {
		return reflect.Value{}, fmt.Errorf("not an element: %s", text)
	}
	kind := "ComponentModel"
	switch t {
	case textType:
		kind = "UnstructuredText"
	case binaryType:
		kind = "UnstructuredBinary"
	}
	if e.Type != kind {
		return reflect.Value{}, fmt.Errorf("a %s is written as %s, not as %q", t, kind, e.Type)
	}
	return c.read(t, e.Value)
}

// read returns the value of t for a JSON text.
func (c *Client) read(t reflect.Type, text json.RawMessage) (reflect.Value, error) {
	if len(text) == 0 {
		return reflect.Value{}, errors.New("a value is always written")
	}
	v := reflect.New(t)
	var err error
	switch {
	case t == textType:
		err = wire.Unmarshal(text, v.Interface().(*runtime.Text), wire.DecodeText)
	case t == binaryType:
		err = wire.Unmarshal(text, v.Interface().(*runtime.Binary), wire.DecodeBinary)
	case t.Kind() == reflect.Interface:
		out := c.reader(t).Call([]reflect.Value{reflect.ValueOf([]byte(text))})
		err, _ = out[1].Interface().(error)
		return out[0], err
	case isGeneric(t, "Option["):
		err = c.readOption(v.Elem(), text)
	case isGeneric(t, "Result["):
		err = c.readResult(v.Elem(), text)
	case isGeneric(t, "Tuple"):
		err = c.readTuple(v.Elem(), text)
	case t.Kind() == reflect.Slice:
		err = c.readList(v.Elem(), text)
	case t == reflect.TypeFor[struct{}]():
		if s := string(text); s != "null" && s != "[]" {
			err = fmt.Errorf("a value without content is not written %s", text)
		}
	default:
		err = readBasic(v, text)
	}
	return v.Elem(), err
}

func (c *Client) readOption(v reflect.Value, text json.RawMessage) error {
	if string(text) == "null" {
		return nil
	}
	value, err := c.read(v.FieldByName("Value").Type(), text)
	if err == nil {
		v.FieldByName("Value").Set(value)
		v.FieldByName("Some").SetBool(true)
	}
	return err
}

func (c *Client) readResult(v reflect.Value, text json.RawMessage) error {
	var sides map[string]json.RawMessage
	if err := json.Unmarshal(text, &sides); err != nil || len(sides) != 1 {
		return fmt.Errorf("a result is an object with one key, not %s", text)
	}
	for side, field := range map[string]string{"ok": "Value", "err": "Failure"} {
		text, ok := sides[side]
		if !ok {
			continue
		}
		value, err := c.read(v.FieldByName(field).Type(), text)
		if err != nil {
			return err
		}
		v.FieldByName(field).Set(value)
		v.FieldByName("Case").SetUint(uint64(map[string]runtime.ResultCase{"ok": runtime.ResultOk, "err": runtime.ResultErr}[side]))
		return nil
	}
	return fmt.Errorf("a result is ok or err, not %s", text)
}

func (c *Client) readTuple(v reflect.Value, text json.RawMessage) error {
	var items []json.RawMessage
	if err := json.Unmarshal(text, &items); err != nil || len(items) != v.NumField() {
		return fmt.Errorf("a tuple of %d is not written %s", v.NumField(), text)
	}
	for i, item := range items {
		value, err := c.read(v.Field(i).Type(), item)
		if err != nil {
			return err
		}
		v.Field(i).Set(value)
	}
	return nil
}

func (c *Client) readList(v reflect.Value, text json.RawMessage) error {
	var items []json.RawMessage
	if err := json.Unmarshal(text, &items); err != nil || items == nil {
		return fmt.Errorf("a list is not written %s", text)
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	for i, item := range items {
		value, err := c.read(v.Type().Elem(), item)
		if err != nil {
			return err
		}
		v.Index(i).Set(value)
	}
	return nil
}

// readBasic decodes a basic type, or a type with an UnmarshalJSON method.
func readBasic(v reflect.Value, text json.RawMessage) error {
	if u, ok := v.Interface().(json.Unmarshaler); ok {
		return u.UnmarshalJSON(text)
	}
	if _, ok := v.Interface().(encoding.TextUnmarshaler); ok {
		return json.Unmarshal(text, v.Interface())
	}
	t := v.Type().Elem()
	switch t.Kind() {
	case reflect.Bool, reflect.String:
		if string(text) == "null" {
			return fmt.Errorf("a %s is not null", t)
		}
		return json.Unmarshal(text, v.Interface())
	case reflect.Float32, reflect.Float64:
		return readFloat(v.Elem(), text)
	}
	number, ok := new(big.Rat).SetString(string(text))
	var digits json.Number
	if err := json.Unmarshal(text, &digits); err != nil || !ok || bytes.HasPrefix(text, []byte{'"'}) || !number.IsInt() {
		return fmt.Errorf("a %s is not written %s", t, text)
	}
	_, err := fmt.Sscan(number.Num().String(), v.Interface())
	return err
}

func readFloat(v reflect.Value, text json.RawMessage) error {
	if c := text[0]; c != '-' && (c < '0' || c > '9') {
		return fmt.Errorf("a %s is not written %s", v.Type(), text)
	}
	f, err := strconv.ParseFloat(string(text), v.Type().Bits())
	if err != nil {
		return fmt.Errorf("a %s is not written %s", v.Type(), text)
	}
	v.SetFloat(f)
	return nil
}

// show returns a value as JSON.
func show(v reflect.Value) string {
	t := v.Type()
	switch {
	case t == textType:
		text := v.Interface().(runtime.Text)
		b, err := wire.Marshal(&text, wire.AppendText)
		return orError(b, err)
	case t == binaryType:
		binary := v.Interface().(runtime.Binary)
		b, err := wire.Marshal(&binary, wire.AppendBinary)
		return orError(b, err)
	case t == reflect.TypeFor[struct{}]():
		return "null"
	case isGeneric(t, "Option["):
		if !v.FieldByName("Some").Bool() {
			return "null"
		}
		return show(v.FieldByName("Value"))
	case isGeneric(t, "Tuple"):
		items := make([]string, v.NumField())
		for i := range items {
			items[i] = show(v.Field(i))
		}
		return "[" + strings.Join(items, ",") + "]"
	case t.Kind() == reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = show(v.Index(i))
		}
		return "[" + strings.Join(items, ",") + "]"
	}
	b, err := json.Marshal(v.Interface())
	return orError(b, err)
}

func orError(b []byte, err error) string {
	if err != nil {
		return err.Error()
	}
	return string(b)
}
