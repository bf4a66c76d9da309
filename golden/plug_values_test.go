package golden_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
)

// drawAll draws the parameters of a function, whose first Go parameter is the context.
func (p *plug) drawAll(parameters []metadata.Parameter, in func(int) reflect.Type) []reflect.Value {
	var list []reflect.Value
	for i, parameter := range parameters {
		list = append(list, p.draw(parameter.Type, in(i+1)))
	}
	return list
}

// draw draws a Go value of a type of the component.
func (p *plug) draw(t *metadata.Type, as reflect.Type) reflect.Value {
	v := reflect.New(as).Elem()
	switch t.Kind {
	case metadata.KindRecord:
		for i, f := range t.Fields {
			v.Field(i).Set(p.draw(f.Type, as.Field(i).Type))
		}
	case metadata.KindTuple:
		for i, item := range t.Items {
			v.Field(i).Set(p.draw(item, as.Field(i).Type))
		}
	case kindText:
		v.Set(reflect.ValueOf(p.drawText(t)))
	case kindBinary:
		v.Set(reflect.ValueOf(p.drawBinary(t)))
	case metadata.KindList:
		if t.Inner.Kind == kindPart {
			return p.drawParts(t.Inner, as)
		}
		n := rapid.IntRange(0, 3).Draw(p.T, "length")
		v.Set(reflect.MakeSlice(as, n, n))
		for i := range n {
			v.Index(i).Set(p.draw(t.Inner, as.Elem()))
		}
	case metadata.KindOption:
		p.drawOption(t, v)
	case metadata.KindResult:
		p.drawResult(t, v)
	case metadata.KindVariant:
		v.Set(p.drawCase(t, as))
	case metadata.KindEnum:
		fromJSON(v, rapid.SampledFrom(t.Names).Draw(p.T, "case"))
	case metadata.KindFlags:
		if len(t.Names) == 0 {
			break
		}
		fromJSON(v, rapid.SliceOfDistinct(rapid.SampledFrom(t.Names), rapid.ID[string]).Draw(p.T, "flags"))
	case metadata.KindHandle:
		v.Set(p.drawHandle(as))
	default:
		v.Set(reflect.ValueOf(p.drawBasic(t.Kind)).Convert(as))
		if p.shortening && v.CanFloat() {
			v.SetFloat(v.Float() + 0) // ids have no negative zero
		}
	}
	return v
}

func (p *plug) drawBasic(kind metadata.Kind) any {
	switch kind {
	case metadata.KindBool:
		return rapid.Bool().Draw(p.T, "bool")
	case metadata.KindS8:
		return rapid.Int8().Draw(p.T, "s8")
	case metadata.KindS16:
		return rapid.Int16().Draw(p.T, "s16")
	case metadata.KindS32:
		return rapid.Int32().Draw(p.T, "s32")
	case metadata.KindS64:
		return rapid.Int64().Draw(p.T, "s64")
	case metadata.KindF32:
		return rapid.Float32Range(-math.MaxFloat32, math.MaxFloat32).Draw(p.T, "f32")
	case metadata.KindF64:
		return rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).Draw(p.T, "f64")
	case metadata.KindChr:
		return []rune(rapid.StringN(1, 1, -1).Draw(p.T, "char"))[0]
	case metadata.KindStr:
		if p.shortening {
			return rapid.StringN(0, 5, -1).Draw(p.T, "string")
		}
		return rapid.String().Draw(p.T, "string")
	default:
		return rapid.Uint64().Draw(p.T, "unsigned") // converted to the type's width
	}
}

// drawOption draws no some of none, which JSON cannot tell from none.
func (p *plug) drawOption(t *metadata.Type, v reflect.Value) {
	if !rapid.Bool().Draw(p.T, "some") {
		return
	}
	value, some := v.FieldByName("Value"), v.FieldByName("Some")
	inner := p.draw(t.Inner, value.Type())
	if t.Inner.Kind == metadata.KindOption && !inner.FieldByName("Some").Bool() {
		return
	}
	value.Set(inner)
	some.SetBool(true)
}

