package gen

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/golem-gen/golem-gen/internal/usermodule"
)

// BenchmarkBuild measures the costs of a client of 1,000 functions for its users: the time to
// compile and to vet it, and its share of a program.
func BenchmarkBuild(b *testing.B) {
	m := clientModule{usermodule.New(b, "example.com/user")}
	m.generate(b, "client", ownBig)
	b.Run("compile", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			m.change(b, n)
			m.Go(b, "build", "./client")
		}
	})
	b.Run("vet", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			m.change(b, n)
			m.Go(b, "vet", "./client")
		}
	})
	b.Run("binary", func(b *testing.B) {
		m.generate(b, "nothing", "../testdata/metadata/golem-1.1/own/empty.json")
		for b.Loop() {
			b.ReportMetric(float64(m.programSize(b, "client")-m.programSize(b, "nothing"))/1000, "B/function")
		}
	})
}

// clientModule is a module with clients.
type clientModule struct{ usermodule.Module }

func (m clientModule) generate(b *testing.B, pkg, document string) {
	out, err := Generate(decodeFile(b, document), Options{Package: pkg})
	if err != nil {
		b.Fatal(err)
	}
	m.WriteAll(b, pkg, out.Files)
}

// change changes the client, because the go command would otherwise take it from its cache. The
// text contains the process, because earlier processes have left their packages there.
func (m clientModule) change(b *testing.B, n int) {
	m.Write(b, "client/changed.go", fmt.Appendf(nil, "package client // %d, %d\n", os.Getpid(), n))
}

// programSize returns the size of a program that looks up every function of the client by name,
// so the linker cannot leave any out.
func (m clientModule) programSize(b *testing.B, pkg string) int64 {
	m.Write(b, "main.go", []byte(`package main

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
`))
	m.Go(b, "build", "-o", "program", ".")
	info, err := os.Stat(filepath.Join(m.Dir, "program"))
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}
