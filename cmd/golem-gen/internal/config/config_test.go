package config

import (
	"strings"
	"testing"

	_ "github.com/golem-gen/golem-gen/internal/goldenfile"
)

const id = "5c89c92c-6e6a-5715-882b-637cd873451d"

func TestParse(t *testing.T) {
	c, err := Parse("golem-gen.yaml", []byte(`# a comment
server:
  url: https://golem.example.com/prefix/
  token-file: ~/.golem/token
  project: `+id+`
components:
  - package: shop
    name: "acme:shop"
    version: 18446744073709551615
    names: {cart: Basket, "cart.add-item.item": 'Item'}
  - package: stock
    id: `+strings.ToUpper(id)+`
    dir: ./clients//stock/
    metadata: pins/stock.json
    wit: wit
    tests: true
    import-path: example.com/app/clients/stock
    names:
`))
	if err != nil {
		t.Fatal(err)
	}
	shop, stock := c.Components[0], c.Components[1]
	if c.Server.URL != "https://golem.example.com/prefix" || shop.Dir != "internal/shop" || shop.Metadata != "golem/shop.json" ||
		*shop.Version != 1<<64-1 || shop.Names["cart.add-item.item"] != "Item" || stock.Dir != "clients/stock" || !stock.Tests || stock.Version != nil {
		t.Errorf("%+v\n%+v\n%+v", c.Server, shop, stock)
	}
	if got := c.At(&shop.Entry, "names", "cart"); got != "golem-gen.yaml:10:13" {
		t.Errorf("cart is at %s", got)
	}
	if got := c.At(&stock.Entry, "version"); got != "golem-gen.yaml:11:5" {
		t.Errorf("a key that is not there is at %s", got)
	}
	if !stock.Is(id) || !stock.Is("stock") || stock.Is("") || shop.Is("") {
		t.Error("Is")
	}
}

