package golemtest

import (
	"net/http"
	"slices"
	"strings"
)

// Accounts are played for agents, as the public sources of 1.5.9 describe them. The account of a
// request is an e-mail address in lower case, or "" for the account of LocalToken.

// acceptedToken is a bearer token that the server accepts.
type acceptedToken struct{ secret, account string }

// Token adds a bearer token that the server accepts besides [LocalToken], of the same account.
func Token(secret string) Option { return TokenOf("", secret) }

// TokenOf adds a bearer token of another account, which an e-mail address identifies. The account
// sees the environments that it owns by [OwnedBy] and those that others share with it by
// [SharedWith]. For requests about agents of others, the server answers that they do not exist or
// are not allowed. Components have no accounts.
func TokenOf(account, secret string) Option {
	account = strings.ToLower(account)
	if account == LocalAccount {
		account = ""
	}
	return func(c *config) { c.tokens = append(c.tokens, acceptedToken{secret, account}) }
}

// SharedWith shares the environment with other accounts, by their e-mail addresses. Their calls
// reach it only if they name the account that owns it. Deploying again with other accounts shares
// it with these as well.
func SharedWith(accounts ...string) DeployOption {
	return func(o *deployOptions) {
		for _, account := range accounts {
			o.sharedWith = append(o.sharedWith, strings.ToLower(account))
		}
	}
}

// token returns the accepted token of a request.
func (s *Server) token(r *http.Request) (token acceptedToken, ok bool) {
	secret, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	at := slices.IndexFunc(s.tokens, func(t acceptedToken) bool { return t.secret == secret })
	if at < 0 {
		return acceptedToken{}, false
	}
	return s.tokens[at], true
}

// account returns the account of a request that has an accepted token.
func (s *Server) account(r *http.Request) string {
	token, _ := s.token(r)
	return token.account
}

// hasTokens reports whether an account other than that of LocalToken has tokens.
func (s *Server) hasTokens(account string) bool {
	return account != "" && slices.ContainsFunc(s.tokens, func(t acceptedToken) bool { return t.account == account })
}

// isOwnedBy reports whether an account owns the environment.
func (e *environment) isOwnedBy(account string) bool {
	if account == "" {
		return !e.shared
	}
	return e.account == account
}

// isVisibleTo reports whether an account owns the environment or shares it. All environments are
// shared with the account of LocalToken.
func (e *environment) isVisibleTo(account string) bool {
	return account == "" || e.isOwnedBy(account) || slices.Contains(e.sharedWith, account)
}

// roles returns the roles of an account in the environment of another one.
func (e *environment) roles(account string) []string {
	if e.isOwnedBy(account) {
		return []string{}
	}
	return []string{"admin"}
}

// notAllowed answers a request about agents of an environment that the account does not see.
func notAllowed(action string) *answer {
	return codeAnswer(http.StatusForbidden, "AUTH_FORBIDDEN", "The environment action %s is not allowed", action)
}

// agentAction returns the action for a request about workers of a component.
func agentAction(r *http.Request, parts []string) string {
	switch {
	case r.Method == http.MethodGet:
		return "ViewWorker"
	case r.Method == http.MethodDelete && len(parts) == 2:
		return "DeleteWorker"
	}
	return "UpdateWorker"
}
