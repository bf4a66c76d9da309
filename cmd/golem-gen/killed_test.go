package main

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestKilledGenerate kills the command at random moments while a component moves between two
// versions. It checks that every file is complete, that the user's own files do not change, and
// that the next generate succeeds and leaves no temporary file.
func TestKilledGenerate(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the command some dozens of times")
	}
	p := newKilledProject(t)
	whole := map[int]map[string]string{}
	for version := range 2 {
		p.pin(version)
		p.generate(0)
		whole[version] = p.files()
	}
	start := time.Now()
	p.pin(0)
	p.generate(0)
	took := time.Since(start)
	mixed := 0
	times := thorough.Pick(8, 24)
	for i := range times {
		before, version := i%2, 1-i%2
		p.pin(version)
		p.generate(took/3 + rand.N(took))
		left := p.files()
		if !cmp.Equal(left, whole[version]) && !cmp.Equal(left[generatedClient], whole[before][generatedClient]) {
			mixed++
		}
		for name, text := range left {
			if text != whole[0][name] && text != whole[1][name] && !strings.HasSuffix(name, ".tmp") {
				t.Errorf("%s holds neither of its texts", name)
			}
		}
		p.generate(0)
		if d := cmp.Diff(whole[version], p.files()); d != "" {
			t.Fatal(d)
		}
	}
	t.Logf("%d of %d were killed between two renamings", mixed, times)
}

const generatedClient = "internal/shop/client.go"

// killedProject is a repository and a golem-gen to kill.
type killedProject struct {
	t           *testing.T
	dir, binary string
}

func newKilledProject(t *testing.T) *killedProject {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &killedProject{t: t, dir: t.TempDir(), binary: filepath.Join(t.TempDir(), "golem-gen")}
	// TestMain runs the command if the program has its name.
	if err := os.Symlink(self, p.binary); err != nil {
		t.Skip("no symbolic links here")
	}
	p.write("golem-gen.yaml", "components:\n  - {package: shop, name: shop-a}\n")
	p.write("internal/shop/mine.go", "package shop\n")
	p.write(".golem-gen-mine.tmp", "mine")
	return p
}

func (p *killedProject) write(name, text string) {
	p.t.Helper()
	file := filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

func (p *killedProject) pin(version int) {
	p.t.Helper()
	text, err := os.ReadFile("../../testdata/metadata/recorded/golem-1.1.0/shop-v" + strconv.Itoa(version) + ".json")
	if err != nil {
		p.t.Fatal(err)
	}
	p.write("golem/shop.json", string(text))
}

// generate runs golem-gen generate, and kills it after a while unless that is 0.
func (p *killedProject) generate(killAfter time.Duration) {
	p.t.Helper()
	command := exec.CommandContext(p.t.Context(), p.binary, "generate")
	command.Dir = p.dir
	if err := command.Start(); err != nil {
		p.t.Fatal(err)
	}
	if killAfter > 0 {
		time.Sleep(killAfter)
		_ = command.Process.Kill()
	}
	if err := command.Wait(); err != nil && killAfter == 0 {
		p.t.Fatal(err)
	}
}

func (p *killedProject) files() map[string]string {
	p.t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(p.dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(name, "golem/") {
			return err
		}
		text, err := os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(name)))
		files[name] = string(text)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return files
}
