package cql2

import (
	"fmt"
	"strings"
)

// temporal are the relations of two times (Allen's, and those made of them), by
// their beginnings %[1]s, %[3]s and ends %[2]s, %[4]s.
var temporal = map[string]string{
	"t_after":        "%[1]s > %[4]s",
	"t_before":       "%[2]s < %[3]s",
	"t_contains":     "%[1]s < %[3]s AND %[2]s > %[4]s",
	"t_disjoint":     "(%[2]s < %[3]s OR %[1]s > %[4]s)",
	"t_during":       "%[1]s > %[3]s AND %[2]s < %[4]s",
	"t_equals":       "%[1]s = %[3]s AND %[2]s = %[4]s",
	"t_finishedby":   "%[1]s < %[3]s AND %[2]s = %[4]s",
	"t_finishes":     "%[1]s > %[3]s AND %[2]s = %[4]s",
	"t_intersects":   "%[1]s <= %[4]s AND %[2]s >= %[3]s",
	"t_meets":        "%[2]s = %[3]s",
	"t_metby":        "%[1]s = %[4]s",
	"t_overlappedby": "%[1]s > %[3]s AND %[1]s < %[4]s AND %[2]s > %[4]s",
	"t_overlaps":     "%[1]s < %[3]s AND %[2]s > %[3]s AND %[2]s < %[4]s",
	"t_startedby":    "%[1]s = %[3]s AND %[2]s > %[4]s",
	"t_starts":       "%[1]s = %[3]s AND %[2]s < %[4]s",
}

// temporal writes a relation of two times. An instant begins and ends at once.
// Only the ends that the relation is about are written: what is bound must be
// used.
func (w writer) temporal(op Op) (string, error) {
	if err := w.arity(op, 2); err != nil {
		return "", err
	}
	relation, ends := temporal[op.Name], make([]any, 4)
	for i := range ends {
		if !strings.Contains(relation, fmt.Sprintf("%%[%d]s", i+1)) {
			continue
		}
		sql, err := w.end(op.Args[i/2], i%2 == 0)
		if err != nil {
			return "", err
		}
		ends[i] = sql
	}
	return fmt.Sprintf("("+relation+")", ends...), nil
}

// end writes the beginning or end of a time. Where the property of an interval
// says nothing the interval is open: what has no last day goes on.
func (w writer) end(e Expr, begins bool) (string, error) {
	i, ok := e.(Interval)
	if !ok {
		return w.as(e, IsMoment)
	}
	e, open := i.To, "'infinity'::timestamptz"
	if begins {
		e, open = i.From, "'-infinity'::timestamptz"
	}
	if e == nil {
		return open, nil
	}
	sql, err := w.as(e, IsMoment)
	return "coalesce(" + sql + ", " + open + ")", err
}
