package version

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// An undoing is what it takes to put objects back to where they stood before
// some ledger entries wrote them.
type undoing struct {
	objects []uuid.UUID
	began   []time.Time // when the first of the entries wrote the object
	stamps  []time.Time // when the undoing is recorded
}

// Undo says of those of the objects that the entries wrote what the register
// said just before the first of them: every version since is closed, and what
// stood then is written again. Nothing is erased. The objects must be locked.
func (t Table) Undo(ctx context.Context, tx pgx.Tx, objects []uuid.UUID, entries []int64, entry int64) error {
	u, err := t.undoing(ctx, tx, objects, entries)
	if err != nil || len(u.objects) == 0 {
		return err
	}
	sql := fmt.Sprintf(`UPDATE %[1]s v SET recorded = tstzrange(lower(v.recorded), u.stamp), closed_by = $4
		FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) u (object, began, stamp)
		WHERE v.%[2]s = u.object AND upper_inf(v.recorded) AND lower(v.recorded) >= u.began`, t.Name, t.Object)
	if _, err := tx.Exec(ctx, sql, u.objects, u.began, u.stamps, entry); err != nil {
		return err
	}
	sql = fmt.Sprintf(`INSERT INTO %[1]s (%[2]s, valid, recorded, entry, %[3]s)
		SELECT v.%[2]s, v.valid, tstzrange(u.stamp, NULL), $4, %[4]s
		FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) u (object, began, stamp)
		JOIN %[1]s v ON v.%[2]s = u.object
		WHERE NOT upper_inf(v.recorded) AND v.recorded @> u.began - interval '1 microsecond'`,
		t.Name, t.Object, strings.Join(t.Columns, ", "), prefixed("v.", t.Columns))
	_, err = tx.Exec(ctx, sql, u.objects, u.began, u.stamps, entry)
	return err
}

func (t Table) undoing(ctx context.Context, tx pgx.Tx, objects []uuid.UUID, entries []int64) (u undoing, err error) {
	sql := fmt.Sprintf(`
		SELECT %[2]s, min(CASE WHEN entry = ANY($2) THEN lower(recorded) WHEN closed_by = ANY($2) THEN upper(recorded) END),
			greatest(clock_timestamp(), max(lower(recorded)) + interval '1 microsecond', max(upper(recorded)) + interval '1 microsecond')
		FROM %[1]s WHERE %[2]s = ANY($1) GROUP BY %[2]s
		HAVING bool_or(entry = ANY($2) OR closed_by = ANY($2))`, t.Name, t.Object)
	rows, err := tx.Query(ctx, sql, objects, entries)
	if err != nil {
		return u, err
	}
	var object uuid.UUID
	var began, stamp time.Time
	_, err = pgx.ForEachRow(rows, []any{&object, &began, &stamp}, func() error {
		u.objects, u.began, u.stamps = append(u.objects, object), append(u.began, began), append(u.stamps, stamp)
		return nil
	})
	return u, err
}

// Repeat says of the objects again what is said of them, as part of another
// entry: for a change of an object that is no change of what is said of it.
// The objects must be locked.
func (t Table) Repeat(ctx context.Context, tx pgx.Tx, objects []uuid.UUID, entry int64) error {
	sql := fmt.Sprintf(`UPDATE %[1]s v SET recorded = tstzrange(lower(v.recorded), o.stamp), closed_by = $2
		FROM (SELECT %[2]s AS object, greatest(clock_timestamp(), max(lower(recorded)) + interval '1 microsecond',
				max(upper(recorded)) + interval '1 microsecond') AS stamp
			FROM %[1]s WHERE %[2]s = ANY($1) GROUP BY %[2]s) o
		WHERE v.%[2]s = o.object AND upper_inf(v.recorded)`, t.Name, t.Object)
	if _, err := tx.Exec(ctx, sql, objects, entry); err != nil {
		return err
	}
	sql = fmt.Sprintf(`INSERT INTO %[1]s (%[2]s, valid, recorded, entry, %[3]s)
		SELECT v.%[2]s, v.valid, tstzrange(upper(v.recorded), NULL), $2, %[4]s
		FROM %[1]s v WHERE v.%[2]s = ANY($1) AND v.closed_by = $2`,
		t.Name, t.Object, strings.Join(t.Columns, ", "), prefixed("v.", t.Columns))
	_, err := tx.Exec(ctx, sql, objects, entry)
	return err
}

// LockAll is Lock for many objects, in the order of their ids so that two who
// lock the same ones do not wait for each other.
func (t Table) LockAll(ctx context.Context, tx pgx.Tx, objects []uuid.UUID) error {
	_, err := tx.Exec(ctx, "SELECT count(*) FROM (SELECT 1 FROM "+t.Objects+" WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE) locked", objects)
	return err
}
