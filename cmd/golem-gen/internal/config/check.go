package config

import (
	"errors"
	"fmt"
	"go/token"
	"maps"
	"net"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

var variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// check reports invalid values of the right type, and sets defaults.
func (r *reader) check(c *Config) {
	r.checkServer(&c.Server, "server")
	for _, name := range slices.Sorted(maps.Keys(c.Servers)) {
		r.checkServer(c.Servers[name], join("servers", name))
	}
	entries := c.Entries()
	if len(entries) == 0 {
		r.add(r.firstOf("agents", "components"), `add one: "- package: shop"`, "neither components nor agents")
	}
	for _, text := range c.Initialisms {
		if !gen.IsInitialism(text) {
			r.add(r.positions["initialisms"], "use letters from A to Z, the first in upper case, then digits",
				"expected an initialism like LLM or GraphQL, found %s", quote(text))
		}
	}
	taken := claims{}
	for _, e := range entries {
		before := len(r.problems)
		r.checkEntry(c, e)
		e.Of.check(r)
		r.checkPaths(e)
		if len(r.problems) == before {
			r.claim(taken, e)
		}
	}
}

func (r *reader) at(item, key string) Position {
	if p, ok := r.positions[join(item, key)]; ok {
		return p
	}
	return r.positions[item]
}

// firstOf returns the position of the first of the keys that is there, or of the file.
func (r *reader) firstOf(keys ...string) Position {
	for _, key := range keys {
		if p, ok := r.positions[key]; ok {
			return p
		}
	}
	return r.positions[""]
}

// checkServer checks the server at a path of keys.
func (r *reader) checkServer(s *Server, at string) {
	if _, given := r.positions[join(at, "url")]; given || at != "server" {
		if err := CheckURL(s.URL); err != nil {
			r.add(r.at(at, "url"), "expected a URL like http://localhost:9881", "server URL %v", err)
		}
	}
	s.URL = strings.TrimRight(s.URL, "/")
	if s.TokenEnv != "" && !variable.MatchString(s.TokenEnv) {
		r.add(r.at(at, "token-env"), "give the variable's name, never the token itself", "token-env is not the name of an environment variable")
	}
	if s.TokenEnv != "" && s.TokenFile != "" {
		r.add(r.at(at, "token-file"), "remove one of them", "both token-env and token-file are set")
	}
	if s.Project != "" && !metadata.IsID(s.Project) {
		r.add(r.at(at, "project"), "give the project's id", "expected a UUID, found %s", quote(s.Project))
	}
}

// CheckURL returns an error if a text cannot be the URL of a server: "has a query".
func CheckURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return errors.New("cannot be read")
	case u.Scheme != "http" && u.Scheme != "https":
		return errors.New("does not begin with http:// or https://")
	case u.Hostname() == "":
		return errors.New("has no host")
	case u.User != nil:
		return errors.New("contains credentials, which belong in token-env or token-file")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return errors.New("has a query or a fragment")
	case path.Base(u.Path) == "v1":
		return errors.New("ends in /v1, which golem-gen adds itself")
	}
	return nil
}

// SameURL reports whether two URLs of servers have the same meaning. They may differ in the
// case of scheme and host, the scheme's default port, and slashes at the end.
func SameURL(a, b string) bool { return normalURL(a) == normalURL(b) }

func normalURL(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return text
	}
	scheme, host, port := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[scheme]
	}
	return scheme + "://" + net.JoinHostPort(host, port) + strings.TrimRight(u.EscapedPath(), "/")
}

// checkEntry checks the values that all entries have, except for the paths.
func (r *reader) checkEntry(c *Config, e *Entry) {
	if err := CheckPackage(e.Package); err != nil {
		r.add(r.at(e.item, "package"), "use a short lower-case word like shop", "package: %v", err)
	}
	if e.Server != "" && c.Servers[e.Server] == nil {
		fix := `add it to "servers:", or remove the line to use the one of "server:"`
		if len(c.Servers) > 0 {
			fix = "use one of these: " + strings.Join(slices.Sorted(maps.Keys(c.Servers)), ", ")
		}
		r.add(r.at(e.item, "server"), fix, "no server is named %s", quote(e.Server))
	}
	if e.ImportPath != "" && !IsImportPath(e.ImportPath) {
		r.add(r.at(e.item, "import-path"), "correct the path", "expected an import path like example.com/application/internal/shop, found %s", quote(e.ImportPath))
	}
}

