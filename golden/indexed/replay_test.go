package indexed_test

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/golden/indexed"
	"github.com/golem-gen/golem-gen/golden/internal/replay"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestRecording replays calls of implicit resources, whose constructor's arguments are part of the
// function's name. The note of an exchange has the recorded arguments.
func TestRecording(t *testing.T) {
	want := replay.Counts{
		replay.V110:      {Made: 57, Refused: 16, CannotBeSent: 17},
		replay.V120:      {Made: 7, Refused: 12, CannotBeSent: 3},
		replay.V120Typed: {Made: 7, Refused: 12, CannotBeSent: 3},
		replay.V125:      {Made: 60, Refused: 19, CannotBeSent: 21},
		replay.V125Typed: {Made: 60, Refused: 19, CannotBeSent: 21},
	}
	replay.Run(t, "indexed", want, func(r *replay.Replay) {
		for r.More() {
			play(r, r.Next(r.Peek().Note))
		}
	})
}

// describer is an implicit resource of any type.
type describer interface {
	Describe(ctx context.Context, opts ...runtime.CallOption) (string, error)
}

func play(r *replay.Replay, s *replay.Step) {
	resource, _, _ := strings.Cut(s.Note, " — ") // the rest says what the server did
	keyed := indexed.NewWorker(r.Client, s.Worker()).Keyed
	if d := accepted(keyed)[resource]; d != nil {
		var want string
		if err := json.Unmarshal(s.Result(), &want); err != nil {
			r.T.Fatal(err)
		}
		s.Gives(want)(d.Describe(replay.Ctx))
	} else if d := refused(keyed)[resource]; d != nil {
		s.Refused(replay.As[*wire.InlineArgumentError]())(d.Describe(replay.Ctx))
	} else if d := notFinite(keyed)[resource]; d != nil {
		s.Refused(replay.Encode(wire.ReasonNotFinite))(d.Describe(replay.Ctx))
	} else if reason := impossible[resource]; reason != "" {
		s.CannotBeSent(reason)
	}
}

// accepted has the resources whose arguments every server reads correctly.
func accepted(k indexed.Keyed) map[string]describer {
	return map[string]describer{
		`bystring("plain")`:               k.Bystring("plain"),
		`bystring("with space")`:          k.Bystring("with space"),
		`bystring("  lead")`:              k.Bystring("  lead"),
		`bystring("[x]")`:                 k.Bystring("[x]"),
		`bystring("é日本😀")`:                k.Bystring("é日本😀"),
		`bystring("semi;slash/?&#%41")`:   k.Bystring("semi;slash/?&#%41"),
		`bystring("")`:                    k.Bystring(""),
		"bystring(\"`~!@#^&*-_=+|:<>.\")": k.Bystring("`~!@#^&*-_=+|:<>."),
		`bystring("a.b")`:                 k.Bystring("a.b"),
		`bystring("//c")`:                 k.Bystring("//c"),
		`bystring("#")`:                   k.Bystring("#"),
		`bystring("null")`:                k.Bystring("null"),
		`bystring("it's")`:                k.Bystring("it's"),
		`bystring("(a)")`:                 k.Bystring("(a)"),
		`bystring("a;b")`:                 k.Bystring("a;b"),
		`bystring("a=b")`:                 k.Bystring("a=b"),
		`bystring("a-b_c")`:               k.Bystring("a-b_c"),
		"byu64(0)":                        k.Byu64(0),
		"byu64(18446744073709551615)":     k.Byu64(math.MaxUint64),
		"bys32(-5)":                       k.Bys32(-5),
		"bys32(2147483647)":               k.Bys32(math.MaxInt32),
		"bys32(-2147483648)":              k.Bys32(math.MinInt32),
		"bys32(5)":                        k.Bys32(5),
		"byu8(255)":                       k.Byu8(255),
		"byf64(1.5)":                      k.Byf64(1.5),
		"byf64(1)":                        k.Byf64(1),
		"byf64(0.1)":                      k.Byf64(0.1),
		"byf64(123456789012345680)":       k.Byf64(123456789012345680),
		"byf32(1.5)":                      k.Byf32(1.5),
		"byf32(0.1)":                      k.Byf32(0.1),
		"bybool(true)":                    k.Bybool(true),
		"bybool(false)":                   k.Bybool(false),
		"byenum(very-high)":               k.Byenum(indexed.ByenumVVeryHigh),
		"byenum(low)":                     k.Byenum(indexed.ByenumVLow),
		"byflags({read})":                 k.Byflags(indexed.ByflagsVRead),
		"byflags({read, set-uid})":        k.Byflags(indexed.ByflagsVRead | indexed.ByflagsVSetUID),
		"byflags({read, write})":          k.Byflags(indexed.ByflagsVRead | indexed.ByflagsVWrite),
		"byflags({set-uid})":              k.Byflags(indexed.ByflagsVSetUID),
		"byflags({})":                     k.Byflags(0),
		`byrecord({x: 1, label: "a"})`:    k.Byrecord(indexed.ByrecordV{X: 1, Label: "a"}),
		`byrecord({x: -1, label: "a b"})`: k.Byrecord(indexed.ByrecordV{X: -1, Label: "a b"}),
		`byrecord({x: -1, label: "a"})`:   k.Byrecord(indexed.ByrecordV{X: -1, Label: "a"}),
		"byvariant(circle(3))":            k.Byvariant(indexed.ByvariantVCircle{Value: 3}),
		"byvariant(square)":               k.Byvariant(indexed.ByvariantVSquare{}),
		`byvariant(named("a"))`:           k.Byvariant(indexed.ByvariantVNamed{Value: "a"}),
		`byvariant(named("a b"))`:         k.Byvariant(indexed.ByvariantVNamed{Value: "a b"}),
		"byoption(none)":                  k.Byoption(runtime.None[string]()),
		`byoption(some("a"))`:             k.Byoption(runtime.Some("a")),
		`byoption(some("a b"))`:           k.Byoption(runtime.Some("a b")),
		"byresult(ok(1))":                 k.Byresult(runtime.Ok[uint32, string](1)),
		`byresult(err("x"))`:              k.Byresult(runtime.Err[uint32]("x")),
		"bylist([])":                      k.Bylist(nil),
		"bylist([1])":                     k.Bylist([]uint32{1}),
		"bylist([1, 2, 3])":               k.Bylist([]uint32{1, 2, 3}),
		`byliststring(["a"])`:             k.Byliststring([]string{"a"}),
		`byliststring(["a", "b c"])`:      k.Byliststring([]string{"a", "b c"}),
		"byliststring([])":                k.Byliststring(nil),
		`bytuple((1, "a"))`:               k.Bytuple(runtime.Tuple2[uint32, string]{F0: 1, F1: "a"}),
		`byvariant(named("a,b"))`:         k.Byvariant(indexed.ByvariantVNamed{Value: "a,b"}),
		`byoption(some("a,b"))`:           k.Byoption(runtime.Some("a,b")),
		`byliststring(["a,b", "c"])`:      k.Byliststring([]string{"a,b", "c"}),
		`bytuple((1, "a,b"))`:             k.Bytuple(runtime.Tuple2[uint32, string]{F0: 1, F1: "a,b"}),
		"bynone()":                        k.Bynone(),
		`bythree("a", 1, true)`:           k.Bythree("a", 1, true),
		`bythree("a b",4294967295,false)`: k.Bythree("a b", math.MaxUint32, false),
	}
}

