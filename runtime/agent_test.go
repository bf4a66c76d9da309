package runtime_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// recordedExchange is a line of a recording.
type recordedExchange struct {
	Seq         int
	Category    string
	Note        string
	Method      string
	Path        string
	Request     string
	Status      int
	ContentType string
	Response    string
}

func exchangesOf(t testing.TB, name string) []*recordedExchange {
	t.Helper()
	var list []*recordedExchange
	for line := range bytes.SplitSeq(recording(t, "1.5.9", name), []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		e := new(recordedExchange)
		if err := json.Unmarshal(line, e); err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

// dialAgents connects without comparing versions, as the recording did.
func dialAgents(t testing.TB, url string, opts ...runtime.ClientOption) *runtime.Client {
	return dial(t, url, append([]runtime.ClientOption{
		runtime.WithBearerToken("5c832d93-ff85-4a8f-9803-513950fdfdb1"),
	}, opts...)...)
}
