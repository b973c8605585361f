package event_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/shelters/event"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// A world is a county with two townships of two villages each, and another county.
type world struct {
	*event.Store
	pool *pgxpool.Pool
	ids  map[string]uuid.UUID // divisions by code
	now  time.Time            // what the store's clock says
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{pool: pgtest.New(t), now: time.Now().Truncate(time.Microsecond)}
	w.Store = &event.Store{DB: w.pool, Now: func() time.Time { return w.now }}
	w.ids = divisions(t, w.pool, "33 浙江省", "3308 衢州市", "330802 柯城区", "330881 江山市", "330881003 清湖街道", "330881003201 清湖一村", "330881003202 清湖二村",
		"330881101 大陈乡", "330881101201 大陈村", "330881101202 早田坂村")
	return w
}

func divisions(t *testing.T, pool *pgxpool.Pool, units ...string) map[string]uuid.UUID {
	t.Helper()
	ids := map[string]uuid.UUID{}
	err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.change", Kind: "batch"})
		if err != nil {
			return err
		}
		var listings []boundaries.Listing
		for i, u := range units {
			code, name, _ := strings.Cut(u, " ")
			level, err := boundaries.LevelOf(boundaries.NBS, code)
			if err != nil {
				return err
			}
			listings = append(listings, boundaries.Listing{Number: i + 1, System: boundaries.NBS, Code: code, Name: name, Level: level, Valid: version.Span{From: version.Day(2020, 1, 1)}})
		}
		plan, err := boundaries.PlanLoad(t.Context(), tx, boundaries.NBS, "public", listings)
		if err != nil {
			return err
		}
		for _, l := range plan.Insert {
			ids[l.Code] = l.ID
		}
		return plan.Apply(t.Context(), tx, entry, "public", "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// typhoon is a warning of a township for twelve hours.
func (w *world) typhoon() event.Start {
	return event.Start{County: w.ids["330881"], Until: w.now.Add(12 * time.Hour), Saying: event.Saying{Hazard: "typhoon", Signal: "red", Title: "台风红色预警",
		Todo: "住在低洼处和危房的，马上转移到避灾点", Body: "江山市防汛防台抗旱指挥部", Number: "江防指〔2026〕7号", Issued: w.now.Add(-time.Minute), Areas: []uuid.UUID{w.ids["330881003"]}}}
}

func (w *world) started(t *testing.T) event.Event {
	t.Helper()
	e, err := w.Start(t.Context(), ledger.Console, w.typhoon())
	if err != nil {
		t.Fatal(err)
	}
	return e
}
