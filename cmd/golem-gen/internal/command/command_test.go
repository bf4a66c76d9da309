package command

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	_ "github.com/golem-gen/golem-gen/internal/goldenfile"
)

func runIn(dir string, args ...string) (code int, stdout, stderr string) {
	var out, errors bytes.Buffer
	code = Run(args, Environment{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errors, Dir: dir, Getenv: func(string) string { return "" }})
	return code, out.String(), errors.String()
}

// TestHelpKnowsEveryFlag gives every flag in the help to its subcommand, and checks that it is
// not an unknown flag.
func TestHelpKnowsEveryFlag(t *testing.T) {
	dir := t.TempDir()
	for _, c := range subcommands() {
		_, usage, _ := runIn(dir, c.name, "--help")
		if usage != c.usage || !strings.Contains(usage, "\nFlags:\n") || !strings.Contains(usage, "\nExit codes: 0 ") || !strings.Contains(usage, "\nExamples:\n") {
			t.Errorf("%s --help prints\n%s", c.name, usage)
		}
		for line := range strings.Lines(usage) {
			if utf8.RuneCountInString(line) > 81 {
				t.Errorf("%s: a line of more than 80 columns: %s", c.name, line)
			}
		}
		for _, f := range c.longFlags() {
			if f == "--help" {
				continue
			}
			if _, _, stderr := runIn(dir, c.name, f+"=x", "--no-such-flag"); strings.Contains(stderr, "unknown flag: "+f) {
				t.Errorf("%s does not know %s", c.name, f)
			}
		}
	}
}

// TestHelpListsEveryFlag checks that the help lists every flag that the sources define.
func TestHelpListsEveryFlag(t *testing.T) {
	for file, usage := range map[string]string{"init.go": initUsage, "fetch.go": fetchUsage, "generate.go": generateUsage, "inspect.go": inspectUsage, "diff.go": diffUsage} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`flags\.\w+Var\(&[\w.]+, "([a-z-]+)"`).FindAllStringSubmatch(string(text), -1) {
			if !slices.Contains(subcommand{usage: usage}.longFlags(), "--"+m[1]) {
				t.Errorf("the help of %s does not list --%s", file, m[1])
			}
		}
	}
}

func TestWorkingDirectory(t *testing.T) {
	dir := t.TempDir()
	document, err := os.ReadFile("../../../../testdata/metadata/recorded/golem-1.1.0/shop-v0.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "shop.json"), document, 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := runIn(dir, "generate", "--metadata", "shop.json", "--package", "shop", "--out", "a/b")
	if code != exitOK || stdout != "wrote a/b: 9 files, 16 functions (shop-a version 0)\n" {
		t.Errorf("%d %s%s", code, stdout, stderr)
	}
	if _, err := os.Stat(filepath.Join(dir, "a", "b", "client.go")); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "shop.wit"), []byte("package a:b; interface c {}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"inspect", "shop.json"}, {"inspect", "--wit", "shop.wit", "shop.json"}, {"diff", "shop.json", "shop.json"},
	} {
		if code, stdout, stderr := runIn(dir, args...); code != exitOK || !strings.Contains(stdout, "shop-a") {
			t.Errorf("%v: %d %s%s", args, code, stdout, stderr)
		}
	}
}

