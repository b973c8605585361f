package upkeep

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
)

// A Walk is a patrol as the records of a keeper's phone tell it.
type Walk struct {
	Record    uuid.UUID // that ends it
	Contract  uuid.UUID
	By        uuid.UUID // the keeper's account
	MadeAt    time.Time // as the server reckons from the phone's clock
	Position  *orb.Point
	AccuracyM float64
	Text      string // also why a marker was not reached
	Found     []Finding
}

// A Finding is what a walk found at a marker.
type Finding struct {
	Marker    uuid.UUID
	Condition Condition
	Cleared   bool
	Repainted bool
	Text      string
	Event     string // works, trespass or a change of terrain there; "" none
}

// unsaid stands where a keeper said nothing of a marker.
const unsaid = "手机的巡查记录没有说明原因"

// EnterIn enters a walk as the patrol of its period, within a transaction; where
// the period has its patrol already, as one after an event. What was seen beside
// the markers' state is reported with it. A walk that lies outside its contract's
// time is not entered, and stays what it is: records that can be read. A walk is
// entered once, however often it is brought.
func EnterIn(ctx context.Context, tx pgx.Tx, w Walk, now time.Time) error {
	s := &Store{DB: tx}
	c, err := lockContract(ctx, tx, w.Contract)
	if err != nil {
		return err
	}
	var entered bool
	if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM upkeep_patrol WHERE record = $1)`, w.Record).Scan(&entered); err != nil || entered {
		return err
	}
	l, err := s.LineAs(ctx, c.Line, nil, true)
	if err != nil {
		return err
	}
	seat := Seat{c.Line, c.Side, l.Owners[slices.Index(sides[:], c.Side)]}
	p := w.patrol(c)
	done, err := s.Patrol(ctx, w.By, seat, p, now)
	if errors.Is(err, ErrDone) {
		p.Occasion = Event
		done, err = s.Patrol(ctx, w.By, seat, p, now)
	}
	if errors.Is(err, ErrTime) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.reportEvents(ctx, seat, w, done.ID, now)
}

// WithdrawIn takes back the patrol that was entered of a walk whose last record
// its keeper withdrew, if there is one.
func WithdrawIn(ctx context.Context, tx pgx.Tx, record, by uuid.UUID) error {
	var patrol uuid.UUID
	err := tx.QueryRow(ctx, `SELECT id FROM upkeep_patrol WHERE record = $1 AND voided IS NULL`, record).Scan(&patrol)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = (&Store{DB: tx}).VoidPatrol(ctx, by, patrol, "巡查记录已由管护员在手机上撤回")
	return err
}

// patrol says of each marker of a contract what a walk says of it.
func (w Walk) patrol(c Contract) Patrol {
	p := Patrol{Contract: c.ID, Occasion: Regular, MadeAt: w.MadeAt, Position: w.Position, AccuracyM: w.AccuracyM, Note: w.Text, Record: &w.Record}
	for _, marker := range c.Markers {
		check := Check{Marker: marker, Note: w.Text}
		if check.Note == "" {
			check.Note = unsaid
		}
		for _, s := range w.Found { // the last one, of a marker seen twice
			if s.Marker == marker {
				check = s.check()
			}
		}
		p.Checks = append(p.Checks, check)
	}
	return p
}

func (s Finding) check() Check {
	c := Check{Marker: s.Marker, Reached: true, Condition: s.Condition, Cleared: NotCleared, Repainted: s.Repainted,
		Note: strings.Trim(s.Text+"；"+s.Event, "；")}
	if s.Cleared {
		c.Cleared = Cleared
	}
	return c
}

func (s *Store) reportEvents(ctx context.Context, seat Seat, w Walk, patrol uuid.UUID, now time.Time) error {
	reported := now
	if reported.Before(w.MadeAt) {
		reported = w.MadeAt // the keeper's clock runs ahead of ours
	}
	for _, seen := range w.Found {
		if seen.Event == "" {
			continue
		}
		_, _, err := s.Report(ctx, w.By, seat, Report{Kind: "other", Marker: &seen.Marker, Contract: &w.Contract, Patrol: &patrol, Text: seen.Event, Position: w.Position,
			Clock: Clock{Discovered: w.MadeAt, Reported: reported}}, now)
		if err != nil {
			return err
		}
	}
	return nil
}
