package metadata

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCanonicalIsTheSameFromEveryServer checks that the same component from two servers is pinned
// as the same text.
func TestCanonicalIsTheSameFromEveryServer(t *testing.T) {
	for _, name := range []string{"shop-v0", "shop-v1", "echo", "ledger", "indexed"} {
		one, err := Canonical(read(t, "recorded/golem-1.1.0/"+name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		two, err := Canonical(read(t, "recorded/golem-1.2.0/"+name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(one), string(two)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestCanonicalText(t *testing.T) {
	got, err := Canonical([]byte(`{"metadata":{"binaryWit":"AGFzbQ==","memories":[{"initial":1}],"exports":[
		{"type":"Instance","functions":[],"name":"acme:shop/empty"},
		{"type":"Function","name":"f","parameters":[{"typ":{"type":"Enum","cases":["a","b"],"name":null,"owner":null},"name":"e"},
			{"name":"o","typ":{"inner":{"type":"Record","name":"r","fields":[{"typ":{"type":"U8"},"name":"x"}]},"type":"Option"}}],"result":{"typ":{"type":"Result","ok":{"type":"Str"}}}}
		]},"componentName":"ä b","createdAt":"now","componentType":"Ephemeral","versionedComponentId":{"version":3,"componentId":"5c89c92c-6e6a-5715-882b-637cd873451d"}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "componentName": "ä b",
  "componentType": "Ephemeral",
  "metadata": {
    "binaryWit": "AGFzbQ==",
    "exports": [
      {
        "name": "f",
        "parameters": [
          {
            "name": "e",
            "typ": {
              "cases": [
                "a",
                "b"
              ],
              "type": "Enum"
            }
          },
          {
            "name": "o",
            "typ": {
              "inner": {
                "fields": [
                  {"name": "x", "typ": {"type": "U8"}}
                ],
                "name": "r",
                "type": "Record"
              },
              "type": "Option"
            }
          }
        ],
        "results": [
          {"typ": {"err": null, "ok": {"type": "Str"}, "type": "Result"}}
        ],
        "type": "Function"
      },
      {"functions": [], "name": "acme:shop/empty", "type": "Instance"}
    ]
  },
  "versionedComponentId": {"componentId": "5c89c92c-6e6a-5715-882b-637cd873451d", "version": 3}
}
`
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Error(d)
	}
	if _, err := Canonical([]byte("[]")); err == nil {
		t.Error("a list has a canonical text")
	}
}
