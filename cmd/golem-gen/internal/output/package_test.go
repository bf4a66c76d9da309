package output

import (
	"strings"
	"testing"
)

func TestPackageName(t *testing.T) {
	for text, want := range map[string]string{
		"package shop\n": "shop",
		"package shop":   "shop",
		"\ufeff// Comment\n\npackage shop // of a shop":             "shop",
		"/* package a */ /*\n*/\r\n\tpackage\r\n shop;import \"a\"": "shop",
		"//go:build ignore\n\npackage main":                         "",
		"// +build ignore\n\npackage main":                          "",
		"// a\n//go:build ignore\npackage main":                     "",
		"packages shop":                                             "",
		"package":                                                   "",
		"":                                                          "",
		" ":                                                         "",
		"// package shop":                                           "",
		"/* package shop":                                           "",
		"import shop":                                               "",
	} {
		if got := packageName([]byte(text)); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestCheckPackage(t *testing.T) {
	root := &Root{prefix: "app"}
	for old, want := range map[string]string{
		"package shop":     "",
		"package shoptest": "",
		"package shop2":    "app/p/a.go belongs to the generated package shop2: choose another directory, or use --force to replace that package by shop",
		"no package":       "",
	} {
		got := ""
		if err := root.CheckPackage(Changes{{Name: "new.go", New: []byte("package new")}, {Name: "p/a.go", Old: []byte(old)}}, "shop"); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", old, got, want)
		}
	}
}

// TestNeighbors has files of users in the folder of package shop.
func TestNeighbors(t *testing.T) {
	files := map[string][]byte{"a.go": []byte(header + "\npackage shop"), "shoptest/b.go": []byte(header + "\npackage shoptest")}
	const refused = " belongs to package other, which cannot be in one folder with package "
	for _, test := range []struct{ name, text, want string }{
		{"p/x.go", "package shop", ""},
		{"p/x.go", "package other", "p/x.go" + refused + "shop"},
		{"p/x_test.go", "package shop_test", ""},
		{"p/x_test.go", "package shop", ""},
		{"p/x_test.go", "package other", "p/x_test.go" + refused + "shop"},
		{"p/x.go", "package shop_test", "p/x.go belongs to package shop_test, which cannot be in one folder with package shop"},
		{"p/_x.go", "package other", ""},
		{"p/.x.go", "package other", ""},
		{"p/x.go", "package documentation", ""},
		{"p/x.go", "//go:build ignore\n\npackage other", ""},
		{"p/x.txt", "package other", ""},
		{"p/shoptest/x.go", "package shoptest", ""},
		{"p/shoptest/x.go", "package other", "p/shoptest/x.go" + refused + "shoptest"},
		{"p/elsewhere/x.go", "package other", ""},
	} {
		for _, force := range []bool{false, true} {
			root, _ := open(t, map[string]string{test.name: test.text})
			changes, err := root.Compare("p", header, files, []string{"shoptest"}, force)
			got := ""
			if err != nil {
				got, _, _ = strings.Cut(err.Error(), ":")
			}
			if want := test.want; force && got != "" || !force && got != want {
				t.Errorf("%s, %q: got %s, want %s", test.name, test.text, got, want)
			}
			if err == nil && len(changes) != len(files) {
				t.Errorf("%s, %q: %d changes", test.name, test.text, len(changes))
			}
		}
	}
}

// TestNeighborsOfNothing leaves files of users alone where the last generated file goes.
func TestNeighborsOfNothing(t *testing.T) {
	root, _ := open(t, map[string]string{"p/a.go": header + "\npackage shop", "p/x.go": "package other"})
	changes, err := root.Compare("p", header, nil, nil, false)
	if err != nil || len(changes) != 1 || changes[0].Name != "p/a.go" {
		t.Errorf("%v %v", changes, err)
	}
}

// TestLeftOverOfAnotherPackage removes generated files of a package that was called otherwise.
func TestLeftOverOfAnotherPackage(t *testing.T) {
	root, dir := open(t, map[string]string{"p/x.go": header + "\npackage other"})
	changes, err := root.Compare("p", header, map[string][]byte{"a.go": []byte(header + "\npackage shop")}, nil, false)
	if err == nil {
		err = root.Apply(changes)
	}
	if left := read(t, dir); err != nil || len(left) != 1 || left["p/a.go"] == "" {
		t.Errorf("%v %v", left, err)
	}
}

// TestForce replaces files of users, but nothing else.
func TestForce(t *testing.T) {
	root, dir := open(t, map[string]string{"p/a.go": "mine", "p/b.go": "mine"})
	changes, err := root.Compare("p", header, generatedFiles(map[string]string{"a.go": "a"}), nil, true)
	if err == nil {
		err = root.Apply(changes)
	}
	if left := read(t, dir); err != nil || left["p/a.go"] != header+"\na" || left["p/b.go"] != "mine" {
		t.Errorf("%v %v", left, err)
	}
}