func (p *plug) drawResult(t *metadata.Type, v reflect.Value) {
	side, typ, which := "Value", t.Ok, runtime.ResultOk
	if !rapid.Bool().Draw(p.T, "ok") {
		side, typ, which = "Failure", t.Err, runtime.ResultErr
	}
	v.FieldByName("Case").Set(reflect.ValueOf(which))
	if typ != nil {
		payload := v.FieldByName(side)
		payload.Set(p.draw(typ, payload.Type()))
	}
}

func (p *plug) drawCase(t *metadata.Type, as reflect.Type) reflect.Value {
	cases := p.cases(as, t)
	n := rapid.IntRange(0, len(cases)-1).Draw(p.T, "case")
	v := reflect.New(cases[n]).Elem()
	if payload := t.Cases[n].Type; payload != nil {
		v.Field(0).Set(p.draw(payload, cases[n].Field(0).Type))
	}
	return v
}

// cases returns the Go types of the cases of a variant.
func (p *plug) cases(as reflect.Type, t *metadata.Type) []reflect.Type {
	cases := p.subject.variants[as]
	if len(cases) != len(t.Cases) {
		panic(fmt.Sprintf("the test lists %d cases of %s, which has %d", len(cases), as, len(t.Cases)))
	}
	return cases
}

// fromJSON sets an enum or flags by the JSON with their names.
func fromJSON(v reflect.Value, names any) {
	text, err := json.Marshal(names)
	if err == nil {
		err = json.Unmarshal(text, v.Addr().Interface())
	}
	if err != nil {
		panic(err)
	}
}

func (p *plug) renderAll(parameters []metadata.Parameter, values []reflect.Value) string {
	var list []string
	for i, parameter := range parameters {
		list = append(list, p.render(parameter.Type, values[i]))
	}
	return "(" + strings.Join(list, ", ") + ")"
}

// render returns a value as text. Equal values have equal texts.
func (p *plug) render(t *metadata.Type, v reflect.Value) string {
	switch {
	case t == nil:
		return "unit"
	case v.Kind() == reflect.Interface && v.IsNil():
		return "nil"
	}
	var list []string
	switch t.Kind {
	case metadata.KindRecord:
		for i, f := range t.Fields {
			list = append(list, f.Name+": "+p.render(f.Type, v.Field(i)))
		}
	case metadata.KindTuple:
		for i, item := range t.Items {
			list = append(list, p.render(item, v.Field(i)))
		}
	case metadata.KindList:
		for i := range v.Len() {
			list = append(list, p.render(t.Inner, v.Index(i)))
		}
	case metadata.KindOption:
		return p.renderOption(t, v)
	case metadata.KindResult:
		side, content, ok := resultOf(t, v)
		if ok {
			return "ok(" + p.render(side, content) + ")"
		}
		return "err(" + p.render(side, content) + ")"
	case metadata.KindVariant, kindPart:
		return p.renderCase(t, v.Elem())
	case kindBinary:
		return renderBinary(v.Interface().(runtime.Binary))
	case metadata.KindHandle:
		return p.renderHandle(v)
	case metadata.KindF32, metadata.KindF64:
		return fmt.Sprintf("%x", math.Float64bits(v.Float()))
	default:
		return fmt.Sprintf("%#v", v.Interface())
	}
	return "[" + strings.Join(list, ", ") + "]"
}

func (p *plug) renderOption(t *metadata.Type, v reflect.Value) string {
	switch value := v.FieldByName("Value"); {
	case v.FieldByName("Some").Bool():
		return "some(" + p.render(t.Inner, value) + ")"
	case !value.IsZero():
		return "none with a value"
	default:
		return "none"
	}
}

func (p *plug) renderCase(t *metadata.Type, v reflect.Value) string {
	c := t.Cases[p.caseOf(v)]
	if c.Type == nil {
		return c.Name
	}
	return c.Name + "(" + p.render(c.Type, v.Field(0)) + ")"
}

// caseOf returns the number of the case of which a struct is the type.
func (p *plug) caseOf(v reflect.Value) int {
	for _, cases := range p.subject.variants {
		if i := slices.Index(cases, v.Type()); i >= 0 {
			return i
		}
	}
	panic("the test lists no variant with the case " + v.Type().String())
}

