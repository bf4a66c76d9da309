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
	"github.com/golem-gen/golem-gen/metadata"
)

const fetchUsage = `Usage: golem-gen fetch [flags] [COMPONENT ...]

Gets the metadata of the components in golem-gen.yaml from the server and pins
it: writes the documents and golem-gen.lock. COMPONENT selects components by
package, name or id. Nothing is written unless every document is valid.

Fetches the version in the configuration, or the latest version if there is
none. The token comes from the environment variable or file that the
configuration names.

Flags:
      --config FILE        configuration; default the nearest golem-gen.yaml
      --version N          version of the component; default the latest
      --timeout DURATION   give up after this long; default 1m
  -h, --help               show this help

Exit codes: 0 success, 1 error, 2 invalid command line, 130 interrupted.

Examples:
  golem-gen fetch
  golem-gen fetch shop --version 3
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
	components, err := p.selected(names)
	if err != nil {
		return err
	}
	if version != nil && len(components) != 1 {
		return misuse("--version needs a single component: name one of %s", p.packages())
	}
	server, err := p.server()
	if err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	return p.fetch(ctx, server, components, version)
}

// fetch gets all documents and then writes them.
func (p *project) fetch(ctx context.Context, server *fetch.Server, components []*config.Component, version *uint64) error {
	var changes output.Changes
	var lines []string
	var documents []*document
	for _, c := range components {
		read, err := p.fetchOne(ctx, server, c, version)
		if err != nil {
			return err
		}
		change, err := p.root.File(c.Metadata, read.Component.Document())
		if err != nil {
			return err
		}
		if len(change) > 0 && isForeign(change[0].Old) {
			return fmt.Errorf("%s: %s exists and is not the metadata of a component: move it, or set another path",
				p.config.At(c, "metadata"), c.Metadata)
		}
		changes = append(changes, change...)
		read.Name = p.root.Shown(c.Metadata)
		documents = append(documents, read)
		lines = append(lines, p.pin(c, read, len(change) > 0))
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
	return nil
}

// isForeign reports whether a text is JSON other than a component's metadata. A text that is
// not JSON may be a pinned document after a failed merge.
func isForeign(text []byte) bool {
	if !json.Valid(text) {
		return false
	}
	_, err := metadata.Decode(text)
	return err != nil
}

func (p *project) fetchOne(ctx context.Context, server *fetch.Server, c *config.Component, version *uint64) (*document, error) {
	switch {
	case version == nil:
		version = c.Version
	case c.Version != nil && *c.Version != *version:
		return nil, fmt.Errorf("%s: %s is pinned to version %d, and --version is %d: change the configuration",
			p.config.At(c, "version"), c.Label(), *c.Version, *version)
	}
	progress := startProgress(p.env, c.Label(), server.URL)
	defer progress.stop()
	one := *server
	one.Progress = progress.arrived
	answer, err := one.Component(ctx, fetch.Reference{ID: c.ID, Name: c.Name, Version: version})
	if err != nil {
		return nil, err
	}
	if c.Name != "" && answer.Component.Name != c.Name {
		return nil, fmt.Errorf("%s: server answered with component %q: check the server's URL", answer.URL, answer.Component.Name)
	}
	return fetched(answer), nil
}

// pin enters a document into the lock file and returns a line that says what has changed.
func (p *project) pin(c *config.Component, read *document, changed bool) string {
	_, before := p.lock.For(c.Dir, c.Package, read.Component.ID, p.inUse)
	now := lockOf(c.Package, read.Component, nil)
	done := "unchanged"
	if changed {
		done = "fetched"
	}
	line := fmt.Sprintf("%s %s: %s version %d", done, c.Metadata, now.Name, now.Version)
	if before != nil {
		now.Names = before.Names
		line += since(before, now)
	}
	p.lock[c.Dir] = now
	return line
}

// since says how a document differs from the one pinned before.
func since(before, now *pin.Component) string {
	switch {
	case before.ID != now.ID:
		return ", a different component from before"
	case before.Version == now.Version && before.Hash == now.Hash:
		return ""
	case before.Hash == now.Hash:
		return fmt.Sprintf(", same interface as version %d", before.Version)
	}
	return fmt.Sprintf(", was version %d", before.Version)
}

// server returns the server of the configuration with its token.
func (p *project) server() (*fetch.Server, error) {
	s := p.config.Server
	if s.URL == "" {
		return nil, fmt.Errorf(`%s: no server: add "server:" with "url: http://localhost:9881"`, p.config.AtServer("url"))
	}
	token, source, err := p.token()
	if err != nil {
		return nil, err
	}
	return &fetch.Server{URL: s.URL, Token: token, TokenSource: source, Project: s.Project}, nil
}
