package replay

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// serve answers the recorded request by the player, and the client's own questions before and
// after a call by what the recording says elsewhere.
func (r *Replay) serve(w http.ResponseWriter, request *http.Request) {
	s := r.step.Load()
	if s == nil {
		http.Error(w, "a call before the first exchange", http.StatusTeapot)
		return
	}
	if s.Method == request.Method && s.Path == request.URL.RequestURI() {
		s.player.ServeHTTP(w, request)
		return
	}
	id, rest, _ := strings.Cut(strings.TrimPrefix(request.URL.Path, "/v1/components/"), "/")
	worker, ofWorker := strings.CutPrefix(rest, "workers/")
	switch {
	case request.Method == http.MethodGet && ofWorker:
		r.answerVersion(w, r.VersionOf(worker))
	case request.Method == http.MethodPost && rest == "workers": // a new worker
		r.answerVersion(w, r.Latest)
	case request.Method == http.MethodGet && rest == "latest":
		answer(w, http.StatusOK, r.document(id, r.Latest))
	case request.Method == http.MethodGet && strings.HasPrefix(rest, "versions/"):
		version, err := strconv.Atoi(strings.TrimPrefix(rest, "versions/"))
		if err != nil {
			answer(w, http.StatusBadRequest, `{"errors":["not a version"]}`)
			return
		}
		answer(w, http.StatusOK, r.document(id, version))
	default:
		s.player.ServeHTTP(w, request)
	}
}

// document returns the recorded metadata of a version. If the recording has none, it returns
// metadata with only the version.
func (r *Replay) document(id string, version int) string {
	prefix := fmt.Sprintf(`"versionedComponentId":{"componentId":%q,"version":%d}`, id, version)
	for _, x := range r.exchanges {
		if x.Response != nil && strings.HasSuffix(x.Path, "/latest") && strings.Contains(strings.ReplaceAll(*x.Response, " ", ""), prefix) {
			return *x.Response
		}
	}
	return "{" + prefix + "}"
}

func (r *Replay) answerVersion(w http.ResponseWriter, version int) {
	if version < 0 {
		answer(w, http.StatusNotFound, `{"error":"Worker not found"}`)
		return
	}
	answer(w, http.StatusOK, fmt.Sprintf(`{"componentVersion":%d}`, version))
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body)) // the client sees what is missing
}
