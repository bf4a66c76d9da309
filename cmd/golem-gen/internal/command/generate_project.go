package command

import (
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/output"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
	"github.com/golem-gen/golem-gen/gen"
)

// generateProject writes the clients of the entries in the configuration, all or none.
func (f *generateFlags) generateProject(env Environment, names []string) error {
	p, err := openProject(env, f.config)
	if isNoProject(err) {
		return fmt.Errorf("%w, or use --metadata, --package and --out", err)
	}
	if err != nil {
		return err
	}
	defer p.close()
	entries, err := p.selected(names)
	if err != nil {
		return err
	}
	g := &generation{project: p, force: f.force, rename: f.rename, next: pin.Lock{}}
	if err := g.run(entries); err != nil {
		return err
	}
	for _, c := range g.clients {
		c.replaced.note(env.Stderr, c.client)
		c.warn(env.Stderr, c.output.Warnings...)
		c.noteUnnamed(env.Stderr, "wit: in "+config.Name)
		c.noteKept(env.Stderr, len(c.changes) > 0)
	}
	renamed := 0
	if f.rename {
		for _, c := range g.clients {
			renamed += c.showRenames(env.Stdout)
		}
	}
	switch {
	case f.rename && f.check:
		return checkRenames(env.Stderr, renamed)
	case f.stdout:
		return g.print(env.Stdout)
	case f.check:
		return check(env, p.root, g.all())
	}
	if err := p.root.Apply(g.all()); err != nil {
		return err
	}
	g.report()
	g.noteUnused(env.Stderr)
	return nil
}

// generation is the output of a run before it is written.
type generation struct {
	*project
	force   bool
	rename  bool
	clients []planned
	next    pin.Lock
	orphans []orphan
	unused  []string // pinned documents of clients that leave the lock file
	lockTo  output.Changes
}

// planned is a client and the changes that write it.
type planned struct {
	*client
	dir      string
	from     string // directory in the lock file, "" for a new client
	changes  output.Changes
	replaced *replacement
}

// orphan is the directory of a client whose entry is no longer in the configuration.
type orphan struct {
	dir     string
	changes output.Changes
}

