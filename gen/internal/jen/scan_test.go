package jen

import (
	"go/ast"
	"go/format"
	"go/parser"
	"go/scanner"
	gotoken "go/token"
	"strings"

	"pgregory.net/rapid"
)

// scan returns the tokens of the declarations in a file after its imports.
func scan(t rapid.TB, source string) []token {
	t.Helper()
	set := gotoken.NewFileSet()
	file, err := parser.ParseFile(set, "", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("%v:\n%s", err, source)
	}
	groups := groupsOf(file)
	begin := set.Position(file.Name.End())
	for _, spec := range file.Imports {
		begin = set.Position(spec.End())
	}
	if len(file.Imports) > 1 {
		begin.Line++ // the end of the parentheses
	}
	positions := gotoken.NewFileSet().AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(positions, []byte(source), nil, scanner.ScanComments)
	var list []token
	row := begin.Line
	for {
		pos, kind, text := s.Scan()
		position := positions.Position(pos)
		switch {
		case kind == gotoken.EOF:
			return list
		case position.Line <= begin.Line || kind == gotoken.SEMICOLON && text == "\n":
			continue
		}
		tok := scanned(kind, text)
		tok.group = groups[position.Offset]
		tok.lines = uint8(min(position.Line-row, 2))
		if tok.lines == 2 && len(list) == 0 {
			tok.lines = 1
		}
		row = position.Line + strings.Count(text, "\n")
		list = append(list, tok)
	}
}

// scanned returns a token of the scanner as a token of this package.
func scanned(kind gotoken.Token, text string) token {
	if text == "" {
		text = kind.String()
	}
	tok := token{text: text, kind: operator}
	switch kind {
	case gotoken.IDENT, gotoken.INT, gotoken.FLOAT, gotoken.CHAR:
		tok.kind = word
	case gotoken.STRING:
		tok.kind = quoted
	case gotoken.COMMENT:
		tok.kind = comment
	case gotoken.MUL:
		tok.kind = star
	case gotoken.ASSIGN, gotoken.DEFINE, gotoken.OR_ASSIGN:
		tok.kind = assign
	case gotoken.ELLIPSIS:
		tok.kind = dots
	case gotoken.COMMA:
		tok.kind = comma
	case gotoken.SEMICOLON:
		tok.kind = semicolon
	case gotoken.COLON:
		tok.kind = colon
	case gotoken.PERIOD:
		tok.kind = dot
	case gotoken.LPAREN, gotoken.LBRACK, gotoken.LBRACE:
		tok.kind = opening
	case gotoken.RPAREN, gotoken.RBRACK, gotoken.RBRACE:
		tok.kind = closing
	default:
		if kind.IsKeyword() {
			tok.kind = keyword
		}
	}
	return tok
}

// groupsOf returns the contents of brackets, by their offset in the file.
func groupsOf(file *ast.File) map[int]group {
	groups := map[int]group{}
	note := func(g group, positions ...gotoken.Pos) {
		for _, pos := range positions {
			groups[int(pos-file.FileStart)] = g
		}
	}
	fieldList := func(g group, list *ast.FieldList) {
		if list != nil {
			note(g, list.Opening, list.Closing)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			note(defs, n.Lparen, n.Rparen)
		case *ast.FuncDecl:
			fieldList(params, n.Recv)
		case *ast.FuncType:
			fieldList(params, n.Params)
			fieldList(params, n.Results)
		case *ast.CallExpr:
			note(call, n.Lparen, n.Rparen)
		case *ast.ParenExpr:
			note(parens, n.Lparen, n.Rparen)
		case *ast.TypeAssertExpr:
			note(parens, n.Lparen, n.Rparen)
		case *ast.IndexExpr:
			note(index, n.Lbrack, n.Rbrack)
		case *ast.SliceExpr:
			note(index, n.Lbrack, n.Rbrack)
		case *ast.ArrayType:
			note(index, n.Lbrack, n.Elt.Pos()-1)
		case *ast.MapType:
			note(index, n.Map+gotoken.Pos(len("map")), n.Value.Pos()-1)
		case *ast.IndexListExpr:
			note(typeArgs, n.Lbrack, n.Rbrack)
		case *ast.CompositeLit:
			note(values, n.Lbrace, n.Rbrace)
		case *ast.BlockStmt:
			note(block, n.Lbrace, n.Rbrace)
		case *ast.StructType:
			fieldList(fields, n.Fields)
		case *ast.InterfaceType:
			fieldList(fields, n.Methods)
		}
		return true
	})
	return groups
}

// raw returns the tokens as source text without layout.
func raw(list []token) string {
	var b strings.Builder
	b.WriteString("package p\n")
	for _, t := range list {
		b.WriteString(strings.Repeat("\n", int(t.lines)))
		if t.lines == 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	return b.String() + "\n"
}

// gofmt returns the tokens as go/format lays them out.
func gofmt(t rapid.TB, list []token) string {
	t.Helper()
	text, err := format.Source([]byte(raw(list)))
	if err != nil {
		t.Fatalf("%v:\n%s", err, raw(list))
	}
	_, declarations, _ := strings.Cut(string(text), "package p\n")
	return declarations
}

// laidOut returns the layout of tokens, without broken lines.
func laidOut(list []token) string {
	text := "\n"
	declarations(list, func(d []token) {
		if text != "\n" {
			text += "\n"
		}
		var l layout
		l.lay(d)
		text += string(l.write(nil)) + "\n"
	})
	return text
}
