package wire

import "strings"

// AgentAnswer is what an answer about an agent says, apart from the result. Servers from
// 1.5 on answer in this form. Its strings share memory with the text of the answer.
type AgentAnswer struct {
	ComponentID string // of the component that implements the agent
	Revision    uint64 // of the component that ran the method, if HasRevision
	HasRevision bool   // false if the call is not awaited

	agentID string // a JSON string
	opening string // the text before the elements of the result, "" if it was known
}

// AgentEnvelope is the text of an agent's answer before the result, and what it says. It
// seldom changes from one answer to the next, so a known one is compared instead of parsed.
type AgentEnvelope struct {
	opening string
	answer  AgentAnswer
}

// Envelope returns the text before the answer's result, for later answers of the same
// agent. It returns nil if that text was known already or is written in an unusual form.
// The envelope keeps no other part of the answer in memory.
func (a *AgentAnswer) Envelope() *AgentEnvelope {
	if a.opening == "" {
		return nil
	}
	e := &AgentEnvelope{opening: strings.Clone(a.opening), answer: *a}
	e.answer.ComponentID, e.answer.agentID, e.answer.opening = strings.Clone(a.ComponentID), strings.Clone(a.agentID), ""
	return e
}

// AgentID returns the canonical name of the agent: its type and its constructor's
// parameters, such as `Counter("a")`, and in brackets the phantom id if it has one. It
// returns "" if the answer has no name.
func (a *AgentAnswer) AgentID() string {
	if a.agentID == "" {
		return ""
	}
	d := NewDecoder(a.agentID)
	return d.str()
}

// HasID reports whether the answer spells the name of the agent exactly like quoted, a JSON
// string. Another spelling may still be the same name.
func (a *AgentAnswer) HasID(quoted string) bool { return a.agentID == quoted }

const (
	agentOpen     = `{"agentId":{"agentId":`
	componentOpen = `,"componentId":`
	revisionOpen  = `},"componentRevision":`
)

// The known members of the objects in an answer.
var (
	agentAnswerMembers = []string{"agentId", "componentRevision", "result"}
	agentIDMembers     = []string{"agentId", "componentId"}
)

// ReadAgentAnswer reads an answer without its result, which is null if the call is not
// awaited. The error is a [*DecodeError].
func ReadAgentAnswer(text string) (AgentAnswer, error) {
	d := NewDecoder(text)
	a, _ := d.agentAnswer()
	if err := d.Err(); err != nil {
		return AgentAnswer{}, err
	}
	return a, nil
}

// usualAgentAnswer reads an answer up to its result. It reports false if the answer does
// not have the form that servers write.
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

// agentAnswer reads an answer whose members are in any order. result is the place of the
// result. It is not found if the result is null or absent.
func (d *Decoder) agentAnswer() (a AgentAnswer, result span) {
	d.knownMembers(agentAnswerMembers, func(i int) {
		switch {
		case d.isNull():
		case i == 0:
			d.knownMembers(agentIDMembers, func(i int) {
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
