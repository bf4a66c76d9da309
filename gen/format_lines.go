package gen

import (
	"bytes"
	"go/scanner"
	"go/token"
	"strconv"
	"strings"
	"unicode/utf8"
)

// No line of generated code is longer than longestLine columns, a tab counted as
// tabWidth. Emitters write what belongs together on one line and leave it to step 4 to
// break what is too long: a call, a signature or a literal into a line for each of its
// parts, a concatenation at its operators, a text at a blank. Lines that consist of one
// long name stay as they are.
const (
	longestLine = 120
	tabWidth    = 4
)

// columns is the width of a line.
func columns(line []byte) int {
	return utf8.RuneCount(line) + (tabWidth-1)*bytes.Count(line, []byte("\t"))
}

func hasLongLine(source []byte) bool {
	for line := range bytes.Lines(source) {
		// Most lines are shorter, even if all of their bytes were tabs.
		if len(line)*tabWidth > longestLine && columns(bytes.TrimSuffix(line, []byte("\n"))) > longestLine {
			return true
		}
	}
	return false
}

// sourceToken is a token of a file.
type sourceToken struct {
	kind       token.Token
	start, end int // offsets in the file
	line       int
}

// lineBreaker breaks the long lines of a formatted file. The result has to be
// formatted again.
type lineBreaker struct {
	source []byte
	out    bytes.Buffer
}

func breakLines(source []byte) []byte {
	b := &lineBreaker{source: source}
	written := 0
	for _, tokens := range b.lines() {
		start := bytes.LastIndexByte(source[:tokens[0].start], '\n') + 1
		end := tokens[len(tokens)-1].end
		if columns(source[start:end]) <= longestLine || bytes.IndexByte(source[start:end], '\n') >= 0 {
			continue
		}
		b.out.Write(source[written:start])
		b.line(tokens, bytes.Count(source[start:tokens[0].start], []byte("\t")))
		written = end
	}
	b.out.Write(source[written:])
	return b.out.Bytes()
}

// lines returns the tokens behind the imports by line.
func (b *lineBreaker) lines() [][]sourceToken {
	file := token.NewFileSet().AddFile("", -1, len(b.source))
	var s scanner.Scanner
	s.Init(file, b.source, nil, scanner.ScanComments)
	var lines [][]sourceToken
	imported := false
	for {
		pos, kind, text := s.Scan()
		if kind == token.EOF {
			return lines
		}
		imported = imported || kind == token.CONST || kind == token.VAR || kind == token.TYPE || kind == token.FUNC
		if !imported || kind == token.SEMICOLON && text == "\n" {
			continue
		}
		if text == "" {
			text = kind.String()
		}
		t := sourceToken{kind: kind, start: file.Offset(pos), line: file.Line(pos)}
		t.end = t.start + len(text)
		if last := len(lines) - 1; last >= 0 && lines[last][0].line == t.line {
			lines[last] = append(lines[last], t)
		} else {
			lines = append(lines, []sourceToken{t})
		}
	}
}

// text is the text of tokens that follow each other.
func (b *lineBreaker) text(tokens []sourceToken) []byte {
	if len(tokens) == 0 {
		return nil
	}
	return b.source[tokens[0].start:tokens[len(tokens)-1].end]
}

// line writes the line that the tokens are, broken if it is too long for its place.
func (b *lineBreaker) line(tokens []sourceToken, indent int) {
	last := tokens[len(tokens)-1]
	switch {
	case tabWidth*indent+columns(b.text(tokens)) <= longestLine-len(" +,"):
		b.write(indent, b.text(tokens))
	case last.kind == token.COMMENT && len(tokens) > 1:
		b.write(indent, b.text(tokens[len(tokens)-1:]))
		b.out.WriteByte('\n')
		b.line(tokens[:len(tokens)-1], indent)
	case b.breakBrackets(tokens, indent), b.breakAfter(token.ADD, tokens, indent),
		b.breakAfter(token.COMMA, tokens, indent), b.breakText(tokens, indent):
	default:
		b.write(indent, b.text(tokens))
	}
}

func (b *lineBreaker) write(indent int, text []byte) {
	b.out.WriteString(strings.Repeat("\t", indent))
	b.out.Write(text)
}

// breakAfter breaks a line behind separators that are in no brackets, as late as there is
// room for, and reports whether there are any.
func (b *lineBreaker) breakAfter(separator token.Token, tokens []sourceToken, indent int) bool {
	lineEnd := separator.String()
	if separator == token.ADD {
		lineEnd = " +"
	}
	if len(tokens) > 1 && tokens[len(tokens)-1].kind == separator {
		// What is separated goes on in the next line.
		b.line(tokens[:len(tokens)-1], indent)
		b.out.WriteString(lineEnd)
		return true
	}
	parts := split(tokens, separator)
	first, line := 0, parts[0]
	for i := 1; i < len(parts); i++ {
		// The parts are next to each other in tokens, a separator between two.
		longer := line[:len(line)+1+len(parts[i])]
		if tabWidth*indent+columns(b.text(longer)) <= longestLine-len(" +,") {
			line = longer
			continue
		}
		b.line(line, indent)
		b.out.WriteString(lineEnd + "\n")
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

// shortestText is the number of columns below which no piece of a text is broken off.
const shortestText = 24

// breakText breaks a line inside of its longest string literal, and reports whether
// there is one worth it.
func (b *lineBreaker) breakText(tokens []sourceToken, indent int) bool {
	longest := 0
	for i, t := range tokens {
		if t.kind == token.STRING && t.end-t.start > tokens[longest].end-tokens[longest].start || tokens[longest].kind != token.STRING {
			longest = i
		}
	}
	t := tokens[longest]
	if t.kind != token.STRING || t.end-t.start <= shortestText {
		return false
	}
	quote, text := string(b.source[t.start]), string(b.source[t.start+1:t.end-1])
	room := longestLine - tabWidth*indent - utf8.RuneCount(b.source[tokens[0].start:t.start]) - len(`"" +,`)
	b.write(indent, b.source[tokens[0].start:t.start])
	for {
		room = max(room, shortestText)
		if utf8.RuneCountInString(text) <= room {
			break
		}
		piece := text[:cut(text, quote[0], room)]
		b.out.WriteString(quote + piece + quote + " +\n")
		text = text[len(piece):]
		b.write(indent+1, nil)
		room = longestLine - tabWidth*(indent+1) - len(`"" +,`)
	}
	b.out.WriteString(quote + text + quote)
	b.out.Write(b.source[t.end:tokens[len(tokens)-1].end])
	return true
}

// cut returns where to cut what is between the quotes of a literal of more than n
// characters: behind a blank or comma if there is one, never inside of an escape sequence.
func cut(text string, quote byte, n int) int {
	at, end := 0, 0
	for end < len(text) {
		_, size := utf8.DecodeRuneInString(text[end:])
		if _, _, tail, err := strconv.UnquoteChar(text[end:], quote); quote == '"' && err == nil {
			size = len(text) - end - len(tail)
		}
		if end > 0 && utf8.RuneCountInString(text[:end+size]) > n {
			break
		}
		end += size
		if text[end-1] == ' ' || text[end-1] == ',' {
			at = end
		}
	}
	if at > 0 {
		return at
	}
	return end
}
