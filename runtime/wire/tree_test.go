package wire_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The model of the decoder reads a text into a tree with encoding/json. What encoding/json
// accepts and no value may have is refused here.

// object is a JSON object with its members in the order of the text.
type object []objectMember

type objectMember struct {
	key   string
	value any
}

// last returns the value of the last member with the key.
func (o object) last(key string) (any, bool) {
	for i := len(o) - 1; i >= 0; i-- {
		if o[i].key == key {
			return o[i].value, true
		}
	}
	return nil, false
}

// readTree returns the tree of a text: nil, bool, string, json.Number, []any or object.
func readTree(text string) (any, error) {
	if !json.Valid([]byte(text)) {
		return nil, fmt.Errorf("%q is no JSON", text)
	}
	if !utf8.ValidString(text) || hasLoneSurrogate(text) {
		return nil, fmt.Errorf("%q has what encoding/json makes U+FFFD of", text)
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return readNode(d)
}

func readNode(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for d.More() {
			item, err := readNode(d)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err = d.Token()
		return list, err
	case json.Delim('{'):
		o := object{}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			value, err := readNode(d)
			if err != nil {
				return nil, err
			}
			o = append(o, objectMember{key.(string), value})
		}
		_, err = d.Token()
		return o, err
	}
	return token, nil
}

// hasLoneSurrogate reports whether valid JSON has an escaped surrogate without its pair.
func hasLoneSurrogate(text string) bool {
	unit := func(i int) uint64 { // the UTF-16 unit of the escape at i, 0 for none
		if i+6 > len(text) || text[i:i+2] != `\u` {
			return 0
		}
		n, _ := strconv.ParseUint(text[i+2:i+6], 16, 16)
		return n
	}
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		switch n := unit(i); {
		case n >= 0xDC00 && n <= 0xDFFF:
			return true
		case n >= 0xD800 && n <= 0xDBFF:
			if low := unit(i + 6); low < 0xDC00 || low > 0xDFFF {
				return true
			}
			i += 6
		}
		i++ // the escaped character
	}
	return false
}
