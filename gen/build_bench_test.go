package gen

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkBuild measures what a client of 1,000 functions costs those who use it: the
// time to compile and to vet it, and its share of a program.
func BenchmarkBuild(b *testing.B) {
	m := newClientModule(b)
	m.generate(b, "client", ownBig)
	b.Run("compile", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			m.change(b, n)
			m.run(b, "build", "./client")
		}
	})
	b.Run("vet", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			m.change(b, n)
			m.run(b, "vet", "./client")
		}
	})
	b.Run("binary", func(b *testing.B) {
		m.generate(b, "nothing", "../testdata/metadata/golem-1.1/own/empty.json")
		for b.Loop() {
			b.ReportMetric(float64(m.programSize(b, "client")-m.programSize(b, "nothing"))/1000, "B/function")
		}
	})
}

// clientModule is a module outside the tree, as a user's is.
type clientModule struct{ dir string }

func newClientModule(b *testing.B) clientModule {
	root, err := filepath.Abs("..")
	if err != nil {
		b.Fatal(err)
	}
	m := clientModule{b.TempDir()}
	m.write(b, "go.mod", "module example.com/user\n\ngo 1.25.0\n\nrequire github.com/golem-gen/golem-gen v0.0.0\n\n"+
		"replace github.com/golem-gen/golem-gen => "+filepath.ToSlash(root)+"\n")
	return m
}

func (m clientModule) generate(b *testing.B, pkg, document string) {
	out, err := Generate(decodeFile(b, document), Options{Package: pkg})
	if err != nil {
		b.Fatal(err)
	}
	for name, text := range out.Files {
		m.write(b, pkg+"/"+name, string(text))
	}
}

// change makes the client another one for the go command's cache: by the process, as
// earlier ones have left theirs there.
func (m clientModule) change(b *testing.B, n int) {
	m.write(b, "client/changed.go", fmt.Sprintf("package client // %d, %d\n", os.Getpid(), n))
}

// programSize is the size of a program from which the linker can leave out no function
// of the client, as it looks them up by name.
func (m clientModule) programSize(b *testing.B, pkg string) int64 {
	m.write(b, "main.go", `package main

import (
	"fmt"
	"os"
	"reflect"

	"example.com/user/`+pkg+`"
)

func main() {
	worker := reflect.ValueOf(`+pkg+`.NewWorker(nil, "name")).Elem()
	for i := range worker.NumField() {
		fmt.Println(worker.Field(i).MethodByName(os.Args[1]))
	}
}
`)
	m.run(b, "build", "-o", "program", ".")
	info, err := os.Stat(filepath.Join(m.dir, "program"))
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}

func (m clientModule) write(b *testing.B, name, text string) {
	path := filepath.Join(m.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
}

func (m clientModule) run(b *testing.B, args ...string) {
	command := exec.CommandContext(b.Context(), "go", args...)
	command.Dir = m.dir
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if out, err := command.CombinedOutput(); err != nil {
		b.Fatalf("go %s: %v\n%.4000s", args[0], err, out)
	}
}
