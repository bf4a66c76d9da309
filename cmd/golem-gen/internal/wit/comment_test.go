package wit

import "testing"

// TestComments checks which comments are documentation, and their text.
func TestComments(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{"// a\n", ""},
		{"/* a */", ""},
		{"/**/", ""},
		{"/***/", ""},
		{"///\n", ""},
		{"/// a\n", "a"},
		{"///a\n", "a"},
		{"///  a \t\r\n", "a"}, // as all first lines
		{"/// a\r\n/// b\r\n", "a\nb"},
		{"/// a\n///   b\n///\n///c\n", "a\n  b\n\nc"},
		{"///\n/// a\n///\n", "a"},
		{"/// a\n// no\n/* no */\n/// b\n", "a\nb"},
		{"/** a */", "a"},
		{"/**a*/", "a"},
		{"/** a */ /** b */", "a\nb"},
		{"/** a */\n/// b\n", "a\nb"},
		{"/** a /* b */ c */", "a /* b */ c"},
		{"/* a /* b */ /// c\n */ /// d\n", "d"},
		{"/**\n * a\n *   b\n *\n * c\n */", "a\n  b\n\nc"},
		{"/**\n  a\n    b\n*/", "a\nb"},
		{"/** * a\n * * b */", "* a\n* b"},
		{"/** a\r\n  * b\r\n  */", "a\nb"},
		{"/// \xff\n", "\uFFFD"},
		{"@since(version = 1.0.0) /// a\n", "a"},
		{"/// a\n@since(version = 1.0.0)\n/// b\n@deprecated(version = 1.0.0)", "a\nb"},
		{"/// a\n@unstable /// b\n", "a\nb"},
		{"@unstable(feature = f, other = /* ) */ g-1.x+y)", ""},
	} {
		file, err := Parse("f", []byte("package a:b; interface i { /// g\ng: func();\n"+test.text+"f: func(); }"), false)
		if err != nil {
			t.Errorf("%q: %v", test.text, err)
			continue
		}
		if got := file.packages[0].interfaces[0].functions[1].doc; got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}
