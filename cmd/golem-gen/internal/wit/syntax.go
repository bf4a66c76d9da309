package wit

// The declarations of a text, before they are resolved.

// packageDecl is a package, or the part of it in one file.
type packageDecl struct {
	id         ID
	interfaces []*interfaceDecl
	worlds     []*worldDecl
}

// fileDecl is a text. Names from "use" at the top are valid only in it.
type fileDecl struct {
	*source
	optional bool // its package is only used
	uses     map[string]interfacePath
}

// scopeDecl is the common part of interfaces and worlds: their types.
type scopeDecl struct {
	file    *fileDecl
	id      ID // of the package
	name    string
	doc     string
	offset  int
	isWorld bool
	types   []*typeDecl
	byName  map[string]*typeDecl
}

type interfaceDecl struct {
	scopeDecl
	functions []*functionDecl
}

type worldDecl struct {
	scopeDecl
	exports []exportDecl
	include []includeDecl
}

// exportDecl is an export of a world: an interface by its path, an interface in place, or
// a function.
type exportDecl struct {
	name     string // "" where the path is the name
	path     interfacePath
	inline   *interfaceDecl
	function *functionDecl
	offset   int
}

// includeDecl includes the exports of another world, some under other names.
type includeDecl struct {
	path interfacePath
	with map[string]string
}

// interfacePath names an interface or world: "cart", or "acme:shop/cart@1.4.0".
type interfacePath struct {
	id     ID // the zero ID for one of the same package
	name   string
	offset int
}

func (p interfacePath) String() string { return p.id.Interface(p.name) }

type definition uint8

const (
	definesAlias definition = iota
	definesRecord
	definesVariant
	definesEnum
	definesFlags
	definesResource
	definesUse // a name from another interface
)

// typeDecl is a definition of a type, or a name from a use.
type typeDecl struct {
	definition
	name, doc string
	offset    int
	members   []memberDecl
	alias     *typeExpr
	use       interfacePath // of definesUse; usedName is the name there
	usedName  string
}

// memberDecl is a field, case, flag, parameter or named result.
type memberDecl struct {
	name, doc string
	typ       *typeExpr // nil for none
}

// typeExpr is a type where it is used: a name with arguments.
type typeExpr struct {
	name    string // "" for _
	escaped bool
	items   []*typeExpr
	length  bool // list<T, 4>
	offset  int
}

// functionDecl is a function, by its name as in metadata: "[method]ledger.receive".
type functionDecl struct {
	name, doc  string
	async      bool
	parameters []memberDecl
	results    []memberDecl
	self       string // resource that is the first parameter of a method
	made       string // resource that a constructor returns
}
