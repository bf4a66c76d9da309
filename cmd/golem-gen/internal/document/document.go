// Package document reads metadata documents from files and standard input.
package document

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// Document is a metadata document that was read.
type Document struct {
	Name      string // as the user gave it; "standard input" for "-"
	File      string // the file's name, "" for standard input
	Data      []byte
	Component *metadata.Component
}

// Read reads the document in a file, or from stdin when the name is "-". The name
// is relative to dir, which is "" for the process's working directory.
func Read(dir, name string, stdin io.Reader) (*Document, error) {
	if name == "-" {
		data, err := io.ReadAll(stdin)
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		return Parse("standard input", "", data)
	}
	file := name
	if dir != "" && !filepath.IsAbs(name) {
		file = filepath.Join(dir, name)
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such file: give a component's metadata, as golem-gen fetch writes it", name)
	}
	if err != nil {
		return nil, err
	}
	return Parse(name, name, data)
}

// Parse decodes a document. Its errors have a line for each problem:
// "file:line:column: what: how to mend it".
func Parse(name, file string, data []byte) (*Document, error) {
	component, err := metadata.Decode(data)
	if err != nil {
		return nil, located(name, err)
	}
	return &Document{Name: name, File: file, Data: data, Component: component}, nil
}

// ParseAnswer is Parse for the answer of a server to the request for a URL.
func ParseAnswer(url string, data []byte) (*Document, error) {
	component, err := metadata.Decode(data)
	if err == nil {
		return &Document{Name: url, Data: data, Component: component}, nil
	}
	var problems *metadata.DocumentError
	if errors.As(err, &problems) && problems.Foreign {
		return nil, fmt.Errorf("%s: %s: check the server's URL and port", url, problems.Problems[0].What)
	}
	return nil, located(url, err)
}

// located puts the document's name before each line of an error.
func located(name string, err error) error {
	var problems *metadata.DocumentError
	if !errors.As(err, &problems) {
		return fmt.Errorf("%s: %w", name, err)
	}
	var lines []string
	for _, problem := range problems.Problems {
		lines = append(lines, name+":"+problem.String())
	}
	if problems.More > 0 {
		lines = append(lines, fmt.Sprintf("%s: and %d more problems", name, problems.More))
	}
	return errors.New(strings.Join(lines, "\n"))
}
