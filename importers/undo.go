package importers

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/shelters"
	"diming/shelters/card"
)

// Undo takes an import back as new changes; nothing is erased. What it added is
// withdrawn with the reason, what it changed says again what it said before,
// and what somebody has changed since is left and told. Looks at buildings and
// trials of numbers that came in with it stay: they are kept for ever.
func Undo(ctx context.Context, places *gazetteer.Store, u gazetteer.Undo) (gazetteer.Undone, error) {
	if strings.TrimSpace(u.Reason) == "" {
		return gazetteer.Undone{}, fmt.Errorf("undo import %s: %w", u.Run, gazetteer.ErrReason)
	}
	un := &undoing{Undo: u}
	err := pgx.BeginFunc(ctx, places.DB, func(tx pgx.Tx) error {
		un.tx = tx
		return un.find(ctx)
	})
	if err == nil && len(un.written) == 0 {
		return places.UndoImport(ctx, u)
	}
	if err == nil {
		err = pgx.BeginFunc(ctx, places.DB, func(tx pgx.Tx) error {
			un.tx = tx
			return un.run(ctx)
		})
	}
	if err != nil {
		un.done.Entry, un.done.Withdrawn, un.done.Restored = 0, 0, 0
		return un.done, fmt.Errorf("undo import %s: %w", u.Run, err)
	}
	return un.done, nil
}

// A written thing is one that an import added or changed.
type written struct {
	kind    Kind
	object  uuid.UUID
	added   bool
	before  string  // what it said before the first change
	entries []int64 // by which it was written, the first first
	undone  bool
}

func (w written) last() int64 { return w.entries[len(w.entries)-1] }

// An undoing is an import of shelters, contacts or policies on its way out.
type undoing struct {
	gazetteer.Undo
	tx      pgx.Tx
	lands   *lands
	written []*written
	done    gazetteer.Undone
}

// find reads what the import wrote.
func (u *undoing) find(ctx context.Context) error {
	rows, err := u.tx.Query(ctx, `SELECT kind, object, did, before, entry, undone IS NOT NULL FROM import_write WHERE run = $1 AND did <> $2 ORDER BY id`, u.Run, didNote)
	if err != nil {
		return err
	}
	var w written
	var did string
	var entry int64
	_, err = pgx.ForEachRow(rows, []any{&w.kind, &w.object, &did, &w.before, &entry, &w.undone}, func() error {
		i := slices.IndexFunc(u.written, func(one *written) bool { return one.object == w.object })
		if i < 0 {
			one := w
			one.added, i = did == didAdd, len(u.written)
			u.written = append(u.written, &one)
		}
		u.written[i].entries = append(u.written[i].entries, entry)
		return nil
	})
	return err
}

func (u *undoing) run(ctx context.Context) error {
	var err error
	if u.lands, err = landsOf(ctx, &boundaries.Store{DB: u.tx}, u.Within); err != nil {
		return err
	}
	for _, w := range u.written {
		if w.undone {
			continue
		}
		if err := u.takeBack(ctx, w); err != nil {
			return err
		}
	}
	switch {
	case len(u.done.ChangedSince) > 0 && u.Whole:
		return gazetteer.ErrChangedSince
	case u.done.Withdrawn+u.done.Restored == 0 && len(u.done.ChangedSince) == 0:
		return gazetteer.ErrNothingToUndo
	}
	return nil
}

// A thing is a shelter, a contact or a policy as it stands now.
type thing struct {
	division uuid.UUID
	name     string // of a contact its title: no person is named in an account
	tag      int64
	over     bool // it was withdrawn or has ended
}

const (
	changedSince = "导入之后又被更改 / changed since the import"
	outOfReach   = "不在您管辖的范围内 / outside the divisions that you may change"
)

// takeBack takes one thing back, or tells why it is left.
func (u *undoing) takeBack(ctx context.Context, w *written) error {
	of := takers[w.kind]
	now, err := of.now(ctx, u.tx, w.object)
	if err != nil {
		return err
	}
	leave := func(reason string) {
		u.done.ChangedSince = append(u.done.ChangedSince, gazetteer.Changed{Place: w.object, Name: now.name, Action: string(w.kind), Reason: reason})
	}
	switch {
	case now.over || now.tag != w.last():
		leave(changedSince)
		return nil
	case !u.lands.reaches(now.division):
		leave(outOfReach)
		return nil
	}
	if u.done.Entry, err = of.back(ctx, u, w); err != nil {
		return fmt.Errorf("take back %s %s: %w", w.kind, w.object, err)
	}
	if w.added {
		u.done.Withdrawn++
	} else {
		u.done.Restored++
	}
	_, err = u.tx.Exec(ctx, `UPDATE import_write SET undone = $3 WHERE run = $1 AND object = $2`, u.Run, w.object, u.done.Entry)
	return err
}

// A taker reads what an import wrote and takes it back, by the store of its kind.
type taker struct {
	now  func(ctx context.Context, tx pgx.Tx, id uuid.UUID) (thing, error)
	back func(ctx context.Context, u *undoing, w *written) (int64, error)
}

var takers = map[Kind]taker{
	Shelters: {shelterNow, shelterBack},
	Officers: {contactNow, contactBack},
	Policies: {policyNow, policyBack},
}

func shelterNow(ctx context.Context, tx pgx.Tx, id uuid.UUID) (thing, error) {
	s, err := (&shelters.Store{DB: tx}).ByID(ctx, shelters.Reader{Internal: true}, id)
	return thing{s.Division, s.Name, s.Tag, s.Withdrawn != ""}, err
}

func shelterBack(ctx context.Context, u *undoing, w *written) (int64, error) {
	store := &shelters.Store{DB: u.tx}
	if w.added {
		return store.Withdraw(ctx, u.Actor, w.object, w.last(), nil, u.Reason)
	}
	return store.Restore(ctx, u.Actor, w.object, w.last(), w.entries, u.Reason)
}

func contactNow(ctx context.Context, tx pgx.Tx, id uuid.UUID) (thing, error) {
	l, err := (&card.Store{DB: tx}).Contact(ctx, id)
	return thing{l.Division, l.Title, l.Tag, !l.Ended.IsZero()}, err
}

func contactBack(ctx context.Context, u *undoing, w *written) (int64, error) {
	store := &card.Store{DB: u.tx}
	if w.added {
		return store.EndContact(ctx, u.Actor, w.object, w.last(), u.Reason)
	}
	var before card.Listing
	if err := json.Unmarshal([]byte(w.before), &before); err != nil {
		return 0, err
	}
	return store.RestoreContact(ctx, u.Actor, w.last(), before, u.Reason)
}

func policyNow(ctx context.Context, tx pgx.Tx, id uuid.UUID) (thing, error) {
	p, err := (&card.Store{DB: tx}).Policy(ctx, id)
	return thing{p.Division, p.Title, p.Tag, p.Withdrawn != ""}, err
}

func policyBack(ctx context.Context, u *undoing, w *written) (int64, error) {
	store := &card.Store{DB: u.tx}
	if w.added {
		return store.WithdrawPolicy(ctx, u.Actor, w.object, w.last(), u.Reason)
	}
	var before card.PolicyText
	if err := json.Unmarshal([]byte(w.before), &before); err != nil {
		return 0, err
	}
	return store.ChangePolicy(ctx, u.Actor, w.last(), before)
}
