package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSecretsOfRevisions updates an agent to revisions that have other secrets.
func TestSecretsOfRevisions(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(testdata, "agents", "rare.json"))
	if err != nil {
		t.Fatal(err)
	}
	s := NewServer(t, Quiet())
	deploy := func(old, replacement string) *Deployment {
		if !strings.Contains(string(text), old) {
			t.Fatalf("no %s", old)
		}
		d := s.Deploy([]byte(strings.Replace(string(text), old, replacement, 1)), In("g15-app", "dev"))
		d.Configure("Vault", "1", "limit")
		return d
	}
	first := deploy("", "")
	first.HandleAgent("Vault", func(c *Invocation) (Handler, error) {
		return HandlerFunc(func(_ context.Context, call *Invocation) (json.RawMessage, error) {
			return quoted(fmt.Sprintf("%s %s %s", call.Config("api", "key"), call.Config("spare_key"), call.Config("limit"))), nil
		}), nil
	})
	first.SetSecret(`"k"`, "api", "key")
	first.SetSecret(`{"digits":[1,2],"lasts":"for-ever"}`, "pin")
	call := agentCaller{t, s, `Vault("a")`}
	want(t, "the values", call.do("open", ""), `200 Vault("a") ("\"k\" null 1") revision 0`)
	for _, test := range []struct{ old, replacement, want string }{
		{`"path": ["pin"]`, `"path": ["code"]`, "Required agent secret code does not exist"},
		{`"path": ["api", "key"], "valueType": {"type": "Str"}`, `"path": ["api", "key"], "valueType": {"type": "U8"}`, "Required agent secret api.key has invalid type: "},
	} {
		if err := deploy(test.old, test.replacement).UpdateAgent(call.agent); err == nil || !strings.HasPrefix(err.Error(), "Automatic update failed: Invalid request: "+test.want) {
			t.Errorf("%s: %v", test.replacement, err)
		}
	}
}
