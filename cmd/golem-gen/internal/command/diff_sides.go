package command

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/difftext"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/fetch"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

const latest = "latest"

// load reads one side of a comparison: a document or, with --server, a version.
func (f *diffFlags) load(ctx context.Context, env Environment, arg string) (*document, error) {
	number, err := strconv.ParseUint(arg, 10, 64)
	switch {
	case f.server != "" && (arg == latest || arg == "current"):
		return fetchVersion(ctx, env, f.server, f.version(nil))
	case f.server != "" && err == nil:
		return fetchVersion(ctx, env, f.server, f.version(&number))
	case (arg == latest || arg == "current" || err == nil) && !env.isDocument(arg):
		return nil, misuse("version %s is not a file: give --server, with --component or with --app and --env", arg)
	}
	return env.readDocument(arg)
}

// version asks for a version of the component or deployment that the flags name; nil is
// the latest.
func (f *diffFlags) version(number *uint64) fetch.Request {
	if f.component != "" {
		return fetch.Refer(f.component, number)
	}
	return fetch.Agents{Application: f.application, Environment: f.environment, Account: f.account, Deployment: number}
}

// compare compares two documents of one kind and prints their warnings. Names are those of
// the old one's lock file.
func compare(env Environment, old, new *document, names map[string]gen.LockedName) (*difftext.Report, error) {
	before, after := side(old), side(new)
	if (before.Component == nil) != (after.Component == nil) {
		return nil, fmt.Errorf("%s and %s: one describes a component and the other agents: give two documents of one kind", old.Name, new.Name)
	}
	if before.Deployment != nil {
		if err := chooseBoth(env, old, new, before.Deployment, after.Deployment); err != nil {
			return nil, err
		}
	}
	old.warn(env.Stderr)
	new.warn(env.Stderr)
	before.Names = names
	return difftext.Compare(before, after), nil
}

// chooseBoth leaves in both deployments the agent types that were chosen for both. A type
// that was chosen for one of them only has not been added or removed on the server.
func chooseBoth(env Environment, old, new *document, before, after *metadata.Deployment) error {
	chosen, others := before.Chosen, after.Chosen
	switch {
	case len(chosen) == 0:
		chosen = others
	case len(others) > 0 && !slices.Equal(chosen, others):
		chosen = slices.DeleteFunc(slices.Clone(chosen), func(name string) bool { return !slices.Contains(others, name) })
		if len(chosen) == 0 {
			return fmt.Errorf("%s and %s have different agent types, because types has changed: fetch both with the same types", old.Name, new.Name)
		}
		_, _ = fmt.Fprintf(env.Stderr, "%s: note: compared with %s by the agent types that both have: %s\n", old.Name, new.Name, strings.Join(chosen, ", "))
	}
	before.Choose(chosen)
	after.Choose(chosen)
	return nil
}

func side(d *document) difftext.Side {
	s := difftext.Side{Source: d.Name, File: d.File, Data: d.Data}
	switch described := d.subject.(type) {
	case component:
		s.Component = described.Component
	case agents:
		s.Deployment = described.Deployment
	}
	return s
}

// fetchVersion gets a document from any server. The token of the configuration goes to
// the servers of the configuration only.
func fetchVersion(ctx context.Context, env Environment, url string, r fetch.Request) (*document, error) {
	server := &fetch.Server{URL: strings.TrimRight(url, "/")}
	if err := config.CheckURL(server.URL); err != nil {
		return nil, misuse("invalid value %q for --server: %w: expected a URL like http://localhost:9881", url, err)
	}
	if p, err := openProject(env, ""); err == nil {
		defer p.close()
		for _, e := range p.config.Entries() {
			if s, _ := p.config.ServerOf(e); s.URL != "" && config.SameURL(s.URL, server.URL) {
				if server, err = p.server(e); err != nil {
					return nil, err
				}
				break
			}
		}
	}
	return fetchFrom(ctx, env, server, r)
}

// fetchFrom gets a document, which is named by the server's URL.
func fetchFrom(ctx context.Context, env Environment, server *fetch.Server, r fetch.Request) (*document, error) {
	progress := startProgress(env, r.String(), server.URL)
	defer progress.stop()
	server.Progress = progress.arrived
	answer, err := server.Get(ctx, r)
	if err != nil {
		return nil, err
	}
	d := fetched(answer)
	d.Name = server.URL
	return d, nil
}

// againstLatest compares the pinned versions and deployments of the configuration with the latest
// ones on the servers.
func againstLatest(ctx context.Context, env Environment, names []string) ([]*difftext.Report, error) {
	p, err := openProject(env, "")
	if isNoProject(err) {
		return nil, fmt.Errorf("%w, or give the old and the new document", err)
	}
	if err != nil {
		return nil, err
	}
	defer p.close()
	entries, err := p.selected(names)
	if err != nil {
		return nil, err
	}
	var reports []*difftext.Report
	for _, e := range entries {
		r, err := p.againstLatest(ctx, e)
		if err != nil {
			return nil, err
		}
		reports = append(reports, r)
	}
	return reports, nil
}

func (p *project) againstLatest(ctx context.Context, e *config.Entry) (*difftext.Report, error) {
	server, err := p.server(e)
	if err != nil {
		return nil, err
	}
	old, err := p.pinned(e)
	if err == nil {
		err = p.checkFetched(e, old)
	}
	if err != nil {
		return nil, err
	}
	new, err := fetchFrom(ctx, p.env, server, newest(e.Of, old.subject))
	if err != nil {
		return nil, err
	}
	var names map[string]gen.LockedName
	if _, locked := p.lock.For(e.Dir, e.Package, old.source(), p.inUse); locked != nil {
		names = locked.Names
	}
	return compare(p.env, old, new, names)
}

// newest returns the request for what can be pinned next: the latest version of the pinned
// component, or all agent types of the current deployment, because some pinned ones may be
// missing there.
func newest(s config.Source, pinned subject) fetch.Request {
	r := request(s, nil)
	switch r := r.(type) {
	case fetch.Reference:
		return fetch.Reference{ID: pinned.source().ID}
	case fetch.Agents:
		r.Types = nil
		return r
	}
	return r
}
