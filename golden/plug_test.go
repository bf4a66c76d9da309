// Package golden_test calls every function of the golden packages through their generated clients,
// on a server with implementations from the generated test packages. It checks that the
// implementation gets what the caller passed, and the caller what the implementation returned.
package golden_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestMain lowers the number of random values, because each one calls all functions. The flag
// -rapid.checks overrides it.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", thorough.Pick("10", "30")); err != nil {
		panic(err)
	}
	flag.Parse()
	os.Exit(m.Run())
}

func TestPlug(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.0"} { // with and without types in requests
		for _, s := range subjects() {
			t.Run(version+"/"+s.name, func(t *testing.T) {
				t.Parallel()
				server := golemtest.NewServer(t, golemtest.Version(version), golemtest.ExactFloats(), golemtest.Quiet())
				component := s.serve(server)
				conn, err := runtime.NewClient(server.URL)
				if err != nil {
					t.Fatal(err)
				}
				workers := 0
				rapid.Check(t, func(rt *rapid.T) {
					workers++ // a failed check leaves a worker that answers no more calls
					p := newPlug(rt, s, component.Metadata(), s.worker(conn, fmt.Sprint("w", workers)))
					p.needsTypes = version == "1.1.0"
					p.exerciseAll(t.Context())
				})
			})
		}
	}
}

// plug connects a worker as its client sees it with the implementation.
type plug struct {
	*rapid.T
	subject    subject
	component  *metadata.Component
	functions  []binding      // of interfaces
	needsTypes bool           // whether the server requires types
	labels     map[any]int    // numbers of resources by the implementation's objects
	handles    map[string]int // numbers of the same resources by handle
	answering  bool           // set while results are drawn
	shortening bool           // set while values for an id are drawn, whose size is limited
}

// binding is a function with the client's method and the fake's field that implements it.
type binding struct {
	source   *metadata.Function
	resource *metadata.Resource
	goName   string
	client   reflect.Value // the interface; invalid for a method until its handle is known
	field    reflect.Value // likewise
}

func newPlug(rt *rapid.T, s subject, component *metadata.Component, worker reflect.Value) *plug {
	p := &plug{
		T: rt, subject: s, component: component, labels: map[any]int{}, handles: map[string]int{},
	}
	exports := s.exports.Type()
	for i := range exports.NumField() {
		name := exports.Field(i).Name
		fake := s.exports.Field(i).Elem()
		sources, resources := p.exported(i)
		for _, b := range bind(fake.Elem(), sources) {
			b.client = worker.Elem().FieldByName(name)
			b.resource = resources[b.source]
			p.functions = append(p.functions, b)
		}
	}
	return p
}

// exported returns the functions of the i-th field of Exports. The fields are the interfaces in the
// order of the document, and then the world.
func (p *plug) exported(i int) ([]*metadata.Function, map[*metadata.Function]*metadata.Resource) {
	if i >= len(p.component.Interfaces) {
		return p.component.Functions, nil
	}
	face := p.component.Interfaces[i]
	list, of := append([]*metadata.Function(nil), face.Functions...), map[*metadata.Function]*metadata.Resource{}
	for _, r := range face.Resources {
		if r.Constructor != nil {
			list = append(list, r.Constructor)
			of[r.Constructor] = r
		}
		list = append(list, r.Statics...)
		for _, f := range r.Statics {
			of[f] = r
		}
	}
	return list, of
}

var (
	contextType = reflect.TypeFor[context.Context]()
	errorType   = reflect.TypeFor[error]()
)

// bind pairs the functions of a fake with those of the document, which have the same order.
func bind(fake reflect.Value, sources []*metadata.Function) []binding {
	var list []binding
	for i := range fake.NumField() {
		f := fake.Type().Field(i)
		if f.Type.Kind() == reflect.Func && f.Type.NumIn() > 0 && f.Type.In(0) == contextType {
			list = append(list, binding{source: sources[len(list)], goName: f.Name[:len(f.Name)-len("Func")], field: fake.Field(i)})
		}
	}
	if len(list) != len(sources) {
		panic(fmt.Sprintf("%s has %d functions, the document %d", fake.Type(), len(list), len(sources)))
	}
	return list
}

