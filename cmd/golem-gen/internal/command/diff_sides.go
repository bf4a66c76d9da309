package command

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/difftext"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/fetch"
)

const latest = "latest"

// load reads one side of a comparison: a document or, with --server, a version.
func (f *diffFlags) load(ctx context.Context, env Environment, arg string) (*document, error) {
	number, err := strconv.ParseUint(arg, 10, 64)
	switch {
	case f.server != "" && arg == latest:
		return fetchVersion(ctx, env, f.server, f.component, nil)
	case f.server != "" && err == nil:
		return fetchVersion(ctx, env, f.server, f.component, &number)
	}
	return env.readDocument(arg)
}

func side(d *document) difftext.Side {
	return difftext.Side{Source: d.Name, File: d.File, Data: d.Data, Component: d.Component}
}

// fetchVersion gets a document from any server. The token of the configuration goes to
// the server of the configuration only.
func fetchVersion(ctx context.Context, env Environment, url, component string, version *uint64) (*document, error) {
	server := &fetch.Server{URL: strings.TrimRight(url, "/")}
	if err := config.CheckURL(server.URL); err != nil {
		return nil, misuse("invalid value %q for --server: %w: expected a URL like http://localhost:9881", url, err)
	}
	if p, err := openProject(env, ""); err == nil {
		defer p.close()
		if p.config.Server.URL == server.URL {
			if server, err = p.server(); err != nil {
				return nil, err
			}
		}
	}
	return fetchFrom(ctx, env, server, fetch.Refer(component, version))
}

// fetchFrom gets a document. It is called the server's URL.
func fetchFrom(ctx context.Context, env Environment, server *fetch.Server, r fetch.Reference) (*document, error) {
	progress := startProgress(env, r.String(), server.URL)
	defer progress.stop()
	server.Progress = progress.arrived
	answer, err := server.Component(ctx, r)
	if err != nil {
		return nil, err
	}
	d := fetched(answer)
	d.Name = server.URL
	return d, nil
}

// againstLatest compares what the configuration pins with the latest versions on the server.
func againstLatest(ctx context.Context, env Environment, names []string) ([]*difftext.Report, error) {
	p, err := openProject(env, "")
	if isNoProject(err) {
		return nil, fmt.Errorf("%w, or give the old and the new document", err)
	}
	if err != nil {
		return nil, err
	}
	defer p.close()
	components, err := p.selected(names)
	if err != nil {
		return nil, err
	}
	server, err := p.server()
	if err != nil {
		return nil, err
	}
	var reports []*difftext.Report
	for _, c := range components {
		old, err := p.pinned(c)
		if err != nil {
			return nil, err
		}
		new, err := fetchFrom(ctx, env, server, fetch.Reference{ID: old.Component.ID})
		if err != nil {
			return nil, err
		}
		old.warn(env.Stderr)
		new.warn(env.Stderr)
		before := side(old)
		if _, locked := p.lock.For(c.Dir, c.Package, old.Component.ID, p.inUse); locked != nil {
			before.Names = locked.Names
		}
		reports = append(reports, difftext.Compare(before, side(new)))
	}
	return reports, nil
}
