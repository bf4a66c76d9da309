package replay

import "fmt"

// Count has the number of exchanges by what the client did.
type Count struct {
	Made         int // the client sent the request and returned a value or an error for the answer
	Refused      int // the client sent nothing
	CannotBeSent int // no program with the client can send the request
	Read         int // not a call: metadata, which package metadata decoded
}

func (c Count) String() string {
	return fmt.Sprintf("%d exchanges: %d made, %d refused before sending, %d cannot be sent, %d read",
		c.Made+c.Refused+c.CannotBeSent+c.Read, c.Made, c.Refused, c.CannotBeSent, c.Read)
}

// Counts has the counts of a recording for each form.
type Counts map[Form]Count
