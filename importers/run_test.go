package importers_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/importers"
	"diming/internal/pg/pgtest"
)

func TestMain(m *testing.M) {
	if child() {
		return
	}
	os.Exit(pgtest.Main(m))
}

var actor = uuid.MustParse("01900000-0000-7000-8000-000000000001")

// register is a fresh database with the classes that the tests name.
func register(t testing.TB) *pgxpool.Pool {
	t.Helper()
	pool := pgtest.New(t)
	addClasses(t, pool)
	return pool
}

func addClasses(t testing.TB, pool *pgxpool.Pool) {
	t.Helper()
	_, err := pool.Exec(t.Context(), `
		INSERT INTO place_class (code, name, rank, verified, basis)
		SELECT code, 'test class ' || code, 5, false, 'test'
		FROM unnest(ARRAY['21200','21300','21400','21500','21610','21620','21770','22100','22200']) AS code
		ON CONFLICT DO NOTHING`)
	if err != nil {
		t.Fatalf("add classes: %v", err)
	}
}

// file writes content into a new folder and returns its path.
func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func run(t testing.TB, pool *pgxpool.Pool, o importers.Options) importers.Report {
	t.Helper()
	o.DB, o.Actor = pool, actor
	if o.As == "" {
		o.As = importers.Places
	}
	r, err := importers.Run(t.Context(), o)
	if err != nil {
		t.Fatalf("Run(%s) = %v", o.File, err)
	}
	return r
}

// sums are the counts of a report.
type sums struct{ Read, Accepted, Updated, Unchanged, Rejected int }

func sumsOf(r importers.Report) sums {
	return sums{r.Read, r.Accepted, r.Updated, r.Unchanged, r.Rejected}
}

func wantSums(t testing.TB, r importers.Report, want sums) {
	t.Helper()
	if diff := cmp.Diff(want, sumsOf(r)); diff != "" {
		t.Errorf("counts (-want +got):\n%s\nrejections: %+v", diff, r.Rejections)
	}
}

// badRows are ten faults, by data row, with how each is corrected.
var badRows = []struct {
	row             int
	line, corrected string
	column, value   string
	reason          string
}{
	{17, "K0017,,118.5,28.7,22200,", "K0017,改正一,118.5,28.7,22200,", "标准名称", "", "名称为空"},
	{101, "K0101,坏东经,abc,28.7,22200,", "K0101,坏东经,118.5,28.7,22200,", "东经", "abc", "不是数字"},
	{102, "K0102,颠倒,28.7,118.5,22200,", "K0102,颠倒,118.5,28.7,22200,", "北纬", "118.5", "经纬度可能颠倒"},
	{230, "K0230,天外,500,28.7,22200,", "K0230,天外,118.5,28.7,22200,", "东经", "500", "超出经纬度范围"},
	{231, "K0230,重复,118.5,28.7,22200,", "K0231,重复,118.5,28.7,22200,", "代码", "K0230", "重复"},
	{400, "K0400,少栏,118.5,28.7", "K0400,少栏,118.5,28.7,22200,", "", "K0400,少栏,118.5,28.7", "应有 6 栏，实有 4 栏"},
	{401, "K0401,多栏,118.5,28.7,22200,,,", "K0401,多栏,118.5,28.7,22200,", "", "K0401,多栏,118.5,28.7,22200,,,", "应有 6 栏，实有 8 栏"},
	{555, "K0555,坏类,118.5,28.7,99999,", "K0555,坏类,118.5,28.7,22100,", "类别代码", "99999", "类别代码"},
	{777, "K0777,机要,118.5,28.7,22200,秘密", "K0777,机要,118.5,28.7,22200,", "密级", "秘密", "密级高于内部"},
	{1000, "K1000,\"未闭合,118.5,28.7,22200,", "K1000,未闭合,118.5,28.7,22200,", "", "K1000,\"未闭合,118.5,28.7,22200,", "引号没有配对"},
}

const headings = "代码,标准名称*,东经,北纬,类别代码,密级\n"

// thousand is a table of 1,000 rows with the ten faults, or without them.
func thousand(faulty bool) string {
	lines := make([]string, 1001)
	for i := 1; i <= 1000; i++ {
		lines[i] = fmt.Sprintf("K%04d,测试村%d,%.4f,%.4f,22200,", i, i, 118.4+float64(i)/10000, 28.5+float64(i)/10000)
	}
	for _, bad := range badRows {
		lines[bad.row] = bad.corrected
		if faulty {
			lines[bad.row] = bad.line
		}
	}
	return headings + strings.Join(lines[1:], "\n") + "\n"
}

func TestTenBadRowsOfAThousand(t *testing.T) {
	pool := register(t)
	path := file(t, "places.csv", thousand(true))
	report := run(t, pool, importers.Options{File: path, BatchRows: 300})
	// Row 231 repeats the key of row 230, which is itself refused: let in, it
	// would be overwritten when 230 comes back corrected.
	wantSums(t, report, sums{Read: 1000, Accepted: 990, Rejected: 10})
	if report.Classified != 1 {
		t.Errorf("Classified = %d, want 1", report.Classified)
	}
	for i, bad := range badRows {
		if i >= len(report.Rejections) {
			break
		}
		got := report.Rejections[i]
		if got.Row != bad.row || got.Column != bad.column && got.Column != bad.column+"*" || got.Value != bad.value || !strings.Contains(got.Reason, bad.reason) {
			t.Errorf("rejection %d = %+v, want row %d, column %q, value %q, reason …%s…", i, got, bad.row, bad.column, bad.value, bad.reason)
		}
	}

	again := run(t, pool, importers.Options{File: path, BatchRows: 300})
	wantSums(t, again, sums{Read: 1000, Unchanged: 990, Rejected: 10})
	if again.RejectedFile != report.RejectedFile {
		t.Errorf("the same rejected rows went to %s and to %s", report.RejectedFile, again.RejectedFile)
	}
}

