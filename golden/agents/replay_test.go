package agents_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/golden/agents"
	"github.com/golem-gen/golem-gen/golden/agentsv2"
	"github.com/golem-gen/golem-gen/golden/internal/agentreplay"
	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// The clients of the first deployment and of the second one.
var (
	before = &agentreplay.Client{
		Agents: map[string]any{
			"Configured": agents.NewConfigured, "Counter": agents.NewCounter, "CtorComposite": agents.NewCtorComposite,
			"CtorDrifting": agents.NewCtorDrifting, "CtorOptional": agents.NewCtorOptional, "CtorScalars": agents.NewCtorScalars,
			"Drifting": agents.NewDrifting, "EphemeralCounter": agents.NewEphemeralCounter, "Faulty": agents.NewFaulty,
			"FaultyCtor": agents.NewFaultyCtor, "kebab-agent": agents.NewKebabAgent, "Media": agents.NewMedia,
			"MediaCtor": agents.NewMediaCtor, "ModeDrifting": agents.NewModeDrifting, "MultimodalCtor": agents.NewMultimodalCtor,
			"RemovedAgent": agents.NewRemovedAgent, "RoundTrip": agents.NewRoundTrip, "Singleton": agents.NewSingleton,
		},
		Variants: []any{
			agents.UnmarshalShape, agents.UnmarshalOrderError, agents.UnmarshalDescribePart, agents.UnmarshalMixedPart,
			agents.UnmarshalTransformPart, agents.UnmarshalMultimodalCtorPart, agents.UnmarshalEchoAnonVariantValue, agents.UnmarshalMaybeV,
		},
	}
	after = &agentreplay.Client{
		Revision: 1,
		Agents: map[string]any{
			"AddedAgent": agentsv2.NewAddedAgent, "CtorDrifting": agentsv2.NewCtorDrifting,
			"Drifting": agentsv2.NewDrifting, "ModeDrifting": agentsv2.NewModeDrifting,
		},
	}
)

// TestRecordings makes every recorded call of agents of 1.5.9 by generated clients. The golden
// tables in testdata/replay/golem-1.5.9 say what the clients do for each exchange.
func TestRecordings(t *testing.T) {
	for name, play := range map[string]func(s *golemtest.Server, x *golemtest.Exchange){
		"agents":                 playSchedule,
		"crash":                  deployments{environment: "dev"}.play,
		"drift":                  deployments{environment: "drift2", second: 19, old: true}.play,
		"drift-one-agent":        deployments{environment: "drift", second: 19, old: true}.play,
		"errors":                 deployments{environment: "dev"}.play,
		"hang":                   deployments{environment: "dev"}.play,
		"media":                  deployments{environment: "dev"}.play,
		"metadata-v1":            deployments{environment: "dev"}.play,
		"metadata-v2":            deployments{environment: "drift2", second: 1}.play,
		"metadata-wasm-mismatch": playMismatch,
		"oplog":                  deployments{environment: "dev"}.play,
		"update":                 playRollback,
		"values":                 deployments{environment: "dev"}.play,
		"worker":                 deployments{environment: "dev"}.play,
	} {
		t.Run(name, func(t *testing.T) {
			exchanges := readRecording(t, name)
			recording := agentreplay.Recording{
				Exchanges: exchanges, Before: func(s *golemtest.Server, x *golemtest.Exchange) {
					if strings.HasPrefix(name, "drift") && x.Seq == exchanges[0].Seq {
						createOldAgents(t, s, exchanges, play)
					}
					play(s, x)
				}, Same: map[string]bool{"Drifting.stable": true, "Drifting.whichRevision": true}, Clients: clientsOf, Probes: probes, Read: readDocument, Misled: strings.HasPrefix(name, "drift"),
			}
			table, err := agentreplay.Run(recording)
			if err != nil {
				t.Error(err)
			}
			goldenfile.Check(t, "../../testdata/replay/golem-1.5.9/"+name+".golden", table)
		})
	}
}

// probes returns calls of the agents of both environments of recordings of metadata, and of an
// account's agents.
var probes = func() (list []string) {
	for _, environment := range []string{"dev", "drift2"} {
		for _, account := range []string{"", `,"ownerAccountEmail":"initial@user"`} {
			list = append(list, fmt.Sprintf(`{"appName":"g15-app","envName":%q,"agentTypeName":"Counter","methodName":"get","mode":"await",
				"parameters":{"type":"Tuple","elements":[{"type":"ComponentModel","value":"a"}]},
				"methodParameters":{"type":"Tuple","elements":[]}%s}`, environment, account))
		}
	}
	return list
}()

// clientsOf returns the clients that can make an exchange. Agent types that only the second
// deployment has, or whose constructors changed, are called by its client in each exchange.
func clientsOf(x *golemtest.Exchange) []*agentreplay.Client {
	if x.Category == "new client" || x.Category == "mismatch" {
		return []*agentreplay.Client{after}
	}
	return []*agentreplay.Client{before, after}
}

