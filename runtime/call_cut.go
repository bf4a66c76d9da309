package runtime

import (
	"bytes"
	"encoding/json"
	"io"
)

// Transports report an answer that was cut: of HTTP/1 by Content-Length or the last chunk, of
// HTTP/2 by the end of the stream. They cannot where a server ends its answer by closing the
// connection, and not where something between has cut the answer and then sent it on in order.
// The call may have been run, and is sent again under its key.
//
// An answer that can be read was not cut, so only those that cannot be read are looked at.

// isCut reports whether text is the beginning of a JSON value, and not all of it. What goes on
// to its end and is not JSON is wrong, and not cut.
func isCut(text []byte) bool {
	var value json.RawMessage
	return json.NewDecoder(bytes.NewReader(text)).Decode(&value) == io.ErrUnexpectedEOF
}
