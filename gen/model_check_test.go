package gen

import (
	"go/token"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// checkModel checks that the names in a model are Go names without clashes. It declares what
// generated code declares, independently of how names are reserved.
func checkModel(t testing.TB, m *model) {
	t.Helper()
	pkg := map[string]string{}
	declare := func(in map[string]string, name, what string) {
		if !token.IsIdentifier(name) {
			t.Errorf("%s is called %q, which is no Go name", what, name)
		}
		if other, taken := in[name]; taken {
			t.Errorf("%s is declared by %s and %s", name, other, what)
		}
		in[name] = what
	}
	for _, name := range []string{"Worker", "NewWorker", "NewEphemeral", "Component"} {
		declare(pkg, name, "the package")
	}
	files := map[string]string{"client": "the package", "doc": "the package", "component": "the test package", "serve": "the test package"}
	variables := map[string]string{}
	for _, s := range m.scopes {
		if other, taken := files[s.file]; taken || s.file == "" {
			t.Errorf("the files of %s and %s are both called %q", other, s.place, s.file)
		}
		files[s.file] = s.place
		declare(pkg, s.goName, s.place)
		declare(pkg, s.goName+"Enqueue", s.place)
		declare(pkg, s.goName+"EnqueueOf", s.place)
		methods := map[string]string{"Enqueue": "every interface"}
		for _, fn := range s.functions {
			declare(methods, fn.goName, fn.place)
			declare(variables, fn.variable, fn.place)
			checkParameters(t, fn)
		}
		for _, r := range s.resources {
			for _, name := range []string{r.goName, r.goName + "Methods", r.goName + "Enqueue", r.goName + "EnqueueOf", "Indexed" + r.goName} {
				declare(pkg, name, r.place)
			}
			declare(methods, r.goName+"FromHandle", r.place)
			if r.constructor != nil {
				declare(methods, r.goName, r.place)
				declare(methods, r.constructor.goName, r.constructor.place)
			}
			for _, fn := range r.statics {
				declare(methods, fn.goName, fn.place)
			}
			own := map[string]string{"Enqueue": "", "Handle": "", r.goName + "Methods": ""}
			for _, fn := range r.calls() {
				declare(own, fn.goName, fn.place)
			}
			for _, fn := range r.functions() {
				declare(variables, fn.variable, fn.place)
				checkParameters(t, fn)
			}
		}
		for _, named := range s.types {
			declareType(t, pkg, named, declare)
		}
	}
}

func declareType(t testing.TB, pkg map[string]string, named *namedType, declare func(map[string]string, string, string)) {
	t.Helper()
	if named.goName == "" || len(named.members) != memberCountOf(named.source) {
		t.Errorf("the type of %s is incomplete: %q, %d members", named.place, named.goName, len(named.members))
	}
	declare(pkg, named.goName, named.place)
	members := pkg
	switch named.source.Kind {
	case metadata.KindVariant:
		declare(pkg, named.goName+"Kind", named.place)
		declare(pkg, "Unmarshal"+named.goName, named.place)
		for i := range named.members {
			declare(pkg, named.kindConstant(i), named.place)
		}
	case metadata.KindEnum:
		declare(pkg, named.goName+"Values", named.place)
	case metadata.KindRecord, metadata.KindTuple:
		members = map[string]string{"MarshalJSON": "", "UnmarshalJSON": "", "String": ""}
	}
	for _, m := range named.members {
		declare(members, m.goName, named.place+"#"+m.name)
	}
}

func memberCountOf(t *metadata.Type) int {
	return len(t.Fields) + len(t.Cases) + len(t.Names) + len(t.Items)
}

func checkParameters(t testing.TB, fn *function) {
	t.Helper()
	locals := map[string]bool{"ctx": true, "opts": true, "call": true, "result": true, "results": true, "enqueued": true, "fake": true, "f": true, "c": true, "err": true, "runtime": true, "wire": true, "string": true}
	for _, p := range fn.parameters {
		checkLocal(t, locals, p.goName, fn.place)
	}
	for _, r := range fn.results {
		if r.name != "" {
			checkLocal(t, locals, r.goName, fn.place)
		}
	}
}

func checkLocal(t testing.TB, locals map[string]bool, name, place string) {
	t.Helper()
	if locals[name] || !token.IsIdentifier(name) || token.IsExported(name) {
		t.Errorf("%s has a parameter or result called %q", place, name)
	}
	locals[name] = true
}
