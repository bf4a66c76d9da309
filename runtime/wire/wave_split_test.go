package wire_test

import (
	"fmt"
	"strings"
)

// This is a model of how servers read `iface.{r(ARGS).m}`. It has the rules of all versions
// together: it refuses what any of them refuses or misreads.

const (
	callBefore = "a:b/c.{r("
	callAfter  = ").m}"
)

// readCall splits the name of a function twice, as servers do: by counting brackets without
// regard to quotes, and with regard to them. Both results must be equal.
func readCall(name string) (arguments []string, err error) {
	if !strings.HasPrefix(name, callBefore) || !strings.HasSuffix(name, callAfter) {
		return nil, fmt.Errorf("not the shape of a call")
	}
	blind, err := splitCall(name, false)
	if err != nil {
		return nil, err
	}
	seeing, err := splitCall(name, true)
	if err != nil {
		return nil, err
	}
	if strings.Join(blind, "\x00") != strings.Join(seeing, "\x00") {
		return nil, fmt.Errorf("the readings differ: %q and %q", blind, seeing)
	}
	return blind, nil
}

// splitCall splits the arguments at commas outside of brackets. Brackets must be balanced,
// and the call must end at the end of the name.
func splitCall(name string, quotes bool) (arguments []string, err error) {
	var open []byte
	start, quoted := len(callBefore), false
	pairs := map[byte]byte{')': '(', ']': '[', '}': '{'}
	for i := range len(name) {
		c := name[i]
		if quotes && c == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		switch c {
		case '(', '[', '{':
			open = append(open, c)
		case ')', ']', '}':
			if len(open) == 0 || open[len(open)-1] != pairs[c] {
				return nil, fmt.Errorf("unbalanced %c at %d", c, i)
			}
			open = open[:len(open)-1]
			if len(open) == 1 && i != len(name)-len(callAfter) {
				return nil, fmt.Errorf("the arguments end at %d", i)
			}
			if len(open) == 0 && i != len(name)-1 {
				return nil, fmt.Errorf("the name ends at %d", i)
			}
		case ',':
			if len(open) == 2 {
				arguments = append(arguments, strings.TrimPrefix(name[start:i], " "))
				start = i + 1
			}
		}
	}
	if len(open) != 0 || quoted {
		return nil, fmt.Errorf("unbalanced at the end")
	}
	last := strings.TrimPrefix(name[start:len(name)-len(callAfter)], " ")
	if last == "" && arguments == nil {
		return nil, nil
	}
	return append(arguments, last), nil
}
