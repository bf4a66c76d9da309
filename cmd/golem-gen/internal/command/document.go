package command

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/fetch"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/output"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// document is a decoded metadata document.
type document struct {
	Name string // for messages: a path, a URL or "standard input"
	File string // path of the file, "" if the document does not come from one
	Data []byte // nil as soon as a client is generated
	subject
}

// generate generates a client. It drops the text of the document, which may be as large as
// the client.
func (d *document) generate(options gen.Options) (*gen.Output, error) {
	d.Data = nil
	return d.subject.generate(options)
}

// noDocumentError reports a name that is not the name of a document.
type noDocumentError struct{ name, what string }

func (e *noDocumentError) Error() string {
	return fmt.Sprintf("%s: %s: give a metadata document, as golem-gen fetch writes it", e.name, e.what)
}

// readDocument reads the document in a file, or from standard input if the name is "-".
func (env Environment) readDocument(name string) (*document, error) {
	if name == "-" {
		data, err := io.ReadAll(env.Stdin)
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		return parseDocument("standard input", "", data, decodeAny)
	}
	info, err := os.Stat(env.path(name))
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, &noDocumentError{name, "no such file"}
	case err == nil && info.IsDir():
		return nil, &noDocumentError{name, "is a directory"}
	}
	data, err := os.ReadFile(env.path(name))
	if err != nil {
		return nil, output.Explain(name, err)
	}
	return parseDocument(name, name, data, decodeAny)
}

// isDocument reports whether an argument is standard input or a file, rather than an entry of the
// configuration.
func (env Environment) isDocument(name string) bool {
	info, err := os.Stat(env.path(name))
	return name == "-" || err == nil && info.Mode().IsRegular()
}

// parseDocument decodes a document. Its error has a line for each problem:
// "file:line:column: what is wrong: what to do".
func parseDocument(name, file string, data []byte, decode decoder) (*document, error) {
	described, err := decode(data)
	var problems *metadata.DocumentError
	switch {
	case errors.As(err, &problems):
		return nil, problems.In(name)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &document{Name: name, File: file, Data: data, subject: described}, nil
}

// warn prints the warnings about a document: others, and a warning for each part that the client
// lacks.
func (d *document) warn(w io.Writer, others ...string) {
	for _, text := range append(others, d.omissions()...) {
		_, _ = fmt.Fprintf(w, "%s: warning: %s\n", d.Name, text)
	}
}

// fetched returns the document that a server answered with.
func fetched(answer *fetch.Answer) *document {
	d := &document{Name: answer.URL, Data: answer.Data, subject: component{answer.Component}}
	if answer.Deployment != nil {
		d.subject = agents{answer.Deployment}
	}
	return d
}

// generationError returns an error with a line for each problem of a generation. A line
// begins with what at returns for the place of the name, or else with the document.
// at may be nil.
func generationError(document string, err error, at func(place string) string) error {
	var clashes *gen.NameErrors
	if !errors.As(err, &clashes) {
		return fmt.Errorf("%s: %w", document, err)
	}
	var list []error
	for _, p := range clashes.Problems {
		where := ""
		if at != nil {
			where = at(p.Place)
		}
		if where == "" {
			where = document
		}
		list = append(list, fmt.Errorf("%s: %s: %s", where, p.Problem, p.Fix))
	}
	return errors.Join(list...)
}
