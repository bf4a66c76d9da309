package agentreplay

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// addOther adds an exchange that is not a call to the table. It is a question that clients ask, or a
// request that they do not send.
func (p *replay) addOther(x *golemtest.Exchange) {
	path, query, _ := strings.Cut(x.Path, "?")
	_, rest, isAgent := strings.Cut(path, "/workers/")
	name, operation, _ := strings.Cut(rest, "/")
	id, err := url.PathUnescape(name)
	agent := p.agentOf(x, id)
	text := "clients do not send it"
	switch {
	case err != nil || isAgent && agent == nil:
	case !isAgent:
		text = p.questions(x)
	case x.Method == http.MethodDelete && operation == "":
		text = p.delete(x, agent)
	case x.Method == http.MethodGet && operation == "":
		text, _ = p.question(x, agent)
	case x.Method == http.MethodGet && operation == "oplog":
		text = p.fate(x, agent, query)
	}
	if p.Read != nil && !isAgent {
		text += p.Read(x)
	}
	p.table.add(x, x.Method+" "+shorten(x.Path, 120), []line{{kind: noCall, text: text}})
	if x.Method != http.MethodGet {
		p.ask(x.Method, x.Path, stringOf(x.Request))
	}
}

// agentOf returns a call of the agent with an id. If the recording has none, it makes one for an id
// that consists of a type and a text. Otherwise it returns nil.
func (p *replay) agentOf(x *golemtest.Exchange, id string) *probe {
	if agent := p.agents[id]; agent != nil {
		return agent
	}
	kind, name, found := strings.Cut(strings.TrimSuffix(id, ")"), "(")
	if !found || !strings.HasPrefix(name, `"`) {
		return nil
	}
	for _, agent := range p.agents {
		if agent.q.AgentTypeName == kind && agent.q.PhantomID == nil && len(agent.q.Parameters.Elements) == 1 {
			q := *agent.q
			q.Parameters = &dataValue{Type: "Tuple", Elements: []json.RawMessage{fmt.Appendf(nil, `{"type":"ComponentModel","value":%s}`, name)}}
			return &probe{agent.client, &q}
		}
	}
	return nil
}

// questions returns a text that says whether a client sends the request before a call of an agent of
// Probes.
func (p *replay) questions(x *golemtest.Exchange) string {
	for _, text := range p.Probes {
		q := new(request)
		if err := json.Unmarshal([]byte(text), q); err != nil {
			return err.Error()
		}
		if text, asked := p.question(x, &probe{p.Clients(x)[0], q}); asked {
			return text
		}
	}
	return "clients do not send it"
}

func stringOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// roundTrip is a transport that calls the function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// instead returns a transport that answers the request of the exchange as recorded, and sets asked
// then.
func (p *replay) instead(x *golemtest.Exchange, asked *bool) roundTrip {
	t := &transport{exchange: x, server: p.server, revision: -1}
	return func(r *http.Request) (*http.Response, error) {
		if r.Method == x.Method && r.URL.RequestURI() == x.Path {
			*asked = true
			return respond(r, x.Status, *x.ContentType, *x.Response), nil
		}
		return t.besides(r)
	}
}

// delete returns a text that says whether Delete sends the request.
func (p *replay) delete(x *golemtest.Exchange, agent *probe) string {
	asked := false
	made, err := p.dial(agent.client, agent.q, p.instead(x, &asked))
	if err == nil {
		err = made.agent.Interface().(interface{ Delete(context.Context) error }).Delete(context.Background())
	}
	if err != nil || !asked {
		return fmt.Sprintf("Delete: %v (sent: %t)", err, asked)
	}
	return "Delete sends it"
}

// question makes the call that names the agent, and reports whether the client sends the request of
// the exchange before it.
func (p *replay) question(x *golemtest.Exchange, agent *probe) (text string, isAsked bool) {
	asked, creates := false, false
	answer := p.instead(x, &asked)
	made, err := p.dial(agent.client, agent.q, roundTrip(func(r *http.Request) (*http.Response, error) {
		creates = creates || strings.HasSuffix(r.URL.Path, "/create-agent")
		return answer(r)
	}))
	if err != nil {
		return err.Error(), false
	}
	_, err = made.make()
	switch {
	case !asked:
		return "a call does not ask this: " + describe(err), false
	case creates && x.Status == http.StatusNotFound:
		return "asked before a call, which then creates the agent", true
	}
	return "asked before a call", true
}

