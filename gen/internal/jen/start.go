package jen

// Each of these functions starts a statement by the method of its name.

// Append starts a statement by its method of that name.
func Append(list ...Code) *Statement { return start().Append(list...) }

// Case starts a statement by its method of that name.
func Case(list ...Code) *Statement { return start().Case(list...) }

// Default starts a statement by its method of that name.
func Default() *Statement { return start().Default() }

// Err starts a statement by its method of that name.
func Err() *Statement { return start().Err() }

// Error starts a statement by its method of that name.
func Error() *Statement { return start().Error() }

// False starts a statement by its method of that name.
func False() *Statement { return start().False() }

// For starts a statement by its method of that name.
func For(list ...Code) *Statement { return start().For(list...) }

// Func starts a statement by its method of that name.
func Func() *Statement { return start().Func() }

// Id starts a statement by its method of that name.
func Id(name string) *Statement { return start().Id(name) }

// If starts a statement by its method of that name.
func If(list ...Code) *Statement { return start().If(list...) }

// Index starts a statement by its method of that name.
func Index(list ...Code) *Statement { return start().Index(list...) }

// Line starts a statement by its method of that name.
func Line() *Statement { return start().Line() }

// List starts a statement by its method of that name.
func List(list ...Code) *Statement { return start().List(list...) }

// Lit starts a statement by its method of that name.
func Lit(value any) *Statement { return start().Lit(value) }

// LitRune starts a statement by its method of that name.
func LitRune(r rune) *Statement { return start().LitRune(r) }

// Map starts a statement by its method of that name.
func Map(key Code) *Statement { return start().Map(key) }

// Nil starts a statement by its method of that name.
func Nil() *Statement { return start().Nil() }

// Op starts a statement by its method of that name.
func Op(text string) *Statement { return start().Op(text) }

// Panic starts a statement by its method of that name.
func Panic(value Code) *Statement { return start().Panic(value) }

// Params starts a statement by its method of that name.
func Params(list ...Code) *Statement { return start().Params(list...) }

// Parens starts a statement by its method of that name.
func Parens(code Code) *Statement { return start().Parens(code) }

// Qual starts a statement by its method of that name.
func Qual(path, name string) *Statement { return start().Qual(path, name) }

// Return starts a statement by its method of that name.
func Return(list ...Code) *Statement { return start().Return(list...) }

// String starts a statement by its method of that name.
func String() *Statement { return start().String() }

// Struct starts a statement by its method of that name.
func Struct(list ...Code) *Statement { return start().Struct(list...) }

// Switch starts a statement by its method of that name.
func Switch(list ...Code) *Statement { return start().Switch(list...) }

// True starts a statement by its method of that name.
func True() *Statement { return start().True() }

// Type starts a statement by its method of that name.
func Type() *Statement { return start().Type() }

// Uint64 starts a statement by its method of that name.
func Uint64() *Statement { return start().Uint64() }

// Values starts a statement by its method of that name.
func Values(list ...Code) *Statement { return start().Values(list...) }

// Var starts a statement by its method of that name.
func Var() *Statement { return start().Var() }

// usualParts is the maximum number of parts of most statements.
const usualParts = 3

// start returns a statement in one allocation, with room for usualParts.
func start() *Statement {
	s := &struct {
		Statement
		room [usualParts]part
	}{}
	s.parts = s.room[:0]
	return &s.Statement
}

// startFor returns a statement with room for n parts.
func startFor(n int) *Statement {
	if n <= usualParts {
		return start()
	}
	return &Statement{parts: make([]part, 0, n)}
}
