package metadata

func prim(k Kind) *Type { return &Type{Kind: k} }

var (
	tBool, tU8, tU32, tS32, tU64 = prim(KindBool), prim(KindU8), prim(KindU32), prim(KindS32), prim(KindU64)
	tF32, tF64, tChr, tStr       = prim(KindF32), prim(KindF64), prim(KindChr), prim(KindStr)
)

func record(pairs ...any) *Type {
	t := &Type{Kind: KindRecord}
	for i := 0; i < len(pairs); i += 2 {
		t.Fields = append(t.Fields, Field{pairs[i].(string), pairs[i+1].(*Type)})
	}
	return t
}

// variant takes names, each followed by the type of its payload if it has one.
func variant(parts ...any) *Type {
	t := &Type{Kind: KindVariant}
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			t.Cases = append(t.Cases, Case{Name: p})
		case *Type:
			t.Cases[len(t.Cases)-1].Type = p
		}
	}
	return t
}

func enum(names ...string) *Type      { return &Type{Kind: KindEnum, Names: names} }
func flags(names ...string) *Type     { return &Type{Kind: KindFlags, Names: names} }
func tuple(items ...*Type) *Type      { return &Type{Kind: KindTuple, Items: items} }
func list(t *Type) *Type              { return &Type{Kind: KindList, Inner: t} }
func option(t *Type) *Type            { return &Type{Kind: KindOption, Inner: t} }
func result(ok, err *Type) *Type      { return &Type{Kind: KindResult, Ok: ok, Err: err} }
func own(id uint64) *Type             { return &Type{Kind: KindHandle, ResourceID: id} }
func borrow(id uint64) *Type          { return &Type{Kind: KindHandle, ResourceID: id, Borrowed: true} }
func named(name string, t Type) *Type { t.Name, t.Owner = name, "a:b@1.0.0/i"; return &t }

// owned returns a named type that an interface owns.
func owned(owner string) *Type { return &Type{Kind: KindTuple, Name: "x", Owner: owner} }

// function takes names of parameters with their types, then a type or nil as result.
func function(name string, parts ...any) *Function {
	f := &Function{Name: name, LocalName: name}
	for len(parts) > 1 {
		f.Parameters = append(f.Parameters, Parameter{parts[0].(string), parts[1].(*Type)})
		parts = parts[2:]
	}
	if len(parts) == 1 && parts[0] != nil {
		f.Results = []Result{{"", parts[0].(*Type)}}
	}
	return f
}

func ofKind(k FunctionKind, resource string, f *Function) *Function {
	tags := map[FunctionKind]string{Constructor: "constructor", Method: "method", Static: "static", Drop: "drop"}
	f.Kind, f.Name = k, "["+tags[k]+"]"+resource
	if k == Method || k == Static {
		f.Name += "." + f.LocalName
	}
	return f
}

func inInterface(name string, functions ...*Function) *Interface {
	i := &Interface{Name: name, Functions: functions}
	if fault := i.splitInterface(); fault != "" {
		panic(fault)
	}
	return i
}

func exporting(interfaces ...*Interface) *Component { return &Component{Interfaces: interfaces} }

func withResources(i *Interface, resources ...*Resource) *Component {
	i.Resources = resources
	return exporting(i)
}
