// Package runtime connects clients that golem-gen generates to a Golem server. It provides the
// connection, options for calls, errors, and types for values that have no counterpart in Go.
//
//	conn, err := runtime.NewClient("http://localhost:9881", runtime.WithBearerToken(token))
//	w := shop.NewWorker(conn, "cart-42")
//	items, err := w.Cart.Contents(ctx)
//
// A [Client] is the connection to a server. A program makes one Client and shares it. The
// generated NewWorker returns a client for one worker of a component, which has a name.
// NewEphemeral returns a client that uses a new worker for each call. The exported functions of
// the component are methods. A method calls its function and waits for the result. The method of
// the same name on the value that Enqueue returns only waits until the server has accepted the
// call. Options can be given to the Client, to a worker and to a call. Options of a call
// override options of its worker, which override options of the Client.
//
// # Agents
//
// Golem 1.5 runs agents instead of workers. A generated constructor, such as bank.NewAccount,
// takes the parameters that identify an agent and returns a client for it. It sends nothing:
//
//	acc := bank.NewAccount(conn, "alice", bank.TierGold)
//	balance, err := acc.Deposit(ctx, 100)
//
// Calls go to the application and environment that the client was generated from. The options
// [WithApplication], [WithEnvironment] and [WithAccount] change that. [WithPhantom] addresses
// another agent with the same parameters. Everything below holds for agents as well.
//
// # Errors
//
// Every error of a call is a [*CallError]. It names the function, the worker or agent, and the
// idempotency key, and wraps the cause. Use [errors.As] to find the cause:
//
//   - A [*ResultError] holds the err value that the function returned.
//   - A [*DriftError] reports that the worker runs another version of the component than the
//     client was generated for.
//   - A [*GolemError] is an error that the server reports about the worker.
//   - A [*StatusError] is any other refusal.
//   - A [*ConnectionError] reports that there is no complete answer.
//   - A [*FateError] reports that the client does not send the call again after such a failure,
//     and why.
//   - A [*HandleError], a [*wire.EncodeError] or a [*wire.InlineArgumentError] reports a
//     parameter that cannot be sent. Nothing was sent.
//
// [ErrWorkerLost] and the other variables of this package group causes for [errors.Is].
// [IsRetryable] reports whether the same call may succeed later.
//
// # Calls and keys
//
// Each call has an idempotency key. A server runs a call once for each key and worker, but
// servers before 1.5 do not recognize a key while the first call with it is running. The client
// therefore asks what happened to an attempt before it makes another one, see [RetryPolicy]. A
// program can repeat a call of unknown fate with [WithIdempotencyKey], [ReturnIdempotencyKey]
// and [RepeatCall], and ask about it with [Worker.CallStatus].
//
// # Versions of the component
//
// A client is generated for one version of a component, but workers can run any version, and
// servers pass parameters by position. Before the first call to a worker, the client looks up
// the version that the worker runs. It sends calls only to versions in which the function has
// the same meaning. [VersionCheck] describes when the client looks, what that costs, and what it
// cannot detect. The client also compares the types of answers with those that it was generated
// for.
//
// # Interceptors, limits and operations
//
// [WithInterceptor] adds a function around calls, for metrics and traces. [WithLogger] logs
// calls with log/slog. [WithTimeout], [WithRetry], [WithHeader] and [WithMaxResponseBytes] limit
// and shape requests. [WithCopies] controls which memory the values of an answer share. [Worker]
// has operations on the worker itself: it can be created with arguments and environment
// variables, inspected and deleted, and calls that have not begun can be canceled.
//
// The package depends on the standard library and package wire only.
package runtime
