package config

import (
	"errors"
	"path"
	"path/filepath"
	"strings"
	"unicode"
)

// checkPath checks and cleans a path of an entry that golem-gen writes to.
func (r *reader) checkPath(item, key string, value *string) {
	r.cleanPath(item, key, value, CheckPath, "give a path with slashes inside the folder of this file")
}

// checkReadPath checks and cleans a path of an entry that golem-gen only reads.
func (r *reader) checkReadPath(item, key string, value *string) {
	r.cleanPath(item, key, value, checkPortable, "give a path with slashes from the folder of this file, like ../components/shop/wit")
}

func (r *reader) cleanPath(item, key string, value *string, check func(string) error, fix string) {
	if *value == "" {
		return
	}
	if err := check(*value); err != nil {
		r.add(r.at(item, key), fix, "%s %s %v", key, quote(*value), err)
		return
	}
	*value = path.Clean(*value)
}

// CheckPath returns an error if a path may leave its folder: "is absolute".
func CheckPath(p string) error {
	if err := checkPortable(p); err != nil {
		return err
	}
	if !filepath.IsLocal(filepath.FromSlash(p)) {
		return errors.New("leads out of the folder")
	}
	return nil
}

// checkPortable returns an error if a path does not mean the same on every machine with the
// repository: "is absolute". The path may begin with "..".
func checkPortable(p string) error {
	switch {
	case path.IsAbs(p) || filepath.IsAbs(p) || filepath.VolumeName(p) != "":
		return errors.New("is absolute")
	case strings.Contains(p, `\`):
		return errors.New("has a backslash")
	case strings.ContainsFunc(p, func(c rune) bool {
		return !unicode.IsPrint(c) || c == unicode.ReplacementChar || strings.ContainsRune(`:*?"<>|`, c)
	}):
		return errors.New("has a character that some file systems reject")
	}
	for part := range strings.SplitSeq(path.Clean(p), "/") {
		if part != ".." && len(part) > 1 && part[0] == '.' {
			return errors.New("is in a hidden folder")
		}
	}
	return nil
}
