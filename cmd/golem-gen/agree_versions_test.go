package main

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sideBySide reports whether the component exports an interface in several versions.
func (a *agreement) sideBySide() bool {
	for place, given := range a.names() {
		if strings.HasPrefix(given.Structure, "interface:") && strings.Contains(place, "@") {
			return true
		}
	}
	return false
}

// handedOn returns the interfaces whose Go names moved to another interface, by diff: "old →
// new".
func (a *agreement) handedOn(old, new []byte) []string {
	a.t.Helper()
	list := []string{}
	for _, c := range a.diff(old, new) {
		switch c.Rule {
		case "package-version-changed", "package-renamed", "interface-name-handed-on":
			list = append(list, strings.Replace(c.Text, " is now ", " → ", 1))
		default:
			a.t.Errorf("diff finds %v where only versions of interfaces have changed", c)
		}
	}
	slices.Sort(list)
	return list
}

var handedOver = regexp.MustCompile(` calls (\S+), where it called (\S+) before`)

// warned returns the same, by the warnings of generate.
func (a *agreement) warned() []string {
	list := []string{}
	for _, found := range handedOver.FindAllStringSubmatch(a.warnings, -1) {
		list = append(list, found[2]+" → "+found[1])
	}
	slices.Sort(list)
	return list
}

// withVersion returns a document in which the interfaces with a version have another version. If
// both is set, they also have the former one.
func withVersion(t *testing.T, text []byte, both bool) []byte {
	t.Helper()
	var document map[string]any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&document); err != nil {
		t.Fatal(err)
	}
	within, _ := document["metadata"].(map[string]any)
	exports, _ := within["exports"].([]any)
	list := []any{}
	for _, export := range exports {
		one, _ := export.(map[string]any)
		name, _ := one["name"].(string)
		base, _, versioned := strings.Cut(name, "@")
		if !versioned || one["type"] != "Instance" || strings.HasSuffix(name, "@77.0.0") {
			list = append(list, export)
			continue
		}
		other := map[string]any{}
		for key, value := range one {
			other[key] = value
		}
		other["name"] = base + "@77.0.0"
		if list = append(list, other); both {
			list = append(list, export)
		}
	}
	within["exports"] = list
	out, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
