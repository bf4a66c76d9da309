package command

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
)

// origin returns where an entry is fetched from. A project decides only which component a
// name means.
func (p *project) origin(e *config.Entry) pin.Origin {
	s, _ := p.config.ServerOf(e)
	o := pin.Origin{Server: s.URL}
	if c, ok := e.Of.(*config.Component); ok && c.Name != "" {
		o.Project = s.Project
	}
	return o
}

// originOf returns where the document of a source was fetched. It is empty if the lock file does
// not have it, as for documents that were not fetched.
func originOf(locked *pin.Client, source pin.Source) pin.Origin {
	if locked == nil || !locked.Source.Same(source) {
		return pin.Origin{}
	}
	return locked.Origin
}

// checkOrigin returns an error if the pinned document of an entry was fetched from another place
// than the configuration names: another server has other components and agents under the same
// names. It accepts a configuration without a server, and a lock file without the origin.
func (p *project) checkOrigin(e *config.Entry, pinned pin.Origin) error {
	now := p.origin(e)
	switch {
	case now.Server == "" || pinned.Server == "":
		return nil
	case !config.SameURL(now.Server, pinned.Server):
		return p.otherOrigin(e, "url", "server "+strconv.QuoteToASCII(now.Server), pinned.Server)
	case now.Project == "" && pinned.Project != "":
		return p.otherOrigin(e, "project", "no project", pinned.Project)
	case !strings.EqualFold(now.Project, pinned.Project):
		return p.otherOrigin(e, "project", "project "+strconv.QuoteToASCII(now.Project), pinned.Project)
	}
	return nil
}

func (p *project) otherOrigin(e *config.Entry, key, expected, found string) error {
	if found != "" {
		found = strconv.QuoteToASCII(found)
	} else {
		found = "none"
	}
	return fmt.Errorf("%s: expected %s, found %s in %s: run golem-gen fetch, or change the configuration",
		p.config.AtServer(e, key), expected, found, p.root.Shown(pin.Name))
}
