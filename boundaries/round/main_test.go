package round_test

import (
	"os"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/line"
	"diming/boundaries/round"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var (
	ours   = round.Actor{Account: uuid.MustParse("00000000-0000-7000-8000-00000000a001"), Side: boundaries.SideA}
	theirs = round.Actor{Account: uuid.MustParse("00000000-0000-7000-8000-00000000b001"), Side: boundaries.SideB}
)

// A world is a county and its neighbour with two lines: one between them, and
// one of the county and land that is not held.
type world struct {
	pool         *pgxpool.Pool
	tasks        *round.Store
	home, away   uuid.UUID
	shared, lone uuid.UUID // lines
	today        version.Date
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{pool: pgtest.New(t), today: version.Day(2026, 11, 26)}
	w.tasks = &round.Store{DB: w.pool, Today: func() version.Date { return w.today }}
	ids := loadDivisions(t, w.pool, [2]string{"330881", "江山市"}, [2]string{"361122", "广信区"})
	w.home, w.away = ids["330881"], ids["361122"]
	lines := &line.Store{DB: w.pool}
	add := func(name string, b line.Owner, y float64) uuid.UUID {
		id, _, err := lines.Add(t.Context(), ours.Account, line.Line{Name: name, Level: boundaries.County, A: line.DivisionOwner(w.home), B: b, Source: "测试",
			Visibility: "internal", Geometry: orb.MultiLineString{{{118.5, y}, {118.6, y + 0.01}, {118.7, y}}}}, "测试")
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	w.shared = add("江广线", line.DivisionOwner(w.away), 28.5)
	w.lone = add("江外线", line.Owner{Kind: line.NotHeld}, 28.7)
	return w
}

func loadDivisions(t *testing.T, pool *pgxpool.Pool, all ...[2]string) map[string]uuid.UUID {
	t.Helper()
	var listings []boundaries.Listing
	for i, d := range all {
		listings = append(listings, boundaries.Listing{Number: i + 1, System: boundaries.NBS, Code: d[0], Name: d[1], Level: boundaries.County})
	}
	ids := map[string]uuid.UUID{}
	err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.change", Kind: "batch"})
		if err != nil {
			return err
		}
		plan, err := boundaries.PlanLoad(t.Context(), tx, boundaries.NBS, "public", listings)
		if err != nil {
			return err
		}
		for _, l := range plan.Insert {
			ids[l.Code] = l.ID
		}
		return plan.Apply(t.Context(), tx, entry, "public", "测试")
	})
	if err != nil || len(ids) != len(all) {
		t.Fatalf("load %d divisions: %v, %v", len(all), ids, err)
	}
	return ids
}

// fifth plans the fifth round over both lines and gives the task of the shared
// one, which side a leads.
func (w *world) fifth(t *testing.T) uuid.UUID {
	t.Helper()
	id, _, err := w.tasks.Create(t.Context(), ours.Account, round.Draft{Division: w.home, Ordinal: 5, From: 2023, To: 2027, Basis: "测试〔2023〕1号", Slots: []round.Slot{
		{Line: w.shared, Year: 2026, Lead: boundaries.SideA}, {Line: w.lone, Year: 2024, Lead: boundaries.SideA}}})
	if err != nil {
		t.Fatal(err)
	}
	all, err := w.tasks.List(t.Context(), round.Filter{Whole: true, Round: &id, Line: &w.shared, Limit: 10})
	if err != nil || len(all) != 1 {
		t.Fatalf("List() = %d, %v", len(all), err)
	}
	return all[0].ID
}

// task reads a task anew.
func (w *world) task(t *testing.T, id uuid.UUID) round.Task {
	t.Helper()
	task, err := w.tasks.ByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return task
}

// paper files a document of a task.
func (w *world) paper(t *testing.T, by round.Actor, task uuid.UUID, kind string, own bool) uuid.UUID {
	t.Helper()
	id, _, err := w.tasks.AddPaper(t.Context(), by, task, round.Paper{Kind: kind, SHA256: "0000000000000000000000000000000000000000000000000000000000000000",
		MediaType: "application/pdf", Name: "a.pdf", Size: 1}, own)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// take takes a task a step on.
func (w *world) take(t *testing.T, by round.Actor, task uuid.UUID, to round.State, note string) {
	t.Helper()
	if _, err := w.tasks.Take(t.Context(), by, task, 0, round.Taking{To: to, Note: note}); err != nil {
		t.Fatalf("to %s: %v", to, err)
	}
}
