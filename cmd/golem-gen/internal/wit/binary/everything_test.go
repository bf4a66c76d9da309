package binary

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/gen"
)

// everyType has every form of type. The numbers of types are in comments.
var everyType = section(sectionType, vector(
	"\x72"+vector(named("a")+"\x7d", named("b")+"\x73"),                            // 0 record
	"\x71"+vector(named("c")+"\x00\x00", named("d")+"\x01\x00\x00"),                // 1 variant
	"\x6d"+vector(named("e"), named("f")),                                          // 2 enum
	"\x6e"+vector(named("g")),                                                      // 3 flags
	"\x6f"+vector("\x7f", "\x74", "\x00"),                                          // 4 tuple
	"\x70\x7b",                                                                     // 5 list
	"\x6b\x79",                                                                     // 6 option
	"\x6a\x00\x00", "\x6a\x01\x77\x00", "\x6a\x00\x01\x7e", "\x6a\x01\x7c\x01\x7a", // 7 to 10 results
	"\x3f\x7f\x00", "\x3f\x7f\x01\x05", "\x3e\x7f\x00", "\x3e\x7f\x01\x05\x00", "\x3e\x7f\x01\x05\x01\x06", // 11 to 15 resources
	"\x69\x0b", "\x68\x0f", // 16, 17 handles
	"\x66\x00", "\x66\x01\x7d", "\x65\x00", "\x65\x01\x7d", // 18 to 21 streams and futures
	"\x67\x7d\x04", "\x63\x73\x7d", "\x64", // 22 list of a length, 23 map, 24 error context
	"\x78", "\x76", "\x75", // 25 to 27
	"\x41"+vector("\x01\x7d"), "\x42"+vector("\x02\x03\x02\x01\x00"), // 28 component, 29 instance with an outer alias
	"\x43"+vector(named("x")+"\x04")+"\x00\x17", // 30 async function
	"\x40"+vector()+"\x01\x00",                  // 31
	"\x40"+vector( // 32
		named("p0")+"\x00", named("p1")+"\x01", named("p2")+"\x02", named("p3")+"\x03", named("p4")+"\x04", named("p5")+"\x05", named("p6")+"\x06",
		named("p7")+"\x07", named("p8")+"\x08", named("p9")+"\x09", named("p10")+"\x0a", named("p16")+"\x10", named("p17")+"\x11",
		named("p18")+"\x12", named("p22")+"\x16", named("p24")+"\x18", named("p25")+"\x19", named("p26")+"\x1a", named("p27")+"\x1b",
	)+"\x01"+vector(named("r0")+"\x7d", named("r1")+"\x64"),
))

// everyTypeText is what function 32 is.
const everyTypeText = "p0 Record{a U8, b Str}, p1 Variant{c, d Record{a U8, b Str}}, p2 Enum{e, f}, p3 Flags{g}, p4 Tuple<Bool, Chr, Record{a U8, b Str}>, " +
	"p5 List<U16>, p6 Option<U32>, p7 Result<_, _>, p8 Result<U64, _>, p9 Result<_, S8>, p10 Result<S16, S32>, p16 Handle, p17 Handle, " +
	"p18 ?, p22 ?, p24 ?, p25 S64, p26 F32, p27 F64 -> r0 U8, r1 ?"

// TestEverything reads a component with every construct, also those that have no meaning for
// exports. If one were read with a wrong length, what follows it would be something else.
func TestEverything(t *testing.T) {
	component := everyType +
		section(0, named("name"), "anything") + section(1, "core module") + section(3, "core types") +
		section(sectionImport, vector(
			"\x00"+named("module")+"\x00\x11\x05",
			"\x00"+named("value")+"\x02\x00\x00", "\x00"+named("of")+"\x02\x01\x7d",
			"\x00"+named("same")+"\x03\x00\x00", "\x00"+named("resource")+"\x03\x01", // types 33, 34
			"\x01"+named("component")+"\x04\x1c", "\x00"+named("instance")+"\x05\x1d",
			"\x02"+named("notes")+vector("\x00"+named("implements"), "\x01"+named("x"))+"\x01\x1f", // function 0
		)) +
		section(sectionAlias, vector("\x00\x00\x01\x09"+named("memory"), "\x00\x02\x02\x00\x07", "\x03\x02\x00\x00")) + // type 35
		section(sectionCanon, vector(
			"\x01\x00\x00"+vector("\x00"),
			"\x00\x00\x05"+vector("\x00", "\x01", "\x02", "\x03\x09", "\x04\x09", "\x05\x09", "\x06", "\x07\x09", "\x08\x09", "\x09")+"\x20", // function 1
			"\x02\x0b", "\x03\x0b", "\x04\x0b", "\x07\x0b",
			"\x00\x00\x05\x00\x1e", // function 2
		)) +
		section(sectionInstance, vector(
			"\x01"+vector("\x00"+named("f")+"\x01\x01", "\x00"+named("t")+"\x03\x00", "\x00"+named("m")+"\x00\x11\x05", "\x00"+named("f")+"\x01\x01"), // instance 1
		)) +
		section(sectionComponent, string(layerComponent), section(0, named("name"), "inner"), everyType, section(sectionImport, vector("\x00"+named("t")+"\x03\x00\x00")),
			section(sectionExport, vector("\x00"+named("u")+"\x03\x21\x00"))) + // component 1
		section(sectionInstance, vector("\x00\x01"+vector(named("t")+"\x03\x00", named("core")+"\x00\x11\x05"))) + // instance 2
		section(sectionExport, vector(
			"\x00"+named("core")+"\x00\x11\x05\x00",
			"\x00"+named("first")+"\x01\x00\x00", "\x01"+named("second")+"\x01\x01\x01\x01\x20", "\x02"+named("third")+vector("\x00"+named("x"))+"\x01\x02\x00",
			"\x00"+named("made")+"\x05\x01\x00", "\x00"+named("typed")+"\x01\x00\x01\x01\x20",
		))
	p, err := Decode([]byte(string(layerComponent) + component))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"first: ", "second: " + everyTypeText, "third: x Tuple<Bool, Chr, Record{a U8, b Str}> -> ?", "made", "typed: " + everyTypeText}
	if d := cmp.Diff(want, exportedBy(t, p)); d != "" {
		t.Error(d)
	}
	made, err := p.Worlds[0].Interface("made")
	if err != nil || len(made.Functions) != 1 || functionText(made.Functions["f"]) != everyTypeText {
		t.Errorf("%+v, %v", made, err)
	}
}