func (g *generation) run(entries []*config.Entry) error {
	var problems []error
	said := map[string]bool{} // entries of one server share the problems of its lines
	for _, e := range entries {
		if err := g.plan(e); err != nil && !said[err.Error()] {
			said[err.Error()] = true
			problems = append(problems, err)
		}
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	if err := g.keepOthers(); err != nil {
		return err
	}
	var err error
	g.lockTo, err = g.root.File(pin.Name, g.next.Text())
	return err
}

// plan generates one client.
func (g *generation) plan(e *config.Entry) error {
	read, err := g.pinned(e)
	if err == nil {
		err = g.checkFetched(e, read)
	}
	if err != nil {
		return err
	}
	from, locked := g.lock.For(e.Dir, e.Package, read.source(), g.inUse)
	origin := originOf(locked, read.source())
	if err := g.checkOrigin(e, origin); err != nil {
		return err
	}
	options, err := g.options(e, read, locked)
	if err != nil {
		return err
	}
	options.Rename = g.rename
	digests, replaced := g.keepDigest(e, read)
	out, err := read.generate(options)
	if err != nil {
		return g.nameErrors(e, read, err)
	}
	changes, err := g.root.Compare(e.Dir, gen.Header, out.Files, []string{e.TestFolder()}, g.force)
	if err == nil && g.lock[e.Dir] == nil && !g.force {
		err = g.root.CheckPackage(changes, e.Package)
	}
	if err != nil {
		return err
	}
	g.clients = append(g.clients, planned{
		client: &client{document: read, shown: e.Dir, output: out, before: options.Locked, locks: true},
		dir:    e.Dir, from: from, changes: changes, replaced: replaced,
	})
	kept := lockOf(e.Package, read.subject, out.Names)
	kept.Origin, kept.Documents = origin, digests
	g.next[e.Dir] = kept
	return nil
}

// nameErrors returns the error of a generation, with the problems of configured names at their
// lines and in the order of the file.
func (g *generation) nameErrors(e *config.Entry, read *document, err error) error {
	var clashes *gen.NameErrors
	if errors.As(err, &clashes) {
		slices.SortStableFunc(clashes.Problems, func(a, b gen.NameProblem) int {
			return g.config.Line(e, "names", a.Place) - g.config.Line(e, "names", b.Place)
		})
	}
	return generationError(read.Name, err, func(place string) string {
		if _, configured := e.Names[place]; configured {
			return g.config.At(e, "names", place)
		}
		return ""
	})
}

// options returns the options that the configuration and the lock file give for an entry.
func (p *project) options(e *config.Entry, read *document, locked *pin.Client) (gen.Options, error) {
	o := gen.Options{Package: e.Package, TestPackage: e.Tests, Names: e.Names, Initialisms: p.config.Initialisms, ImportPath: e.ImportPath}
	if locked != nil {
		o.Locked = locked.Names
	}
	var err error
	if e.Tests && o.ImportPath == "" {
		if o.ImportPath, err = importPath(filepath.Join(p.dir, filepath.FromSlash(e.Dir))); err != nil {
			return o, fmt.Errorf("%s: %w: set import-path", p.config.At(e, "tests"), err)
		}
	}
	if o.WIT, err = read.wit(p.witPaths(e.Of)); err != nil {
		err = fmt.Errorf("%s: %w", p.config.At(e, "wit"), err)
	}
	return o, err
}

// keepOthers keeps the lock file's lines of clients that this run does not generate, and plans
// the removal of clients whose entries are no longer in the configuration.
func (g *generation) keepOthers() error {
	moved := map[string]bool{}
	for _, c := range g.clients {
		if c.from != "" {
			moved[c.from] = true
		}
	}
	all := len(g.clients) == len(g.config.Entries())
	for dir, locked := range g.lock {
		switch {
		case g.next[dir] != nil:
		case g.inUse(dir) || !all && !moved[dir]:
			g.next[dir] = locked
		default:
			if err := g.abandon(dir, locked); err != nil {
				return err
			}
		}
	}
	slices.SortFunc(g.orphans, func(a, b orphan) int { return strings.Compare(a.dir, b.dir) })
	return nil
}

// abandon plans the removal of a client, except for files of other clients.
func (g *generation) abandon(dir string, locked *pin.Client) error {
	if err := config.CheckPath(dir); err != nil {
		return fmt.Errorf("%s: directory %q %w: remove it from the file", g.root.Shown(pin.Name), dir, err)
	}
	changes, err := g.root.Compare(dir, gen.Header, nil, []string{locked.Package + "test"}, false)
	if err != nil {
		return err
	}
	if name := g.unusedPin(locked); name != "" {
		g.unused = append(g.unused, name)
	}
	changes = slices.DeleteFunc(changes, func(c output.Change) bool { return g.inUse(path.Dir(c.Name)) || g.writes(c.Name) })
	if len(changes) > 0 {
		g.orphans = append(g.orphans, orphan{dir, changes})
	}
	return nil
}

// writes reports whether a file belongs to one of the clients.
func (g *generation) writes(name string) bool {
	for _, c := range g.clients {
		for file := range c.output.Files {
			if strings.EqualFold(path.Join(c.dir, file), name) {
				return true
			}
		}
	}
	return false
}

func (g *generation) all() output.Changes {
	var all output.Changes
	for _, c := range g.clients {
		all = append(all, c.changes...)
	}
	for _, o := range g.orphans {
		all = append(all, o.changes...)
	}
	return append(all, g.lockTo...)
}

func (g *generation) report() {
	for _, c := range g.clients {
		report(g.env, c.client, len(c.changes) > 0)
	}
	for _, o := range g.orphans {
		_, _ = fmt.Fprintf(g.env.Stdout, "removed %s: %s\n", o.dir, count(len(o.changes), "file"))
	}
	if all := g.all(); len(all) > 0 && len(all) == len(g.lockTo) {
		g.reportLock()
	}
}

// reportLock says that the lock file was written, where no other line shows a change.
func (p *project) reportLock() {
	_, _ = fmt.Fprintf(p.env.Stdout, "wrote %s\n", p.root.Shown(pin.Name))
}

func (g *generation) print(w io.Writer) error {
	files := map[string][]byte{}
	for _, c := range g.clients {
		for name, text := range c.output.Files {
			files[path.Join(c.dir, name)] = text
		}
	}
	return output.Print(w, files)
}
