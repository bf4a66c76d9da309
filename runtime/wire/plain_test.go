package wire

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestAppendPlain compares the implementation for this machine with the one in Go, on lists
// of strings of all lengths with every byte at every place, in buffers with room for all,
// some or none of them. It checks that nothing is written beyond the capacity.
func TestAppendPlain(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	step := thorough.Pick(7, 1) // of byte values: each is tried in many places anyway
	for length := range 70 {
		for at := range length {
			for c := (length + at) % step; c < 256; c += step {
				s := []byte(strings.Repeat("x", length))
				s[at] = byte(c)
				comparePlain(t, []string{"before it", string(s), "behind it"}, 200)
			}
		}
	}
	for range thorough.Pick(5_000, 20_000) {
		list := make([]string, 1+r.IntN(20))
		room := 0
		for i := range list {
			list[i] = randomASCII(r, r.IntN(80))
			room += len(list[i]) + 3
		}
		comparePlain(t, list, room-3+r.IntN(8))
		comparePlain(t, list, r.IntN(room+1))
	}
	long := make([]string, 5000)
	for i := range long {
		long[i] = "a list that is given to assembly in parts"
	}
	comparePlain(t, long, 1<<20)
}

func comparePlain(t *testing.T, list []string, room int) {
	t.Helper()
	const guard = 32
	whole := bytes.Repeat([]byte{0xAA}, 1+room+guard)
	whole[0] = '['
	got, taken, found := appendPlain(whole[:1:1+room], list)
	want, wantTaken, wantFound := appendPlainGo(append(make([]byte, 0, 1+room), '['), list)
	if !bytes.Equal(got, want) || taken != wantTaken || found != wantFound {
		t.Fatalf("%q with room for %d: %q, %d, %d, want %q, %d, %d", list, room, got, taken, found, want, wantTaken, wantFound)
	}
	if tail := whole[1+room:]; !bytes.Equal(tail, bytes.Repeat([]byte{0xAA}, guard)) {
		t.Fatalf("%q with room for %d: written beyond: %x", list, room, tail)
	}
}

func randomASCII(r *rand.Rand, length int) string {
	s := make([]byte, length)
	for i := range s {
		s[i] = byte(' ' + r.IntN(95))
		for s[i] == '"' || s[i] == '\\' {
			s[i]++
		}
	}
	if length > 0 && r.IntN(20) == 0 {
		s[r.IntN(length)] = byte(r.IntN(256))
	}
	return string(s)
}
