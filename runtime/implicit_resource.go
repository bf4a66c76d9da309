package runtime

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// implicitResource is the address of a resource that the arguments of its constructor identify.
// They become part of the names of its functions. The worker makes the resource on its first
// use.
type implicitResource struct {
	*Worker
	constructor *core.Function
	text        string // `ledger("Lyon", 50)`
	err         error  // why text cannot be written
}

// constructed returns an implicit resource. Its calls fail if an argument cannot be written so
// that every server reads the same value, see [wire.InlineArgumentError].
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

func (r *implicitResource) prepare(ctx context.Context, c *call) error {
	return r.prepareWith(ctx, c, r.text)
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

// inlineRule describes which implicit resources a server reads, according to the public sources
// of the versions and recordings of 1.1.0, 1.2.0 and 1.2.5.
type inlineRule uint8

const (
	inlineBrackets    inlineRule = iota // 1.1 and 1.2: a comma within any brackets does not end an argument
	inlineParentheses                   // before 1.1: only a comma within parentheses does not
	inlineNone                          // from 1.3 on, there are no implicit resources
)

// check returns an error if a server with the rule does not read text, as in `ledger("Lyon",
// 50)`. The brackets in text are balanced.
func (r inlineRule) check(text string) error {
	switch {
	case text != "" && r == inlineNone:
		return &wire.InlineArgumentError{Reason: "servers from 1.3 on have no implicit resources"}
	case r == inlineParentheses && splitsBrackets(text):
		return &wire.InlineArgumentError{Reason: "servers before 1.1 take a comma within square or curly brackets as the end of the argument"}
	}
	return nil
}

// splitsBrackets reports whether text has a comma within square or curly brackets that is in no
// parentheses except those of the constructor.
func splitsBrackets(text string) bool {
	parentheses, others := 0, 0
	for i := range len(text) {
		switch text[i] {
		case '(':
			parentheses++
		case ')':
			parentheses--
		case '[', '{':
			others++
		case ']', '}':
			others--
		case ',':
			if parentheses == 1 && others > 0 {
				return true
			}
		}
	}
	return false
}