// fate returns the CallStatus of the call whose key the recorded request searches for. The search
// gets the recorded answer. Other requests get parts of the recorded oplog.
func (p *replay) fate(x *golemtest.Exchange, agent *probe, query string) string {
	values, err := url.ParseQuery(query)
	if err != nil || values.Get("query") == "" {
		return "asked in parts by CallStatus"
	}
	key := values.Get("query")
	whole := p.oplog(x)
	t := &transport{exchange: x, server: p.server, revision: -1}
	made, err := p.dial(agent.client, agent.q, roundTrip(func(r *http.Request) (*http.Response, error) {
		q := r.URL.Query()
		switch {
		case whole.hasError() && strings.Contains(r.URL.Path, "/workers/") && !strings.HasSuffix(r.URL.Path, "/oplog"):
			return respond(r, http.StatusOK, "application/json", `{"status":"Failed"}`), nil
		case !strings.HasSuffix(r.URL.Path, "/oplog"):
			return t.besides(r)
		case q.Get("query") == `"`+key+`"`:
			return respond(r, x.Status, *x.ContentType, *x.Response), nil
		}
		from, err := strconv.ParseUint(q.Get("from"), 10, 64)
		if err != nil {
			return nil, err
		}
		return respond(r, http.StatusOK, "application/json", whole.from(from)), nil
	}))
	if err != nil {
		return err.Error()
	}
	status, err := made.agent.Interface().(interface {
		CallStatus(context.Context, string) (runtime.CallStatus, error)
	}).CallStatus(context.Background(), key)
	if err != nil {
		return "CallStatus: " + describe(err)
	}
	text := fmt.Sprintf("CallStatus says %s, function %q, runs %d", status.State, status.Function, status.Runs)
	if whole.isCut(*x.Response) {
		text += ", as far as the oplog is recorded"
	}
	if status.Reason != "" {
		text += ", " + shorten(status.Reason, 120)
	}
	return text
}

// oplog has the recorded entries of an agent's oplog by index.
type oplog map[uint64]json.RawMessage

// oplog returns the entries of the next recording of the agent's whole oplog, or of the one before if
// there is none, and the entries of the search.
func (p *replay) oplog(search *golemtest.Exchange) oplog {
	path, _, _ := strings.Cut(search.Path, "?")
	found := oplog{}
	for i := range p.Exchanges {
		x := &p.Exchanges[i]
		if strings.HasPrefix(x.Path, path+"?from=") {
			found = oplog{}
			found.add(*x.Response)
			if x.Seq > search.Seq {
				break
			}
		}
	}
	found.add(*search.Response)
	return found
}

func (o oplog) add(page string) {
	var p struct {
		Entries []json.RawMessage
	}
	_ = json.Unmarshal([]byte(page), &p) // a refusal has no entries
	for _, e := range p.Entries {
		var entry struct{ OplogIndex uint64 }
		if json.Unmarshal(e, &entry) == nil {
			o[entry.OplogIndex] = e
		}
	}
}

// hasError reports whether the agent has failed.
func (o oplog) hasError() bool {
	for _, e := range o {
		if strings.Contains(string(e), `"type":"Error"`) {
			return true
		}
	}
	return false
}

// isCut reports whether the oplog has more entries than are recorded, according to the answer to a
// search.
func (o oplog) isCut(page string) bool {
	var p struct{ LastIndex uint64 }
	return json.Unmarshal([]byte(page), &p) == nil && o[p.LastIndex] == nil && p.LastIndex > 0
}

// from returns a page with the entries from an index on.
func (o oplog) from(first uint64) string {
	var entries []json.RawMessage
	last := uint64(0)
	for _, index := range slices.SortedFunc(maps.Keys(o), cmp.Compare[uint64]) {
		if last = index; index >= first {
			entries = append(entries, o[index])
		}
	}
	page, err := json.Marshal(map[string]any{"entries": entries, "firstIndexInChunk": first, "lastIndex": last, "next": nil})
	if err != nil {
		return err.Error()
	}
	return string(page)
}
