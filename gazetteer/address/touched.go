package address

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/version"
)

// A Touch is an address whose text another name of a place or division changed.
type Touch struct {
	ID     uuid.UUID
	Before string // on the day before; "" where the address did not stand then
	After  string
}

// touchedSQL lists, by id after $3, addresses that stand on day $2 and name the
// place $1, or lie in the division $1, the day before or on it.
const touchedSQL = `
WITH RECURSIVE below AS (
	SELECT $1::uuid AS division
	UNION
	SELECT n.division FROM below b CROSS JOIN LATERAL (
		SELECT d.division FROM division_version d WHERE d.parent = b.division AND upper_inf(d.recorded) AND (d.valid @> $2::date OR d.valid @> ($2::date - 1))
		UNION ALL SELECT s.predecessor FROM division_succession s JOIN division_event e ON e.id = s.event AND e.undone IS NULL
			WHERE s.successor = b.division AND s.share = 'whole') n)
SELECT DISTINCT v.address FROM address_version v
WHERE v.address > $3 AND upper_inf(v.recorded) AND v.valid @> $2::date
	AND (v.way = $1 OR v.settlement = $1 OR v.compound = $1 OR v.division IN (SELECT division FROM below))
ORDER BY v.address LIMIT $4`

// Touched lists the addresses whose text the day on changed, of those under a
// place or a division that bears another name or lies elsewhere from then on:
// what has to be printed and told anew. It gives a page of at most limit
// addresses looked at, by id, and the id after which the next page begins; uuid.Nil
// after the last.
func (s *Store) Touched(ctx context.Context, place uuid.UUID, on version.Date, after uuid.UUID, limit int) ([]Touch, uuid.UUID, error) {
	rows, err := s.DB.Query(ctx, touchedSQL, place, on, after, limit)
	if err != nil {
		return nil, uuid.Nil, fmt.Errorf("addresses under %s: %w", place, err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return nil, uuid.Nil, fmt.Errorf("addresses under %s: %w", place, err)
	}
	eve := version.DayOf(on.Time().AddDate(0, 0, -1))
	var of []asking
	for _, id := range ids {
		of = append(of, asking{id, eve}, asking{id, on})
	}
	written, err := s.ask(ctx, Reader{Internal: true}, of)
	if err != nil {
		return nil, uuid.Nil, fmt.Errorf("addresses under %s: %w", place, err)
	}
	touches, before := []Touch{}, map[uuid.UUID]string{}
	for _, a := range written {
		switch {
		case a.day == eve && a.Standing:
			before[a.ID] = a.Text
		case a.day == on && before[a.ID] != a.Text:
			touches = append(touches, Touch{a.ID, before[a.ID], a.Text})
		}
	}
	next := uuid.Nil
	if len(ids) == limit {
		next = ids[limit-1]
	}
	return touches, next, nil
}

// RenamedOn gives the day from which a place or division bears its latest
// standard name, or lies under its latest division; the zero Date where that
// was always so.
func (s *Store) RenamedOn(ctx context.Context, place uuid.UUID) (version.Date, error) {
	var on version.Date
	err := s.DB.QueryRow(ctx, `SELECT max(day) FROM (
		SELECT lower(valid) AS day FROM name_version WHERE place = $1 AND kind = 'standard' AND lang = 'zh-Hans' AND upper_inf(recorded)
		UNION ALL SELECT lower(valid) FROM division_version WHERE division = $1 AND upper_inf(recorded)) d`, place).Scan(&on)
	if err != nil {
		return on, fmt.Errorf("last name of %s: %w", place, err)
	}
	return on, nil
}
