package banktest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/golden/bank"
	"github.com/golem-gen/golem-gen/golden/bank/banktest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// serve serves agents and returns a client for them.
func serve(t *testing.T, agents banktest.Agents) (*golemtest.Server, *golemtest.Deployment, *runtime.Client) {
	t.Helper()
	server := golemtest.NewServer(t, golemtest.Quiet())
	deployment := banktest.Serve(server, agents)
	deployment.Configure("Account", "1000", "limit")
	conn, err := runtime.NewClient(server.URL, runtime.WithBearerToken(golemtest.LocalToken))
	if err != nil {
		t.Fatal(err)
	}
	return server, deployment, conn
}

// is checks the result of a call that must succeed.
func is[T any](t *testing.T, want T) func(T, error) {
	return func(got T, err error) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("error %v (-want +got):\n%s", err, diff)
		}
	}
}

// TestServedAgentsHaveStateOfTheirOwn calls agents with the same and with other parameters through
// two clients, and deletes one agent.
func TestServedAgentsHaveStateOfTheirOwn(t *testing.T) {
	const phantom = "f47ac10b-58cc-4372-a567-0e02b2c3d479"
	var made []string
	_, _, conn := serve(t, banktest.Agents{
		Account: func(ctx context.Context, owner string, tier bank.Tier, config bank.AccountConfig) (bank.AccountMethods, error) {
			call := golemtest.InvocationFrom(ctx)
			made = append(made, fmt.Sprintf("%s %v %d %s %s", owner, tier, config.Limit.Value, call.Phantom(), call.Worker))
			return newAccount(ctx, owner, tier, config)
		},
	})
	ctx := t.Context()
	alice := bank.NewAccount(conn, "alice", bank.TierBasic)
	is[uint64](t, 5)(alice.Deposit(ctx, 5))
	is[uint64](t, 12)(bank.NewAccount(conn, "alice", bank.TierBasic).Deposit(ctx, 7))
	is[uint64](t, 11)(bank.NewAccount(conn, "alice", bank.TierGold).Deposit(ctx, 1))
	is[uint64](t, 1)(bank.NewAccount(conn, "alice", bank.TierBasic, runtime.WithPhantom(phantom)).Deposit(ctx, 1))
	if err := alice.Delete(ctx); err != nil {
		t.Fatal(err)
	}
	is[uint64](t, 0)(alice.Balance(ctx))
	want := []string{
		`alice basic 1000  Account("alice",v0)`, `alice gold 1000  Account("alice",v1)`,
		"alice basic 1000 " + phantom + ` Account("alice",v0)[` + phantom + "]", `alice basic 1000  Account("alice",v0)`,
	}
	if diff := cmp.Diff(want, made); diff != "" {
		t.Errorf("agents (-want +got):\n%s", diff)
	}
}

// TestServedEphemeralAgents checks that each call of an ephemeral agent has an implementation of its
// own.
func TestServedEphemeralAgents(t *testing.T) {
	var phantoms []string
	_, _, conn := serve(t, banktest.Agents{Helper: func(ctx context.Context) (bank.HelperMethods, error) {
		phantoms = append(phantoms, golemtest.InvocationFrom(ctx).Phantom())
		calls := 0
		return &banktest.Helper{AskFunc: func(_ context.Context, question runtime.Text) (runtime.Text, error) {
			calls++
			return runtime.InlineText(fmt.Sprint(question.Data, " ", calls), question.Language), nil
		}}, nil
	}})
	helper := bank.NewHelper(conn)
	for range 2 {
		is(t, runtime.InlineText("combien? 1", "fr"))(helper.Ask(t.Context(), runtime.InlineText("combien?", "fr")))
	}
	if len(phantoms) != 2 || phantoms[0] == phantoms[1] || phantoms[0] == "" {
		t.Errorf("phantom ids %q", phantoms)
	}
}

