package api_test

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer/cases"
	"diming/gazetteer/heritage"
	"diming/gazetteer/supervision"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/version"
)

// sheetOf takes a list as CSV and gives its rows, without the head and the
// line that counts them.
func (w *world) sheetOf(t *testing.T, target string, who []string) [][]string {
	t.Helper()
	got := w.send(t, "GET", target, "", who...)
	text, marked := strings.CutPrefix(got.Body.String(), "\ufeff")
	if got.Code != 200 || !marked {
		t.Fatalf("GET %s = %d %q, want a CSV that spreadsheets read as UTF-8", target, got.Code, got.Body)
	}
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord = -1
	all, err := in.ReadAll()
	if err != nil || len(all) < 2 {
		t.Fatalf("GET %s: %v, %v", target, all, err)
	}
	rows := all[1 : len(all)-1]
	if last := all[len(all)-1][0]; last != fmt.Sprintf("# 共 %d 行", len(rows)) {
		t.Errorf("GET %s ends with %q after %d rows", target, last, len(rows))
	}
	return rows
}

func TestListsAreExportedAsTheyAreFiltered(t *testing.T) {
	w := newWorld(t)
	clerk := w.signedIn(t, "sheet", account.Grant{Role: account.Clerk, Division: w.home})
	away := w.signedIn(t, "sheet.away", account.Grant{Role: account.Clerk, Division: w.away})
	for i := range 3 {
		_, _, _, err := w.Cases.Open(t.Context(), ledger.Console, cases.Opening{Kind: cases.Naming, Channel: cases.Counter, Class: "23514", Division: w.home,
			Title: fmt.Sprintf("=SUM(A%d)", i), Reason: "测试", Items: []cases.Item{{Class: "23514", Text: fmt.Sprintf("月泉%d路", i)}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	held := query[int](t, w.system, `SELECT count(*)::int FROM name_case`)[0]
	if all := w.sheetOf(t, "/v1/cases.csv", clerk); len(all) != held {
		t.Errorf("%d cases are exported, %d are held", len(all), held)
	}
	some := w.sheetOf(t, "/v1/cases.csv?q=月泉&state=draft&open=true", clerk)
	if len(some) != 3 || some[0][1] != "命名" || some[0][3] != "草稿" {
		t.Errorf("the filtered export is %v, want three drafts in words", some)
	}
	for _, row := range some {
		if strings.HasPrefix(row[4], "=") {
			t.Errorf("title %q is a formula", row[4])
		}
	}
	if none := w.sheetOf(t, "/v1/cases.csv", away); len(none) != 0 {
		t.Errorf("out of reach: %v, want nothing", none)
	}
	for _, bad := range []string{"/v1/cases.csv?kind=nothing", "/v1/cases.csv?unknown=1", "/v1/supervision.csv?overdue=perhaps", "/v1/heritage-items.csv?batch=x", "/v1/quality/findings.csv?state=bad"} {
		if got := w.send(t, "GET", bad, "", clerk...); got.Code != 422 && got.Code != 400 {
			t.Errorf("GET %s = %d, want it refused", bad, got.Code)
		}
	}
	batch, _, err := w.heritages().AddBatch(t.Context(), ledger.Console, heritage.Batch{Division: w.home, Title: "第一批（示例）", Year: 2026, Criteria: "五十年"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.heritages().Propose(t.Context(), ledger.Console, batch, uuid.MustParse(w.named["place"]), "历史地名", "@明代"); err != nil {
		t.Fatal(err)
	}
	names := w.sheetOf(t, "/v1/heritage-items.csv?plan=none", clerk)
	if len(names) != 1 || names[0][1] != "清溪口" || names[0][6] != "'@明代" || names[0][10] != "无" {
		t.Errorf("the protection list is exported as %v", names)
	}
	if none := w.sheetOf(t, "/v1/heritage-items.csv?plan=approved", clerk); len(none) != 0 {
		t.Errorf("names with an approved plan: %v, want none", none)
	}
	w.sheetOf(t, "/v1/quality/findings.csv", clerk)
	if n := query[int](t, w.system, `SELECT count(*)::int FROM ledger_entry WHERE action = 'list.export'`)[0]; n != 6 {
		t.Errorf("%d exports are entries, want 6", n)
	}
}

func (w *world) heritages() *heritage.Store { return &heritage.Store{DB: w.pool} }

func TestAnExportKnowsNoReporter(t *testing.T) {
	w := newWorld(t)
	clerk := w.signedIn(t, "log", account.Grant{Role: account.Clerk, Division: w.home})
	s := &supervision.Store{DB: w.pool}
	secret := supervision.Reporter{Name: "王小明", Contact: "5550123", Text: "我是隔壁的王小明"}
	if _, _, err := s.Open(t.Context(), ledger.Console, supervision.Matter{Kind: supervision.Report, Division: w.home, Subject: "路牌用字", MadeOn: version.Day(2026, 1, 5), DueOn: version.Day(2026, 1, 20)}, &secret); err != nil {
		t.Fatal(err)
	}
	rows := w.sheetOf(t, "/v1/supervision.csv?overdue=true", clerk)
	if len(rows) != 1 || rows[0][3] != "路牌用字" || rows[0][10] != "是" {
		t.Fatalf("the log is exported as %v, want one overdue report", rows)
	}
	text := fmt.Sprint(rows) + w.send(t, "GET", "/v1/supervision", "", clerk...).Body.String()
	for _, part := range []string{"王小明", "5550123", "隔壁"} {
		if strings.Contains(text, part) {
			t.Errorf("%s stands in a list or an export", part)
		}
	}
}
