package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

const (
	modulePath  = "github.com/golem-gen/golem-gen"
	commandPath = modulePath + "/cmd/golem-gen"
)

// published is this module as a module proxy in a folder has it, as v0.1.0, with caches of its
// own. The go command cannot take another copy for it.
type published struct {
	env []string
}

func publish(t *testing.T) *published {
	t.Helper()
	thorough.Only(t, "installs from a module proxy, which compiles everything twice")
	proxy := t.TempDir()
	writeProxy(t, filepath.Join(proxy, filepath.FromSlash(modulePath), "@v"), "v0.1.0")
	downloaded := strings.TrimSpace(goEnv(t, "GOMODCACHE")) + "/cache/download"
	return &published{env: append(
		os.Environ(),
		// The modules that this one requires were downloaded to build this test.
		"GOPROXY="+fileURL(proxy)+","+fileURL(downloaded)+","+strings.TrimSpace(goEnv(t, "GOPROXY")),
		"GOSUMDB=off", "GONOPROXY=none", "GOWORK=off", "GOBIN="+t.TempDir(), "GOMODCACHE="+t.TempDir(),
		// Without paths, the go command can use the results of earlier runs.
		"GOFLAGS=-modcacherw -mod=mod -trimpath",
	)}
}

func fileURL(path string) string { return "file://" + filepath.ToSlash(path) }

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// writeProxy writes the files that the go command asks a module proxy for.
func writeProxy(t *testing.T, dir, version string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	goMod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	var archive bytes.Buffer
	if err := zip.CreateFromDir(&archive, module.Version{Path: modulePath, Version: version}, "../.."); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{
		"list":            []byte(version + "\n"),
		version + ".info": []byte(fmt.Sprintf(`{"Version":%q,"Time":"2025-01-01T00:00:00Z"}`, version)),
		version + ".mod":  goMod,
		version + ".zip":  archive.Bytes(),
		"../@latest":      []byte(fmt.Sprintf(`{"Version":%q}`, version)),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// run runs a line of a shell in a folder, and returns its standard output.
func (p *published) run(t *testing.T, dir, line string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "sh", "-c", line)
	command.Dir, command.Env = dir, p.env
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%.4000s", line, err, stderr.Bytes(), out)
	}
	return string(out)
}

// TestPublished uses the published module as a new user does.
func TestPublished(t *testing.T) {
	p := publish(t)
	t.Run("installed", func(t *testing.T) { testInstalled(t, p) })
	t.Run("README", func(t *testing.T) { testReadme(t, p) })
}

// testInstalled installs the command in each way that the go command has, and prints its version.
func testInstalled(t *testing.T, p *published) {
	dir := t.TempDir()
	want := regexp.MustCompile(`^golem-gen v0\.1\.0 go1\.\S+ \w+/\w+\n$`)
	for _, line := range []string{
		"go install " + commandPath + "@v0.1.0 && $GOBIN/golem-gen --version",
		"go run " + commandPath + "@v0.1.0 --version",
		"go mod init example.com/application && go get -tool " + commandPath + " && go tool golem-gen --version",
	} {
		if got := p.run(t, dir, line); !want.MatchString(got) {
			t.Errorf("%s: %q", line, got)
		}
	}
}

// testReadme runs the commands of the README under "In your repository" in a repository.
func testReadme(t *testing.T, p *published) {
	server := newGolemServer(t)
	shell, code := readmeBlock(t, "In your repository 1"), readmeBlock(t, "In your repository 2")
	r := &repository{t: t, dir: t.TempDir()}
	p.run(t, r.dir, "go mod init example.com/application && mkdir wit")
	r.copyFile("../../testdata/wit/shop-v0.wit", "wit/shop.wit")
	printed := map[string]string{}
	for line := range strings.Lines(shell) {
		line, _, _ = strings.Cut(line, " #")
		line = strings.TrimSpace(line)
		printed[line] = p.run(t, r.dir, line)
		if strings.Contains(line, "golem-gen init") {
			// The user edits the file: the server has another URL, and there is WIT.
			r.replace("golem-gen.yaml", "http://localhost:9881", server.URL+"/readme")
			r.replace("golem-gen.yaml", "# wit: wit  ", "wit: wit  #")
		}
	}
	for line, want := range map[string]string{
		"go tool golem-gen init --component shop": "wrote golem-gen.yaml: run golem-gen fetch, then golem-gen generate\n",
		"go tool golem-gen fetch":                 "fetched golem/shop.json: shop version 0\n",
		"go tool golem-gen generate":              "wrote internal/shop: 9 files, 16 functions (shop version 0)\n",
		"go tool golem-gen generate --check":      "",
	} {
		if got, ok := printed[line]; !ok || got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	r.write("main.go", fmt.Sprintf(readmeProgram, code))
	p.run(t, r.dir, "go mod tidy && go vet ./...")
	if got := p.run(t, r.dir, "go generate ./..."); !strings.HasPrefix(got, "unchanged internal/shop: ") {
		t.Errorf("go generate: %q", got)
	}
}

// readmeProgram is a program around the README's Go code.
const readmeProgram = `package main

import (
	"context"
	"log"
	"os"

	"example.com/application/internal/shop"
	"github.com/golem-gen/golem-gen/runtime"
)

//go:generate go tool golem-gen generate

func main() {
	if err := run(context.Background(), os.Getenv("GOLEM_TOKEN")); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, token string) error {
%s
	log.Print(items)
	return err
}
`
