package store

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/bytedance/sonic"
	sonicencoder "github.com/bytedance/sonic/encoder"
	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	goccy "github.com/goccy/go-json"
)

// library is a library that works by reflection, used with its defaults.
type library interface {
	Marshal(v any) ([]byte, error)
	Append(b []byte, v any) ([]byte, error) // a new line may follow
	Unmarshal(text []byte, v any) error
}

type (
	standard  struct{}
	sonicJSON struct{}
	goccyJSON struct{}
	v2JSON    struct{}
)

func (standard) Marshal(v any) ([]byte, error) { return json.Marshal(v) }

func (standard) Unmarshal(text []byte, v any) error { return json.Unmarshal(text, v) }

func (sonicJSON) Marshal(v any) ([]byte, error) { return sonic.Marshal(v) }

func (sonicJSON) Unmarshal(text []byte, v any) error { return sonic.Unmarshal(text, v) }

func (goccyJSON) Marshal(v any) ([]byte, error) { return goccy.Marshal(v) }

func (goccyJSON) Unmarshal(text []byte, v any) error { return goccy.Unmarshal(text, v) }

func (v2JSON) Marshal(v any) ([]byte, error) { return jsonv2.Marshal(v) }

func (v2JSON) Unmarshal(text []byte, v any) error { return jsonv2.Unmarshal(text, v) }

func (standard) Append(b []byte, v any) ([]byte, error) {
	buffer := bytes.NewBuffer(b)
	err := json.NewEncoder(buffer).Encode(v)
	return buffer.Bytes(), err
}

func (sonicJSON) Append(b []byte, v any) ([]byte, error) {
	err := sonicencoder.EncodeInto(&b, v, 0)
	return b, err
}

func (goccyJSON) Append(b []byte, v any) ([]byte, error) {
	buffer := bytes.NewBuffer(b)
	err := goccy.NewEncoder(buffer).Encode(v)
	return buffer.Bytes(), err
}

func (v2JSON) Append(b []byte, v any) ([]byte, error) {
	buffer := bytes.NewBuffer(b)
	err := jsonv2.MarshalWrite(buffer, v)
	return buffer.Bytes(), err
}

// R is the library's type for raw JSON.

type typedParams[R ~[]byte, T any] struct {
	Params [1]typedParam[R, T] `json:"params"`
}

type typedParam[R ~[]byte, T any] struct {
	Typ   R  `json:"typ"`
	Value *T `json:"value"`
}

type untypedParams[T any] struct {
	Params [1]untypedParam[T] `json:"params"`
}

type untypedParam[T any] struct {
	Value *T `json:"value"`
}

type answerBody[R ~[]byte, T any] struct {
	Result struct {
		Typ   R    `json:"typ"`
		Value [1]T `json:"value"`
	} `json:"result"`
}

var errOtherType = errors.New("the answer is of another type")

// reflected returns a library that works by reflection, with a value of type T.
func reflected[L library, R ~[]byte, T any](name, typ string, v T) contender {
	var l L
	pinned := []byte(`{"items":[` + typ + `],"type":"Tuple"}`)
	raw := R(typ)
	request := func(typed bool) any {
		if !typed {
			return &untypedParams[T]{[1]untypedParam[T]{{&v}}}
		}
		return &typedParams[R, T]{[1]typedParam[R, T]{{raw, &v}}}
	}
	return contender{
		name:    name,
		request: func(typed bool) ([]byte, error) { return l.Marshal(request(typed)) },
		reused:  func(b []byte, typed bool) ([]byte, error) { return l.Append(b, request(typed)) },
		answer: func(body []byte) (any, error) {
			var out answerBody[R, T]
			if err := l.Unmarshal(body, &out); err != nil {
				return nil, err
			}
			if !bytes.Equal(out.Result.Typ, pinned) {
				return nil, errOtherType
			}
			return &out.Result.Value[0], nil
		},
		marshal: func() ([]byte, error) { return l.Marshal(&v) },
		unmarshal: func(text []byte) (any, error) {
			out := new(T)
			return out, l.Unmarshal(text, out)
		},
		value: &v,
	}
}

// reflectedValue returns all libraries that work by reflection with a value, given its
// Golem type as JSON.
type reflectedValue func(typ string) []contender

// inStructs is for types without methods, which the libraries share.
func inStructs[T any](v T) reflectedValue {
	return func(typ string) []contender {
		return []contender{
			reflected[sonicJSON, json.RawMessage]("sonic", typ, v),
			reflected[goccyJSON, goccy.RawMessage]("goccy", typ, v),
			reflected[v2JSON, jsontext.Value]("json-v2", typ, v),
			reflected[standard, json.RawMessage]("encoding-json", typ, v),
		}
	}
}
