package upkeep_test

import (
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/line"
	"diming/boundaries/upkeep"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// A world is a line between two counties with three markers.
type world struct {
	*upkeep.Store
	pool    *pgxpool.Pool
	a, b    upkeep.Seat
	village uuid.UUID
	markers []uuid.UUID
	officer uuid.UUID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	pool := pgtest.New(t)
	w := &world{Store: &upkeep.Store{DB: pool}, pool: pool, officer: newAccount(t, pool, "officer")}
	ids := divisions(t, pool, "33 浙江省", "3308 衢州市", "330802 柯城区", "330881 江山市", "330881003 清湖街道", "330881003201 清湖村")
	lines := &line.Store{DB: pool}
	id, entry, err := lines.Add(t.Context(), ledger.Console, line.Line{Name: "柯城江山线", A: line.DivisionOwner(ids["330802"]), B: line.DivisionOwner(ids["330881"]), AOnLeft: true,
		Geometry: orb.MultiLineString{{{118.6, 28.7}, {118.7, 28.8}}}, Source: "测试", Visibility: "internal", Valid: version.Span{From: day("2020-01-01")}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	w.a, w.b = upkeep.Seat{Line: id, Side: boundaries.SideA, Division: ids["330802"]}, upkeep.Seat{Line: id, Side: boundaries.SideB, Division: ids["330881"]}
	w.village = ids["330881003201"]
	for range 3 {
		m := uuid.Must(uuid.NewV7())
		if _, err := pool.Exec(t.Context(), `INSERT INTO marker (id, tag) VALUES ($1, $2)`, m, entry); err != nil {
			t.Fatal(err)
		}
		w.markers = append(w.markers, m)
	}
	return w
}

func newAccount(t *testing.T, pool *pgxpool.Pool, login string) uuid.UUID {
	t.Helper()
	a, err := (&account.Store{DB: pool}).Add(t.Context(), ledger.Console, login, "测试员", "测试")
	if err != nil {
		t.Fatal(err)
	}
	return a.ID
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
			code, name := cut(u)
			level, err := boundaries.LevelOf(boundaries.NBS, code)
			if err != nil {
				return err
			}
			listings = append(listings, boundaries.Listing{Number: i + 1, System: boundaries.NBS, Code: code, Name: name, Level: level, Valid: version.Span{From: day("2020-01-01")}})
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

// contract is a contract of side b with the village for two markers.
func (w *world) contract() upkeep.Contract {
	return upkeep.Contract{Number: "江民界〔2026〕1号", Village: &w.village, Keeper: upkeep.Person{Name: "王小明", Contact: "5550123"}, Fee: "每年 1,200 元",
		Term: upkeep.Term{From: day("2026-01-01"), To: day("2026-12-31")}, Officer: w.officer, Markers: w.markers[:2]}
}

func (w *world) concluded(t *testing.T) uuid.UUID {
	t.Helper()
	id, _, err := w.Conclude(t.Context(), w.officer, w.b, w.contract())
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// patrol finds every marker of the contract well, on a day at ten in the morning in China.
func (w *world) patrol(contract uuid.UUID, on string) upkeep.Patrol {
	p := upkeep.Patrol{Contract: contract, Occasion: upkeep.Regular, MadeAt: at(on, 10)}
	for _, m := range w.markers[:2] {
		p.Checks = append(p.Checks, upkeep.Check{Marker: m, Reached: true, Condition: upkeep.Normal, Cleared: upkeep.Cleared, Repainted: true})
	}
	return p
}

func at(on string, hour int) time.Time {
	return day(on).Time().Add(time.Duration(hour-8) * time.Hour)
}

func day(text string) version.Date {
	d, err := version.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func cut(unit string) (code, name string) {
	for i, r := range unit {
		if r == ' ' {
			return unit[:i], unit[i+1:]
		}
	}
	return unit, ""
}

// read is the scope of one seat.
func read(seats ...upkeep.Seat) upkeep.Filter {
	return upkeep.Filter{Scope: upkeep.Scope{Seats: seats}}
}
