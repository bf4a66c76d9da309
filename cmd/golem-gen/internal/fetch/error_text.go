package fetch

import (
	"encoding/json"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
)

// errorText returns the message of an error answer, on one line of bounded length.
func errorText(data []byte) string {
	var known struct {
		Error  string   `json:"error"`
		Errors []string `json:"errors"`
	}
	if json.Unmarshal(data, &known) == nil {
		if known.Error != "" {
			known.Errors = append(known.Errors, known.Error)
		}
		return oneLine(strings.Join(known.Errors, "; "))
	}
	text := strings.TrimSpace(string(data))
	if strings.HasPrefix(text, "<") {
		return "with an HTML page"
	}
	return oneLine(text)
}

func oneLine(text string) string {
	const limit = 200
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
