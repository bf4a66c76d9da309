package wit

import (
	"strings"
	"testing"
)

// syntaxErrors are texts that do not follow the grammar. A want is "line:column: what".
var syntaxErrors = []struct{ text, want string }{
	{"package ;", `1:9: expected the name of a package, like acme:shop, found ";"`},
	{"package a;", `1:10: expected ":", found ";"`},
	{"package a:;", `1:11: expected the name of a package, found ";"`},
	{"package a:b@;", `1:13: expected a version, like 1.4.0, found ";"`},
	{"package a:b", ""},
	{"package a:b@ 1.0.0;", ""},
	{"package a:b // c\n/* c */ interface i {}", ""},
	{"package a:b /* c\n */ interface i {}", `2:5: expected ";", found "interface"`},
	{"package a:b;\r\ninterface i {\r\n\tf: func();\r\n}\r\n", ""},
	{"package a:b interface i {}", `1:13: expected ";", found "interface"`},
	{"package a:b;\npackage c:d;", `2:1: the package of the file is named twice, or behind its declarations`},
	{"interface i {}\npackage a:b;", `2:1: the package of the file is named twice, or behind its declarations`},
	{"world w {}\npackage a:b;", `2:1: the package of the file is named twice, or behind its declarations`},
	{"package a:b {}\npackage c:d;", ""},
	{"package a:b {", `1:14: expected "}", found the end of the text`},
	{"package a:b { foo }", `1:15: expected "interface", "world" or "use", found "foo"`},
	{"default;", `1:8: expected "interface", "world" or "use", found ";"`},
	{"interface", `1:10: expected the name of the interface, found the end of the text`},
	{"world {}", `1:7: expected the name of the world, found "{"`},
	{"interface i ;", `1:13: expected "{", found ";"`},
	{"interface i {\n", `2:1: expected "}", found the end of the text`},
	{"interface i { /* }", `1:15: the comment does not end`},
	{"interface i { /* /* */ }", `1:15: the comment does not end`},
	{"interface i { /*/ }", `1:15: the comment does not end`},
	{"%", `1:1: expected "interface", "world" or "use", found "%"`},
	{"/* *", `1:1: the comment does not end`},
	{"/* /", `1:1: the comment does not end`},
	{"interface i { /", `1:15: expected a type or the name of a function, found "/"`},
	{"interface i {} package a:b /*", `1:16: the package of the file is named twice, or behind its declarations`},
	{"package a /*", `1:11: the comment does not end`},
	{"interface i { 1: func(); }", `1:15: expected a type or the name of a function, found "1"`},
	{"interface i { % : func(); }", `1:15: expected a type or the name of a function, found "%"`},
	{"interface i { %1: func(); }", `1:15: expected a type or the name of a function, found "%"`},
	{"interface i { é }", `1:15: expected a type or the name of a function, found "é"`},
	{"interface i { /* é */ é }", `1:23: expected a type or the name of a function, found "é"`},
	{"\ufeffinterface i {\n\t;", `2:2: expected a type or the name of a function, found ";"`},
	{"interface i { f }", `1:17: expected ":", found "}"`},
	{"interface i { f: %func(); }", `1:18: expected "func", found "%func"`},
	{"interface i { f: async; }", `1:23: expected "func", found ";"`},
	{"interface i { f: func; }", `1:22: expected "(", found ";"`},
	{"interface i { f: func(u8); }", `1:25: expected ":", found ")"`},
	{"interface i { f: func(: u8); }", `1:23: expected a name, found ":"`},
	{"interface i { f: func(a: ); }", `1:26: expected a type, found ")"`},
	{"interface i { f: func(a: u8 b: u8); }", `1:29: expected "," or ")", found "b"`},
	{"interface i { f: func(a: list<u8); }", `1:33: expected "," or ">", found ")"`},
	{"interface i { f: func(a: %list<u8>); }", `1:31: expected "," or ")", found "<"`},
	{"interface i { f: func() -> ; }", `1:28: expected a type, found ";"`},
	{"interface i { f: func() g: func(); }", `1:25: expected ";", found "g"`},
	{"interface i { f: func()", `1:24: expected "}", found the end of the text`},
	{"interface i { type ; }", `1:20: expected the name of the type, found ";"`},
	{"interface i { type a u8; }", `1:22: expected "=", found "u8"`},
	{"interface i { type a = u8 type b = u8; }", `1:27: expected ";", found "type"`},
	{"interface i { record r { a } }", `1:28: expected ":", found "}"`},
	{"interface i { record r { a: u8; } }", `1:31: expected "," or "}", found ";"`},
	{"interface i { variant v { a(u8 } }", `1:32: expected ")", found "}"`},
	{"interface i { enum e { a(u8) } }", `1:25: expected "," or "}", found "("`},
	{"interface i { flags f { a: u8 } }", `1:26: expected "," or "}", found ":"`},
	{"interface i { enum e { a, , } }", `1:27: expected a name, found ","`},
	{"interface i { enum e { a", `1:25: expected "," or "}", found the end of the text`},
	{"interface i { resource r u8; }", `1:26: expected ";", found "u8"`},
	{"interface i { resource r { 1 } }", `1:28: expected the name of a method, found "1"`},
	{"interface i { resource r { f(); } }", `1:29: expected ":", found "("`},
	{"interface i { resource r { f: static; } }", `1:37: expected "func", found ";"`},
	{"interface i { resource r { constructor; } }", `1:39: expected "(", found ";"`},
	{"interface i { resource r { constructor() f: func(); } }", `1:42: expected ";", found "f"`},
	{"interface i { resource r {", `1:27: expected "}", found the end of the text`},
	{"interface i { use ; }", `1:19: expected the name of an interface, found ";"`},
	{"interface i { use a; }", `1:20: expected ".", found ";"`},
	{"interface i { use a:; }", `1:21: expected the name of a package, found ";"`},
	{"interface i { use a:b.{c}; }", `1:22: expected "/", found "."`},
	{"interface i { use a:b/.{c}; }", `1:23: expected the name of an interface, found "."`},
	{"interface i { use a:b/c@1.0.0.d; }", `1:32: expected ".", found ";"`},
	{"interface i { use a.{1}; }", `1:22: expected the name of a type, found "1"`},
	{"interface i { use a.{b as ,}; }", `1:27: expected a name, found ","`},
	{"interface i { use a.{b} use c.{d}; }", `1:25: expected ";", found "use"`},
	{"interface i { use a.{b};\n use c.{d as b}; }", `2:9: "b" is defined twice`},
	{"interface i { type a = u8; enum a { b } }", `1:33: "a" is defined twice`},
	{"use ;", `1:5: expected the name of an interface, found ";"`},
	{"use a:b/c as ;", `1:14: expected a name, found ";"`},
	{"use a b;", `1:7: expected ";", found "b"`},
	{"world w { f: func(); }", `1:11: expected "export", "import", "include", "use", a type, found "f"`},
	{"world w { export ; }", `1:18: expected the name of an interface or function, found ";"`},
	{"world w { export a b; }", `1:20: expected ";", found "b"`},
	{"world w { import a b; }", `1:20: expected ";", found "b"`},
	{"world w { export a: ; }", `1:21: expected the name of a package, found ";"`},
	{"world w { export a:b/; }", `1:22: expected the name of an interface, found ";"`},
	{"world w { export a: b:; }", `1:23: expected the name of a package, found ";"`},
	{"world w { export a: b:c; }", `1:24: expected "/", found ";"`},
	{"world w { export a: func() export b; }", `1:28: expected ";", found "export"`},
	{"world w { export a: interface { 1 } }", `1:33: expected a type or the name of a function, found "1"`},
	{"world w { include ; }", `1:19: expected the name of an interface, found ";"`},
	{"world w { include a b; }", `1:21: expected ";", found "b"`},
	{"world w { include a with b; }", `1:26: expected "{", found "b"`},
	{"world w { include a with { 1 as b } }", `1:28: expected the name of an export, found "1"`},
	{"world w { include a with { b c } }", `1:30: expected "as", found "c"`},
	{"world w { include a with { b as } }", `1:33: expected a name, found "}"`},
	{"world w { include a with { b as c } export d; }", `1:37: expected ";", found "export"`},
	{"@1 interface i {}", `1:2: expected the name of a gate, like since, found "1"`},
	{"@since(version = 1.0.0", `1:23: expected ")", found the end of the text`},
	{"@since(version = 1.0.0 interface i {}", `1:38: expected ")", found the end of the text`},
}

