package boundaries

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// InUse tells which of the divisions have others directly in them that the
// entries did not write: they cannot go while those are there.
func InUse(ctx context.Context, tx pgx.Tx, divisions []uuid.UUID, entries []int64) ([]uuid.UUID, error) {
	rows, err := tx.Query(ctx, `SELECT DISTINCT parent FROM division_version
		WHERE parent = ANY($1) AND upper_inf(recorded) AND NOT entry = ANY($2)`, divisions, entries)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// UndoLoad puts divisions back to where they stood before the entries of a
// load, as part of another entry. Those of them in added are withdrawn: their
// codes are free again. The events that the load brought no longer stand.
func UndoLoad(ctx context.Context, tx pgx.Tx, divisions, added []uuid.UUID, entries []int64, reason string, entry int64) error {
	if err := versions.LockAll(ctx, tx, divisions); err != nil {
		return err
	}
	if err := versions.Undo(ctx, tx, divisions, entries, entry); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE division SET withdrawn = $2 WHERE id = ANY($1)`, added, reason); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE division_event e SET undone = $3 WHERE e.entry = ANY($2) AND e.undone IS NULL
		AND EXISTS (SELECT FROM division_succession s WHERE s.event = e.id AND (s.predecessor = ANY($1) OR s.successor = ANY($1)))`,
		divisions, entries, entry)
	return err
}
