package runtime

import (
	"encoding/json"
	"html"
	"net/url"
	"strings"
)

// hider is a function that takes the token out of a text from elsewhere, in the
// forms in which a server may echo it. values are those of the header
// Authorization.
func hider(values []string) func(string) string {
	var pairs []string
	for _, value := range values {
		_, token, found := strings.Cut(value, " ")
		if !found {
			token = value
		}
		for _, form := range echoes(token) {
			pairs = append(pairs, form, "[token]")
		}
	}
	if len(pairs) == 0 {
		return func(text string) string { return text }
	}
	return strings.NewReplacer(pairs...).Replace
}

// echoes are the token as it is, and escaped for JSON, URLs and HTML.
func echoes(token string) []string {
	if token == "" {
		return nil
	}
	quoted, _ := json.Marshal(token) // strings can always be written
	return []string{
		token, string(quoted[1 : len(quoted)-1]), strings.ReplaceAll(token, "/", `\/`),
		url.QueryEscape(token), url.PathEscape(token), html.EscapeString(token),
	}
}

// withoutPassword is the URL with the password of its user hidden.
func withoutPassword(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.User == nil {
		return text
	}
	return u.Redacted()
}