func readRecording(t *testing.T, name string) []golemtest.Exchange {
	t.Helper()
	text, err := os.ReadFile("../../testdata/recordings/golem-1.5.9/" + name + ".jsonl")
	if err != nil {
		t.Fatal(err)
	}
	list, err := golemtest.ReadRecording(text)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// readDocument returns a text about a document that package metadata decodes.
func readDocument(x *golemtest.Exchange) string {
	if !strings.Contains(x.Path, "/agent-types") && !strings.Contains(x.Path, "/components/") || strings.Contains(x.Path, "/workers") {
		return ""
	}
	d, err := metadata.DecodeDeployment([]byte(*x.Response))
	if err != nil {
		text, _, _ := strings.Cut(err.Error(), "\n")
		return "; metadata reads: " + text
	}
	return fmt.Sprintf("; metadata reads %d agent types", len(d.AgentTypes))
}

// deployments deploys the first version of the recorded agents, and the second before an exchange.
type deployments struct {
	environment string
	second      int  // number of the exchange, 0 for never
	old         bool // agents of the first one were made before the recording
}

func (d deployments) play(s *golemtest.Server, x *golemtest.Exchange) {
	if !d.old && x.Seq == 1 || d.old && x.Seq == 0 {
		deploy(s, d.environment, 1)
	}
	if x.Seq == d.second {
		deploy(s, d.environment, 2)
	}
}

// componentIDs has the components that implement the agents, by environment.
var componentIDs = map[string]string{
	"dev": "01a22040-4146-7230-891d-cecb5eeeaec9", "drift": "01a2204a-126c-7f43-936b-a65333ccace0",
	"drift2": "01a22053-edc5-7da3-8721-54b60f75241d", "mismatch": "01a22053-0000-7000-8000-000000000000",
}

// environmentIDs has the environments of the recordings.
var environmentIDs = map[string]string{
	"dev": "01a22040-3d7b-7a92-aa3f-2fff8cfc8faa", "drift": "01a2204a-0000-7000-8000-000000000000",
	"drift2": "01a22053-ea6c-7e40-9f2f-05bce982eedb", "mismatch": "01a22053-0000-7000-8000-000000000001",
}

func deploy(s *golemtest.Server, environment string, version int) *golemtest.Deployment {
	text, err := os.ReadFile(fmt.Sprintf("../../testdata/agents/component-v%d.json", version))
	if err != nil {
		panic(err)
	}
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		panic(err)
	}
	m["id"], m["environmentId"], m["revision"] = componentIDs[environment], environmentIDs[environment], version-1
	if text, err = json.Marshal(m); err != nil {
		panic(err)
	}
	return s.Deploy(text, golemtest.In("g15-app", environment))
}

// playSchedule moves the clock to the times at which the recording was made.
func playSchedule(s *golemtest.Server, x *golemtest.Exchange) {
	switch x.Seq {
	case 1:
		deploy(s, "dev", 1)
	case 53:
		s.SetTime(time.Date(2026, 11, 28, 3, 49, 50, 0, time.UTC))
	case 55:
		s.Advance(5 * time.Second)
	}
}

// playRollback begins after a second deployment and the return to the first.
func playRollback(s *golemtest.Server, x *golemtest.Exchange) {
	if x.Seq == 1 {
		first := deploy(s, "drift2", 1)
		deploy(s, "drift2", 2)
		first.Activate()
	}
}

// playMismatch deploys agent types that the component does not implement.
func playMismatch(s *golemtest.Server, x *golemtest.Exchange) {
	if x.Seq == 1 {
		deploy(s, "mismatch", 2)
	}
}

// createOldAgents makes the agents that were made before the recording, at the first revision.
func createOldAgents(t *testing.T, s *golemtest.Server, list []golemtest.Exchange, play func(*golemtest.Server, *golemtest.Exchange)) {
	t.Helper()
	play(s, &golemtest.Exchange{})
	for _, x := range list {
		if !strings.HasSuffix(x.Note, "agent of the old revision") {
			continue
		}
		r := httptest.NewRequest(http.MethodPost, "/v1/agents/create-agent", strings.NewReader(*x.Request))
		r.Header.Set("Authorization", "Bearer "+golemtest.LocalToken)
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		if s.ServeHTTP(w, r); w.Code != http.StatusOK {
			t.Fatalf("%d: %s", x.Seq, w.Body)
		}
	}
}

// wrongCounter is a client that returns other values.
type wrongCounter struct{ *agents.Counter }

func (w wrongCounter) Get(ctx context.Context, opts ...runtime.CallOption) (uint64, error) {
	n, err := w.Counter.Get(ctx, opts...)
	return n + 1, err
}

// TestFaultsAreFound checks that Run returns errors for a client that returns other values than the
// recorded ones, and for one that accepts answers of another revision.
func TestFaultsAreFound(t *testing.T) {
	wrong := &agentreplay.Client{Agents: map[string]any{
		"Counter": func(c *runtime.Client, name string, opts ...runtime.AgentOption) wrongCounter {
			return wrongCounter{agents.NewCounter(c, name, opts...)}
		},
		"Drifting": func(c *runtime.Client, name string, opts ...runtime.AgentOption) *agents.Drifting {
			return agents.NewDrifting(c, name, append(opts, runtime.WithVersionCheck(runtime.VersionCheckOff))...)
		},
	}}
	for name, want := range map[string]string{
		"worker": "returned 1, the answer is 0",
		"drift":  "an agent of another revision ran the call",
	} {
		play := deployments{environment: map[string]string{"worker": "dev", "drift": "drift2"}[name]}.play
		first := true
		_, err := agentreplay.Run(agentreplay.Recording{
			Exchanges: readRecording(t, name), Clients: func(*golemtest.Exchange) []*agentreplay.Client { return []*agentreplay.Client{wrong} },
			Before: func(s *golemtest.Server, x *golemtest.Exchange) {
				if first {
					first = false
					play(s, &golemtest.Exchange{Seq: 1})
				}
			},
		})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
	}
}
