package card

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/pg"
	"diming/internal/version"
	"diming/shelters"
	"diming/shelters/event"
)

// Load reads the facts of all cards at one moment: what is public, as it is
// believed now and holds today.
func Load(ctx context.Context, db pg.DB) (Facts, error) {
	f := Facts{At: time.Now()}
	err := pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		// One view of everything: a card never mixes two moments.
		if _, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`); err != nil {
			return err
		}
		return f.read(ctx, tx)
	})
	if err != nil {
		return Facts{}, fmt.Errorf("load the facts of village cards: %w", err)
	}
	return f, nil
}

func (f *Facts) read(ctx context.Context, tx pgx.Tx) error {
	for _, read := range []func(context.Context, pgx.Tx) error{
		f.readDivisions, f.readShelters, f.readWarnings, f.readAssignments, f.readBarriers, f.readHints, f.readContacts, f.readPolicies, f.readPeople,
	} {
		if err := read(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// collect runs a query and scans its rows.
func collect[T any](ctx context.Context, tx pgx.Tx, into *[]T, scan func(pgx.CollectableRow) (T, error), query string, args ...any) error {
	rows, err := tx.Query(ctx, query, args...)
	if err == nil {
		*into, err = pgx.CollectRows(rows, scan)
	}
	return err
}

// readDivisions reads villages and what holds them. The point of one without a
// seat lies on its area.
func (f *Facts) readDivisions(ctx context.Context, tx pgx.Tx) error {
	return collect(ctx, tx, &f.Divisions, func(row pgx.CollectableRow) (Division, error) {
		var d Division
		var parent *uuid.UUID
		err := row.Scan(&d.ID, &parent, &d.Code, &d.Name, &d.Level, &d.Point)
		if d.Name = boundaries.StandardName(d.Name); parent != nil {
			d.Parent = *parent
		}
		return d, err
	}, `SELECT division, parent, code, name, level, coalesce(seat, ST_PointOnSurface(area)) FROM public_division
		WHERE upper_inf(recorded) AND valid @> current_date ORDER BY code`)
}

func (f *Facts) readShelters(ctx context.Context, tx pgx.Tx) error {
	all, err := (&shelters.Store{DB: tx}).Standing(ctx, shelters.Reader{}, shelters.Filter{})
	for _, s := range all {
		one := Shelter{ID: s.ID, Name: s.Name, Address: s.Address, Point: s.Point, Level: string(s.Level), Suits: texts(s.Suits), Unfit: texts(s.Unfit),
			Capacity: s.Capacity, People: s.Now.People, Step: string(s.Now.Step), State: State(s.Now.State), SaidAt: s.Now.SaidAt, Note: s.Now.Note,
			Accessible: string(s.Accessible), Phone: s.DutyPhone}
		switch {
		case shelters.Failed(s):
			one.Appraisal = Failed
		case s.Appraisal != nil:
			one.Appraisal = Passed
		}
		f.Shelters = append(f.Shelters, one)
	}
	return err
}

func texts(hazards []shelters.Hazard) []string {
	all := make([]string, len(hazards))
	for i, h := range hazards {
		all[i] = string(h)
	}
	return all
}

// readWarnings reads what goes on and what will: [Compose] looks at the clock.
func (f *Facts) readWarnings(ctx context.Context, tx pgx.Tx) error {
	all, err := (&event.Store{DB: tx}).Coming(ctx)
	for _, e := range all {
		w := Warning{Event: e.ID, Hazard: e.Hazard, Signal: e.Signal, Title: e.Title, Todo: e.Todo, Body: e.Body, Number: e.Number, Issued: e.Issued,
			Areas: e.Areas, Started: e.Started, Until: e.Until}
		if e.Ended != nil {
			w.Ended = *e.Ended
		}
		f.Warnings = append(f.Warnings, w)
	}
	return err
}

func (f *Facts) readAssignments(ctx context.Context, tx pgx.Tx) error {
	return collect(ctx, tx, &f.Assignments, pgx.RowToStructByPos[Assignment], `SELECT village, shelter, hazard, places FROM assignment_now ORDER BY village, hazard, shelter`)
}

func (f *Facts) readBarriers(ctx context.Context, tx pgx.Tx) error {
	return collect(ctx, tx, &f.Barriers, func(row pgx.CollectableRow) (Barrier, error) {
		var b Barrier
		var line orb.Geometry
		err := row.Scan(&b.Name, &b.Hazards, &line)
		b.Line, _ = line.(orb.LineString)
		return b, err
	}, `SELECT name, hazards, line FROM barrier WHERE ended IS NULL ORDER BY id`)
}

// readHints reads the last hint of each way, with the level at which who wrote it
// keeps shelters.
func (f *Facts) readHints(ctx context.Context, tx pgx.Tx) error {
	return collect(ctx, tx, &f.Hints, func(row pgx.CollectableRow) (Hint, error) {
		var h Hint
		err := row.Scan(&h.Village, &h.Shelter, &h.Text, &h.Day, &h.By)
		return h, err
	}, `SELECT DISTINCT ON (h.village, h.shelter) h.village, h.shelter, h.hint, h.on_day, coalesce(k.level, 0)
		FROM walking_hint h LEFT JOIN LATERAL (SELECT max(v.level) AS level FROM account_role r
			JOIN division_version v ON v.division = r.division AND upper_inf(v.recorded) AND v.valid @> current_date
			WHERE r.account = h.actor AND r.role = 'shelter_keeper') k ON true
		ORDER BY h.village, h.shelter, h.n DESC`)
}

// readContacts reads the numbers that may be shown; one whose person was erased
// and that was theirs has none left.
func (f *Facts) readContacts(ctx context.Context, tx pgx.Tx) error {
	held, err := (&Store{DB: tx}).contacts(ctx, `c.ended IS NULL`)
	for _, l := range held {
		f.Contacts = append(f.Contacts, Contact{ID: l.ID, Division: l.Division, Role: l.Role, Title: l.Title, Name: l.Person.Name, Phone: l.Number(),
			Night: l.Night, Rank: l.Rank, Tag: l.Tag, Tried: l.Tried, Result: l.Result})
	}
	return err
}

func (f *Facts) readPolicies(ctx context.Context, tx pgx.Tx) error {
	return collect(ctx, tx, &f.Policies, func(row pgx.CollectableRow) (Policy, error) {
		var p Policy
		var valid pgtype.Range[pgtype.Date]
		err := row.Scan(&p.ID, &p.Division, &p.Title, &p.Plain, &p.Basis, &valid, &p.Rank, &p.HasBody)
		p.Valid = version.SpanOf(valid)
		return p, err
	}, `SELECT id, division, title, plain, basis, valid, rank, body <> '' FROM village_policy WHERE withdrawn IS NULL AND (NOT upper(valid) <= current_date OR upper_inf(valid)) ORDER BY rank, id`)
}

func (f *Facts) readPeople(ctx context.Context, tx pgx.Tx) error {
	return collect(ctx, tx, &f.People, pgx.RowToStructByPos[People],
		`SELECT DISTINCT ON (village) village, people, vulnerable, on_day, source FROM village_people ORDER BY village, n DESC`)
}
