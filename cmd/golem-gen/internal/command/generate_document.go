package command

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"golang.org/x/mod/modfile"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/output"
	"github.com/golem-gen/golem-gen/gen"
)

// client is a generated package before it is written.
type client struct {
	*document
	shown  string // directory of the package, for messages
	output *gen.Output
	before map[string]gen.LockedName // names of the lock file
	locks  bool                      // there is a lock file
}

// generateDocument writes the client of the document in --metadata.
func (f *generateFlags) generateDocument(env Environment) error {
	read, err := env.readDocument(f.metadata)
	if err != nil {
		return err
	}
	if !f.stdout {
		return f.writeDocument(env, read)
	}
	c, err := f.document(env, read, nil)
	if err != nil {
		return err
	}
	c.warn(env.Stderr, c.output.Warnings...)
	return output.Print(env.Stdout, c.output.Files)
}

func (f *generateFlags) writeDocument(env Environment, read *document) error {
	if err := f.checkOut(env); err != nil {
		return err
	}
	p, err := f.openPlace(env)
	if err != nil {
		return err
	}
	defer p.root.Close()
	c, err := f.document(env, read, p.names(f.pkg, read.source()))
	if err != nil {
		return err
	}
	c.warn(env.Stderr, c.output.Warnings...)
	c.noteUnnamed(env.Stderr, "--wit")
	if renamed := 0; f.rename {
		if renamed = c.showRenames(env.Stdout); f.check {
			return checkRenames(env.Stderr, renamed)
		}
	}
	changes, err := p.root.Compare(p.folder, gen.Header, c.output.Files, []string{f.pkg + "test"}, f.force)
	if err == nil && !p.known && !f.force {
		err = p.root.CheckPackage(changes, f.pkg)
	}
	if err != nil {
		return err
	}
	c.noteKept(env.Stderr, len(changes) > 0)
	lock, err := p.record(f.pkg, c)
	if err != nil {
		return err
	}
	changes = append(changes, lock...)
	if f.check {
		return check(env, p.root, changes)
	}
	if err := p.root.Apply(changes); err != nil {
		return err
	}
	report(env, c, len(changes) > 0)
	return nil
}

// checkOut checks that Go can import the directory of --out: as seen from the go.mod above
// it or, if there is none, by its own name.
func (f *generateFlags) checkOut(env Environment) error {
	dir, err := filepath.Abs(env.path(f.out))
	if err != nil {
		return err
	}
	folders := filepath.Base(dir)
	if module, _, ok := moduleAbove(dir); ok {
		if folders, err = filepath.Rel(module, dir); err != nil {
			return err
		}
	}
	if err := config.CheckFolders(filepath.ToSlash(folders)); err != nil {
		return fmt.Errorf("--out %s: %w: choose another directory", f.out, err)
	}
	return nil
}

func (f *generateFlags) document(env Environment, read *document, names map[string]gen.LockedName) (*client, error) {
	c := &client{document: read, shown: filepath.ToSlash(filepath.Clean(f.out)), before: names, locks: f.lock != ""}
	options := gen.Options{Package: f.pkg, Locked: names, Rename: f.rename, TestPackage: f.tests, ImportPath: f.importPath}
	var err error
	if f.tests && f.importPath == "" {
		if options.ImportPath, err = importPath(env.path(f.out)); err != nil {
			return nil, fmt.Errorf("--tests: %w: give --import-path", err)
		}
	}
	if options.WIT, err = read.wit(env.paths(f.wit)); err != nil {
		return nil, err
	}
	if c.output, err = read.generate(options); err != nil {
		return nil, generationError(read.Name, err, nil)
	}
	return c, nil
}

// check prints the differences.
func check(env Environment, root *output.Root, changes output.Changes) error {
	if len(changes) == 0 {
		return nil
	}
	if _, err := env.Stdout.Write(root.Diff(changes)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(env.Stderr, "%s: run golem-gen generate\n", summary(changes))
	return errors.Join(err, errDifferent)
}

// summary counts the differences: "2 files different, 1 file missing".
func summary(changes output.Changes) string {
	var missing, differ, left int
	for _, c := range changes {
		switch {
		case c.Old == nil:
			missing++
		case c.New == nil:
			left++
		default:
			differ++
		}
	}
	text := ""
	for _, part := range []struct {
		n    int
		what string
	}{{differ, "different"}, {missing, "missing"}, {left, "left over"}} {
		if part.n == 0 {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += count(part.n, "file") + " " + part.what
	}
	return text
}

// moduleAbove finds the nearest go.mod in an absolute folder or above it.
func moduleAbove(dir string) (folder string, text []byte, ok bool) {
	for above := dir; ; above = filepath.Dir(above) {
		text, err := os.ReadFile(filepath.Join(above, "go.mod"))
		if err == nil {
			return above, text, true
		}
		if filepath.Dir(above) == above {
			return "", nil, false
		}
	}
}

// importPath returns the import path of a folder, by the go.mod above it.
func importPath(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	above, text, ok := moduleAbove(dir)
	if !ok {
		return "", fmt.Errorf("no go.mod in %s or above it", dir)
	}
	module := modfile.ModulePath(text)
	if module == "" {
		return "", fmt.Errorf("%s has no module line", filepath.Join(above, "go.mod"))
	}
	relative, err := filepath.Rel(above, dir)
	if err != nil {
		return "", err
	}
	return path.Join(module, filepath.ToSlash(relative)), nil
}