// refused has the resources whose arguments some server reads as other values or not at all. Most
// of them ended the process of version 1.1.0.
func refused(k indexed.Keyed) map[string]describer {
	return map[string]describer{
		`bystring("a,b")`:         k.Bystring("a,b"),
		`bystring("a)b")`:         k.Bystring("a)b"),
		`bystring("a(b")`:         k.Bystring("a(b"),
		`bystring("{x}")`:         k.Bystring("{x}"),
		`bystring("x}")`:          k.Bystring("x}"),
		`bystring("a{b")`:         k.Bystring("a{b"),
		`bystring("$")`:           k.Bystring("$"),
		`bystring("a$b")`:         k.Bystring("a$b"),
		`bystring("${1}")`:        k.Bystring("${1}"),
		`bystring("x\"y")`:        k.Bystring(`x"y`),
		`bystring("back\\slash")`: k.Bystring(`back\slash`),
		`bystring("tab\t")`:       k.Bystring("tab\t"),
		"bystring(\"tab\there\")": k.Bystring("tab\there"),
		"bystring(\"new\nline\")": k.Bystring("new\nline"),
		`bystring("nl\n")`:        k.Bystring("nl\n"),
		"byf64(-0.25)":            k.Byf64(-0.25), // 1.2.5 reads 0.25
	}
}

func notFinite(k indexed.Keyed) map[string]describer {
	return map[string]describer{
		"byf64(nan)":  k.Byf64(math.NaN()),
		"byf64(inf)":  k.Byf64(math.Inf(1)),
		"byf64(-inf)": k.Byf64(math.Inf(-1)),
	}
}

const (
	plainDigits  = "the client writes numbers as plain digits"
	spacedCommas = "the client writes a space behind each comma"
	noChars      = "no server reads a char, so the resource has no implicit form"
	noSpaces     = "the client writes no space behind a brace"
	wholeCases   = "the client writes the case around the value"
)

// impossible has the spellings that no Go value has.
var impossible = map[string]string{
	"byu64(1u64)":                      plainDigits,
	"bys32(+5)":                        plainDigits,
	"byf64(1e21)":                      plainDigits,
	"byf64(1e-7)":                      plainDigits,
	"byf64(5e-324)":                    plainDigits,
	"byf32(3.4028235e38)":              plainDigits,
	"bylist([1,2,3])":                  spacedCommas,
	`bytuple((1,"a b"))`:               spacedCommas,
	"byu64(-1)":                        "no uint64 is this",
	"byu8(256)":                        "no uint8 is this",
	`byrecord({label: "a", x: 1})`:     "the client writes fields in their declared order",
	"bychar('a')":                      noChars,
	"bychar(97)":                       noChars,
	"bychar('é')":                      noChars,
	`bychar('\n')`:                     noChars,
	`bychar('\u{1f600}')`:              noChars,
	"bychar('😀')":                      noChars,
	`byrecord({ x: 1, label: "a,b" })`: noSpaces,
	`byoption("a")`:                    wholeCases,
	"byresult(1)":                      wholeCases,
	`bystring("\u{e9}")`:               "the client writes the character itself",
}
