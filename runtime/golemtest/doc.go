// Package golemtest is a Golem server in the process, for tests of programs
// that call workers: no cluster, milliseconds, and the behaviour of real
// servers, held to recordings of them.
//
//	server := golemtest.NewServer(t)                   // ends with the test
//	shop := server.AddComponent(document)              // from its metadata document
//	shop.Handle(func(worker string) golemtest.Handler { return newCart(worker) })
//	shop.Answer("cart.total", `{"currency":"eur","minor-units":4490}`)
//	conn, err := runtime.NewClient(server.URL)
//
// A component's workers are played by a Handler, one for each worker, by
// functions (HandleFunc), or by scripted answers (Answer, Trap). The test
// packages that golem-gen generates (shoptest.Serve) make handlers of Go
// implementations of the component's interfaces, with their types. Everything
// around them is the server's: requests are checked as real servers check
// them, with the same statuses and texts, of the version that the option
// Version names; workers are made on their first call; calls run one at a time
// and in order; idempotency keys give the first answer again; resources are
// numbered and checked; implicit resources are made from the arguments in the
// function's name, with the limits of both of the servers' parsers; a worker
// that traps or is called wrongly is lost and stays lost; a worker keeps the
// component version that it was made with when a new one is uploaded.
//
// Server.Inject makes the network fail. Every exchange is kept, printed when
// the test fails, and comparable with a golden transcript (Golden). Replay
// plays recordings of real servers, Record and Recorded make them.
//
// # What is not imitated
//
// Servers from 1.3 on. Accounts, projects, tokens and permissions, API
// definitions, plugins, files, worker-to-worker calls. Of the worker
// endpoints: updates, interrupting, resuming, reverting, logs and oplogs, and
// the paging and filters of the list of workers. Recovery: a worker that traps
// is tried again several times by a real server before it is lost; here it is
// lost at once, and a crashed server does not replay. Time: real servers take
// milliseconds to seconds, and their gateways answer 504 on their own (inject
// GatewayTimeout). Memory and size limits. The exact texts of errors that no
// recording shows, among them those of the JSON parser and of inline arguments.
// On servers that die of an unreadable inline argument the connection ends and
// the next request is answered as if the server had been restarted.
package golemtest
