package witpackage

// withoutEmptyResults blanks "-> ()", with which older WIT says that a function
// returns nothing: the grammar of today writes nothing there. Positions stay.
func withoutEmptyResults(text []byte) []byte {
	out := text
	for i := 0; i < len(text); {
		if end := skipComment(text, i); end > i {
			i = end
			continue
		}
		end := emptyResult(text, i)
		if end == i {
			i++
			continue
		}
		if &out[0] == &text[0] {
			out = append([]byte(nil), text...)
		}
		for ; i < end; i++ {
			if out[i] != '\n' && out[i] != '\r' {
				out[i] = ' '
			}
		}
	}
	return out
}

// skipComment returns the end of the comment that starts at i, else i.
func skipComment(text []byte, i int) int {
	if i+1 >= len(text) || text[i] != '/' {
		return i
	}
	switch text[i+1] {
	case '/':
		for i < len(text) && text[i] != '\n' {
			i++
		}
		return i
	case '*':
		depth := 0
		for ; i+1 < len(text); i++ {
			switch {
			case text[i] == '/' && text[i+1] == '*':
				depth++
				i++
			case text[i] == '*' && text[i+1] == '/':
				depth--
				i++
				if depth == 0 {
					return i + 1
				}
			}
		}
		return len(text)
	}
	return i
}

// emptyResult returns the end of "-> ()" at i, else i.
func emptyResult(text []byte, i int) int {
	at := i
	for _, token := range []string{"->", "(", ")"} {
		for at > i && at < len(text) && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r') {
			at++
		}
		if at+len(token) > len(text) || string(text[at:at+len(token)]) != token {
			return i
		}
		at += len(token)
	}
	return at
}
