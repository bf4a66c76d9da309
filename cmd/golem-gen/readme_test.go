package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/internal/usermodule"
)

// block is a piece of code in the README.
type block struct {
	name     string // the heading above it, and which one below that it is: "Errors 1"
	language string
	text     string
}

// readme returns the README's blocks of code.
func readme(t *testing.T) []block {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []block
	for i, section := range strings.Split("\n"+string(text), "\n## ") {
		heading, _, _ := strings.Cut(section, "\n")
		if i == 0 {
			heading = "top"
		}
		for n, found := range fence.FindAllStringSubmatch(section, -1) {
			blocks = append(blocks, block{fmt.Sprintf("%s %d", heading, n+1), found[1], found[2]})
		}
	}
	return blocks
}

// fence matches blocks of code, also those without a language, in lists, and between tildes.
var fence = regexp.MustCompile("(?ms)^[ \t>]*(?:```+|~~~+)[ \t]*([^\n`]*)\n(.*?)^[ \t>]*(?:```+|~~~+)[ \t]*$")

// readmeBlock returns the text of a block.
func readmeBlock(t *testing.T, name string) string {
	t.Helper()
	for _, b := range readme(t) {
		if b.name == name {
			return b.text
		}
	}
	t.Fatalf("README.md has no block %q", name)
	return ""
}

// fragments has the README's Go code: what comes before and after it in a function.
var fragments = map[string]struct{ before, after string }{
	"top 1":                       {"", "_ = balance"},
	"top 2":                       {"", "_ = response"},
	"Every way to invoke 1":       {"", "_ = items"},
	"Errors 1":                    {"", ""},
	"Tests of your application 1": {"", "w.Cart = nil"},
	"Tests of your application 2": {"cart := new(shoptest.Cart)", ""},
	"Tests of your application 3": {"newAccount := func(string, uint64) bank.AccountMethods { return new(banktest.Account) }", ""},
}

// elsewhere are the blocks that other tests run.
var elsewhere = []string{
	"In your repository 1", // TestPublished
	"In your repository 2",
}

// TestReadme runs or compiles every block of code in the README.
func TestReadme(t *testing.T) {
	thorough.WithoutRace(t, "runs the go command")
	var functions bytes.Buffer
	for i, b := range readme(t) {
		switch fragment, ok := fragments[b.name]; {
		case slices.Contains(elsewhere, b.name):
		case b.language == "go" && ok:
			fmt.Fprintf(&functions, readmeFunction, i, fragment.before, b.text, fragment.after)
		case b.language == "yaml":
			checkReadmeConfiguration(t, b)
		case b.name == "Try it 1":
			checkTryIt(t, b)
		case b.name == "In your repository 3":
			checkClone(t, b)
		default:
			t.Errorf("README.md: nothing runs the block %q: add it to the table, or test it", b.name)
		}
	}
	vetReadme(t, functions.String())
}

// readmeFunction is a function around a fragment of Go.
const readmeFunction = `
func _(ctx context.Context, t *testing.T, conn *runtime.Client, w *shop.Worker, item shop.ProductItem, delivery shop.Delivery, payment shop.Payment, base, id string, uuid func() string) error {
	var err error
	{
		%[2]s
%[3]s
		%[4]s
		_ = err
	}
	return err
}

var _ = %[1]d
`

const readmePreamble = `package readme

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/golden/bank"
	"github.com/golem-gen/golem-gen/golden/bank/banktest"
	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/golden/shop/shoptest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)
`

// vetReadme compiles the fragments in a module of their own.
func vetReadme(t *testing.T, functions string) {
	t.Helper()
	module := usermodule.New(t, "example.com/readme")
	module.Write(t, "readme_test.go", []byte(readmePreamble+functions))
	module.Go(t, "vet", "-trimpath", "./...")
}

func checkReadmeConfiguration(t *testing.T, b block) {
	t.Helper()
	if _, err := config.Parse("README.md", []byte(b.text)); err != nil {
		t.Errorf("README.md, %s: %v", b.name, err)
	}
}

// checkClone uses this tree as a clone beside a repository.
func checkClone(t *testing.T, b block) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.ReplaceAll(b.text, "=../golem-gen\n", "="+root+"\n")
	if lines == b.text {
		t.Fatalf("README.md, %s: the clone is not in ../golem-gen", b.name)
	}
	shell := exec.CommandContext(t.Context(), "sh", "-ec", "go mod init example.com/application\n"+lines+"go tool golem-gen --version")
	shell.Dir = t.TempDir()
	shell.Env = append(os.Environ(), "GOWORK=off")
	if out, err := shell.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("golem-gen ")) {
		t.Errorf("README.md, %s: %v\n%s", b.name, err, out)
	}
}

// checkTryIt runs the first command. The second is the one that runs this test.
func checkTryIt(t *testing.T, b block) {
	t.Helper()
	var commands []string
	for line := range strings.Lines(b.text) {
		command, _, _ := strings.Cut(line, "#")
		commands = append(commands, strings.TrimSpace(command))
	}
	if want := []string{"go run ./golden/demo", "go test ./..."}; !slices.Equal(commands, want) {
		t.Fatalf("README.md has the commands %q, want %q", commands, want)
	}
	demo := exec.CommandContext(t.Context(), "sh", "-c", commands[0])
	demo.Dir = "../.."
	if out, err := demo.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("w.Cart.Contents(ctx)")) {
		t.Errorf("%s: %v\n%s", commands[0], err, out)
	}
	ci, err := os.ReadFile("../../.ci/run")
	if err != nil || !bytes.Contains(ci, []byte("\n"+commands[1]+"\n")) {
		t.Errorf(".ci/run does not run %s (%v)", commands[1], err)
	}
}

// TestLinks checks that the paths exist that Markdown files link to in this repository or name
// between backticks.
func TestLinks(t *testing.T) {
	pages, _ := filepath.Glob("../../.github/*.md")
	for _, page := range append(pages, "../../README.md", "../../runtime/servers.md", "../../runtime/wire/peers/README.md", "rules.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range link.FindAllSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), string(found[1]))); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
		for _, found := range namedPath.FindAllSubmatch(text, -1) {
			if path := filepath.Join("../..", string(found[1])); !exists(path) {
				t.Errorf("%s: there is no %s", page, found[1])
			}
		}
	}
}

func exists(pattern string) bool {
	found, err := filepath.Glob(pattern)
	return err == nil && len(found) > 0
}

// namedPath matches paths from the top of the repository, which may have stars.
var namedPath = regexp.MustCompile("`((?:cmd|gen|golden|metadata|runtime|testdata|\\.ci|\\.github)/[\\w./*-]+)`")

var link = regexp.MustCompile(`\]\(([\w./-]*[/a-zA-Z][\w./-]*)\)`)
