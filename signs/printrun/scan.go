package printrun

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs"
	"diming/signs/plate"
)

// tokenIn reads the token out of what a phone read or a person typed: a link
// with the token behind its last slash, or the token alone.
func tokenIn(text string) (signs.Token, error) {
	text, _, _ = strings.Cut(strings.TrimSpace(text), "#") // a payload has slashes of its own
	if i := strings.LastIndex(text, "/"); i >= 0 {
		text = text[i+1:]
	}
	return signs.ParseToken(text)
}

// find gives the plate of a run that bears what was read.
func (s *Store) find(ctx context.Context, run uuid.UUID, code string) (Item, error) {
	token, err := tokenIn(code)
	var i Item
	if err == nil {
		var id uuid.UUID
		err = s.DB.QueryRow(ctx, `SELECT r.n, r.plate, r.tried IS NOT NULL FROM print_run_plate r JOIN sign_code c ON c.plate = r.plate WHERE r.run = $1 AND c.token = $2`, run, string(token)).Scan(&i.N, &id, &i.Tried)
		if err == nil {
			i.Plate, err = (&plate.Store{DB: s.DB}).ByID(ctx, id)
		}
	}
	if err != nil && ctx.Err() == nil {
		return i, content("「"+shorten(code)+"」不是这一批里的牌。请核对扫到的牌。", "“"+shorten(code)+"” is no plate of this run; look at what was scanned.")
	}
	return i, err
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// Try ticks a plate of a trial print whose code was read by a phone, and gives
// it; ticked again it is ticked once.
func (s *Store) Try(ctx context.Context, actor, run uuid.UUID, code string) (Item, error) {
	var item Item
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		r, err := one(ctx, tx, run, `FOR UPDATE OF r`)
		if err != nil {
			return err
		}
		if r.State != Trial {
			return fmt.Errorf("%w: trial from %s", ErrStep, r.State)
		}
		if item, err = (&Store{DB: tx}).find(ctx, run, code); err != nil || item.Tried {
			return err
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "print_run.tick", Kind: "print_run", Object: run, County: r.County, After: ledger.Fields{"plate": item.ID, "number": item.N}})
		if err != nil {
			return err
		}
		item.Tried = true
		_, err = tx.Exec(ctx, `UPDATE print_run_plate SET tried = $3 WHERE run = $1 AND n = $2`, run, item.N, entry)
		return err
	})
	if err != nil {
		return Item{}, fmt.Errorf("trial of print run %s: %w", run, err)
	}
	return item, nil
}

// Look gives the plate of a run that bears what was read, so that who receives
// it compares what is engraved with what was ordered.
func (s *Store) Look(ctx context.Context, run uuid.UUID, code string) (Item, error) {
	return s.find(ctx, run, code)
}

// Receive enters a plate that came and was compared with its engraved text: good,
// or sent back with why. A good one that was received already stays received.
func (s *Store) Receive(ctx context.Context, actor, run uuid.UUID, code string, good bool, note string, today version.Date) (Item, error) {
	var item Item
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		r, err := one(ctx, tx, run, `FOR SHARE OF r`)
		if err != nil {
			return err
		}
		if r.State != Ordered {
			return fmt.Errorf("%w: receipt from %s", ErrStep, r.State)
		}
		in := &Store{DB: tx}
		if item, err = in.find(ctx, run, code); err != nil {
			return err
		}
		if good && item.State == plate.Received {
			return nil
		}
		plates := &plate.Store{DB: tx}
		steps := []plate.Act{{Step: plate.StepMake, On: today}, {Step: plate.StepReceive, On: today, Note: note}}
		if !good {
			steps[1] = plate.Act{Step: plate.StepReturn, On: today, Note: note}
		}
		if item.State == plate.Made || item.State == plate.Received {
			steps = steps[1:]
		}
		tag := item.Tag
		for _, a := range steps {
			if tag, err = plates.Take(ctx, actor, item.ID, tag, a, today); err != nil {
				return err
			}
		}
		item, err = in.find(ctx, run, code)
		return err
	})
	if err != nil {
		return Item{}, fmt.Errorf("receipt of print run %s: %w", run, err)
	}
	return item, nil
}
