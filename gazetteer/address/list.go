package address

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"diming/internal/version"
)

// A Filter narrows a list of addresses to those that stand on the day asked
// about. A nil id does not narrow.
type Filter struct {
	Way        uuid.UUID
	Settlement uuid.UUID
	Compound   uuid.UUID
	Division   uuid.UUID // in it, or in a division below it
	Main       uuid.UUID // auxiliary addresses of it
	States     []State
	After      Cursor
	Limit      int
}

// A Cursor is where a page of addresses ends.
type Cursor struct {
	Sort    string    `json:"s"`
	Address uuid.UUID `json:"a"`
}

// ErrCursor refuses a cursor that no page gave.
var ErrCursor = errors.New("no cursor of addresses")

// String writes a cursor for a link.
func (c Cursor) String() string {
	if c == (Cursor{}) {
		return ""
	}
	text, _ := json.Marshal(c) // a string and an id always can be
	return string(text)
}

// ParseCursor reads what String wrote; "" is the beginning.
func ParseCursor(text string) (Cursor, error) {
	var c Cursor
	if text == "" {
		return c, nil
	}
	if err := json.Unmarshal([]byte(text), &c); err != nil || c.Address == uuid.Nil {
		return Cursor{}, ErrCursor
	}
	return c, nil
}

// sortSQL orders the addresses v of a street as one walks it: 2 before 12, then
// 12-1, then buildings, units, floors and rooms likewise.
const sortSQL = `(coalesce(v.way, v.settlement, v.division)::text || lpad(v.number, 6) || lpad(v.sub, 4) || coalesce(v.compound::text, '') ||
	lpad(v.building, 20) || lpad(v.unit, 20) || lpad(v.floor, 20) || lpad(v.room, 20)) COLLATE "C"`

// listSQL lists ids in order. $1 … $5 are what narrows, $6 the states, $7 and
// $8 the cursor, $9 the limit; below is the tree under a division as of the
// day.
const listSQL = `
WITH RECURSIVE below AS (
	SELECT $4::uuid AS division WHERE $4::uuid IS NOT NULL
	UNION
	SELECT d.division FROM below b JOIN division_version d ON d.parent = b.division WHERE %[2]s)
SELECT v.address, %[3]s FROM address_version v JOIN address a ON a.id = v.address
WHERE a.withdrawn IS NULL AND ($1::uuid IS NULL OR v.way = $1) AND ($2::uuid IS NULL OR v.settlement = $2) AND ($3::uuid IS NULL OR v.compound = $3)
	AND ($4::uuid IS NULL OR v.division IN (SELECT division FROM below)) AND ($5::uuid IS NULL OR v.main = $5)
	AND (cardinality($6::text[]) = 0 OR a.state = ANY($6)) AND ($7 = '' OR (%[3]s, v.address) > ($7 COLLATE "C", $8)) AND %[1]s
ORDER BY 2, 1 LIMIT $9`

// List gives addresses in the order of their numbers with their texts, and the
// cursor of the next page, which is empty after the last.
func (s *Store) List(ctx context.Context, r Reader, f Filter) ([]Address, Cursor, error) {
	if f.Limit < 1 {
		return nil, Cursor{}, fmt.Errorf("list addresses: a page of %d", f.Limit)
	}
	here, args := r.AsOf.Where("v", 10)
	below, _ := r.AsOf.Where("d", 10)
	if !r.Internal {
		here += " AND v.visibility = 'public'"
	}
	states := make([]string, len(f.States))
	for i, one := range f.States {
		states[i] = string(one)
	}
	rows, err := s.DB.Query(ctx, fmt.Sprintf(listSQL, here, below, sortSQL), append([]any{orNull(f.Way), orNull(f.Settlement), orNull(f.Compound), orNull(f.Division),
		orNull(f.Main), states, f.After.Sort, f.After.Address, f.Limit + 1}, args...)...)
	if err != nil {
		return nil, Cursor{}, fmt.Errorf("list addresses: %w", err)
	}
	ends, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Cursor, error) {
		var c Cursor
		return c, row.Scan(&c.Address, &c.Sort)
	})
	if err != nil {
		return nil, Cursor{}, fmt.Errorf("list addresses: %w", err)
	}
	var next Cursor
	if len(ends) > f.Limit {
		ends = ends[:f.Limit]
		next = ends[f.Limit-1]
	}
	ids := make([]uuid.UUID, len(ends))
	for i, c := range ends {
		ids[i] = c.Address
	}
	all, err := s.ByIDs(ctx, r, ids)
	return all, next, err
}

// A versionOf is a version of an address that the register believes now.
type versionOf struct {
	Draft
	County string
}

// openVersions gives the versions of an address that hold on a day of span.
func openVersions(ctx context.Context, tx pgx.Tx, id uuid.UUID, span version.Span) ([]versionOf, error) {
	rows, err := tx.Query(ctx, `SELECT county, kind, main, division, settlement, way, number, sub, insert_format, compound, building, unit, floor, room,
		entrance, plate, visibility, source, valid FROM address_version WHERE address = $1 AND upper_inf(recorded) AND valid && $2 ORDER BY lower(valid) NULLS FIRST`, id, span.Range())
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (versionOf, error) {
		var v versionOf
		var main, settlement, way, compound *uuid.UUID
		var entrance, plate *orb.Point
		var valid pgtype.Range[pgtype.Date]
		err := row.Scan(&v.County, &v.Kind, &main, &v.Division, &settlement, &way, &v.Number, &v.Sub, &v.InsertFormat, &compound, &v.Building, &v.Unit, &v.Floor, &v.Room,
			&entrance, &plate, &v.Visibility, &v.Source, &valid)
		v.Main, v.Settlement, v.Way, v.Compound = value(main), value(settlement), value(way), value(compound)
		v.Entrance, v.Plate, v.Valid = entrance, plate, version.SpanOf(valid)
		return v, err
	})
}