// renderHandle returns the number of a resource.
func (p *plug) renderHandle(v reflect.Value) string {
	if v.IsNil() {
		return "nil"
	}
	n, known := p.labels[v.Interface()]
	if !known {
		text := v.MethodByName("Handle").Call(nil)[0].String()
		n, known = p.handles[text]
	}
	if !known {
		return "a new resource"
	}
	return fmt.Sprint("resource ", n)
}

// label gives an object of the implementation and a handle the same number.
func (p *plug) label(object, handle reflect.Value) {
	n := len(p.labels) + 1
	p.labels[object.Interface()] = n
	p.handles[handle.MethodByName("Handle").Call(nil)[0].String()] = n
}

func isResource(t reflect.Type) bool {
	return t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct
}

// newResource returns a resource of an implementation, made of a fake.
func (p *plug) newResource(as reflect.Type) reflect.Value {
	v := reflect.New(as.Elem())
	field := v.Elem().Field(0)
	if !as.Elem().Field(0).Anonymous {
		return v // without methods
	}
	for _, fake := range p.subject.resources {
		if fake.Implements(field.Type()) {
			field.Set(reflect.New(fake.Elem()))
			return v
		}
	}
	panic("the test lists no fake of " + field.Type().String())
}

// fakeOf returns the fake of which a resource is made, or the zero Value if it has no methods.
func fakeOf(resource reflect.Value) reflect.Value {
	if f := resource.Elem().Type().Field(0); !f.Anonymous {
		return reflect.Value{}
	}
	return resource.Elem().Field(0).Elem()
}

// resultOf returns the value of a result, its type, and whether the result is ok.
func resultOf(t *metadata.Type, v reflect.Value) (side *metadata.Type, content reflect.Value, ok bool) {
	if v.FieldByName("Case").Interface() == runtime.ResultOk {
		return t.Ok, v.FieldByName("Value"), true
	}
	return t.Err, v.FieldByName("Failure"), false
}

// resources returns the resources in a value, in order.
func (p *plug) resources(t *metadata.Type, v reflect.Value) []reflect.Value {
	if t == nil {
		return nil
	}
	var list []reflect.Value
	switch t.Kind {
	case metadata.KindHandle:
		return []reflect.Value{v}
	case metadata.KindRecord:
		for i, f := range t.Fields {
			list = append(list, p.resources(f.Type, v.Field(i))...)
		}
	case metadata.KindVariant:
		if n := p.caseOf(v.Elem()); t.Cases[n].Type != nil {
			return p.resources(t.Cases[n].Type, v.Elem().Field(0))
		}
	case metadata.KindResult:
		side, content, _ := resultOf(t, v)
		return p.resources(side, content)
	case metadata.KindTuple:
		for i, item := range t.Items {
			list = append(list, p.resources(item, v.Field(i))...)
		}
	case metadata.KindList:
		for i := range v.Len() {
			list = append(list, p.resources(t.Inner, v.Index(i))...)
		}
	case metadata.KindOption:
		if v.FieldByName("Some").Bool() {
			return p.resources(t.Inner, v.FieldByName("Value"))
		}
	}
	return list
}

// drawHandle returns a resource for a parameter. While results are drawn, it returns a new resource
// of the implementation.
func (p *plug) drawHandle(as reflect.Type) reflect.Value {
	if p.answering {
		return p.newResource(as)
	}
	handle, _ := p.make(context.Background(), *p.maker(as))
	return handle
}

// maker returns the function that makes a resource of other values.
func (p *plug) maker(as reflect.Type) *binding {
	for i, b := range p.functions {
		method := b.client.MethodByName(b.goName).Type()
		if method.NumOut() != 2 || method.Out(0) != as {
			continue
		}
		takesHandles := false
		for j := range b.source.Parameters {
			takesHandles = takesHandles || isResource(method.In(j+1))
		}
		if !takesHandles {
			return &p.functions[i]
		}
	}
	return nil
}

// make makes a resource, and returns the client's handle and the implementation's object.
func (p *plug) make(ctx context.Context, b binding) (handle, object reflect.Value) {
	caller, implementation := p.exercise(ctx, b)
	return caller[0], implementation[0]
}
