package archive

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/blob"
	"diming/internal/ledger"
	"diming/internal/pg"
)

// An Export is what Write is to write.
type Export struct {
	DB        pg.DB      // of the server, for the ledger
	AdminURL  string     // the same database, of a login that may be its owner
	Documents blob.Store // what the register's documents are kept in
	Path      string     // folder to make, or file that ends in .tar.gz
	Choice
	BOM     bool // CSV files begin with a mark by which Excel knows UTF-8
	Actor   uuid.UUID
	Reason  string
	Program string // name and version, for the manifest
	Now     func() time.Time
	Ogr2ogr string // program; "ogr2ogr" if empty
	Say     func(format string, args ...any)

	// Patience is how long it waits for transactions that hold the sealing of its
	// own entry back. What is not sealed then is taken along unsealed, and sealed
	// where it is read.
	Patience time.Duration
}

// Write appends that the register is taken away, seals, and writes all of it
// as it is at one moment. The export has its name only once it is whole. The
// entry stands also where the writing failed: an attempt is to be known too.
func (e Export) Write(ctx context.Context) (Manifest, error) {
	now := e.Now().UTC()
	b, err := newBox(e.Path, now)
	if err != nil {
		return Manifest{}, err
	}
	m := Manifest{Format: Format, Program: e.Program, CRS: crsStatement, Choice: e.Choice, Never: never}
	err = e.note(ctx)
	if err == nil {
		err = e.fill(ctx, b, &m)
	}
	if err == nil {
		err = b.close()
	}
	if err = errors.Join(err, b.discard()); err != nil {
		return Manifest{}, fmt.Errorf("export to %s: %w", e.Path, err)
	}
	return m, nil
}

// note appends the entry, so that it is part of what it tells of.
func (e Export) note(ctx context.Context) error {
	form := "folder"
	if packed(e.Path) {
		form = "tar.gz"
	}
	var entry int64
	err := pgx.BeginFunc(ctx, e.DB, func(tx pgx.Tx) (err error) {
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: e.Actor, Action: "register.export", Kind: "register", Reason: e.Reason,
			After: ledger.Fields{"form": form, "persons": e.Persons, "credentials": e.Credentials}})
		return err
	})
	if err != nil {
		return err
	}
	return e.sealed(ctx, entry)
}

