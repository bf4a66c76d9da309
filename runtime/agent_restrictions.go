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

// refuses returns why an agent of the type does not take the values of a call although it takes
// their types: it does not allow a language or a media type. Servers do not check that, and the
// agent is lost when it does. Generated code checks what was allowed when it was generated.
func (t *describedType) refuses(c *call) (difference string) {
	if !slices.ContainsFunc(c.function.Parameters, isUnstructured) {
		return ""
	}
	m := t.methods[c.function.Name]
	if m == nil {
		return ""
	}
	for i := range min(len(c.Starts), len(c.function.Parameters), len(m.InputSchema.Elements)) {
		allowed := m.InputSchema.Elements[i].Schema.Restrictions
		if len(allowed) == 0 || !isUnstructured(c.function.Parameters[i]) {
			continue
		}
		if label, inline := labelOf(c.value(i), c.function.Parameters[i].Element); inline && !slices.Contains(allowed, label) {
			return fmt.Sprintf("the method %s: parameter %s: it takes %s only, found %s", m.Name, c.function.Parameters[i].Name, labels(allowed), labels([]restrictionJSON{label}))
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
