package address

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/version"
)

// An asking is an address on a day: what texts are made for.
type asking struct {
	Address uuid.UUID
	Day     version.Date
}

// askedSQL gives each address on the day asked about with what it is called
// then. $1 and $2 are addresses and days side by side, $3 the recorded time
// where one is asked about.
//
// An address that did not stand on the day is its nearest version, called as on
// the nearest day on which it stood. A division that has ended is called by
// what carries it on as a whole (a merged village), and else by its last name.
// believed and seen stand for the conditions of the reader on each table.
const askedSQL = `
WITH RECURSIVE asked AS (
	SELECT q.address, q.day, q.n FROM unnest($1::uuid[], $2::date[]) WITH ORDINALITY q(address, day, n)),
picked AS (
	SELECT a.n, a.day AS asked_day, v.*, v.valid @> a.day AS standing,
		CASE WHEN v.valid @> a.day THEN a.day WHEN a.day < lower(v.valid) THEN lower(v.valid) ELSE upper(v.valid) - 1 END AS day
	FROM asked a CROSS JOIN LATERAL (
		SELECT v.* FROM address_version v WHERE v.address = a.address AND {believed v} {seen v}
		ORDER BY v.valid @> a.day DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) v),
carried AS (
	SELECT DISTINCT division AS base, day, division, 0 AS depth FROM picked
	UNION ALL
	SELECT c.base, c.day, s.successor, c.depth + 1
	FROM carried c JOIN division_succession s ON s.predecessor = c.division AND s.successor <> c.division AND s.share = 'whole'
	JOIN division_event e ON e.id = s.event AND e.undone IS NULL AND e.effective <= c.day
	WHERE c.depth < 10 AND NOT EXISTS (SELECT FROM division_version d WHERE d.division = c.division AND d.valid @> c.day AND {believed d})),
stands AS (
	SELECT DISTINCT ON (c.base, c.day) c.base, c.day, c.division FROM carried c
	ORDER BY c.base, c.day, EXISTS (SELECT FROM division_version d WHERE d.division = c.division AND d.valid @> c.day AND {believed d}) DESC, c.depth, c.division),
up AS (
	SELECT s.base, s.day, d.level, d.name, d.parent, 0 AS depth
	FROM stands s CROSS JOIN LATERAL (
		SELECT d.level, d.name, d.parent FROM division_version d WHERE d.division = s.division AND {believed d} {seen d}
		ORDER BY d.valid @> s.day DESC, upper(d.valid) DESC NULLS FIRST LIMIT 1) d
	UNION ALL
	SELECT u.base, u.day, d.level, d.name, d.parent, u.depth + 1
	FROM up u CROSS JOIN LATERAL (
		SELECT d.level, d.name, d.parent FROM division_version d WHERE d.division = u.parent AND {believed d} {seen d}
		ORDER BY d.valid @> u.day DESC, upper(d.valid) DESC NULLS FIRST LIMIT 1) d
	WHERE u.depth < 10),
chain AS (
	SELECT base, day, max(name) FILTER (WHERE level = 1) AS province, max(name) FILTER (WHERE level = 2) AS city, max(name) FILTER (WHERE level = 3) AS county,
		max(name) FILTER (WHERE level = 4) AS township, max(name) FILTER (WHERE level = 5) AS village
	FROM up GROUP BY base, day),
called AS (
	SELECT p.place, p.day, t.text
	FROM (SELECT way AS place, day FROM picked WHERE way IS NOT NULL
		UNION SELECT settlement, day FROM picked WHERE settlement IS NOT NULL
		UNION SELECT compound, day FROM picked WHERE compound IS NOT NULL) p
	CROSS JOIN LATERAL (
		SELECT n.text FROM name_version n WHERE n.place = p.place AND n.kind = 'standard' AND n.lang = 'zh-Hans' AND {believed n} {seen n}
		ORDER BY n.valid @> p.day DESC, upper(n.valid) DESC NULLS FIRST LIMIT 1) t)
SELECT v.address, v.county, v.kind, v.main, v.division, v.settlement, v.way, v.number, v.sub, v.insert_format, v.compound, v.building, v.unit, v.floor, v.room,
	v.entrance, v.plate, v.visibility, v.source, v.valid, lower(v.recorded), upper(v.recorded), v.version, v.entry, v.standing, v.asked_day,
	a.state, a.tag, coalesce(a.withdrawn, ''), a.successor,
	coalesce(c.province, ''), coalesce(c.city, ''), coalesce(c.county, ''), coalesce(c.township, ''), coalesce(c.village, ''),
	coalesce(s.text, ''), coalesce(w.text, ''), coalesce(k.text, '')
FROM picked v JOIN address a ON a.id = v.address
JOIN chain c ON c.base = v.division AND c.day = v.day
LEFT JOIN called s ON s.place = v.settlement AND s.day = v.day
LEFT JOIN called w ON w.place = v.way AND w.day = v.day
LEFT JOIN called k ON k.place = v.compound AND k.day = v.day
WHERE (v.settlement IS NULL OR s.text IS NOT NULL) AND (v.way IS NULL OR w.text IS NOT NULL) AND (v.compound IS NULL OR k.text IS NOT NULL)
ORDER BY v.n`

