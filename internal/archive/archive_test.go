package archive_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"diming/internal/archive"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
)

func stringReader(text string) io.Reader { return strings.NewReader(text) }

// everyType is a table with a column of each kind of value that text could
// spoil.
const everyType = `
	CREATE TABLE added_later (
		id bigint GENERATED ALWAYS AS IDENTITY, "Quoted ""name""" text, empty text, nothing text, flag boolean, day date, moment timestamptz, span tstzrange,
		days daterange, raw bytea, tags text[], grid int[][], free jsonb, kept json, exact numeric, real8 double precision, real4 real, lasts interval,
		who uuid, whole xid8, point geometry(Point, 4490), shape geometry, home geography(Point, 4326), twice text GENERATED ALWAYS AS (empty || 'x') STORED);
	COMMENT ON TABLE added_later IS 'Made by a test.';
	ALTER TABLE added_later OWNER TO diming_owner`

const everyValue = `
	INSERT INTO added_later ("Quoted ""name""", empty, nothing, flag, day, moment, span, days, raw, tags, grid, free, kept, exact, real8, real4, lasts, who, whole, point, shape, home)
	VALUES (E'a "b", c\n\r\n\t\\.', '', NULL, true, '2026-02-28', '2026-11-25 08:09:10.123456+08', '(,2026-01-01 00:00:00.000001+00]', '[2020-01-01,)',
		'\x00ff220a', ARRAY['a,b', NULL, '', 'NULL', '"q"', E'back\\slash', E'new\nline'], '{{1,2},{3,4}}', '{"a": [1, 2.50, null, "三\n"], "b": {}}', E'{ "b" : 1,\n "b" : 2 }',
		123456789012345678901234567890.0000100, 0.1, 0.1, 'P1Y2M3DT4H5.000006S', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '12345678901',
		ST_SetSRID(ST_MakePoint(118.12345678901234, 1.2345e-20), 4490), ST_GeomFromText('GEOMETRYCOLLECTION Z (POINT Z (1 2 3), LINESTRING Z (0 0 0, 1 1 1e-9))', 3857), 'POINT(1 2)'),
	(E'\\.', 'x', '', false, 'infinity', '-infinity', 'empty', '(,)', '', '{}', '{}', '[]', 'null', 'NaN', 'Infinity', '-0', '-1 day', NULL, NULL, ST_GeomFromText('POINT EMPTY', 4490), NULL, NULL),
	('\ufeff', E'\x01\x02', 'null', NULL, '0044-03-15 BC', 'infinity', NULL, NULL, NULL, NULL, NULL, '"text"', '"text"', -0.00, 5e-324, 3.4e38, NULL, NULL, NULL, NULL, NULL, NULL);
	INSERT INTO added_later (real8, point, shape) SELECT random() * 10 ^ (random() * 600 - 300)::int, ST_SetSRID(ST_MakePoint(random() * 360 - 180, random() * 1e-9), 4490),
		ST_MakePoint(random() * 1e9, random() * 10 ^ (random() * 40 - 20)::int) FROM generate_series(1, 2000)`

// TestATableAddedLaterIsNotForgotten adds a table that no code names, and
// finds it in the export, in the schema, and again as it was.
func TestATableAddedLaterIsNotForgotten(t *testing.T) {
	t.Parallel()
	source := newRegister(t)
	source.sql(everyType)
	source.sql(everyValue)
	dir := filepath.Join(t.TempDir(), "all")
	source.exported(dir, func(e *archive.Export) { e.BOM = true })
	schema, err := os.ReadFile(filepath.Join(dir, "schema.json"))
	if err != nil || !strings.Contains(string(schema), "Made by a test.") || !strings.Contains(string(schema), "WKT, x before y") {
		t.Errorf("schema.json: %v, does not describe the new table: %.300s", err, schema)
	}
	for _, form := range []bool{false, true} {
		second := newRegister(t)
		second.sql(everyType)
		if err := second.restore(dir, form); err != nil {
			t.Fatalf("read back, JSON %t: %v", form, err)
		}
		if want, got := source.contents("added_later"), second.contents("added_later"); want != got {
			t.Errorf("JSON %t: the table came back as\n%.900s\nwant\n%.900s", form, got, want)
		}
		var next int64
		if err := second.admin.QueryRow(t.Context(), `INSERT INTO added_later (flag) VALUES (true) RETURNING id`).Scan(&next); err != nil || next != 2004 {
			t.Errorf("the next row is numbered %d, %v, want 2004", next, err)
		}
		bare := newRegister(t)
		if err := bare.restore(dir, form); err == nil || !strings.Contains(err.Error(), "added_later") {
			t.Errorf("a register without the table took the export: %v", err)
		}
	}
}

