package runtime

// escape escapes everything but letters, digits and -._~ as %XX, for any part of a URL.
func escape(s string) string {
	const digits = "0123456789ABCDEF"
	plain := 0
	for plain < len(s) && unreserved(s[plain]) {
		plain++
	}
	if plain == len(s) {
		return s
	}
	b := make([]byte, 0, len(s)+16)
	for i := range len(s) {
		if c := s[i]; unreserved(c) {
			b = append(b, c)
		} else {
			b = append(b, '%', digits[c>>4], digits[c&15])
		}
	}
	return string(b)
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}
