package api_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/api/page"
	"diming/internal/ledger"
	"diming/shelters/event"
)

// TestEveryPageBehindACodeOfTheDemoFits asks for the page of every village of the
// county and of every thirty-second other code with two warnings on, when pages say
// most, every eighth in English too, and for every eighth in calm weather.
func TestEveryPageBehindACodeOfTheDemoFits(t *testing.T) {
	s := newSystem(demoPool(t))
	county := s.idOf(t, "330881")
	ask := func(what string, each int) {
		t.Helper()
		if err := s.Behind.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		raw, packed, pages := 0, 0, 0
		for i, target := range s.codesToTry(t) {
			if i%each != 0 {
				continue
			}
			languages := []string{"zh", "en"}
			for _, language := range languages[:2-min(i%8, 1)] {
				r := httptest.NewRequest(http.MethodGet, target, nil)
				r.Header.Set("Accept-Language", language)
				w := httptest.NewRecorder()
				s.ServeHTTP(w, r)
				size := gzipSize(t, w.Body.Bytes())
				if w.Code != http.StatusOK || w.Body.Len() > page.MaxRaw || size > page.MaxGzip {
					t.Errorf("%s in %s, %s: %d, %d bytes, %d in gzip; want %d and %d at most", target, language, what, w.Code, w.Body.Len(), size, page.MaxRaw, page.MaxGzip)
				}
				raw, packed, pages = max(raw, w.Body.Len()), max(packed, size), pages+1
			}
		}
		if pages < 450/each {
			t.Errorf("%d pages, want those of the whole county", pages)
		}
		t.Logf("%s: %d pages, the largest %d bytes and %d in gzip", what, pages, raw, packed)
	}
	ask("calm", 8)
	warnings := &event.Store{DB: s.pool}
	for _, hazard := range []string{"typhoon", "flood"} {
		_, err := warnings.Start(t.Context(), ledger.Console, event.Start{County: county, Until: time.Now().Add(48 * time.Hour), Saying: event.Saying{
			Hazard: hazard, Signal: "red", Title: "示例：台风、暴雨红色预警", Todo: "立即停止户外作业，危险区域人员听从村干部指挥，带好身份证和药品，就近转移到开放的避灾安置场所。",
			Body: "江山市人民政府防汛防台抗旱指挥部（示例）", Number: "江防指〔2026〕18号", Issued: time.Now(), Areas: []uuid.UUID{county},
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	ask("two warnings", 1)
}

// codesToTry are the addresses of the pages of the county's villages, and of every thirty-second
// other code.
func (s *system) codesToTry(t *testing.T) []string {
	t.Helper()
	rows, err := s.pool.Query(t.Context(), `SELECT '/Q/' || c.token FROM sign_code c
		LEFT JOIN (SELECT division FROM division_version WHERE level = 5 AND code LIKE '330881%' AND upper_inf(recorded) AND upper_inf(valid)) v ON v.division = c.place
		WHERE v.division IS NOT NULL OR left(md5(c.token), 2) < '08' ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func gzipSize(t *testing.T, body []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}
