package runtime

import "strings"

// trapReason returns a server's text about a trap without the backtrace at its beginning: the
// kind of trap, and what the component wrote to its standard error. The backtrace is often
// longer than what an error shows. Other texts are returned unchanged.
func trapReason(details string) string {
	const backtrace, trap, advice = "error while executing at wasm backtrace:", "wasm trap: ", "note: run with `RUST_BACKTRACE"
	_, frames, found := strings.Cut(details, backtrace)
	if !found {
		return details
	}
	var kept []string
	for line := range strings.Lines(frames) {
		line = strings.TrimSpace(line)
		if isFrame(line) {
			_, reason, last := strings.Cut(line, ": "+trap)
			if !last {
				continue
			}
			line = trap + reason
		}
		if line != "" && !strings.HasPrefix(line, advice) {
			kept = append(kept, line)
		}
	}
	if len(kept) == 0 {
		return details
	}
	return strings.Join(kept, "; ")
}

// isFrame reports whether a line is a frame of a backtrace, like "13: 0x1e03 - envy.wasm!main".
func isFrame(line string) bool {
	number, rest, found := strings.Cut(line, ": 0x")
	return found && rest != "" && number != "" && strings.Trim(number, "0123456789") == ""
}
