package runtime

import (
	"bytes"
	"encoding/json"
	"io"
)

// A transport reports an incomplete answer if the protocol says where an answer ends: HTTP/1 by
// Content-Length or the last chunk, HTTP/2 by the end of the stream. It cannot report one if
// the server ends its answer by closing the connection, or if a proxy has forwarded an
// incomplete answer as a complete one. The client then recognizes it by its text. The call may
// have run, and is sent again under its key.
//
// Only answers that cannot be decoded are checked. An answer that can be decoded was not cut.

// isCut reports whether text is the beginning of a JSON value. A text that is not valid JSON
// for another reason is wrong, but not cut.
func isCut(text []byte) bool {
	var value json.RawMessage
	return json.NewDecoder(bytes.NewReader(text)).Decode(&value) == io.ErrUnexpectedEOF
}