// meaningErrors are declarations of an interface that cannot be resolved. A want is the column in
// the second line, and what is wrong.
var meaningErrors = []struct{ text, want string }{
	{"f: func(a: gone);", `12: the type "gone" is not defined`},
	{"f: func() -> gone;", `14: the type "gone" is not defined`},
	{"f: func(a: list<gone>);", `17: the type "gone" is not defined`},
	{"f: func(a: %u8);", `12: the type "u8" is not defined`},
	{"f: func(a: own<gone>);", `16: the type "gone" is not defined`},
	{"record r { a: gone } f: func(a: r);", `15: the type "gone" is not defined`},
	{"variant v { a(gone) } f: func(a: v);", `15: the type "gone" is not defined`},
	{"type a = gone; f: func(a: a);", `10: the type "gone" is not defined`},
	{"resource r { f: func(a: gone); }", `25: the type "gone" is not defined`},
	{"resource r { constructor(a: gone); }", `29: the type "gone" is not defined`},
	{"resource r { constructor() -> gone; }", `31: the type "gone" is not defined`},
	{"resource r { f: static func() -> gone; }", `34: the type "gone" is not defined`},
	{"f: func(a: _);", `12: "_" stands in a result only`},
	{"f: func(a: list<_>);", `17: "_" stands in a result only`},
	{"f: func(a: u8<u8>);", `12: "u8" takes no types in brackets`},
	{"enum e { a } f: func(a: e<u8>);", `25: "e" takes no types in brackets`},
	{"f: func(a: list);", `12: "list" has 0 types in brackets`},
	{"f: func(a: list<u8, u8>);", `12: "list" has 2 types in brackets`},
	{"f: func(a: option<u8, u8>);", `12: "option" has 2 types in brackets`},
	{"f: func(a: result<u8, u8, u8>);", `12: "result" has 3 types in brackets`},
	{"f: func(a: borrow);", `12: "borrow" has 0 types in brackets`},
	{"f: func(a: map<u8>);", `12: "map" has 1 types in brackets`},
	{"f: func(a: future<u8, u8>);", `12: "future" has 2 types in brackets`},
	{"record r { a: r } f: func(a: r);", `8: the type "r" is defined by itself`},
	{"use j.{t}; f: func(a: t);", `5: there is no interface "j" in a:b`},
	{"use k.{gone}; f: func(a: gone); } interface k {", `8: the interface "k" has no type "gone"`},
	{"use i.{gone}; f: func(a: gone);", `8: the type "gone" is defined by itself`},
}