// exportedBy returns the exports of the only world.
func exportedBy(t *testing.T, p *Package) []string {
	t.Helper()
	if len(p.Worlds) != 1 {
		t.Fatalf("%d worlds", len(p.Worlds))
	}
	functions, _ := p.Worlds[0].Functions()
	var lines []string
	for _, name := range p.Worlds[0].Exports {
		if f := functions.Functions[name]; f != nil {
			lines = append(lines, name+": "+functionText(f))
		} else {
			lines = append(lines, name)
		}
	}
	return lines
}

func functionText(f *gen.WITFunction) string {
	text := memberTexts(f.Parameters)
	if len(f.Results) > 0 {
		text += " -> " + memberTexts(f.Results)
	}
	return text
}

func memberTexts(list []gen.WITMember) string {
	var texts []string
	for _, m := range list {
		text := m.Name
		if m.Type != nil {
			text = strings.TrimSpace(text + " " + typeText(m.Type))
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

// typeText returns the structure of a type: names of types are for package witpackage to test.
func typeText(t *gen.WITType) string {
	switch {
	case t == nil:
		return "_"
	case t.Kind == 0:
		return "?"
	case len(t.Members) > 0:
		return fmt.Sprintf("%v{%s}", t.Kind, memberTexts(t.Members))
	case len(t.Items) > 0:
		var items []string
		for _, item := range t.Items {
			items = append(items, typeText(item))
		}
		return fmt.Sprintf("%v<%s>", t.Kind, strings.Join(items, ", "))
	}
	return fmt.Sprint(t.Kind)
}

// TestUnknownCanon reads a component with a function of an unknown kind. The numbers of functions
// from there on are unknown, so they are not exported.
func TestUnknownCanon(t *testing.T) {
	component := section(sectionType, vector("\x40\x00\x01\x00", "\x40"+vector(named("x")+"\x7d")+"\x01\x00", "\x40"+vector(named("y")+"\x7d")+"\x01\x00")) +
		section(sectionImport, vector("\x00"+named("f")+"\x01\x00")) +
		section(sectionCanon, vector("\x00\x00\x05\x00\x01", "\x2a", "\x00\x00\x00\x00\x63")) +
		section(sectionCanon, vector("\x00\x00\x05\x00\x00", "\x2a\x07")) +
		section(sectionExport, vector(
			"\x00"+named("imported")+"\x01\x00\x00", "\x00"+named("lifted")+"\x01\x01\x00", "\x00"+named("next")+"\x01\x02\x00", "\x00"+named("far")+"\x01\x09\x00",
			"\x00"+named("typed")+"\x01\x02\x01\x01\x02",
		))
	p, err := Decode([]byte(string(layerComponent) + component))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"imported: ", "lifted: x U8", "typed: y U8"}, exportedBy(t, p)); d != "" {
		t.Error(d)
	}
}

// TestModules reads the WIT in core modules, or says why there is none.
func TestModules(t *testing.T) {
	world := string(layerComponent) + section(sectionType, "\x01\x40\x00\x01\x00") + section(sectionImport, vector("\x00"+named("f")+"\x01\x00")) +
		section(sectionExport, vector("\x00"+named("run")+"\x01\x00\x00"))
	before := section(sectionCustom, named("name"), "x") + section(1, "\x00") + section(sectionCustom, named("other"), world)
	for _, test := range []struct{ sections, want string }{
		{section(sectionCustom, named("component-type"), world), "1"},
		{before + section(sectionCustom, named("component-type:bindings"), world) + section(2, "\x00"), "1"},
		{section(sectionCustom, named("component-type:a"), world) + section(sectionCustom, named("component-type:b"), world), "2"},
		{before, "a core module without WIT, not a component"},
		{section(sectionCustom, named("component-type"), "\x01\x02"), "a core module without WIT, not a component"},
		{section(1, named("component-type"), world), "a core module without WIT, not a component"},
		{section(sectionCustom, "\x20component-type"), "a core module without WIT, not a component"},
		{section(sectionCustom, named("component-type"), string(layerComponent), "\x07"), "at byte 34: the data ends in the middle"},
		{"\x00\x05\x01", "at byte 10: the data ends in the middle"},
		{section(sectionCustom, named("component-type"), world) + "\x00\x05\x01", "at byte 61: the data ends in the middle"},
	} {
		p, err := Decode([]byte(string(layerModule) + test.sections))
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = fmt.Sprint(len(p.Worlds))
		}
		if got != test.want {
			t.Errorf("%q: %s, want %s", test.sections, got, test.want)
		}
	}
}

