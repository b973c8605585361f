package cql2

import (
	"slices"
	"strings"
)

// A parser reads the text encoding. One grammar serves all types; what may
// stand where is checked when the SQL is written.
type parser struct {
	source string
	tokens []token
	before token // the one taken last
	budget *budget
}

// ParseText reads a filter in the text encoding. The error is an [*Error].
func ParseText(s string) (Expr, error) {
	if len(s) > MaxBytes {
		return nil, wrong("条件太长：最多 %d 字节。", "The filter is longer than %d bytes.", MaxBytes)
	}
	tokens, err := lex(s)
	if err != nil {
		return nil, err
	}
	p := &parser{source: s, tokens: tokens, budget: newBudget()}
	e, err := p.or()
	if err == nil && p.tokens[0].kind != end {
		err = p.unexpected()
	}
	if err != nil {
		return nil, err
	}
	return e, nil
}

func (p *parser) peek() token { return p.tokens[0] }

func (p *parser) take() token {
	t := p.tokens[0]
	if t.kind != end {
		p.tokens, p.before = p.tokens[1:], t
	}
	return t
}

// accept takes the next token if it is one of those named, and gives its name
// in lower case.
func (p *parser) accept(names ...string) (string, bool) {
	for _, name := range names {
		if p.peek().is(name) {
			p.take()
			return name, true
		}
	}
	return "", false
}

func (p *parser) expect(name string) error {
	if _, ok := p.accept(name); !ok {
		return p.unexpected()
	}
	return nil
}

// unexpected says that the next token may not follow the one before.
func (p *parser) unexpected() error {
	t, before := p.peek(), p.source[p.before.at:p.before.end]
	switch {
	case len(p.source) == t.at && before == "":
		return wrong("条件是空的。", "The filter is empty.")
	case t.kind == end:
		return wrong("条件没有写完：“%s”之后还要有内容。", "The filter ends too early: something must follow “%s”.", before)
	case before == "":
		return misplaced(p.source, t.at, wrong("条件不能以“%s”开头。", "A filter does not begin with “%s”.", p.source[t.at:t.end]))
	}
	return misplaced(p.source, t.at, wrong("“%[1]s”之后不该是“%[2]s”。", "“%[2]s” is not expected after “%[1]s”.", before, p.source[t.at:t.end]))
}

func (p *parser) or() (Expr, error)  { return p.joined("or", p.and) }
func (p *parser) and() (Expr, error) { return p.joined("and", p.negated) }

func (p *parser) joined(name string, operand func() (Expr, error)) (Expr, error) {
	e, err := operand()
	for err == nil {
		if _, more := p.accept(name); !more {
			return e, nil
		}
		var right Expr
		if right, err = operand(); err == nil {
			e = join(name, e, right)
			err = p.budget.node()
		}
	}
	return nil, err
}

func (p *parser) negated() (Expr, error) {
	if _, ok := p.accept("not"); !ok {
		return p.predicate()
	}
	if err := p.budget.down(); err != nil {
		return nil, err
	}
	defer p.budget.up()
	e, err := p.negated()
	return not(e), err
}

// predicate reads an expression and what is said of it.
func (p *parser) predicate() (Expr, error) {
	left, err := p.sum()
	if err != nil {
		return nil, err
	}
	if name, ok := p.accept("=", "<>", "<=", ">=", "<", ">"); ok {
		right, err := p.sum()
		return Op{name, []Expr{left, right}}, err
	}
	if _, ok := p.accept("is"); ok {
		_, negative := p.accept("not")
		return negate(negative, Op{"isnull", []Expr{left}}), p.expect("null")
	}
	_, negative := p.accept("not")
	var e Expr
	switch {
	case p.peek().is("like"), p.peek().is("ilike"):
		e, err = p.like(left)
	case p.peek().is("between"):
		e, err = p.between(left)
	case p.peek().is("in"):
		e, err = p.in(left)
	case negative:
		return nil, p.unexpected()
	default:
		return left, nil
	}
	return negate(negative, e), err
}

func negate(negative bool, e Expr) Expr {
	if negative {
		return not(e)
	}
	return e
}

// like reads LIKE, and ILIKE, which the standard does not have and GDAL writes.
func (p *parser) like(left Expr) (Expr, error) {
	folded := p.take().is("ilike")
	if err := p.unquoted(); err != nil {
		return nil, err
	}
	pattern, err := p.sum()
	if folded {
		left, pattern = Op{"casei", []Expr{left}}, Op{"casei", []Expr{pattern}}
	}
	return Op{"like", []Expr{left, pattern}}, err
}

// unquoted refuses a pattern that is written without single quotes, as it would be
// taken for names and operators.
func (p *parser) unquoted() error {
	t := p.peek()
	call := t.kind == word && len(p.tokens) > 1 && p.tokens[1].is("(")
	if t.kind == end || t.kind == text || t.is("(") || call {
		return nil
	}
	written, _, _ := strings.Cut(p.source[t.at:], " ")
	return misplaced(p.source, t.at, wrong("式样是文字，写在单引号里：LIKE '%s'。", "A pattern is a text between single quotes: LIKE '%s'.", strings.Trim(written, `"')`)))
}

