package gazetteer_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/version"
)

// heldForms gives the projection as text, in a fixed order.
func heldForms(t *testing.T, pool *pgxpool.Pool) []string {
	t.Helper()
	rows, err := pool.Query(t.Context(), `SELECT f::text FROM name_form f ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Whatever is written by whatever way, what the forms are freshened to is what
// they are when all of them are made again.
func TestFreshenedFormsEqualARebuild(t *testing.T) {
	s, pool := newStore(t)
	loadJiangshan(t, s)
	var places []uuid.UUID
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 6).Draw(r, "writes") {
			text := rapid.SampledFrom([]string{"城中路", "南京东路", "清湖", "须江", "仙霞岭", "贺村大桥"}).Draw(r, "text")
			class := rapid.SampledFrom([]string{"23514", "22200", "13000"}).Draw(r, "class")
			place := uuid.Nil
			if len(places) > 0 {
				place = places[rapid.IntRange(0, 1<<20).Draw(r, "place")%len(places)]
			}
			day := year(rapid.IntRange(2018, 2030).Draw(r, "from"))
			var err error
			switch rapid.IntRange(0, 5).Draw(r, "what") {
			case 0, 1:
				at := orb.Point{118.6, 28.7}
				place, _, err = s.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: text}}, Class: class, Division: "330881003", Location: &at,
					Visibility: "public", Source: "test", Valid: version.Span{From: year(2018)}}, "test")
				if err == nil {
					places = append(places, place)
				}
			case 2:
				_, err = s.Rename(t.Context(), ledger.Console, place, text, version.Span{From: day}, "test")
			case 3:
				_, err = s.Cancel(t.Context(), ledger.Console, place, day, "test")
			case 4:
				_, err = s.Withdraw(t.Context(), ledger.Console, place, nil, "test")
			case 5:
				_, err = s.Amend(t.Context(), ledger.Console, place, gazetteer.Amendment{Class: &class}, version.Date{}, "test")
			}
			_ = err // what is refused writes nothing, which must hold as well
			if rapid.Bool().Draw(r, "look") {
				if _, err := s.FreshenForms(t.Context()); err != nil {
					r.Fatal(err)
				}
			}
		}
		if _, err := s.FreshenForms(t.Context()); err != nil {
			r.Fatal(err)
		}
		fresh := heldForms(t, pool)
		if err := s.RebuildForms(t.Context()); err != nil {
			r.Fatal(err)
		}
		if again := heldForms(t, pool); !slices.Equal(fresh, again) {
			r.Fatalf("freshened to %d forms, rebuilt to %d", len(fresh), len(again))
		}
	})
	if len(places) == 0 {
		t.Error("no write went through")
	}
}
