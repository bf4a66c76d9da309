package runtime

import (
	"errors"
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Indexed ends the call, one of a constructor, without sending it: its arguments
// become part of the name of an implicit resource, which the worker makes when
// it is first used. An argument that cannot be written so that every server
// reads it as it is keeps all calls on the target from being made, see
// [wire.InlineArgumentError].
func (c *call) Indexed() core.Target {
	t := c.target
	if err := c.seal(); err != nil {
		t.err = err
	} else {
		t.indexed, t.err = c.inlineArguments()
	}
	c.release()
	return &t
}

// inlineArguments is `ledger("Lyon", 50)`.
func (c *call) inlineArguments() (string, error) {
	resource, ok := strings.CutSuffix(c.function.Name, ".new")
	if !ok {
		return "", fmt.Errorf("%s is no constructor: generate the client again", c.prepared.Text)
	}
	b := append([]byte(resource), '(')
	for i := range c.Starts {
		if i > 0 {
			b = append(b, ", "...)
		}
		var err error
		parameter := c.parameter(i)
		if b, err = wire.AppendWAVE(b, parameter.Type, string(c.value(i))); err != nil {
			var inline *wire.InlineArgumentError
			if errors.As(err, &inline) {
				inline.Argument = parameter.Name
			}
			return "", err
		}
	}
	return string(append(b, ')')), nil
}

// value is the JSON of the i-th parameter of a request that is complete.
func (c *call) value(i int) []byte {
	end := len(c.Buffer) - len(paramsEnd)
	if i+1 < len(c.Starts) {
		end = c.Starts[i+1] - len(`},`+valueOpen)
	}
	return c.Buffer[c.Starts[i]:end]
}
