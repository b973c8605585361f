package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/gazetteer/quality"
	"diming/internal/account"
	"diming/internal/archive"
	"diming/internal/blob"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/signs"
)

// A furnished register has something of everything: each test of an export
// holds for every table that a bureau would take along.
type furnished struct {
	home
	admin    *pgx.Conn
	pool     *pgxpool.Pool
	password string // of the account wang
	document blob.Digest
}

// furnish fills a register with the demo and with what the demo lacks.
func furnish(t *testing.T) furnished {
	t.Helper()
	h, admin := demoRegister(t)
	pool, err := pg.Open(t.Context(), strings.TrimPrefix(h.env[1], "DIMING_DATABASE_URL="), pg.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	f := furnished{home: h, admin: admin, pool: pool}
	f.places()
	f.people()
	f.settings()
	f.rest()
	if f.document, _, err = (blob.Store{Dir: filepath.Join(h.data(), blobDir)}).Put(strings.NewReader("关于清溪口村命名的批复")); err != nil {
		t.Fatal(err)
	}
	f.decisions()
	// Counted here, today is not due on either of two servers that are compared.
	if _, err := (&quality.Store{DB: pool}).Daily(t.Context()); err != nil {
		t.Fatal(err)
	}
	return f
}

// places are taken in, corrected, renamed, withdrawn and kept internal.
func (f *furnished) places() {
	f.t.Helper()
	file := filepath.Join(f.t.TempDir(), "places.csv")
	write(f.t, file, thousandPlaces())
	f.take(file)
	write(f.t, file, strings.ReplaceAll(placeTable(1000, false), "测试村9", "改正村9"))
	f.take(file)
	add := func(name string, more ...string) string {
		f.t.Helper()
		args := append([]string{"place", "add", "--class", "22200", "--division", "330881003", "--at", "118.6211112222,28.6733334444", name}, more...)
		return strings.TrimSpace(f.ok(args...))
	}
	renamed, gone, heir := add("清溪口"), add("重录村"), add("留存村")
	add("不公开的地方", "--internal")
	add("带\"引号\"、逗号,与反斜线\\的地方")
	f.ok("place", "rename", renamed, "新清溪口", "--from", "2026-01-01", "--reason", "批复")
	f.ok("place", "withdraw", gone, "--successor", heir, "--reason", "重复登记")
	codes := &signs.Store{DB: f.pool}
	if _, err := codes.IssueAll(f.t.Context()); err != nil { // else the first who asks has one made
		f.t.Fatal(err)
	}
	f.sql(`UPDATE sign_code SET revoked = '牌损' WHERE place = (SELECT place FROM sign_code ORDER BY place LIMIT 1)`)
	if n, err := codes.IssueAll(f.t.Context()); err != nil || n != 1 {
		f.t.Fatalf("%d codes in the place of a revoked one, %v", n, err)
	}
}

func (f *furnished) sql(sql string, args ...any) {
	f.t.Helper()
	if _, err := f.admin.Exec(f.t.Context(), sql, args...); err != nil {
		f.t.Fatalf("%s: %v", sql, err)
	}
}

// people log in, and one is only spoken of.
func (f *furnished) people() {
	t := f.t
	t.Helper()
	err := pgx.BeginFunc(t.Context(), f.pool, func(tx pgx.Tx) error {
		person, err := ledger.KeepPerson(t.Context(), tx, `{"name":"李四","mobile":"13900000000"}`)
		if err != nil {
			return err
		}
		_, err = ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "application.receive", Kind: "application", Reason: "命名申请", Person: &person})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	accounts := &account.Store{DB: f.pool, Hasher: account.NewHasher(1)}
	password := account.OneTimePassword()
	wang, err := accounts.AddWithPassword(t.Context(), ledger.Console, "wang", "王五", password, "新到岗", account.Grant{Role: account.Clerk})
	if err != nil {
		t.Fatal(err)
	}
	f.password = password
	if _, err := accounts.SignIn(t.Context(), "wang", password, "192.0.2.7"); err != nil {
		t.Fatal(err)
	}
	f.sql(`INSERT INTO account_subject VALUES ('https://id.example.cn', 'wang', $1)`, wang.ID)
	f.sql(`INSERT INTO account_password VALUES ($1, now(), 'earlier')`, wang.ID)
	f.sql(`INSERT INTO account_key VALUES ('\x0102', $1, '钥匙', '{"id": [1, 2.50, "三"]}', now(), NULL)`, wang.ID)
}

// rest puts a row where no use case of this test does.
func (f *furnished) rest() {
	f.t.Helper()
	f.sql(`INSERT INTO import_job (id, actor, file, stored, size_bytes, state, inspection, plan)
		SELECT '01990000-0000-7000-8000-0000000000aa', actor, '普查表.xlsx', 'x', 1, 'done', '{}', '{}' FROM ledger_entry ORDER BY id LIMIT 1`)
	f.sql(`INSERT INTO draft (account, kind, object, body, saved_at) SELECT id, 'place', 'x', '{}', now() FROM account WHERE login = 'wang'`)
	f.sql(`INSERT INTO import_mapping (name, kind, fields, actor, saved, entry)
		SELECT '普查表', 'places', '{"地名": "name"}', actor, at, id FROM ledger_entry ORDER BY id LIMIT 1`)
}

func (f *furnished) settings() {
	t := f.t
	t.Helper()
	err := pgx.BeginFunc(t.Context(), f.pool, func(tx pgx.Tx) error {
		home, err := (&boundaries.Store{DB: tx}).ByCode(t.Context(), boundaries.Reader{}, "330881")
		if err != nil {
			return err
		}
		for _, value := range []string{"7", "10"} { // the second corrects the first
			entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "setting.set", Kind: "division", Object: home.ID, Reason: "依据文件"})
			if err != nil {
				return err
			}
			if err := boundaries.SetSetting(t.Context(), tx, home.ID, "name.public_notice_days", value, "江民〔2026〕1号", version.Span{From: version.Day(2026, 1, 1)}, entry); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestABureauThatLeavesTakesEverything exports a register, reads it into empty
// ones from each form, and has them answer the same.
func TestABureauThatLeavesTakesEverything(t *testing.T) {
	t.Parallel() // most of it is waiting for other processes
	f := furnish(t)
	folder := t.TempDir()
	file := filepath.Join(folder, "all.tar.gz")
	var m archive.Manifest
	if err := json.Unmarshal([]byte(f.ok("export", file, "--with-credentials", "--bom", "--reason", "移交", "--json")), &m); err != nil {
		t.Fatal(err)
	}
	for _, c := range m.Tables {
		if c.Rows == 0 && c.Table != "ledger_pending" { // everything was sealed
			t.Errorf("table %s has no row in this test, so that it is not known whether it is taken along: have furnish put one in", c.Table)
		}
	}
	if !f.exported(m.HeadSeq) {
		t.Error("the export is not the last entry of the ledger that it takes along")
	}
	fromJSON, jsonAdmin := newRegister(t)
	fromJSON.ok("restore-export", file, "--from", "json")
	fromJSON.ok("verify", "--head", m.Head)
	f.sameTables(m, "from JSON lines", jsonAdmin)
	unpacked := filepath.Join(folder, "folder")
	if err := os.Mkdir(unpacked, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("tar", "-xzf", file, "-C", unpacked).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	fromCSV, csvAdmin := newRegister(t)
	fromCSV.ok("restore-export", unpacked)
	fromCSV.ok("verify", "--head", m.Head)
	f.sameTables(m, "from CSV", csvAdmin)
	if err := (blob.Store{Dir: filepath.Join(fromCSV.data(), blobDir)}).Verify(f.document); err != nil {
		t.Errorf("the document did not come along: %v", err)
	}

	w := newWalk(t, f.admin)
	source := f.serve("--public-url", "http://diming.test").ready()
	w.everyRoute(source)
	second := fromJSON.serve("--public-url", "http://diming.test").ready()
	w.compare(source, second)
	fromCSV.refused("不是空的", "restore-export", unpacked)
	id := strings.TrimSpace(fromCSV.ok("place", "add", "--class", "22200", "--division", "330881003", "迁后村"))
	fromCSV.ok("place", "rename", id, "迁后新村", "--reason", "照常工作")
	fromCSV.ok("verify", "--head", m.Head)
}

// exported tells whether the entry at seq is that of an export.
func (f furnished) exported(seq int64) bool {
	return number(f.t, f.admin, fmt.Sprintf(`SELECT count(*) FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry WHERE s.seq = %d AND e.action = 'register.export'`, seq)) == 1
}

// sameTables compares every row of every table, bit by bit.
func (f furnished) sameTables(m archive.Manifest, how string, other *pgx.Conn) {
	f.t.Helper()
	for _, c := range m.Tables {
		sql := `SELECT coalesce(md5(string_agg(t::text, E'\n' ORDER BY t::text COLLATE "C")), '') || count(*) FROM ` + pgx.Identifier{c.Table}.Sanitize() + ` t`
		var want, got string
		if err := f.admin.QueryRow(f.t.Context(), sql).Scan(&want); err != nil {
			f.t.Fatal(err)
		}
		if err := other.QueryRow(f.t.Context(), sql).Scan(&got); err != nil {
			f.t.Fatal(err)
		}
		if want != got {
			f.t.Errorf("%s table %s holds %s, want %s", how, c.Table, got, want)
		}
	}
	for _, left := range []string{"account_session", "account_token"} {
		if n := number(f.t, other, `SELECT count(*) FROM `+left); n != 0 {
			f.t.Errorf("%s table %s came along with %d rows", how, left, n)
		}
	}
}

// counted is what verify says of the personal data the ledger refers to.
type counted struct{ Persons, Erased int64 }

func (h home) persons() counted {
	h.t.Helper()
	var c counted
	if err := json.Unmarshal([]byte(h.ok("verify", "--json")), &c); err != nil {
		h.t.Fatal(err)
	}
	return c
}

// TestPersonsAndPasswordsStayWhereAsked leaves out what is asked for: the
// ledger holds all the same, and nobody's password is in the files.
func TestPersonsAndPasswordsStayWhereAsked(t *testing.T) {
	t.Parallel() // most of it is waiting for other processes
	f := furnish(t)
	f.sealed()
	before := f.persons()
	folder := filepath.Join(t.TempDir(), "lean")
	f.ok("export", folder, "--without-persons")
	err := filepath.Walk(folder, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		for _, secret := range []string{"李四", "王五", "13900000000", "192.0.2.7", "$argon2id$"} {
			if strings.Contains(string(text), secret) {
				t.Errorf("%s holds %q", path, secret)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	h, admin := newRegister(t)
	h.ok("restore-export", folder)
	if after := h.persons(); after.Persons != 0 || after.Erased != before.Persons || before.Persons < 2 || before.Erased != 0 {
		t.Errorf("verify counts %+v after %+v, want all persons erased", after, before)
	}
	if n := number(t, admin, `SELECT count(*) FROM account WHERE login = 'wang' AND password = ''`); n != 1 {
		t.Errorf("%d accounts wang without a password, want one", n)
	}
}

// emptyDatabase is one in which nothing was made yet.
func emptyDatabase(t *testing.T, suffix string) home {
	t.Helper()
	url, adminURL := pgtest.NewURL(t)
	admin, err := pgx.Connect(t.Context(), adminURL)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close(t.Context())
	old := admin.Config().Database
	name := old[:min(len(old), 50)] + suffix
	if _, err := admin.Exec(t.Context(), "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dropDatabase(t, adminURL, name) })
	return foreign(t, strings.Replace(url, "/"+old, "/"+name, 1), strings.Replace(adminURL, "/"+old, "/"+name, 1))
}

// TestAnExportOfAnOlderVersionIsReadAndBroughtUpToDate takes along a register
// whose tables stand one migration behind.
func TestAnExportOfAnOlderVersionIsReadAndBroughtUpToDate(t *testing.T) {
	t.Parallel() // most of it is waiting for other processes
	old := emptyDatabase(t, "_old")
	adminURL := strings.TrimPrefix(old.env[2], "DIMING_DIRECT_URL=")
	if err := pg.MigrateTo(t.Context(), adminURL, pg.Latest()-1); err != nil {
		t.Fatal(err)
	}
	pool, err := pg.Open(t.Context(), adminURL, pg.Options{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	folder := filepath.Join(t.TempDir(), "old")
	m, err := archive.Export{DB: pool, AdminURL: adminURL, Documents: blob.Store{Dir: t.TempDir()}, Path: folder, Choice: archive.Choice{Persons: true},
		Actor: ledger.Console, Program: "older", Now: time.Now, Say: func(string, ...any) {}, Patience: time.Minute}.Write(t.Context())
	if err != nil || m.Schema != pg.Latest()-1 {
		t.Fatalf("the old register exports %d, %v", m.Schema, err)
	}
	fresh := emptyDatabase(t, "_new")
	fresh.ok("restore-export", folder)
	if out := fresh.ok("verify", "--head", m.Head); !strings.Contains(out, m.Head) {
		t.Errorf("verify says %s, want the head %s", out, m.Head)
	}
	ready, _ := newRegister(t)
	ready.refused("未初始化的空数据库", "restore-export", folder)
}
