package replay

import (
	"encoding/json"
	"math/big"
	"net/url"
	"reflect"
	"strings"
)

// Worker returns the name of the worker in the request, or "".
func (s *Step) Worker() string {
	path, _, _ := strings.Cut(s.Path, "?")
	_, rest, _ := strings.Cut(path, "/workers/")
	name, _, _ := strings.Cut(rest, "/")
	return must(s, name, url.PathUnescape)
}

// Function returns the name of the function without its interface, as in "echo-u8".
func (s *Step) Function() string {
	_, query, _ := strings.Cut(s.Path, "?function=")
	text := must(s, query, url.QueryUnescape)
	_, name, _ := strings.Cut(strings.TrimSuffix(text, "}"), "{")
	return name
}

func must(s *Step, text string, unescape func(string) (string, error)) string {
	out, err := unescape(text)
	if err != nil {
		s.r.T.Fatal(err)
	}
	return out
}

// Param returns the value of the only parameter of the request, as JSON.
func (s *Step) Param() []byte { return s.r.param(*s.Request) }

func (r *Replay) param(text string) []byte {
	r.T.Helper()
	var request struct {
		Params []struct{ Value json.RawMessage }
	}
	if err := json.Unmarshal([]byte(text), &request); err != nil || len(request.Params) != 1 {
		r.T.Fatalf("expected one parameter in the request: %s (%v)", text, err)
	}
	return request.Params[0].Value
}

// Result returns the only value of a successful answer, as JSON.
func (s *Step) Result() []byte {
	s.r.T.Helper()
	var answer struct {
		Result struct{ Value []json.RawMessage }
	}
	if err := json.Unmarshal([]byte(*s.Response), &answer); err != nil || len(answer.Result.Value) != 1 {
		s.r.T.Fatalf("exchange %d: expected one result: %s (%v)", s.Seq, *s.Response, err)
	}
	return answer.Result.Value[0]
}

// SameJSON reports whether two texts are the same JSON value. It compares numbers exactly, so 1.0 is 1.
func SameJSON(a, b []byte) bool { return reflect.DeepEqual(exact(a), exact(b)) }

// exact returns the value of a JSON text, with numbers as texts of fractions.
func exact(text []byte) any {
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	return exactNumbers(value)
}

func exactNumbers(value any) any {
	switch v := value.(type) {
	case json.Number:
		if number, ok := new(big.Rat).SetString(v.String()); ok {
			return number.RatString()
		}
	case []any:
		for i := range v {
			v[i] = exactNumbers(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = exactNumbers(v[key])
		}
	}
	return value
}