func (c *Component) check(r *reader) {
	switch {
	case c.Name == "" && c.ID == "":
		r.add(r.positions[c.item], `add "name: ..." or "id: ..."`, "component has neither name nor id")
	case c.Name != "" && c.ID != "":
		r.add(r.at(c.item, "id"), "remove one of them", "both name and id are set")
	case c.ID != "" && !metadata.IsID(c.ID):
		r.add(r.at(c.item, "id"), "correct the id, or use name instead", "expected an id like 5c89c92c-6e6a-5715-882b-637cd873451d, found %s", quote(c.ID))
	}
	for i := range c.WIT {
		r.checkReadPath(c.item, "wit", &c.WIT[i])
	}
}

// kebab is the form of the names of applications and environments.
var kebab = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

func (a *Agents) check(r *reader) {
	for _, name := range []struct{ key, value string }{{"application", a.Application}, {"environment", a.Environment}} {
		if !kebab.MatchString(name.value) {
			r.add(r.at(a.item, name.key), "use lower-case letters, digits and dashes, as in my-bank", "%s %s is not a name that Golem accepts", name.key, quote(name.value))
		}
	}
	if at := strings.IndexByte(a.Account, '@'); a.Account != "" && (at <= 0 || at == len(a.Account)-1 || strings.ContainsFunc(a.Account, unicode.IsSpace)) {
		r.add(r.at(a.item, "account"), "give the e-mail address of the application's owner", "expected an e-mail address, found %s", quote(a.Account))
	}
	for i, name := range a.Types {
		switch {
		case name == "":
			r.add(r.at(a.item, "types"), "correct or remove it", "types has an empty name")
		case slices.Contains(a.Types[:i], name):
			r.add(r.at(a.item, "types"), "remove one of them", "types has %s twice", quote(name))
		}
	}
}

// CheckPackage returns an error if a text cannot be the name of the Go package of a client:
// "main cannot be imported".
func CheckPackage(name string) error {
	switch {
	case !token.IsIdentifier(name) || name == "_":
		return fmt.Errorf("%s is not a Go identifier", quote(name))
	case strings.ContainsFunc(name, func(c rune) bool { return c > unicode.MaxASCII }):
		return fmt.Errorf("%s has letters outside ASCII", quote(name))
	case strings.ToLower(name) != name:
		return fmt.Errorf("%s has upper-case letters: systems that ignore case take its folder for that of %s", quote(name), strings.ToLower(name))
	case name == "main" || name == "init":
		return fmt.Errorf("%s cannot be imported", name)
	case name == "documentation":
		return errors.New("documentation is the name of a package that Go ignores")
	case strings.HasSuffix(name, "_test"):
		return fmt.Errorf("%s is the name of a test package", quote(name))
	}
	return CheckFolders(name)
}

func (r *reader) checkPaths(e *Entry) {
	if e.Dir == "" {
		e.Dir = path.Join("internal", e.Package)
	}
	if e.Metadata == "" {
		e.Metadata = path.Join("golem", e.Package+".json")
	}
	r.checkPath(e.item, "dir", &e.Dir)
	r.checkPath(e.item, "metadata", &e.Metadata)
	if CheckPackage(e.Package) == nil && CheckPath(e.Dir) == nil {
		if err := CheckFolders(e.Dir); err != nil {
			r.add(r.at(e.item, "dir"), "choose another directory, like internal/shop", "dir: %v", err)
		}
	}
	if path.Ext(e.Metadata) != ".json" {
		r.add(r.at(e.item, "metadata"), "add .json", "metadata %s does not end in .json", quote(e.Metadata))
	}
}

// claims maps the paths that clients are written to, in lower case, to their entries.
type claims map[string]string

// claim reports an entry that would overwrite the files of another one.
func (r *reader) claim(taken claims, e *Entry) {
	for _, p := range []struct{ key, value string }{{"dir", e.Dir}, {"metadata", e.Metadata}, {"dir", path.Join(e.Dir, e.TestFolder())}} {
		name := strings.ToLower(p.value)
		if other, ok := taken[name]; ok {
			r.add(r.at(e.item, p.key), "give each entry its own "+p.key, "%s is also used by %s", p.value, other)
			return
		}
	}
	for _, name := range []string{e.Dir, e.Metadata, path.Join(e.Dir, e.TestFolder())} {
		taken[strings.ToLower(name)] = fmt.Sprintf("%s in line %d", e.Of.Label(), r.positions[e.item].Line)
	}
}
