package plate

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/version"
)

// wordsAtOnce bounds how many plates are asked of the register in one query.
const wordsAtOnce = 2000

// TakeAll takes one step of many plates in the caller's transaction; all or none.
// Its entry of the ledger is made by enter, which is given the plates with their
// texts settled. A *RefusedError names the first that does not let it, by its
// place among ids.
func TakeAll(ctx context.Context, tx pgx.Tx, actor uuid.UUID, ids []uuid.UUID, a Act, today version.Date, enter func([]Plate) (int64, error)) error {
	if a.On.IsZero() || today.Before(a.On) {
		return ErrDay
	}
	if err := a.lacks(); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `SELECT FROM plate WHERE id = ANY($1) ORDER BY id FOR UPDATE`, ids); err != nil {
		return err
	}
	in := &Store{DB: tx}
	plates, err := in.InOrder(ctx, ids)
	if err != nil {
		return err
	}
	for i, p := range plates {
		if _, err := leads(p.State, a.Step); err != nil {
			return &RefusedError{i + 1, err}
		}
	}
	if a.Step == StepCheck {
		if err := in.settleAll(ctx, plates, today); err != nil {
			return err
		}
	}
	entry, err := enter(plates)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO plate_step (plate, n, step, from_state, to_state, on_day, note, actor, entry)
		SELECT p.id, (SELECT count(*) + 1 FROM plate_step x WHERE x.plate = p.id), t.step, t.from_state, t.to_state, $3, $4, $5, $6
		FROM plate p JOIN plate_transition t ON t.step = $2 AND t.from_state = p.state WHERE p.id = ANY($1)`, ids, string(a.Step), a.On, a.Note, actor, entry)
	if err != nil {
		return refused(err)
	}
	_, err = tx.Exec(ctx, `UPDATE plate p SET state = t.to_state, tag = $3 FROM plate_transition t WHERE t.step = $2 AND t.from_state = p.state AND p.id = ANY($1)`, ids, string(a.Step), entry)
	return refused(err)
}

// InOrder gives plates in the order of ids, or ErrNotFound where one is not held.
func (s *Store) InOrder(ctx context.Context, ids []uuid.UUID) ([]Plate, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+columns+from+`JOIN unnest($1::uuid[]) WITH ORDINALITY o (id, n) ON o.id = p.id ORDER BY o.n`, ids)
	if err != nil {
		return nil, err
	}
	plates, err := pgx.CollectRows(rows, scan)
	if err == nil && len(plates) != len(ids) {
		err = ErrNotFound
	}
	return plates, err
}

// settleAll gives plates the words that the register has for them.
func (s *Store) settleAll(ctx context.Context, plates []Plate, today version.Date) error {
	batch := &pgx.Batch{}
	for from := 0; from < len(plates); from += wordsAtOnce {
		some := plates[from:min(from+wordsAtOnce, len(plates))]
		said, err := s.wouldPrint(ctx, today, some)
		if err != nil {
			return err
		}
		for i, p := range some {
			if said[i] == nil {
				return &RefusedError{from + i + 1, content("它的地址或地名今天不存在，这块牌不能制作。", "Its address or place does not stand today: the plate cannot be made.")}
			}
			if w := *said[i]; w != p.Words {
				some[i].Words = w
				batch.Queue(`UPDATE plate SET name = $2, minority = $3, pinyin = $4, number = $5 WHERE id = $1`, p.ID, w.Name, w.Minority, w.Pinyin, w.Number)
			}
		}
	}
	if batch.Len() == 0 {
		return nil
	}
	if err := s.DB.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("settle the text of plates: %w", err)
	}
	return nil
}
