package fieldsync

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries/inspection"
	"diming/boundaries/upkeep"
)

// A patrol of a keeper is one record of kind patrol about each marker, and one
// about the line that ends it. The last names the others in an answer of its
// own, as records come in any order and some of them days later.
const (
	answerChecks    = "checks"     // ids of the records about markers, joined by commas; checks_2 and so on where one text cannot hold them
	answerCleared   = "cleared"    // yes: weeds were cleared
	answerRepainted = "repainted"  // yes: the text was painted again
	answerEvent     = "event"      // yes: new works, trespass or change of terrain
	answerEventWhat = "event_what" // in words
)

// enterPatrols has the patrols entered that are whole now, and takes back those
// whose last record was withdrawn.
func (b *books) enterPatrols(ctx context.Context) error {
	for id := range b.withdrawn {
		if err := upkeep.WithdrawIn(ctx, b.tx, id, b.from.Owner()); err != nil {
			return fmt.Errorf("take back patrol %s: %w", id, err)
		}
	}
	for _, task := range tasksOf(b.records) {
		kind, err := b.objectKind(ctx, task)
		if err != nil {
			return err
		}
		if kind != "upkeep_contract" {
			continue
		}
		if err := b.enterPatrolsOf(ctx, task); err != nil {
			return fmt.Errorf("enter patrols of contract %s: %w", task, err)
		}
	}
	return nil
}

func (b *books) enterPatrolsOf(ctx context.Context, contract uuid.UUID) error {
	// Two phones of one contract that bring parts of one patrol come one after
	// the other here, so that the later one sees it whole.
	if err := b.Lock(ctx, "patrols "+contract.String()); err != nil {
		return err
	}
	last, err := b.heldPatrols(ctx, `r.task = $1 AND r.object_kind = 'line' AND r.standing = 'accepted' AND r.withdrawn_by IS NULL
		AND NOT EXISTS (SELECT FROM upkeep_patrol p WHERE p.record = r.id)`, contract)
	if err != nil {
		return err
	}
	for _, one := range last {
		named := checksOf(one.Record)
		// A record that was renamed on its phone is named by what it was called before.
		seen, err := b.heldPatrols(ctx, `r.task = $1 AND r.observer = $2 AND (r.id = ANY($3) OR (r.body::jsonb ->> 'formerly')::uuid = ANY($3))`, contract, one.Record.Observer, named)
		if err != nil {
			return err
		}
		if len(seen) < len(named) {
			continue // the others are still on their way
		}
		if err := upkeep.EnterIn(ctx, b.tx, b.walk(contract, one, seen), b.clerk.Now); err != nil {
			return err
		}
	}
	return nil
}

// heldPatrols gives records of patrols with when they were made.
func (b *books) heldPatrols(ctx context.Context, where string, args ...any) ([]WorkRecord, error) {
	rows, err := b.tx.Query(ctx, `SELECT r.server_time, r.stored, `+recordColumns+` WHERE r.kind = 'patrol' AND `+where+` ORDER BY r.phone_time, r.came`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (w WorkRecord, err error) {
		w.StoredRecord, err = scanRecord(after{row, []any{&w.Made, &w.Stored}})
		return w, err
	})
}

// after scans the columns before those of another scan.
type after struct {
	pgx.Row
	first []any
}

func (a after) Scan(rest ...any) error { return a.Row.Scan(append(a.first, rest...)...) }

// checksOf gives the ids of the records that the last one of a patrol names, each
// once; what is none is passed over.
func checksOf(r inspection.Record) []uuid.UUID {
	all := []uuid.UUID{}
	for item, text := range r.Answers {
		if item != answerChecks && !strings.HasPrefix(item, answerChecks+"_") {
			continue
		}
		for _, part := range strings.Split(text, ",") {
			if id, err := uuid.Parse(part); err == nil && !slices.Contains(all, id) {
				all = append(all, id)
			}
		}
	}
	return all
}

// walk puts the records of a patrol together. What was withdrawn of it, and
// markers that stand no more, are left out.
func (b *books) walk(contract uuid.UUID, last WorkRecord, seen []WorkRecord) upkeep.Walk {
	w := upkeep.Walk{Record: last.Record.ID, Contract: contract, By: last.Record.Observer, MadeAt: last.Made, Text: last.Record.Text}
	if w.MadeAt.After(b.clerk.Now) {
		w.MadeAt = b.clerk.Now // nothing was made after it came, whatever the clock said
	}
	if p := last.Record.Position; p != nil {
		w.Position, w.AccuracyM = &orb.Point{p.Lon.Float(), p.Lat.Float()}, p.AccuracyM.Float()
	}
	for _, s := range seen {
		if seesMarker(s.Record) && s.Standing == inspection.Accepted && !s.Withdrawn {
			w.Found = append(w.Found, findingOf(s.Record))
		}
	}
	return w
}

func findingOf(r inspection.Record) upkeep.Finding {
	f := upkeep.Finding{Marker: r.Object.ID, Condition: upkeep.Condition(r.Condition), Cleared: r.Answers[answerCleared] == "yes", Repainted: r.Answers[answerRepainted] == "yes", Text: r.Text}
	if r.Answers[answerEvent] == "yes" {
		f.Event = r.Answers[answerEventWhat]
		if f.Event == "" {
			f.Event = "有新的施工、越界或地形变化"
		}
	}
	return f
}