// TestEveryTableIsExportedOrNamed holds what is left out to the catalogue.
func TestEveryTableIsExportedOrNamed(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	m := r.exported(filepath.Join(t.TempDir(), "all"), func(e *archive.Export) { e.Choice = archive.Choice{} })
	said := map[string]bool{}
	for _, c := range m.Tables {
		said[c.Table] = true
	}
	for _, l := range m.LeftOut {
		if l.Why == "" {
			t.Errorf("table %s is left out without a reason", l.Table)
		}
		said[l.Table] = true
	}
	rows, err := r.admin.Query(t.Context(), `SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'spatial_ref_sys'`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(tables) < 30 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
	for _, table := range tables {
		if name, ok := strings.CutPrefix(table, "public."); !ok || !said[name] {
			t.Errorf("table %s is neither exported nor named in left.go with a reason", table)
		}
	}
	for _, unused := range archive.UnusedRules(tables) {
		t.Errorf("left.go names %s, which is no table", unused)
	}
}

// harmless are columns whose names speak of secrets and that hold none.
var harmless = map[string]string{
	"ledger_seal.hash":             "the chain itself",
	"person_detail.key":            "keys the HMAC of the person's data, and lives and dies with it",
	"sign_code.token":              "printed on signs for everybody",
	"code_scan_day.token":          "printed on signs for everybody",
	"name_certificate.token":       "printed on the certificate, and proves it without naming the holder",
	"account.password_at":          "a time",
	"import_run.sha256":            "of a file",
	"setting_version.key":          "name of the setting",
	"place_source.key":             "of a row in its source",
	"place_source_past.key":        "of a row in its source",
	"name_claim.key":               "the name that is claimed",
	"name_claim_past.key":          "the name that was claimed",
	"name_finding.key":             "the name that is found",
	"case_announcement.head_hash":  "end of the ledger's chain, printed on the announcement",
	"case_clock.key":               "which deadline it is",
	"case_finding.key":             "digest of a finding, by which it is known again",
	"field_server.public_key":      "the public half of a key",
	"field_device.public_key":      "the public half of a phone's key",
	"plate_payload.token":          "printed on the plate",
	"plate_payload_key.public_key": "the public half of a key",
	"wall_report.token":            "printed on the plate",
	"account_password.hash":        "left out as a whole unless credentials are asked for",
}

// TestNoSecretIsExportedUnseen has a person look at every column that may hold
// one: it is left out, or named above.
func TestNoSecretIsExportedUnseen(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	dir := filepath.Join(t.TempDir(), "all")
	m := r.exported(dir)
	left := map[string]bool{}
	for _, c := range m.Tables {
		for _, w := range c.Without {
			left[c.Table+"."+w] = true
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	var schema archive.Schema
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	for _, table := range schema.Tables {
		for _, c := range table.Columns {
			name := table.Name + "." + c.Name
			for _, word := range []string{"password", "hash", "secret", "token", "key", "credential", "nonce", "verifier", "cookie"} {
				if strings.Contains(c.Name, word) && !left[name] && harmless[name] == "" {
					t.Errorf("column %s may be a secret: leave it out in left.go, or say above why it is none", name)
				}
			}
		}
	}
}

// TestWhatIsNotSealedYetIsTakenAlong exports beside a transaction that holds
// the sealing back.
func TestWhatIsNotSealedYetIsTakenAlong(t *testing.T) {
	t.Parallel()
	source := newRegister(t)
	open, err := source.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer open.Rollback(context.Background())
	if _, err := open.Exec(t.Context(), `SELECT pg_current_xact_id()`); err != nil {
		t.Fatal(err)
	}
	entry := source.entry("nicht versiegelt")
	dir := filepath.Join(t.TempDir(), "all")
	m := source.exported(dir, func(e *archive.Export) { e.Patience = 0 })
	second := newRegister(t)
	if err := second.restore(dir, true); err != nil {
		t.Fatal(err)
	}
	if m.HeadSeq != 0 || second.contents("ledger_pending") == "" {
		t.Errorf("head %d, pending %q, want what is not sealed", m.HeadSeq, second.contents("ledger_pending"))
	}
	if err := open.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	ledgertest.Settle(t, second.pool)
	if text := second.contents("(SELECT entry FROM ledger_seal)"); !strings.Contains(text, "("+itoa(entry)+")") {
		t.Errorf("the second installation sealed %q, want %d among them", text, entry)
	}
}

// TestAnInterruptedExportLeavesNothing stops an export at its first table.
func TestAnInterruptedExportLeavesNothing(t *testing.T) {
	t.Parallel()
	r := small(t)
	for _, name := range []string{"all", "all.tar.gz"} {
		folder := t.TempDir()
		ctx, stop := context.WithCancel(t.Context())
		e := archive.Export{DB: r.pool, AdminURL: r.url, Documents: r.documents, Path: filepath.Join(folder, name), Actor: ledger.Console, Program: "test", Now: now,
			Say: func(string, ...any) { stop() }}
		if _, err := e.Write(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("a stopped export answers %v, want that it was stopped", err)
		}
		left, err := os.ReadDir(folder)
		if err != nil || len(left) != 0 {
			t.Errorf("a stopped export leaves %v, %v", left, err)
		}
	}
	dir := filepath.Join(t.TempDir(), "all")
	r.exported(dir)
	if _, err := r.export(dir); !errors.Is(err, archive.ErrExists) {
		t.Errorf("an export over another answers %v, want ErrExists", err)
	}
	if err := os.Remove(filepath.Join(dir, "manifest.json")); err != nil { // as a killed one lacks it
		t.Fatal(err)
	}
	if _, err := archive.Open(dir, t.TempDir()); !errors.Is(err, archive.ErrNotWhole) {
		t.Errorf("an export without a manifest answers %v, want ErrNotWhole", err)
	}
}

// TestWithoutGDALAllElseIsWritten names the package that is missing.
func TestWithoutGDALAllElseIsWritten(t *testing.T) {
	t.Parallel()
	r := small(t)
	dir := filepath.Join(t.TempDir(), "all")
	m := r.exported(dir, func(e *archive.Export) { e.Ogr2ogr = filepath.Join(dir, "no-ogr2ogr") })
	if !strings.Contains(m.GeoPackage.Missing, "gdal-bin") || len(m.GeoPackage.Layers) != 0 {
		t.Errorf("without GDAL the manifest says %+v", m.GeoPackage)
	}
	if err := newRegister(t).restore(dir, false); err != nil {
		t.Errorf("an export without a GeoPackage is not read: %v", err)
	}
}

// TestTablesThatNameEachOtherAreFilled takes along two tables of which each
// names the other; afterwards the keys are as strict as before.
func TestTablesThatNameEachOtherAreFilled(t *testing.T) {
	t.Parallel()
	const circle = `
		CREATE TABLE circle_a (id int PRIMARY KEY, b int);
		CREATE TABLE circle_b (id int PRIMARY KEY, a int NOT NULL REFERENCES circle_a);
		ALTER TABLE circle_a ADD CONSTRAINT circle_a_b FOREIGN KEY (b) REFERENCES circle_b;
		ALTER TABLE circle_a OWNER TO diming_owner; ALTER TABLE circle_b OWNER TO diming_owner;
		GRANT SELECT ON circle_a TO diming_server`
	source, second := newRegister(t), newRegister(t)
	source.sql(circle)
	second.sql(circle)
	source.sql(`INSERT INTO circle_a VALUES (1, NULL), (2, NULL); INSERT INTO circle_b VALUES (7, 1); UPDATE circle_a SET b = 7 WHERE id = 2`)
	dir := filepath.Join(t.TempDir(), "all")
	source.exported(dir, func(*archive.Export) {})
	if err := second.restore(dir, false); err != nil {
		t.Fatal(err)
	}
	var b int
	var strict bool
	err := second.pool.QueryRow(t.Context(), `SELECT (SELECT b FROM circle_a WHERE id = 2), NOT condeferrable FROM pg_constraint WHERE conname = 'circle_a_b'`).Scan(&b, &strict)
	if err != nil || b != 7 || !strict {
		t.Errorf("b is %d, the key strict: %t, %v", b, strict, err)
	}
}
