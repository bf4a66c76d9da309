package golemtest

import (
	"bytes"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// same reports whether a request equals the recorded one.
func (x *recorded) same(r *http.Request, text string, request *node, keys map[string]string) bool {
	if x.Method != r.Method || x.path != r.URL.Path || !sameQuery(x.query, r.URL.Query()) || !x.sameHeaders(r, keys) {
		return false
	}
	if x.request == nil || request == nil {
		return x.Request == nil && text == "" || x.Request != nil && *x.Request == text
	}
	return sameRequest(x.request, request)
}

// sameQuery compares queries. Function names are equal if they mean the same: "ledger.merge" and
// "[static]ledger.merge", "r(1, 2).m" and "r(1,2).m".
func sameQuery(a, b url.Values) bool {
	functionA, functionB := a.Get("function"), b.Get("function")
	if functionA != functionB {
		nameA, okA := parseInterfaceFunction(functionA)
		nameB, okB := parseInterfaceFunction(functionB)
		if !okA || !okB || !nameA.same(&nameB) {
			return false
		}
		a = maps.Clone(a)
		a.Set("function", functionB)
	}
	return a.Encode() == b.Encode()
}

func (x *recorded) sameHeaders(r *http.Request, keys map[string]string) bool {
	for name, value := range x.RequestHeaders {
		given := r.Header.Get(name)
		if !strings.EqualFold(name, "Idempotency-Key") {
			if given != value {
				return false
			}
			continue
		}
		if bound, ok := keys[value]; ok && bound != given || given == "" && value != "" {
			return false
		}
	}
	return true
}

// bindKey maps the recorded idempotency key to the key of this run.
func (x *recorded) bindKey(r *http.Request, keys map[string]string) {
	if key, ok := x.RequestHeaders["Idempotency-Key"]; ok {
		keys[key] = r.Header.Get("Idempotency-Key")
	}
}

// sameRequest compares JSON with exact numbers. It ignores types that only one side has.
func sameRequest(a, b *node) bool {
	listA, listB := a.get("params"), b.get("params")
	if listA == nil || listB == nil || listA.kind != jsonArray || listB.kind != jsonArray {
		return bytes.Equal(a.append(nil), b.append(nil))
	}
	if len(listA.items) != len(listB.items) {
		return false
	}
	for i := range listA.items {
		for _, part := range []string{"typ", "value"} {
			partA, partB := listA.items[i].get(part), listB.items[i].get(part)
			if partA == nil || partB == nil {
				if part == "value" && partA != partB {
					return false
				}
				continue
			}
			if !bytes.Equal(partA.append(nil), partB.append(nil)) {
				return false
			}
		}
	}
	return true
}