func (p *plug) exerciseAll(ctx context.Context) {
	for _, b := range p.functions {
		if !p.canMake(b) {
			continue
		}
		got, returned := p.exercise(ctx, b)
		if b.source.Kind == metadata.Constructor {
			p.exerciseMethods(ctx, b, got[0], returned[0])
			p.exerciseImplicit(ctx, b)
		}
	}
}

// canMake reports whether there are values for the parameters. No function makes handles of an
// interface that only passes them on, and servers that require types accept no result type without
// a payload.
func (p *plug) canMake(b binding) bool {
	method := b.client.MethodByName(b.goName).Type()
	for i, parameter := range b.source.Parameters {
		if in := method.In(i + 1); isResource(in) && p.maker(in) == nil {
			return false
		}
		if p.needsTypes && hasUnitResult(parameter.Type) {
			return false
		}
	}
	return true
}

func hasUnitResult(t *metadata.Type) bool {
	switch {
	case t.Kind == metadata.KindResult:
		return t.Ok == nil || t.Err == nil || hasUnitResult(t.Ok) || hasUnitResult(t.Err)
	case t.Inner != nil:
		return hasUnitResult(t.Inner)
	}
	return slices.ContainsFunc(t.Items, hasUnitResult) ||
		slices.ContainsFunc(t.Fields, func(f metadata.Field) bool { return hasUnitResult(f.Type) }) ||
		slices.ContainsFunc(t.Cases, func(c metadata.Case) bool { return c.Type != nil && hasUnitResult(c.Type) })
}

// exercise calls a function with random parameters, lets the implementation return random results,
// and compares both. It returns the results of the caller and of the implementation.
func (p *plug) exercise(ctx context.Context, b binding) (caller, implementation []reflect.Value) {
	parameters := b.source.Parameters
	if k := b.source.Kind; k == metadata.Method || k == metadata.Drop {
		parameters = parameters[1:]
	}
	method := b.client.MethodByName(b.goName)
	passed := append([]reflect.Value{reflect.ValueOf(ctx)}, p.drawAll(parameters, method.Type().In)...)
	want := p.renderAll(parameters, passed[1:])
	answer := p.answer(b.source, b.field.Type())
	seen := "nothing: it was not called"
	b.field.Set(reflect.MakeFunc(b.field.Type(), func(in []reflect.Value) []reflect.Value {
		seen = p.renderAll(parameters, in[1:])
		return answer
	}))
	got := method.Call(passed)
	if seen != want {
		p.Fatalf("%s sees %s, the caller passed %s (error %v)", b.source.Name, seen, want, got[len(got)-1])
	}
	p.compareAnswers(b.source, got, answer)
	return got, answer
}

// answer draws the results of an implementation.
func (p *plug) answer(f *metadata.Function, function reflect.Type) []reflect.Value {
	p.answering = true
	defer func() { p.answering = false }()
	noError := reflect.Zero(errorType)
	if len(f.Results) == 0 {
		return []reflect.Value{noError}
	}
	top := f.Results[0].Type
	if len(f.Results) > 1 || f.Results[0].Name != "" || top.Kind != metadata.KindResult {
		var list []reflect.Value
		for i, r := range f.Results {
			list = append(list, p.draw(r.Type, function.Out(i)))
		}
		return append(list, noError)
	}
	isOk := rapid.Bool().Draw(p.T, "ok")
	err := noError
	if !isOk {
		err = p.drawError(f, top)
	}
	if top.Ok == nil {
		return []reflect.Value{err}
	}
	value := reflect.Zero(function.Out(0))
	if isOk {
		value = p.draw(top.Ok, function.Out(0))
	}
	return []reflect.Value{value, err}
}

// drawError draws an error for the err of a WIT result.
func (p *plug) drawError(f *metadata.Function, result *metadata.Type) reflect.Value {
	err := reflect.New(p.subject.errorOf(f, result))
	if result.Err != nil {
		err.Elem().Field(0).Set(p.draw(result.Err, err.Elem().Field(0).Type()))
	}
	return err
}

