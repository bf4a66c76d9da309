package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// speaker returns a document of agents that take a text in one of the languages and an
// image of one of the media types. Nil means any.
func speaker(mode metadata.ComponentKind, languages, mimeTypes []string) []byte {
	a := &metadata.AgentType{
		Name: "Media", Mode: mode, ComponentID: recordedComponent, ComponentName: "acme:media",
		Constructor: metadata.AgentConstructor{Input: metadata.DataSchema{Elements: []metadata.Element{{Name: "name", Type: &metadata.Type{Kind: metadata.KindStr}}}}},
		Methods: []*metadata.AgentMethod{{
			Name: "show", Input: metadata.DataSchema{Elements: []metadata.Element{
				{Name: "text", Kind: metadata.UnstructuredText, Languages: languages},
				{Name: "image", Kind: metadata.UnstructuredBinary, MimeTypes: mimeTypes},
			}},
		}},
	}
	return (&metadata.Deployment{Application: "g15-app", Environment: "dev", AgentTypes: []*metadata.AgentType{a}}).Document()
}

// TestRestrictionsAddedToConstructor makes agents from a text in a language that a later
// deployment does not accept. Agents that exist are not affected.
func TestRestrictionsAddedToConstructor(t *testing.T) {
	ctx := context.Background()
	for name, test := range map[string]struct {
		ephemeral, old bool
		language       string
		difference     string
	}{
		"new":       {language: "fr", difference: "the constructor: parameter about: it takes en only, found fr"},
		"fits":      {language: "en"},
		"old":       {language: "fr", old: true},
		"ephemeral": {language: "fr", ephemeral: true, difference: "the constructor: parameter about: it takes en only, found fr"},
	} {
		t.Run(name, func(t *testing.T) {
			s := golemtest.NewServer(t, golemtest.Quiet())
			deploy := func(languages ...string) {
				a := &metadata.AgentType{
					Name: "Media", ComponentID: recordedComponent, ComponentName: "acme:media",
					Constructor: metadata.AgentConstructor{Input: metadata.DataSchema{Elements: []metadata.Element{{Name: "about", Kind: metadata.UnstructuredText, Languages: languages}}}},
					Methods:     []*metadata.AgentMethod{{Name: "get", Output: metadata.DataSchema{Elements: []metadata.Element{{Name: "value", Type: &metadata.Type{Kind: metadata.KindU64}}}}}},
				}
				if test.ephemeral {
					a.Mode = metadata.Ephemeral
				}
				s.Deploy((&metadata.Deployment{Application: "g15-app", Environment: "dev", AgentTypes: []*metadata.AgentType{a}}).Document()).Answer("Media.get", "1")
			}
			deploy()
			kind := agentTypeOf("Media", &stub.Function{Parameters: []stub.Parameter{{Name: "about", Element: wire.UnstructuredText}}})
			kind.Ephemeral = test.ephemeral
			client := dialDefault(t, s.URL, runtime.WithBearerToken(golemtest.LocalToken))
			constructor := stub.NewAgent(client, kind, nil)
			constructor.PutText(runtime.InlineText("golems", test.language))
			target := constructor.Address()
			a := &handCounter{stub.AgentOf(target), target}
			if test.old {
				check(t, "before", second(a.get(ctx)), nil)
			}
			deploy("en")
			runtime.ExpireKnown(client)
			err := second(a.get(ctx))
			if test.difference == "" {
				check(t, "call", err, nil)
				return
			}
			var drift *runtime.DriftError
			if !errors.As(err, &drift) || drift.Sent || drift.Created || drift.Difference != test.difference {
				t.Errorf("got %v, %+v", err, drift)
			}
		})
	}
}

// TestRestrictionsAdded calls agents whose type takes fewer languages and media types than when
// the client was generated. Servers do not check them, and the agents would be lost.
func TestRestrictionsAdded(t *testing.T) {
	show := &stub.Function{Name: "show", Parameters: []stub.Parameter{{Name: "text", Element: wire.UnstructuredText}, {Name: "image", Element: wire.UnstructuredBinary}}}
	png := runtime.InlineBinary([]byte{1}, "image/png")
	for name, test := range map[string]struct {
		mode       metadata.ComponentKind
		old        bool // the agent was made before
		account    string
		phantom    bool
		text       runtime.Text
		image      runtime.Binary
		difference string
	}{
		"language":           {text: runtime.InlineText("bonjour", "fr"), image: png, difference: "the method show: parameter text: it takes en or de only, found fr"},
		"no language":        {text: runtime.InlineText("hm", ""), image: png, difference: "the method show: parameter text: it takes en or de only, found none"},
		"media type":         {text: runtime.InlineText("hallo", "de"), image: runtime.InlineBinary(nil, "image/gif"), difference: "the method show: parameter image: it takes image/png only, found image/gif"},
		"both fit":           {text: runtime.InlineText("hallo", "de"), image: png},
		"addresses":          {text: runtime.TextURL("http://a"), image: runtime.BinaryURL("http://b")},
		"an old agent":       {old: true, text: runtime.InlineText("bonjour", "fr"), image: png},
		"an ephemeral one":   {mode: metadata.Ephemeral, text: runtime.InlineText("bonjour", "fr"), image: png, difference: "the method show: parameter text: it takes en or de only, found fr"},
		"an ephemeral UUID":  {mode: metadata.Ephemeral, phantom: true, text: runtime.InlineText("bonjour", "fr"), image: png, difference: "the method show: parameter text: it takes en or de only, found fr"},
		"of another account": {account: "owner@bank", text: runtime.InlineText("bonjour", "fr"), image: png, difference: "the method show: parameter text: it takes en or de only, found fr"},
	} {
		t.Run(name, func(t *testing.T) {
			s := golemtest.NewServer(t, golemtest.Quiet())
			ran := 0
			deploy := func(languages, mimeTypes []string) {
				var opts []golemtest.DeployOption
				if test.account != "" {
					opts = append(opts, golemtest.OwnedBy(test.account))
				}
				s.Deploy(speaker(test.mode, languages, mimeTypes), opts...).HandleFunc("Media.show", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
					ran++
					return nil, nil
				})
			}
			deploy(nil, nil)
			kind := agentTypeOf("Media", byName)
			kind.Ephemeral = test.mode == metadata.Ephemeral
			client := dialDefault(t, s.URL, runtime.WithBearerToken(golemtest.LocalToken), runtime.WithAccount(test.account))
			call := func(text runtime.Text, image runtime.Binary) error {
				var opts []runtime.AgentOption
				if test.phantom {
					opts = append(opts, runtime.WithPhantom("f47ac10b-58cc-4372-a567-0e02b2c3d479"))
				}
				c := newCounterOf(kind, client, "a", opts...).target.Begin(show, nil)
				c.PutText(text)
				c.PutBinary(image)
				return c.Await(context.Background())
			}
			if test.old {
				check(t, "before", call(test.text, test.image), nil)
				ran = 0
			}
			deploy([]string{"en", "de"}, []string{"image/png"})
			runtime.ExpireKnown(client)
			err := call(test.text, test.image)
			if test.difference == "" {
				check(t, "call", []any{err, ran}, []any{nil, 1})
				return
			}
			var drift *runtime.DriftError
			if !errors.As(err, &drift) || drift.Sent || drift.Difference != test.difference || drift.Found != 1 || !drift.NewWorker {
				t.Errorf("got %v, %+v", err, drift)
			}
			check(t, "ran", ran, 0)
		})
	}
}