// asking fills askedSQL for a reader. Of what a public reader may not see no
// part of a text is told: an address under a name that is not public is not
// seen, rather than seen with a gap.
func (s *Store) ask(ctx context.Context, r Reader, of []asking) ([]Address, error) {
	addresses, days := make([]uuid.UUID, len(of)), make([]version.Date, len(of))
	for i, one := range of {
		addresses[i], days[i] = one.Address, one.Day
	}
	sql, args := askedSQL, []any{addresses, days}
	for _, alias := range []string{"v", "d", "n"} {
		believed, more := r.AsOf.Believed(alias, 3)
		seen := ""
		if !r.Internal {
			seen = "AND " + alias + ".visibility = 'public'"
		}
		sql = strings.NewReplacer("{believed "+alias+"}", believed, "{seen "+alias+"}", seen).Replace(sql)
		args = append(args[:2:2], more...)
	}
	rows, err := s.DB.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanAddress)
}

func scanAddress(row pgx.CollectableRow) (Address, error) {
	var (
		a                               Address
		main, settlement, way, compound *uuid.UUID
		entrance, plate                 *orb.Point
		valid                           pgtype.Range[pgtype.Date]
		until                           pgtype.Timestamptz
		n                               = &a.Names
	)
	err := row.Scan(&a.ID, &a.County, &a.Kind, &main, &a.Division, &settlement, &way, &a.Number, &a.Sub, &a.InsertFormat, &compound, &a.Building, &a.Unit, &a.Floor, &a.Room,
		&entrance, &plate, &a.Visibility, &a.Source, &valid, &a.Recorded, &until, &a.Version, &a.Entry, &a.Standing, &a.day,
		&a.State, &a.Tag, &a.Reason, &a.Successor,
		&n.Province, &n.City, &n.County, &n.Township, &n.Village, &n.Settlement, &n.Way, &n.Compound)
	a.Main, a.Settlement, a.Way, a.Compound = value(main), value(settlement), value(way), value(compound)
	a.Entrance, a.Plate, a.Valid, a.Until = entrance, plate, version.SpanOf(valid), until.Time
	for _, name := range []*string{&n.Province, &n.City, &n.County, &n.Township, &n.Village} {
		*name = boundaries.StandardName(*name)
	}
	a.Text = Text(a.Components, a.Names)
	return a, err
}