func TestConfigurationIsLookedForInTheRepositoryOnly(t *testing.T) {
	dir := t.TempDir()
	inner := filepath.Join(dir, "repository", "cmd")
	for _, folder := range []string{inner, filepath.Join(dir, "repository", ".git")} {
		if err := os.MkdirAll(folder, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, config.Name), []byte("components: []"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := findConfig(Environment{Dir: inner}, ""); !isNoProject(err) {
		t.Errorf("%v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "repository", config.Name), []byte("components: []"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := findConfig(Environment{Dir: inner}, ""); got != filepath.Join(dir, "repository", config.Name) {
		t.Errorf("%s %v", got, err)
	}
}

func TestAsk(t *testing.T) {
	for _, test := range []struct {
		flags        initFlags
		answers      string
		want         initFlags
		wantQuestion string
	}{
		{
			answers: "https://golem.example.com\n\nacme:shop\n\n",
			want:    initFlags{server: "https://golem.example.com", components: []string{"acme:shop"}, packages: []string{"shop"}},
			wantQuestion: "Golem server [http://localhost:9881]: Application with agents (empty for a component): Name or id of the component (empty to add it later): " +
				"Go package for acme:shop [shop]: ",
		},
		{
			answers: "\nbank\n\naccounts\n",
			want:    initFlags{server: defaultServer, application: "bank", environment: "local", packages: []string{"accounts"}},
			wantQuestion: "Golem server [http://localhost:9881]: Application with agents (empty for a component): " +
				"Environment of the application [local]: Go package for bank [bank]: ",
		},
		{
			answers: "localhost:9881\nhttp://localhost:9881\nbank\nprod\nmy-bank\nbank\n",
			want:    initFlags{server: defaultServer, application: "bank", environment: "prod", packages: []string{"bank"}},
			wantQuestion: "Golem server [http://localhost:9881]: Golem server: does not begin with http:// or https://\n" +
				"Golem server [http://localhost:9881]: Application with agents (empty for a component): Environment of the application [local]: " +
				"Go package for bank [bank]: Go package for bank: \"my-bank\" is not a Go identifier\nGo package for bank [bank]: ",
		},
		{ // the last answer, which no line end follows
			flags:        initFlags{components: []string{"shop"}, packages: []string{"shop"}},
			answers:      "localhost:9881",
			want:         initFlags{server: "localhost:9881", components: []string{"shop"}, packages: []string{"shop"}},
			wantQuestion: "Golem server [http://localhost:9881]: ",
		},
		{
			answers:      "",
			want:         initFlags{server: defaultServer},
			wantQuestion: "Golem server [http://localhost:9881]: Application with agents (empty for a component): Name or id of the component (empty to add it later): ",
		},
		{
			flags:        initFlags{server: "http://x", components: []string{"a", "b"}, packages: []string{"one"}},
			answers:      "two\n",
			want:         initFlags{server: "http://x", components: []string{"a", "b"}, packages: []string{"one", "two"}},
			wantQuestion: "Go package for b [b]: ",
		},
	} {
		var asked bytes.Buffer
		if err := test.flags.ask(strings.NewReader(test.answers), &asked); err != nil {
			t.Error(err)
		}
		if d := cmp.Diff(test.want, test.flags, cmp.AllowUnexported(initFlags{})); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff(test.wantQuestion, asked.String()); d != "" {
			t.Error(d)
		}
	}
}

// TestAskWhereReadingFails checks that init asks nothing more when it cannot read an answer.
func TestAskWhereReadingFails(t *testing.T) {
	var flags initFlags
	var asked bytes.Buffer
	broken := errors.New("broken pipe")
	if err := flags.ask(iotest.ErrReader(broken), &asked); !errors.Is(err, broken) || asked.String() != "Golem server [http://localhost:9881]: " {
		t.Errorf("%v, asked %q", err, asked.String())
	}
}

func TestImportPath(t *testing.T) {
	want := "no go.mod in / or above it"
	if got, err := importPath("/"); err == nil || filepath.ToSlash(err.Error()) != want {
		t.Errorf("%q %v, want %s", got, err, want)
	}
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := importPath(here); got != "github.com/golem-gen/golem-gen/cmd/golem-gen/internal/command" {
		t.Errorf("%q %v", got, err)
	}
}

func TestPackageFor(t *testing.T) {
	for name, want := range map[string]string{
		"shop": "shop", "acme:my-Shop": "myshop", "a/b": "b", "42": "", "func": "", "": "", "main": "",
		"5c89c92c-6e6a-5715-882b-637cd873451d": "", "fc89c92c-6e6a-5715-882b-637cd873451d": "",
		"fc89c92c6-e6a-5715-882b-637cd873451d": "fc89c92c6e6a5715882b637cd873451d",
	} {
		if got := packageFor(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestInitText checks that the file that init writes for any arguments is read as those
// arguments.
func TestInitText(t *testing.T) {
	dir, written := t.TempDir(), 0
	check := func(t rapid.TB, server, component, pkg, tokenEnv, account string) {
		t.Helper()
		flags := initFlags{
			server: server, components: []string{component}, packages: []string{pkg, "bank"}, tokenEnv: tokenEnv,
			application: "bank", environment: "local", account: account,
		}
		text, err := flags.text(dir)
		if err != nil {
			return
		}
		written++
		c, err := config.Parse("f", text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if got := c.Components[0]; got.Label() != component || got.Package != pkg || c.Server.TokenEnv != tokenEnv {
			t.Errorf("%+v of %q %q\n%s", got, component, pkg, text)
		}
		if got := c.Agents[0]; got.Label() != "bank/local" || got.Account != account || got.Package != "bank" {
			t.Errorf("%+v of %q\n%s", got, account, text)
		}
	}
	check(t, "http://localhost:9881", "shop", "shop", "TOKEN", "me@example.com")
	check(t, "https://x/y", "yes: #\n- \"'\\", "a", "", "a@b: #")
	check(t, "http://x", "\u202e\u2028", "null", "A", "\u202e@\"")
	for _, text := range append([]string{"shop ", "a: b", "shop:", " shop", "a #b", "1e3", "~"}, hostileTexts...) {
		check(t, "http://x/"+text, text, "shop", "", "a@b"+text)
		check(t, "http://x", "a"+text, text, text, text)
	}
	t.Run("random", rapid.MakeCheck(func(t *rapid.T) {
		words := rapid.StringOfN(rapid.SampledFrom([]rune("ab: #-.@1,[{&*!'\"")), 0, 6, -1) // characters with a meaning in YAML
		text := rapid.OneOf(words, hostileText())
		for range 20 {
			server := rapid.SampledFrom([]string{"http://x", "https://x/", "http://localhost:9881"}).Draw(t, "server")
			account := rapid.SampledFrom([]string{"", "me", text.Draw(t, "me")}).Draw(t, "account")
			if account != "" {
				account += rapid.SampledFrom([]string{"", "@example.com", "@example.com", "@example.com"}).Draw(t, "host")
			}
			pkg := rapid.OneOf(rapid.StringMatching(`[a-z][a-z0-9]{0,5}`), text).Draw(t, "package")
			tokenEnv := rapid.OneOf(rapid.StringMatching(`[A-Z_]{0,5}`), text).Draw(t, "token-env")
			check(t, server, text.Draw(t, "component"), pkg, tokenEnv, account)
		}
	}))
	if written < 50 {
		t.Errorf("only %d are written", written)
	}
}

// TestInitTakesUTF8 checks that init refuses text that is not UTF-8, which a YAML file cannot
// contain.
func TestInitTakesUTF8(t *testing.T) {
	code, _, stderr := runIn(t.TempDir(), "init", "--component", "shop\xff")
	if want := `init: invalid value "shop\xff": expected UTF-8: run golem-gen init -h for help` + "\n"; code != exitUsage || stderr != want {
		t.Errorf("exit code %d, standard error %q, want %q", code, stderr, want)
	}
}
