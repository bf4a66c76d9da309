package command

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
)

// TestDocumentAfterAMerge generates from a document while the lock file has the digests of both
// sides of a merge: the document has to be that of one side.
func TestDocumentAfterAMerge(t *testing.T) {
	var sides []string
	var texts [][]byte
	for _, name := range []string{"shop-v0.json", "shop-v1.json"} {
		text, err := os.ReadFile("../../../../testdata/metadata/recorded/golem-1.2.0/" + name)
		if err != nil {
			t.Fatal(err)
		}
		sides, texts = append(sides, pin.Digest(text)), append(texts, text)
	}
	mixed := bytes.Replace(texts[1], []byte(`"quantity"`), []byte(`"amount"`), 1)
	for name, test := range map[string]struct {
		document []byte
		want     string // the digest in the lock file afterwards, "" if the document is refused
	}{
		"one side": {texts[0], sides[0]}, "the other side": {texts[1], sides[1]}, "a mixture": {mixed, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			described, err := decodeComponent(texts[1])
			if err != nil {
				t.Fatal(err)
			}
			locked := lockOf("shop", described, nil)
			locked.Documents = sides
			for file, text := range map[string][]byte{
				config.Name: []byte("components:\n  - {package: shop, name: shop-a, metadata: shop.json}\n"),
				pin.Name:    pin.Lock{"internal/shop": locked}.Text(), "shop.json": test.document,
			} {
				if err := os.WriteFile(filepath.Join(dir, file), text, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			code, _, stderr := runIn(dir, "generate")
			if test.want == "" {
				want := "shop.json: is none of the documents that were merged, whose digests are in golem-gen.lock: restore one of them, or run golem-gen fetch\n"
				if code != exitFailure || stderr != want {
					t.Errorf("got %d and %s", code, stderr)
				}
				return
			}
			text, err := os.ReadFile(filepath.Join(dir, pin.Name))
			if err != nil {
				t.Fatal(err)
			}
			lock, err := pin.Parse(pin.Name, text)
			if err != nil || code != exitOK || strings.Contains(stderr, "pinned") || !slices.Equal(lock["internal/shop"].Documents, []string{test.want}) {
				t.Errorf("got %d, %v, %s and\n%s", code, err, stderr, text)
			}
		})
	}
}
