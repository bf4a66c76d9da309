package metadata

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLines(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "testdata", "metadata", "recorded", "golem-1.1.0", "shop-v0.json"))
	if err != nil {
		t.Fatal(err)
	}
	pinned, err := Canonical(data)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Split(string(pinned), "\n")
	lines := Lines(pinned)
	for place, want := range map[string]string{
		"world.health":                       `"health"`,
		"acme:shop/cart":                     `"acme:shop/cart@1.4.0"`,
		"acme:shop/cart.add-item":            `"add-item"`,
		"acme:shop/inventory.ledger.new":     `"[constructor]ledger"`,
		"acme:shop/inventory.ledger.receive": `"[method]ledger.receive"`,
		"acme:shop/inventory.ledger.drop":    `"[drop]ledger"`,
		"acme:shop/inventory.total-on-hand":  `"total-on-hand"`,
	} {
		line := lines[place]
		if line == 0 || !strings.Contains(text[line-1], want) {
			t.Errorf("%s is on line %d", place, line)
		}
	}
	if len(Lines([]byte("{}"))) > 0 {
		t.Error("lines of no document")
	}
}