// compareAnswers compares the results of the caller with those of the implementation.
func (p *plug) compareAnswers(f *metadata.Function, got, returned []reflect.Value) {
	last := len(got) - 1
	failure, _ := returned[last].Interface().(error)
	err, _ := got[last].Interface().(error)
	if failure == nil && err == nil {
		p.compareValues(f, got[:last], returned[:last])
		return
	}
	if failure != nil {
		target := reflect.New(returned[last].Type())
		if errors.As(err, target.Interface()) {
			top := f.Results[0].Type
			want, is := p.render(top.Err, reflect.ValueOf(failure).Elem().Field(0)), p.render(top.Err, target.Elem().Elem().Field(0))
			if want == is {
				return
			}
		}
	}
	p.Fatalf("%s: the caller gets the error %v, returned was %v", f.Name, err, failure)
}

func (p *plug) compareValues(f *metadata.Function, got, returned []reflect.Value) {
	for i := range got {
		t := f.Results[i].Type
		if t.Kind == metadata.KindResult && f.Results[i].Name == "" {
			t = t.Ok
		}
		if want, is := p.render(t, returned[i]), p.render(t, got[i]); want != is {
			p.Fatalf("%s: the caller gets %s, returned was %s", f.Name, is, want)
		}
		made, handles := p.resources(t, returned[i]), p.resources(t, got[i])
		for j := range made {
			p.label(made[j], handles[j])
		}
	}
}

// exerciseMethods calls the methods of a new resource, and then drops it.
func (p *plug) exerciseMethods(ctx context.Context, constructor binding, handle, object reflect.Value) {
	fake := fakeOf(object)
	if !fake.IsValid() {
		return
	}
	for _, b := range bind(fake.Elem(), methodsOf(constructor.resource)) {
		b.client = handle
		p.exercise(ctx, b)
	}
}

func methodsOf(r *metadata.Resource) []*metadata.Function {
	list := append([]*metadata.Function(nil), r.Methods...)
	if r.Drop != nil {
		list = append(list, r.Drop)
	}
	return list
}

// exerciseImplicit calls the first method of an implicit resource. The server makes the resource by
// the arguments in the name of the function.
func (p *plug) exerciseImplicit(ctx context.Context, constructor binding) {
	if len(constructor.resource.Methods) == 0 {
		return
	}
	parameters := constructor.source.Parameters
	object := p.newResource(constructor.field.Type().Out(0))
	name := object.Type().Elem().Name()
	implicit := constructor.client.MethodByName(name)
	if implicit.IsValid() == slices.Contains(p.subject.explicitOnly, name) {
		p.Fatalf("%s can be addressed by its arguments: %v", name, implicit.IsValid())
	}
	if !implicit.IsValid() {
		return // servers cannot read such arguments in a name
	}
	method := bind(fakeOf(object).Elem(), methodsOf(constructor.resource))[0]
	answer := p.answer(method.source, method.field.Type())
	method.field.Set(reflect.MakeFunc(method.field.Type(), func([]reflect.Value) []reflect.Value { return answer }))
	passed := p.drawAll(parameters, constructor.field.Type().In)
	arguments := append([]reflect.Value{reflect.ValueOf(ctx)}, p.drawAll(method.source.Parameters[1:], method.field.Type().In)...)

	want, seen := p.renderAll(parameters, passed), "nothing: it was not called"
	constructor.field.Set(reflect.MakeFunc(constructor.field.Type(), func(in []reflect.Value) []reflect.Value {
		seen = p.renderAll(parameters, in[1:])
		return []reflect.Value{object, reflect.Zero(errorType)}
	}))
	got := implicit.Call(passed)[0].MethodByName(method.goName).Call(arguments)
	var inline *wire.InlineArgumentError
	if err, _ := got[len(got)-1].Interface().(error); errors.As(err, &inline) {
		return // refused, because some server would misread it
	}
	if seen != want {
		p.Fatalf("%s sees %s, the name says %s (error %v)", constructor.source.Name, seen, want, got[len(got)-1])
	}
	p.compareAnswers(method.source, got, answer)
}
