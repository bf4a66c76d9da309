// Package golemtest provides an in-process Golem server for testing programs that call
// workers. It needs no cluster and behaves as real servers do: its tests replay more than
// 1,700 exchanges recorded on Golem 1.1.0, 1.2.0 and 1.2.5.
//
//	server := golemtest.NewServer(t)      // closed when the test ends
//	shop := server.AddComponent(document) // the component's metadata document
//	shop.Answer("cart.total", `{"currency":"eur","minor-units":4490}`)
//	conn, err := runtime.NewClient(server.URL)
//
// # Components
//
// Each worker of a component has a [Handler], which runs its calls one at a time:
// [Component.Handle] makes one for each worker, [Component.HandleFunc] runs one
// function, and [Component.Answer] and [Component.Trap] script results. The test
// packages that golem-gen generates (shoptest.Serve) make handlers from Go
// implementations of the component's interfaces.
//
// The server does the rest. It checks requests and refuses them with the statuses
// and texts of real servers, creates workers on their first call, queues calls,
// numbers resources, makes implicit resources from the arguments in a function's
// name, and loses workers that trap or are called wrongly. A second document with
// the same component id is a new version; existing workers keep theirs.
//
// # Agents
//
// The server also plays Golem 1.5. Its tests replay more than 800 exchanges recorded on 1.5.9.
// [Server.Deploy] deploys the agent types of a document, and agents have handlers as
// workers do:
//
//	bank := server.Deploy(pinned, golemtest.In("bank", "prod")) // In: unless the document tells
//	bank.HandleAgent("Account", func(constructor *golemtest.Invocation) (golemtest.Handler, error) {
//		return newAccount(constructor.Parameters), nil
//	})
//	bank.Configure("Account", "1000", "limit") // a value of the configuration
//	bank.SetSecret(`"4711"`, "api", "key")     // a secret, of the whole environment
//	bank.Answer("Rates.today", `{"eur":1}`)
//	conn, err := runtime.NewClient(server.URL, runtime.WithBearerToken(golemtest.LocalToken))
//
// Generated test packages (banktest.Serve) make handlers from Go implementations of the
// agents' interfaces. The handler's state is that of one agent. An error of a handler, or
// of the function that makes it, fails the agent for good; an [AgentError] also says what
// the agent wrote to its standard error.
//
// Deploying again makes another deployment the current one. Existing agents keep their
// revision, and values are passed by position as on real servers: the server reads JSON by
// the types of the deployment that the request names, and passes the values to the agent,
// which has its own types. [Deployment.Activate] rolls back.
//
// [Deployment.UpdateAgent] moves an agent to a deployment, as an automatic update does: the
// deployment's code runs the agent's earlier calls again, which gives it its state. If a
// result differs, the agent stays as it is. [Deployment.UpdateAgentManually] hands over a
// snapshot instead, between handlers that are a [Snapshotter].
//
// [Server.SetTime] and [Server.Advance] move the clock by which scheduled calls run. An
// agent recognizes an idempotency key also while its call runs. Faults and gates name a
// method like "Account.deposit", and an agent by its id.
//
// Requests need a bearer token: [LocalToken], or one of the options [Token] and [TokenOf]. TokenOf
// gives other accounts tokens, which see only the environments of their account ([OwnedBy]) and
// those that are shared with it ([SharedWith]):
//
//	server := golemtest.NewServer(t, golemtest.TokenOf("ann@example.org", "token-of-ann-0000"))
//	server.Deploy(pinned, golemtest.OwnedBy("ann@example.org"))
//
// # Versions
//
// The option [Version] chooses the server, from 1.0 to 1.5. The default is
// [DefaultVersion]. What differs between versions is played as recorded, or as read
// in the public source:
//
//   - Before 1.1.17, parameters need types, and values are matched by position.
//     Later servers also take parameters without types and match fields and cases by
//     name; they print and parse such parameters twice, which alters some floats.
//   - A wrong number of parameters loses the worker, but is refused by 1.2.5. There,
//     a value that the function does not take loses the worker in another way: every
//     later call answers InvalidRequest, and the worker's status stays Running.
//   - An unreadable inline argument ends the process of servers before 1.2: the
//     connection is reset.
//   - Worker names, cancelling calls and the spelling of oplogs.
//   - From 1.3 on, requests need a token, every call names its worker, results have no
//     tuple around them, and failures are texts. 1.4 has revisions of components and
//     deployments of an environment: here each upload is deployed at once, to the
//     environment local of the application app. Both follow the public sources and were
//     compared with no running server; what the sources did not tell is played as 1.2.5.
//
// # Keys, queues and oplogs
//
// A call whose idempotency key has ended, or waits in the worker's queue, is not run
// again. A call whose key arrives while it runs is run again, as on every recorded
// server. [Server.Hold] returns a [Gate], which keeps a call running for as long as a
// test needs:
//
//	gate := server.Hold("cart.add-item", "cart-42")
//	err := w.Cart.Enqueue().AddItem(ctx, item, runtime.WithIdempotencyKey("k"))
//	gate.Wait()   // the call runs
//	…             // send the key again: it is run twice
//	gate.Open()
//	server.Settle()
//
// [Gate.Retry] lets the call that a gate holds fail for a temporary reason. Until the gate releases
// it, the worker or agent has the status Retrying and refuses other calls.
//
// GET …/workers/{name}/oplog answers what real servers log of calls: entries for
// calls that wait (PendingWorkerInvocation), begin (ExportedFunctionInvoked), end
// (ExportedFunctionCompleted), trap (Error) and are cancelled. Queries are words and
// quoted phrases; another query fails the test.
//
// # Faults
//
// [Server.Inject] adds faults: lost and cut connections, refusals by gateways, and
// calls that arrive late or twice.
//
//	late := &golemtest.Fault{Function: "cart.add-item", Kind: golemtest.Late, Call: 1}
//	server.Inject(late)
//	err := w.Cart.AddItem(ctx, item) // the connection is reset
//	late.Deliver()                   // the call arrives after all
//
// [Component.CreateWorker], [Component.UpdateWorker] and [Component.DeleteWorker] do
// what other users of a cluster do behind a client's back.
//
// # Transcripts
//
// The server keeps every exchange. It prints them when the test fails, and [Golden]
// compares them with a file. [Replay] plays recordings of real servers, and [Record]
// and [Recorded] make them.
//
// # Limits
//
// The server does not play servers from 1.6 on, the agent types of a deployment of 1.4, and
// of 1.5 roles and results that end the server's process. Agents hang after calls
// that do not fit their types only by a fault, [Wedge]. For components, it does not play
// accounts, projects, tokens and permissions; API definitions, plugins and files; calls
// between workers; the endpoints that update, interrupt, resume and revert workers; filters
// and pages of the list of workers; and limits of memory and size.
//
// Oplogs hold no entries for memory, imported functions, logs and updates, and no
// spans of traces. A trap is logged as often as real servers try it again, and run
// once. A worker that is deleted while a call runs ends that call. Real servers take
// milliseconds to seconds, and their gateways answer 504 on their own; inject
// [GatewayTimeout]. A server that dies answers the next request as if it had been
// restarted. Texts of errors that no recording shows may differ.
package golemtest
