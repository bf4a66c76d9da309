package replay

import "fmt"

// Count says what became of the exchanges of a recording.
type Count struct {
	Made         int // the client sent the request, and made a value or an error of the answer
	Refused      int // the client sent nothing
	CannotBeSent int // no program with the client can send the request
	Read         int // no call: metadata, read by package metadata
}

func (c Count) String() string {
	return fmt.Sprintf("%d exchanges: %d made, %d refused before sending, %d cannot be sent, %d read",
		c.Made+c.Refused+c.CannotBeSent+c.Read, c.Made, c.Refused, c.CannotBeSent, c.Read)
}

// Counts are those of each form.
type Counts map[Form]Count
