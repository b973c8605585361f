package ledger_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/pg/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// note is an entry with a text to know it by.
func note(text string) ledger.Entry {
	return ledger.Entry{Actor: ledger.Console, Action: "test.note", Kind: "test", Reason: text, County: "330881",
		Object: uuid.NewSHA1(uuid.Nil, []byte(text)), After: ledger.Fields{"text": text}}
}

// appendAll commits one transaction for each entry and gives their ids.
func appendAll(t testing.TB, db pg.DB, entries ...ledger.Entry) []int64 {
	t.Helper()
	ids := make([]int64, len(entries))
	for i, e := range entries {
		err := pgx.BeginFunc(t.Context(), db, func(tx pgx.Tx) error {
			var err error
			ids[i], err = ledger.Append(t.Context(), tx, e)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

// reasons gives the texts of the sealed entries in the order of the chain.
func reasons(t testing.TB, db pg.DB) []string {
	t.Helper()
	rows, err := db.Query(t.Context(), `SELECT e.body::json ->> 'reason' FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry ORDER BY s.seq`)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// verify expects the ledger to hold.
func verify(t testing.TB, pool *pgxpool.Pool) ledger.Verification {
	t.Helper()
	v, err := ledger.Verify(t.Context(), pool, nil)
	if err != nil {
		t.Fatalf("Verify() = %v, want it to hold", err)
	}
	return v
}

// untriggered runs SQL as a superuser with triggers and foreign keys off: what
// someone can do who owns the machine.
func untriggered(ctx context.Context, admin *pgxpool.Pool, sql string, args ...any) error {
	return pgx.BeginFunc(ctx, admin, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL session_replication_role = replica`); err != nil {
			return err
		}
		done, err := tx.Exec(ctx, sql, args...)
		if err == nil && done.RowsAffected() == 0 {
			err = fmt.Errorf("%s changed no row", sql)
		}
		return err
	})
}
