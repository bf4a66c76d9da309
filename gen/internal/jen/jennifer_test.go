package jen

import (
	"fmt"
	"testing"

	"github.com/dave/jennifer/jen"
	"github.com/google/go-cmp/cmp"
)

// sameAsJennifer has declarations by the functions of this package and by those of jennifer,
// which have the same names and behaviour.
var sameAsJennifer = []struct {
	name   string
	ours   func() Code
	theirs func() jen.Code
}{
	{"struct", func() Code {
		return Type().Id("T").Struct(Id("Name").String(), Id("At").Qual("time", "Time"), Id("List").Index().Op("*").Id("T"))
	}, func() jen.Code {
		return jen.Type().Id("T").Struct(jen.Id("Name").String(), jen.Id("At").Qual("time", "Time"), jen.Id("List").Index().Op("*").Id("T"))
	}},
	{"interface", func() Code {
		return Type().Id("I").Interface(Id("Do").Params(Id("ctx").Qual("context", "Context")).Error())
	}, func() jen.Code {
		return jen.Type().Id("I").Interface(jen.Id("Do").Params(jen.Id("ctx").Qual("context", "Context")).Error())
	}},
	{"constants", func() Code {
		return start().Const().Defs(Id("One").Id("T").Op("=").Lit(1), Id("Eleven").Op("=").Lit("eleven"), Id("C").Op("=").LitRune('x'))
	}, func() jen.Code {
		return jen.Const().Defs(jen.Id("One").Id("T").Op("=").Lit(1), jen.Id("Eleven").Op("=").Lit("eleven"), jen.Id("C").Op("=").LitRune('x'))
	}},
	{"method", func() Code {
		return Func().Params(Id("t").Op("*").Id("T")).Id("Do").Params(Id("n").Id("int"), Id("opts").Op("...").String()).
			Params(Id("result").Id("int"), Id("err").Error()).Block(Return(Id("n").Op("+").Lit(1), Nil()))
	}, func() jen.Code {
		return jen.Func().Params(jen.Id("t").Op("*").Id("T")).Id("Do").Params(jen.Id("n").Id("int"), jen.Id("opts").Op("...").String()).
			Params(jen.Id("result").Id("int"), jen.Id("err").Error()).Block(jen.Return(jen.Id("n").Op("+").Lit(1), jen.Nil()))
	}},
	{"statements", func() Code {
		return Func().Id("f").Params(Id("list").Index().String()).Block(
			For(List(Id("i"), Id("s")).Op(":=").Range().Id("list")).Block(
				If(Err().Op(":=").Id("g").Call(Id("s")), Err().Op("!=").Nil()).Block(Panic(Err())),
				Switch(Id("s")).Block(
					Case(Lit("a"), Lit("b")).Block(Id("list").Index(Id("i")).Op("=").Lit("")),
					Default().Block(Id("list").Op("=").Append(Id("list"), Id("s").Index(Lit(1), Id("i")))),
				),
			),
		)
	}, func() jen.Code {
		return jen.Func().Id("f").Params(jen.Id("list").Index().String()).Block(
			jen.For(jen.List(jen.Id("i"), jen.Id("s")).Op(":=").Range().Id("list")).Block(
				jen.If(jen.Err().Op(":=").Id("g").Call(jen.Id("s")), jen.Err().Op("!=").Nil()).Block(jen.Panic(jen.Err())),
				jen.Switch(jen.Id("s")).Block(
					jen.Case(jen.Lit("a"), jen.Lit("b")).Block(jen.Id("list").Index(jen.Id("i")).Op("=").Lit("")),
					jen.Default().Block(jen.Id("list").Op("=").Append(jen.Id("list"), jen.Id("s").Index(jen.Lit(1), jen.Id("i")))),
				),
			),
		)
	}},
	{"variable", func() Code {
		return Var().Id("_").Id("I").Op("=").Parens(Op("*").Id("T")).Call(Nil()).Assert(Id("I"))
	}, func() jen.Code {
		return jen.Var().Id("_").Id("I").Op("=").Parens(jen.Op("*").Id("T")).Call(jen.Nil()).Assert(jen.Id("I"))
	}},
	{"type arguments", func() Code {
		return Var().Id("m").Qual("example.com/p", "Option").Types(String(), Index().Uint64())
	}, func() jen.Code {
		return jen.Var().Id("m").Qual("example.com/p", "Option").Types(jen.String(), jen.Index().Uint64())
	}},
	{"maps", func() Code {
		return Func().Id("f").Params(Id("m").Map(String()).Op("*").Qual("example.com/p", "T")).Map(Id("int")).Map(String()).Index().String()
	}, func() jen.Code {
		return jen.Func().Id("f").Params(jen.Id("m").Map(jen.String()).Op("*").Qual("example.com/p", "T")).Map(jen.Id("int")).Map(jen.String()).Index().String()
	}},
	{"literal", func() Code {
		return Var().Id("list").Op("=").Index().Id("T").Values(Values(Lit("a"), True()), Id("T").Values(Lit("b"), False()))
	}, func() jen.Code {
		return jen.Var().Id("list").Op("=").Index().Id("T").Values(jen.Values(jen.Lit("a"), jen.True()), jen.Id("T").Values(jen.Lit("b"), jen.False()))
	}},
}

// TestSameAsJennifer writes a file of each declaration by both packages.
func TestSameAsJennifer(t *testing.T) {
	for _, d := range sameAsJennifer {
		t.Run(d.name, func(t *testing.T) {
			ours, theirs := NewFile("p"), jen.NewFile("p")
			ours.ImportName("example.com/p", "p")
			theirs.ImportName("example.com/p", "p")
			ours.HeaderComment("// A header.")
			theirs.HeaderComment("// A header.")
			ours.PackageComment("// Package p is made.")
			theirs.PackageComment("// Package p is made.")
			ours.Add(d.ours())
			theirs.Add(d.theirs())
			if d := cmp.Diff(fmt.Sprintf("%#v", theirs), string(new(Writer).Source(ours))); d != "" {
				t.Errorf("(-jennifer +ours)\n%s", d)
			}
		})
	}
}
