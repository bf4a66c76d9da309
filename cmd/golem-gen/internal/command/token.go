package command

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
)

// maxToken bounds the size of a token file. No token is that large.
const maxToken = 64 << 10

// errToken does not say what was found instead of a token.
var errToken = errors.New("is empty or contains characters that no token has: put the token there and nothing else")

// token reads the token of an entry's server from the place in the configuration. Its errors
// never contain what was read.
func (p *project) token(e *config.Entry) (token, source string, err error) {
	s, _ := p.config.ServerOf(e)
	switch {
	case s.TokenEnv != "":
		source = "$" + s.TokenEnv
		if token = strings.TrimSpace(p.env.Getenv(s.TokenEnv)); token == "" {
			return "", "", fmt.Errorf("%s: %s is not set: set it to the token, or remove the line if the server needs none", p.config.AtServer(e, "token-env"), source)
		}
		if !plausible(token) {
			return "", "", fmt.Errorf("%s: %s %w", p.config.AtServer(e, "token-env"), source, errToken)
		}
	case s.TokenFile != "":
		source = "the file " + s.TokenFile
		if token, err = p.readToken(s.TokenFile); err != nil {
			return "", "", fmt.Errorf("%s: %w", p.config.AtServer(e, "token-file"), err)
		}
	}
	return token, source, nil
}

func (p *project) readToken(name string) (string, error) {
	file := filepath.FromSlash(name)
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		file = filepath.Join(p.env.Getenv("HOME"), filepath.FromSlash(rest))
	} else if !filepath.IsAbs(file) {
		file = filepath.Join(p.dir, file)
	}
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("no file %s: put the token there, or remove the line if the server needs none", name)
	case err != nil:
		return "", err
	case !info.Mode().IsRegular() || info.Size() > maxToken:
		return "", fmt.Errorf("%s %w", name, errToken)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(text))
	if !plausible(token) {
		return "", fmt.Errorf("%s %w", name, errToken)
	}
	return token, nil
}

// plausible reports whether a text can be a token: it fits in a header and has no spaces.
func plausible(token string) bool {
	return token != "" && !strings.ContainsFunc(token, func(c rune) bool { return c <= ' ' || c > '~' })
}
