package runtime

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// ResultError reports that the function ran and returned err. Value is the value of err.
type ResultError[E any] struct{ Value E }

func (e *ResultError[E]) Error() string {
	return "the function answered err: " + shorten(resultText(e.Value), maxShown)
}

// componentsOwn marks the error for code that does not know E.
func (e *ResultError[E]) componentsOwn() {}

// isComponentFailure reports whether err is the component's own failure.
func isComponentFailure(err error) bool {
	var own interface{ componentsOwn() }
	return errors.As(err, &own)
}

// resultText returns the text of a value in an error: the string itself, what String or Error
// return, or Golem's JSON for generated types and lists. The JSON of a variant names its case,
// which fmt leaves out.
func resultText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []byte, error, fmt.Stringer:
	case json.Marshaler:
		if text, ok := valueJSON(v); ok {
			return text
		}
	default:
		if list := reflect.ValueOf(value); list.Kind() == reflect.Slice && list.Len() > 0 {
			if text, ok := valueJSON(v); ok {
				return text
			}
		}
	}
	return fmt.Sprintf("%+v", value)
}

// valueJSON returns the JSON of a value, and whether it has one.
func valueJSON(value any) (string, bool) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return "", false
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), true
}
