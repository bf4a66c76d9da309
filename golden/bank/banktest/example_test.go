package banktest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/golem-gen/golem-gen/golden/bank"
	"github.com/golem-gen/golem-gen/golden/bank/banktest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// A fake replaces an agent without a server. It records all calls, including enqueued and scheduled
// ones.
func ExampleAccount() {
	fake := &banktest.Account{
		DepositFunc: func(_ context.Context, amount uint64) (uint64, error) { return 100 + amount, nil },
	}
	acc := &bank.Account{AccountMethods: fake}
	ctx := context.Background()
	fmt.Println(acc.Deposit(ctx, 5))
	fmt.Println(acc.Schedule(today).Deposit(ctx, 7))
	for _, call := range fake.Calls.Deposit.All() {
		fmt.Println(call.Amount, call.Enqueued, call.At.IsZero())
	}
	// Output:
	// 105 <nil>
	// <nil>
	// 5 false true
	// 7 true false
}

// The server calls the constructor of an implementation with the parameters and the configuration
// of each new agent.
func ExampleServe() {
	server, err := golemtest.Start() // a test calls golemtest.NewServer(t)
	if err != nil {
		panic(err)
	}
	defer server.Close()
	banktest.Serve(server, banktest.Agents{Account: newAccount})
	server.SetTime(today)

	conn, err := runtime.NewClient(server.URL, runtime.WithBearerToken(golemtest.LocalToken))
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	acc := bank.NewAccount(conn, "alice", bank.TierGold)
	fmt.Println(acc.Create(ctx, bank.AccountConfig{Limit: runtime.Some[uint64](100)}))
	fmt.Println(acc.Deposit(ctx, 1000))

	_, err = acc.Withdraw(ctx, 500)
	var refused *runtime.ResultError[bank.WithdrawError]
	if errors.As(err, &refused) {
		fmt.Printf("%+v\n", refused.Value)
	}

	fmt.Println(acc.Schedule(today.AddDate(0, 0, 1)).Deposit(ctx, 5))
	server.Advance(24 * time.Hour)
	fmt.Println(acc.Balance(ctx))
	// Output:
	// <nil>
	// 110 <nil>
	// {Value:110}
	// <nil>
	// 115 <nil>
}
