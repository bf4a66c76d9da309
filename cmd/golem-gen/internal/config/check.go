package config

import (
	"errors"
	"fmt"
	"go/token"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

var variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// check reports invalid values of the right type, and sets defaults.
func (r *reader) check(c *Config) {
	r.checkServer(&c.Server)
	if len(c.Components) == 0 {
		r.add(r.positions["components"], `add one: "- package: shop"`, "no components")
	}
	for _, text := range c.Initialisms {
		if !gen.IsInitialism(text) {
			r.add(r.positions["initialisms"], "use letters from A to Z, the first in upper case, then digits",
				"expected an initialism like LLM or GraphQL, found %s", quote(text))
		}
	}
	taken := claims{}
	for i, component := range c.Components {
		item := fmt.Sprintf("components[%d]", i)
		before := len(r.problems)
		r.checkIdentity(component, item)
		r.checkPaths(component, item)
		if len(r.problems) == before {
			r.claim(taken, component, item)
		}
	}
}

func (r *reader) at(item, key string) Position {
	if p, ok := r.positions[join(item, key)]; ok {
		return p
	}
	return r.positions[item]
}

func (r *reader) checkServer(s *Server) {
	if _, given := r.positions[join("server", "url")]; given {
		if err := CheckURL(s.URL); err != nil {
			r.add(r.at("server", "url"), "expected a URL like http://localhost:9881", "server URL %v", err)
		}
	}
	s.URL = strings.TrimRight(s.URL, "/")
	if s.TokenEnv != "" && !variable.MatchString(s.TokenEnv) {
		r.add(r.at("server", "token-env"), "give the variable's name, never the token itself", "token-env is not the name of an environment variable")
	}
	if s.TokenEnv != "" && s.TokenFile != "" {
		r.add(r.at("server", "token-file"), "remove one of them", "both token-env and token-file are set")
	}
	if s.Project != "" && !metadata.IsID(s.Project) {
		r.add(r.at("server", "project"), "give the project's id", "expected a UUID, found %s", quote(s.Project))
	}
}

// CheckURL says what is wrong with the URL of a server: "has a query". The error is nil if
// nothing is.
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

func (r *reader) checkIdentity(c *Component, item string) {
	if err := CheckPackage(c.Package); err != nil {
		r.add(r.at(item, "package"), "use a short lower-case word like shop", "package: %v", err)
	}
	switch {
	case c.Name == "" && c.ID == "":
		r.add(r.positions[item], `add "name: ..." or "id: ..."`, "component has neither name nor id")
	case c.Name != "" && c.ID != "":
		r.add(r.at(item, "id"), "remove one of them", "both name and id are set")
	case c.ID != "" && !metadata.IsID(c.ID):
		r.add(r.at(item, "id"), "correct the id, or use name instead", "expected an id like 5c89c92c-6e6a-5715-882b-637cd873451d, found %s", quote(c.ID))
	}
	if c.ImportPath != "" && !IsImportPath(c.ImportPath) {
		r.add(r.at(item, "import-path"), "correct the path", "expected an import path like example.com/application/internal/shop, found %s", quote(c.ImportPath))
	}
}

// CheckPackage says what is wrong with the name of a Go package: "main cannot be imported".
// The error is nil if nothing is.
func CheckPackage(name string) error {
	switch {
	case !token.IsIdentifier(name) || name == "_":
		return fmt.Errorf("%s is not a Go identifier", quote(name))
	case strings.ContainsFunc(name, func(c rune) bool { return c > unicode.MaxASCII }):
		return fmt.Errorf("%s has letters outside ASCII", quote(name))
	case name == "main" || name == "init":
		return fmt.Errorf("%s cannot be imported", name)
	case name == "documentation":
		return errors.New("documentation is the name of a package that Go ignores")
	case strings.HasSuffix(name, "_test"):
		return fmt.Errorf("%s is the name of a test package", quote(name))
	}
	return CheckFolders(name)
}

func (r *reader) checkPaths(c *Component, item string) {
	if c.Dir == "" {
		c.Dir = path.Join("internal", c.Package)
	}
	if c.Metadata == "" {
		c.Metadata = path.Join("golem", c.Package+".json")
	}
	type given struct {
		key   string
		value *string
	}
	paths := []given{{"dir", &c.Dir}, {"metadata", &c.Metadata}}
	for i := range c.WIT {
		paths = append(paths, given{"wit", &c.WIT[i]})
	}
	for _, p := range paths {
		if *p.value == "" {
			continue
		}
		if err := CheckPath(*p.value); err != nil {
			r.add(r.at(item, p.key), "give a path with slashes inside the folder of this file", "%s %s %v", p.key, quote(*p.value), err)
			continue
		}
		*p.value = path.Clean(*p.value)
	}
	if CheckPackage(c.Package) == nil && CheckPath(c.Dir) == nil {
		if err := CheckFolders(c.Dir); err != nil {
			r.add(r.at(item, "dir"), "choose another directory, like internal/shop", "dir: %v", err)
		}
	}
	if path.Ext(c.Metadata) != ".json" {
		r.add(r.at(item, "metadata"), "add .json", "metadata %s does not end in .json", quote(c.Metadata))
	}
}

// CheckPath says what is wrong with a path that has to stay in its folder: "is absolute".
// The error is nil if nothing is.
func CheckPath(p string) error {
	switch {
	case path.IsAbs(p) || filepath.IsAbs(p) || filepath.VolumeName(p) != "":
		return errors.New("is absolute")
	case strings.Contains(p, `\`):
		return errors.New("has a backslash")
	case strings.ContainsFunc(p, func(c rune) bool {
		return !unicode.IsPrint(c) || c == unicode.ReplacementChar || strings.ContainsRune(`:*?"<>|`, c)
	}):
		return errors.New("has a character that some file systems reject")
	case !filepath.IsLocal(filepath.FromSlash(p)):
		return errors.New("leads out of the folder")
	}
	for part := range strings.SplitSeq(path.Clean(p), "/") {
		if len(part) > 1 && part[0] == '.' {
			return errors.New("is in a hidden folder")
		}
	}
	return nil
}

// claims maps the paths that components write to, in lower case, to their component.
type claims map[string]string

// claim reports a component that would overwrite the files of another one.
func (r *reader) claim(taken claims, c *Component, item string) {
	for _, p := range []struct{ key, value string }{{"dir", c.Dir}, {"metadata", c.Metadata}, {"dir", path.Join(c.Dir, c.TestFolder())}} {
		name := strings.ToLower(p.value)
		if other, ok := taken[name]; ok {
			r.add(r.at(item, p.key), "give each component its own "+p.key, "%s is also used by %s", p.value, other)
			return
		}
	}
	taken[strings.ToLower(c.Dir)] = c.Label()
	taken[strings.ToLower(c.Metadata)] = c.Label()
	taken[strings.ToLower(path.Join(c.Dir, c.TestFolder()))] = c.Label()
}
