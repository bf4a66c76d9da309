package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/usermodule"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// laterProgram calls a component on the server that its argument names.
const laterProgram = `package main

import (
	"context"
	"fmt"
	"os"

	"example.com/application/internal/shop"
	"github.com/golem-gen/golem-gen/runtime"
)

func main() {
	conn, err := runtime.NewClient(os.Args[1], runtime.WithBearerToken("` + golemtest.LocalToken + `"))
	if err != nil {
		panic(err)
	}
	left, err := shop.NewWorker(conn, "cart-42").Cart.RemoveItem(context.Background(), "pen-7")
	fmt.Println(left, err)
}
`

// TestRepositoryOnLaterServer works in a repository whose component is on a server of 1.4, as the
// public sources describe it: from init to a call, and to the next revision.
func TestRepositoryOnLaterServer(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	server := golemtest.NewServer(t, golemtest.Version("1.4.2"))
	upload := func(document string) {
		text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "metadata", "recorded", "golem-1.2.0", document))
		if err != nil {
			t.Fatal(err)
		}
		server.AddComponent(text).Answer("cart.remove-item", `{"ok":3}`)
	}
	upload("shop-v0.json")
	module := usermodule.New(t, "example.com/application")
	module.Write(t, "main.go", []byte(laterProgram))
	r := &repository{t: t, dir: module.Dir}
	r.golemGen(0, "init", "--server", server.URL, "--component", "shop-a", "--package", "shop")
	r.equalText("fetch", r.golemGen(0, "fetch"), "fetched golem/shop.json: shop-a version 0\n")
	if text := r.golemGen(0, "inspect", "shop"); !strings.Contains(text, "remove-item: func(product-id: string)") {
		t.Errorf("inspect printed\n%s", text)
	}
	r.golemGen(0, "generate")
	r.equalText("generate --check", r.golemGen(0, "generate", "--check"), "")
	r.equalText("the program", r.run(0, "go", "run", "-trimpath", ".", server.URL), "3 <nil>\n")

	upload("shop-v1.json")
	if text := r.golemGen(1, "diff"); !strings.Contains(text, "shop-a: version 0 (golem/shop.json) → version 1") {
		t.Errorf("diff printed\n%s", text)
	}
	if text := r.golemGen(1, "diff", "--server", server.URL, "--component", "shop-a", "0", "1"); !strings.Contains(text, "shop-a: version 0 (") {
		t.Errorf("diff of revisions printed\n%s", text)
	}
	r.replace("golem-gen.yaml", "    name: shop-a\n", "    name: shop-a\n    version: 0\n")
	r.equalText("fetch of a revision", r.golemGen(0, "fetch"), "unchanged golem/shop.json: shop-a version 0\n")
	r.replace("golem-gen.yaml", "    version: 0\n", "")
	r.equalText("fetch", r.golemGen(0, "fetch"), "fetched golem/shop.json: shop-a version 1, was version 0\n")
	r.golemGen(1, "generate", "--check")
	r.golemGen(0, "generate")
}
