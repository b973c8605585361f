package assign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"diming/internal/ledger"
	"diming/internal/version"
)

// BarrierKinds are what a barrier may be.
var BarrierKinds = []string{"river", "ravine", "dam", "slope", "other"}

// A Drawn is a barrier as an officer drew it.
type Drawn struct {
	ID      uuid.UUID
	County  uuid.UUID
	Kind    string // of BarrierKinds
	Name    string
	Hazards []string
	Line    orb.LineString // CGCS2000
	Ended   version.Date   // zero while it holds
	Tag     int64
}

func (d Drawn) check() error {
	n := utf8.RuneCountInString(strings.TrimSpace(d.Name))
	switch {
	case !slices.Contains(BarrierKinds, d.Kind), n == 0, n > 60, len(d.Hazards) == 0, len(d.Line) < 2, len(d.Line) > 2000:
		return ErrBarrier
	}
	for _, h := range d.Hazards {
		if !slices.Contains(Hazards, h) {
			return ErrHazard
		}
	}
	if d.Line.Bound().IsZero() || d.Line.Bound().Min == d.Line.Bound().Max {
		return ErrBarrier
	}
	return nil
}

// Draw records a barrier.
func (s *Store) Draw(ctx context.Context, actor uuid.UUID, d Drawn, reason string) (uuid.UUID, error) {
	d.ID = uuid.Must(uuid.NewV7())
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := d.check(); err != nil {
			return err
		}
		if err := d.near(ctx, tx); err != nil {
			return err
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "barrier.draw", Kind: "barrier", Object: d.ID, County: countyCode(ctx, tx, d.County), Reason: reason, After: d.fields()})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO barrier (id, county, kind, name, hazards, line, tag) VALUES ($1, $2, $3, $4, $5, $6, $7)`, d.ID, d.County, d.Kind, d.Name, d.Hazards, d.Line, entry)
		return err
	})
	if err != nil {
		return uuid.Nil, fmt.Errorf("draw a barrier: %w", err)
	}
	return d.ID, nil
}

// near refuses a line that does not touch the county, where its area is held: a
// slip of the map, not a river.
func (d Drawn) near(ctx context.Context, tx pgx.Tx) error {
	var touches bool
	err := tx.QueryRow(ctx, `SELECT coalesce((SELECT ST_Intersects(area, $2::geometry) FROM division_version
		WHERE division = $1 AND upper_inf(recorded) AND valid @> current_date AND area IS NOT NULL), true)`, d.County, d.Line).Scan(&touches)
	if err == nil && !touches {
		err = ErrBarrier
	}
	return err
}

func (d Drawn) fields() ledger.Fields {
	hazards := make([]any, len(d.Hazards))
	for i, h := range d.Hazards {
		hazards[i] = h
	}
	return ledger.Fields{"kind": d.Kind, "name": d.Name, "hazards": hazards, "line": wkt.MarshalString(d.Line)}
}

// Redraw changes the name, hazards and line of a barrier of which tag was seen.
func (s *Store) Redraw(ctx context.Context, actor, id uuid.UUID, seen int64, to Drawn, reason string) error {
	return s.changeBarrier(ctx, actor, id, seen, "barrier.redraw", reason, func(tx pgx.Tx, d *Drawn) error {
		to.Kind, to.County = d.Kind, d.County
		if err := to.check(); err != nil {
			return err
		}
		d.Name, d.Hazards, d.Line = to.Name, to.Hazards, to.Line
		return d.near(ctx, tx)
	})
}

// EndBarrier says that a barrier is none any more, from today on.
func (s *Store) EndBarrier(ctx context.Context, actor, id uuid.UUID, seen int64, reason string) error {
	return s.changeBarrier(ctx, actor, id, seen, "barrier.end", reason, func(_ pgx.Tx, d *Drawn) error {
		d.Ended = version.Today()
		return nil
	})
}

func (s *Store) changeBarrier(ctx context.Context, actor, id uuid.UUID, seen int64, action, reason string, do func(pgx.Tx, *Drawn) error) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+barrierColumns+` FROM barrier WHERE id = $1 FOR NO KEY UPDATE`, id)
		if err != nil {
			return err
		}
		d, err := pgx.CollectExactlyOneRow(rows, scanBarrier)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return ErrNotFound
		case err != nil:
			return err
		case !d.Ended.IsZero():
			return ErrEnded
		case d.Tag != seen:
			return ErrChanged
		}
		before := d.fields()
		if err := do(tx, &d); err != nil {
			return err
		}
		after := d.fields()
		after["ended"] = d.Ended.String()
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: action, Kind: "barrier", Object: id, County: countyCode(ctx, tx, d.County), Reason: reason, Before: before, After: after})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE barrier SET name = $2, hazards = $3, line = $4, ended = $5, tag = $6 WHERE id = $1`, id, d.Name, d.Hazards, d.Line, d.Ended, entry)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", action, id, err)
	}
	return nil
}

const barrierColumns = `id, county, kind, name, hazards, line, ended, tag`

func scanBarrier(row pgx.CollectableRow) (Drawn, error) {
	var d Drawn
	err := row.Scan(&d.ID, &d.County, &d.Kind, &d.Name, &d.Hazards, &d.Line, &d.Ended, &d.Tag)
	return d, err
}

// Barriers gives the barriers of counties that hold, by name; of all if whole.
func (s *Store) Barriers(ctx context.Context, counties []uuid.UUID, whole bool) ([]Drawn, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+barrierColumns+` FROM barrier WHERE ended IS NULL AND ($2 OR county = ANY($1)) ORDER BY name, id`, counties, whole)
	if err != nil {
		return nil, fmt.Errorf("barriers: %w", err)
	}
	return pgx.CollectRows(rows, scanBarrier)
}

// Barrier gives one, also after it ended.
func (s *Store) Barrier(ctx context.Context, id uuid.UUID) (Drawn, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+barrierColumns+` FROM barrier WHERE id = $1`, id)
	if err != nil {
		return Drawn{}, err
	}
	d, err := pgx.CollectExactlyOneRow(rows, scanBarrier)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return d, fmt.Errorf("barrier %s: %w", id, err)
	}
	return d, nil
}
