package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/command"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
	"github.com/golem-gen/golem-gen/internal/usermodule"
)

// TestAgentsInRepository works in a repository with two components on an older server and the
// agents of an environment on a newer one: from init to the upgrade to the next deployment.
func TestAgentsInRepository(t *testing.T) {
	if testing.Short() {
		t.Skip("vets a module")
	}
	server := newGolemServer(t)
	module := usermodule.New(t, "example.com/application")
	r := &repository{t: t, dir: module.Dir}
	r.golemGen(0, "init", "--server", server.URL+"/1.2.0", "--component", "shop-a", "--component", "1d6e699e-e68c-5c6f-ba9d-8ec9a33cb274",
		"--package", "shop", "--package", "stock", "--app", "bank", "--env", "local")
	r.replace("golem-gen.yaml", "\nagents:", "\nservers:\n  agents:\n    url: "+server.URL+"/1.5.9-before\n\nagents:")
	r.replace("golem-gen.yaml", "    environment: local\n", "    environment: local\n    server: agents\n    tests: true\n")
	r.equalText("fetch", r.golemGen(0, "fetch"), "fetched golem/shop.json: shop-a version 1\n"+
		"fetched golem/stock.json: echo version 0\nfetched golem/bank.json: bank/local deployment 0\n")
	r.golemGen(1, "generate", "--check")
	first := r.golemGen(0, "generate")
	if !strings.Contains(first, "wrote internal/bank: ") || !strings.Contains(first, "18 agent types with 112 methods (bank/local deployment 0)\n") {
		t.Errorf("generate printed\n%s", first)
	}
	module.Go(t, "vet", "-trimpath", "./...")

	committed := r.files()
	r.equalText("generate once more", r.golemGen(0, "generate"), strings.ReplaceAll(first, "wrote", "unchanged"))
	r.golemGen(0, "fetch")
	r.equal("fetch and generate once more", committed)
	r.equalText("generate --check", r.golemGen(0, "generate", "--check"), "")

	r.replace("golem-gen.yaml", server.URL+"/1.5.9-before", server.URL+"/1.5.9")
	changes := r.golemGen(1, "diff")
	for _, want := range []string{
		"shop-a: version 1 (golem/shop.json) and version 1", "bank/local: deployment 0 (golem/bank.json) → deployment 1",
		"DANGEROUS agent-became-ephemeral", "BREAKING agent-type-removed", "HARMLESS method-added",
	} {
		if !strings.Contains(changes, want) {
			t.Errorf("golem-gen diff does not show %q:\n%s", want, changes)
		}
	}
	r.equalText("fetch", r.golemGen(0, "fetch"), "unchanged golem/shop.json: shop-a version 1\n"+
		"unchanged golem/stock.json: echo version 0\nfetched golem/bank.json: bank/local deployment 1, was deployment 0\n")
	r.golemGen(1, "generate", "--check")
	r.golemGen(0, "generate")
	r.equalText("generate --check", r.golemGen(0, "generate", "--check"), "")
	module.Go(t, "vet", "-trimpath", "./...")
	r.checkUpgrade(committed)
}

// checkUpgrade checks that the upgrade changed no file of the components, and that unchanged
// parts of the agents keep their names.
func (r *repository) checkUpgrade(committed map[string]string) {
	r.t.Helper()
	now := r.files()
	for name, text := range committed {
		switch {
		case strings.HasPrefix(name, "internal/bank/removedagent"):
			if now[name] != "" {
				r.t.Errorf("%s is still there", name)
			}
		case !strings.HasPrefix(name, "internal/bank/") && name != "golem/bank.json" && name != "golem-gen.lock" && name != "golem-gen.yaml":
			if now[name] != text {
				r.t.Errorf("%s has changed", name)
			}
		}
	}
	before, after := r.lock(committed[pin.Name]), r.lock(now[pin.Name])
	kept := 0
	for place, was := range before["internal/bank"].Names {
		is, ok := after["internal/bank"].Names[place]
		if !ok || is.Structure != was.Structure {
			continue
		}
		kept++
		if is.Name != was.Name {
			r.t.Errorf("%s was %s and is %s", place, was.Name, is.Name)
		}
	}
	if kept < 100 {
		r.t.Errorf("only %d parts of the agents have not changed", kept)
	}
}

func (r *repository) lock(text string) pin.Lock {
	r.t.Helper()
	l, err := pin.Parse(pin.Name, []byte(text))
	if err != nil {
		r.t.Fatal(err)
	}
	return l
}

// golemGen runs the command in this process and returns its standard output.
func (r *repository) golemGen(code int, args ...string) string {
	r.t.Helper()
	var stdout, stderr bytes.Buffer
	env := command.Environment{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Dir: r.dir, Getenv: os.Getenv}
	if got := command.Run(args, env); got != code {
		r.t.Fatalf("golem-gen %s: exit code %d, want %d\n%s%.4000s", strings.Join(args, " "), got, code, stderr.String(), stdout.String())
	}
	return stdout.String()
}
