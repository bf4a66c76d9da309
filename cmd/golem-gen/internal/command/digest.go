package command

import (
	"fmt"
	"io"
	"slices"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
)

// checkFetched returns an error if the pinned document of an entry is not the one that was
// fetched for its version or deployment. A client must not be generated from another interface
// than that of the version it names: it would take a worker of that version for one that
// understands its calls.
func (p *project) checkFetched(e *config.Entry, read *document) error {
	digests, source := p.digestsOf(e, read)
	switch {
	case len(digests) == 0 || slices.Contains(digests, pin.Digest(read.Data)):
		return nil
	case len(digests) > 1:
		return fmt.Errorf("%s: is none of the documents that were merged, whose digests are in %s: restore one of them, or run golem-gen fetch",
			read.Name, p.root.Shown(pin.Name))
	case source.Equal(read.source()):
		return fmt.Errorf("%s: differs from the document whose digest is in %s: restore the file, or run golem-gen fetch",
			read.Name, p.root.Shown(pin.Name))
	}
	return nil // see replacement
}

// digestsOf returns the digests that the lock file has for an entry, and what they are digests of.
func (p *project) digestsOf(e *config.Entry, read *document) ([]string, pin.Source) {
	_, locked := p.lock.For(e.Dir, e.Package, read.source(), p.inUse)
	if locked == nil {
		return nil, pin.Source{}
	}
	return locked.Documents, locked.Source
}

// replacement is a pinned document that has taken the place of one of another version, component
// or deployment, and that golem-gen fetch has not written. It may come from a branch whose lock
// file a merge did not take.
type replacement struct{ before pin.Source }

// keepDigest returns the digests for the lock file, which has one from the first fetch on. From
// then on, edits are noticed in documents that others put in place, too. replaced is not nil if
// this document is such a one.
func (p *project) keepDigest(e *config.Entry, read *document) (digests []string, replaced *replacement) {
	before, source := p.digestsOf(e, read)
	if len(before) == 0 {
		return nil, nil
	}
	digest := pin.Digest(read.Data)
	if !slices.Contains(before, digest) {
		replaced = &replacement{source}
	}
	return []string{digest}, replaced
}

// note says that a document was replaced, in the run that finds it.
func (r *replacement) note(w io.Writer, c *client) {
	if r != nil {
		_, _ = fmt.Fprintf(w, "%s: warning: golem-gen fetch has pinned %s, and this is %s: run golem-gen fetch, unless it was put here on purpose\n",
			c.Name, r.before.Title(), c.title())
	}
}
