package importers_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/importers"
	"diming/internal/version"
)

// standardNames lists the standard names believed now of a source's places, by key.
func standardNames(t *testing.T, pool *pgxpool.Pool, source string) string {
	t.Helper()
	var all string
	err := pool.QueryRow(t.Context(), `SELECT coalesce(string_agg(s.key || n.text, ' ' ORDER BY s.key, n.text), '') FROM place_source s
		JOIN name_version n USING (place) WHERE s.source = $1 AND n.kind = 'standard' AND upper_inf(n.recorded) AND n.valid @> current_date`, source).Scan(&all)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAKeyOfAnotherPlaceDoesNotOverwriteIt(t *testing.T) {
	pool := register(t)
	first := headings + "1,甲村,118.5,28.5,22200,\n2,乙村,118.5,28.6,22200,\n"
	second := headings + "1,丙村,118.7,28.5,22200,\n2,丁村,118.7,28.6,22200,\n"
	report := run(t, pool, importers.Options{File: file(t, "地名.csv", first)})
	if report.Source != "地名" || report.SourceFrom != importers.FromFileName {
		t.Errorf("source %q from %q, want 地名 from the file name", report.Source, report.SourceFrom)
	}
	path := file(t, "地名.csv", second)
	refused := run(t, pool, importers.Options{File: path})
	wantSums(t, refused, sums{Read: 2, Rejected: 2})
	if got := refused.Rejections[0]; !strings.Contains(got.Reason, "代码 1 在来源“地名”中是 甲村（位置 118.5 28.5），与本行不是同一地名") || got.Column != "代码" {
		t.Errorf("rejection = %+v", got)
	}
	if got := standardNames(t, pool, "地名"); got != "1甲村 2乙村" {
		t.Errorf("names = %s, want those of the first file", got)
	}
	wantSums(t, run(t, pool, importers.Options{File: path, Source: "丙镇"}), sums{Read: 2, Accepted: 2})
	wantSums(t, run(t, pool, importers.Options{File: refused.RejectedFile, Source: "丁镇"}), sums{Read: 2, Updated: 2})

	bare := "代码,名称,类别代码\n1,%村,22200\n"
	run(t, pool, importers.Options{File: file(t, "无坐标.csv", strings.Replace(bare, "%", "戊", 1))})
	other := run(t, pool, importers.Options{File: file(t, "无坐标.csv", strings.Replace(bare, "%", "己", 1))})
	wantSums(t, other, sums{Read: 1, Rejected: 1})
}

func TestAnUpdateTellsWhatItChanges(t *testing.T) {
	pool := register(t)
	run(t, pool, importers.Options{File: file(t, "f.csv", headings+"A,甲村,118.5,28.5,22200,\n")})
	report := run(t, pool, importers.Options{File: file(t, "f.csv", headings+"A,甲新村,118.5,28.501,22200,\n"), DryRun: true})
	wantSums(t, report, sums{Read: 1, Updated: 1})
	want := []gazetteer.Change{{Field: "position", Old: "118.5 28.5", New: "118.5 28.501"}, {Field: "name", Old: "甲村", New: "甲新村"}}
	if len(report.Updates) != 1 || len(report.Updates[0].Changes) != 2 || report.Updates[0].Changes[0] != want[0] || report.Updates[0].Changes[1] != want[1] {
		t.Errorf("Updates = %+v, want %+v", report.Updates, want)
	}
}

func TestAnApprovedRenameIsNotUndone(t *testing.T) {
	pool := register(t)
	store := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	rows := headings + "A,甲村,118.5,28.5,22200,\n"
	run(t, pool, importers.Options{File: file(t, "f.csv", rows)})
	var place uuid.UUID
	if err := pool.QueryRow(t.Context(), `SELECT place FROM place_source`).Scan(&place); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Rename(t.Context(), actor, place, "乙村", version.Span{From: version.Day(2020, 1, 1)}, "江政地〔2020〕1号"); err != nil {
		t.Fatal(err)
	}
	moved := strings.Replace(rows, "28.5,", "28.501,", 1)
	report := run(t, pool, importers.Options{File: file(t, "f.csv", moved)})
	wantSums(t, report, sums{Read: 1, Rejected: 1})
	if got := report.Rejections[0].Reason; !strings.Contains(got, "现标准名称为 乙村（原因 江政地〔2020〕1号），来源仍为 甲村") {
		t.Errorf("reason = %s", got)
	}
	// Once the source has the new name, the row changes what else it says, and
	// what the place was called until 2020 stays.
	wantSums(t, run(t, pool, importers.Options{File: file(t, "f.csv", strings.Replace(moved, "甲村", "乙村", 1))}), sums{Read: 1, Updated: 1})
	if n := count(t, pool, "name_version WHERE upper_inf(recorded) AND (text, valid) IN (('甲村', '(,2020-01-01)'), ('乙村', '[2020-01-01,)'))"); n != 2 {
		t.Error("the row undid the times of the rename")
	}
}

func TestWhatAFileDoesNotSayStays(t *testing.T) {
	pool := register(t)
	full := "代码,标准名称,类别代码,东经,北纬,曾用名,别名,地名含义,高程\nA,甲村,22200,118.5,28.5,旧甲,大甲,山前,12\n"
	run(t, pool, importers.Options{File: file(t, "f.csv", full)})
	for _, less := range []string{
		"代码,标准名称,类别代码,地名来历\nA,甲村,22200,清代\n",
		"代码,标准名称,类别代码,东经,北纬,曾用名,别名,地名含义,高程,地名来历\nA,甲村,22200,,,,,,,唐代\n",
	} {
		report := run(t, pool, importers.Options{File: file(t, "f.csv", less)})
		wantSums(t, report, sums{Read: 1, Updated: 1})
		if !strings.Contains(strings.Join(report.Notes, ""), "空白不清除原有内容") {
			t.Errorf("Notes = %q", report.Notes)
		}
		if n := count(t, pool, "place_version WHERE upper_inf(recorded) AND meaning = '山前' AND elevation_m = 12 AND ST_X(location) = 118.5 AND origin <> ''"); n != 1 {
			t.Errorf("%q took away what it does not say", less)
		}
		if n := count(t, pool, "name_version WHERE upper_inf(recorded) AND text IN ('旧甲', '大甲')"); n != 2 {
			t.Errorf("%q: %d other names, want 2", less, n)
		}
	}
}

func TestADescriptionByAnOfficerStands(t *testing.T) {
	pool := register(t)
	store := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	rows := "代码,标准名称,类别代码,地名含义,高程\nA,甲村,22200,山前,12\n"
	run(t, pool, importers.Options{File: file(t, "f.csv", rows)})
	var place uuid.UUID
	if err := pool.QueryRow(t.Context(), `SELECT place FROM place_source`).Scan(&place); err != nil {
		t.Fatal(err)
	}
	better := "山前之村"
	if _, err := store.Describe(t.Context(), actor, place, gazetteer.Description{Meaning: &better}, version.Span{}, "访谈"); err != nil {
		t.Fatal(err)
	}
	for _, elevation := range []string{"13", "14"} { // the second finds the first's version, which says 山前之村 too
		report := run(t, pool, importers.Options{File: file(t, "f.csv", strings.Replace(rows, "12", elevation, 1))})
		wantSums(t, report, sums{Read: 1, Updated: 1})
		if len(report.Kept) != 1 || report.Kept[0].Changes[0] != (gazetteer.Change{Field: "meaning", Old: better, New: "山前"}) {
			t.Errorf("Kept = %+v", report.Kept)
		}
	}
	if n := count(t, pool, "place_version WHERE upper_inf(recorded) AND meaning = '山前之村' AND elevation_m = 14"); n != 1 {
		t.Error("the officer's description is gone, or the source's elevation was not taken")
	}
}

func TestAnUncorrectedFileOfRejectedRowsIsRejectedAgain(t *testing.T) {
	pool := register(t)
	report := run(t, pool, importers.Options{File: file(t, "places.csv", thousand(true))})
	text, err := os.ReadFile(report.RejectedFile)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "改名.csv")
	if err := os.WriteFile(other, text, 0o600); err != nil {
		t.Fatal(err)
	}
	// K0230 itself has come in by now, so that its duplicate meets it there.
	run(t, pool, importers.Options{File: file(t, "places.csv", headings+"K0230,天外,118.5,28.7,22200,\n")})
	again := run(t, pool, importers.Options{File: other})
	wantSums(t, again, sums{Read: 10, Rejected: 10})
	if again.Source != "places" || again.SourceFrom != importers.FromRejectedFile {
		t.Errorf("source %q from %q, want places from the file of rejected rows", again.Source, again.SourceFrom)
	}
	found := false
	for _, r := range again.Rejections {
		found = found || strings.Contains(r.Reason, "未改正：代码: 与第 230 行重复")
	}
	if got := standardNames(t, pool, "places"); !found || !strings.Contains(got, "K0230天外") {
		t.Errorf("the duplicate row was not refused as such: %+v", again.Rejections)
	}
}