func TestTheCorrectedFileOfRejectedRowsGoesIn(t *testing.T) {
	pool := register(t)
	report := run(t, pool, importers.Options{File: file(t, "places.csv", thousand(true))})
	text, err := os.ReadFile(report.RejectedFile)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if want := "\uFEFF代码,标准名称*,东经,北纬,类别代码,密级,拒绝原因,行号,导入来源,行摘要,对应地名,判定"; lines[0] != want {
		t.Fatalf("headings %q, want %q", lines[0], want)
	}
	if len(lines) != 11 {
		t.Fatalf("%d lines, want 11:\n%s", len(lines), text)
	}
	for i, bad := range badRows {
		if !strings.Contains(lines[i+1], fmt.Sprint(",", bad.row, ",places,")) {
			t.Errorf("line %d = %q, want it to name row %d", i+1, lines[i+1], bad.row)
		}
		if strings.Contains(lines[i+1], "机要") {
			t.Error("the content of a classified row was written out")
		}
		lines[i+1] = bad.corrected + ",,,,,," // the columns may stay, empty or not
	}
	if err := os.WriteFile(report.RejectedFile, []byte(strings.Join(lines, "\r\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	corrected := run(t, pool, importers.Options{File: report.RejectedFile})
	wantSums(t, corrected, sums{Read: 10, Accepted: 10})
	if corrected.Source != "places" {
		t.Errorf("Source = %q, want places", corrected.Source)
	}
	whole := run(t, pool, importers.Options{File: file(t, "places.csv", thousand(false))})
	wantSums(t, whole, sums{Read: 1000, Unchanged: 1000})
}

func TestADryRunReportsTheSameAndLeavesNothing(t *testing.T) {
	pool := register(t)
	path := file(t, "places.csv", thousand(true))
	dry := run(t, pool, importers.Options{File: path, DryRun: true})
	wantSums(t, dry, sums{Read: 1000, Accepted: 990, Rejected: 10})
	if n := count(t, pool, "place") + count(t, pool, "import_run") + count(t, pool, "ledger_entry"); n != 0 {
		t.Errorf("a dry run left %d rows", n)
	}
	wet := run(t, pool, importers.Options{File: path})
	dry.Run, wet.Run, dry.DryRun = "", "", false
	if diff := cmp.Diff(dry, wet); diff != "" {
		t.Errorf("dry run and run differ (-dry +wet):\n%s", diff)
	}
}

func count(t testing.TB, pool *pgxpool.Pool, table string) (n int) {
	t.Helper()
	if err := pool.QueryRow(context.Background(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
		t.Fatalf("count %s: %v", table, err)
	}
	return n
}

func TestARunIsRecorded(t *testing.T) {
	pool := register(t)
	report := run(t, pool, importers.Options{File: file(t, "places.csv", thousand(true)), BatchRows: 100})
	if report.Batches != 10 {
		t.Errorf("Batches = %d, want 10", report.Batches)
	}
	var state, sha string
	var s sums
	err := pool.QueryRow(t.Context(), `
		SELECT state, encode(sha256, 'hex'), rows_read, accepted, updated, unchanged, rejected
		FROM import_run WHERE id = $1`, report.Run).Scan(&state, &sha, &s.Read, &s.Accepted, &s.Updated, &s.Unchanged, &s.Rejected)
	if err != nil {
		t.Fatal(err)
	}
	if state != "done" || sha != report.SHA256 || s != sumsOf(report) {
		t.Errorf("import_run = %s %s %v, want done %s %v", state, sha, s, report.SHA256, sumsOf(report))
	}
}

func TestAChangedRowIsAnUpdate(t *testing.T) {
	pool := register(t)
	rows := headings + "A,甲村,118.5,28.7,22200,\nB,乙村,118.5,28.7,22200,\n"
	run(t, pool, importers.Options{File: file(t, "f.csv", rows)})
	changed := run(t, pool, importers.Options{File: file(t, "f.csv", strings.Replace(rows, "乙村", "丙村", 1))})
	wantSums(t, changed, sums{Read: 2, Updated: 1, Unchanged: 1})
}

func TestACancelledImportAccountsForTheBatchesThatStand(t *testing.T) {
	pool := register(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	path := file(t, "places.csv", thousand(true))
	report, err := importers.Run(ctx, importers.Options{
		DB: pool, Actor: actor, File: path, As: importers.Places, BatchRows: 100,
		Progress: func(importers.Progress) { cancel() },
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Run = %v, want %v", err, context.Canceled)
	}
	wantSums(t, report, sums{Read: 100, Accepted: 99, Rejected: 1})
	if n := count(t, pool, "import_run WHERE state = 'failed' AND accepted = 99"); n != 1 {
		t.Errorf("%d failed runs with 99 rows accepted, want 1", n)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("beside the file lie %v, %v", left, err)
	}
}
