package command

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/output"
)

// maxToken bounds the size of a token file. No token is that large.
const maxToken = 64 << 10

// Errors about a token never contain the text that was found.
var (
	errNoToken    = errors.New("is empty: put the token there")
	errWrongToken = errors.New("has characters that no token has, like spaces or line ends: put the token there and nothing else")
)

// token reads the token of an entry's server from the place in the configuration. Its errors
// never contain what was read.
func (p *project) token(e *config.Entry) (token, source string, err error) {
	s, _ := p.config.ServerOf(e)
	switch {
	case s.TokenEnv != "":
		source = "$" + s.TokenEnv
		if token = strings.TrimSpace(p.env.Getenv(s.TokenEnv)); token == "" {
			return "", "", fmt.Errorf("%s: %s is not set or empty: set it to the token, or remove the line if the server needs none", p.config.AtServer(e, "token-env"), source)
		}
		if !plausible(token) {
			return "", "", fmt.Errorf("%s: %s %w", p.config.AtServer(e, "token-env"), source, errWrongToken)
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
		return "", output.Explain(name, err)
	case !info.Mode().IsRegular() || info.Size() > maxToken:
		return "", fmt.Errorf("%s is not a file with a token: put the token into a file", name)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", output.Explain(name, err)
	}
	token := strings.TrimSpace(strings.TrimPrefix(string(text), "\ufeff")) // some editors write a byte order mark
	switch {
	case token == "":
		return "", fmt.Errorf("%s %w", name, errNoToken)
	case !plausible(token):
		return "", fmt.Errorf("%s %w", name, errWrongToken)
	}
	return token, nil
}

// plausible reports whether a text can be a token: it fits in a header and has no spaces.
func plausible(token string) bool {
	return !strings.ContainsFunc(token, func(c rune) bool { return c <= ' ' || c > '~' })
}
