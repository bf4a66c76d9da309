// Package replay tests generated clients with recorded exchanges of running servers.
//
// A test goes through a recording in its order. For each exchange it names the exchange's note,
// makes the call with a generated client, and states what the client does:
//
//	replay.Run(t, "shop", want, func(r *replay.Replay) {
//		cart := shop.NewWorker(r.Client, "cart-1").Cart
//		r.Next("total, none").Gives(runtime.None[shop.Money]())(cart.Total(ctx))
//		r.Next("remove, err").Fails(replay.Own("no such item: nope"))(cart.RemoveItem(ctx, "nope"))
//		r.Next("use after drop").Refused(replay.Is(runtime.HandleDropped))(paris.Levels(ctx))
//		r.Next("body: malformed").CannotBeSent("the client writes the body")
//	})
//
// Gives and Fails expect that the client sends the recorded request, compared as JSON with exact
// numbers, and returns a value or an error for the recorded answer. Refused expects that the
// client sends nothing. CannotBeSent says that no program with this client can send the request.
// A test fails if it leaves an exchange out, if the client sends another request, or if the counts
// differ from those that it states.
//
// The golden table testdata/replay/<recording>.golden lists all exchanges that do not return a
// value: refusals by the client and by the server, and requests that cannot be sent.
package replay
