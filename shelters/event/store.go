package event

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/shelters"
)

// A Start is an event as it is begun.
type Start struct {
	County  uuid.UUID
	Saying  Saying
	Started time.Time // zero: now
	Until   time.Time // required
	Note    string
}

// Start begins an event. From its start on the cards of its areas show it.
func (s *Store) Start(ctx context.Context, actor uuid.UUID, in Start) (Event, error) {
	now := s.now()
	if in.Started.IsZero() {
		in.Started = now
	}
	e := Event{ID: uuid.Must(uuid.NewV7()), County: in.County, Saying: in.Saying, Started: in.Started, Until: in.Until}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		most, err := longest(ctx, tx, in.County, now)
		if err != nil {
			return err
		}
		if err := errors.Join(e.check(now), checkTimes(now, e.Started, e.Until, most)); err != nil {
			return err
		}
		if err := inCounty(ctx, tx, in.County, e.Areas); err != nil {
			return err
		}
		return e.begin(ctx, tx, actor, in.Note)
	})
	if err != nil {
		return Event{}, fmt.Errorf("start a disaster event: %w", err)
	}
	return s.ByID(ctx, e.ID)
}

func (e *Event) begin(ctx context.Context, tx pgx.Tx, actor uuid.UUID, note string) error {
	entry, err := e.append(ctx, tx, actor, "start", note)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO disaster_event (id, county, tag, started, until) VALUES ($1, $2, $3, $4, $5)`, e.ID, e.County, entry, e.Started, e.Until); err != nil {
		return err
	}
	return e.step(ctx, tx, actor, "start", note, entry)
}

// Amend changes what a going event says, of which its changer has seen tag.
func (s *Store) Amend(ctx context.Context, actor, id uuid.UUID, seen int64, to Saying, note string) (Event, error) {
	return s.change(ctx, actor, id, seen, "amend", note, func(tx pgx.Tx, e *Event, now time.Time) error {
		if e.Over(now) {
			return ErrEnded
		}
		if err := to.check(now); err != nil {
			return err
		}
		e.Saying = to
		return inCounty(ctx, tx, e.County, to.Areas)
	})
}

// Prolong moves the end of an event further off. One whose end has come warns
// again, as long as nobody ended it.
func (s *Store) Prolong(ctx context.Context, actor, id uuid.UUID, seen int64, until time.Time, note string) (Event, error) {
	return s.change(ctx, actor, id, seen, "prolong", note, func(tx pgx.Tx, e *Event, now time.Time) error {
		most, err := longest(ctx, tx, e.County, now)
		switch {
		case err != nil:
			return err
		case until.IsZero():
			return ErrNoEnd
		case !until.After(e.Until):
			return ErrSooner
		case !until.After(now):
			return ErrEnd
		case until.After(now.Add(most)):
			return ErrTooLong
		}
		e.Until = until
		return nil
	})
}

// End takes the warning back. Of two who end at once, the second is told that it
// is ended. With it the shelters that are named and still open or full are said to
// stand by, for their keepers: a card would else send people for good past the
// hall beside them.
func (s *Store) End(ctx context.Context, actor, id uuid.UUID, note string, standBy ...uuid.UUID) (Event, error) {
	return s.change(ctx, actor, id, 0, "end", note, func(tx pgx.Tx, e *Event, now time.Time) error {
		if now.Before(e.Started) { // called off before it began
			now = e.Started
		}
		e.Ended = &now
		return s.standDown(ctx, tx, actor, *e, standBy)
	})
}

// standDown reports of shelters in the areas of an event that they stand by. One
// that is neither open nor full any more stays as its keeper said; one whose
// building failed is closed, as it can be nothing else.
func (s *Store) standDown(ctx context.Context, tx pgx.Tx, actor uuid.UUID, e Event, named []uuid.UUID) error {
	if len(named) == 0 {
		return nil
	}
	in := &Store{DB: tx, Now: s.Now}
	all, err := in.shelters(ctx, e)
	if err != nil {
		return err
	}
	inside, err := in.inside(ctx, e)
	if err != nil {
		return err
	}
	for _, id := range named {
		i := slices.IndexFunc(all, func(one shelters.Shelter) bool { return one.ID == id && inside[one.Division] })
		if i < 0 {
			return fmt.Errorf("%w: shelter %s", ErrOutside, id)
		}
		if now := all[i].Now.State; now != shelters.Open && now != shelters.Full {
			continue
		}
		say := shelters.Report{ID: uuid.Must(uuid.NewV7()), State: shelters.Standby, Behalf: "避灾点值班岗（灾害事件结束）"}
		if shelters.Failed(all[i]) {
			say.State = shelters.Closed
		}
		if _, err := (&shelters.Store{DB: tx}).Report(ctx, actor, id, say); err != nil {
			return err
		}
	}
	return nil
}

// WriteReport says what is to be said of an event that is over. It may be written
// again: each wording stays with its step.
func (s *Store) WriteReport(ctx context.Context, actor, id uuid.UUID, seen int64, text string) (Event, error) {
	return s.change(ctx, actor, id, seen, "report", text, func(_ pgx.Tx, e *Event, now time.Time) error {
		switch {
		case !e.Over(now):
			return ErrNotOver
		case strings.TrimSpace(text) == "":
			return ErrNoReport
		}
		e.Report = text
		return nil
	})
}

// change takes one step of an event: locks it, has do change it, and writes the
// step with its entry. seen 0 is whatever holds.
func (s *Store) change(ctx context.Context, actor, id uuid.UUID, seen int64, step, note string, do func(pgx.Tx, *Event, time.Time) error) (Event, error) {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT FROM disaster_event WHERE id = $1 FOR NO KEY UPDATE`, id); err != nil {
			return err
		}
		e, err := one(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case e.Ended != nil && step != "report":
			return ErrEnded
		case seen != 0 && seen != e.Tag:
			return ErrChanged
		}
		if err := do(tx, &e, s.now()); err != nil {
			return err
		}
		entry, err := e.append(ctx, tx, actor, step, note)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE disaster_event SET tag = $2, until = $3, ended = $4, report = $5 WHERE id = $1`, id, entry, e.Until, e.Ended, e.Report); err != nil {
			return err
		}
		return e.step(ctx, tx, actor, step, note, entry)
	})
	if err != nil {
		return Event{}, fmt.Errorf("%s disaster event %s: %w", step, id, err)
	}
	return s.ByID(ctx, id)
}

func (e *Event) append(ctx context.Context, tx pgx.Tx, actor uuid.UUID, step, note string) (int64, error) {
	var code string
	if err := tx.QueryRow(ctx, `SELECT coalesce((SELECT code FROM division_version WHERE division = $1 AND upper_inf(recorded) ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1), '')`, e.County).Scan(&code); err != nil {
		return 0, err
	}
	areas := make([]any, len(e.Areas))
	for i, a := range e.Areas {
		areas[i] = a.String()
	}
	after := ledger.Fields{"hazard": e.Hazard, "signal": e.Signal, "title": e.Title, "todo": e.Todo, "body": e.Body, "number": e.Number,
		"issued": stamp(e.Issued), "areas": areas, "started": stamp(e.Started), "until": stamp(e.Until)}
	if e.Ended != nil {
		after["ended"] = stamp(*e.Ended)
	}
	if step == "report" {
		// A report may tell of people: it stands in its own row, and here as a digest.
		sum := sha256.Sum256([]byte(note))
		after, note = ledger.Fields{"report_sha256": hex.EncodeToString(sum[:])}, ""
	}
	return ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "disaster_event." + step, Kind: "disaster_event", Object: e.ID, County: code, Public: step != "report", Reason: note, After: after})
}

func (e *Event) step(ctx context.Context, tx pgx.Tx, actor uuid.UUID, step, note string, entry int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO disaster_step (event, n, step, hazard, signal, title, todo, body, number, issued, areas, until, note, actor, entry)
		SELECT $1, coalesce(max(n), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 FROM disaster_step WHERE event = $1`,
		e.ID, step, e.Hazard, e.Signal, e.Title, e.Todo, e.Body, e.Number, e.Issued, e.Areas, e.Until, note, actor, entry)
	return err
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// longest is how far off the end of a county's events may be.
func longest(ctx context.Context, tx pgx.Tx, county uuid.UUID, now time.Time) (time.Duration, error) {
	known, err := boundaries.Known(boundaries.SettingEventDays)
	if err != nil {
		return 0, err
	}
	value := known.Default
	if set, _, ok, err := (&boundaries.Store{DB: tx}).Setting(ctx, county, known.Key, version.DayOf(now.In(version.China))); err != nil {
		return 0, fmt.Errorf("setting %s: %w", known.Key, err)
	} else if ok {
		value = set
	}
	days, err := strconv.Atoi(value)
	return time.Duration(days) * 24 * time.Hour, err
}
