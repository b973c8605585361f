package upkeep

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/internal/ledger"
	"diming/internal/version"
)

// Occasions of patrols.
const (
	Regular = "regular" // 定期巡查: the one of its period
	Event   = "event"   // 事后巡查: after a flood, works or a call
)

// skew is how far ahead of the server's clock somebody's own may run.
const skew = 5 * time.Minute

// DayAt is the day of a moment on the calendar of the contracts.
func DayAt(t time.Time) version.Date { return version.DayOf(t.In(version.China)) }

// A Patrol is one round along what a contract covers.
type Patrol struct {
	ID          uuid.UUID
	Contract    uuid.UUID
	Occasion    string
	Period      version.Date // of a regular one: the first day of the period for which it counts
	MadeAt      time.Time
	Position    *orb.Point // CGCS2000
	AccuracyM   float64    // 0: not known
	ClearRadius int        // metres around each marker, as set when it was made
	Note        string
	Record      *uuid.UUID // the field record as which it came
	Checks      []Check
	By          uuid.UUID // who entered it
	At          time.Time // when
	Voided      bool
	VoidReason  string
	Files       []File // read only
}

// A Patrolled is what came of entering a patrol.
type Patrolled struct {
	ID      uuid.UUID
	Entry   int64
	Reports []uuid.UUID // of markers that it found damaged, lost or shifted
}

// Patrol enters a patrol under a contract of a seat, at a moment now. A regular
// one counts for the period in which it was made, whenever it is entered; of two
// for one period the second is ErrDone, and can be entered as one after an event.
// What it finds damaged, lost or shifted is reported with it, in the same
// transaction: from when it was found, MadeAt, to when the office hears of it.
func (s *Store) Patrol(ctx context.Context, actor uuid.UUID, seat Seat, p Patrol, now time.Time) (Patrolled, error) {
	done := Patrolled{ID: newID()}
	p.ID, p.By = done.ID, actor
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		c, err := lockContract(ctx, tx, p.Contract)
		if err != nil {
			return err
		}
		if c.Line != seat.Line || c.Side != seat.Side {
			return ErrNotFound
		}
		if err := p.ready(c, now); err != nil {
			return err
		}
		radius, err := rule(ctx, tx, seat.Division, boundaries.SettingClearRadius, DayAt(p.MadeAt))
		if err != nil {
			return err
		}
		p.ClearRadius = radius.Number
		found := p.found(seat, now)
		if done.Entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "upkeep.patrol", Kind: "upkeep_patrol", Object: p.ID, After: p.fields(found)}); err != nil {
			return err
		}
		if err := p.enter(ctx, tx, seat.Side, done.Entry); err != nil {
			return err
		}
		for _, r := range found {
			if err := r.insert(ctx, tx, actor, seat, done.Entry); err != nil {
				return err
			}
			done.Reports = append(done.Reports, r.ID)
		}
		return nil
	})
	if err != nil {
		return Patrolled{}, fmt.Errorf("enter a patrol of contract %s: %w", p.Contract, err)
	}
	return done, nil
}

// ready refuses a patrol that cannot stand under its contract, and tells for
// which period a regular one counts.
func (p *Patrol) ready(c Contract, now time.Time) error {
	if p.MadeAt.IsZero() || p.Occasion != Regular && p.Occasion != Event {
		return ErrMissing
	}
	period, ok := c.Running().Period(DayAt(p.MadeAt))
	if !ok || p.MadeAt.After(now.Add(skew)) {
		return ErrTime
	}
	if p.Period = (version.Date{}); p.Occasion == Regular {
		p.Period = period.From
	}
	return CheckAll(c.Markers, p.Checks)
}

