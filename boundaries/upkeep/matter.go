package upkeep

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
)

// Kinds of matters.
const (
	Visit          = "visit"           // 回访 of a keeper
	Consultation   = "consultation"    // 会商 of both sides
	Dispute        = "dispute"         // 争议
	Agreement      = "agreement"       // 共管协议
	PeaceAgreement = "peace_agreement" // 平安边界共建协议书
	PeaceMeeting   = "peace_meeting"   // 例会
	PeaceActivity  = "peace_activity"  // 活动
)

// MatterKinds are all of them, in the order in which they are offered.
var MatterKinds = []string{Visit, Consultation, Dispute, Agreement, PeaceAgreement, PeaceMeeting, PeaceActivity}

// aboutKinds says about what a matter of a kind can be.
var aboutKinds = map[string][]string{
	Consultation:  {Dispute},
	PeaceMeeting:  {PeaceAgreement, Agreement},
	PeaceActivity: {PeaceAgreement},
}

// A Matter is what an office does about a line between joint inspections.
type Matter struct {
	ID       uuid.UUID
	Line     uuid.UUID
	Side     boundaries.Side // whose office wrote it
	Shared   bool            // the other side's office reads it
	Kind     string
	Title    string
	Text     string
	On       version.Date
	Place    string
	Units    string       // who took part, as organisations
	Persons  Person       // who took part, by name
	Until    version.Date // last day of an agreement; zero: no end
	NextOn   version.Date // when to be reminded; zero: not
	Contract *uuid.UUID   // that a visit is about
	About    *uuid.UUID   // matter
	State    string       // open, closed
	Result   string
	ClosedOn version.Date
	By       uuid.UUID
	At       time.Time
	Steps    []Step // read only
	Files    []File // read only
}

// A Step is one step of how a matter was handled.
type Step struct {
	ID   uuid.UUID
	Side boundaries.Side
	On   version.Date
	Text string
	By   uuid.UUID
	At   time.Time
}

func (m Matter) check() error {
	switch {
	case strings.TrimSpace(m.Title) == "", m.On.IsZero(), !slices.Contains(MatterKinds, m.Kind), m.Kind == Visit && m.Contract == nil:
		return ErrMissing
	case m.Kind == Visit && m.Shared:
		return ErrShared
	case m.Contract != nil && m.Kind != Visit:
		return ErrMatter
	case !m.Until.IsZero() && m.Until.Before(m.On), !m.NextOn.IsZero() && m.NextOn.Before(m.On):
		return ErrSpan
	}
	return nil
}

// Open records a matter of a seat.
func (s *Store) Open(ctx context.Context, actor uuid.UUID, seat Seat, m Matter) (uuid.UUID, int64, error) {
	m.ID, m.Line, m.Side = newID(), seat.Line, seat.Side
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := m.check(); err != nil {
			return err
		}
		if err := m.fits(ctx, tx); err != nil {
			return err
		}
		ref, person, err := keepPerson(ctx, tx, m.Persons)
		if err != nil {
			return err
		}
		// What a dispute is about stands in its own row alone.
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "upkeep.open", Kind: "upkeep_matter", Object: m.ID, Person: ref, After: ledger.Fields{
			"line": m.Line.String(), "side": string(m.Side), "kind": m.Kind, "shared": m.Shared, "on": m.On.String(), "until": m.Until.String(), "next_on": m.NextOn.String()}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO upkeep_matter (id, line, side, shared, kind, title, text, on_day, place, units, until, next_on, contract, about, person, actor, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
			m.ID, m.Line, m.Side, m.Shared, m.Kind, m.Title, m.Text, m.On, m.Place, m.Units, m.Until, m.NextOn, m.Contract, m.About, person, actor, entry)
		return err
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("record a matter: %w", err)
	}
	return m.ID, entry, nil
}

