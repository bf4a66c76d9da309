package command

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxToken is far beyond any token, and small enough to notice a wrong file.
const maxToken = 64 << 10

// errToken never says what was there instead.
var errToken = errors.New("is empty, or has characters that no token has: write the token there, and nothing else")

// token reads the server's token from where the configuration says. No error ever
// repeats what was read.
func (p *project) token() (token, source string, err error) {
	s := p.config.Server
	switch {
	case s.TokenEnv != "":
		source = "$" + s.TokenEnv
		if token = strings.TrimSpace(p.env.Getenv(s.TokenEnv)); token == "" {
			return "", "", fmt.Errorf("%s: %s is not set: set it to a token, or remove the line for a server that needs none", p.config.AtServer("token-env"), source)
		}
		if !plausible(token) {
			return "", "", fmt.Errorf("%s: %s %w", p.config.AtServer("token-env"), source, errToken)
		}
	case s.TokenFile != "":
		source = "the file " + s.TokenFile
		if token, err = p.readToken(s.TokenFile); err != nil {
			return "", "", fmt.Errorf("%s: %w", p.config.AtServer("token-file"), err)
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
		return "", fmt.Errorf("there is no file %s: write the token into it, or remove the line for a server that needs none", name)
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

// plausible tells whether a text can be in a header, and is no template or comment.
func plausible(token string) bool {
	return token != "" && !strings.ContainsFunc(token, func(c rune) bool { return c <= ' ' || c > '~' })
}
