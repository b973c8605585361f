package version

import (
	"fmt"
	"strings"
	"time"
)

// AsOf is the point on both time axes that a read asks about.
type AsOf struct {
	Valid    Date      // what was so in law on that day; zero means today
	Recorded time.Time // what the register believed at that moment; zero means now

	// Pinned is the place in the ledger's chain up to which changes are known;
	// zero means all that is committed. Reads pinned alike give the same
	// answer whatever is written between them: recorded times of different
	// objects are not ordered against each other, the chain is.
	Pinned int64
}

// Day is the day asked about.
func (a AsOf) Day() Date {
	if a.Valid.IsZero() {
		return Today()
	}
	return a.Valid
}

// Where gives the SQL condition that picks, of the versions under alias, those
// that hold at a, and its arguments, numbered from $n.
func (a AsOf) Where(alias string, n int) (sql string, args []any) {
	sql = fmt.Sprintf("%s.valid @> $%d::date AND ", alias, n)
	recorded, more := a.Believed(alias, n+1)
	return sql + recorded, append([]any{a.Day()}, more...)
}

// Believed gives the condition on the recorded time alone: all valid times of
// what the register believed at a.Recorded, as far as a.Pinned.
func (a AsOf) Believed(alias string, n int) (sql string, args []any) {
	if a.Pinned != 0 {
		return a.pinned(alias, n)
	}
	if a.Recorded.IsZero() {
		return fmt.Sprintf("upper_inf(%s.recorded)", alias), nil
	}
	return fmt.Sprintf("%s.recorded @> $%d::timestamptz", alias, n), []any{a.Recorded}
}

// pinned is Believed by the entries that wrote and closed a version: what a
// later entry did has not happened.
func (a AsOf) pinned(alias string, n int) (sql string, args []any) {
	later := fmt.Sprintf("(SELECT ledger_after($%d::bigint))", n)
	wrote := "{v}.entry NOT IN " + later
	stands := "upper_inf({v}.recorded) OR {v}.closed_by IN " + later
	args = []any{a.Pinned}
	if !a.Recorded.IsZero() {
		wrote += fmt.Sprintf(" AND lower({v}.recorded) <= $%d::timestamptz", n+1)
		stands += fmt.Sprintf(" OR upper({v}.recorded) > $%d::timestamptz", n+1)
		args = append(args, a.Recorded)
	}
	return strings.ReplaceAll(wrote+" AND ("+stands+")", "{v}", alias), args
}
