package runtime

import "fmt"

// PlaceError says that agents cannot be called where they should be: in an environment of an
// application. Nothing was sent to an agent. It is [ErrNotFound].
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

// Is makes errors.Is(err, runtime.ErrNotFound) work.
func (e *PlaceError) Is(target error) bool { return target == ErrNotFound }