// TestServedFailures checks the errors of callers if an implementation fails with an error that is
// not the err of its method. The agent answers no more calls until it is deleted.
func TestServedFailures(t *testing.T) {
	withdrawing := func(withdraw func(context.Context, uint64) (uint64, error)) banktest.Agents {
		return banktest.Agents{Account: func(context.Context, string, bank.Tier, bank.AccountConfig) (bank.AccountMethods, error) {
			return &banktest.Account{WithdrawFunc: withdraw}, nil
		}}
	}
	broken := errors.New("the disk is full")
	for _, test := range []struct {
		name   string
		agents banktest.Agents
		want   string
	}{
		{"an error", withdrawing(func(context.Context, uint64) (uint64, error) { return 0, broken }), "the disk is full"},
		{"an err that is not valid", withdrawing(func(context.Context, uint64) (uint64, error) {
			return 0, &runtime.ResultError[bank.WithdrawError]{}
		}), "golemtest: the result of Account.withdraw: cannot encode err: the variant is nil"},
		{"an err of another type", withdrawing(func(context.Context, uint64) (uint64, error) {
			return 0, &runtime.ResultError[string]{Value: "no"}
		}), "no"},
		{"a panic", withdrawing(func(context.Context, uint64) (uint64, error) { panic(broken) }), "the disk is full"},
		{"a function that is not there", withdrawing(nil), "banktest: Account.Withdraw was called, and WithdrawFunc of the fake is nil"},
		{"a constructor's error", banktest.Agents{Account: func(context.Context, string, bank.Tier, bank.AccountConfig) (bank.AccountMethods, error) {
			return nil, broken
		}}, "the disk is full"},
		{"a constructor's panic", banktest.Agents{Account: func(context.Context, string, bank.Tier, bank.AccountConfig) (bank.AccountMethods, error) {
			panic(broken)
		}}, "the disk is full"},
		{"no implementation", banktest.Agents{Account: func(context.Context, string, bank.Tier, bank.AccountConfig) (bank.AccountMethods, error) {
			return nil, nil
		}}, `golemtest: the test has returned no implementation of Account("alice",v0)`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, conn := serve(t, test.agents)
			acc := bank.NewAccount(conn, "alice", bank.TierBasic)
			for range 2 {
				_, err := acc.Withdraw(t.Context(), 1)
				if !errors.Is(err, runtime.ErrWorkerLost) || !strings.Contains(err.Error(), test.want) {
					t.Errorf("%v, want a lost agent because %q", err, test.want)
				}
			}
		})
	}
}

// TestServeScripts checks that a script for a method takes precedence over the implementation, and
// needs none.
func TestServeScripts(t *testing.T) {
	_, deployment, conn := serve(t, banktest.Agents{Account: newAccount})
	deployment.Answer("Account.balance", "4490")
	is[uint64](t, 4490)(bank.NewAccount(conn, "alice", bank.TierBasic).Balance(t.Context()))
	deployment.Answer("Helper.ask", `{"type":"Inline","data":"yes"}`)
	is(t, runtime.InlineText("yes", ""))(bank.NewHelper(conn).Ask(t.Context(), runtime.InlineText("well?", "en")))
}

// TestServeElsewhere serves two environments, each of which has its own agents.
func TestServeElsewhere(t *testing.T) {
	server, _, conn := serve(t, banktest.Agents{Account: newAccount})
	banktest.Serve(server, banktest.Agents{Account: newAccount}, golemtest.In("bank", "staging")).Configure("Account", "3", "limit")
	ctx := t.Context()
	is[uint64](t, 7)(bank.NewAccount(conn, "alice", bank.TierBasic).Deposit(ctx, 7))
	is[uint64](t, 3)(bank.NewAccount(conn, "alice", bank.TierBasic, runtime.WithEnvironment("staging")).Deposit(ctx, 7))
}

// TestServedCallDetails checks what a method can find out about its call.
func TestServedCallDetails(t *testing.T) {
	_, _, conn := serve(t, banktest.Agents{Account: newAccount})
	ctx, acc := t.Context(), bank.NewAccount(conn, "alice", bank.TierBasic)
	is[uint64](t, 1)(acc.Deposit(ctx, 1, runtime.WithIdempotencyKey("order-7")))
	is(t, []bank.Entry{{Amount: 1, Note: runtime.Some("order-7")}})(acc.History(ctx))
}
