package wire

import "strings"

// AgentAnswer is what a server from 1.5 on answers for an agent beside a result.
// Its strings are parts of the answer's text.
type AgentAnswer struct {
	ComponentID string // of the component that implements the agent
	Revision    uint64 // of the component that ran the method, if HasRevision
	HasRevision bool   // false for a call that is not awaited

	agentID string // as JSON
	opening string // the text in front of the result's elements, "" for one that is known
}

// AgentEnvelope is what stands in front of the results of an agent. It seldom differs from
// one answer to the next, so that a known one is compared and not read.
type AgentEnvelope struct {
	opening string
	answer  AgentAnswer
}

// Envelope returns what stands in front of the answer's result, for later answers of the
// same agent. It is nil where that is known already, or is written in an unusual way.
// It keeps nothing else of the answer.
func (a *AgentAnswer) Envelope() *AgentEnvelope {
	if a.opening == "" {
		return nil
	}
	e := &AgentEnvelope{opening: strings.Clone(a.opening), answer: *a}
	e.answer.ComponentID, e.answer.agentID, e.answer.opening = strings.Clone(a.ComponentID), strings.Clone(a.agentID), ""
	return e
}

// AgentID returns the agent's canonical name: its type and its constructor's
// parameters, as in `Counter("a")[…]`. It is empty where the answer has none.
func (a *AgentAnswer) AgentID() string {
	if a.agentID == "" {
		return ""
	}
	d := NewDecoder(a.agentID)
	return d.str()
}

// HasID reports whether the answer's name of the agent is written as quoted, which is
// JSON. One that is written in another way may still be the same.
func (a *AgentAnswer) HasID(quoted string) bool { return a.agentID == quoted }

const (
	agentOpen     = `{"agentId":{"agentId":`
	componentOpen = `,"componentId":`
	revisionOpen  = `},"componentRevision":`
)

// The members that are known of an answer's objects.
var (
	agentAnswerMembers = []string{"agentId", "componentRevision", "result"}
	agentIDMembers     = []string{"agentId", "componentId"}
)

// ReadAgentAnswer reads an answer without its result, which is null for a call that
// is not awaited. The error is a [DecodeError].
func ReadAgentAnswer(text string) (AgentAnswer, error) {
	d := NewDecoder(text)
	a, _ := d.agentAnswer()
	if err := d.Err(); err != nil {
		return AgentAnswer{}, err
	}
	return a, nil
}

// usualAgentAnswer reads an answer that is written as servers do up to its result.
func (d *Decoder) usualAgentAnswer() (a AgentAnswer, ok bool) {
	if !d.literal(agentOpen) || d.peek() != '"' {
		return a, false
	}
	a.agentID = d.skipString()
	if !d.literal(componentOpen) || d.peek() != '"' {
		return a, false
	}
	a.ComponentID = d.str()
	if !d.literal(revisionOpen) {
		return a, false
	}
	a.revision(d)
	return a, d.reason == 0
}

// revision reads a number or null.
func (a *AgentAnswer) revision(d *Decoder) {
	if a.HasRevision = !d.isNull(); a.HasRevision {
		d.At = DecodeUint64(d, d.At, &a.Revision)
	}
}

// agentAnswer reads an answer whose members come in any order, and returns the place
// of the result, which is not found where it is null or absent.
func (d *Decoder) agentAnswer() (a AgentAnswer, result span) {
	d.known(agentAnswerMembers, func(i int) {
		switch {
		case d.isNull():
		case i == 0:
			d.known(agentIDMembers, func(i int) {
				if d.peek() != '"' {
					d.unexpected("a string")
				} else if i == 0 {
					a.agentID = d.skipString()
				} else {
					a.ComponentID = d.str()
				}
			})
		case i == 1:
			a.revision(d)
		default:
			result = d.span()
		}
	})
	d.End()
	return a, result
}