// found are the reports that a patrol makes of what it found.
func (p Patrol) found(seat Seat, now time.Time) []Report {
	var all []Report
	for _, c := range p.Checks {
		if !c.Condition.reportable() {
			continue
		}
		text := c.Note
		if text == "" {
			text = "巡查发现" + conditionWords[c.Condition]
		}
		reported := now
		if reported.Before(p.MadeAt) {
			reported = p.MadeAt // the keeper's clock runs ahead of ours
		}
		all = append(all, Report{ID: newID(), Line: seat.Line, Side: seat.Side, Kind: string(c.Condition), Marker: &c.Marker, Contract: &p.Contract, Patrol: &p.ID,
			Text: text, Position: p.Position, Clock: Clock{Discovered: p.MadeAt, Reported: reported}})
	}
	return all
}

// conditionWords are what a report says of a marker where its finder says nothing.
var conditionWords = map[Condition]string{Damaged: "界桩损坏", Lost: "界桩丢失", Shifted: "界桩移位"}

func (p Patrol) fields(found []Report) ledger.Fields {
	f := ledger.Fields{"contract": p.Contract.String(), "occasion": p.Occasion, "period": p.Period.String(), "made_at": p.MadeAt.UTC().Format(time.RFC3339), "markers": len(p.Checks), "reports": len(found)}
	if p.Record != nil {
		f["record"] = p.Record.String()
	}
	return f
}

func (p Patrol) insert(ctx context.Context, tx pgx.Tx, entry int64) error {
	var accuracy *float64
	if p.AccuracyM > 0 && p.Position != nil {
		accuracy = &p.AccuracyM
	}
	_, err := tx.Exec(ctx, `INSERT INTO upkeep_patrol (id, contract, occasion, period, made_at, position, accuracy_m, clear_radius_m, note, record, actor, entry)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		p.ID, p.Contract, p.Occasion, p.Period, p.MadeAt, p.Position, accuracy, p.ClearRadius, p.Note, p.Record, p.By, entry)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && (refused.ConstraintName == "upkeep_patrol_once" || refused.ConstraintName == "upkeep_patrol_record_key") {
		return ErrDone
	}
	if err != nil {
		return err
	}
	for _, c := range p.Checks {
		_, err := tx.Exec(ctx, `INSERT INTO upkeep_check (patrol, marker, reached, condition, cleared, repainted, note) VALUES ($1, $2, $3, nullif($4, ''), nullif($5, ''), $6, $7)`,
			p.ID, c.Marker, c.Reached, string(c.Condition), c.Cleared, c.Repainted, c.Note)
		if err != nil {
			return err
		}
	}
	return nil
}

// enter writes a patrol, and with each marker how it was found.
func (p Patrol) enter(ctx context.Context, tx pgx.Tx, side boundaries.Side, entry int64) error {
	if err := p.insert(ctx, tx, entry); err != nil {
		return err
	}
	return p.sight(ctx, tx, side, entry)
}

// sight notes with each marker that was reached how it was found. What came as
// field records was noted with those.
func (p Patrol) sight(ctx context.Context, tx pgx.Tx, side boundaries.Side, entry int64) error {
	if p.Record != nil {
		return nil
	}
	for _, c := range p.Checks {
		if !c.Reached {
			continue
		}
		err := marker.SightIn(ctx, tx, entry, marker.Sighting{ID: newID(), Marker: c.Marker, At: p.MadeAt, Side: side, Condition: marker.State(c.Condition), Observer: p.By, Note: c.Note})
		if err != nil {
			return err
		}
	}
	return nil
}

// VoidPatrol takes a patrol back that was entered by mistake; it is kept, and
// counts for no period any more. Reports that it made stand for themselves.
func (s *Store) VoidPatrol(ctx context.Context, actor, id uuid.UUID, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if strings.TrimSpace(reason) == "" {
			return ErrMissing
		}
		var voided bool
		err := tx.QueryRow(ctx, `SELECT voided IS NOT NULL FROM upkeep_patrol WHERE id = $1 FOR NO KEY UPDATE`, id).Scan(&voided)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return ErrNotFound
		case err != nil:
			return err
		case voided:
			return ErrState
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "upkeep.void_patrol", Kind: "upkeep_patrol", Object: id, Reason: reason})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE upkeep_patrol SET voided = $2, void_reason = $3 WHERE id = $1`, id, entry, reason)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("void patrol %s: %w", id, err)
	}
	return entry, nil
}
