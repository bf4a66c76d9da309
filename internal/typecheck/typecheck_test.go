package typecheck_test

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/typecheck"
)

func TestCheck(t *testing.T) {
	c, err := typecheck.New(t.Context(), "strings")
	if err != nil {
		t.Fatal(err)
	}
	const client = "package client\n\nimport \"strings\"\n\nfunc Upper(s string) string { return strings.ToUpper(s) }\n"
	use := func(body string) []byte {
		return []byte("package clienttest\n\nimport \"example.com/client\"\n\nvar _ = " + body + "\n")
	}
	for _, test := range []struct{ name, client, below, want string }{
		{"both packages", client, `client.Upper("a")`, ""},
		{"wrong use of the package above", client, `client.Upper(1)`, "cannot use 1"},
		{"undefined name", client + "\nvar _ = missing\n", `client.Upper("a")`, "undefined: missing"},
		{"unused import", strings.Replace(client, "strings.ToUpper(s)", "s", 1), `client.Upper("a")`, `"strings" imported and not used`},
		{"import of what was not named", strings.Replace(client, `"strings"`, `"os"`, 1), `client.Upper("a")`, "could not import os"},
		{"syntax error", client + "func", `client.Upper("a")`, "client.go:6:5"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := c.Check("example.com/client", map[string][]byte{"client.go": []byte(test.client), "clienttest/fake.go": use(test.below)})
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
	if _, err := typecheck.New(t.Context(), "example.com/nowhere"); err == nil || !strings.Contains(err.Error(), "example.com/nowhere") {
		t.Errorf("a package that is not there: %v", err)
	}
}
