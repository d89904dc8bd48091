package mutation

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// mutant is one change; its id is its place in the list, from 1.
type mutant struct {
	kind     Kind
	file     string
	line     int
	fn, text string
}

func (m mutant) String() string {
	return fmt.Sprintf("%s:%d %s [%s] %s", m.file, m.line, m.fn, m.kind, m.text)
}

// edit puts text before and behind a part of the source. Edits nest, outer ones first.
type edit struct {
	from, to       int
	before, behind string
}

// finder collects the mutants of one file.
type finder struct {
	fset    *token.FileSet
	source  []byte
	file    string
	quiet   map[string]bool // by function; true once it was found
	first   int             // id of the file's first mutant
	mutants []mutant
	edits   []edit
}

// scope is the function that a statement returns from.
type scope struct {
	name    string
	results int
	isError bool // the last result is an error
	isBool  bool // the last result is a bool
	quiet   bool
	covered map[*ast.ReturnStmt]bool // of a condition that is mutated
}

func (f *finder) find(file *ast.File) {
	for _, decl := range file.Decls {
		d, ok := decl.(*ast.FuncDecl)
		if !ok || d.Body == nil {
			continue
		}
		name := d.Name.Name
		if d.Recv != nil && len(d.Recv.List) == 1 {
			name = receiver(d.Recv.List[0].Type) + "." + name
		}
		_, quiet := f.quiet[name]
		if quiet {
			f.quiet[name] = true
		}
		f.function(name, quiet, d.Type, d.Body)
	}
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.IndexListExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return "?"
}

func (f *finder) function(name string, quiet bool, typ *ast.FuncType, body *ast.BlockStmt) {
	s := &scope{name: name, quiet: quiet, covered: make(map[*ast.ReturnStmt]bool)}
	if typ.Results != nil {
		s.results = typ.Results.NumFields()
		last := typ.Results.List[len(typ.Results.List)-1].Type
		s.isError, s.isBool = isNamed(last, "error"), isNamed(last, "bool")
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			f.function(name, quiet, n.Type, n.Body)
			return false
		case *ast.IfStmt:
			f.condition(s, n.Body.List, n.Cond)
		case *ast.SwitchStmt:
			for _, clause := range n.Body.List {
				if c := clause.(*ast.CaseClause); n.Tag == nil {
					f.condition(s, c.Body, c.List...)
				}
			}
		case *ast.ReturnStmt:
			f.returns(s, n)
		case *ast.AssignStmt:
			if len(n.Lhs) == 1 && isNamed(n.Lhs[0], "err") && n.Tok == token.ASSIGN && !isNamed(n.Rhs[0], "nil") {
				id := f.add(Call, s, n)
				f.wrap(n.Rhs[0], fmt.Sprintf("%s(%d, ", guardError, id), ")")
			}
		}
		return true
	})
}

func isNamed(e ast.Expr, name string) bool {
	ident, ok := e.(*ast.Ident)
	return ok && ident.Name == name
}

// condition mutates what decides whether body is run, if body rejects.
func (f *finder) condition(s *scope, body []ast.Stmt, conds ...ast.Expr) {
	rejects := false
	if len(body) > 0 && len(conds) > 0 {
		if r, ok := body[len(body)-1].(*ast.ReturnStmt); ok && s.rejects(r) {
			rejects, s.covered[r] = true, true
		}
	}
	for _, cond := range conds {
		switch {
		case rejects:
			f.operands(s, cond)
		case s.quiet:
			f.force(s, cond)
			f.operands(s, cond)
		default:
			continue
		}
		f.boundaries(s, cond)
	}
}

func (s *scope) rejects(r *ast.ReturnStmt) bool {
	if len(r.Results) == 0 {
		return false
	}
	last := r.Results[len(r.Results)-1]
	return s.isError && !isNamed(last, "nil") || s.quiet && s.isBool && isNamed(last, "false")
}