func TestParseAgentsAndServers(t *testing.T) {
	c, err := Parse("golem-gen.yaml", []byte(`server: {url: "http://localhost:9881"}
servers:
  cloud:
    url: https://release.api.golem.cloud/
    token-env: CLOUD_TOKEN
components:
  - {package: shop, name: shop}
agents:
  - package: bank
    application: bank
    environment: prod
    account: owner@example.com
    types: [Account, "Helper"]
    deployment: 0
    server: cloud
    tests: true
  - {package: local, application: bank, environment: local}
`))
	if err != nil {
		t.Fatal(err)
	}
	entries := c.Entries()
	if len(entries) != 3 || entries[0].Of != c.Components[0] || entries[1].Of != c.Agents[0] {
		t.Fatalf("%+v", entries)
	}
	bank, local := c.Agents[0], c.Agents[1]
	if bank.Application != "bank" || bank.Environment != "prod" || bank.Account != "owner@example.com" || strings.Join(bank.Types, " ") != "Account Helper" ||
		*bank.Deployment != 0 || bank.Dir != "internal/bank" || bank.Metadata != "golem/bank.json" || !bank.Tests || local.Deployment != nil || local.Types != nil {
		t.Errorf("%+v\n%+v", bank, local)
	}
	if s, name := c.ServerOf(&bank.Entry); s.URL != "https://release.api.golem.cloud" || name != "servers.cloud" {
		t.Errorf("%s %+v", name, s)
	}
	if s, name := c.ServerOf(&local.Entry); s.URL != "http://localhost:9881" || name != "server" {
		t.Errorf("%s %+v", name, s)
	}
	for _, at := range [][2]string{
		{c.At(&bank.Entry, "deployment"), "golem-gen.yaml:14:5"},
		{c.AtServer(&bank.Entry, "token-env"), "golem-gen.yaml:5:5"},
		{c.AtServer(&bank.Entry, "token-file"), "golem-gen.yaml:3:3"},
		{c.AtServer(&local.Entry, "url"), "golem-gen.yaml:1:10"},
	} {
		if at[0] != at[1] {
			t.Errorf("at %s, want %s", at[0], at[1])
		}
	}
	for name, want := range map[string]bool{"bank": true, "bank/prod": true, "prod": false, "": false, "bank/local": false} {
		if bank.Is(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
}

func TestWITMayLeadOutOfTheFolder(t *testing.T) {
	for given, want := range map[string]string{
		"..":                       "..",
		"../wit/":                  "../wit",
		"./../components/shop/wit": "../components/shop/wit",
		"a/../../b.wasm":           "../b.wasm",
		"../../../a":               "../../../a",
	} {
		c, err := Parse("f", []byte("components: [{package: shop, name: shop, wit: [wit, "+given+"]}]"))
		if err != nil {
			t.Errorf("%s: %v", given, err)
		} else if got := c.Components[0].WIT; len(got) != 2 || got[1] != want {
			t.Errorf("%s: %q, want %s", given, got, want)
		}
	}
}

func TestParseTakesWhatEditorsWrite(t *testing.T) {
	for _, mark := range []string{"\xff\xfec\x00", "\xfe\xff\x00c"} {
		if _, err := Parse("f", []byte(mark)); err == nil || err.Error() != "f:1:1: file is UTF-16: save it as UTF-8" {
			t.Errorf("%q: %v", mark, err)
		}
	}
	if _, err := Parse("f", []byte("\ufeffcomponents:\r\n  - package: shop\r\n    name: shop\r\n")); err != nil {
		t.Error(err)
	}
}

func TestParseRefuses(t *testing.T) {
	component := func(lines string) string { return "components:\n  - package: shop\n    name: shop\n" + lines }
	agents := func(lines string) string {
		return "agents:\n  - package: bank\n    application: bank\n    environment: prod\n" + lines
	}
	server := func(lines string) string { return "server:\n" + lines + component("") }
	for _, test := range []struct{ text, want string }{
		{"", "1:1: file is empty: remove it and run golem-gen init"},
		{"{}", `1:1: neither components nor agents: add one: "- package: shop"`},
		{"[]", `1:1: expected keys like "server: {url: http://localhost:9881}", found a list: correct the value`},
		{"shop", `1:1: expected keys like "server: {url: http://localhost:9881}", found a string: correct the value`},
		{"server: http://localhost:9881\n" + component(""), `1:9: expected keys like "url: http://localhost:9881", found a string: correct the value`},
		{"components: [shop]\n", `1:14: expected keys like "package: shop", found a string: correct the value`},
		{"agents: [bank]\n", `1:10: expected keys like "package: bank", found a string: correct the value`},
		{component("    names: Cart\n"), `4:12: expected keys like "cart.add-item: AddItem", found a string: correct the value`},
		{component("    initialisms: [LLM]\n"), `4:5: unknown key "initialisms": move it to the top of the file, beside server`},
		{component("    token-env: TOKEN\n"), `4:5: unknown key "token-env": move it below "server:"`},
		{component("    types: [Account]\n"), `4:5: unknown key "types": only agents have it; the keys here are package, server, dir, metadata, tests, import-path, names, name, id, version, wit`},
		{"dir: internal/shop\n" + component(""), `1:1: unknown key "dir": move it to an entry of components or agents`},
		{component("    colour: red\n"), `4:5: unknown key "colour": the keys are package, server, dir, metadata, tests, import-path, names, name, id, version, wit`},
		{"components:\n\t- package: shop\n", "2:1: a tab cannot stand here: write spaces instead"},
		{"components: []", `1:1: neither components nor agents: add one: "- package: shop"`},
		{"components: {}", `1:13: expected a list with a "-" before each entry, found a mapping: correct the value`},
		{"<<<<<<< HEAD\n" + component("") + "=======\n", "1:1: a merge of version control has failed here: remove the lines with <<<<<<<, ======= and >>>>>>>, and keep those of one side or of both"},
		{component("") + ">>>>>>> other\n", "4:1: a merge of version control has failed here: remove the lines with <<<<<<<, ======= and >>>>>>>, and keep those of one side or of both"},
		{component("") + "---\n" + component(""), "5:1: found a second YAML document: remove the line --- and everything after it"},
		{component("    name: other\n"), `4:5: mapping key "name" already defined at [3:5]: correct the YAML`},
		{component("    id: " + id + "\n"), "4:5: both name and id are set: remove one of them"},
		{"components:\n  - package: shop\n", `2:5: component has neither name nor id: add "name: ..." or "id: ..."`},
		{"components:\n  - package: shop\n    id: shop\n", `3:5: expected an id like 5c89c92c-6e6a-5715-882b-637cd873451d, found "shop": correct the id, or use name instead`},
		{"components:\n  - package: my-shop\n    name: x\n", `2:5: package: "my-shop" is not a Go identifier: use a short lower-case word like shop`},
		{"components:\n  - package: main\n    name: x\n", "2:5: package: main cannot be imported: use a short lower-case word like shop"},
		{component("    version: -1\n"), "4:14: expected an integer of at least 0, found -1: correct the value"},
		{component("    version: -18446744073709551616\n"), "4:14: expected an integer of at least 0, found -18446744073709551616: correct the value"},
		{component("    version: 1.5\n"), "4:14: expected an integer of at least 0, found 1.5: correct the value"},
		{component("    version: 0x10\n"), "4:14: expected an integer of at least 0, found 0x10: write it in decimal digits"},
		{component("    version: 18446744073709551616\n"), "4:14: expected an integer of at most 18446744073709551615, found 18446744073709551616: correct the value"},
		{component("    version: '3'\n"), `4:14: expected an integer of at least 0, found the string "3": write the number without quotes`},
		{component("    version: [3]\n"), "4:14: expected an integer of at least 0, found a list: correct the value"},
		{component("    version: true\n"), `4:14: expected an integer of at least 0, found "true": correct the value`},
		{component("    dir: ../shop\n"), `4:5: dir "../shop" leads out of the folder: give a path with slashes inside the folder of this file`},
		{component("    dir: /tmp\n"), `4:5: dir "/tmp" is absolute: give a path with slashes inside the folder of this file`},
		{component("    dir: a/../../b\n"), `4:5: dir "a/../../b" leads out of the folder: give a path with slashes inside the folder of this file`},
		{component("    dir: .git/hooks\n"), `4:5: dir ".git/hooks" is in a hidden folder: give a path with slashes inside the folder of this file`},
		{component("    dir: 'a\\b'\n"), `4:5: dir "a\\b" has a backslash: give a path with slashes inside the folder of this file`},
		{component("    dir: \"a\\nb\"\n"), `4:5: dir "a\nb" has a character that some file systems reject: give a path with slashes inside the folder of this file`},
		{component("    dir: \"a\\u202eb\"\n"), `4:5: dir "a\u202eb" has a character that some file systems reject: give a path with slashes inside the folder of this file`},
		{component("    dir: internal/\u0455hop\n"), `4:5: dir: "\u0455hop" cannot be in an import path: choose another directory, like internal/shop`},
		{component("    dir: my clients\n"), `4:5: dir: "my clients" cannot be in an import path: choose another directory, like internal/shop`},
		{"components:\n  - package: \u0455hop\n    name: x\n", `2:5: package: "\u0455hop" has letters outside ASCII: use a short lower-case word like shop`},
		{component("    metadata: go.mod\n"), `4:5: metadata "go.mod" does not end in .json: add .json`},
		{component("    wit: /wit\n"), `4:5: wit "/wit" is absolute: give a path with slashes from the folder of this file, like ../components/shop/wit`},
		{component("    wit: [wit, '..\\wit']\n"), `4:5: wit "..\\wit" has a backslash: give a path with slashes from the folder of this file, like ../components/shop/wit`},
		{component("    wit: c:/wit\n"), `4:5: wit "c:/wit" has a character that some file systems reject: give a path with slashes from the folder of this file, like ../components/shop/wit`},
		{component("    wit: ../.git\n"), `4:5: wit "../.git" is in a hidden folder: give a path with slashes from the folder of this file, like ../components/shop/wit`},
		{component("    metadata: ../shop.json\n"), `4:5: metadata "../shop.json" leads out of the folder: give a path with slashes inside the folder of this file`},
		{component("    import-path: a b\n"), `4:5: expected an import path like example.com/application/internal/shop, found "a b": correct the path`},
		{component("  - package: other\n    name: other\n    dir: internal/SHOP\n"), "6:5: internal/SHOP is also used by shop in line 2: give each entry its own dir"},
		{"components:\n  - package: Shop\n    name: x\n", `2:5: package: "Shop" has upper-case letters: systems that ignore case take its folder for that of shop: use a short lower-case word like shop`},
		{component("  - package: other\n    name: other\n    dir: internal/shop/shoptest\n"), "6:5: internal/shop/shoptest is also used by shop in line 2: give each entry its own dir"},
		{component("    import-path: example.com/\u0455hop\n"), `4:5: expected an import path like example.com/application/internal/shop, found "example.com/\u0455hop": correct the path`},
		{component("    names: &a {}\n"), "4:12: anchors, aliases and tags are not supported: write out the value"},
		{component("    packge: a\n"), `4:5: unknown key "packge": did you mean package?`},
		{component("    pacakge: a\n"), `4:5: unknown key "pacakge": did you mean package?`},
		{component("    packaged: a\n"), `4:5: unknown key "packaged": did you mean package?`},
		{component("    nams: a\n"), `4:5: unknown key "nams": did you mean names?`},
		{component("    verzion: 1\n"), `4:5: unknown key "verzion": did you mean version?`},
		{component("   dir: a\n"), "4:4: a value cannot stand here: check the indentation here and above, and the colon and the space after each key"},
		{component("    dir:a\n"), "4:5: a value cannot stand here: check the indentation here and above, and the colon and the space after each key"},
		{component("    name2: *a\n"), `4:5: unknown key "name2": did you mean name?`},
		{server("  url: localhost:9881\n"), "2:3: server URL does not begin with http:// or https://: expected a URL like http://localhost:9881"},
		{server("  url: http://user:secret@host\n"), "2:3: server URL contains credentials, which belong in token-env or token-file: expected a URL like http://localhost:9881"},
		{server("  url: 'http://host/?a=b'\n"), "2:3: server URL has a query or a fragment: expected a URL like http://localhost:9881"},
		{server("  url: 'http://[::1'\n"), "2:3: server URL cannot be read: expected a URL like http://localhost:9881"},
		{"initialisms: [LLM, graphql]\n" + component(""), `1:1: expected an initialism like LLM or GraphQL, found "graphql": use letters from A to Z, the first in upper case, then digits`},
		{server("  url: http://\n"), "2:3: server URL has no host: expected a URL like http://localhost:9881"},
		{component("    <<: {name: b}\n"), `4:5: only plain keys are supported: write out the keys`},
		{component("    version:\n"), "4:5: version has no value: add a value or remove the line"},
		{component("    dir: internal/LPT3\n"), `4:5: dir: LPT3 is reserved on Windows, so Go refuses to import it: choose another directory, like internal/shop`},
		{"components:\n  - package: con\n    name: x\n", `2:5: package: con is reserved on Windows, so Go refuses to import it: use a short lower-case word like shop`},
		{"components:\n  - package: shop_test\n    name: x\n", `2:5: package: "shop_test" is the name of a test package: use a short lower-case word like shop`},
		{server("  url: ''\n"), "2:3: server URL does not begin with http:// or https://: expected a URL like http://localhost:9881"},
		{server("  token: secret\n"), `2:3: unknown key "token": did you mean token-env?`},
		{server("  token-env: eyJhbGciOi.J\n"), "2:3: token-env is not the name of an environment variable: give the variable's name, never the token itself"},
		{server("  token-env: A\n  token-file: b\n"), "3:3: both token-env and token-file are set: remove one of them"},
		{server("  project: default\n"), `2:3: expected a UUID, found "default": give the project's id`},
		{"agents: []", `1:1: neither components nor agents: add one: "- package: shop"`},
		{"agents:\n  - package: bank\n", "2:5: application is missing: add the name of the application, like \"application: bank\"\n" + `f:2:5: environment is missing: add the name of the environment, like "environment: local"`},
		{"agents:\n  - {package: bank, application: bank}\n", `2:5: environment is missing: add the name of the environment, like "environment: local"`},
		{agents("    id: " + id + "\n"), `5:5: unknown key "id": only components have it; the keys here are package, server, dir, metadata, tests, import-path, names, application, environment, account, types, deployment`},
		{"agents: [{package: bank, application: Bank, environment: prod}]", `1:26: application "Bank" is not a name that Golem accepts: use lower-case letters, digits and dashes, as in my-bank`},
		{"agents: [{package: bank, application: bank, environment: bank/prod}]", `1:45: environment "bank/prod" is not a name that Golem accepts: use lower-case letters, digits and dashes, as in my-bank`},
		{agents("    account: me\n"), `5:5: expected an e-mail address, found "me": give the e-mail address of the application's owner`},
		{agents("    types: [Account, Helper, Account]\n"), `5:5: types has "Account" twice: remove one of them`},
		{agents("    types: ''\n"), `5:5: types has an empty name: correct or remove it`},
		{agents("    deployment: current\n"), `5:17: expected an integer of at least 0, found "current": correct the value`},
		{agents("    deployment: -1\n"), `5:17: expected an integer of at least 0, found -1: correct the value`},
		{agents("    server: cloud\n"), `5:5: no server is named "cloud": add it to "servers:", or remove the line to use the one of "server:"`},
		{"servers: {local: {url: 'http://localhost:9881'}, cloud: {url: 'https://golem.example'}}\n" + agents("    server: cluod\n"), `6:5: no server is named "cluod": use one of these: cloud, local`},
		{"servers:\n  cloud:\n    token-env: GOLEM_TOKEN\n" + component(""), "2:3: server URL does not begin with http:// or https://: expected a URL like http://localhost:9881"},
		{"servers:\n  cloud:\n" + component(""), `2:3: "cloud" has no value: add keys or remove the line`},
		{"servers:\n  cloud:\n    url: https://golem.example\n    token: x\n" + component(""), `4:5: unknown key "token": did you mean token-env?`},
		{"servers: [a]\n" + component(""), `1:10: expected keys like "cloud: {url: https://golem.example.com}", found a list: correct the value`},
		{component("") + "agents:\n  - {package: shop, application: bank, environment: prod}\n", "5:5: internal/shop is also used by shop in line 2: give each entry its own dir"},
		{"components: " + strings.Repeat("[", 101), "1:1: values are nested 101 deep: this is not a golem-gen configuration"},
		{"components:\n" + strings.Repeat("- ", 101), "1:1: values are nested 101 deep: this is not a golem-gen configuration"},
		{strings.Repeat("#", maxSize+1), "1:1: file is larger than 1048576 bytes: keep the components and agents of one repository only"},
	} {
		_, err := Parse("f", []byte(test.text))
		if err == nil || err.Error() != "f:"+test.want {
			t.Errorf("%.200q:\n got %v\nwant f:%s", test.text, err, test.want)
		}
	}
}

func TestParseKeepsTokensToItself(t *testing.T) {
	_, err := Parse("f", []byte("server:\n  token-env: s3cr3t-token\n  url: http://u:s3cr3t-token@h\ncomponents: []\n"))
	if err == nil || strings.Contains(err.Error(), "s3cr3t") {
		t.Errorf("%v", err)
	}
}

func TestSameURL(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{"http://localhost:9881", "http://localhost:9881/", true},
		{"http://LocalHost:9881", "HTTP://localhost:9881", true},
		{"https://golem.example.com", "https://golem.example.com:443/", true},
		{"http://golem.example.com:80/a", "http://golem.example.com/a/", true},
		{"http://[::1]:80", "http://[::1]", true},
		{"http://golem.example.com", "https://golem.example.com", false},
		{"http://localhost:9881", "http://localhost:9882", false},
		{"http://golem.example.com/a", "http://golem.example.com/A", false},
		{"http://golem.example.com", "http://example.com", false},
		{"\x01", "\x02", false},
	} {
		if same := SameURL(test.a, test.b); same != test.same {
			t.Errorf("%q and %q: %v, want %v", test.a, test.b, same, test.same)
		}
	}
}
