package runtime

import "context"

// recovering reports whether a worker or an agent that refused a call because of an earlier
// failure may answer later ones. Servers repeat a call that failed for a temporary reason. Until
// it has ended, they refuse other calls with the same text as for a worker that has failed for
// good (public sources of 1.2.5 and 1.5.9). The status distinguishes the two. If the server refuses
// the question, the worker counts as failed.
func (c *Client) recovering(ctx context.Context, own *settings, at location) recovery {
	var answer struct{ Status string }
	err := c.ask(ctx, own.forQuestion(), at, "", unmarshalInto(&answer))
	switch {
	case err != nil && mayBeAnswered(err):
		return mayRecover
	case err == nil && repeats(answer.Status):
		return recovers
	}
	return recoversNot
}

// recovery says whether a worker or an agent recovers, see recovering.
type recovery uint8

const (
	recoversNot recovery = iota
	recovers
	mayRecover // the server has not answered the question, or the caller gave up before
)

// repeats reports whether a worker or an agent with the status, whose last call has failed, is going
// to repeat that call or does so already.
func repeats(status string) bool {
	switch status {
	case "Retrying", "Running", "Suspended":
		return true
	}
	return false
}

// hint returns what the user can do about the refusal of a worker or an agent that recovers.
func (r recovery) hint(kind string) string {
	if r == mayRecover {
		return "whether the " + kind + " has failed for good, or takes calls again later, could not be found out: try again later"
	}
	return "the server is repeating an earlier call of the " + kind + ", and takes no others until that has ended: try again later"
}
