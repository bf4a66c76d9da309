package golemtest

import (
	"fmt"
	"strconv"
	"strings"
)

// serverVersion is the version of the server that is played.
type serverVersion struct {
	text                string
	major, minor, patch int
	exactFloats         bool // read floats exactly, unlike real servers
	isDefault           bool // no version was given
}

func parseServerVersion(text string) (serverVersion, error) {
	v := serverVersion{text: text}
	core, _, _ := strings.Cut(text, "-")
	parts := strings.Split(core, ".")
	ok := len(parts) == 3
	for i, part := range []*int{&v.major, &v.minor, &v.patch} {
		if !ok {
			break
		}
		var err error
		*part, err = strconv.Atoi(parts[i])
		ok = err == nil
	}
	if !ok || v.major != 1 || v.minor > 5 {
		return v, fmt.Errorf("golemtest: cannot play server version %q: give one of 1.0 to 1.5, like 1.2.0", text)
	}
	return v, nil
}

// agentsVersion is the version of a server with agents if none was given.
const agentsVersion = "1.5.9"

// isAgents reports whether the server has only agents.
func (v serverVersion) isAgents() bool { return v.minor == 5 }

// playsAgents reports whether agents can be deployed on the server.
func (v serverVersion) playsAgents() bool { return v.isAgents() || v.isDefault }

// answersBare reports whether the server writes results without a tuple around them and
// errors as texts, and requires a worker name in every call and a token in every request.
// The public sources of 1.3 and 1.4 say so. Neither version was recorded.
func (v serverVersion) answersBare() bool { return !v.before(3, 0) }

// hasImplicitResources reports whether names of functions may contain the arguments of a
// constructor. They may until 1.3, as its public sources say.
func (v serverVersion) hasImplicitResources() bool { return v.before(3, 0) }

// nestingBrackets returns the brackets within which a comma does not end an argument of an
// implicit resource, as the public sources say.
func (v serverVersion) nestingBrackets() string {
	if v.before(1, 0) {
		return "()"
	}
	return allBrackets
}

// countsRevisions reports whether components have revisions instead of versions and belong to
// an environment. The public sources of 1.4 say so.
func (v serverVersion) countsRevisions() bool { return !v.before(4, 0) }

// versionKey returns the JSON key of the version of a worker's component.
func (v serverVersion) versionKey() string {
	if v.countsRevisions() {
		return `"componentRevision":`
	}
	return `"componentVersion":`
}

func (v serverVersion) before(minor, patch int) bool {
	return v.minor < minor || v.minor == minor && v.patch < patch
}

// needsTypes reports whether parameters must have types. The same servers refuse values
// while they parse the body, and have no unit results in parameters.
func (v serverVersion) needsTypes() bool { return v.before(1, 17) }

// crashes reports whether unreadable inline arguments end the server's process.
func (v serverVersion) crashes() bool { return v.before(2, 0) }

// readsWholeNames reports whether a function name must be valid to its end, and whether
// floats between -1 and 0 in inline arguments lose their sign. This is known of 1.2.5 and
// unknown of 1.2.1 to 1.2.4.
func (v serverVersion) readsWholeNames() bool { return !v.before(2, 5) }

// keepsBadCalls reports whether a call with a value that the function does not take stays
// in the worker's queue for ever, and whether a call with a wrong number of parameters is
// refused. The first loses the worker, the second does not. This is known of 1.2.5 and
// unknown of 1.2.1 to 1.2.4.
func (v serverVersion) keepsBadCalls() bool { return !v.before(2, 5) }

// spellsCamelCase reports whether oplogs use names like idempotencyKey, as 1.2.5 does.
// 1.1.0 uses idempotency_key.
func (v serverVersion) spellsCamelCase() bool { return !v.before(2, 5) }

// reparse returns a parameter without a type as the worker reads it. The service in front
// of the worker parses the body, and prints each parameter again in its shortest text.
func (v serverVersion) reparse(n *node) node {
	if v.exactFloats || !n.hasFloat() {
		return *n
	}
	p := jsonParser{text: n.String(), inexact: true}
	again, err := p.whole()
	if err != nil {
		return *n // the float is out of range when it is read again
	}
	return again
}

// checkWorkerName returns why the server refuses a worker's name, "" if it accepts it.
func (v serverVersion) checkWorkerName(name string) string {
	if v.before(2, 0) {
		return checkShortName(name)
	}
	switch {
	case len(name) < 1 || len(name) > 512:
		return "Worker name must be between 1 and 512 characters"
	case strings.ContainsFunc(name, isSpace):
		return "Worker name must not contain whitespaces"
	case strings.Contains(name, "/"):
		return "Worker name must not contain '/'"
	case name[0] == '-':
		return "Worker name must not start with '-'"
	}
	return ""
}

func checkShortName(name string) string {
	switch {
	case len(name) < 1 || len(name) > 100:
		return "Worker name must be between 1 and 100 characters"
	case strings.Contains(name, " "):
		return "Worker name must not contain spaces"
	case strings.ContainsFunc(name, func(r rune) bool { return !isAlphanumeric(r) && r != '-' && r != '_' }):
		return "Worker name must contain only alphanumeric characters, underscores, and dashes"
	case name[0] == '-':
		return "Worker name must not start with a dash"
	}
	return ""
}
