package config

import (
	"strings"
	"testing"
)

// TestChecks checks what is wrong with single values.
func TestChecks(t *testing.T) {
	for name, test := range map[string]struct {
		check func(string) error
		want  map[string]string
	}{
		"URL": {CheckURL, map[string]string{
			"http://localhost:9881":       "",
			"https://golem.example.com/a": "",
			"http://host/v1":              "ends in /v1, which golem-gen adds itself",
			"http://host/v1/":             "ends in /v1, which golem-gen adds itself",
			"http://host/v1/a":            "",
			"http://host#a":               "has a query or a fragment",
			"http://host?":                "has a query or a fragment",
			"http://host?a":               "has a query or a fragment",
			"ftp://host":                  "does not begin with http:// or https://",
		}},
		"package": {CheckPackage, map[string]string{
			"shop":          "",
			"_":             `"_" is not a Go identifier`,
			"func":          `"func" is not a Go identifier`,
			"main":          "main cannot be imported",
			"init":          "init cannot be imported",
			"documentation": "documentation is the name of a package that Go ignores",
			"vendor":        "vendor is reserved by Go for copies of other modules",
			"a\u007f":       `"a\x7f" is not a Go identifier`,
		}},
		"folders": {CheckFolders, map[string]string{
			"internal/shop":   "",
			"internal/vendor": "vendor is reserved by Go for copies of other modules",
			"a/aux.b/c":       "aux.b is reserved on Windows, so Go refuses to import it",
			".":               "",
		}},
		"path": {CheckPath, map[string]string{
			"a":       "",
			"a/.":     "",
			"a/../b":  "",
			"/a":      "is absolute",
			"a\ufffd": "has a character that some file systems reject",
			".a":      "is in a hidden folder",
			".ab/c":   "is in a hidden folder",
			"..":      "leads out of the folder",
			"...":     "is in a hidden folder",
		}},
	} {
		for value, want := range test.want {
			got := ""
			if err := test.check(value); err != nil {
				got = err.Error()
			}
			if got != want {
				t.Errorf("%s %q: got %s, want %s", name, value, got, want)
			}
		}
	}
	for path, want := range map[string]bool{"example.com/a": true, "a": true, "C": false, "unsafe": false, "": false, "a b": false} {
		if IsImportPath(path) != want {
			t.Errorf("import path %q: got %v", path, !want)
		}
	}
}

func TestAccounts(t *testing.T) {
	for account, want := range map[string]bool{
		"me@example.com": true, "a@b": true, "me": false, "@b": false, "a@": false, "a @b": false, "a@b\\tc": false,
	} {
		_, err := Parse("f", []byte("agents:\n  - package: bank\n    application: bank\n    environment: prod\n    account: \""+account+"\"\n"))
		if (err == nil) != want || err != nil && !strings.Contains(err.Error(), "f:5:5: expected an e-mail address, found ") {
			t.Errorf("%q: %v", account, err)
		}
	}
}

// TestEntriesByName checks which entries an argument of the command selects.
func TestEntriesByName(t *testing.T) {
	c, err := Parse("f", []byte("components:\n"+
		"  - {package: shop, name: acme-shop}\n"+
		"  - {package: other, id: "+id+"}\n"+
		"agents:\n"+
		"  - {package: bank, application: my-bank, environment: prod}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"shop": "shop", "acme-shop": "shop", "other": "other", id: "other",
		"bank": "bank", "my-bank": "bank", "my-bank/prod": "bank", "my-bank/local": "", "prod": "", "": "",
	} {
		var got []string
		for _, e := range c.Entries() {
			if e.Is(name) {
				got = append(got, e.Package)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// TestProblemsAreInTheOrderOfTheFile has problems that are found in another order.
func TestProblemsAreInTheOrderOfTheFile(t *testing.T) {
	_, err := Parse("f", []byte("components:\n  - package: main\n    name: x\n  - package: init\n    name: x\nserver: {url: x}\n"))
	if err == nil {
		t.Fatal("no error")
	}
	last := ""
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if line < last {
			t.Errorf("%s\ncomes after\n%s", line, last)
		}
		last = line
	}
	if !strings.HasPrefix(last, "f:6:") {
		t.Errorf("the last problem is %s", last)
	}
}
