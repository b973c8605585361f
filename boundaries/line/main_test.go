package line_test

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
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// A unit is a division as a test lays it out.
type unit struct {
	code, name string
	area       orb.MultiPolygon
}

// square is the square with its lower left corner x, y hundredths of a degree
// from 118 E, 28 N, of w by h hundredths.
func square(x, y, w, h float64) orb.MultiPolygon {
	at := func(x, y float64) orb.Point { return orb.Point{118 + x/100, 28 + y/100} }
	return orb.MultiPolygon{{{at(x, y), at(x+w, y), at(x+w, y+h), at(x, y+h), at(x, y)}}}
}

// register is an empty register with divisions that hold from 2020 on.
func register(t *testing.T, units ...unit) (*pgxpool.Pool, *line.Store, map[string]uuid.UUID) {
	t.Helper()
	pool := pgtest.New(t)
	ids := load(t, pool, units...)
	return pool, &line.Store{DB: pool}, ids
}

func load(t *testing.T, pool *pgxpool.Pool, units ...unit) map[string]uuid.UUID {
	t.Helper()
	listings := make([]boundaries.Listing, len(units))
	for i, u := range units {
		level, err := boundaries.LevelOf(boundaries.NBS, u.code)
		if err != nil {
			t.Fatal(err)
		}
		listings[i] = boundaries.Listing{Number: i + 1, System: boundaries.NBS, Code: u.code, Name: u.name, Level: level, Area: u.area, AreaBasis: "测试",
			Valid: version.Span{From: day(2020)}}
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
		if len(plan.Refused) > 0 {
			t.Fatalf("refused: %+v", plan.Refused)
		}
		for _, l := range append(plan.Insert, plan.Update...) {
			ids[l.Code] = l.ID
		}
		return plan.Apply(t.Context(), tx, entry, "public", "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func day(y int) version.Date { return version.Day(y, time.January, 1) }

// on reads all of what was so on 1 January of a year.
func on(y int) boundaries.Reader {
	return boundaries.Reader{AsOf: version.AsOf{Valid: day(y)}, Internal: true}
}
