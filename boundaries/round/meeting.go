package round

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
)

// Minutes are those of a joint meeting 联席会议 of both sides; the first one
// settles the plan. Who took part stands in person_detail alone.
type Minutes struct {
	ID     uuid.UUID
	On     version.Date
	Place  string
	Units  string // which units were represented
	Text   string
	Person *uuid.UUID
	Paper  *uuid.UUID
	Actor  uuid.UUID
	At     time.Time
}

// Meetings gives the minutes of a task, the first meeting first.
func (s *Store) Meetings(ctx context.Context, task uuid.UUID) ([]Minutes, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, held_on, place, units, text, person, paper, actor, at FROM task_minutes WHERE task = $1 ORDER BY held_on, id`, task)
	if err != nil {
		return nil, fmt.Errorf("minutes of task %s: %w", task, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Minutes])
}

// Participants gives who took part in a meeting, or ledger.ErrErased.
func (s *Store) Participants(ctx context.Context, m Minutes) (string, error) {
	if m.Person == nil {
		return "", nil
	}
	var who string
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var err error
		who, err = ledger.Person(ctx, tx, *m.Person)
		return err
	})
	return who, err
}

// AddMinutes records a joint meeting; who are the people that took part.
func (s *Store) AddMinutes(ctx context.Context, by Actor, task uuid.UUID, m Minutes, who string) (uuid.UUID, int64, error) {
	m.ID = uuid.Must(uuid.NewV7())
	m.Place, m.Units, m.Text, who = strings.TrimSpace(m.Place), strings.TrimSpace(m.Units), strings.TrimSpace(m.Text), strings.TrimSpace(who)
	entry, err := s.change(ctx, by, task, 0, func(tx pgx.Tx, t Task) (int64, error) {
		switch {
		case !t.State.Open():
			return 0, ErrStep
		case m.On.IsZero() || m.Place == "" || m.Text == "":
			return 0, ErrMissing
		case s.today().Before(m.On):
			return 0, ErrDates
		}
		if err := holds(ctx, tx, task, m.Paper); err != nil {
			return 0, err
		}
		e := ledger.Entry{Actor: by.Account, Action: "boundary_task.minutes", Kind: "boundary_task", Object: task, County: t.Line.county(),
			After: ledger.Fields{"minutes": m.ID.String(), "held_on": m.On.String(), "place": m.Place, "units": m.Units}}
		if who != "" {
			ref, err := ledger.KeepPerson(ctx, tx, who)
			if err != nil {
				return 0, err
			}
			e.Person, m.Person = &ref, &ref.ID
		}
		entry, err := ledger.Append(ctx, tx, e)
		if err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `INSERT INTO task_minutes (id, task, held_on, place, units, text, person, paper, actor, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			m.ID, task, m.On, m.Place, m.Units, m.Text, m.Person, m.Paper, by.Account, entry)
		if err != nil {
			return 0, err
		}
		return entry, raise(ctx, tx, task)
	})
	return m.ID, entry, err
}

// A Note is what a side wrote for itself.
type Note struct {
	ID    uuid.UUID
	Side  boundaries.Side
	Text  string
	Actor uuid.UUID
	At    time.Time
}

// Notes gives a task's notes of these sides, the newest first.
func (s *Store) Notes(ctx context.Context, task uuid.UUID, sides []boundaries.Side) ([]Note, error) {
	all := make([]string, len(sides))
	for i, x := range sides {
		all[i] = string(x)
	}
	rows, err := s.DB.Query(ctx, `SELECT id, side, text, actor, at FROM task_note WHERE task = $1 AND side = ANY($2) ORDER BY id DESC`, task, all)
	if err != nil {
		return nil, fmt.Errorf("notes of task %s: %w", task, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Note])
}

// AddNote writes a note that only the writer's side sees. Its text enters no
// ledger entry, which others read.
func (s *Store) AddNote(ctx context.Context, by Actor, task uuid.UUID, text string) (uuid.UUID, int64, error) {
	id := uuid.Must(uuid.NewV7())
	text = strings.TrimSpace(text)
	entry, err := s.change(ctx, by, task, 0, func(tx pgx.Tx, t Task) (int64, error) {
		switch {
		case t.State == Cancelled:
			return 0, ErrStep
		case text == "":
			return 0, ErrMissing
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: by.Account, Action: "boundary_task.note", Kind: "boundary_task", Object: task, County: t.Line.county(),
			After: ledger.Fields{"note": id.String(), "side": string(by.Side)}})
		if err != nil {
			return 0, err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO task_note (id, task, side, text, actor, entry) VALUES ($1, $2, $3, $4, $5, $6)`, id, task, by.Side, text, by.Account, entry); err != nil {
			return 0, err
		}
		return entry, raise(ctx, tx, task)
	})
	return id, entry, err
}
