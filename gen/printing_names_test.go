package gen

import (
	"bytes"
	"os"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestConfiguredPrintingNames gives methods the names of those that packages fmt and slog call. The
// method that the configuration names is the only one of that name.
func TestConfiguredPrintingNames(t *testing.T) {
	checker := newChecker(t)
	c := decodeFile(t, "../testdata/metadata/recorded/golem-1.1.0/shop-v0.json")
	component, err := Generate(c, Options{Package: "shop", Names: map[string]string{
		"inventory.ledger.levels": "String", "inventory.ledger.warehouse": "LogValue", "cart": "String",
	}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../testdata/agents/bank.json")
	if err != nil {
		t.Fatal(err)
	}
	d, err := metadata.DecodeDeployment(text)
	if err != nil {
		t.Fatal(err)
	}
	agents, err := GenerateAgents(d, Options{Package: "bank", Names: map[string]string{
		"Account.balance": "String", "Account.history": "LogValue",
	}})
	if err != nil {
		t.Fatal(err)
	}
	for file, declaration := range map[string]string{
		"inventory.go": "func (c *Ledger) String(ctx context.Context, opts ...runtime.CallOption) ([]LedgerLevel, error)",
		"account.go":   "func (c *Account) String(ctx context.Context, opts ...runtime.CallOption) (uint64, error)",
	} {
		out := component
		if file == "account.go" {
			out = agents
		}
		if err := checker.Check("example.com/p", out.Files); err != nil {
			t.Error(err)
		}
		if !bytes.Contains(out.Files[file], []byte(declaration)) {
			t.Errorf("%s does not hold %q", file, declaration)
		}
	}
}
