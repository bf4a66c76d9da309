package fetch

import (
	"encoding/json"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
)

// errorText returns the message of an error answer.
func errorText(data []byte) string {
	var known struct {
		Error  string   `json:"error"`
		Errors []string `json:"errors"`
	}
	if json.Unmarshal(data, &known) == nil {
		if known.Error != "" {
			known.Errors = append(known.Errors, known.Error)
		}
		return strings.Join(known.Errors, "; ")
	}
	return string(data)
}

// oneLine returns a message on one line of bounded length, in quotes. It does not show pages for
// browsers.
func oneLine(text string) string {
	const limit = 200
	if strings.HasPrefix(strings.TrimSpace(text), "<") {
		return "with an HTML page"
	}
	line, _, more := strings.Cut(strings.TrimSpace(text), "\n")
	runes := []rune(paint.Clean(strings.TrimSpace(line)))
	if len(runes) > limit {
		runes, more = runes[:limit], true
	}
	if len(runes) == 0 {
		return ""
	}
	if more {
		return `"` + string(runes) + `…"`
	}
	return `"` + string(runes) + `"`
}
