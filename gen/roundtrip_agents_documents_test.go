package gen

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

var agentDocuments = flag.String("agents", "", "a folder of documents of agents, of whose data TestThroughGeneratedCode sends some as well")

// schemasPerDocument is the number of schemas that are taken from a document.
const schemasPerDocument = 30

// documentBatches returns data of constructors and methods of the documents in the folder.
func documentBatches(t *testing.T) []agentBatch {
	t.Helper()
	if *agentDocuments == "" {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(*agentDocuments, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents in %s (%v)", *agentDocuments, err)
	}
	var batches []agentBatch
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := metadata.DecodeDeployment(text)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		batches = append(batches, sampled(schemasOf(d)))
	}
	return batches
}

// schemasOf returns the different data of constructors and methods. It leaves out those with too
// many elements for paths of a configuration.
func schemasOf(d *metadata.Deployment) agentBatch {
	var b agentBatch
	seen := map[string]bool{}
	add := func(s metadata.DataSchema) {
		text := (agentBatch{s}).document()
		if !seen[text] && len(s.Elements) < 10 {
			seen[text] = true
			b = append(b, s)
		}
	}
	for _, a := range d.AgentTypes {
		add(a.Constructor.Input)
		for _, m := range a.Methods {
			add(m.Input)
			add(m.Output)
		}
	}
	return b
}

// sampled returns a sample of the data from all parts of a document.
func sampled(b agentBatch) agentBatch {
	step := max(1, len(b)/schemasPerDocument)
	var some agentBatch
	for i := 0; i < len(b); i += step {
		some = append(some, b[i])
	}
	return some
}