func (e Export) sealed(ctx context.Context, entry int64) error {
	deadline := time.Now().Add(e.Patience)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if err := ledger.SealAll(ctx, e.DB); err != nil {
			return err
		}
		var waits bool
		if err := e.DB.QueryRow(ctx, `SELECT EXISTS (SELECT FROM ledger_pending WHERE entry = $1)`, entry).Scan(&waits); err != nil {
			return err
		}
		if !waits || time.Now().After(deadline) {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// fill writes everything; the manifest last.
func (e Export) fill(ctx context.Context, b *box, m *Manifest) error {
	if err := e.fillTables(ctx, b, m); err != nil {
		return err
	}
	if err := e.fillDocuments(b, m); err != nil {
		return err
	}
	readme, err := b.put(readmeName, false, func(w io.Writer) error { return writeReadme(w, *m) })
	if err != nil {
		return err
	}
	m.Files = append(m.Files, readme)
	_, err = b.put(manifestName, false, indented(m))
	return err
}

// fillTables writes what the database holds, in one snapshot of it.
func (e Export) fillTables(ctx context.Context, b *box, m *Manifest) error {
	conn, err := pg.Owner(ctx, e.AdminURL)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) // it only read
	if _, err := tx.Exec(ctx, settings); err != nil {
		return err
	}
	if err := tx.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&m.At); err != nil {
		return err
	}
	m.At = m.At.UTC()
	head, err := ledger.ReadHead(ctx, tx)
	if err != nil {
		return err
	}
	m.HeadSeq, m.Head = head.Seq, hex.EncodeToString(head.Hash)
	if m.Schema, err = pg.Version(ctx, tx); err != nil {
		return err
	}
	tables, err := readTables(ctx, tx)
	if err != nil {
		return err
	}
	kept := e.choose(tables, m)
	for _, t := range kept {
		if err := e.fillTable(ctx, conn, b, t, m); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	if m.Counters, err = readCounters(ctx, tx, kept); err != nil {
		return err
	}
	schema, err := b.put(schemaName, false, indented(schemaOf(m.Schema, kept)))
	if err != nil {
		return err
	}
	m.Files = append(m.Files, schema)
	return e.fillGeoPackage(ctx, conn, b, kept, m)
}

// settings make the text of values the same on every server.
const settings = `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'iso_8601';
	SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL xmloption = 'content';
	SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`

// choose gives the tables to write and notes those that are left out.
func (e Export) choose(tables []Table, m *Manifest) []Table {
	var kept []Table
	for _, t := range tables {
		why := e.whyLeft(t.Name)
		if why != "" {
			m.LeftOut = append(m.LeftOut, Left{t.Name, why})
			continue
		}
		kept = append(kept, t)
	}
	return kept
}

// fillTable writes one table in both forms.
func (e Export) fillTable(ctx context.Context, conn *pgx.Conn, b *box, t Table, m *Manifest) error {
	c := Contents{Table: t.Name, CSV: "csv/" + t.Name + ".csv", JSON: "json/" + t.Name + ".jsonl", Without: e.without(t.Name)}
	columns := t.kept(c.Without)
	asCSV, err := b.put(c.CSV, true, func(w io.Writer) error {
		if e.BOM {
			if _, err := w.Write(bom); err != nil {
				return err
			}
		}
		rows, err := copyOut(ctx, conn, w, fmt.Sprintf(`COPY (SELECT %s FROM %s t ORDER BY %s) TO STDOUT (FORMAT csv, HEADER)`,
			selection(columns, false), t.ident(), t.order()))
		c.Rows = rows
		return err
	})
	if err != nil {
		return err
	}
	// The quote and the delimiter are characters that JSON text never holds, so
	// that COPY writes each object as it is.
	asJSON, err := b.put(c.JSON, true, func(w io.Writer) error {
		rows, err := copyOut(ctx, conn, w, fmt.Sprintf(`COPY (SELECT row_to_json(r)::text FROM (SELECT %s FROM %s t ORDER BY %s) r) TO STDOUT (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')`,
			selection(columns, true), t.ident(), t.order()))
		if err == nil && rows != c.Rows {
			err = fmt.Errorf("%d rows as JSON and %d as CSV", rows, c.Rows)
		}
		return err
	})
	if err != nil {
		return err
	}
	m.Tables, m.Files = append(m.Tables, c), append(m.Files, asCSV, asJSON)
	e.Say("%-24s %9d 行 / rows", t.Name, c.Rows)
	return nil
}

// bom tells Excel that a file is UTF-8.
var bom = []byte("\ufeff")

func copyOut(ctx context.Context, conn *pgx.Conn, w io.Writer, sql string) (int64, error) {
	tag, err := conn.PgConn().CopyTo(ctx, w, sql)
	return tag.RowsAffected(), err
}

// readCounters tells where the numbering of identity columns stands. Counters
// stand outside of snapshots: they may be ahead of the rows, never behind.
func readCounters(ctx context.Context, tx pgx.Tx, tables []Table) ([]Counter, error) {
	counters := []Counter{}
	for _, t := range tables {
		for _, c := range t.Columns {
			if !c.Identity && !bytes.Contains([]byte(c.Default), []byte("nextval(")) {
				continue
			}
			var last *int64
			err := tx.QueryRow(ctx, `SELECT pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass)`, t.ident(), c.Name).Scan(&last)
			if err != nil {
				return nil, fmt.Errorf("read the counter of %s.%s: %w", t.Name, c.Name, err)
			}
			if last != nil {
				counters = append(counters, Counter{t.Name, c.Name, *last})
			}
		}
	}
	return counters, nil
}

// fillDocuments writes the documents and their list. Documents are never
// changed or removed: those of now hold all that the snapshot names.
func (e Export) fillDocuments(b *box, m *Manifest) error {
	var list bytes.Buffer
	lines := csv.NewWriter(&list)
	lines.Write([]string{"sha256", "bytes"}) // into memory: Error below says all
	err := e.Documents.Each(func(d blob.Digest, size int64) error {
		content, err := e.Documents.Open(d)
		if err != nil {
			return err
		}
		defer content.Close()
		f, err := b.put(documentPath(string(d)), false, func(w io.Writer) error {
			_, err := io.Copy(w, content)
			return err
		})
		if err != nil {
			return err
		}
		if f.SHA256 != string(d) {
			return fmt.Errorf("document %s: %w", d, blob.ErrDamaged)
		}
		m.Documents.Count++
		m.Documents.Bytes += f.Bytes
		return lines.Write([]string{string(d), fmt.Sprint(size)})
	})
	lines.Flush()
	if err = errors.Join(err, lines.Error()); err != nil {
		return err
	}
	f, err := b.put(documentList, true, func(w io.Writer) error {
		_, err := list.WriteTo(w)
		return err
	})
	m.Files = append(m.Files, f)
	return err
}

func documentPath(digest string) string { return documentDir + "/" + digest[:2] + "/" + digest }

func indented(v any) func(io.Writer) error {
	return func(w io.Writer) error {
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		return out.Encode(v)
	}
}
