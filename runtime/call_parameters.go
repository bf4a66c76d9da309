package runtime

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// expected returns the number of parameters that the request must have.
func (c *call) expected() int {
	n := len(c.function.Parameters)
	if c.self {
		n++
	}
	return n
}

// parameter returns the i-th parameter of the request.
func (c *call) parameter(i int) core.Parameter {
	if i < len(c.Parts) {
		i = c.Parts[i]
	}
	if c.self {
		if i == 0 {
			return core.Parameter{Name: "self", Type: c.function.Self}
		}
		i--
	}
	return c.function.Parameters[i]
}

// completed ends the parameters and returns the error that prevents the call.
func (c *call) completed() error {
	if c.err != nil || c.complete {
		return c.err
	}
	c.complete, c.end = true, len(c.Buffer)
	switch n := len(c.Starts); {
	case c.partial || c.function.Multimodal: // the address checks the parts
		if c.Encoder.Failed() {
			c.err = c.encodeError()
		}
	case n != c.expected():
		c.err = fmt.Errorf("the generated code wrote %d parameters, and the function has %d: generate the client again", n, c.expected())
	case c.Encoder.Failed():
		c.err = c.encodeError()
	}
	return c.err
}

// ended returns the request with suffix after the last parameter. It does not change memory
// that was sent, because a transport may still read it.
func ended[S string | []byte](c *call, suffix S) []byte {
	if string(c.Buffer[c.end:]) != string(suffix) {
		if c.attempts > 0 {
			c.Buffer = bytes.Clone(c.Buffer[:c.end])
		}
		c.Buffer = append(c.Buffer[:c.end], suffix...)
	}
	return c.Buffer
}

// encodeError returns the encoder's error with the name of the parameter in its path.
func (c *call) encodeError() error {
	err := c.named(c.Encoder.Err(c.Buffer))
	if c.handle != nil {
		c.handle.Path, c.handle.Err = err.Path, err
		return c.handle
	}
	return err
}

// named puts the name of the parameter into the path of the error.
func (c *call) named(err *wire.EncodeError) *wire.EncodeError {
	if err.Reason == wire.ReasonNilPart { // the path would be one in the request
		err.Path, err.Detail = err.Detail, ""
		return err
	}
	for i, start := range c.Starts {
		if start == err.Start {
			err.Path = joinPath(c.parameter(i).Name, err.Path)
		}
	}
	return err
}

func joinPath(name, path string) string {
	if path == "" || strings.HasPrefix(path, "[") {
		return name + path
	}
	return name + "." + path
}

// value returns the JSON of the i-th parameter of a complete call.
func (c *call) value(i int) []byte {
	end := c.end
	if i+1 < len(c.Starts) {
		end = c.Starts[i+1] - len(c.Close) - len(`,`) - len(c.opening(i+1))
	}
	return c.Buffer[c.Starts[i]:end]
}

// opening returns the text before the i-th parameter of the request.
func (c *call) opening(i int) string {
	if i < len(c.Parts) {
		i = c.Parts[i]
	}
	if i < len(c.Elements) {
		return c.Elements[i]
	}
	return c.Element
}
