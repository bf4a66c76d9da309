package runtime

import (
	"encoding/json"
	"errors"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Texts from elsewhere become part of errors as answers that refuse a request, as answers that
// cannot be read, and as errors of transports. Most are parsed before it is known whether they
// contain the token. Therefore every error passes through scrub, which knows all fields that
// hold such texts.

// scrub removes the token from err and from the errors that it wraps. The parameter values has
// the values of the header Authorization.
func scrub(err error, values []string) {
	if len(values) == 0 || err == nil {
		return
	}
	scrubAll(err, newRedactor(values))
}

func scrubAll(err error, redact func(string) string) {
	switch e := err.(type) {
	case *StatusError:
		redactAll(redact, &e.Type, &e.Strange, &e.Cause, &e.Stderr, &e.Location, &e.Body)
		for i := range e.Messages {
			redactAll(redact, &e.Messages[i])
		}
	case *GolemError:
		redactAll(redact, &e.Type, &e.Details, &e.Body)
	case *DriftError:
		redactAll(redact, &e.Difference, &e.Answer)
	case *wire.TypeMismatchError:
		redactAll(redact, &e.Found, &e.Path, &e.Difference)
	case *wire.DecodeError:
		redactAll(redact, &e.Path, &e.Detail, &e.Near)
	}
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			scrubAll(inner, redact)
		}
	default:
		if inner := errors.Unwrap(err); inner != nil {
			scrubAll(inner, redact)
		}
	}
}

// withoutToken returns err, or another error without the token if the text of err contains it.
// values has the values of the header Authorization.
func withoutToken(err error, values []string) error {
	if len(values) == 0 {
		return err
	}
	text := err.Error()
	for _, value := range values {
		if slices.ContainsFunc(tokenForms(tokenIn(value)), func(form string) bool { return strings.Contains(text, form) }) {
			return &redactedError{newRedactor(values)(text), func(target error) bool { return errors.Is(err, target) }}
		}
	}
	return err
}

// redactedError replaces an error whose text contains the token. It keeps that error inside a
// function, where printing does not show it.
type redactedError struct {
	text string
	is   func(target error) bool
}

func (e *redactedError) Error() string { return e.text }

// Is supports the targets of the replaced error for [errors.Is].
func (e *redactedError) Is(target error) bool { return e.is(target) }

// redactAll writes only what it changes, because several calls may have the error of a question that
// they share, from which the token has been removed already.
func redactAll(redact func(string) string, texts ...*string) {
	for _, text := range texts {
		if changed := redact(*text); changed != *text {
			*text = changed
		}
	}
}

// newRedactor returns a function that removes the token from a text, in all forms in which a server
// may echo it. It also removes the beginning of the token at the end of a text that was cut.
func newRedactor(values []string) func(string) string {
	var pairs, forms []string
	for _, value := range values {
		for _, form := range tokenForms(tokenIn(value)) {
			pairs = append(pairs, form, redacted)
			forms = append(forms, form)
		}
	}
	if len(forms) == 0 {
		return func(text string) string { return text }
	}
	replace := strings.NewReplacer(pairs...).Replace
	return func(text string) string { return redactCut(replace(text), forms) }
}

// tokenIn returns the token in a value of the header Authorization.
func tokenIn(value string) string {
	if _, token, found := strings.Cut(value, " "); found {
		return token
	}
	return value
}

const redacted = "[token]"

// redactCut replaces the beginning of a form of the token at the end of a shortened text.
func redactCut(text string, forms []string) string {
	const least = 4 // shorter beginnings reveal nothing
	rest := strings.TrimRight(text, "…\"'")
	for _, form := range forms {
		for n := min(len(form)-1, len(rest)); n >= least; n-- {
			if strings.HasSuffix(rest, form[:n]) {
				return rest[:len(rest)-n] + redacted + text[len(rest):]
			}
		}
	}
	return text
}

// tokenForms returns the token, and its escaped forms for JSON, Go, URLs and HTML.
func tokenForms(token string) []string {
	if token == "" {
		return nil
	}
	quoted, _ := json.Marshal(token) // strings can always be written
	inGo := strconv.Quote(token)
	return []string{
		token, string(quoted[1 : len(quoted)-1]), inGo[1 : len(inGo)-1], strings.ReplaceAll(token, "/", `\/`),
		url.QueryEscape(token), url.PathEscape(token), html.EscapeString(token),
	}
}

// withoutPassword returns the URL without the password of its user.
func withoutPassword(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.User == nil {
		return text
	}
	return u.Redacted()
}
