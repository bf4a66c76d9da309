package jen

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// LongestLine is the maximum number of columns of a line, in which a tab counts as
// TabWidth. Emitters need not care about long lines. This package breaks them: a call, a
// signature or a literal into a line for each of its parts, a concatenation at its
// operators, a text at a blank. Lines that consist of one long name stay as they are.
const (
	LongestLine = 120
	TabWidth    = 4
)

// columns returns the width of a line.
func columns(line []byte) int {
	return utf8.RuneCount(line) + (TabWidth-1)*bytes.Count(line, []byte("\t"))
}

func hasLongLine(source []byte) bool {
	for len(source) > 0 {
		n := bytes.IndexByte(source, '\n')
		if n < 0 {
			n = len(source)
		}
		// Most lines are shorter, even if all of their bytes were tabs.
		if n*TabWidth > LongestLine && columns(source[:n]) > LongestLine {
			return true
		}
		source = source[min(n+1, len(source)):]
	}
	return false
}

// placed is a token with its position in the text.
type placed struct {
	token
	start, end int
}

// lineBreaker breaks the long lines of a declaration.
type lineBreaker struct {
	source []byte
	row    []placed // the line being broken
	out    []token
	spare  []token // the memory of the previous out
	atLine bool    // the next token begins a line
}

// breakLines returns the tokens with the long lines of their text broken, and reports
// whether any line could be broken. The tokens are valid until the next call but one.
func (b *lineBreaker) breakLines(l *layout, text []byte) (list []token, changed bool) {
	b.source = text
	b.out, b.spare = b.spare[:0], b.out
	for i := 0; i < len(l.tokens); {
		first := i
		for i++; i < len(l.tokens) && l.tokens[i].lines == 0; i++ {
		}
		b.breakLine(l, first, i)
	}
	return b.out, !slices.Equal(b.out, l.tokens)
}

// breakLine appends the tokens of a line, broken if it is too long.
func (b *lineBreaker) breakLine(l *layout, first, end int) {
	last := end - 1
	whole := b.source[l.start[first] : int(l.start[last])+len(l.tokens[last].text)]
	tabs := int(l.gap[first])
	if TabWidth*tabs+columns(whole) <= LongestLine || bytes.IndexByte(whole, '\n') >= 0 {
		b.out = append(withRoom(b.out, end-first), l.tokens[first:end]...)
		return
	}
	b.row = b.row[:0]
	for i := first; i < end; i++ {
		t, start := l.tokens[i], int(l.start[i])
		b.row = append(b.row, placed{t, start, start + len(t.text)})
	}
	at := len(b.out)
	b.atLine = true
	b.line(b.row, tabs)
	b.atLine = false
	b.out[at].lines = l.tokens[first].lines
}

// textOf returns the text of consecutive tokens.
func (b *lineBreaker) textOf(tokens []placed) []byte {
	if len(tokens) == 0 {
		return nil
	}
	return b.source[tokens[0].start:tokens[len(tokens)-1].end]
}

// line writes tokens as a line, broken if it is too long for its place.
func (b *lineBreaker) line(tokens []placed, indent int) {
	last := tokens[len(tokens)-1]
	switch {
	case TabWidth*indent+columns(b.textOf(tokens)) <= LongestLine-len(" +,"):
		b.copy(tokens)
	case last.kind == comment && len(tokens) > 1:
		b.copy(tokens[len(tokens)-1:])
		b.atLine = true
		b.line(tokens[:len(tokens)-1], indent)
	case b.breakBrackets(tokens, indent), b.breakAfter(operator, tokens, indent),
		b.breakAfter(comma, tokens, indent), b.breakText(tokens, indent):
	default:
		b.copy(tokens)
	}
}

func (b *lineBreaker) copy(tokens []placed) {
	for i := range tokens {
		b.put(tokens[i].token)
	}
}

func (b *lineBreaker) put(t token) {
	if b.atLine {
		t.lines = max(t.lines, 1)
		b.atLine = false
	}
	b.out = append(withRoom(b.out, 1), t)
}

// breakAfter breaks a line after separators that are not in brackets, as late as possible,
// and reports whether there are any.
func (b *lineBreaker) breakAfter(separator kind, tokens []placed, indent int) bool {
	if last := tokens[len(tokens)-1]; len(tokens) > 1 && isSeparator(&last.token, separator) {
		// The text after the separator continues in the next line.
		b.line(tokens[:len(tokens)-1], indent)
		b.put(last.token)
		return true
	}
	parts := split(tokens, separator)
	first, line := 0, parts[0]
	for i := 1; i < len(parts); i++ {
		// The parts are adjacent in tokens, with a separator between two parts.
		longer := line[:len(line)+1+len(parts[i])]
		if TabWidth*indent+columns(b.textOf(longer)) <= LongestLine-len(" +,") {
			line = longer
			continue
		}
		b.line(line, indent)
		b.put(line[:len(line)+1][len(line)].token)
		b.atLine = true
		if first == 0 {
			indent++
		}
		first, line = i, parts[i]
	}
	if first > 0 {
		b.line(line, indent)
	}
	return first > 0
}

// shortestText is the minimum number of columns of a text for a break inside of it.
const shortestText = 24

// breakText breaks a line inside of its longest string literal, and reports whether that
// literal is long enough.
func (b *lineBreaker) breakText(tokens []placed, indent int) bool {
	longest := 0
	for i, t := range tokens {
		if t.kind == quoted && len(t.text) > len(tokens[longest].text) || tokens[longest].kind != quoted {
			longest = i
		}
	}
	t := tokens[longest].token
	if t.kind != quoted || len(t.text) <= shortestText {
		return false
	}
	b.copy(tokens[:longest])
	quote, text := t.text[:1], t.text[1:len(t.text)-1]
	room := LongestLine - TabWidth*indent - utf8.RuneCount(b.source[tokens[0].start:tokens[longest].start]) - len(`"" +,`)
	piece := func(text string) { b.put(token{text: quote + text + quote, kind: quoted}) }
	for {
		room = max(room, shortestText)
		if utf8.RuneCountInString(text) <= room {
			break
		}
		n := cut(text, quote[0], room)
		piece(text[:n])
		b.put(token{text: "+", kind: operator})
		b.atLine = true
		text = text[n:]
		room = LongestLine - TabWidth*(indent+1) - len(`"" +,`)
	}
	piece(text)
	b.copy(tokens[longest+1:])
	return true
}

// cut returns where to cut the content of a literal of more than n characters: after a
// blank or comma if there is one, never inside of an escape sequence.
func cut(text string, quote byte, n int) int {
	at, end, count := 0, 0, 0
	for end < len(text) {
		size := 1
		if text[end] >= utf8.RuneSelf {
			_, size = utf8.DecodeRuneInString(text[end:])
		} else if _, _, tail, err := strconv.UnquoteChar(text[end:], quote); quote == '"' && err == nil {
			size = len(text) - end - len(tail)
		}
		count += utf8.RuneCountInString(text[end : end+size])
		if end > 0 && count > n {
			break
		}
		end += size
		if strings.IndexByte(" ,", text[end-1]) >= 0 {
			at = end
		}
	}
	if at > 0 {
		return at
	}
	return end
}
