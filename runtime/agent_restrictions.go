package runtime

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// restrictionJSON is a language or a media type that an unstructured value may have.
type restrictionJSON struct{ LanguageCode, MimeType string }

// labeled is an inline unstructured parameter, counted from 0, with its language or media type.
type labeled struct {
	parameter int
	label     restrictionJSON
}

// refuses returns why an agent of the type does not take the values of a call that it takes by
// their types: it does not allow a language or a media type. Servers leave that to the agent, and
// it is lost then. Generated code checks what was allowed when it was generated.
func (t *describedType) refuses(c *call) (difference string) {
	m := t.methods[c.function.Name]
	if m == nil || !slices.ContainsFunc(c.function.Parameters, isUnstructured) {
		return ""
	}
	if difference = m.InputSchema.disallows(c.labels()); difference != "" {
		return "the method " + m.Name + ": " + difference
	}
	return ""
}

// refusesNew returns why the constructor of the type does not take the parameters of a new agent.
func (t *describedType) refusesNew(a *Agent) (difference string) {
	if difference = t.constructor.disallows(a.labels); difference != "" {
		return "the constructor: " + difference
	}
	return ""
}

// labels returns the inline unstructured parameters of a complete call.
func (c *call) labels() (list []labeled) {
	for i := range min(len(c.Starts), len(c.function.Parameters)) {
		if p := c.function.Parameters[i]; isUnstructured(p) {
			if label, inline := labelOf(c.value(i), p.Element); inline {
				list = append(list, labeled{i, label})
			}
		}
	}
	return list
}

// disallows returns which language or media type the schema does not allow, "" for none.
func (d *dataJSON) disallows(list []labeled) (difference string) {
	for _, l := range list {
		if l.parameter >= len(d.Elements) {
			return ""
		}
		e := &d.Elements[l.parameter]
		if allowed := e.Schema.Restrictions; len(allowed) > 0 && !slices.Contains(allowed, l.label) {
			return fmt.Sprintf("parameter %s: it takes %s only, found %s", e.Name, labels(allowed), labels([]restrictionJSON{l.label}))
		}
	}
	return ""
}

func isUnstructured(p core.Parameter) bool { return p.Element != wire.ComponentModel }

// labelOf returns the language or the media type of an unstructured value, as JSON, and reports
// whether the value is inline. URLs have neither.
func labelOf(value []byte, kind wire.ElementType) (label restrictionJSON, inline bool) {
	d := wire.NewDecoder(string(value))
	if kind == wire.UnstructuredText {
		var v wire.Text
		wire.DecodeText(&d, 0, &v)
		return restrictionJSON{LanguageCode: v.Language}, !v.Remote
	}
	var v wire.Binary
	wire.DecodeBinary(&d, 0, &v)
	return restrictionJSON{MimeType: v.Type}, !v.Remote
}

// labels lists languages or media types.
func labels(list []restrictionJSON) string {
	names := make([]string, len(list))
	for i, r := range list {
		if names[i] = r.LanguageCode + r.MimeType; names[i] == "" {
			names[i] = "none"
		}
	}
	return strings.Join(names, " or ")
}