func value(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

func orNull(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// ByID gives an address with its text at the time asked about. An id that was
// never issued or that the reader may not see is ErrNotFound. Any other answers
// for ever: one that did not stand on that day with its nearest version,
// Standing false, and one that was withdrawn with its reason.
func (s *Store) ByID(ctx context.Context, r Reader, id uuid.UUID) (Address, error) {
	all, err := s.ask(ctx, r, []asking{{id, r.AsOf.Day()}})
	if err == nil && len(all) == 0 {
		all, err = s.withdrawn(ctx, r, id)
	}
	if err != nil {
		return Address{}, fmt.Errorf("address %s: %w", id, err)
	}
	return all[0], nil
}

// withdrawn gives an address as the register believed it last before it
// withdrew it, or ErrNotFound.
func (s *Store) withdrawn(ctx context.Context, r Reader, id uuid.UUID) ([]Address, error) {
	err := s.DB.QueryRow(ctx, `SELECT max(upper(v.recorded)) - interval '1 microsecond' FROM address_version v JOIN address a ON a.id = v.address
		WHERE v.address = $1 AND a.withdrawn IS NOT NULL HAVING bool_and(NOT upper_inf(v.recorded))`, id).Scan(&r.AsOf.Recorded)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	all, err := s.ask(ctx, r, []asking{{id, r.AsOf.Day()}})
	if err != nil || len(all) == 0 {
		return nil, errors.Join(err, ErrNotFound)
	}
	all[0].Standing = false
	return all, nil
}

// ByIDs gives many addresses in one query, in the order of ids, without those
// that ByID would not find.
func (s *Store) ByIDs(ctx context.Context, r Reader, ids []uuid.UUID) ([]Address, error) {
	days := make([]version.Date, len(ids))
	for i := range ids {
		days[i] = r.AsOf.Day()
	}
	return s.OnDays(ctx, r, ids, days)
}

// OnDays gives addresses with their texts, each as it is on a day of its own.
func (s *Store) OnDays(ctx context.Context, r Reader, ids []uuid.UUID, days []version.Date) ([]Address, error) {
	of := make([]asking, len(ids))
	for i, id := range ids {
		of[i] = asking{id, days[i]}
	}
	all, err := s.ask(ctx, r, of)
	if err != nil {
		return nil, fmt.Errorf("%d addresses: %w", len(ids), err)
	}
	return all, nil
}

// Texts gives the texts of many addresses on the day asked about, by id.
func (s *Store) Texts(ctx context.Context, r Reader, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	all, err := s.ByIDs(ctx, r, ids)
	if err != nil {
		return nil, err
	}
	texts := make(map[uuid.UUID]string, len(all))
	for _, a := range all {
		texts[a.ID] = a.Text
	}
	return texts, nil
}

// A StepTaken is a step of an address as it was entered.
type StepTaken struct {
	N int
	Transition
	On    version.Date
	Note  string
	Actor uuid.UUID
}

// Steps gives the steps of an address, the first first.
func (s *Store) Steps(ctx context.Context, id uuid.UUID) ([]StepTaken, error) {
	rows, err := s.DB.Query(ctx, `SELECT n, step, from_state, to_state, on_day, note, actor FROM address_step WHERE address = $1 ORDER BY n`, id)
	if err != nil {
		return nil, fmt.Errorf("steps of address %s: %w", id, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (StepTaken, error) {
		var t StepTaken
		err := row.Scan(&t.N, &t.Step, &t.From, &t.To, &t.On, &t.Note, &t.Actor)
		return t, err
	})
}

// ObjectsOf lists the addresses whose versions a ledger entry wrote or closed,
// by id after the given one: what a bulk entry stands for.
func (s *Store) ObjectsOf(ctx context.Context, entry int64, after uuid.UUID, limit int, publicOnly bool) ([]uuid.UUID, error) {
	rows, err := s.DB.Query(ctx, `SELECT DISTINCT address FROM address_version
		WHERE (entry = $1 OR closed_by = $1) AND address > $2 AND (NOT $4 OR visibility = 'public') ORDER BY address LIMIT $3`, entry, after, limit, publicOnly)
	if err != nil {
		return nil, fmt.Errorf("addresses of entry %d: %w", entry, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// held locks an address that is about to change and gives it as the register
// has it for its latest time.
func (s *Store) held(ctx context.Context, tx pgx.Tx, id uuid.UUID, tag int64) (Address, error) {
	if err := versions.Lock(ctx, tx, id); err != nil {
		if errors.Is(err, version.ErrNotFound) {
			return Address{}, ErrNotFound
		}
		return Address{}, err
	}
	in := &Store{DB: tx}
	var last version.Date // on which it stands
	err := tx.QueryRow(ctx, `SELECT CASE WHEN upper_inf(valid) THEN greatest(lower(valid), current_date) ELSE upper(valid) - 1 END
		FROM address_version WHERE address = $1 AND upper_inf(recorded) ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1`, id).Scan(&last)
	if errors.Is(err, pgx.ErrNoRows) {
		return Address{}, ErrWithdrawn
	}
	if err != nil {
		return Address{}, err
	}
	a, err := in.ByID(ctx, Reader{Internal: true, AsOf: version.AsOf{Valid: last}}, id)
	switch {
	case err != nil:
		return a, err
	case a.Reason != "":
		return a, ErrWithdrawn
	case a.Tag != tag:
		return a, ErrChanged
	}
	return a, nil
}
