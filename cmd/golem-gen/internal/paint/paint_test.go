package paint

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestFor(t *testing.T) {
	none := func(string) string { return "" }
	if For(&bytes.Buffer{}, none).On {
		t.Error("a buffer is no terminal")
	}
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if For(file, none).On {
		t.Error("a file is no terminal")
	}
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no terminal to be had: ", err)
	}
	defer func() { _ = terminal.Close() }()
	if !For(terminal, none).On {
		t.Error("a terminal has colours")
	}
	for name, value := range map[string]string{"NO_COLOR": "1", "TERM": "dumb"} {
		getenv := func(asked string) string {
			if asked == name {
				return value
			}
			return ""
		}
		if For(terminal, getenv).On {
			t.Errorf("%s=%s is not respected", name, value)
		}
	}
}

func TestPaint(t *testing.T) {
	if got := (Brush{}).Paint(Red, "x"); got != "x" {
		t.Errorf("%q", got)
	}
	if got := (Brush{On: true}).Paint(Red, ""); got != "" {
		t.Errorf("%q", got)
	}
	if got := (Brush{On: true}).Paint(Red, "x"); got != "\x1b[1;31mx\x1b[0m" {
		t.Errorf("%q", got)
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		text  string
		width int
		want  string
	}{
		{"", 5, ""},
		{"a b c", 3, "a b|c"},
		{"a toolongword b", 5, "a|toolongword|b"},
		{"ä ö ü", 3, "ä ö|ü"},
	} {
		if got := strings.Join(Wrap(test.text, test.width), "|"); got != test.want {
			t.Errorf("%q is %q, want %q", test.text, got, test.want)
		}
	}
}

func TestClean(t *testing.T) {
	if got := Clean("a\x1b[2J\n\u202eb\u00e4\xff"); got != "a?[2J??bä?" {
		t.Errorf("%q", got)
	}
}
