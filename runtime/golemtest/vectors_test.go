package golemtest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// vectors reads one of the files of vectors.
func vectors(t *testing.T, name string) []map[string]json.RawMessage {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "vectors", name))
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]json.RawMessage
	for line := range strings.SplitSeq(string(text), "\n") {
		if line == "" {
			continue
		}
		var v map[string]json.RawMessage
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		list = append(list, v)
	}
	return list
}

func field[T any](v map[string]json.RawMessage, key string) T {
	var out T
	_ = json.Unmarshal(v[key], &out) // absent: the zero value
	return out
}

// TestCodecVectors compares the reading of values with the servers' own codec.
func TestCodecVectors(t *testing.T) {
	for name, old := range map[string]bool{"codec-golem-1.1.jsonl": true, "codec-golem-1.2.5.jsonl": false} {
		t.Run(name, func(t *testing.T) {
			for _, v := range vectors(t, name) {
				if field[string](v, "kind") == "decode" {
					checkDecode(t, v, old)
				}
			}
		})
	}
}

func checkDecode(t *testing.T, v map[string]json.RawMessage, old bool) {
	typ, err := parseJSON(string(v["typ"]))
	if err != nil {
		t.Fatal(err)
	}
	readAs, err := readType(&typ)
	if err != nil {
		t.Fatalf("%s: %v", v["typ"], err)
	}
	text := field[string](v, "text")
	r := reader{old: old}
	n, err := parseJSONAsServers(text)
	if err != nil {
		r.faults = []string{err.Error()}
	} else {
		read := r.read(&n, readAs)
		if r.faults = append(r.faults, r.late...); len(r.faults) == 0 {
			if got, want := string(appendValue(nil, &read, readAs)), canonicalText(field[string](v, "canonicalText"), readAs); got != want {
				t.Errorf("%s as %s: got %s, want %s", text, v["typ"], got, want)
			}
			return
		}
	}
	if want := field[[]string](v, "errors"); !slices.Equal(r.faults, want) {
		t.Errorf("%s as %s: got %q, want %q", shorten(text), v["typ"], r.faults, want)
	}
}

// TestPrintedVectors compares answers with the texts that servers print.
func TestPrintedVectors(t *testing.T) {
	for _, name := range []string{"codec-golem-1.1.jsonl", "codec-golem-1.2.5.jsonl", "random-golem-1.1.jsonl", "random-golem-1.2.5.jsonl"} {
		for _, v := range vectors(t, name) {
			if field[string](v, "kind") == "encode" && field[bool](v, "valueRoundtrip") {
				checkPrinted(t, v)
			}
		}
	}
}

func checkPrinted(t *testing.T, v map[string]json.RawMessage) {
	typ, err := parseJSON(string(v["typ"]))
	if err != nil {
		t.Fatal(err)
	}
	readAs, err := readType(&typ)
	if err != nil {
		t.Fatal(err)
	}
	text := field[string](v, "text")
	n, err := parseJSON(text)
	if err != nil {
		t.Fatalf("%s: %v", shorten(text), err)
	}
	r := reader{exact: true}
	read := r.read(&n, readAs)
	if got := string(appendValue(nil, &read, readAs)); got != text || len(r.faults) > 0 {
		t.Errorf("%s as %s: got %s, faults %q", shorten(text), shorten(string(v["typ"])), shorten(got), r.faults)
	}
}

// canonicalText sorts the flags of a vector in the order in which workers see them. The
// vectors have the order of the request.
func canonicalText(text string, t *metadata.Type) string {
	n, err := parseJSON(text)
	if err != nil || t.Kind != metadata.KindFlags {
		return text
	}
	var r reader
	v := r.read(&n, t)
	if len(r.faults) > 0 {
		return text
	}
	return string(appendValue(nil, &v, t))
}

// nameExceptions are names that this package reads differently, with the reason.
var nameExceptions = map[string]string{
	`golem:it/api.{counter("${x}").inc}`: "1.1.0: the parser of the vectors takes it, the recorded server died of it",
	`golem:it/api.{counter("a")}`:        "1.1.0: taken by the parser, means nothing",
	`golem:it/api.{ inc }`:               "1.1.0: spaces, which clients do not write",
}

// TestFunctionNameVectors compares the reading of function names with that of servers.
func TestFunctionNameVectors(t *testing.T) {
	for name, version := range map[string]string{"function-names-v1.1.0.jsonl": "1.1.0", "function-names-v1.2.5.jsonl": "1.2.5"} {
		t.Run(name, func(t *testing.T) {
			v, err := parseServerVersion(version)
			if err != nil {
				t.Fatal(err)
			}
			for _, vector := range vectors(t, name) {
				function := field[string](vector, "function")
				got, err := parseFunctionName(function, v)
				if isParsed := err == nil && got.iface != ""; !strings.Contains(function, ".{") || isParsed == field[bool](vector, "parsed") {
					continue
				}
				if nameExceptions[function] == "" {
					t.Errorf("%s: parsed is %v in the vectors", function, field[bool](vector, "parsed"))
				}
			}
		})
	}
}

// TestWAVEVectors compares the second reading of inline arguments with the values that
// servers print.
func TestWAVEVectors(t *testing.T) {
	for _, v := range vectors(t, "wave.jsonl") {
		n, err := parseJSON(string(v["typ"]))
		if err != nil {
			t.Fatal(err)
		}
		typ, err := readType(&n)
		if err != nil {
			t.Fatal(err)
		}
		text := field[string](v, "wave")
		w := waveReader{text: text}
		got := w.read(typ)
		w.space()
		if w.err != nil || w.at != len(text) {
			t.Errorf("%s as %s: %v, read to %d", text, shorten(string(v["typ"])), w.err, w.at)
			continue
		}
		if want := field[string](v, "text"); string(appendValue(nil, &got, typ)) != want {
			t.Errorf("%s as %s: got %s, want %s", text, shorten(string(v["typ"])), appendValue(nil, &got, typ), want)
		}
	}
}
