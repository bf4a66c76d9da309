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

// check reports what is wrong with values of the right type, and sets defaults.
func (r *reader) check(c *Config) {
	r.checkServer(&c.Server)
	if len(c.Components) == 0 {
		r.add(r.positions["components"], `add one: "- package: shop"`, "there are no components")
	}
	for _, text := range c.Initialisms {
		if !gen.IsInitialism(text) {
			r.add(r.positions["initialisms"], "write letters from A to Z, the first a capital, and digits behind them, as LLM or GraphQL",
				"the initialism %s cannot stand in a Go name", quote(text))
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
			r.add(r.at("server", "url"), "write it like http://localhost:9881", "the URL %v", err)
		}
	}
	s.URL = strings.TrimRight(s.URL, "/")
	if s.TokenEnv != "" && !variable.MatchString(s.TokenEnv) {
		r.add(r.at("server", "token-env"), "write the variable's name, never the token itself", "token-env is no name of an environment variable")
	}
	if s.TokenEnv != "" && s.TokenFile != "" {
		r.add(r.at("server", "token-file"), "keep one of them", "token-env and token-file are both given")
	}
	if s.Project != "" && !metadata.IsID(s.Project) {
		r.add(r.at("server", "project"), "write the id of the project", "%s is no id", quote(s.Project))
	}
}

// CheckURL tells what is wrong with the URL of a server: "has a query".
func CheckURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return errors.New("cannot be read")
	case u.Scheme != "http" && u.Scheme != "https":
		return errors.New("does not begin with http:// or https://")
	case u.Hostname() == "":
		return errors.New("names no host")
	case u.User != nil:
		return errors.New("holds credentials, which belong into token-env or token-file")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return errors.New("has a query or a fragment")
	case path.Base(u.Path) == "v1":
		return errors.New("ends in /v1, which golem-gen adds itself")
	}
	return nil
}

func (r *reader) checkIdentity(c *Component, item string) {
	if err := CheckPackage(c.Package); err != nil {
		r.add(r.at(item, "package"), "write a short word of lower case letters, like shop", "the package %v", err)
	}
	switch {
	case c.Name == "" && c.ID == "":
		r.add(r.positions[item], `add "name: ..." or "id: ..."`, "it is not said which component this is")
	case c.Name != "" && c.ID != "":
		r.add(r.at(item, "id"), "keep one of them", "name and id are both given")
	case c.ID != "" && !metadata.IsID(c.ID):
		r.add(r.at(item, "id"), "write it like 5c89c92c-6e6a-5715-882b-637cd873451d, or give the component's name with name", "%s is no component id", quote(c.ID))
	}
	if c.ImportPath != "" && !IsImportPath(c.ImportPath) {
		r.add(r.at(item, "import-path"), "write it like example.com/application/internal/shop", "%s is no import path", quote(c.ImportPath))
	}
}

// CheckPackage tells what is wrong with the name of a Go package.
func CheckPackage(name string) error {
	switch {
	case !token.IsIdentifier(name) || name == "_":
		return fmt.Errorf("%s is not a Go identifier", quote(name))
	case strings.ContainsFunc(name, func(c rune) bool { return c > unicode.MaxASCII }):
		return fmt.Errorf("%s has letters beyond ASCII", quote(name))
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
			r.add(r.at(item, p.key), "write a path inside of this file's folder, with slashes", "%s %s %v", p.key, quote(*p.value), err)
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
		r.add(r.at(item, "metadata"), "let it end in .json", "metadata %s is no JSON file", quote(c.Metadata))
	}
}

// CheckPath tells what is wrong with a path that must stay in its folder.
func CheckPath(p string) error {
	switch {
	case path.IsAbs(p) || filepath.IsAbs(p) || filepath.VolumeName(p) != "":
		return errors.New("is absolute")
	case strings.Contains(p, `\`):
		return errors.New("has a backslash")
	case strings.ContainsFunc(p, func(c rune) bool {
		return !unicode.IsPrint(c) || c == unicode.ReplacementChar || strings.ContainsRune(`:*?"<>|`, c)
	}):
		return errors.New("has a character that not all file systems take")
	case !filepath.IsLocal(filepath.FromSlash(p)):
		return errors.New("leads outside")
	}
	for part := range strings.SplitSeq(path.Clean(p), "/") {
		if len(part) > 1 && part[0] == '.' {
			return errors.New("leads into a hidden folder")
		}
	}
	return nil
}

// claims are the paths that components write to, in lower case.
type claims map[string]string

// claim reports components that would overwrite each other's files.
func (r *reader) claim(taken claims, c *Component, item string) {
	for _, p := range []struct{ key, value string }{{"dir", c.Dir}, {"metadata", c.Metadata}, {"dir", path.Join(c.Dir, c.TestFolder())}} {
		name := strings.ToLower(p.value)
		if other, ok := taken[name]; ok {
			r.add(r.at(item, p.key), "give each component its own "+p.key, "%s is already used by %s", p.value, other)
			return
		}
	}
	taken[strings.ToLower(c.Dir)] = c.Label()
	taken[strings.ToLower(c.Metadata)] = c.Label()
	taken[strings.ToLower(path.Join(c.Dir, c.TestFolder()))] = c.Label()
}
