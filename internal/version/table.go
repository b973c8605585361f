package version

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// ErrNotFound says that there is no object to lock under an id.
var ErrNotFound = errors.New("no such object")

// A Table is a table of versions. Its names come from code, never from input.
type Table struct {
	Objects string   // table of the objects, with a column id, whose row is locked
	Name    string   // table of the versions
	Object  string   // column that names the object
	Columns []string // what a version says, without the object, times and entries
}

// Lock takes the object's row until the transaction ends, so that changes of
// one object follow one another. Every read before a change comes after it.
func (t Table) Lock(ctx context.Context, tx pgx.Tx, object uuid.UUID) error {
	var one int
	err := tx.QueryRow(ctx, "SELECT 1 FROM "+t.Objects+" WHERE id = $1 FOR NO KEY UPDATE", object).Scan(&one)
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("%s %s: %w", t.Objects, object, ErrNotFound)
	}
	return err
}

// Write says that during valid the object is as values has it, in the order of
// Columns. What stood in that time is closed; the parts of it that reach
// beyond valid go on as versions of their own. entry is the ledger entry that
// says so. The object must be locked.
func (t Table) Write(ctx context.Context, tx pgx.Tx, object uuid.UUID, valid Span, entry int64, values ...any) error {
	if len(values) != len(t.Columns) {
		return fmt.Errorf("version of %s: %d values for %d columns", t.Name, len(values), len(t.Columns))
	}
	at, err := t.clear(ctx, tx, object, valid, entry)
	if err != nil {
		return err
	}
	marks := make([]string, len(t.Columns))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+5)
	}
	sql := fmt.Sprintf(`INSERT INTO %s (%s, valid, recorded, entry, %s) VALUES ($1, $2, tstzrange($3, NULL), $4, %s)`,
		t.Name, t.Object, strings.Join(t.Columns, ", "), strings.Join(marks, ", "))
	_, err = tx.Exec(ctx, sql, append([]any{object, valid.Range(), at, entry}, values...)...)
	return err
}

// Clear says that during valid the object is not: versions in that time are
// closed, and the parts of them that reach beyond it go on.
func (t Table) Clear(ctx context.Context, tx pgx.Tx, object uuid.UUID, valid Span, entry int64) error {
	_, err := t.clear(ctx, tx, object, valid, entry)
	return err
}

// clear closes and splits; it answers the moment at which it did, which is
// later than any moment already recorded for the object, whatever the clock
// says: a transaction that waited for the lock began before the one it waited
// for, so its now() would close a range before the range began.
func (t Table) clear(ctx context.Context, tx pgx.Tx, object uuid.UUID, valid Span, entry int64) (time.Time, error) {
	if err := valid.Check(); err != nil {
		return time.Time{}, err
	}
	var at time.Time
	sql := fmt.Sprintf(`SELECT greatest(clock_timestamp(),
			max(lower(recorded)) + interval '1 microsecond',
			max(upper(recorded)) + interval '1 microsecond')
		FROM %s WHERE %s = $1`, t.Name, t.Object)
	if err := tx.QueryRow(ctx, sql, object).Scan(&at); err != nil {
		return at, err
	}
	sql = fmt.Sprintf(`UPDATE %s SET recorded = tstzrange(lower(recorded), $3), closed_by = $4
		WHERE %s = $1 AND upper_inf(recorded) AND valid && $2`, t.Name, t.Object)
	closed, err := tx.Exec(ctx, sql, object, valid.Range(), at, entry)
	if err != nil || closed.RowsAffected() == 0 {
		return at, err
	}
	sql = fmt.Sprintf(`INSERT INTO %[1]s (%[2]s, valid, recorded, entry, %[3]s)
		SELECT v.%[2]s, part, tstzrange($3, NULL), $4, %[4]s
		FROM %[1]s v, unnest(datemultirange(v.valid) - datemultirange($2::daterange)) part
		WHERE v.%[2]s = $1 AND v.closed_by = $4 AND upper(v.recorded) = $3`,
		t.Name, t.Object, strings.Join(t.Columns, ", "), prefixed("v.", t.Columns))
	_, err = tx.Exec(ctx, sql, object, valid.Range(), at, entry)
	return at, err
}

func prefixed(prefix string, columns []string) string {
	all := make([]string, len(columns))
	for i, c := range columns {
		all[i] = prefix + c
	}
	return strings.Join(all, ", ")
}
