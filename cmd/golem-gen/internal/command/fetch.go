package command

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/fetch"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/output"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
)

const fetchUsage = `Usage: golem-gen fetch [flags] [ENTRY ...]

Gets the metadata of the components and agents in golem-gen.yaml from their
servers and pins it: writes the documents and golem-gen.lock. ENTRY selects
entries by package, by name or id of a component, or by application and
environment: bank/prod. Nothing is written unless every document is valid.

Fetches the version of a component and the deployment of agents that the
configuration gives, or else the latest version and the current deployment. The
token comes from the environment variable or file that the configuration names.
A server on this machine gets Golem's built-in local token if the configuration
names none: servers from 1.3 on ask for it.

Flags:
      --config FILE        configuration; default the nearest golem-gen.yaml
      --version N          version of the component, or revision of the
                           deployment; default the latest
      --timeout DURATION   give up after this long; default 1m
  -h, --help               show this help

Exit codes: 0 success, 1 error, 2 invalid command line, 130 interrupted.

Examples:
  golem-gen fetch
  golem-gen fetch shop --version 3
  golem-gen fetch bank/prod
  GOLEM_TOKEN=$(cat token) golem-gen fetch
`

type fetchFlags struct {
	config  string
	version uint64
	timeout time.Duration
}

const defaultTimeout = time.Minute

func runFetch(env Environment, args []string) int {
	var f fetchFlags
	flags := newFlags("fetch")
	flags.StringVar(&f.config, "config", "", "")
	flags.Uint64Var(&f.version, "version", 0, "")
	flags.DurationVar(&f.timeout, "timeout", defaultTimeout, "")
	return execute(env, flags, args, fetchUsage, func() error {
		var version *uint64
		if flags.Changed("version") {
			version = &f.version
		}
		if f.timeout <= 0 {
			return misuse("invalid value %v for --timeout: expected a positive duration", f.timeout)
		}
		return f.run(env, flags.Args(), version)
	})
}

func (f *fetchFlags) run(env Environment, names []string, version *uint64) error {
	p, err := openProject(env, f.config)
	if err != nil {
		return err
	}
	defer p.close()
	entries, err := p.selected(names)
	if err != nil {
		return err
	}
	if version != nil && len(entries) != 1 {
		return misuse("--version needs a single entry: name one of %s", p.packages())
	}
	ctx, stop := interruptible()
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	return p.fetch(ctx, entries, version)
}

// fetch gets all documents and then writes them.
func (p *project) fetch(ctx context.Context, entries []*config.Entry, version *uint64) error {
	var changes output.Changes
	var lines []string
	var documents []*document
	for _, e := range entries {
		read, err := p.fetchOne(ctx, e, version)
		if err != nil {
			return err
		}
		change, err := p.root.File(e.Metadata, read.text())
		if err != nil {
			return err
		}
		if len(change) > 0 && isForeign(change[0].Old) {
			return fmt.Errorf("%s: %s exists and is not a metadata document: move it, or set another path",
				p.config.At(e, "metadata"), e.Metadata)
		}
		changes = append(changes, change...)
		read.Name = p.root.Shown(e.Metadata)
		documents = append(documents, read)
		lines = append(lines, p.pin(e, read, len(change) > 0))
	}
	change, err := p.root.File(pin.Name, p.lock.Text())
	if err != nil {
		return err
	}
	if err := p.root.Apply(append(changes, change...)); err != nil {
		return err
	}
	for i, line := range lines {
		documents[i].warn(p.env.Stderr)
		_, _ = fmt.Fprintln(p.env.Stdout, line)
	}
	if len(changes) == 0 && len(change) > 0 {
		p.reportLock()
	}
	return nil
}

// isForeign reports whether a text is JSON other than a metadata document. A text that is
// not JSON may be a pinned document after a failed merge.
func isForeign(text []byte) bool {
	if !json.Valid(text) {
		return false
	}
	_, err := decodeAny(text)
	return err != nil
}

func (p *project) fetchOne(ctx context.Context, e *config.Entry, version *uint64) (*document, error) {
	key, configured := e.Of.Pinned()
	switch {
	case version == nil:
		version = configured
	case configured != nil && *configured != *version:
		return nil, fmt.Errorf("%s: %s is pinned to %s %d, and --version is %d: change the configuration",
			p.config.At(e, key), e.Of.Label(), key, *configured, *version)
	}
	server, err := p.server(e)
	if err != nil {
		return nil, err
	}
	progress := startProgress(p.env, e.Of.Label(), server.URL)
	defer progress.stop()
	server.Progress = progress.arrived
	answer, err := server.Get(ctx, request(e.Of, version))
	if err != nil {
		return nil, err
	}
	if c, ok := e.Of.(*config.Component); ok && c.Name != "" && answer.Component.Name != c.Name {
		return nil, fmt.Errorf("%s: server answered with component %q: check the server's URL", answer.URL, answer.Component.Name)
	}
	return fetched(answer), nil
}

// pin enters a document into the lock file and returns a line that says what has changed.
func (p *project) pin(e *config.Entry, read *document, changed bool) string {
	_, before := p.lock.For(e.Dir, e.Package, read.source(), p.inUse)
	now := lockOf(e.Package, read.subject, nil)
	now.Origin, now.Documents = p.origin(e), []string{pin.Digest(read.text())}
	done := "unchanged"
	if changed {
		done = "fetched"
	}
	line := fmt.Sprintf("%s %s: %s", done, e.Metadata, read.title())
	if before != nil {
		now.Names = before.Names
		line += since(before, now)
	}
	p.lock[e.Dir] = now
	return line
}

// since says how a document differs from the one pinned before.
func since(before, now *pin.Client) string {
	was := before.Source.Number()
	switch {
	case before.Source.Kind != now.Source.Kind:
		return ", a different kind of metadata from before"
	case !before.Source.Same(now.Source):
		return ", a different " + now.Source.Kind.String() + " from before"
	case was == now.Source.Number() && before.Hash == now.Hash:
		return ""
	case before.Hash == now.Hash:
		return ", same interface as " + was
	case was == now.Source.Number():
		return ", another interface than before"
	}
	return ", was " + was
}

// server returns the server of an entry with its token.
func (p *project) server(e *config.Entry) (*fetch.Server, error) {
	s, name := p.config.ServerOf(e)
	if s.URL == "" {
		return nil, fmt.Errorf(`%s: no server: add "server:" with "url: http://localhost:9881"`, p.config.AtServer(e, "url"))
	}
	token, source, err := p.token(e)
	if err != nil {
		return nil, err
	}
	return &fetch.Server{URL: s.URL, Token: token, TokenSource: source, Key: name, Project: s.Project}, nil
}
