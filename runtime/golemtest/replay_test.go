package golemtest

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReplayShop replays a recording to the client that was recorded.
func TestReplayShop(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.0"} {
		text, err := os.ReadFile(filepath.Join(testdata, "recordings", "golem-"+version, "shop.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		p := Replay(t, text, InOrder(), Quiet())
		for _, x := range readRecordingFile(t, version, "shop") {
			if status, _, body := send(t, p.URL, x); status != x.Status || body != *x.Response {
				t.Errorf("%d: got %d %s", x.Seq, status, shorten(body))
			}
		}
		if left := p.Unplayed(); len(left) > 0 {
			t.Errorf("%d exchanges were not played, the first: %s", len(left), left[0])
		}
	}
}

const smallRecording = `
{"seq":1,"method":"POST","path":"/v1/components/5c89c92c-6e6a-5715-882b-637cd873451d/workers/w/invoke-and-await?function=acme%3Ashop%2Finventory%401.4.0.%7Bledger.merge%7D","requestHeaders":{"Idempotency-Key":"k1"},"request":"{\"params\":[{\"typ\":{\"type\":\"U64\"},\"value\":1.50}]}","status":200,"contentType":"application/json","response":"{\"result\":1}"}
{"seq":2,"method":"POST","path":"/v1/components/5c89c92c-6e6a-5715-882b-637cd873451d/workers/w/invoke-and-await?function=acme%3Ashop%2Finventory%401.4.0.%7Bledger.merge%7D","requestHeaders":{"Idempotency-Key":"k1"},"request":"{\"params\":[{\"typ\":{\"type\":\"U64\"},\"value\":1.50}]}","status":200,"contentType":"application/json","response":"{\"result\":2}"}
`

func TestReplayMatching(t *testing.T) {
	told := &failing{TB: t}
	p := Replay(told, []byte(smallRecording))
	defer p.Close()
	post := func(function, body, key string) string {
		x := Exchange{Method: http.MethodPost, Request: &body, RequestHeaders: map[string]string{"Idempotency-Key": key}}
		x.Path = "/v1/components/5c89c92c-6e6a-5715-882b-637cd873451d/workers/w/invoke-and-await?function=acme:shop/inventory@1.4.0.%7B" + function + "%7D"
		_, _, text := send(t, p.URL, x)
		return text
	}
	want(t, "no types, the static in full, another key", post("[static]ledger.merge", `{"params": [{"value": 1.5}]}`, "mine"), `{"result":1}`)
	if got := post("ledger.merge", `{"params":[{"value":1.5}]}`, "another"); !strings.Contains(got, "not recorded") {
		t.Errorf("the key does not repeat as recorded: %s", got)
	}
	if got := post("ledger.merge", `{"params":[{"value":1.5000001}]}`, "mine"); !strings.Contains(got, "not recorded: POST w acme:shop/inventory@1.4.0.{ledger.merge}(1.5000001) [key") && !strings.Contains(got, "not recorded") {
		t.Errorf("another number: %s", got)
	}
	want(t, "the second", post("ledger.merge", `{"params":[{"typ":{"type":"U64"},"value":15e-1}]}`, "mine"), `{"result":2}`)
	_, _, text := send(t, p.URL, Exchange{Method: http.MethodGet, Path: "/version"})
	want(t, "version", text, `{"version":"1.2.0"}`)
	if len(told.errors) != 2 {
		t.Errorf("told: %q", told.errors)
	}
}

func TestBadRecording(t *testing.T) {
	if _, err := NewReplay([]byte("{}\nnonsense\n")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("got %v", err)
	}
}

// TestRecordAndGolden records the exchanges with a server, replays them, and compares them
// with a golden transcript.
func TestRecordAndGolden(t *testing.T) {
	s, c := shop(t)
	recorder, err := Record(s.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer recorder.Close()
	x := Exchange{Method: http.MethodPost, RequestHeaders: map[string]string{"Idempotency-Key": "made-up-123"}}
	x.Path = "/v1/components/" + c.Metadata().ID + "/workers/w/invoke-and-await?function=health"
	body := `{"params":[]}`
	x.Request = &body
	talk := func(base string) {
		t.Helper()
		if status, _, text := send(t, base, x); status != 200 || !strings.Contains(text, `["ok"]`) {
			t.Errorf("got %d %s", status, text)
		}
		send(t, base, Exchange{Method: http.MethodGet, Path: "/v1/components/" + c.Metadata().ID + "/workers/w"})
	}
	talk(recorder.URL)
	player := Replay(t, recorder.Transcript())
	x.RequestHeaders["Idempotency-Key"] = "another-456"
	talk(player.URL)

	t.Chdir(t.TempDir())
	missing := &failing{TB: t}
	Golden(missing, "sub/health", s)
	if len(missing.errors) != 1 || !strings.Contains(missing.errors[0], "GOLEMTEST_UPDATE=1") {
		t.Errorf("no file: %q", missing.errors)
	}
	t.Setenv(UpdateEnv, "1")
	printed := standardError(t, func() { Golden(t, "sub/health", recorder) })
	if want := "golemtest: TestRecordAndGolden: wrote " + filepath.Join("testdata", "sub", "health.jsonl") + ", 2 exchanges\n"; printed != want {
		t.Errorf("printed %q, want %q", printed, want)
	}
	t.Setenv(UpdateEnv, "")
	Golden(t, "sub/health", s)
	Golden(t, "sub/health", &player.log)
	send(t, s.URL, x)
	setFlag(t, "update", "true") // a flag of the user's test
	changed := &failing{TB: t}
	Golden(changed, "sub/health", s)
	if len(changed.errors) != 1 || !strings.Contains(changed.errors[0], "golden: (nothing)") || !strings.Contains(changed.errors[0], "now:    POST w health()") {
		t.Errorf("changed: %q", changed.errors)
	}
}

// standardError returns what f writes to standard error.
func standardError(t *testing.T, f func()) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stderr
	os.Stderr = file
	f()
	os.Stderr = before
	text, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// setFlag sets a flag of the test binary until the test ends.
func setFlag(t *testing.T, name, value string) {
	t.Helper()
	before := flag.Lookup(name).Value.String()
	set := func(value string) {
		if err := flag.Set(name, value); err != nil {
			t.Error(err)
		}
	}
	set(value)
	t.Cleanup(func() { set(before) })
}

func TestRecorded(t *testing.T) {
	s, c := shop(t)
	t.Chdir(t.TempDir())
	path := "/v1/components/" + c.Metadata().ID + "/latest"
	run := func(t *testing.T) {
		base := Recorded(t, "latest")
		if status, _, text := send(t, base, Exchange{Method: http.MethodGet, Path: path}); status != 200 || text != string(shopDocument2(t, s, path)) {
			t.Errorf("got %d", status)
		}
	}
	t.Setenv(RecordEnv, s.URL)
	t.Run("record", run)
	t.Setenv(RecordEnv, "")
	t.Run("play", run)
}

func shopDocument2(t *testing.T, s *Server, path string) string {
	_, _, text := send(t, s.URL, Exchange{Method: http.MethodGet, Path: path})
	return text
}

func TestReadableExchanges(t *testing.T) {
	var lines []string
	for _, x := range readRecordingFile(t, "1.2.0", "shop") {
		x.Note = ""
		lines = append(lines, x.String())
	}
	want(t, "await", lines[8], `POST cart-1 acme:shop/cart@1.4.0.{remove-item}("pen-7") → 200 {"ok":10}`)
	want(t, "enqueue", lines[18], `POST cart-2 enqueue acme:shop/cart@1.4.0.{add-item}({"discount-percent":null,"name":"Pen","price":{"currency":"eur","minor-units":199},"product-id":"pen-7","quantity":10}) → 200 {}`)
	want(t, "key", lines[24], `POST cart-3 acme:shop/cart@1.4.0.{ping}() [key 5f1a3a9e-0f1d-4f6e-9f51-000000000001] → 200 `)
	want(t, "ephemeral", lines[25], `POST (ephemeral) acme:shop/cart@1.4.0.{total}() → 200 null`)
}
