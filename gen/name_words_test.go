package gen

import (
	"go/token"
	"testing"

	"pgregory.net/rapid"
)

func TestKebab(t *testing.T) {
	for _, c := range []struct{ name, exported, unexported string }{
		{"item", "Item", "item"},
		{"product-id", "ProductID", "productID"},
		{"id", "ID", "id"},
		{"ids", "IDs", "ids"},
		{"id-of-url", "IDOfURL", "idOfURL"},
		{"https-urls", "HTTPSURLs", "httpsURLs"},
		{"http2-settings", "HTTP2Settings", "http2Settings"},
		{"utf8-text", "UTF8Text", "utf8Text"},
		{"ipv4-addr", "IPv4Addr", "ipv4Addr"},
		{"ok", "OK", "ok"},
		{"ts", "Ts", "ts"},
		{"%type", "Type", "type"},
		{"HTTP-server", "HTTPServer", "httpServer"},
		{"get-JSON", "GetJSON", "getJSON"},
		{"IncomingHttpRequest", "IncomingHTTPRequest", "incomingHTTPRequest"},
		{"a1-b", "A1B", "a1B"},
		{"a-1b", "A1b", "a1b"},
		{"foo-bar", "FooBar", "fooBar"},
		{"foobar", "Foobar", "foobar"},
		{"f32", "F32", "f32"},
		{"i-d", "ID", "iD"},
		{"x", "X", "x"},
		{"1st", "X1st", "x1st"},
		{"", "Unnamed", "unnamed"},
		{"*/ \"`\n//go:embed x", "GoEmbedX", "goEmbedX"},
		{"../up", "Up", "up"},
		{"café", "CafU00e9", "cafU00e9"},
	} {
		if got := exported(c.name); got != c.exported {
			t.Errorf("exported(%q) = %s, want %s", c.name, got, c.exported)
		}
		if got := initialisms.unexported(c.name); got != c.unexported {
			t.Errorf("unexported(%q) = %s, want %s", c.name, got, c.unexported)
		}
	}
}

// TestKebabAlwaysIdentifier checks that any text makes an identifier, even a text that no
// component has.
func TestKebabAlwaysIdentifier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		for _, got := range []string{exported(name), distinct(name)} {
			if !token.IsIdentifier(got) || !token.IsExported(got) {
				t.Fatalf("%q becomes %q", name, got)
			}
		}
		if got := initialisms.unexported(name); got == "" || token.IsExported(got) {
			t.Fatalf("%q becomes %q", name, got)
		}
	})
}

func TestItemWords(t *testing.T) {
	for name, want := range map[string]string{
		"order-lines": "OrderLine",
		"levels":      "Level",
		"entries":     "Entry",
		"addresses":   "Address",
		"boxes":       "Box",
		"ids":         "ID",
		"contents":    "ContentsItem",
		"history":     "HistoryItem",
		"series":      "SeriesItem",
		"status":      "StatusItem",
		"statuses":    "StatusesItem", // houses, statuses: no way to tell
		"class":       "ClassItem",
		"item":        "Item",
		"items":       "Item",
		"as":          "AsItem",
	} {
		if got := exportedWords(itemWords(words(name))); got != want {
			t.Errorf("an item of %s is called %s, want %s", name, got, want)
		}
	}
}

func TestJoinWords(t *testing.T) {
	for _, c := range [][3]string{
		{"add-item", "item", "AddItem"},
		{"checkout", "delivery", "CheckoutDelivery"},
		{"add-cart-item", "cart-item-price", "AddCartItemPrice"},
		{"item", "item", "Item"},
		{"a-b", "b-a-b", "ABAB"},
	} {
		if got := exportedWords(joinWords(words(c[0]), words(c[1]))); got != c[2] {
			t.Errorf("%s and %s make %s, want %s", c[0], c[1], got, c[2])
		}
	}
}
