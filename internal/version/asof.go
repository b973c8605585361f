package version

import (
	"fmt"
	"time"
)

// AsOf is the point on both time axes that a read asks about.
type AsOf struct {
	Valid    Date      // what was so in law on that day; zero means today
	Recorded time.Time // what the register believed at that moment; zero means now
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
// what the register believed at a.Recorded.
func (a AsOf) Believed(alias string, n int) (sql string, args []any) {
	if a.Recorded.IsZero() {
		return fmt.Sprintf("upper_inf(%s.recorded)", alias), nil
	}
	return fmt.Sprintf("%s.recorded @> $%d::timestamptz", alias, n), []any{a.Recorded}
}
