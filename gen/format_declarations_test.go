package gen

import (
	"bytes"
	"go/format"
	"testing"
	"testing/quick"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// breakFile breaks the lines of a file as a whole.
func breakFile(text []byte) ([]byte, error) {
	for hasLongLine(text) {
		broken := breakLines(text)
		if bytes.Equal(broken, text) {
			break
		}
		var err error
		if text, err = format.Source(broken); err != nil {
			return nil, err
		}
	}
	return text, nil
}

// TestBreakDeclarations holds that declarations one by one get the same text as a whole
// file.
func TestBreakDeclarations(t *testing.T) {
	c := decodeFile(t, thorough.Pick("../testdata/metadata/golem-1.3/own/nominal.json", ownBig))
	options := Options{Package: "big", TestPackage: true, ImportPath: "example.com/big"}
	types, groups := resolve(c, options)
	m, _, err := giveNames(types, groups, options)
	if err != nil {
		t.Fatal(err)
	}
	emit(m, options, func(f *sourceFile) {
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			t.Fatal(err)
		}
		formatted, err := format.Source(groupImports(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		same(t, f.name, formatted)
	})
}

func same(t *testing.T, name string, formatted []byte) {
	t.Helper()
	want, err := breakFile(bytes.Clone(formatted))
	if err != nil {
		t.Fatal(err)
	}
	got, err := breakDeclarations(formatted)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got)\n%s", name, d)
	}
}

// TestDeclarationEnd holds where a declaration ends, whatever its texts hold.
func TestDeclarationEnd(t *testing.T) {
	long := "\"" + string(bytes.Repeat([]byte("some words "), 14)) + "\""
	for name, source := range map[string]string{
		"raw text of several lines": "var a = `x\n\nfunc `\n\nvar b = " + long + "\n",
		"back quote in a comment":   "// `\n\nvar a = 1\n\nvar b = " + long + "\n",
		"comment by itself":         "// A.\n\n// B.\nvar b = " + long + "\n\nvar c = 1\n",
		"empty line inside":         "func f() {\n\ta()\n\n\tb(" + long + ")\n}\n\nvar c = " + long + "\n",
		"no end of line":            "var b = " + long,
	} {
		t.Run(name, func(t *testing.T) {
			formatted, err := format.Source([]byte("package p\n\n" + source))
			if err != nil {
				t.Fatal(err)
			}
			same(t, name, formatted)
		})
	}
	whole := func(text []byte) bool {
		var all []byte
		for rest := text; len(rest) > 0; {
			n := declarationEnd(rest)
			if n == 0 {
				return false
			}
			all, rest = append(all, rest[:n]...), rest[n:]
		}
		return bytes.Equal(all, text)
	}
	if err := quick.Check(whole, nil); err != nil {
		t.Error(err)
	}
}