// TestNotPackages reads components that export types of components, but not as WIT packages do.
func TestNotPackages(t *testing.T) {
	instance := "\x42\x00"
	exports := func(declarations ...string) string { return "\x41" + vector(declarations...) }
	item := func(name string, of byte) string { return "\x04\x00" + named(name) + string([]byte{of, 0}) }
	for _, test := range []struct {
		declaration string
		want        string
	}{
		{exports("\x01"+instance, item("a:b/i", 5)), "a:b, 1 interfaces, 0 worlds"},
		{exports("\x01\x41\x00", item("a:b/w", 4)), "a:b, 0 interfaces, 1 worlds"},
		{exports(), ":, 0 interfaces, 1 worlds"},
		{exports("\x01"+instance, item("i", 5)), ":, 0 interfaces, 1 worlds"},
		{exports("\x01"+instance, item("a:b/i", 5), item("a:b/j", 5)), ":, 0 interfaces, 1 worlds"},
		{exports("\x01\x7d", item("a:b/i", 3)+"\x00"), ":, 0 interfaces, 1 worlds"},
		{exports("\x01\x40\x00\x01\x00", item("a:b/i", 1)), ":, 0 interfaces, 1 worlds"},
	} {
		data := string(layerComponent) + section(sectionType, vector(test.declaration)) + section(sectionExport, vector("\x00"+named("x")+"\x03\x00\x00"))
		p, err := Decode([]byte(data))
		if err != nil {
			t.Errorf("%q: %v", test.declaration, err)
			continue
		}
		if got := fmt.Sprintf("%v, %d interfaces, %d worlds", p.ID, len(p.Interfaces), len(p.Worlds)); got != test.want {
			t.Errorf("%q: %s, want %s", test.declaration, got, test.want)
		}
	}
}

// TestOwners checks that the types of an instance belong to the name under which a component first
// has it: its import, or its first export.
func TestOwners(t *testing.T) {
	instance := "\x42" + vector("\x01\x72"+vector(named("a")+"\x7d"), "\x04\x00"+named("item")+"\x03\x00\x00")
	data := string(layerComponent) + section(sectionType, vector(instance)) +
		section(sectionImport, vector("\x00"+named("a:b/items@1.0.0")+"\x05\x00")) +
		section(sectionAlias, vector("\x03\x00\x00"+named("item"))) + // type 1
		section(sectionType, vector("\x40"+vector(named("x")+"\x01")+"\x01\x00")) +
		section(sectionImport, vector("\x00"+named("f")+"\x01\x02")) +
		section(sectionExport, vector("\x00"+named("c:d/other")+"\x05\x00\x00", "\x00"+named("f")+"\x01\x00\x00"))
	p, err := Decode([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	functions, _ := p.Worlds[0].Functions()
	if item := functions.Functions["f"].Parameters[0].Type; item.Name != "item" || item.Owner != "a:b/items" {
		t.Errorf("%+v", item)
	}
}

// TestInstantiatedTwice instantiates a component with the type that another instance of it exports.
// The first instance keeps its types.
func TestInstantiatedTwice(t *testing.T) {
	inner := string(layerComponent) + section(sectionImport, vector("\x00"+named("t")+"\x03\x01")) +
		section(sectionExport, vector("\x00"+named("u")+"\x03\x00\x00"))
	instance := func(of string) string {
		return section(sectionInstance, vector("\x00\x00"+vector(named("t")+"\x03"+of)))
	}
	alias := func(of string) string { return section(sectionAlias, vector("\x03\x00"+of+named("u"))) }
	data := string(layerComponent) + section(sectionType, vector("\x72"+vector(named("a")+"\x7d"))) + section(sectionComponent, inner) +
		instance("\x00") + alias("\x00") + instance("\x01") + alias("\x01") +
		section(sectionType, vector("\x40"+vector(named("x")+"\x01", named("y")+"\x02")+"\x01\x00")) +
		section(sectionImport, vector("\x00"+named("f")+"\x01\x03")) + section(sectionExport, vector("\x00"+named("f")+"\x01\x00\x00"))
	p, err := Decode([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"f: x Record{a U8}, y Record{a U8}"}, exportedBy(t, p)); d != "" {
		t.Error(d)
	}
}
