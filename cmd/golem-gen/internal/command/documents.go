package command

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/diffcommand"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/fetch"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/inspectcommand"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/witpackage"
	"github.com/golem-gen/golem-gen/gen"
)

func inspectSubcommand() subcommand {
	run := func(env Environment, args []string) int {
		return inspectcommand.Run(inspectcommand.Env{
			Stdin: env.Stdin, Stdout: env.Stdout, Stderr: env.Stderr, Dir: env.Dir, Getenv: env.Getenv,
			ReadWIT: env.readWIT, DecodeWIT: witpackage.Decode, Configured: env.configured,
		}, args)
	}
	return subcommand{"inspect", inspectcommand.Summary, inspectcommand.Usage, run}
}

func diffSubcommand() subcommand {
	run := func(env Environment, args []string) int {
		return diffcommand.Run(context.Background(), diffcommand.Env{
			Stdin: env.Stdin, Stdout: env.Stdout, Stderr: env.Stderr, Dir: env.Dir, Getenv: env.Getenv,
			Fetch: env.fetchDocument, Pinned: env.pinned,
		}, args)
	}
	return subcommand{"diff", diffcommand.Summary, diffcommand.Usage, run}
}

func (env Environment) readWIT(path string) (*gen.WIT, error) { return witpackage.Read(env.path(path)) }

// configured returns what the configuration and the lock file say about a document,
// nothing where there is no configuration or it does not have the document.
func (env Environment) configured(file string) (gen.Options, error) {
	p, err := openProject(env, "")
	if isNoProject(err) {
		return gen.Options{}, nil
	}
	if err != nil {
		return gen.Options{}, err
	}
	defer p.close()
	full, err := filepath.Abs(env.path(file))
	if err != nil {
		return gen.Options{}, err
	}
	for _, c := range p.config.Components {
		if filepath.Join(p.dir, filepath.FromSlash(c.Metadata)) != full {
			continue
		}
		read, err := p.pinned(c)
		if err != nil {
			return gen.Options{}, err
		}
		_, locked := p.lock.For(c.Dir, c.Package, read.Component.ID, p.inUse)
		return p.options(c, read, locked)
	}
	return gen.Options{}, nil
}

// pinned lists the configuration's components, or those that are named.
func (env Environment) pinned(names []string) ([]diffcommand.Pinned, error) {
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
	if _, err := p.server(); err != nil {
		return nil, err
	}
	var list []diffcommand.Pinned
	for _, c := range components {
		read, err := p.pinned(c)
		if err != nil {
			return nil, err
		}
		list = append(list, diffcommand.Pinned{
			File: p.root.Shown(c.Metadata), Server: p.config.Server.URL, Component: read.Component.ID,
		})
	}
	return list, nil
}

// fetchDocument gets a document from any server. The configuration's token goes to
// the configuration's server only.
func (env Environment) fetchDocument(ctx context.Context, server, component string, version *uint64) ([]byte, error) {
	s := &fetch.Server{URL: strings.TrimRight(server, "/")}
	if err := config.CheckURL(s.URL); err != nil {
		return nil, fmt.Errorf("--server: the URL %w: write it like http://localhost:9881", err)
	}
	if p, err := openProject(env, ""); err == nil {
		defer p.close()
		if p.config.Server.URL == s.URL {
			if s, err = p.server(); err != nil {
				return nil, err
			}
		}
	}
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	progress := startProgress(env, component, s.URL)
	defer progress.stop()
	s.Progress = progress.arrived
	read, err := s.Component(ctx, fetch.Refer(component, version))
	if err != nil {
		return nil, err
	}
	return read.Data, nil
}