// TestErrors checks what is said about a text that is wrong, and where.
func TestErrors(t *testing.T) {
	for _, test := range syntaxErrors {
		checkError(t, test.text, test.want)
	}
	for _, test := range meaningErrors {
		checkError(t, "package a:b;interface i{\n"+test.text+"\n}", "2:"+test.want)
	}
	const in = "package a:b;\n"
	checkError(t, in+"world w { export x; }", `2:18: there is no interface "x" in a:b`)
	checkError(t, in+"world w { export second: x; }", `2:26: there is no interface "x" in a:b`)
	checkError(t, in+"world w { export f: func(a: x); }", `2:29: the type "x" is not defined`)
	checkError(t, in+"world w { export i: interface { f: func(a: x); } }", `2:44: the type "x" is not defined`)
	checkError(t, in+"interface i {}\ninterface i {}", `3:11: the interface "i" is defined twice in a:b`)
	checkError(t, in+"world i {}\nworld i {}", `3:7: the world "i" is defined twice in a:b`)
	checkError(t, in+"interface i {}\nworld i {}", "")
}

// checkError checks what is said about a text: want, or nothing if that is empty.
func checkError(t *testing.T, text, want string) {
	t.Helper()
	file, err := Parse("f", []byte(text), false)
	if err == nil && strings.Contains(text, "package a:b;") {
		err = resolveAll(file)
	}
	got := ""
	if err != nil {
		got = strings.TrimSuffix(strings.TrimPrefix(err.Error(), "f:"), ": correct the WIT")
	}
	if got != want {
		t.Errorf("%q: %s, want %s", text, got, want)
	}
}
