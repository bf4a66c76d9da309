package binary

import (
	"strings"
	"testing"
)

// section returns a section: its number, its length, and what is in it.
func section(id byte, parts ...string) string {
	content := strings.Join(parts, "")
	return string([]byte{id}) + string(leb(len(content))) + content
}

// vector returns the number of items, and the items.
func vector(items ...string) string { return string(leb(len(items))) + strings.Join(items, "") }

// named returns a text with its length.
func named(name string) string { return string(leb(len(name))) + name }

// TestErrors checks what is said about a component that is wrong, and at which byte: the one
// behind the part that is wrong. The first section begins at byte 8, its content at byte 10.
func TestErrors(t *testing.T) {
	emptyInstance := section(sectionInstance, "\x01\x01\x00")
	record := section(sectionType, "\x01\x72\x01\x01a\x7d")
	for _, test := range []struct{ sections, want string }{
		{"", ""},
		{"\x07", "at byte 9: the data ends in the middle"},
		{"\x07\x05\x01", "at byte 10: the data ends in the middle"},
		{"\x07\x80\x80\x80\x80\x10", "at byte 14: a number has more than 32 bits"},
		{"\x07\x80\x80\x80\x80\x80\x00", "at byte 14: a number has more than 32 bits"},
		{"\x07\xff\xff\xff\xff\x0f", "at byte 14: the data ends in the middle"},
		{section(sectionType, "\x02\x7f"), "at byte 12: the data ends in the middle"},
		{section(sectionType, "\x01\x6e\x01\x05abc"), "at byte 14: the data ends in the middle"},
		{section(sectionType, "\x01\x00"), "at byte 12: the code of a type, 0x00, is not known"},
		{section(sectionType, "\x01\x70\x40"), "at byte 13: the code of a type, 0x40, is not known"},
		{section(sectionType, "\x01\x70\x00"), "at byte 13: number 0 is not defined"},
		{section(sectionType, "\x02\x70\x7d\x70\x00"), ""},
		{section(sectionType, "\x02\x70\x7d\x70\x01"), "at byte 15: number 1 is not defined"},
		{section(sectionType, "\x02\x42\x00\x70\x00"), "at byte 15: type 0 is not a type of values"},
		{section(sectionType, "\x01\x70\x80\x80\x80\x80\x80\x00"), "at byte 17: a number has more than 33 bits"},
		{section(sectionType, "\x01\x70\xff\xff\xff\xff\x0f"), "at byte 17: number 4294967295 is not defined"},
		{section(sectionType, "\x01\x70\xfd\x7f"), ""}, // u8 in two bytes
		{section(sectionType, "\x01\x71\x01\x01a\x02"), "at byte 16: expected 0 or 1"},
		{section(sectionType, "\x01\x71\x01\x01a\x01\x7d\x02"), "at byte 18: expected 0 or 1"},
		{section(sectionType, "\x01\x40\x00\x02"), "at byte 14: expected results"},
		{section(sectionType, "\x01\x69\x00"), "at byte 13: number 0 is not defined"},
		{section(sectionType, "\x01\x42\x01\x05"), "at byte 14: this declaration of a type is not known"},
		{section(sectionType, "\x01\x42\x02\x01\x7d\x04\x03"), "at byte 17: the data ends in the middle"},
		{section(sectionType, "\x01\x42\x03\x01\x72\x01\x01a\x7d\x04\x00\x01x\x03\x00\x00\x04\x00\x01x\x03\x00\x00"), `at byte 33: "x" is exported twice`},
		{section(sectionImport, "\x01\x03\x01a"), "at byte 14: this kind of name is not known"},
		{section(sectionImport, "\x01\x00\x01a\x06"), "at byte 15: this sort of import or export is not known"},
		{section(sectionImport, "\x01\x00\x01a\x05\x00"), "at byte 16: number 0 is not defined"},
		{section(sectionExport, "\x01\x00\x01a\x06\x00"), "at byte 15: this sort of thing is not known"},
		{section(sectionExport, "\x01\x00\x01a\x01\x00"), "at byte 16: number 0 is not defined"},
		{record + section(sectionExport, "\x01\x00\x01a\x03\x00\x00"), ""},
		{record + section(sectionExport, "\x01\x00\x01a\x03\x00\x02"), "at byte 25: expected 0 or 1"},
		{record + section(sectionExport, "\x01\x00\x01a\x03\x00\x01\x03\x00\x07"), "at byte 28: number 7 is not defined"},
		{section(sectionAlias, "\x01\x03\x03"), "at byte 13: this kind of alias is not known"},
		{section(sectionAlias, "\x01\x03\x02\x01\x00"), "at byte 15: there are not so many components around this one"},
		{record + section(sectionAlias, "\x01\x03\x02\x00\x01"), "at byte 23: number 1 is not defined"},
		{record + section(sectionAlias, "\x01\x03\x02\x00\x00"), ""},
		{section(sectionAlias, "\x01\x03\x00\x00\x01x"), "at byte 14: number 0 is not defined"},
		{emptyInstance + section(sectionAlias, "\x01\x03\x00\x00\x01x"), `at byte 21: there is no export "x"`},
		{section(sectionInstance, "\x01\x02"), "at byte 12: this kind of instance is not known"},
		{section(sectionInstance, "\x01\x00\x00\x00"), "at byte 13: number 0 is not defined"},
		{section(sectionCanon, "\x01\x00\x00\x00\x00\x07"), "at byte 16: number 7 is not defined"},
		{section(sectionCanon, "\x02\x02\x05"), "at byte 13: the data ends in the middle"},
		{section(sectionComponent, "\x00asm\x0d\x00\x01\x00\x07\x01"), "at byte 20: the data ends in the middle"},
		{section(sectionComponent, string(layerComponent), section(sectionType, "\x01\x00")), "at byte 22: the code of a type, 0x00, is not known"},
		{section(sectionComponent, "\x00asm"), ""},
		{section(sectionCustom, "\x05ab"), "at byte 11: the data ends in the middle"},
		{section(sectionType, "\x01"+strings.Repeat("\x42\x01\x01", 99)+"\x42\x00"), ""},
		{section(sectionType, "\x01"+strings.Repeat("\x42\x01\x01", 100)+"\x42\x00"), "at byte 313: types are nested more than 100 deep"},
		{section(1, "anything"), ""},
	} {
		_, err := Decode([]byte(string(layerComponent) + test.sections))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%q: %s, want %s", test.sections, got, test.want)
		}
	}
}
