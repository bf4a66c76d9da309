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
	scrubWith(err, hider(values))
}

func scrubWith(err error, hide func(string) string) {
	switch e := err.(type) {
	case *StatusError:
		hideAll(hide, &e.Type, &e.Strange, &e.Cause, &e.Stderr, &e.Location, &e.Body)
		for i := range e.Messages {
			hideAll(hide, &e.Messages[i])
		}
	case *GolemError:
		hideAll(hide, &e.Type, &e.Details, &e.Body)
	case *DriftError:
		hideAll(hide, &e.Difference, &e.Answer)
	case *wire.TypeMismatchError:
		hideAll(hide, &e.Found, &e.Path, &e.Difference)
	case *wire.DecodeError:
		hideAll(hide, &e.Path, &e.Detail, &e.Near)
	}
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			scrubWith(inner, hide)
		}
	default:
		if inner := errors.Unwrap(err); inner != nil {
			scrubWith(inner, hide)
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
		if slices.ContainsFunc(echoes(tokenIn(value)), func(form string) bool { return strings.Contains(text, form) }) {
			return &hiddenError{hider(values)(text), func(target error) bool { return errors.Is(err, target) }}
		}
	}
	return err
}

// hiddenError replaces an error whose text contains the token. It keeps that error inside a
// function, where printing does not show it.
type hiddenError struct {
	text string
	is   func(target error) bool
}

func (e *hiddenError) Error() string { return e.text }

// Is supports the targets of the replaced error for [errors.Is].
func (e *hiddenError) Is(target error) bool { return e.is(target) }

func hideAll(hide func(string) string, texts ...*string) {
	for _, text := range texts {
		*text = hide(*text)
	}
}

// hider returns a function that removes the token from a text, in all forms in which a server
// may echo it. It also removes the beginning of the token at the end of a text that was cut.
func hider(values []string) func(string) string {
	var pairs, forms []string
	for _, value := range values {
		for _, form := range echoes(tokenIn(value)) {
			pairs = append(pairs, form, hidden)
			forms = append(forms, form)
		}
	}
	if len(forms) == 0 {
		return func(text string) string { return text }
	}
	replace := strings.NewReplacer(pairs...).Replace
	return func(text string) string { return withoutCut(replace(text), forms) }
}

// tokenIn returns the token in a value of the header Authorization.
func tokenIn(value string) string {
	if _, token, found := strings.Cut(value, " "); found {
		return token
	}
	return value
}

const hidden = "[token]"

// withoutCut replaces the beginning of a form of the token at the end of a shortened text.
func withoutCut(text string, forms []string) string {
	const least = 4 // shorter beginnings reveal nothing
	rest := strings.TrimRight(text, "…\"'")
	for _, form := range forms {
		for n := min(len(form)-1, len(rest)); n >= least; n-- {
			if strings.HasSuffix(rest, form[:n]) {
				return rest[:len(rest)-n] + hidden + text[len(rest):]
			}
		}
	}
	return text
}

// echoes returns the token, and its escaped forms for JSON, Go, URLs and HTML.
func echoes(token string) []string {
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
