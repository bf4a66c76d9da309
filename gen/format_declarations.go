package gen

import (
	"bytes"
	"go/format"
)

// Declarations are formatted independently of each other. So lines are broken, and what was
// broken is formatted again, in the declarations that have long lines only.

// breakDeclarations breaks the long lines of a formatted file.
func breakDeclarations(text []byte) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(len(text) + len(text)/8)
	for len(text) > 0 {
		n := declarationEnd(text)
		d := text[:n]
		text = text[n:]
		if hasLongLine(d) {
			var err error
			if d, err = breakDeclaration(d); err != nil {
				return nil, err
			}
		}
		out.Write(d)
	}
	return out.Bytes(), nil
}

// declarationEnd returns the end of the first declaration of a formatted file, empty lines
// behind it included: no other line that begins without a tab follows an empty line, but for
// what a text of several lines holds.
func declarationEnd(text []byte) int {
	end := 0
	for {
		i := bytes.Index(text[end:], []byte("\n\n"))
		if i < 0 {
			return len(text)
		}
		end += i + len("\n\n")
		if end == len(text) || text[end] != '\t' && bytes.Count(text[:end], []byte("`"))%2 == 0 {
			return end
		}
	}
}

// breakDeclaration breaks the lines of a declaration until none is too long or nothing can
// be broken. What is aligned with broken lines may be too long in turn.
func breakDeclaration(d []byte) ([]byte, error) {
	const clause = "package p\n\n"
	for {
		broken := breakLines(d)
		if bytes.Equal(broken, d) {
			return d, nil
		}
		text, err := format.Source(append([]byte(clause), broken...))
		if err != nil {
			return nil, err
		}
		// What is formatted ends with its last line, without empty lines.
		d = append(text[len(clause):], d[len(bytes.TrimRight(d, "\n"))+1:]...)
		if !hasLongLine(d) {
			return d, nil
		}
	}
}
