package runtime

import "context"

// recovering reports whether a worker or an agent that refused a call because of an earlier
// failure may answer later ones. Servers repeat a call that failed for a temporary reason. Until
// it has ended, they refuse other calls with the same text as for a worker that has failed for
// good (public sources of 1.2.5 and 1.5.9). The status distinguishes the two. If the server does
// not answer the question, the worker counts as failed.
func (c *Client) recovering(ctx context.Context, own *settings, at location) bool {
	var answer struct{ Status string }
	if c.ask(ctx, own.forQuestion(), at, "", unmarshalInto(&answer)) != nil {
		return false
	}
	return repeats(answer.Status)
}

// repeats reports whether a worker or an agent with the status, whose last call has failed, is going
// to repeat that call or does so already.
func repeats(status string) bool {
	switch status {
	case "Retrying", "Running", "Suspended":
		return true
	}
	return false
}

// recoveringHint returns what the user can do about the refusal of a worker or an agent that
// recovers.
func recoveringHint(kind string) string {
	return "the server is repeating an earlier call of the " + kind + ", and takes no others until that has ended: try again later"
}
