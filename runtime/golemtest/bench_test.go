package golemtest

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

func shopDocument(tb testing.TB) []byte {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join(testdata, "metadata", "recorded", "golem-1.2.0", "shop-v0.json"))
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

// BenchmarkStart starts a server with a component and closes it.
func BenchmarkStart(b *testing.B) {
	document := shopDocument(b)
	for b.Loop() {
		s, err := Start()
		if err != nil {
			b.Fatal(err)
		}
		s.AddComponent(document)
		s.Close()
	}
}

// BenchmarkCall calls a function over the loopback interface.
func BenchmarkCall(b *testing.B) {
	s := NewServer(b, Quiet())
	c := s.AddComponent(shopDocument(b))
	c.Answer("cart.remove-item", `{"ok":3}`)
	url := s.URL + "/v1/components/" + c.Metadata().ID + "/workers/w/invoke-and-await?function=acme:shop/cart@1.4.0.%7Bremove-item%7D"
	body := []byte(`{"params":[{"value":"pen-7"}]}`)
	for b.Loop() {
		response, err := http.Post(url, "application/json", bytes.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
	}
}
