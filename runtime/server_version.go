package runtime

import (
	"strconv"
	"strings"
)

// serverVersion is the version of a Golem server.
type serverVersion struct {
	major, minor, patch int
	pre                 bool // a pre-release
}

// parseServerVersion parses "1.2.0", with or without a leading v, and with anything after - or
// +.
func parseServerVersion(text string) (serverVersion, bool) {
	text, _, _ = strings.Cut(strings.TrimPrefix(text, "v"), "+")
	text, _, pre := strings.Cut(text, "-")
	v := serverVersion{pre: pre}
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return v, false
	}
	for i, to := range []*int{&v.major, &v.minor, &v.patch} {
		n, err := strconv.ParseUint(parts[i], 10, 16)
		if err != nil {
			return v, false
		}
		*to = int(n)
	}
	return v, true
}

func (v serverVersion) before(major, minor, patch int) bool {
	switch {
	case v.major != major:
		return v.major < major
	case v.minor != minor:
		return v.minor < minor
	case v.patch != patch:
		return v.patch < patch
	}
	return v.pre
}
