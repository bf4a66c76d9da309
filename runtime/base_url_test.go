package runtime

import (
	"net/url"
	"testing"
)

// TestLocations checks that a name is one part of a path, whatever it contains.
func TestLocations(t *testing.T) {
	for _, base := range []string{"http://golem.test", "http://golem.test/a%2Fb", "http://golem.test/ü"} {
		l, err := parseBaseURL(base)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"cart-42", "a.b_c~d", "a/b", "a b", "ü", "%", `Account("alice",v1)`, "..", ""} {
			at := l.at("/v1/workers/", name, "/invoke")
			want := base
			if base == "http://golem.test/ü" {
				want = "http://golem.test/%C3%BC"
			}
			want += "/v1/workers/" + escape(name) + "/invoke"
			var u url.URL
			at.url(&u, "")
			if u.String() != want || at.String() != want {
				t.Errorf("%s: got %s, want %s", name, u.String(), want)
			}
			parsed, err := url.Parse(want)
			if err != nil || parsed.Path != u.Path {
				t.Errorf("%s: the path is %s, want %s", name, u.Path, parsed.Path)
			}
		}
	}
}
