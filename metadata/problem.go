package metadata

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxProblems is the maximum number of problems listed for a document.
const maxProblems = 50

// Problem is one problem of a document.
type Problem struct {
	Line, Column int    // from 1; Column counts characters, not bytes
	Path         string // "metadata.exports[2].functions[0].name", "" for the document as a whole
	What         string // what is wrong
	Fix          string // what to do about it
}

// String returns "line:column: path: what: fix" without a line end.
func (p Problem) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d:%d: ", p.Line, p.Column)
	if p.Path != "" {
		b.WriteString(p.Path + ": ")
	}
	b.WriteString(p.What)
	if p.Fix != "" {
		b.WriteString(": " + p.Fix)
	}
	return b.String()
}

// DocumentError lists the problems of a document that cannot be decoded.
type DocumentError struct {
	Problems []Problem // in document order, at least one, at most 50
	More     int       // how many further problems were found and not listed
	Foreign  bool      // the data is something else than a document of this kind with faults
}

// Error returns one line per problem, "line:column: path: what: fix".
func (e *DocumentError) Error() string {
	lines := make([]string, 0, len(e.Problems)+1)
	for _, p := range e.Problems {
		lines = append(lines, p.String())
	}
	if e.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more problems", e.More))
	}
	return strings.Join(lines, "\n")
}

// In returns an error with the same lines, each of which begins with the name of the
// document: "shop.json:3:14: path: what: fix".
func (e *DocumentError) In(name string) error {
	lines := make([]string, 0, len(e.Problems)+1)
	for _, p := range e.Problems {
		lines = append(lines, name+":"+p.String())
	}
	if e.More > 0 {
		lines = append(lines, fmt.Sprintf("%s: and %d more problems", name, e.More))
	}
	return errors.New(strings.Join(lines, "\n"))
}

// finding is a problem whose position has not been computed yet.
type finding struct {
	node      int // node whose path is reported; the last one if the parser stopped before it
	pos       int // byte offset in the document
	what, fix string
}

// findings collects problems up to the limit and counts the rest.
type findings struct {
	list []finding
	more int
}

func (f *findings) add(node, pos int, what, fix string) {
	if len(f.list) == maxProblems {
		f.more++
		return
	}
	f.list = append(f.list, finding{node, pos, what, fix})
}

// err returns the collected problems in document order, or nil.
func (f *findings) err(t *tree) error {
	if len(f.list) == 0 {
		return nil
	}
	slices.SortStableFunc(f.list, func(a, b finding) int { return a.pos - b.pos })
	e := &DocumentError{More: f.more}
	at := position{line: 1, column: 1}
	for _, p := range f.list {
		at.advance(t.src, p.pos)
		e.Problems = append(e.Problems, Problem{at.line, at.column, t.path(min(p.node, len(t.nodes)-1)), p.what, p.fix})
	}
	return e
}

// position walks forward through a text, counting lines and characters.
type position struct{ offset, line, column int }

func (p *position) advance(src string, to int) {
	for p.offset < to {
		if src[p.offset] == '\n' {
			p.offset, p.line, p.column = p.offset+1, p.line+1, 1
			continue
		}
		_, size := utf8.DecodeRuneInString(src[p.offset:])
		p.offset, p.column = p.offset+size, p.column+1
	}
}

// quoteLimit is the maximum number of bytes of a document's string in a message.
const quoteLimit = 60

// quote returns a string of the document for a message. It escapes the string to ASCII,
// which makes look-alikes and invisible characters visible, and shortens it if it is long.
func quote(s string) string {
	if len(s) <= quoteLimit {
		return strconv.QuoteToASCII(s)
	}
	cut := quoteLimit
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strconv.QuoteToASCII(s[:cut]) + fmt.Sprintf("… (%d bytes)", len(s))
}
