package golemtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// Player is a server that plays recorded exchanges: it answers a request as the same
// request was answered when it was recorded.
//
// Two requests are the same if they have the same method, path, query, recorded
// headers and JSON, whose numbers are compared exactly. Types of parameters may be
// missing in one of them. Idempotency keys may differ, but must repeat where the
// recorded ones do. Equal requests are played in their recorded order; the last of
// equal GET requests is played again.
type Player struct {
	// URL is the server's base URL.
	URL string

	t       testing.TB
	strict  bool
	version string
	http    *http.Server
	log     exchangeLog

	mu     sync.Mutex
	list   []recorded
	keys   map[string]string // recorded idempotency key → that of the requests
	played int
}

type recorded struct {
	Exchange
	path    string
	query   url.Values
	request *node
	played  bool
}

// InOrder makes a player accept requests in their recorded order only.
func InOrder() Option { return func(c *config) { c.strict = true } }

// Replay starts a player that is closed when the test ends. A request that is not in
// the recording fails the test.
func Replay(t testing.TB, recording []byte, opts ...Option) *Player {
	t.Helper()
	p, err := newPlayer(t, recording, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.Close()
		p.log.printIfFailed(t, newConfig(opts))
	})
	return p
}

// NewReplay starts a player outside of tests. The caller closes it. A request that is not
// in the recording is answered with status 501 and a text that says so. The error says what
// is wrong with the recording, or why the player cannot listen on a port.
func NewReplay(recording []byte, opts ...Option) (*Player, error) {
	return newPlayer(nil, recording, opts)
}

func newPlayer(t testing.TB, recording []byte, opts []Option) (*Player, error) {
	c := newConfig(opts)
	exchanges, err := ReadRecording(recording)
	if err != nil {
		return nil, err
	}
	p := &Player{t: t, strict: c.strict, version: cmp.Or(c.version, DefaultVersion), keys: map[string]string{}}
	for _, x := range exchanges {
		r := recorded{Exchange: x}
		u, err := url.ParseRequestURI(x.Path)
		if err != nil {
			return nil, fmt.Errorf("golemtest: recording, exchange %d: path: %w", x.Seq, err)
		}
		r.path, r.query = u.Path, u.Query()
		r.request = parseRequest(x.Request)
		p.list = append(p.list, r)
	}
	p.http, p.URL, err = serve(p)
	return p, err
}

// ReadRecording returns the exchanges of a recording. The error names the first line that
// is not an exchange.
func ReadRecording(recording []byte) ([]Exchange, error) {
	var list []Exchange
	for i, line := range bytes.Split(recording, []byte("\n")) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var x Exchange
		if err := json.Unmarshal(line, &x); err != nil {
			return nil, fmt.Errorf("golemtest: recording, line %d: %w", i+1, err)
		}
		list = append(list, x)
	}
	return list, nil
}

// parseRequest returns the JSON of a request body, nil if there is none.
func parseRequest(text *string) *node {
	if text == nil {
		return nil
	}
	n, err := parseJSON(*text)
	if err != nil {
		return nil
	}
	return &n
}

// Close stops the player.
func (p *Player) Close() { _ = p.http.Close() }

// Exchanges returns the exchanges so far.
func (p *Player) Exchanges() []Exchange { return p.log.Exchanges() }

// Unplayed returns the recorded exchanges that no request has asked for.
func (p *Player) Unplayed() []Exchange {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []Exchange
	for i := range p.list {
		if !p.list[i].played {
			list = append(list, p.list[i].Exchange)
		}
	}
	return list
}

// ServeHTTP plays the answer to a request.
func (p *Player) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.log.serve(w, r, p.answer)
}

func (p *Player) answer(r *http.Request, body []byte) *answer {
	text := string(body)
	request := parseRequest(&text)
	p.mu.Lock()
	defer p.mu.Unlock()
	again := -1
	for i := range p.list {
		x := &p.list[i]
		if !x.same(r, text, request, p.keys) {
			if p.strict && !x.played {
				break
			}
			continue
		}
		if !x.played {
			x.played = true
			x.bindKey(r, p.keys)
			p.played++
			return x.answer()
		}
		if r.Method == http.MethodGet {
			again = i
		}
	}
	if again >= 0 {
		return p.list[again].answer()
	}
	return p.unrecorded(r, text)
}

// unrecorded answers a request that the recording lacks. Clients ask on their own for the
// server's version and for versions of a component. unrecorded answers these questions if
// the recording has the answer elsewhere.
func (p *Player) unrecorded(r *http.Request, text string) *answer {
	if r.URL.Path == "/version" {
		return jsonAnswer(200, append(appendJSONString([]byte(`{"version":`), p.version), '}'))
	}
	if document := p.componentVersion(r); document != nil {
		return document
	}
	x := Exchange{Method: r.Method, Path: r.URL.RequestURI()}
	if text != "" {
		x.Request = &text
	}
	asked, _, _ := strings.Cut(x.String(), " → ")
	hint := "nothing with this path was recorded"
	for i := range p.list {
		if p.list[i].Method == r.Method && p.list[i].Exchange.Path == x.Path {
			hint = "recorded with this path: " + p.list[i].String()
			if !p.list[i].played {
				break
			}
		}
	}
	message := fmt.Sprintf("golemtest: not recorded: %s; %s; record again if the program has changed", asked, hint)
	if p.t != nil {
		p.t.Errorf("%s", message)
	}
	return textAnswer(http.StatusNotImplemented, "%s", message)
}

func (x *recorded) answer() *answer {
	if x.Status < 0 || x.Response == nil {
		return &answer{ended: true}
	}
	a := &answer{status: x.Status, body: []byte(*x.Response)}
	if x.ContentType != nil {
		a.contentType = *x.ContentType
	}
	return a
}

// componentVersion answers GET /v1/components/{id}/versions/{n} with the recorded answer about
// the latest version, if that was version n. Otherwise it returns nil.
func (p *Player) componentVersion(r *http.Request) *answer {
	component, number, ok := strings.Cut(r.URL.Path, "/versions/")
	if !ok || r.Method != http.MethodGet {
		return nil
	}
	for i := range p.list {
		x := &p.list[i]
		if x.Method != http.MethodGet || x.Exchange.Path != component+"/latest" || x.Response == nil {
			continue
		}
		var document struct {
			VersionedComponentID struct{ Version json.Number } `json:"versionedComponentId"`
		}
		if json.Unmarshal([]byte(*x.Response), &document) == nil && document.VersionedComponentID.Version.String() == number {
			return x.answer()
		}
	}
	return nil
}
