package marker

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// A Loaded is a marker with the steps by which it came to its state, the first
// first, as older records tell them.
type Loaded struct {
	Marker
	Acts []Act
}

// Load enters many markers with their past, as one bulk entry. Each step is
// held to the same rule as one that is taken now; one marker that does not fit
// stops all, named.
func (s *Store) Load(ctx context.Context, actor uuid.UUID, all []Loaded, reason string, today version.Date) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		l := loader{tx: tx, actor: actor, today: today, lines: map[uuid.UUID]facts{}, rules: map[uuid.UUID]Rules{}, persons: map[[2]string]ledger.PersonRef{}}
		digest := ledger.Digester{}
		for i := range all {
			if err := l.ready(ctx, &all[i]); err != nil {
				return fmt.Errorf("marker %s: %w", all[i].Number, err)
			}
			if err := digest.Add(all[i].fields()); err != nil {
				return err
			}
		}
		sum := digest.Digest()
		var err error
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "marker.load", Kind: "marker", Reason: reason, Batch: &sum, Persons: l.kept}); err != nil {
			return err
		}
		for _, one := range all {
			if err := l.queue(one, entry); err != nil {
				return fmt.Errorf("marker %s: %w", one.Number, err)
			}
		}
		return tx.SendBatch(ctx, &l.batch).Close()
	})
	if err != nil {
		return 0, fmt.Errorf("load markers: %w", err)
	}
	return entry, nil
}

// A loader writes many markers in one go.
type loader struct {
	tx      pgx.Tx
	actor   uuid.UUID
	today   version.Date
	lines   map[uuid.UUID]facts
	rules   map[uuid.UUID]Rules            // by owner
	persons map[[2]string]ledger.PersonRef // by who was present
	kept    []ledger.PersonRef
	batch   pgx.Batch
}

func (l *loader) ready(ctx context.Context, one *Loaded) error {
	if err := one.check(); err != nil {
		return err
	}
	f, ok := l.lines[one.Line]
	if !ok {
		var err error
		if f, err = factsOf(ctx, l.tx, one.Line); err != nil {
			return err
		}
		l.lines[one.Line] = f
	}
	if err := one.settle(f); err != nil {
		return err
	}
	if _, ok := l.rules[f.owner]; !ok {
		rules, err := RulesFor(ctx, l.tx, f.owner, l.today)
		if err != nil {
			return err
		}
		l.rules[f.owner] = rules
	}
	for _, a := range one.Acts {
		if err := l.keep(ctx, a); err != nil {
			return err
		}
	}
	one.ID, one.State = uuid.Must(uuid.NewV7()), Planned
	return nil
}

// keep has the names of who was present at a step, each pair once.
func (l *loader) keep(ctx context.Context, a Act) error {
	pair := [2]string{strings.TrimSpace(a.PresentA), strings.TrimSpace(a.PresentB)}
	if _, ok := l.persons[pair]; ok || pair == [2]string{} {
		return nil
	}
	text, err := json.Marshal(map[string]string{"a": pair[0], "b": pair[1]})
	if err != nil {
		return err
	}
	ref, err := ledger.KeepPerson(ctx, l.tx, string(text))
	l.persons[pair], l.kept = ref, append(l.kept, ref)
	return err
}

// queue notes what is written of one marker.
func (l *loader) queue(one Loaded, entry int64) error {
	steps, err := l.decide(&one)
	if err != nil {
		return err
	}
	l.batch.Queue(`INSERT INTO marker (id, state, tag) VALUES ($1, $2, $3)`, one.ID, string(one.State), entry)
	l.insert(versions, one.ID, one.Valid, entry, one.values())
	for i, r := range one.References {
		r.ID, r.Ordinal = uuid.Must(uuid.NewV7()), i+1
		l.batch.Queue(`INSERT INTO marker_reference (id, marker) VALUES ($1, $2)`, r.ID, one.ID)
		l.insert(referenceVersions, r.ID, one.Valid, entry, r.values())
	}
	for i, a := range one.Acts {
		t := steps[i]
		var person *uuid.UUID
		if ref, ok := l.persons[[2]string{strings.TrimSpace(a.PresentA), strings.TrimSpace(a.PresentB)}]; ok {
			person = &ref.ID
		}
		l.batch.Queue(`INSERT INTO marker_step (marker, n, step, from_state, to_state, on_day, side, present_a, present_b, person, meeting, document_a, document_b, note, actor, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
			one.ID, i+1, string(t.Step), string(t.From), string(t.To), a.On, string(a.Side), a.PresentA != "", a.PresentB != "", person, a.Meeting, a.DocumentA, a.DocumentB, a.Note, l.actor, entry)
	}
	return nil
}

// decide takes the steps of a marker one after the other; those that measure or
// move are taken one by one by Take.
func (l *loader) decide(one *Loaded) ([]Transition, error) {
	var taken []StepTaken
	var steps []Transition
	for _, a := range one.Acts {
		t, _, err := Decide(one.standing(taken), a, l.rules[l.lines[one.Line].owner])
		if err != nil {
			return nil, err
		}
		if t.Measured || t.From == Filed {
			return nil, fmt.Errorf("%w: %s is not loaded", ErrStep, a.Step)
		}
		if t.Step == StepSet {
			one.SetOn = a.On
		}
		one.State = t.To
		steps, taken = append(steps, t), append(taken, StepTaken{Step: t.Step, From: t.From, To: t.To, On: a.On})
	}
	return steps, nil
}

// insert notes the first version of an object.
func (l *loader) insert(t version.Table, object uuid.UUID, valid version.Span, entry int64, values []any) {
	marks := make([]string, len(t.Columns))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+4)
	}
	l.batch.Queue(fmt.Sprintf(`INSERT INTO %s (%s, valid, entry, %s) VALUES ($1, $2, $3, %s)`, t.Name, t.Object, strings.Join(t.Columns, ", "), strings.Join(marks, ", ")),
		append([]any{object, valid.Range(), entry}, values...)...)
}
