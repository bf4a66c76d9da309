package golemtest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzInvoke sends arbitrary requests to a server. It must answer, or end like an old
// server, and answers that claim to be JSON must be JSON.
func FuzzInvoke(f *testing.F) {
	for _, x := range readRecordingFile(f, "1.2.0", "shop") {
		if u, err := url.Parse(x.Path); err == nil && x.Request != nil {
			f.Add(u.Query().Get("function"), *x.Request)
		}
	}
	for _, x := range readRecordingFile(f, "1.1.0", "indexed") {
		if u, err := url.Parse(x.Path); err == nil {
			f.Add(u.Query().Get("function"), `{"params":[{"value":1}]}`)
		}
	}
	var servers []*Server
	for _, version := range []string{"1.1.0", "1.2.0", "1.2.5"} {
		s := NewServer(f, Version(version), Quiet())
		for _, name := range []string{"shop-v0", "indexed"} {
			text, err := os.ReadFile(filepath.Join(testdata, "metadata", "recorded", "golem-"+min(version, "1.2.0"), name+".json"))
			if err != nil {
				f.Fatal(err)
			}
			s.AddComponent(text).Handle(componentHandlers[strings.TrimSuffix(name, "-v0")])
		}
		servers = append(servers, s)
	}
	f.Fuzz(func(t *testing.T, function, body string) {
		for _, s := range servers {
			for id := range s.components {
				path := "/v1/components/" + id + "/invoke-and-await?function=" + url.QueryEscape(function)
				r := httptest.NewRequest(http.MethodPost, path, nil)
				r.Header.Set("Content-Type", "application/json")
				a := s.answer(r, []byte(body))
				clear(s.workers)
				if a.ended && !s.version.crashes() {
					t.Errorf("%s %s: the server ended", function, body)
				}
				if a.contentType == jsonContent && !json.Valid(a.body) {
					t.Errorf("%s %s: answered %s", function, body, a.body)
				}
			}
		}
	})
}

// FuzzParseJSON compares the parser with the standard library's.
func FuzzParseJSON(f *testing.F) {
	for _, x := range readRecordingFile(f, "1.2.0", "echo") {
		f.Add(deref(x.Request))
		f.Add(*x.Response)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := parseJSON(text)
		if err != nil {
			return
		}
		var v any
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatalf("taken, but %v", err)
		}
		again, err := parseJSON(n.String())
		if err != nil || again.String() != n.String() {
			t.Fatalf("printed as %s: %v", n.String(), err)
		}
	})
}

// FuzzInvokeAgent sends arbitrary requests to the agents of a server. It must answer, and
// answers that claim to be JSON must be JSON.
func FuzzInvokeAgent(f *testing.F) {
	for _, name := range []string{"agents", "media", "values"} {
		for _, x := range readRecordingFile(f, "1.5.9", name) {
			f.Add(deref(x.Request))
		}
	}
	s := NewServer(f, Version("1.5.9"), Quiet())
	deployRecorded(s, "dev", 1)
	f.Fuzz(func(t *testing.T, body string) {
		for _, path := range []string{invokeAgentPath, createAgentPath} {
			r := httptest.NewRequest(http.MethodPost, path, nil)
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+LocalToken)
			s.describe(r, []byte(body))
			a := s.answer(r, []byte(body))
			x := Exchange{Method: r.Method, Path: path, Request: &body}
			_ = x.String()
			if a.ended || a.contentType == jsonContent && !json.Valid(a.body) {
				t.Errorf("%s: answered %s", body, a.body)
			}
		}
		s.Settle()
		clear(s.workers)
	})
}

// FuzzAgentID reads arbitrary texts as ids of agents. A text that can be read must be the
// same after it is written and read again.
func FuzzAgentID(f *testing.F) {
	s := NewServer(f, Version("1.5.9"), Quiet())
	d := deployRecorded(s, "dev", 1)
	types := d.types[0].revision.types
	for _, x := range readRecordingFile(f, "1.5.9", "agents") {
		if n, err := parseJSON(*x.Response); err == nil {
			f.Add(n.member("agentId").member("agentId").text)
		}
	}
	f.Fuzz(func(t *testing.T, id string) {
		typ, list, fault := parseAgentID(id, types)
		if fault != "" {
			return
		}
		written, fault := agentID(typ, list, "")
		if fault != "" {
			return
		}
		_, again, fault := parseAgentID(written, types)
		if fault != "" {
			t.Fatalf("%q is written as %q: %s", id, written, fault)
		}
		if second, _ := agentID(typ, again, ""); second != written {
			t.Fatalf("%q is written as %q and then as %q", id, written, second)
		}
	})
}
