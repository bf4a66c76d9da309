package runtime

import (
	"errors"
	"strings"
	"sync/atomic"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Agent is one agent on a server from 1.5 on. The type of the agent and the parameters of its
// constructor identify it in an environment of an application. Generated clients have a
// constructor for each agent type, whose result embeds the Agent. The first call creates the
// agent if it does not exist.
//
// An Agent of an ephemeral type uses a new agent for each call, which keeps no state. Its calls
// are not retried, because an idempotency key does not prevent a second run.
//
// Calls of agents end after [DefaultAgentTimeout] unless [WithTimeout] is given.
//
// An Agent is safe for concurrent use.
type Agent struct {
	client   *Client
	kind     *core.AgentType
	settings *settings
	phantom  string // lower-case UUID, "" for none
	err      error  // why the agent cannot be called, nil if it can

	id       string    // text on the server; if unnamed, the server appends a UUID for each call
	quotedID string    // id as JSON
	identity string    // members of requests that identify the agent
	placed   string    // members that locate it for calls without options, followed by identity
	labels   []labeled // of the parameters of the constructor

	envelope atomic.Pointer[wire.AgentEnvelope] // of the last answer, see keepEnvelope
	recent   atomic.Pointer[agentRoute]         // of the last call that used the current deployment
	entries  atomic.Pointer[agentEntries]       // that the last call looked up
}

// maxAgentID is the maximum size of an agent's text that servers accept, in bytes.
const maxAgentID = 512

// ephemeralID is the size of the suffix that a server appends to the text of an ephemeral
// agent.
const ephemeralID = len("[00000000-0000-0000-0000-000000000000]")

// newAgent returns an agent without the parameters of its constructor. They are set by
// complete.
func newAgent(c *Client, t *core.AgentType, opts []AgentOption) *Agent {
	a := &Agent{client: c, kind: t}
	switch {
	case c == nil:
		a.client, a.err = unusableClient(), errors.New("the client that the agent was made with is nil")
	case c.settings == nil:
		a.client, a.err = unusableClient(), errors.New("the client that the agent was made with is the zero Client: use NewClient")
	}
	config := agentConfig{settings: a.client.agentSettings()}
	for _, opt := range opts {
		if opt == nil {
			config.own().fail("an option of the agent is nil")
			continue
		}
		opt.applyToAgent(&config)
	}
	if config.settings.chainChanged {
		config.settings.buildChain()
	}
	a.settings, a.phantom = config.settings, config.phantom
	if a.err == nil {
		a.err = config.settings.err
	}
	return a
}

// complete sets the text and the request members of a from c, a complete call of its
// constructor.
func (a *Agent) complete(c *call) {
	switch {
	case a.err != nil:
		return
	case c.err != nil:
		a.err = c.err
		return
	}
	if a.err = c.checkParts(false); a.err != nil {
		return
	}
	if a.err = a.setID(c); a.err != nil {
		return
	}
	b := c.scratch[:0]
	if p, err := a.placeOf(a.settings); err == nil {
		b = p.append(b)
	}
	where := len(b)
	var e wire.Encoder
	b = wire.AppendString(append(b, `,"agentTypeName":`...), &e, &a.kind.Name)
	b = append(b, `,"parameters":`...)
	b = append(b, dataOpen(c.function.Multimodal)...)
	b = append(b, c.Buffer[:c.end]...)
	if len(c.Starts) > 0 {
		b = append(b, c.Close...)
	}
	b = append(b, wire.DataClose...)
	if a.phantom != "" {
		b = append(append(append(b, `,"phantomId":"`...), a.phantom...), '"')
	}
	c.scratch, a.placed = b, string(b)
	a.identity = a.placed[where:]
}

// setID sets the text of the agent from c, a call of its constructor.
func (a *Agent) setID(c *call) error {
	kind, err := prepareAgentType(a.kind)
	if err != nil {
		return err
	}
	values := make([][]byte, len(c.Starts))
	for i := range values {
		values[i] = c.value(i)
	}
	a.labels = c.labels()
	id, err := kind.ids.Format(values)
	if err != nil {
		var bad *wire.AgentIDError
		if errors.As(err, &bad) {
			return &NameError{What: "agent", Name: a.kind.Name, Reason: joinPath(c.parameter(bad.Parameter).Name, bad.Path) + ": " + bad.Reason}
		}
		return err
	}
	size := len(id)
	switch {
	case a.phantom != "":
		id += "[" + a.phantom + "]"
		size = len(id)
	case a.unnamed():
		size += ephemeralID
	}
	if size > maxAgentID {
		return &NameError{What: "agent", Name: id, Reason: tooLong(size, maxAgentID)}
	}
	a.id, a.quotedID = id, quoted(id)
	return nil
}

// unnamed reports whether the server makes an agent with a new text for each call.
func (a *Agent) unnamed() bool { return a.kind.Ephemeral && a.phantom == "" }

// ID returns the text by which the server knows the agent: its type and the parameters of its
// constructor, by position, as in `Account("alice",v1)`. It is "" for an agent that cannot be
// called. If the type is ephemeral and [WithPhantom] was not used, each call runs on an agent
// of its own whose text begins with ID.
func (a *Agent) ID() string {
	if a == nil {
		return ""
	}
	return a.id
}

// Type returns the name of the agent's type.
func (a *Agent) Type() string {
	if a == nil || a.kind == nil {
		return ""
	}
	return a.kind.Name
}

// Phantom returns the UUID that [WithPhantom] set, "" for none.
func (a *Agent) Phantom() string {
	if a == nil {
		return ""
	}
	return a.phantom
}

// Client returns the connection that the agent is reached by, nil for an agent that is nil.
func (a *Agent) Client() *Client {
	if a == nil {
		return nil
	}
	return a.client
}

// quoted returns s as JSON.
func quoted(s string) string {
	var e wire.Encoder
	return string(wire.AppendString(nil, &e, &s))
}

// agentOf returns the agent of t. For other targets it returns an agent that cannot be called.
func agentOf(t core.Target) *Agent {
	if t, ok := t.(*target); ok {
		if a, ok := t.address.(*Agent); ok {
			return a
		}
	}
	return noAgent(new(core.AgentType))
}

var errNoAgent = errors.New("the agent is nil, or was not made by the constructor of a generated client")

// noAgent returns an agent that cannot be called. It replaces agents that no constructor made.
func noAgent(t *core.AgentType) *Agent {
	return &Agent{client: unusableClient(), kind: t, settings: unusableClient().settings, err: errNoAgent}
}

// checkUUID returns id in its canonical form and reports whether it is a UUID.
func checkUUID(id string) (canonical string, ok bool) {
	return strings.ToLower(id), checkComponentID(id) == ""
}
