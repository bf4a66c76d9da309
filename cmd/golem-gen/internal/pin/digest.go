package pin

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
)

// Digest returns "sha256:" and 64 hexadecimal digits over a JSON document without the white space
// around its tokens. White space and a byte order mark do not count: editors and version control
// change them.
func Digest(document []byte) string {
	document = bytes.TrimPrefix(document, []byte("\ufeff"))
	kept := make([]byte, 0, len(document))
	from, inText := 0, false // document[from:i] is kept as it is
	for i := 0; i < len(document); i++ {
		switch c := document[i]; {
		case c == '"':
			inText = !inText
		case inText && c == '\\':
			i++ // the next character is escaped
		case !inText && (c == ' ' || c == '\n' || c == '\r' || c == '\t'):
			kept = append(kept, document[from:i]...)
			from = i + 1
		}
	}
	kept = append(kept, document[from:]...)
	sum := sha256.Sum256(kept)
	return "sha256:" + hex.EncodeToString(sum[:])
}
