package exported

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNames(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"a.go": `package a
const A, b = 1, 2
var V int
func F() {}
func g() {}
type T struct { *S; X, y int }
func NewT() T { return T{} }
func (T) M() {}
func (T) n() {}
const OfT T2 = 1
type T2 int
type I interface { Do(); undo(); S }
type hidden struct{ Visible int }
`,
		"b.go":      "package a\n\ntype S struct{}\n",
		"c_test.go": "package a\n\nfunc InTest() {}\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Names(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := `const A
var V
func F
type I
method I.Do
method I.S
type S
type T
field T.S
field T.X
func NewT
method T.M
type T2
const OfT
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, err := Names(filepath.Join(dir, "missing")); err == nil {
		t.Error("no error for a folder without a package")
	}
}
