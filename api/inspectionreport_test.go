package api_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/boundaries/round"
	"diming/internal/account"
	"diming/internal/blob"
	"diming/internal/docx"
	"diming/internal/ledger"
	"diming/internal/version"
)

func TestBothOfficesTakeTheResultOfAnInspectionAndItIsTheSameEachTime(t *testing.T) {
	w := newWorld(t)
	w.Documents = blob.Store{Dir: t.TempDir()}
	task := w.roundTask(t)
	ours := w.signedIn(t, "inspector", account.Grant{Role: account.Inspector, Division: w.home})
	theirs := w.signedIn(t, "theirs", account.Grant{Role: account.Inspector, Division: w.away})
	elsewhere := w.signedIn(t, "clerk", account.Grant{Role: account.Clerk, Division: w.home})
	one := "/v1/tasks/" + task.String() + "/"
	for paper, begins := range map[string]string{"report.docx": "PK", "report.pdf": "%PDF", "record-sheets.pdf": "%PDF", "submission.zip": "PK"} {
		first := w.send(t, http.MethodGet, one+paper, "", ours...)
		if first.Code != http.StatusOK || !strings.HasPrefix(first.Body.String(), begins) {
			t.Errorf("%s = %d %.300s", paper, first.Code, first.Body)
			continue
		}
		if again := w.send(t, http.MethodGet, one+paper, "", theirs...); !bytes.Equal(first.Body.Bytes(), again.Body.Bytes()) {
			t.Errorf("%s of the other office = %d, or other bytes", paper, again.Code)
		}
		for who, headers := range map[string][]string{"somebody who does not inspect": elsewhere, "nobody": nil} {
			if got := w.send(t, http.MethodGet, one+paper, "", headers...); got.Code != http.StatusForbidden && got.Code != http.StatusUnauthorized {
				t.Errorf("%s reads %s: %d", who, paper, got.Code)
			}
		}
	}
	text, err := docx.Text(w.send(t, http.MethodGet, one+"report.docx", "", ours...).Body.Bytes())
	if err != nil || !strings.Contains(text, "江山市") || !strings.Contains(text, "联合检查报告") || !strings.Contains(text, "现场记录尚未到达") {
		t.Errorf("the report says %.400s, %v", text, err)
	}
	pack := w.send(t, http.MethodGet, one+"submission.zip", "", ours...).Body.Bytes()
	z, err := zip.NewReader(bytes.NewReader(pack), int64(len(pack)))
	if err != nil {
		t.Fatal(err)
	}
	forms := 0
	for _, f := range z.File {
		if strings.Contains(f.Name, "界桩登记表") || strings.Contains(f.Name, "界桩成果表") {
			forms++
		}
	}
	if forms < 3 {
		t.Errorf("%d forms of markers in the package", forms)
	}
	var taken int
	if err := w.pool.QueryRow(t.Context(), `SELECT count(*) FROM ledger_entry WHERE action = 'boundary_task.export' AND object = $1 AND body LIKE '%sha256%'`, task).Scan(&taken); err != nil || taken != 10 {
		t.Errorf("%d entries of papers that were taken, %v, want 10", taken, err)
	}
	if got := w.send(t, http.MethodGet, "/v1/tasks/"+w.named["uuid"]+"/report.pdf", "", ours...); got.Code != http.StatusNotFound {
		t.Errorf("the report of no task = %d", got.Code)
	}
}

// roundTask is the inspection of a line of both counties with two markers.
func (w *world) roundTask(t *testing.T) uuid.UUID {
	t.Helper()
	on, _ := w.boundaryTask(t)
	for i, number := range []string{"1", "2"} {
		_, _, err := (&marker.Store{DB: w.pool}).Add(t.Context(), ledger.Console, marker.Marker{Line: on, Number: number, Serial: i + 1, Kind: marker.Single, Faces: 2,
			Point: orb.Point{118.60 + 0.05*float64(i), 28.70 + 0.02*float64(i)}, Keeper: boundaries.SideA, Source: "示例数据", Valid: version.Span{From: version.Day(2020, 1, 1)}}, "测试")
		if err != nil {
			t.Fatal(err)
		}
	}
	rounds := &round.Store{DB: w.pool}
	id, _, err := rounds.Create(t.Context(), ledger.Console, round.Draft{Division: w.home, Ordinal: 5, From: 2095, To: 2099, Basis: "测试〔2095〕1号", Slots: []round.Slot{{Line: on, Year: 2096, Lead: boundaries.SideB}}})
	if err != nil {
		t.Fatal(err)
	}
	all, err := rounds.List(t.Context(), round.Filter{Whole: true, Round: &id, Limit: 2})
	if err != nil || len(all) != 1 {
		t.Fatalf("%d tasks, %v", len(all), err)
	}
	return all[0].ID
}