// fits refuses a matter about a contract or a matter that it cannot be about:
// of another line, of the other side and not shared, or of another kind.
func (m Matter) fits(ctx context.Context, tx pgx.Tx) error {
	if m.Contract != nil {
		c, err := lockContract(ctx, tx, *m.Contract)
		if err != nil || c.Line != m.Line || c.Side != m.Side {
			return errors.Join(ErrMatter, err)
		}
	}
	if m.About == nil {
		return nil
	}
	about, err := lockMatter(ctx, tx, *m.About)
	switch {
	case errors.Is(err, ErrNotFound):
		return ErrMatter
	case err != nil:
		return err
	case about.Line != m.Line, about.Side != m.Side && !about.Shared, !slices.Contains(aboutKinds[m.Kind], about.Kind):
		return ErrMatter
	}
	return nil
}

// AddStep records a step in how an open matter is handled, taken by a side.
func (s *Store) AddStep(ctx context.Context, actor, id uuid.UUID, side boundaries.Side, day version.Date, text string) (int64, error) {
	return s.act(ctx, actor, id, "upkeep.step", ledger.Fields{"side": string(side), "on": day.String()}, func(tx pgx.Tx, m Matter, entry int64) error {
		switch {
		case strings.TrimSpace(text) == "" || day.IsZero():
			return ErrMissing
		case m.State != "open":
			return ErrState
		}
		_, err := tx.Exec(ctx, `INSERT INTO upkeep_step (id, matter, side, on_day, text, actor, entry) VALUES ($1, $2, $3, $4, $5, $6, $7)`, newID(), id, side, day, text, actor, entry)
		return err
	})
}

// Remind says when a matter is to be remembered next; the zero day, not at all.
func (s *Store) Remind(ctx context.Context, actor, id uuid.UUID, day version.Date) (int64, error) {
	return s.act(ctx, actor, id, "upkeep.remind", ledger.Fields{"next_on": day.String()}, func(tx pgx.Tx, m Matter, _ int64) error {
		if m.State != "open" {
			return ErrState
		}
		_, err := tx.Exec(ctx, `UPDATE upkeep_matter SET next_on = $2 WHERE id = $1`, id, day)
		return err
	})
}

// Share lets the other side's office read a matter. It is not taken back: what
// was read was read.
func (s *Store) Share(ctx context.Context, actor, id uuid.UUID) (int64, error) {
	return s.act(ctx, actor, id, "upkeep.share", nil, func(tx pgx.Tx, m Matter, _ int64) error {
		switch {
		case m.Kind == Visit:
			return ErrShared
		case m.Shared:
			return ErrState
		}
		_, err := tx.Exec(ctx, `UPDATE upkeep_matter SET shared = true WHERE id = $1`, id)
		return err
	})
}

// Close ends a matter with its result.
func (s *Store) Close(ctx context.Context, actor, id uuid.UUID, result string, day version.Date) (int64, error) {
	return s.act(ctx, actor, id, "upkeep.close", ledger.Fields{"closed_on": day.String()}, func(tx pgx.Tx, m Matter, _ int64) error {
		switch {
		case strings.TrimSpace(result) == "" || day.IsZero():
			return ErrMissing
		case m.State != "open":
			return ErrState
		case day.Before(m.On):
			return ErrSpan
		}
		_, err := tx.Exec(ctx, `UPDATE upkeep_matter SET state = 'closed', result = $2, closed_on = $3, next_on = NULL WHERE id = $1`, id, result, day)
		return err
	})
}

func (s *Store) act(ctx context.Context, actor, id uuid.UUID, action string, after ledger.Fields, do func(pgx.Tx, Matter, int64) error) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		m, err := lockMatter(ctx, tx, id)
		if err != nil {
			return err
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: action, Kind: "upkeep_matter", Object: id, After: after}); err != nil {
			return err
		}
		return do(tx, m, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w", action, id, err)
	}
	return entry, nil
}

func lockMatter(ctx context.Context, tx pgx.Tx, id uuid.UUID) (Matter, error) {
	m := Matter{ID: id}
	err := tx.QueryRow(ctx, `SELECT line, side, shared, kind, on_day, state FROM upkeep_matter WHERE id = $1 FOR NO KEY UPDATE`, id).
		Scan(&m.Line, &m.Side, &m.Shared, &m.Kind, &m.On, &m.State)
	if errors.Is(err, pgx.ErrNoRows) {
		return m, ErrNotFound
	}
	return m, err
}
