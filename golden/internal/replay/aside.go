package replay

import (
	"fmt"
	"net/http"
	"strings"
)

// serve answers a request. What clients ask on their own account before or after
// a call, the recordings do not hold: it is answered here.
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
		answer(w, http.StatusOK, fmt.Sprintf(`{"versionedComponentId":{"componentId":%q,"version":%d}}`, id, r.Latest))
	default:
		s.player.ServeHTTP(w, request)
	}
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
