package store

import (
	"bytes"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// The payload agent is the record of cart as the parameter and the result of an agent's
// method. Compared with workers, requests and answers have more text around the value, and
// types are names instead of trees.

// The text around the value.
const (
	agentName         = `"Store(\"w\")"`
	agentRequestOpen  = `{"methodName":"cart","methodParameters":` + wire.TupleOpen + wire.ComponentModelOpen
	agentRequestClose = wire.ElementClose + wire.DataClose + `,"mode":"await","appName":"shop","envName":"prod","agentTypeName":"Store",` +
		`"parameters":{"type":"Tuple","elements":[{"type":"ComponentModel","value":"w"}]}}`
	agentAnswerOpen = `{"agentId":{"agentId":` + agentName + `,"componentId":"00000000-0000-4000-8000-000000000001"},` +
		`"componentRevision":3,"result":{"elements":[{"type":"ComponentModel","value":`
	agentAnswerClose = `}],"type":"Tuple"}}`
)

func agentPayload(v ProductItem) payload {
	written, err := wire.Marshal(&v, appendProductItem)
	if err != nil {
		panic(err)
	}
	p := payload{name: "agent", value: serverText(written)}
	p.body = []byte(agentAnswerOpen + string(p.value) + agentAnswerClose)
	p.contenders = []contender{
		agentGenerated(v), agentByHand(v),
		agentReflected[sonicJSON]("sonic", v),
		agentReflected[goccyJSON]("goccy", v),
		agentReflected[v2JSON]("json-v2", v),
		agentReflected[standard]("encoding-json", v),
		agentJX(v), agentEasyJSON(easyItem(v)),
	}
	p.floor = copying(p.contenders[0])
	return p
}

func agentGenerated(v ProductItem) contender {
	result := wire.NewAgentResult(wire.ComponentModel)
	var known *wire.AgentEnvelope // of earlier answers, which the runtime keeps
	write := func(b []byte, e *wire.Encoder) ([]byte, error) {
		b = append(b, agentRequestOpen...)
		e.Start(b)
		b = appendProductItem(b, e, &v)
		b = append(b, agentRequestClose...)
		if e.Failed() {
			return nil, e.Err(b)
		}
		return b, nil
	}
	return contender{
		name: "golem-gen",
		request: func(bool) ([]byte, error) {
			s := scratches.Get().(*scratch)
			defer scratches.Put(s)
			b, err := write(s.buffer[:0], &s.encoder)
			s.buffer = b
			return bytes.Clone(b), err
		},
		reused: func(b []byte, _ bool) ([]byte, error) {
			s := scratches.Get().(*scratch)
			defer scratches.Put(s)
			return write(b, &s.encoder)
		},
		answer: func(body []byte) (any, error) {
			s := scratches.Get().(*scratch)
			defer scratches.Put(s)
			d := &s.decoder
			answer, err := result.Open(body, d, known)
			if err != nil {
				return nil, err
			}
			if !answer.HasID(agentName) {
				return nil, errOtherType
			}
			if known == nil {
				known = answer.Envelope()
			}
			out := new(ProductItem)
			d.At = decodeProductItem(d, d.At, out)
			result.Close(d)
			if err := d.Err(); err != nil {
				return nil, err
			}
			return out, nil
		},
		value: &v,
	}
}

func agentByHand(v ProductItem) contender {
	write := func(b []byte) []byte {
		return append(handItem(append(b, agentRequestOpen...), &v), agentRequestClose...)
	}
	return contender{
		name: "by-hand",
		request: func(bool) ([]byte, error) {
			buffer := handBuffers.Get().(*[]byte)
			defer handBuffers.Put(buffer)
			*buffer = write((*buffer)[:0])
			return bytes.Clone(*buffer), nil
		},
		reused: func(b []byte, _ bool) ([]byte, error) { return write(b), nil },
		answer: func(body []byte) (any, error) {
			out := new(ProductItem)
			r := handReader{text: string(body)}
			r.literal(agentAnswerOpen)
			handReadItem(&r, out)
			r.literal(agentAnswerClose)
			if r.failed || r.at != len(r.text) {
				return nil, errOtherText
			}
			return out, nil
		},
		value: &v,
	}
}
