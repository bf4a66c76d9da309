package runtime

import (
	"errors"
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// implicitResource is the address of a resource by its constructor's arguments, which
// become part of the names of its functions. The worker makes the resource when it is
// first used.
type implicitResource struct {
	*Worker
	constructor *core.Function
	text        string // `ledger("Lyon", 50)`
	err         error  // why there is no such text
}

// constructed returns an implicit resource. An argument that cannot be written in such a
// way that every server reads it as it is keeps calls from being made, see
// [wire.InlineArgumentError].
func (w *Worker) constructed(c *call) address {
	if c.err != nil {
		return &implicitResource{Worker: w, err: c.err}
	}
	text, err := c.inlineArguments()
	return &implicitResource{Worker: w, constructor: c.function, text: text, err: err}
}

func (r *implicitResource) begin(c *call) {
	c.fail(r.err)
	c.constructor = r.constructor
	r.Worker.begin(c)
}

func (r *implicitResource) functionName(fn *core.Function) string {
	return functionText(fn, r.text)
}

func (r *implicitResource) request(c *call) (at *location, query string, body []byte) {
	return r.requestWith(c, functionQuery(r.functionName(c.function)))
}

// inlineArguments returns `ledger("Lyon", 50)`.
func (c *call) inlineArguments() (string, error) {
	resource, ok := strings.CutSuffix(c.function.Name, ".new")
	if !ok {
		return "", fmt.Errorf("%s is not a constructor: generate the client again", c.name())
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
