package golemtest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

func (s *Server) workerEndpoint(r *http.Request, body []byte, id string, parts []string) *answer {
	switch {
	case len(parts) == 0 && r.Method == http.MethodPost:
		return s.createWorker(body, id)
	case len(parts) == 0:
		return onlyMethod(r, http.MethodGet, func() *answer { return s.listWorkers(id) })
	case s.version.before(2, 5) || !strings.Contains(parts[0], "\n"):
		if fault := s.version.checkWorkerName(parts[0]); fault != "" && !(len(parts) == 2 && isInvoke(parts[1])) {
			return errorsAnswer("Invalid worker name: " + fault)
		}
		return s.namedWorkerEndpoint(r, body, id, parts)
	}
	return notFound()
}

func (s *Server) namedWorkerEndpoint(r *http.Request, body []byte, id string, parts []string) *answer {
	switch {
	case len(parts) == 1 && r.Method == http.MethodDelete:
		return s.deleteWorker(id, parts[0])
	case len(parts) == 1:
		return onlyMethod(r, http.MethodGet, func() *answer {
			if w := s.worker(id, parts[0]); w != nil {
				return jsonAnswer(200, w.status())
			}
			return noWorker(id, parts[0])
		})
	case len(parts) == 2 && isInvoke(parts[1]):
		return onlyMethod(r, http.MethodPost, func() *answer { return s.invoke(r, body, id, &parts[0], parts[1] == "invoke-and-await") })
	case len(parts) == 2 && parts[1] == "oplog":
		return onlyMethod(r, http.MethodGet, func() *answer { return s.oplogPage(r, id, parts[0]) })
	case len(parts) == 3 && parts[1] == "invocations" && !s.version.before(1, 17):
		return onlyMethod(r, http.MethodDelete, func() *answer { return s.cancelInvocation(id, parts[0], parts[2]) })
	}
	return notFound()
}

func noWorker(id, name string) *answer {
	return errorAnswer(404, "Worker not found: "+id+"/"+name)
}

func (s *Server) createWorker(body []byte, id string) *answer {
	n, err := parseJSON(string(body))
	if err != nil {
		return badBody("%s", err)
	}
	name := n.get("name")
	if name == nil || name.kind != jsonString {
		return badBody("failed to parse %q: missing field `name`", "WorkerCreationRequest")
	}
	if fault := s.version.checkWorkerName(name.text); fault != "" {
		return errorsAnswer("Invalid worker name: " + fault)
	}
	c := s.latest(id)
	if c == nil {
		return errorAnswer(404, "Couldn't retrieve the component: "+id+". error: Not found: Component not found")
	}
	w := s.addWorker(c, id, name.text)
	if w == nil {
		b := append([]byte(`{"golemError":{"type":"WorkerAlreadyExists","workerId":`), workerID(id, name.text)...)
		a := jsonAnswer(http.StatusInternalServerError, append(b, "}}"...))
		a.golem = &golemFailure{workerAlreadyExists, id + "/" + name.text}
		return a
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if args := n.get("args"); args != nil {
		for i := range args.items {
			w.args = append(w.args, args.items[i].text)
		}
	}
	if env := n.get("env"); env != nil {
		w.env = map[string]string{}
		for _, m := range env.members {
			w.env[m.key] = m.value.text
		}
	}
	return jsonAnswer(200, []byte(`{`+s.version.versionKey()+strconv.FormatUint(c.metadata.Version, 10)+`,"workerId":`+string(w.id())+"}"))
}

func (s *Server) listWorkers(id string) *answer {
	s.mu.Lock()
	var found []*worker
	for key, w := range s.workers {
		if key.component == id {
			found = append(found, w)
		}
	}
	s.mu.Unlock()
	slices.SortFunc(found, func(a, b *worker) int { return strings.Compare(a.name, b.name) })
	b := []byte(`{"cursor":null,"workers":[`)
	for i, w := range found {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, w.status()...)
	}
	return jsonAnswer(200, append(b, "]}"...))
}

// deleteWorker deletes a worker. It also succeeds if there is none.
func (s *Server) deleteWorker(id, name string) *answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.workers, workerKey{id, name})
	return jsonAnswer(200, []byte("{}"))
}

func (s *Server) cancelInvocation(id, name, key string) *answer {
	w := s.worker(id, name)
	if w == nil {
		return noWorker(id, name)
	}
	canceled, refused := w.cancel(key)
	if refused != nil {
		return refused
	}
	return jsonAnswer(200, []byte(`{"canceled":`+strconv.FormatBool(canceled)+"}"))
}
