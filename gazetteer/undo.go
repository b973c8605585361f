package gazetteer

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
)

// Errors of an undoing.
var (
	ErrNothingToUndo = errors.New("the import has left nothing that can be undone / 此次导入没有可撤销的改动")
	ErrChangedSince  = errors.New("places were changed since the import / 导入之后有地名又被更改")
)

// An Undo says which import to take back, who does so and why.
type Undo struct {
	Run    uuid.UUID
	Actor  uuid.UUID
	Reason string
	Whole  bool        // nothing is undone where not everything can be
	Within []uuid.UUID // divisions that the actor may change; nil for everywhere
}

// An Undone accounts for the places that an import had written.
type Undone struct {
	Entry        int64     `json:"entry"`     // of the ledger; 0 where nothing was undone
	Withdrawn    int       `json:"withdrawn"` // places that the import had added
	Restored     int       `json:"restored"`  // places that it had changed
	ChangedSince []Changed `json:"changed_since"`
}

// A Changed is a place that stays as it is, because somebody has changed it
// since the import or other things rest on it.
type Changed struct {
	Place  uuid.UUID `json:"place"`
	Name   string    `json:"name"`
	Action string    `json:"action"` // what was done last, as the ledger calls it
	Reason string    `json:"reason"`
}

// UndoImport takes an import back as one new change; nothing is erased. What
// the import changed says again what it said before, and what it added is
// withdrawn with the reason: its ids go on answering that it is gone and why.
// A place that was changed since is left as it stands and told.
func (s *Store) UndoImport(ctx context.Context, u Undo) (Undone, error) {
	if u.Reason == "" {
		return Undone{}, fmt.Errorf("undo import %s: %w", u.Run, ErrReason)
	}
	var done Undone
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		un := &undoing{Undo: u, tx: tx}
		err := un.run(ctx)
		done = un.done
		return err
	})
	if err != nil {
		done.Entry, done.Withdrawn, done.Restored = 0, 0, 0
		return done, fmt.Errorf("undo import %s: %w", u.Run, err)
	}
	return done, nil
}

// An undoing is one import on its way out.
type undoing struct {
	Undo
	tx       pgx.Tx
	entries  []int64 // that the import wrote
	public   bool
	added    []uuid.UUID
	changed  []uuid.UUID
	division map[uuid.UUID]bool // which of them are divisions
	done     Undone
	entry    int64
}

func (u *undoing) run(ctx context.Context) error {
	if err := u.find(ctx); err != nil {
		return err
	}
	if err := u.leave(ctx); err != nil {
		return err
	}
	u.done.Withdrawn, u.done.Restored = len(u.added), len(u.changed)
	switch {
	case len(u.done.ChangedSince) > 0 && u.Whole:
		return ErrChangedSince
	case len(u.added)+len(u.changed) == 0 && len(u.done.ChangedSince) > 0:
		return nil
	case len(u.added)+len(u.changed) == 0:
		return ErrNothingToUndo
	}
	for _, step := range []func(context.Context) error{u.append, u.restore, u.withdraw, u.forgetSource, u.claim} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	u.done.Entry = u.entry
	return nil
}

// all are the places that go back.
func (u *undoing) all() []uuid.UUID { return append(append([]uuid.UUID{}, u.added...), u.changed...) }

// append writes the entry of the undoing, with a digest of what it touches.
func (u *undoing) append(ctx context.Context) error {
	var digester ledger.Digester
	for i, group := range [][]uuid.UUID{u.added, u.changed} {
		for _, id := range group {
			if err := digester.Add(ledger.Fields{"place": id, "was": [...]string{"added", "changed"}[i]}); err != nil {
				return err
			}
		}
	}
	digest := digester.Digest()
	var err error
	u.entry, err = ledger.Append(ctx, u.tx, ledger.Entry{Actor: u.Actor, Action: "import.undo", Kind: "batch", Public: u.public,
		Reason: u.Reason, After: ledger.Fields{"run": u.Run, "withdrawn": fmt.Sprint(len(u.added)), "restored": fmt.Sprint(len(u.changed)),
			"changed_since": fmt.Sprint(len(u.done.ChangedSince))}, Batch: &digest})
	if err != nil {
		return err
	}
	_, err = u.tx.Exec(ctx, `INSERT INTO import_entry (entry, run, undo) VALUES ($1, $2, true)`, u.entry, u.Run)
	return err
}

// restore puts back what stood: divisions, places and names.
func (u *undoing) restore(ctx context.Context) error {
	var divisions, gone []uuid.UUID
	for _, id := range u.all() {
		if u.division[id] {
			divisions = append(divisions, id)
		}
	}
	for _, id := range u.added {
		if u.division[id] {
			gone = append(gone, id)
		}
	}
	if len(divisions) > 0 {
		if err := boundaries.UndoLoad(ctx, u.tx, divisions, gone, u.entries, u.Reason, u.entry); err != nil {
			return err
		}
	}
	if err := places.Undo(ctx, u.tx, u.changed, u.entries, u.entry); err != nil {
		return err
	}
	rows, err := u.tx.Query(ctx, `SELECT id FROM name WHERE place = ANY($1)`, u.changed)
	if err != nil {
		return err
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	if err := names.LockAll(ctx, u.tx, all); err != nil {
		return err
	}
	return names.Undo(ctx, u.tx, all, u.entries, u.entry)
}

// withdraw takes the places out that the import had added. Their last word is
// said again as part of the undoing, so that whoever follows the ledger learns
// of each.
func (u *undoing) withdraw(ctx context.Context) error {
	if _, err := u.tx.Exec(ctx, `UPDATE place SET withdrawn = $2 WHERE id = ANY($1)`, u.added, u.Reason); err != nil {
		return err
	}
	return places.Repeat(ctx, u.tx, u.added, u.entry)
}

// forgetSource puts back what the source last said, so that the same file can
// be taken in again.
func (u *undoing) forgetSource(ctx context.Context) error {
	_, err := u.tx.Exec(ctx, `DELETE FROM place_source WHERE entry = ANY($2) AND place = ANY($1)`, u.all(), u.entries)
	if err != nil {
		return err
	}
	_, err = u.tx.Exec(ctx, `
		UPDATE place_source s SET digest = past.digest
		FROM (SELECT DISTINCT ON (source, key) source, key, digest FROM place_source_past
			WHERE entry = ANY($2) ORDER BY source, key, entry) past
		WHERE s.source = past.source AND s.key = past.key AND s.place = ANY($1)`, u.all(), u.entries)
	return err
}
