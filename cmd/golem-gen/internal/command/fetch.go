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

Gets the metadata of the components of golem-gen.yaml (of those that are named,
if any are: by package, name or id) from the server, and pins it: the documents
and golem-gen.lock are written when all of them have arrived and are valid,
otherwise nothing is.

It is the version of the configuration that is fetched, the latest where the
configuration gives none. The token comes from the environment variable or the
file that the configuration names.

Flags:
      --config FILE        configuration, instead of the nearest golem-gen.yaml
      --version N          version of the component, instead of the latest
      --timeout DURATION   give up after this long; default 1m
  -h, --help               show this help

Exit codes: 0 done, 1 failed, 2 wrong usage.

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
		return misuse("--version is for one component: name it, one of %s", p.packages())
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

// fetch gets the documents, and writes them when all are there.
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
			return fmt.Errorf("%s: %s is in the way and is no component's metadata: move it, or choose another path with metadata",
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

// isForeign tells whether a text is JSON of something else. What is broken, like by a
// merge, is taken for a pinned document.
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
		return nil, fmt.Errorf("%s: the configuration pins %s to version %d, and --version asks for %d: change it there",
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
		return nil, fmt.Errorf("%s: the server answered with the component %q: check the server's URL", answer.URL, answer.Component.Name)
	}
	return fetched(answer), nil
}

// pin enters a document into the lock file, and says in a line what that means.
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

// since tells how a document differs from the one that was pinned before.
func since(before, now *pin.Component) string {
	switch {
	case before.ID != now.ID:
		return ", another component than before"
	case before.Version == now.Version && before.Hash == now.Hash:
		return ""
	case before.Hash == now.Hash:
		return fmt.Sprintf(", with the interface of version %d", before.Version)
	}
	return fmt.Sprintf(", was version %d", before.Version)
}

// server is the configuration's server, with its token.
func (p *project) server() (*fetch.Server, error) {
	s := p.config.Server
	if s.URL == "" {
		return nil, fmt.Errorf(`%s: there is no server: add "server:" with "url: http://localhost:9881"`, p.config.AtServer("url"))
	}
	token, source, err := p.token()
	if err != nil {
		return nil, err
	}
	return &fetch.Server{URL: s.URL, Token: token, TokenSource: source, Project: s.Project}, nil
}
