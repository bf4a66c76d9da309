package runtime_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// sharing returns a server on which each of the accounts has an application of the same
// name, and the number of calls of the agents of each. "" is the account of the token.
func sharing(t *testing.T, accounts ...string) (s *golemtest.Server, ran map[string]int) {
	s, ran = golemtest.NewServer(t, golemtest.Quiet()), map[string]int{}
	for _, account := range accounts {
		var opts []golemtest.DeployOption
		if account != "" {
			opts = append(opts, golemtest.OwnedBy(account))
		}
		s.Deploy(counterType(metadata.Durable), opts...).HandleFunc("Counter.increment", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
			ran[account]++
			return json.RawMessage(strconv.Itoa(ran[account])), nil
		})
	}
	return s, ran
}

// defaultAccount is a transport that adds an account to calls that name none. It plays
// servers that have cached for a caller of that account what the names stand for.
type defaultAccount string

func (account defaultAccount) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/invoke-agent") {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		if !bytes.Contains(body, []byte("ownerAccountEmail")) {
			body = fmt.Appendf(body[:len(body)-1], `,"ownerAccountEmail":%q}`, string(account))
		}
		r = r.Clone(r.Context())
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	return http.DefaultTransport.RoundTrip(r)
}

// TestAccountOfAgent calls agents of applications that several accounts have.
func TestAccountOfAgent(t *testing.T) {
	const owner = "owner@bank"
	for name, test := range map[string]struct {
		accounts []string // that have the application
		named    string   // the argument of WithAccount
		runs     string   // the account whose agent is called
		reason   string   // that nothing is called
	}{
		"the token's":                      {accounts: []string{""}},
		"the token's of two":               {accounts: []string{owner, ""}},
		"another one's of two":             {accounts: []string{owner, ""}, named: owner, runs: owner},
		"another one's, in capitals":       {accounts: []string{owner}, named: "Owner@Bank", runs: owner},
		"the token's, which has none":      {accounts: []string{owner}, reason: `the account of the token has none of that name, and "owner@bank" shares one: use WithAccount`},
		"the token's, and several have it": {accounts: []string{owner, "ann@bank"}, reason: `the account of the token has none of that name, and "owner@bank", "ann@bank" share one: use WithAccount`},
	} {
		t.Run(name, func(t *testing.T) {
			s, ran := sharing(t, test.accounts...)
			a := newCounter(dialDefault(t, s.URL, runtime.WithBearerToken(golemtest.LocalToken), runtime.WithAccount(test.named), runtime.WithTransport(defaultAccount(owner))), "a")
			value, err := a.increment(context.Background(), 1)
			if test.reason == "" {
				check(t, "call", []any{err, value, ran}, []any{nil, uint64(1), map[string]int{test.runs: 1}})
				check(t, "delete", a.Delete(context.Background()), nil)
				return
			}
			for what, err := range map[string]error{"call": err, "delete": a.Delete(context.Background())} {
				var place *runtime.PlaceError
				if !errors.As(err, &place) || place.Reason != test.reason {
					t.Errorf("%s: got %v", what, err)
				}
			}
			check(t, "ran", len(ran), 0)
		})
	}
}

// TestDeleteOfSharedAgent checks that Delete without WithAccount does not delete an agent
// of another account.
func TestDeleteOfSharedAgent(t *testing.T) {
	ctx := context.Background()
	s, _ := sharing(t, "owner@bank")
	opts := []runtime.ClientOption{runtime.WithBearerToken(golemtest.LocalToken)}
	theirs := newCounter(dialDefault(t, s.URL, append(opts, runtime.WithAccount("owner@bank"))...), "a")
	_, err := theirs.increment(ctx, 1, runtime.WithIdempotencyKey("key"))
	check(t, "call", err, nil)
	if err := newCounter(dialDefault(t, s.URL, opts...), "a").Delete(ctx); !errors.Is(err, runtime.ErrNotFound) {
		t.Errorf("delete: got %v", err)
	}
	status, err := theirs.CallStatus(ctx, "key")
	check(t, "their agent", []any{status.State, err}, []any{runtime.CallDone, nil})
}

// TestTokensOfAccounts calls agents of one name with the tokens of two accounts.
func TestTokensOfAccounts(t *testing.T) {
	ctx := context.Background()
	accounts := []string{"ann@bank", "bob@bank"}
	token := func(account string) string { return "token-of-" + account[:3] + "-0000" }
	s, ran := golemtest.NewServer(t, golemtest.Quiet(), golemtest.TokenOf(accounts[0], token(accounts[0])), golemtest.TokenOf(accounts[1], token(accounts[1]))), map[string]int{}
	for _, account := range accounts {
		s.Deploy(counterType(metadata.Durable), golemtest.OwnedBy(account)).HandleFunc("Counter.increment", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
			ran[account]++
			return json.RawMessage("1"), nil
		})
	}
	client := dialDefault(t, s.URL)
	for n, account := range accounts {
		a := newCounter(client, "a", runtime.WithBearerToken(token(account)))
		check(t, account, second(a.increment(ctx, 1)), nil)
		check(t, account+" ran", ran[account], 1)
		other := newCounter(client, "a", runtime.WithBearerToken(token(account)), runtime.WithAccount(accounts[1-n]))
		var place *runtime.PlaceError
		if err := second(other.increment(ctx, 1)); !errors.As(err, &place) {
			t.Errorf("%s calls an agent of another account: got %v", account, err)
		}
	}
	check(t, "ran", ran, map[string]int{accounts[0]: 1, accounts[1]: 1})
}
