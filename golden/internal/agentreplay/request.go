package agentreplay

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// request is a recorded request for an agent.
type request struct {
	AppName, EnvName, AgentTypeName string
	Parameters, MethodParameters    *dataValue
	PhantomID                       *string
	MethodName, Mode                string
	ScheduleAt                      *string
	IdempotencyKey                  *string
	DeploymentRevision              *json.Number
	OwnerAccountEmail               *string
	Config                          []struct {
		Path  []string
		Value json.RawMessage
	}

	creates bool
	headers map[string]string
}

type dataValue struct {
	Type     string
	Elements []json.RawMessage

	all json.RawMessage // the elements
}

func (d *dataValue) UnmarshalJSON(text []byte) error {
	var data struct {
		Type     string
		Elements json.RawMessage
	}
	if err := json.Unmarshal(text, &data); err != nil {
		return err
	}
	d.Type, d.all = data.Type, data.Elements
	return json.Unmarshal(data.Elements, &d.Elements)
}

// readRequest returns an error for a request that does not have the form of clients.
func readRequest(x *golemtest.Exchange) (*request, error) {
	q := &request{creates: strings.HasSuffix(x.Path, "/create-agent"), headers: x.RequestHeaders}
	if err := json.Unmarshal([]byte(*x.Request), q); err != nil {
		return nil, fmt.Errorf("the client writes a body of another form: %w", err)
	}
	for name, value := range x.RequestHeaders {
		kind, _, _ := strings.Cut(value, ";")
		if strings.EqualFold(name, "Content-Type") && kind != "application/json" {
			return nil, fmt.Errorf("the client's content type is application/json")
		}
	}
	if len(x.RequestHeaders) == 0 {
		return nil, fmt.Errorf("the client's content type is application/json")
	}
	return q, nil
}

// String returns the call as in Counter("c").increment(2).
func (q *request) String() string {
	text := q.AgentTypeName + "(" + q.Parameters.values() + ")"
	switch {
	case q.creates && len(q.Config) > 0:
		values := make([]string, len(q.Config))
		for i, c := range q.Config {
			values[i] = strings.Join(c.Path, ".") + ": " + string(c.Value)
		}
		return text + " created with " + strings.Join(values, ", ")
	case q.creates:
		return text + " created"
	}
	text += "." + q.MethodName + "(" + q.MethodParameters.values() + ")"
	if q.Mode == "schedule" {
		text += " enqueued"
	}
	return text
}

func (d *dataValue) values() string {
	if d == nil {
		return ""
	}
	list := make([]string, len(d.Elements))
	for i, text := range d.Elements {
		var e struct{ Value json.RawMessage }
		_ = json.Unmarshal(text, &e) // what is not of this form has no value to show
		list[i] = string(e.Value)
	}
	return strings.Join(list, ", ")
}

// clientOptions returns the options of a client that sends the headers of the request.
func (q *request) clientOptions() []runtime.ClientOption {
	token, given := q.headers["Authorization"]
	switch {
	case !given:
		token = golemtest.LocalToken
	default:
		token = strings.TrimPrefix(token, "Bearer ")
	}
	return []runtime.ClientOption{runtime.WithBearerToken(token), runtime.WithoutRetry()}
}

func (q *request) agentOptions() []runtime.AgentOption {
	opts := []runtime.AgentOption{runtime.WithApplication(q.AppName), runtime.WithEnvironment(q.EnvName)}
	if q.OwnerAccountEmail != nil {
		opts = append(opts, runtime.WithAccount(*q.OwnerAccountEmail))
	}
	if q.PhantomID != nil {
		opts = append(opts, runtime.WithPhantom(*q.PhantomID))
	}
	return opts
}

// key returns the idempotency key that the server uses, or nil.
func (q *request) key() *string {
	if q.IdempotencyKey != nil {
		return q.IdempotencyKey
	}
	if key, ok := q.headers["Idempotency-Key"]; ok {
		return &key
	}
	return nil
}

func (q *request) callOptions() []runtime.CallOption {
	if key := q.key(); key != nil {
		return []runtime.CallOption{runtime.WithIdempotencyKey(*key)}
	}
	return nil
}

// differs returns the difference between a sent and the recorded request, or "". The deployment of
// the sent request is compared with the one that the server uses for the recorded request, which is
// the current one by default. The account is compared with that of the token in the same way.
func differs(recorded, sent, sentKey string, current uint64) string {
	a, b := members(recorded), members(sent)
	var q request
	if err := json.Unmarshal([]byte(recorded), &q); err != nil {
		return err.Error()
	}
	if q.IdempotencyKey != nil && *q.IdempotencyKey != sentKey {
		return fmt.Sprintf("the idempotency key %q", sentKey)
	}
	delete(a, "idempotencyKey")
	if named, ok := b["deploymentRevision"]; ok && a["deploymentRevision"] == nil && fmt.Sprint(named) == fmt.Sprint(current) {
		delete(b, "deploymentRevision")
	}
	if a["ownerAccountEmail"] == nil && b["ownerAccountEmail"] == golemtest.LocalAccount {
		delete(b, "ownerAccountEmail")
	}
	for _, key := range slices.Sorted(maps.Keys(union(a, b))) {
		if !reflect.DeepEqual(a[key], b[key]) {
			var sentMembers map[string]json.RawMessage
			if b[key] == nil || json.Unmarshal([]byte(sent), &sentMembers) != nil {
				return "no " + key
			}
			return key + " " + string(sentMembers[key])
		}
	}
	return ""
}

func union(a, b map[string]any) map[string]any {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// members returns the members of a request in a canonical form. Numbers are fractions, times are in
// UTC, and members with their default value are left out.
func members(text string) map[string]any {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var m map[string]any
	if err := d.Decode(&m); err != nil {
		return map[string]any{"body": text}
	}
	for key, value := range m {
		if at, ok := value.(string); ok && key == "scheduleAt" {
			if t, err := time.Parse(time.RFC3339, at); err == nil {
				m[key] = t.UTC().String()
			}
		}
		if id, ok := value.(string); ok && key == "phantomId" {
			m[key] = strings.ToLower(id)
		}
		if value == nil && key != "mode" {
			delete(m, key)
		}
	}
	return simple(m).(map[string]any)
}

func simple(value any) any {
	switch v := value.(type) {
	case json.Number:
		if number, ok := new(big.Rat).SetString(v.String()); ok {
			return number.RatString()
		}
	case []any:
		for i := range v {
			v[i] = simple(v[i])
		}
	case map[string]any:
		if language, ok := v["textType"]; ok && language == nil {
			delete(v, "textType")
		}
		for key := range v {
			v[key] = simple(v[key])
		}
	}
	return value
}

// sameText reports whether the numbers of two requests have the same texts. A server may read equal
// numbers with other texts as other values.
func sameText(recorded, sent string) bool {
	return slices.Equal(numbers(recorded), numbers(sent))
}

func numbers(text string) (list []string) {
	var q struct{ Parameters, MethodParameters, Config json.RawMessage }
	if json.Unmarshal([]byte(text), &q) != nil {
		return nil
	}
	for _, part := range []json.RawMessage{q.Parameters, q.MethodParameters, q.Config} {
		d := json.NewDecoder(strings.NewReader(string(part)))
		d.UseNumber()
		for {
			token, err := d.Token()
			if err != nil {
				break
			}
			if n, ok := token.(json.Number); ok {
				list = append(list, n.String())
			}
		}
	}
	slices.Sort(list) // members may come in another order
	return list
}
