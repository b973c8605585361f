// Package cql2 reads filters in the Common Query Language of the OGC (CQL2,
// OGC 21-065r2), as text and as JSON, and writes them as SQL in which every
// literal is a bound parameter and every name comes from a table that the
// caller declares.
//
// The two encodings give the same expression: [ParseText] and [ParseJSON] read,
// [SQL] checks the types and writes.
package cql2

import (
	"fmt"
	"time"

	"github.com/paulmach/orb"
)

// An Expr is an expression: an [Op], a [Property], a literal or a [List].
type Expr any

// An Op is an operator or function with its operands, named as the JSON
// encoding names it, in lower case: "and", "=", "like", "s_intersects",
// "t_metby", "+", "casei", …
type Op struct {
	Name string
	Args []Expr
}

// A Property names what a feature says.
type Property string

// The literals. A Date is midnight UTC of its day.
type (
	Text   string
	Number float64
	Bool   bool
	Date   struct{ time.Time }
	Moment struct{ time.Time }
)

// A Geometry is two-dimensional, in the reference system and the axis order of
// the filter.
type Geometry struct{ orb.Geometry }

// An Interval runs from one instant to another, both included; nil is open.
type Interval struct{ From, To Expr }

// A List is the values of an IN or of an array.
type List []Expr

// The bounds of what is read. They keep a filter from costing more to
// understand than to answer.
const (
	MaxBytes = 8 << 10
	maxDepth = 64
	maxNodes = 2000 // coordinates count
)

// An Error says what is wrong with a filter, in both languages.
type Error struct{ ZH, EN string }

func (e *Error) Error() string { return e.EN }

// wrong makes an Error from a Chinese and an English text with the same verbs.
func wrong(zh, en string, args ...any) *Error {
	return &Error{fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...)}
}

// A budget counts down what a filter may hold.
type budget struct{ depth, nodes int }

func newBudget() *budget { return &budget{maxDepth, maxNodes} }

func (b *budget) node() error {
	if b.nodes--; b.nodes < 0 {
		return wrong("条件太长：最多 %d 项。", "The filter is too long: it has more than %d parts.", maxNodes)
	}
	return nil
}

// down goes one level deeper; up must follow it.
func (b *budget) down() error {
	if b.depth--; b.depth < 0 {
		return wrong("条件套得太深：最多 %d 层。", "The filter is nested more than %d levels deep.", maxDepth)
	}
	return nil
}

func (b *budget) up() { b.depth++ }

// join makes an operator that takes any number of operands, and takes in those
// of the same operator: the two encodings nest them differently.
func join(name string, args ...Expr) Expr {
	var flat []Expr
	for _, a := range args {
		if op, ok := a.(Op); ok && op.Name == name {
			flat = append(flat, op.Args...)
			continue
		}
		flat = append(flat, a)
	}
	return Op{name, flat}
}

func not(e Expr) Expr { return Op{"not", []Expr{e}} }
