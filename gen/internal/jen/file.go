package jen

import (
	"fmt"
	gotoken "go/token"
	"slices"
	"strconv"
	"strings"
)

// A File is a source file.
type File struct {
	name     string // of the package
	headers  []string
	comments []string
	body     []*Statement
	hints    map[string]imported // names of packages that may be imported
	imports  map[string]imported // by path
}

// imported is the name of a package in a file.
type imported struct {
	name      string
	alias     bool   // the import declaration must contain the name
	qualifier string // the name and a dot
}

// NewFile starts a file of the package with that name.
func NewFile(name string) *File {
	return &File{name: name, hints: map[string]imported{}, imports: map[string]imported{}}
}

// HeaderComment adds a comment above the comment of the package.
func (f *File) HeaderComment(text string) { f.headers = append(f.headers, text) }

// PackageComment adds a line to the comment of the package.
func (f *File) PackageComment(text string) { f.comments = append(f.comments, text) }

// ImportName sets the name of a package.
func (f *File) ImportName(path, name string) { f.hints[path] = imported{name: name} }

// ImportAlias sets the name under which a package is imported.
func (f *File) ImportAlias(path, name string) { f.hints[path] = imported{name: name, alias: true} }

// Add adds code on a new line.
func (f *File) Add(code Code) *Statement {
	s := start().Add(code)
	f.body = append(f.body, s)
	return s
}

// Line adds an empty line.
func (f *File) Line() { f.Add(Line()) }

// Comment adds a comment of one line, with its slashes.
func (f *File) Comment(text string) { f.Add(nil).Comment(text) }

// Func starts a function.
func (f *File) Func() *Statement { return f.Add(nil).Func() }

// Type starts the declaration of a type.
func (f *File) Type() *Statement { return f.Add(nil).Type() }

// Var starts the declaration of variables.
func (f *File) Var() *Statement { return f.Add(nil).Var() }

// Const starts the declaration of constants.
func (f *File) Const() *Statement { return f.Add(nil).Const() }

// qualifier returns the beginning of names of the package with the path.
func (f *File) qualifier(path string) string {
	if known, ok := f.imports[path]; ok {
		return known.qualifier
	}
	hint, ok := f.hints[path]
	if !ok {
		hint.name = path[strings.LastIndexByte(path, '/')+1:]
	}
	name := hint.name
	for i := 1; !f.isFree(name); i++ {
		name = fmt.Sprint(hint.name, i)
	}
	f.imports[path] = imported{name: name, alias: hint.alias || name != hint.name, qualifier: name + "."}
	return name + "."
}

// predeclared has the names that Go declares, and err.
var predeclared = strings.Fields("any append bool byte cap clear close comparable complex complex64 complex128 copy " +
	"delete err error false float32 float64 imag int int8 int16 int32 int64 iota len make max min new nil panic print " +
	"println real recover rune string true uint uint8 uint16 uint32 uint64 uintptr")

// isFree reports whether a package can be imported under a name.
func (f *File) isFree(name string) bool {
	if gotoken.IsKeyword(name) || slices.Contains(predeclared, name) {
		return false
	}
	for _, other := range f.imports {
		if other.name == name {
			return false
		}
	}
	return true
}

// importLines returns the lines of the import declaration. Packages of the standard
// library, whose paths have no dot, come first, unless they need another name.
func (f *File) importLines() []string {
	var standard, others []string
	for path := range f.imports {
		if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") || f.imports[path].alias {
			others = append(others, path)
		} else {
			standard = append(standard, path)
		}
	}
	slices.Sort(standard)
	slices.Sort(others)
	var lines []string
	for i, path := range append(standard, others...) {
		if i == len(standard) && i > 0 {
			lines = append(lines, "")
		}
		line := strconv.Quote(path)
		if f.imports[path].alias {
			line = f.imports[path].name + " " + line
		}
		lines = append(lines, line)
	}
	return lines
}
