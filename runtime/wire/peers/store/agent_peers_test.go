package store

import (
	"bytes"

	"github.com/go-faster/jx"
	"github.com/mailru/easyjson"
	"github.com/mailru/easyjson/jlexer"
	"github.com/mailru/easyjson/jwriter"

	"github.com/golem-gen/golem-gen/runtime/wire/peers/easy"
)

type plainData[T any] struct {
	Type     string             `json:"type"`
	Elements [1]plainElement[T] `json:"elements"`
}

type plainElement[T any] struct {
	Type  string `json:"type"`
	Value T      `json:"value"`
}

type plainAgentRequest struct {
	MethodName       string                    `json:"methodName"`
	MethodParameters plainData[*plainItemType] `json:"methodParameters"`
	Mode             string                    `json:"mode"`
	AppName          string                    `json:"appName"`
	EnvName          string                    `json:"envName"`
	AgentTypeName    string                    `json:"agentTypeName"`
	Parameters       plainData[string]         `json:"parameters"`
}

type plainAgentAnswer struct {
	AgentID struct {
		AgentID     string `json:"agentId"`
		ComponentID string `json:"componentId"`
	} `json:"agentId"`
	ComponentRevision uint64                   `json:"componentRevision"`
	Result            plainData[plainItemType] `json:"result"`
}

func tupleOf[T any](v T) plainData[T] {
	return plainData[T]{"Tuple", [1]plainElement[T]{{"ComponentModel", v}}}
}

func agentReflected[L library](name string, item ProductItem) contender {
	var l L
	v := plainItem(item)
	request := func() any {
		return &plainAgentRequest{
			MethodName: "cart", MethodParameters: tupleOf(&v), Mode: "await", AppName: "shop", EnvName: "prod", AgentTypeName: "Store",
			Parameters: tupleOf("w"),
		}
	}
	return contender{
		name:    name,
		request: func(bool) ([]byte, error) { return l.Marshal(request()) },
		reused:  func(b []byte, _ bool) ([]byte, error) { return l.Append(b, request()) },
		answer: func(body []byte) (any, error) {
			var out plainAgentAnswer
			if err := l.Unmarshal(body, &out); err != nil {
				return nil, err
			}
			if out.Result.Type != "Tuple" || out.Result.Elements[0].Type != "ComponentModel" {
				return nil, errOtherType
			}
			return &out.Result.Elements[0].Value, nil
		},
		value: &v,
	}
}

func agentJX(v ProductItem) contender {
	return contender{
		name: "jx",
		request: func(bool) ([]byte, error) {
			e := jx.GetEncoder()
			defer jx.PutEncoder(e)
			jxAgentRequest(e, &v)
			return bytes.Clone(e.Bytes()), nil
		},
		reused: func(b []byte, _ bool) ([]byte, error) {
			e := jx.GetEncoder()
			defer jx.PutEncoder(e)
			e.SetBytes(b)
			jxAgentRequest(e, &v)
			b = e.Bytes()
			e.SetBytes(nil)
			return b, nil
		},
		answer: func(body []byte) (any, error) {
			out := new(ProductItem)
			d := jx.GetDecoder()
			defer jx.PutDecoder(d)
			d.ResetBytes(body)
			err := d.ObjBytes(func(d *jx.Decoder, key []byte) error {
				if string(key) != "result" {
					return d.Skip()
				}
				return jxTuple(d, func(d *jx.Decoder) error { return jxDecodeItem(d, out) })
			})
			if err != nil {
				return nil, err
			}
			return out, jxEnd(d)
		},
		value: &v,
	}
}

func jxAgentRequest(e *jx.Encoder, v *ProductItem) {
	e.ObjStart()
	e.FieldStart("methodName")
	e.Str("cart")
	e.FieldStart("methodParameters")
	jxEncodeTuple(e, func() { jxEncodeItem(e, v) })
	for _, field := range [...][2]string{{"mode", "await"}, {"appName", "shop"}, {"envName", "prod"}, {"agentTypeName", "Store"}} {
		e.FieldStart(field[0])
		e.Str(field[1])
	}
	e.FieldStart("parameters")
	jxEncodeTuple(e, func() { e.Str("w") })
	e.ObjEnd()
}

func jxEncodeTuple(e *jx.Encoder, value func()) {
	e.ObjStart()
	e.FieldStart("type")
	e.Str("Tuple")
	e.FieldStart("elements")
	e.ArrStart()
	e.ObjStart()
	e.FieldStart("type")
	e.Str("ComponentModel")
	e.FieldStart("value")
	value()
	e.ObjEnd()
	e.ArrEnd()
	e.ObjEnd()
}

// jxTuple reads a tuple of one element.
func jxTuple(d *jx.Decoder, value func(d *jx.Decoder) error) error {
	return d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		switch string(key) {
		case "elements":
			return d.Arr(func(d *jx.Decoder) error {
				return d.ObjBytes(func(d *jx.Decoder, key []byte) error {
					switch string(key) {
					case "type":
						return jxLiteral(d, "ComponentModel")
					case "value":
						return value(d)
					default:
						return d.Skip()
					}
				})
			})
		case "type":
			return jxLiteral(d, "Tuple")
		default:
			return d.Skip()
		}
	})
}

func jxLiteral(d *jx.Decoder, want string) error {
	text, err := d.StrBytes()
	if err == nil && string(text) != want {
		err = errOtherType
	}
	return err
}

func agentEasyJSON(v easy.ProductItem) contender {
	request := func(w *jwriter.Writer) {
		w.RawString(agentRequestOpen)
		v.MarshalEasyJSON(w)
		w.RawString(agentRequestClose)
	}
	return contender{
		name: "easyjson",
		request: func(bool) ([]byte, error) {
			var w jwriter.Writer
			request(&w)
			return w.BuildBytes()
		},
		reused: func(b []byte, _ bool) ([]byte, error) {
			var w jwriter.Writer
			request(&w)
			return w.BuildBytes(b)
		},
		answer: func(body []byte) (any, error) {
			out := new(easy.ProductItem)
			l := jlexer.Lexer{Data: body}
			easyAgentAnswer(&l, out)
			return out, l.Error()
		},
		value: &v,
	}
}

func easyAgentAnswer(l *jlexer.Lexer, out easyjson.Unmarshaler) {
	literal := func(want string) {
		if l.UnsafeString() != want {
			l.AddError(errOtherType)
		}
	}
	element := func(key string) {
		switch key {
		case "type":
			literal("ComponentModel")
		case "value":
			out.UnmarshalEasyJSON(l)
		default:
			l.SkipRecursive()
		}
	}
	easyObject(l, func(key string) {
		if key != "result" {
			l.SkipRecursive()
			return
		}
		easyObject(l, func(key string) {
			switch key {
			case "elements":
				l.Delim('[')
				easyObject(l, element)
				l.WantComma()
				l.Delim(']')
			case "type":
				literal("Tuple")
			default:
				l.SkipRecursive()
			}
		})
	})
	l.Consumed()
}