func (p *parser) between(left Expr) (Expr, error) {
	p.take()
	low, err := p.sum()
	if err == nil {
		err = p.expect("and")
	}
	if err != nil {
		return nil, err
	}
	high, err := p.sum()
	return Op{"between", []Expr{left, low, high}}, err
}

func (p *parser) in(left Expr) (Expr, error) {
	p.take()
	if err := p.expect("("); err != nil {
		return nil, err
	}
	list, err := p.arguments()
	return Op{"in", []Expr{left, List(list)}}, err
}

func (p *parser) sum() (Expr, error)     { return p.chain(p.product, "+", "-") }
func (p *parser) product() (Expr, error) { return p.chain(p.power, "*", "/", "%", "div") }

// chain reads operators of one rank, from the left.
func (p *parser) chain(operand func() (Expr, error), names ...string) (Expr, error) {
	e, err := operand()
	for err == nil {
		name, more := p.accept(names...)
		if !more {
			return e, nil
		}
		var right Expr
		if right, err = operand(); err == nil {
			e = Op{name, []Expr{e, right}}
			err = p.budget.node()
		}
	}
	return nil, err
}

// power reads a power, from the right.
func (p *parser) power() (Expr, error) {
	base, err := p.signed()
	if err != nil {
		return nil, err
	}
	if _, ok := p.accept("^"); !ok {
		return base, nil
	}
	if err := p.budget.down(); err != nil {
		return nil, err
	}
	defer p.budget.up()
	exponent, err := p.power()
	return Op{"^", []Expr{base, exponent}}, err
}

func (p *parser) signed() (Expr, error) {
	s, ok := p.accept("-", "+")
	if !ok {
		return p.primary()
	}
	e, err := p.primary()
	if s == "+" || err != nil {
		return e, err
	}
	if n, ok := e.(Number); ok {
		return -n, nil
	}
	return Op{"*", []Expr{Number(-1), e}}, nil
}

// reserved are words that name no property unless they are quoted.
var reserved = []string{"and", "or", "not", "like", "ilike", "between", "in", "is", "null", "div"}

// primary reads a literal, a property, a function or what stands in brackets.
func (p *parser) primary() (Expr, error) {
	if err := p.budget.down(); err != nil {
		return nil, err
	}
	defer p.budget.up()
	if err := p.budget.node(); err != nil {
		return nil, err
	}
	switch t := p.peek(); t.kind {
	case text:
		p.take()
		return Text(t.text), nil
	case number:
		p.take()
		return Number(t.value), nil
	case quoted:
		p.take()
		return Property(t.text), nil
	case word:
		if slices.ContainsFunc(reserved, t.is) {
			return nil, p.unexpected()
		}
		p.take()
		return p.named(t)
	}
	if _, ok := p.accept("("); ok {
		return p.bracketed(")")
	}
	if _, ok := p.accept("["); ok {
		return p.bracketed("]")
	}
	return nil, p.unexpected()
}

// bracketed reads an expression in brackets, or a list.
func (p *parser) bracketed(closing string) (Expr, error) {
	if _, ok := p.accept(closing); ok {
		return List{}, nil
	}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if !p.peek().is(",") && closing == ")" {
		return e, p.expect(closing)
	}
	list := List{e}
	for {
		if _, more := p.accept(","); !more {
			return list, p.expect(closing)
		}
		if e, err = p.or(); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
}

// arguments reads expressions up to the closing bracket.
func (p *parser) arguments() ([]Expr, error) {
	var all []Expr
	if _, none := p.accept(")"); none {
		return all, nil
	}
	for {
		e, err := p.or()
		if err != nil {
			return nil, err
		}
		all = append(all, e)
		if _, more := p.accept(","); !more {
			return all, p.expect(")")
		}
	}
}

// named reads what a word begins.
func (p *parser) named(t token) (Expr, error) {
	name := strings.ToLower(t.text)
	if p.isGeometry(name) {
		return p.wkt(name)
	}
	if _, call := p.accept("("); !call {
		switch name {
		case "true", "false":
			return Bool(name == "true"), nil
		}
		return Property(t.text), nil
	}
	switch name {
	case "date", "timestamp":
		return p.instant(name)
	case "interval":
		return p.interval()
	case "bbox", "envelope":
		return p.bbox()
	}
	args, err := p.arguments()
	if err != nil {
		return nil, err
	}
	return call(name, args), nil
}

// call makes an operator or function of its arguments.
func call(name string, args []Expr) Expr {
	if strings.HasPrefix(name, "a_") { // one value in brackets is a list here
		args = slices.Clone(args)
		for i, a := range args {
			switch a.(type) {
			case List, Property, Op:
			default:
				args[i] = List{a}
			}
		}
	}
	return Op{name, args}
}
