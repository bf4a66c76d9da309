package config

import (
	"strconv"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	_ "github.com/golem-gen/golem-gen/internal/goldenfile"
)

func TestScalar(t *testing.T) {
	for text, want := range map[string]string{
		"shop":                                 "shop",
		"internal/shop":                        "internal/shop",
		"Item record:a b":                      "Item record:a b",
		"http://localhost:9881":                "http://localhost:9881",
		"5c89c92c-6e6a-5715-882b-637cd873451d": "5c89c92c-6e6a-5715-882b-637cd873451d",
		"11111111-2222-3333-4444-555555555555": "11111111-2222-3333-4444-555555555555",
		"1e111111-22222-333-4444-555555555555": `"1e111111-22222-333-4444-555555555555"`,
		"":                                     `""`,
		"Yes":                                  `"Yes"`,
		"12":                                   `"12"`,
		"a: b":                                 `"a: b"`,
		"a #b":                                 `"a #b"`,
		"a:":                                   `"a:"`,
		"a ":                                   `"a "`,
		" a":                                   `" a"`,
		"- a":                                  `"- a"`,
		"a\nb":                                 `"a\nb"`,
		"caf\u00e9":                            `"caf\u00e9"`,
	} {
		if got := Scalar(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// FuzzScalar checks that a reader of YAML reads the text that Scalar was given.
func FuzzScalar(f *testing.F) {
	for _, text := range []string{"a", "yes: #", "\u202e\u2028", "null", "0x1f", "a\x00", "1e3", "~", "\U0001f600"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		var got map[string]string
		if err := yaml.Unmarshal([]byte("key: "+Scalar(text)), &got); err != nil || got["key"] != text {
			t.Errorf("%s is read as %s %v", Scalar(text), strconv.QuoteToASCII(got["key"]), err)
		}
	})
}
