package metadata

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRecordedDrift compares the effects with what running servers did with a client of one
// version on a worker of the next.
func TestRecordedDrift(t *testing.T) {
	for _, server := range []string{"1.1.0", "1.2.0"} {
		exchanges := recording(t, filepath.Join("..", "testdata", "recordings", "golem-"+server, "drift.jsonl"))
		old, new := exchanges.component(t, "metadata, version 0"), exchanges.component(t, "metadata, version 1")
		effects := map[string]Effects{}
		for _, c := range Compare(old, new) {
			effects[c.Rule.ID+" "+c.Use.String()] = c.Effects
		}
		want := map[string]Effects{
			// {"a":1,"b":2} arrived as {"b":1,"a":2}, low as none, stop as pause, ["read"] as ["admin"].
			"fields-reordered parameter":      {SourceCompatible, SilentlyDifferent, Unaffected},
			"enum-case-inserted parameter":    {SourceBehaviour, SilentlyDifferent, Unaffected},
			"flag-inserted parameter":         {SourceBehaviour, SilentlyDifferent, Unaffected},
			"variant-case-inserted parameter": {SourceCompatible, SilentlyDifferent, Unaffected},
			"enum-case-inserted result":       {SourceBehaviour, AnswerRefused, AnswerRefused},
		}
		if got := fmt.Sprint(effects); got != fmt.Sprint(want) {
			t.Errorf("%s:\n got %s\nwant %v", server, got, want)
		}
		typed := exchanges.response(t, "version 0 client with types, version 1 worker: accepted, and every meaning changed")
		if !strings.Contains(typed, `{\"b\":1,\"a\":2,\"name\":\"n\",\"level\":\"none\"},{\"admin\":true`) || !strings.Contains(typed, `pause`) {
			t.Errorf("%s: with typ: %s", server, typed)
		}
		if server == "1.2.0" {
			untyped := exchanges.response(t, "without types, version 1 worker")
			if !strings.Contains(untyped, `{\"b\":2,\"a\":1,\"name\":\"n\",\"level\":\"low\"},{\"admin\":false,\"read\":true`) || !strings.Contains(untyped, `stop`) {
				t.Errorf("%s: without typ: %s", server, untyped)
			}
		}
	}
}

type exchange struct{ Note, Response string }

type exchangeList []exchange

func recording(t *testing.T, file string) exchangeList {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var list exchangeList
	for line := range strings.SplitSeq(string(data), "\n") {
		if line == "" {
			continue
		}
		var e exchange
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

func (l exchangeList) response(t *testing.T, note string) string {
	t.Helper()
	for _, e := range l {
		if strings.HasPrefix(e.Note, note) {
			return e.Response
		}
	}
	t.Fatalf("no exchange %q", note)
	return ""
}

func (l exchangeList) component(t *testing.T, note string) *Component {
	t.Helper()
	c, err := Decode([]byte(l.response(t, note)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}
