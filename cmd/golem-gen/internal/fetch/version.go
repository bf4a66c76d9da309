package fetch

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
)

// The first minor versions of Golem 1 that count revisions of components and deploy them,
// and whose agents can be called.
const (
	firstWithRevisions = 4
	firstWithAgents    = 5
)

// version requests the minor version of a server of Golem 1. Builds between releases report
// 0.0.0, for which known is false.
func (s *Server) version(ctx context.Context) (minor int, known bool) {
	data, err := s.attempt(ctx, "/version", patience)
	var answer struct{ Version string }
	if err != nil || json.Unmarshal(data, &answer) != nil {
		return 0, false
	}
	major, rest, _ := strings.Cut(answer.Version, ".")
	text, _, _ := strings.Cut(rest, ".")
	minor, err = strconv.Atoi(text)
	return minor, err == nil && major == "1"
}

// isBeforeAgents reports whether the server has a version whose agents cannot be called.
func (s *Server) isBeforeAgents(ctx context.Context) bool {
	minor, known := s.version(ctx)
	return known && minor < firstWithAgents
}
