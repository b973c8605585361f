package tiles

import (
	"context"
	"fmt"
	"runtime"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"diming/internal/pmtiles"
)

// A moment is one state of the database, from which tiles are made whatever changes
// meanwhile.
type moment struct {
	s  *Store
	tx pgx.Tx
}

// snapshot does something with the database as it is now.
func (s *Store) snapshot(ctx context.Context, do func(*moment) error) error {
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, asItStands); err != nil {
			return err
		}
		return do(&moment{s, tx})
	})
}

const asItStands = `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY`

// wave is how many tiles each of those who make them takes at a time: they wait
// for one another behind so many, which bounds what waits for its turn in memory.
const wave = 64

// makeAll makes tiles by several transactions that all see the moment, and gives
// them in the order of ids. progress, unless nil, is told how many of how many were
// given.
func (m *moment) makeAll(ctx context.Context, v View, ids []pmtiles.ID, progress func(made, all int), give func(pmtiles.ID, Tile) error) error {
	if len(ids) == 0 {
		return nil
	}
	txs := []pgx.Tx{m.tx}
	defer func() {
		for _, tx := range txs[1:] {
			_ = tx.Rollback(context.WithoutCancel(ctx)) // it has only read
		}
	}()
	for len(txs) < min(runtime.GOMAXPROCS(0), (len(ids)+wave-1)/wave) {
		tx, err := m.another(ctx)
		if err != nil {
			return err
		}
		txs = append(txs, tx)
	}
	for from := 0; from < len(ids); from += wave * len(txs) {
		part := ids[from:min(from+wave*len(txs), len(ids))]
		made, err := m.makeSome(ctx, txs, v, part)
		if err != nil {
			return err
		}
		for i, id := range part {
			if err := give(id, made[i]); err != nil {
				return err
			}
			if progress != nil {
				progress(from+i+1, len(ids))
			}
		}
	}
	return nil
}

// another begins a transaction that sees the moment too.
func (m *moment) another(ctx context.Context) (pgx.Tx, error) {
	var name string
	if err := m.tx.QueryRow(ctx, `SELECT pg_export_snapshot()`).Scan(&name); err != nil {
		return nil, err
	}
	tx, err := m.s.DB.Begin(ctx)
	if err != nil {
		return nil, err
	}
	// A statement of its own each, as no SET takes arguments; the name is the database's.
	if _, err = tx.Exec(ctx, asItStands); err == nil {
		_, err = tx.Exec(ctx, `SET TRANSACTION SNAPSHOT '`+name+`'`)
	}
	if err != nil {
		_ = tx.Rollback(context.WithoutCancel(ctx))
		return nil, fmt.Errorf("share a snapshot: %w", err)
	}
	return tx, nil
}

// makeSome makes the tiles of ids, each transaction those that the others leave.
func (m *moment) makeSome(ctx context.Context, txs []pgx.Tx, v View, ids []pmtiles.ID) ([]Tile, error) {
	made := make([]Tile, len(ids))
	next := make(chan int, len(ids))
	for i := range ids {
		next <- i
	}
	close(next)
	all, ctx := errgroup.WithContext(ctx)
	for _, tx := range txs {
		all.Go(func() error {
			for i := range next {
				at, err := ids[i].Coord()
				if err != nil {
					return err
				}
				if made[i], err = m.s.fresh(ctx, tx, v, Coord(at)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return made, all.Wait()
}
