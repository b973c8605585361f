package plate

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/version"
	"diming/signs/artwork"
)

// A Filter narrows a list of plates. What is zero does not narrow.
type Filter struct {
	County  string
	Within  []uuid.UUID // divisions, each with all that it holds; an empty list that is not nil leaves nothing
	Address uuid.UUID
	Place   uuid.UUID
	Of      uuid.UUID // a street, natural village, compound or division: its own plates and those of addresses in it
	Kind    artwork.Kind
	States  []State
	Text    string // stands in what the plate says, or begins its token
	IDs     []uuid.UUID
	Foreign []string // not nil: bears a code of another maker whose host is none of these
	After   uuid.UUID
	Limit   int
}

// whereSQL narrows plates p with codes c; $1 to $10 are where gives them. A plate
// lies where its address or place lies now, by today's tree of divisions.
const whereSQL = `
	WHERE ($1 = '' OR p.county = $1) AND ($2::uuid IS NULL OR p.address = $2) AND ($3::uuid IS NULL OR p.place = $3)
		AND (cardinality($4::text[]) = 0 OR p.state = ANY($4))
		AND ($5::uuid[] IS NULL OR plate_division(p.address, p.place) IN (SELECT division FROM below))
		AND ($6::uuid IS NULL OR p.place = $6 OR p.address IN (
			SELECT a.address FROM address_version a WHERE upper_inf(a.recorded) AND (a.way = $6 OR a.settlement = $6 OR a.compound = $6 OR a.division = $6)))
		AND ($7 = '' OR p.kind = $7)
		AND ($8 = '' OR strpos(p.name || p.number, $8) > 0 OR strpos(p.number, $8) = 1 OR starts_with(c.token, upper($8)))
		AND ($9::uuid[] IS NULL OR p.id = ANY($9))
		AND ($10::text[] IS NULL OR EXISTS (SELECT FROM wall_code w WHERE w.plate = p.id AND NOT w.host = ANY($10)))`

// belowSQL is the tree under the divisions of a filter, as it is now.
const belowSQL = `WITH RECURSIVE below AS (
	SELECT unnest($5::uuid[]) AS division
	UNION
	SELECT d.division FROM below b JOIN division_version d ON d.parent = b.division AND upper_inf(d.recorded)
	WHERE NOT EXISTS (SELECT FROM division_version l WHERE l.division = d.division AND upper_inf(l.recorded)
		AND coalesce(lower(l.valid), '-infinity') > coalesce(lower(d.valid), '-infinity'))) `

func (f Filter) where() []any {
	return []any{f.County, orNull(f.Address), orNull(f.Place), texts(f.States), f.Within, orNull(f.Of), string(f.Kind), f.Text, f.IDs, f.Foreign}
}

// List gives plates in the order of their ids, which is that in which they were
// planned.
func (s *Store) List(ctx context.Context, f Filter) ([]Plate, error) {
	rows, err := s.DB.Query(ctx, belowSQL+`SELECT `+columns+from+whereSQL+` AND p.id > $11 ORDER BY p.id LIMIT $12`, append(f.where(), f.After, f.Limit)...)
	if err != nil {
		return nil, fmt.Errorf("list plates: %w", err)
	}
	return pgx.CollectRows(rows, scan)
}

func texts(states []State) []string {
	all := make([]string, len(states))
	for i, s := range states {
		all[i] = string(s)
	}
	return all
}

// A Count is how many plates of a kind are in a state.
type Count struct {
	Kind  artwork.Kind
	State State
	N     int
}

// Stock counts the plates that a filter leaves.
func (s *Store) Stock(ctx context.Context, f Filter) ([]Count, error) {
	rows, err := s.DB.Query(ctx, belowSQL+`SELECT p.kind, p.state, count(*)::int`+from+whereSQL+` GROUP BY 1, 2 ORDER BY 1, 2`, f.where()...)
	if err != nil {
		return nil, fmt.Errorf("stock of plates: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Count])
}

// Division gives the division in which a plate lies, or ErrNotFound.
func (s *Store) Division(ctx context.Context, id uuid.UUID) (uuid.UUID, error) {
	var division *uuid.UUID
	err := s.DB.QueryRow(ctx, `SELECT (SELECT plate_division(address, place) FROM plate WHERE id = $1)`, id).Scan(&division)
	if err == nil && division == nil {
		err = ErrNotFound
	}
	if err != nil {
		return uuid.Nil, err
	}
	return *division, nil
}

// Divisions gives the divisions in which addresses and places lie, by what they
// are of; what is not held has none.
func (s *Store) Divisions(ctx context.Context, targets []Target) (map[Target]uuid.UUID, error) {
	addresses, places := make([]*uuid.UUID, len(targets)), make([]*uuid.UUID, len(targets))
	for i, t := range targets {
		addresses[i], places[i] = orNull(t.Address), orNull(t.Place)
	}
	rows, err := s.DB.Query(ctx, `SELECT n::int, plate_division(a, p) FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY x (a, p, n)
		WHERE a IS NOT NULL OR EXISTS (SELECT FROM place WHERE id = p)`, addresses, places)
	if err != nil {
		return nil, fmt.Errorf("where plates would hang: %w", err)
	}
	all := map[Target]uuid.UUID{}
	var n int
	var division *uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&n, &division}, func() error {
		if division != nil {
			all[targets[n-1]] = *division
		}
		return nil
	})
	return all, err
}

// A Taken is a step that was taken.
type Taken struct {
	N        int
	Step     Step
	From, To State
	On       version.Date
	Note     string
	Point    *orb.Point
	Photo    string
	Fault    Fault
	Due      version.Date
	Actor    uuid.UUID
	At       time.Time

	AccuracyM, AwayM *float64 // of Point: as the phone said, and from where the plate belongs, metres
}

// Steps gives the life of a plate, its latest step last.
func (s *Store) Steps(ctx context.Context, id uuid.UUID) ([]Taken, error) {
	rows, err := s.DB.Query(ctx, `SELECT n, step, from_state, to_state, on_day, note, point, photo, fault, due, actor, at, accuracy_m, away_m FROM plate_step WHERE plate = $1 ORDER BY n`, id)
	if err != nil {
		return nil, fmt.Errorf("steps of plate %s: %w", id, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Taken, error) {
		var t Taken
		var due *version.Date
		err := row.Scan(&t.N, &t.Step, &t.From, &t.To, &t.On, &t.Note, &t.Point, &t.Photo, &t.Fault, &due, &t.Actor, &t.At, &t.AccuracyM, &t.AwayM)
		if due != nil {
			t.Due = *due
		}
		return t, err
	})
}
