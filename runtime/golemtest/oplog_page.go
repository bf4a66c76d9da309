package golemtest

import (
	"net/http"
	"strconv"
)

// oplogPage answers GET …/workers/{name}/oplog?from=I&count=N&query=Q. A worker
// that does not exist has no entries.
func (s *Server) oplogPage(r *http.Request, id, name string) *answer {
	parameters := r.URL.Query()
	count, err := strconv.ParseUint(parameters.Get("count"), 10, 31)
	if err != nil {
		return textAnswer(400, "failed to parse parameter `count`: failed to parse %q: %s", "integer(uint64)", "invalid digit found in string")
	}
	from := uint64(1)
	if parameters.Has("from") {
		if from, err = strconv.ParseUint(parameters.Get("from"), 10, 63); err != nil {
			return textAnswer(400, "failed to parse parameter `from`: failed to parse %q: %s", "integer(uint64)", "invalid digit found in string")
		}
	}
	w := s.worker(id, name)
	if w == nil {
		return jsonAnswer(200, []byte(`{"entries":[],"firstIndexInChunk":1,"lastIndex":0,"next":null}`))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.awaitEntry()
	page := oplogPage{worker: w, count: int(count), first: int(max(from, 1))}
	if !parameters.Has("query") {
		page.read(nil)
		return page.answer()
	}
	terms, ok := queryTerms(parameters.Get("query"))
	if !ok {
		s.problem("golemtest: oplog query %s: only words and quoted phrases are played: quote idempotency keys", parameters.Get("query"))
		return errorsAnswer("golemtest: only words and quoted phrases are played")
	}
	page.search(terms)
	return page.answer()
}

// oplogPage is a part of an oplog.
type oplogPage struct {
	worker *worker
	count  int
	first  int // index at which to begin, then index of the first entry found
	next   int // index after the last entry read
	found  []int
}

// read reads count entries from p.next on, or from p.first on at the beginning, and keeps
// those that match.
func (p *oplogPage) read(terms []queryTerm) {
	p.next = max(p.next, p.first)
	for end := p.next + p.count; p.next < end && p.next <= len(p.worker.oplog); p.next++ {
		if p.worker.oplog[p.next-1].matches(p.worker, terms) {
			p.found = append(p.found, p.next)
		}
	}
}

// search reads count entries at a time until it has found that many. Like the servers'
// public source, it ends if the next index is the last one, and does not look at the last
// entry.
func (p *oplogPage) search(terms []queryTerm) {
	for {
		p.read(terms)
		if p.next >= len(p.worker.oplog) || len(p.found) >= p.count {
			break
		}
	}
	p.first = 1
}

// revisionNumber returns the version of the worker's component. w.mu is held.
func (w *worker) revisionNumber() uint64 {
	if w.agent != nil {
		return w.agent.revision.number
	}
	return w.component.metadata.Version
}

func (p *oplogPage) answer() *answer {
	v := p.worker.server.version
	next := "null"
	if len(p.found) > 0 {
		p.first = p.found[0]
		index, component := "nextOplogIndex", "currentComponentVersion"
		if !v.spellsCamelCase() {
			index, component = "next_oplog_index", "current_component_version"
		}
		if p.worker.agent != nil {
			index, component = "nextOplogIndex", "currentComponentRevision"
		}
		next = `{"` + component + `":` + strconv.FormatUint(p.worker.revisionNumber(), 10) + `,"` + index + `":` + strconv.Itoa(p.next) + "}"
	}
	b := []byte(`{"entries":[`)
	for i, index := range p.found {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(b, `{"entry":`...), p.worker.oplog[index-1].json(p.worker, v)...)
		b = append(strconv.AppendInt(append(b, `,"oplogIndex":`...), int64(index), 10), '}')
	}
	b = strconv.AppendInt(append(b, `],"firstIndexInChunk":`...), int64(p.first), 10)
	b = strconv.AppendInt(append(b, `,"lastIndex":`...), int64(len(p.worker.oplog)), 10)
	return jsonAnswer(200, append(append(append(b, `,"next":`...), next...), '}'))
}
