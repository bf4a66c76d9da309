// Package replay makes tests of recordings: whole exchanges with running servers,
// each of which a generated client accounts for.
//
// A test tells the recording again, exchange by exchange and in its order, with
// the calls of a generated client. What stands behind the note of an exchange
// says what the client makes of it:
//
//	replay.Run(t, "shop", want, func(r *replay.Replay) {
//		cart := shop.NewWorker(r.Client, "cart-1").Cart
//		r.Next("total, none").Gives(runtime.None[shop.Money]())(cart.Total(ctx))
//		r.Next("remove, err").Fails(replay.Own("no such item: nope"))(cart.RemoveItem(ctx, "nope"))
//		r.Next("use after drop").Refused(replay.Is(runtime.HandleDropped))(paris.Levels(ctx))
//		r.Next("body: malformed").CannotBeSent("the client writes the body")
//	})
//
// Gives and Fails: the client sent the recorded request, compared as JSON with
// exact numbers, and made a value or an error of the recorded answer. Refused:
// the client sent nothing. CannotBeSent: no program with this client can send it.
// An exchange that is left out, or that another one was sent instead of, fails
// the test, and so do counts other than those that the test states.
//
// What becomes of everything that is not simply made, and of each refusal by a
// server, is kept in testdata/replay/<recording>.golden.
package replay
