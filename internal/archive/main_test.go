package archive_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/internal/archive"
	"diming/internal/blob"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/pg/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// A register is a database with a folder of documents.
type register struct {
	t         *testing.T
	url       string
	admin     *pgx.Conn
	pool      *pgxpool.Pool
	documents blob.Store
}

func newRegister(t *testing.T) register {
	t.Helper()
	url, adminURL := pgtest.NewURL(t)
	admin, err := pgx.Connect(t.Context(), adminURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { admin.Close(context.Background()) })
	pool, err := pg.Open(t.Context(), url, pg.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return register{t, adminURL, admin, pool, blob.Store{Dir: filepath.Join(t.TempDir(), "blobs")}}
}

func (r register) sql(sql string) {
	r.t.Helper()
	if _, err := r.admin.Exec(r.t.Context(), sql); err != nil {
		r.t.Fatalf("%s: %v", sql, err)
	}
}

// entry appends to the ledger.
func (r register) entry(reason string) (id int64) {
	r.t.Helper()
	err := pgx.BeginFunc(r.t.Context(), r.pool, func(tx pgx.Tx) (err error) {
		id, err = ledger.Append(r.t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.write", Kind: "test", Reason: reason})
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return id
}

func silent(string, ...any) {}

func (r register) export(path string, with ...func(*archive.Export)) (archive.Manifest, error) {
	e := archive.Export{DB: r.pool, AdminURL: r.url, Documents: r.documents, Path: path, Choice: archive.Choice{Persons: true},
		Actor: ledger.Console, Reason: "测试", Program: "test", Now: time.Now, Say: silent, Patience: time.Minute}
	for _, change := range with {
		change(&e)
	}
	return e.Write(r.t.Context())
}

// exported is an export that must succeed.
func (r register) exported(path string, with ...func(*archive.Export)) archive.Manifest {
	r.t.Helper()
	m, err := r.export(path, with...)
	if err != nil {
		r.t.Fatal(err)
	}
	return m
}

func (r register) restore(path string, json bool) error {
	o, err := archive.Open(path, r.t.TempDir())
	if err != nil {
		return err
	}
	defer o.Close()
	_, err = o.Into(r.t.Context(), archive.Load{AdminURL: r.url, Documents: r.documents, JSON: json, Say: silent})
	return err
}

// contents is all of a table, bit by bit.
func (r register) contents(table string) (text string) {
	r.t.Helper()
	sql := fmt.Sprintf(`SELECT coalesce(string_agg(t::text, E'\n' ORDER BY t::text COLLATE "C"), '') FROM %s t`, table)
	if err := r.admin.QueryRow(r.t.Context(), sql).Scan(&text); err != nil {
		r.t.Fatal(err)
	}
	return text
}

// small is a register with a few rows.
func small(t *testing.T) register {
	t.Helper()
	r := newRegister(t)
	for i := range 3 {
		r.sql(fmt.Sprintf(`INSERT INTO place (id) VALUES ('01990000-0000-7000-8000-00000000000%d')`, i))
		entry := r.entry(fmt.Sprint("第", i))
		r.sql(fmt.Sprintf(`INSERT INTO place_version (place, class, location, extent, source, description, valid, entry) VALUES
			('01990000-0000-7000-8000-00000000000%d', '22200', ST_SetSRID(ST_MakePoint(118 + random(), 28 + random() * 1e-9), 4490),
			ST_GeomFromText('LINESTRING(118 28, 118.1 28.1)', 4490), '测试', E'两\n行 "引号", 逗号 \\ 反斜线', '[2020-01-01,)', %d)`, i, entry))
	}
	if _, _, err := r.documents.Put(stringReader("批复")); err != nil {
		t.Fatal(err)
	}
	return r
}
