package runtime

import (
	"crypto/rand"
	"encoding/hex"
)

// setKey sets the key of the call, unless it has one, and stores it for ReturnIdempotencyKey.
func (c *call) setKey() {
	if c.key == "" {
		c.key = c.openKey()
		c.given = c.given || c.key != ""
	}
	if c.key == "" {
		c.key = newKey()
	}
	if c.keyTo != nil {
		*c.keyTo = c.key
		c.keyTo = nil
	}
}

// newKey returns a random UUID (version 4) as an idempotency key.
func newKey() string {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	random[6] = random[6]&0x0F | 0x40
	random[8] = random[8]&0x3F | 0x80
	var text [36]byte
	hex.Encode(text[:], random[:4])
	hex.Encode(text[9:], random[4:6])
	hex.Encode(text[14:], random[6:8])
	hex.Encode(text[19:], random[8:10])
	hex.Encode(text[24:], random[10:])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}