func TestWhatIsPublicIsNotHiddenSilently(t *testing.T) {
	pool := register(t)
	rows := headings + "A,甲村,118.5,28.5,22200,公开\n"
	run(t, pool, importers.Options{File: file(t, "f.csv", rows), Classification: "public"})
	public := func() int { return count(t, pool, "public_place WHERE upper_inf(recorded)") }
	report := run(t, pool, importers.Options{File: file(t, "f.csv", rows)})
	wantSums(t, report, sums{Read: 1, Unchanged: 1})
	if notes := strings.Join(report.Notes, ""); public() != 1 || !strings.Contains(notes, "1 行现为公开") || !strings.Contains(notes, "1 行写明公开") {
		t.Errorf("%d public, notes %q", public(), notes)
	}
	lowered := run(t, pool, importers.Options{File: file(t, "f.csv", strings.Replace(rows, "公开", "", 1)), Classification: "internal"})
	wantSums(t, lowered, sums{Read: 1, Updated: 1})
	want := gazetteer.Change{Field: "visibility", Old: "public", New: "internal"}
	if n := count(t, pool, "public_name WHERE upper_inf(recorded)"); public()+n != 0 || lowered.Updates[0].Changes[0] != want {
		t.Errorf("%d places, %d names public, %+v", public(), n, lowered.Updates)
	}
}
