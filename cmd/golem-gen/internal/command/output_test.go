package command

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/gen"
)

// fullDisk is an output that takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// TestFullDisk checks that commands whose output is their result fail if it cannot be written.
func TestFullDisk(t *testing.T) {
	testdata, err := filepath.Abs("../../../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	shop := filepath.Join(testdata, "metadata/recorded/golem-1.1.0/shop-v0.json")
	next := filepath.Join(testdata, "metadata/recorded/golem-1.1.0/shop-v1.json")
	bank := filepath.Join(testdata, "agents/bank.json")
	for _, line := range []string{
		"version", "schema", "completion bash", "completion zsh", "completion fish",
		"inspect " + shop, "inspect --names " + shop, "inspect " + bank,
		"diff " + shop + " " + shop, "diff " + shop + " " + next, "diff --format json " + shop + " " + next, "diff --format github " + shop + " " + next,
		"generate --stdout --package shop --metadata " + shop, "generate --check --package shop --out shop --metadata " + shop,
		"init",
	} {
		var stderr bytes.Buffer
		args := strings.Fields(line)
		code := Run(args, Environment{Stdin: strings.NewReader(""), Stdout: fullDisk{}, Stderr: &stderr, Dir: t.TempDir(), Getenv: os.Getenv})
		want := exitFailure
		if args[0] == "diff" {
			want = exitTrouble
		}
		if code != want || !strings.HasSuffix(stderr.String(), "no space left on device\n") {
			t.Errorf("%s: exit code %d, %q", line, code, stderr.String())
		}
	}
}

// TestDifferencesOnly checks that a command that finds differences prints nothing else, not even
// an empty line.
func TestDifferencesOnly(t *testing.T) {
	recorded, err := filepath.Abs("../../../../testdata/metadata/recorded/golem-1.1.0")
	if err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := runIn("", "diff", filepath.Join(recorded, "shop-v0.json"), filepath.Join(recorded, "shop-v1.json"))
	if code != exitFailure || stdout == "" || stderr != "" {
		t.Errorf("exit code %d, standard output %q, standard error %q", code, stdout, stderr)
	}
}

func TestNoteUnnamed(t *testing.T) {
	for _, test := range []struct {
		client client
		want   string
	}{
		{client{locks: true, output: &gen.Output{Unnamed: 2}}, "shop.json: note: 2 types are named by where they are used, because the document has no names of types: to use the component's own names, give its WIT with --wit\n"},
		{client{locks: true, output: &gen.Output{Unnamed: 1}}, "shop.json: note: 1 type is named by where it is used, because the document has no names of types: to use the component's own names, give its WIT with --wit\n"},
		{client{locks: true, output: &gen.Output{}}, ""},
		{client{output: &gen.Output{Unnamed: 2}}, ""},
		{client{locks: true, output: &gen.Output{Unnamed: 2}, before: map[string]gen.LockedName{"cart": {Name: "Cart"}}}, ""},
	} {
		test.client.document = &document{Name: "shop.json"}
		var stderr bytes.Buffer
		if test.client.noteUnnamed(&stderr, "--wit"); stderr.String() != test.want {
			t.Errorf("got %q, want %q", stderr.String(), test.want)
		}
	}
}

// TestRenames checks that each new name is listed once, and that names of members, which follow
// their types, and names without a successor are not.
func TestRenames(t *testing.T) {
	locked := func(pairs ...string) map[string]gen.LockedName {
		names := map[string]gen.LockedName{}
		for i := 0; i < len(pairs); i += 2 {
			names[pairs[i]] = gen.LockedName{Name: pairs[i+1]}
		}
		return names
	}
	before := locked("cart", "Cart", "cart.add.item", "Item", "cart.list.item", "Item", "cart.list.price", "Price", "cart.old", "Old", "Item#a", "A")
	after := locked("cart", "Cart", "cart.add.item", "ProductItem", "cart.list.item", "ProductItem", "cart.list.price", "Money", "cart.new", "New", "Item#a", "B")
	want := []string{
		"-cart.add.item: Item\n+cart.add.item: ProductItem\n",
		"-cart.list.price: Price\n+cart.list.price: Money\n",
	}
	if d := cmp.Diff(want, renames(before, after)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
