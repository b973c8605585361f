package gazetteer

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// copyNew writes the rows of new places with COPY, table by table.
func (l *placeLoad) copyNew(ctx context.Context) error {
	entry := l.counts.Entry
	err := copyRows(ctx, l.tx, "place", []string{"id"}, l.news, func(r loadedRow) []any { return []any{r.place} })
	if err != nil {
		return err
	}
	err = copyRows(ctx, l.tx, "place_source", []string{"source", "key", "place", "digest", "entry"}, l.news, func(r loadedRow) []any {
		return []any{l.batch.Source, r.Key, r.place, r.Digest[:], entry}
	})
	if err != nil {
		return err
	}
	columns := append([]string{"place", "valid", "entry"}, places.Columns...)
	err = copyRows(ctx, l.tx, "place_version", columns, l.news, func(r loadedRow) []any {
		return append([]any{r.place, r.Valid.Range(), entry}, r.draft.values(r.at)...)
	})
	if err != nil {
		return err
	}
	return copyNames(ctx, l.tx, l.newNames(), l.batch, entry)
}

// A loadedName is a name on its way in.
type loadedName struct {
	id    uuid.UUID
	place uuid.UUID
	RowName
	class, division string
	valid           pgRange
}

func (l *placeLoad) newNames() []loadedName {
	all := make([]loadedName, 0, len(l.news)*5/4)
	for _, r := range l.news {
		for i, n := range r.Names {
			all = append(all, loadedName{uuid.Must(uuid.NewV7()), r.place, n.filled(i), r.Class, r.at.code, r.Valid.Range()})
		}
	}
	return all
}

// copyNames writes name objects and their first versions.
func copyNames(ctx context.Context, tx pgx.Tx, all []loadedName, b Batch, entry int64) error {
	err := copyRows(ctx, tx, "name", []string{"id", "place"}, all, func(n loadedName) []any { return []any{n.id, n.place} })
	if err != nil {
		return err
	}
	columns := append([]string{"name", "valid", "entry"}, names.Columns...)
	return copyRows(ctx, tx, "name_version", columns, all, func(n loadedName) []any {
		specific, generic, reading, state := n.spell(n.class, n.division)
		return []any{n.id, n.valid, entry, n.place, n.Kind, n.Lang, n.Text, specific, generic, reading, state, b.Visibility, b.Source}
	})
}

func copyRows[T any](ctx context.Context, tx pgx.Tx, table string, columns []string, rows []T, values func(T) []any) error {
	_, err := tx.CopyFrom(ctx, pgx.Identifier{table}, columns,
		pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) { return values(rows[i]), nil }))
	if err != nil {
		return fmt.Errorf("copy into %s: %w", table, err)
	}
	return nil
}
