package stub

import "log/slog"

// Text is a text that packages fmt and slog print.
type Text string

// Fake is printed for a fake, which has no target.
const Fake Text = "a fake"

// TextOf returns the text of a handle, "" for nil.
func TextOf(h Handle) Text {
	if h == nil {
		return ""
	}
	return Text(h.String())
}

// String implements [fmt.Stringer].
func (t Text) String() string { return string(t) }

// LogValue implements [slog.LogValuer].
func (t Text) LogValue() slog.Value { return slog.StringValue(string(t)) }
