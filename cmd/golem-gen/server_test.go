package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/metadata"
)

// golemServer plays recorded answers of servers to requests for metadata. The first part of
// the path selects the mode:
//
//	/1.1.0  /1.2.0    all recorded components, with all versions
//	/before           version 0 of each component of 1.2.0
//	/token            1.2.0, which requires the token "secret"
//	/readme           version 0 of the shop, named shop
//	/async            version 0 of the shop, whose function total is async
//	/fleet            ten components, with all versions; /fleet-before has version 0 of each
//	/1.5.9 and others agents, see agentMode
//	/flaky            answers 503 to two of three requests for each URL
//	and the faults below
type golemServer struct {
	*httptest.Server
	components map[string][]recordedComponent // by server version
	agents     agentServers

	mu    sync.Mutex
	tries map[string]int
}

type recordedComponent struct {
	*metadata.Component
	text []byte
}

func newGolemServer(t *testing.T) *golemServer {
	t.Helper()
	s := &golemServer{components: map[string][]recordedComponent{}, tries: map[string]int{}}
	names := []string{"shop-v0", "shop-v1", "ledger", "drift-v0", "drift-v1"}
	for version, names := range map[string][]string{"1.1.0": names, "1.2.0": names, "1.2.5": {"echo-bare-result"}} {
		for _, name := range names {
			text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "metadata", "recorded", "golem-"+version, name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			component, err := metadata.Decode(text)
			if err != nil {
				t.Fatal(err)
			}
			s.components[version] = append(s.components[version], recordedComponent{component, text})
		}
	}
	s.components["fleet"] = newFleet(t)
	s.agents.t = t
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *golemServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, rest, _ := strings.Cut(r.URL.Path, "/")
	mode, path, _ := strings.Cut(rest, "/")
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	switch mode {
	case "1.1.0", "1.2.0", "1.2.5":
		answer(w, "/"+path, r.URL.Query().Get("component-name"), s.components[mode])
	case "before":
		answer(w, "/"+path, r.URL.Query().Get("component-name"), first(s.components["1.2.0"]))
	case "fleet":
		answer(w, "/"+path, r.URL.Query().Get("component-name"), s.components[mode])
	case "fleet-before":
		answer(w, "/"+path, r.URL.Query().Get("component-name"), first(s.components["fleet"]))
	case "token":
		if r.Header.Get("Authorization") != "Bearer secret" {
			fail(w, http.StatusUnauthorized, `{"error":"Unauthorized"}`)
			return
		}
		answer(w, "/"+path, r.URL.Query().Get("component-name"), s.components["1.2.0"])
	case "readme":
		shop := s.components["1.2.0"][0]
		named := *shop.Component
		named.Name = "shop"
		text := bytes.Replace(shop.text, []byte(shop.Name), []byte("shop"), 1)
		answer(w, "/"+path, r.URL.Query().Get("component-name"), []recordedComponent{{&named, text}})
	case "async":
		shop := s.components["1.2.0"][0]
		text := bytes.Replace(shop.text, []byte(`"name":"total"`), []byte(`"name":"[async]total"`), 1)
		answer(w, "/"+path, r.URL.Query().Get("component-name"), []recordedComponent{{shop.Component, text}})
	case "flaky":
		s.mu.Lock()
		s.tries[r.URL.String()]++
		n := s.tries[r.URL.String()]
		s.mu.Unlock()
		if n%3 != 0 {
			fail(w, http.StatusServiceUnavailable, "<html>down</html>")
			return
		}
		answer(w, "/"+path, r.URL.Query().Get("component-name"), s.components["1.2.0"])
	default:
		if _, ok := agentModes[mode]; ok {
			s.agents.serve(w, r, mode, "/"+path)
			return
		}
		s.fault(w, r, mode, "/"+path)
	}
}

// fault answers as a faulty server.
func (s *golemServer) fault(w http.ResponseWriter, r *http.Request, mode, path string) {
	shop := s.components["1.2.0"][0]
	switch mode {
	case "forbidden":
		fail(w, http.StatusForbidden, `{"error":"Forbidden"}`)
	case "html":
		_, _ = io.WriteString(w, "<!DOCTYPE html><html><body>Welcome to nginx!</body></html>")
	case "other":
		_, _ = io.WriteString(w, `{"status":"ok"}`)
	case "text":
		_, _ = io.WriteString(w, "pong\n")
	case "truncated":
		w.Header().Set("Content-Length", strconv.Itoa(len(shop.text)))
		_, _ = w.Write(shop.text[:len(shop.text)/2])
	case "cut":
		_, _ = w.Write(shop.text[:len(shop.text)/2])
	case "large":
		for range 65 {
			_, _ = w.Write(make([]byte, 1<<20))
		}
	case "redirect":
		http.Redirect(w, r, "https://golem.example.com/elsewhere?token=private", http.StatusFound)
	case "down":
		fail(w, http.StatusBadGateway, "<html>Bad Gateway</html>")
	case "broken":
		fail(w, http.StatusInternalServerError, `{"error":"database \u001b[2J is away"}`)
	case "slow":
		select {
		case <-r.Context().Done():
		case <-time.After(20 * time.Second):
		}
	case "same": // the same component for every id
		_, _ = w.Write(shop.text)
	case "twice": // two components of one name
		other := strings.ReplaceAll(string(shop.text), shop.ID, "11111111-2222-3333-4444-555555555555")
		_, _ = fmt.Fprintf(w, "[%s,%s]", shop.text, other)
	case "renamed": // a component that has another name in its document than in the list
		if path == "/v1/components" {
			_, _ = fmt.Fprintf(w, "[%s]", shop.text)
			return
		}
		_, _ = w.Write(bytes.ReplaceAll(shop.text, []byte(`"shop-a"`), []byte(`"shop-b"`)))
	case "badid":
		_, _ = fmt.Fprintf(w, `[{"componentName":"shop-a","versionedComponentId":{"componentId":"shop"}}]`)
	case "half": // one component is there, the others are not
		answer(w, path, r.URL.Query().Get("component-name"), s.components["1.2.0"][:1])
	default:
		fail(w, http.StatusNotFound, "")
	}
}

func fail(w http.ResponseWriter, status int, body string) {
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// answer answers requests for metadata as a Golem server does.
func answer(w http.ResponseWriter, path, name string, components []recordedComponent) {
	parts := strings.Split(strings.TrimPrefix(path, "/v1/components"), "/")
	if len(parts) == 1 {
		list := []json.RawMessage{}
		for _, c := range components {
			if name == "" || c.Name == name {
				list = append(list, c.text)
			}
		}
		_ = json.NewEncoder(w).Encode(list)
		return
	}
	var found *recordedComponent
	for _, c := range components {
		latest := len(parts) == 3 && parts[2] == "latest"
		exact := len(parts) == 4 && parts[2] == "versions" && parts[3] == strconv.FormatUint(c.Version, 10)
		if strings.EqualFold(c.ID, parts[1]) && (exact || latest && (found == nil || c.Version > found.Version)) {
			found = &c
		}
	}
	if found == nil {
		fail(w, http.StatusNotFound, `{"error":"Component not found"}`)
		return
	}
	_, _ = w.Write(found.text)
}
