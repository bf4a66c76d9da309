package outside_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/outside"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/internal/usermodule"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestRustAgents generates a client for agents as the Rust SDK makes them, and makes every
// recorded call with it, as golden/agents does for other agents. The requests must be as
// recorded, and the calls must return the recorded values.
func TestRustAgents(t *testing.T) {
	const recording = "../../../../" + outside.Recordings + "/sdk-rust.jsonl"
	exchanges, err := os.ReadFile(recording)
	if err != nil {
		t.Skipf("the recording of Golem's own agents is not part of the repository: %v", err)
	}
	document, err := os.ReadFile("../../../../" + outside.Agents + "/agent-types-v1.json")
	if err != nil {
		t.Fatal(err)
	}
	out := generateRust(t, document)
	module := usermodule.New(t, "example.com/rust")
	module.WriteAll(t, "agents", out.Files)
	module.WriteAll(t, "agentreplay", replaySource(t))
	module.Write(t, "recording.jsonl", exchanges)
	module.Write(t, "agent-types.json", document)
	module.Write(t, "main.go", []byte(fmt.Sprintf(replayMain, registry(out.Files), bytes.Count(exchanges, []byte("\n")))))
	module.Go(t, "run", "-trimpath", ".")
}

// generateRust generates a client for the agent types of the Rust SDK.
func generateRust(t *testing.T, document []byte) *gen.Output {
	t.Helper()
	d, err := metadata.DecodeDeployment(document)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, a := range d.AgentTypes {
		if strings.HasPrefix(a.Name, "Rust") {
			names = append(names, a.Name)
		}
	}
	out, err := gen.GenerateAgents(d, gen.Options{Package: "agents", AgentTypes: names})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// replaySource returns the files of package agentreplay, which modules outside cannot import.
func replaySource(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	paths, err := filepath.Glob("../../../../golden/internal/agentreplay/*.go")
	if err != nil || len(paths) == 0 {
		t.Fatal(err, paths)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = text
	}
	return files
}

var (
	agentType = regexp.MustCompile(`var agent(\w+) = stub.AgentType{\s+Name: +("[^"]*")`)
	reader    = regexp.MustCompile(`\nfunc (Unmarshal\w+)\(data`)
)

// registry returns Go code with what package agentreplay needs to know about a client. The code
// is the same in each run, because the go command then finds the program in its cache.
func registry(files map[string][]byte) string {
	var agents, variants strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		text := files[name]
		for _, m := range agentType.FindAllSubmatch(text, -1) {
			fmt.Fprintf(&agents, "%s: agents.New%s,\n", m[2], m[1])
		}
		for _, m := range reader.FindAllSubmatch(text, -1) {
			fmt.Fprintf(&variants, "agents.%s,\n", m[1])
		}
	}
	return "&agentreplay.Client{Agents: map[string]any{\n" + agents.String() + "}, Variants: []any{\n" + variants.String() + "}}"
}

const replayMain = `package main

import (
	"fmt"
	"os"
	"strings"

	"example.com/rust/agentreplay"
	"example.com/rust/agents"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

var client = %s

func main() {
	exchanges, err := golemtest.ReadRecording(read("recording.jsonl"))
	check(err)
	deployed := false
	table, err := agentreplay.Run(agentreplay.Recording{
		Exchanges: exchanges, Clients: func(*golemtest.Exchange) []*agentreplay.Client { return []*agentreplay.Client{client} },
		Before: func(s *golemtest.Server, _ *golemtest.Exchange) {
			if !deployed {
				deployed = true
				s.Deploy(read("agent-types.json"), golemtest.In("g15-app", "dev"))
			}
		},
	})
	check(err)
	if want := "# sdk: %d sent\n"; !strings.HasPrefix(table, want) || strings.Contains(table, "sent: *") {
		check(fmt.Errorf("want %%s\n%%s", want, table))
	}
}

func read(name string) []byte {
	text, err := os.ReadFile(name)
	check(err)
	return text
}

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
`
