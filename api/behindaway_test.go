package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/version"
)

// soon waits for something that is to be so within the ten seconds that pages
// promise; on a machine that is busy with other tests it may be later.
func soon(t *testing.T, what string, is func() bool) {
	t.Helper()
	began := time.Now()
	for !is() {
		if time.Since(began) > 5*time.Minute {
			t.Fatalf("%s: not so after five minutes", what)
		}
		<-time.After(20 * time.Millisecond)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Logf("%s took %v", what, took)
	}
}

// page gives the answer of a page as a browser asks for it.
func (s *system) page(target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, origin+target, nil))
	return w
}

// codedTown fills a register with places that have codes.
func codedTown(t testing.TB, pool *pgxpool.Pool) (s *system, street uuid.UUID, tokens []string) {
	t.Helper()
	s = newSystem(pool)
	rows := []gazetteer.DivisionRow{}
	for i, r := range [][2]string{{"33", "浙江省"}, {"3308", "衢州市"}, {"330881", "江山市"}, {"330881003", "清湖街道"}} {
		rows = append(rows, gazetteer.DivisionRow{Number: i + 1, Code: r[0], Name: r[1]})
	}
	if _, err := s.Places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public"}, rows); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		id, _, err := s.Places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: fmt.Sprintf("示例%d路", i)}}, Class: "23514",
			Division: "330881003", Visibility: "public", Source: "测试", Valid: version.Span{From: version.Day(2001, 1, 1)}}, "测试")
		if err != nil {
			t.Fatal(err)
		}
		street = id
		tokens = append(tokens, s.token(t, id))
	}
	return s, street, tokens
}

// TestPagesAnswerWhileTheDatabaseIsAway cuts the way to the database while pages
// are asked for, starts a second server without it, and mends it.
func TestPagesAnswerWhileTheDatabaseIsAway(t *testing.T) {
	way, pool := throughCable(t)
	s, street, tokens := codedTown(t, pool)
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	defer func() { stop(); running.Wait() }()
	dir := t.TempDir()
	running.Go(func() { ledger.NewSealer(pool, s.Log).Run(ctx) })
	running.Go(func() { s.Behind.Run(ctx, dir, s.Log) })
	s.Behind.Open()
	soon(t, "the snapshot is read", func() bool { now := s.Behind.Now(); return now != nil && len(now.Own) >= len(tokens) })
	if err := s.Behind.Save(dir); err != nil {
		t.Fatal(err)
	}

	var asked, failed atomic.Int64
	for range 4 {
		running.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				target := "/Q/" + tokens[i%len(tokens)]
				if i%3 == 0 {
					target += ".json"
				}
				if w := s.page(target); w.Code != http.StatusOK {
					failed.Add(1)
					t.Errorf("%s: %d", target, w.Code)
				}
				asked.Add(1)
				<-time.After(time.Millisecond)
			}
		})
	}
	way.cut()
	soon(t, "it is known that the database is away", func() bool { return s.Behind.Now().Away })
	s.wantAway(t, tokens[0])
	again := newSystem(pool) // a server that starts now
	if err := again.Behind.Restore(dir, true); err != nil {
		t.Fatal(err)
	}
	again.wantAway(t, tokens[0])
	before := asked.Load()
	soon(t, "pages are asked for while it is away", func() bool { return asked.Load() > before+100 })

	way.mend(t)
	soon(t, "the database is back", func() bool { return !s.Behind.Now().Away })
	if _, err := s.Places.Rename(t.Context(), ledger.Console, street, "更名后路", version.Span{From: version.Today()}, "更名"); err != nil {
		t.Fatal(err)
	}
	last := "/Q/" + tokens[len(tokens)-1]
	soon(t, "a change is on its page", func() bool { return strings.Contains(s.page(last).Body.String(), "更名后路") })
	if body := s.page(last).Body.String(); strings.Contains(body, "暂时连不上") {
		t.Error("the page says that the register is away, and it is not")
	}
	stop()
	running.Wait()
	if failed.Load() > 0 || asked.Load() == 0 {
		t.Errorf("%d of %d pages failed", failed.Load(), asked.Load())
	}
}

// wantAway checks that a page and its data are there and say of when they are.
func (s *system) wantAway(t *testing.T, token string) {
	t.Helper()
	w := s.page("/Q/" + token)
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, "数据截至 "+s.Behind.Now().At.In(version.China).Format("2006年1月2日 15:04")+"；暂时连不上登记库") {
		t.Errorf("the page without a database: %d …%s, want it with its time", w.Code, body[max(0, len(body)-300):])
	}
	var data struct {
		Name string    `json:"name"`
		At   time.Time `json:"data_at"`
		Away bool      `json:"register_away"`
	}
	w = s.page("/q/" + token + ".json")
	if err := json.Unmarshal(w.Body.Bytes(), &data); err != nil || w.Code != http.StatusOK || data.Name == "" || !data.Away || time.Since(data.At) < 0 || data.At.IsZero() {
		t.Errorf("the data without a database: %d %s %v, want it with its time", w.Code, w.Body, err)
	}
}
