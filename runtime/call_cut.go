package runtime

import "bytes"

// Transports report an answer that was cut: of HTTP/1 by Content-Length or the last chunk, of
// HTTP/2 by the end of the stream. They cannot where a server ends its answer by closing the
// connection, and not where something between has cut the answer and then sent it on in order.
// Such an answer is an object that does not end, and the call may have been run: it is sent
// again under its key. An answer that ends and is no answer for another reason is an error.

// scannedBytes is the size up to which an answer with escapes is scanned.
const scannedBytes = 1 << 10

// isCut reports whether a JSON object stops before its end. One that has too many closing
// brackets, or the wrong ones, is not cut but wrong. Counting brackets comes first, as it takes
// a tenth of the time; one that is cut where brackets in its texts make up for those that are
// missing is taken for wrong as well.
func isCut(object []byte) bool {
	counts := len(object) > scannedBytes || bytes.IndexByte(object, '\\') < 0
	if counts && balanced(object, '{', '}') && balanced(object, '[', ']') && bytes.Count(object, []byte{'"'})%2 == 0 {
		return false
	}
	depth, inText := 0, false
	for i := 0; i < len(object); i++ {
		switch c := object[i]; {
		case c == '"':
			inText = !inText
		case inText && c == '\\':
			i++
		case inText:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
	}
	return inText || depth > 0
}

func balanced(text []byte, opening, closing byte) bool {
	return bytes.Count(text, []byte{opening}) == bytes.Count(text, []byte{closing})
}
