package golemtest

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/metadata"
)

// readArguments parses inline arguments as WAVE text by the constructor's parameter types,
// after readableArguments has parsed them as expressions.
func readArguments(raw string, parameters []metadata.Parameter, v serverVersion) ([]value, error) {
	parts, _ := splitArguments(raw, v.nestingBrackets())
	if len(parts) != len(parameters) {
		//lint:ignore ST1005 the server's own text
		return nil, fmt.Errorf("Unexpected number of parameters (got %d, expected %d)", len(parts), len(parameters))
	}
	values := make([]value, len(parts))
	for i, part := range parts {
		w := waveReader{text: part, newer: v.readsWholeNames()}
		values[i] = w.read(parameters[i].Type)
		w.space()
		if w.err == nil && w.at < len(part) {
			w.fail("trailing characters after value", w.at)
		}
		if w.err != nil {
			return nil, w.err
		}
	}
	return values, nil
}

type waveReader struct {
	text  string
	at    int
	err   error
	newer bool // the parser of 1.2.5
}

func (w *waveReader) fail(what string, from int) value {
	if w.err == nil {
		w.err = fmt.Errorf("%s at %d..%d", what, from, max(w.at, w.tokenEnd(from)))
	}
	w.at = len(w.text)
	return value{}
}

// failAt fails with a range of the text, which the newer parser reports.
func (w *waveReader) failAt(what string, from, to int) {
	if w.newer && w.err == nil {
		w.err = fmt.Errorf("%s at %d..%d", what, from, to)
	}
	w.fail(what, from)
}

func (w *waveReader) tokenEnd(from int) int {
	rest := w.text[min(from, len(w.text)):]
	if end := strings.IndexAny(rest, " \n,()[]{}:"); end > 0 {
		return from + end
	}
	return from + len(rest)
}

func (w *waveReader) peek() byte {
	w.space()
	if w.at == len(w.text) {
		return 0
	}
	return w.text[w.at]
}

func (w *waveReader) space() {
	for w.at < len(w.text) && strings.IndexByte(" \t\r\n", w.text[w.at]) >= 0 {
		w.at++
	}
}

func (w *waveReader) take(c byte) bool {
	if w.peek() != c {
		return false
	}
	w.at++
	return true
}

func (w *waveReader) need(c byte) {
	if !w.take(c) {
		w.fail("unexpected token", w.at)
	}
}

func (w *waveReader) read(t *metadata.Type) value {
	v := w.readKind(t)
	v.kind = t.Kind
	return v
}

func (w *waveReader) readKind(t *metadata.Type) value {
	switch t.Kind {
	case metadata.KindStr:
		return value{text: w.quoted('"')}
	case metadata.KindChr:
		r, _ := utf8.DecodeRuneInString(w.quoted('\''))
		return value{bits: uint64(r)}
	case metadata.KindRecord:
		return w.record(t)
	case metadata.KindVariant:
		return w.variant(t)
	case metadata.KindFlags:
		return w.flags(t)
	case metadata.KindTuple:
		w.need('(')
		return w.items(')', t.Items, nil)
	case metadata.KindList:
		w.need('[')
		return w.items(']', nil, t.Inner)
	case metadata.KindOption:
		return w.option(t)
	case metadata.KindResult:
		return w.result(t)
	case metadata.KindHandle:
		return w.fail("invalid value type", w.at)
	}
	return w.word(t)
}

// word reads a value that is one token: a number, a boolean or a case.
func (w *waveReader) word(t *metadata.Type) value {
	token, from := w.token()
	switch t.Kind {
	case metadata.KindBool:
		if token == "true" {
			return value{bits: 1}
		}
		if token == "false" {
			return value{}
		}
	case metadata.KindEnum:
		if i := slices.Index(t.Names, strings.TrimPrefix(token, "%")); i >= 0 {
			return value{bits: uint64(i)}
		}
	case metadata.KindF32, metadata.KindF64:
		if token == "nan" || token == "inf" || token == "-inf" || numberEnd(token) == len(token) {
			f, err := strconv.ParseFloat(token, floatSize(t.Kind))
			if err == nil {
				if w.newer && f > -1 && f < 0 {
					f = -f // it loses the sign
				} // the parser loses the sign
				return value{bits: math.Float64bits(f)}
			}
		}
	default:
		return w.integer(t, token, from)
	}
	return w.fail("invalid value", from)
}

func floatSize(k metadata.Kind) int {
	if k == metadata.KindF32 {
		return 32
	}
	return 64
}

func (w *waveReader) integer(t *metadata.Type, token string, from int) value {
	if end := numberEnd(token); end > 0 && end < len(token) {
		w.at = from + end
		w.failAt("trailing characters after value", w.at, w.at+1)
		return value{}
	}
	limits, limited := integerRanges[t.Kind]
	if limits.low < 0 {
		n, err := strconv.ParseInt(token, 10, 64)
		if err == nil && n >= limits.low && n <= int64(limits.high) {
			return value{bits: uint64(n)}
		}
		return w.fail("invalid value", from)
	}
	n, err := strconv.ParseUint(token, 10, 64)
	if err == nil && (!limited || n <= limits.high) {
		return value{bits: n}
	}
	return w.fail("invalid value", from)
}

// numberEnd returns the end of the number at the start of a token.
func numberEnd(token string) int {
	end := 0
	for end < len(token) && strings.IndexByte("+-.0123456789eE", token[end]) >= 0 {
		end++
	}
	return end
}

func (w *waveReader) token() (string, int) {
	w.space()
	from := w.at
	w.at = w.tokenEnd(from)
	return w.text[from:w.at], from
}

var waveEscapes = map[byte]string{'n': "\n", 't': "\t", 'r': "\r", '\\': "\\", '"': "\"", '\'': "'"}

func (w *waveReader) quoted(quote byte) string {
	from := w.at
	if w.peek() != quote {
		w.at = w.tokenEnd(from)
		w.fail("invalid value type", from)
		return ""
	}
	var b strings.Builder
	for w.at++; w.at < len(w.text); w.at++ {
		switch c := w.text[w.at]; {
		case c == quote:
			w.at++
			return b.String()
		case c == '\n':
			w.failAt("invalid token", from, w.at)
			return ""
		case c == '\\':
			backslash := w.at
			w.at++
			if w.at == len(w.text) || !w.escape(&b) {
				what := "invalid escape"
				if w.newer {
					what = "invalid token"
				}
				w.failAt(what, from, backslash)
				return ""
			}
		default:
			b.WriteByte(c)
		}
	}
	w.fail("invalid token", from)
	return ""
}

func (w *waveReader) escape(b *strings.Builder) bool {
	rest := w.text[w.at:]
	if text, ok := waveEscapes[rest[0]]; ok {
		b.WriteString(text)
		return true
	}
	digits, _, closed := strings.Cut(strings.TrimPrefix(rest, "u{"), "}")
	code, err := strconv.ParseUint(digits, 16, 32)
	if !strings.HasPrefix(rest, "u{") || !closed || err != nil {
		return false
	}
	b.WriteRune(rune(code))
	w.at += len("u{") + len(digits)
	return true
}