// operands takes away each operand of ||, also of those within &&.
func (f *finder) operands(s *scope, e ast.Expr) {
	inner := ast.Unparen(e)
	b, ok := inner.(*ast.BinaryExpr)
	if ok && b.Op == token.LOR {
		f.operands(s, b.X)
		f.operands(s, b.Y)
		return
	}
	id := f.add(Check, s, inner)
	f.wrap(inner, fmt.Sprintf("(!%s(%d) && (", guard, id), "))")
	f.alternatives(s, inner)
}

// alternatives finds the || among the operands of &&.
func (f *finder) alternatives(s *scope, e ast.Expr) {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	switch {
	case ok && b.Op == token.LAND:
		f.alternatives(s, b.X)
		f.alternatives(s, b.Y)
	case ok && b.Op == token.LOR:
		f.operands(s, b)
	}
}

// force makes each operand of && true.
func (f *finder) force(s *scope, e ast.Expr) {
	inner := ast.Unparen(e)
	if b, ok := inner.(*ast.BinaryExpr); ok && b.Op == token.LAND {
		f.force(s, b.X)
		f.force(s, b.Y)
		return
	}
	id := f.add(Force, s, inner)
	f.wrap(inner, fmt.Sprintf("(%s(%d) || (", guard, id), "))")
}

func (f *finder) boundaries(s *scope, e ast.Expr) {
	ast.Inspect(e, func(n ast.Node) bool {
		b, ok := n.(*ast.BinaryExpr)
		if !ok {
			_, isFunc := n.(*ast.FuncLit) // has returns of its own
			return !isFunc
		}
		joint := map[token.Token]string{token.LSS: " || %s", token.GTR: " || %s", token.LEQ: " && !(%s)", token.GEQ: " && !(%s)"}[b.Op]
		if joint == "" {
			return true
		}
		id := f.add(Boundary, s, b)
		equal := fmt.Sprintf("%s(%d) && (%s) == (%s)", guard, id, f.text(b.X), f.text(b.Y))
		f.wrap(b, "(", fmt.Sprintf(joint, equal)+")")
		return true
	})
}

// returns mutates a return that no condition covers.
func (f *finder) returns(s *scope, r *ast.ReturnStmt) {
	if s.covered[r] || len(r.Results) == 0 || len(r.Results) != s.results {
		return
	}
	last := r.Results[len(r.Results)-1]
	switch {
	case s.isError && !isNamed(last, "nil"):
		id := f.add(Return, s, r)
		f.wrap(last, fmt.Sprintf("%s(%d, ", guardError, id), ")")
	case s.quiet && s.isBool && !isNamed(last, "true"):
		f.force(s, last)
		f.boundaries(s, last)
	}
}

func (f *finder) add(kind Kind, s *scope, n ast.Node) (id int) {
	f.mutants = append(f.mutants, mutant{kind: kind, file: f.file, line: f.fset.Position(n.Pos()).Line, fn: s.name, text: f.text(n)})
	return f.first + len(f.mutants) - 1
}

func (f *finder) wrap(n ast.Node, before, behind string) {
	f.edits = append(f.edits, edit{f.offset(n.Pos()), f.offset(n.End()), before, behind})
}

func (f *finder) offset(p token.Pos) int { return f.fset.Position(p).Offset }

// text returns the source of n on one line.
func (f *finder) text(n ast.Node) string {
	return strings.Join(strings.Fields(string(f.source[f.offset(n.Pos()):f.offset(n.End())])), " ")
}

// edited returns the source with all mutants. It has the lines of the original.
func (f *finder) edited() []byte {
	before, behind := make(map[int]string), make(map[int]string)
	for _, e := range f.edits {
		before[e.from] += e.before
		behind[e.to] = e.behind + behind[e.to]
	}
	var b bytes.Buffer
	for at := range len(f.source) + 1 {
		b.WriteString(behind[at])
		b.WriteString(before[at])
		if at < len(f.source) {
			b.WriteByte(f.source[at])
		}
	}
	return b.Bytes()
}
