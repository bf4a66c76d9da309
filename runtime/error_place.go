package runtime

import "fmt"

// PlaceError reports that an environment of an application cannot be used. Nothing was sent to
// an agent. The error is [ErrNotFound].
type PlaceError struct {
	Application, Environment string
	Account                  string // the owner's e-mail address, "" for the account of the token
	Reason                   string
}

func (e *PlaceError) Error() string {
	text := fmt.Sprintf("the environment %s of the application %s", shortQuote(e.Environment), shortQuote(e.Application))
	if e.Account != "" {
		text += " of " + shortQuote(e.Account)
	}
	return text + " cannot be used: " + e.Reason
}

// Is supports [ErrNotFound] as target of [errors.Is].
func (e *PlaceError) Is(target error) bool { return target == ErrNotFound }
