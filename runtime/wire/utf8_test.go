package wire

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestValidUTF8 compares with unicode/utf8: all kinds of four bytes, at each place of a
// word, before texts of several lengths.
func TestValidUTF8(t *testing.T) {
	edges := []byte("\x00a\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF1\xF3\xF4\xF5\xF8\xFF")
	n := len(edges)
	for i := range n * n * n * n {
		character := []byte{edges[i%n], edges[i/n%n], edges[i/n/n%n], edges[i/n/n/n]}
		for before := range 8 {
			for _, after := range []int{0, 1, 4, 8} {
				s := "1234567"[:before] + string(character) + "12345678"[:after]
				if got := validUTF8(s); got != utf8.ValidString(s) {
					t.Fatalf("%q: %v", s, got)
				}
			}
			if !thorough.On() {
				break
			}
		}
	}
}

// TestHasEscapes tries each byte at each place of strings of all lengths.
func TestHasEscapes(t *testing.T) {
	for length := 1; length < 20; length++ {
		for place := range length {
			for c := range 256 {
				text := []byte(strings.Repeat("é", length/2) + "x"[:length%2])
				text[place] = byte(c)
				if got, want := hasEscapes(string(text)), c < 0x20 || c == '"' || c == '\\'; got != want {
					t.Fatalf("%q: %v", text, got)
				}
			}
		}
	}
}
