package features_test

import (
	"os"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/features"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// A register is a small one: a province down to two townships, and villages.
type register struct {
	*features.Store
	places *gazetteer.Store
	pool   *pgxpool.Pool
}

func newRegister(t *testing.T) *register {
	t.Helper()
	pool := pgtest.New(t)
	r := &register{&features.Store{DB: pool}, &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}, pool}
	var rows []gazetteer.DivisionRow
	for i, row := range [][2]string{{"33", "浙江省"}, {"3308", "衢州市"}, {"330881", "江山市"}, {"330881003", "清湖街道"}, {"330881104", "贺村镇"}} {
		rows = append(rows, gazetteer.DivisionRow{Number: i + 1, Code: row[0], Name: row[1]})
	}
	if _, err := r.places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public", Note: "测试"}, rows); err != nil {
		t.Fatal(err)
	}
	ledgertest.Settle(t, pool)
	return r
}

// enter adds a village at a point.
func (r *register) enter(t *testing.T, name, visibility string, at orb.Point) {
	t.Helper()
	_, _, err := r.places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "22200",
		Division: "330881003", Location: &at, Visibility: visibility, Source: "测试"}, "测试")
	if err != nil {
		t.Fatal(err)
	}
}

// all are the features that a query asks for, on one page.
func (r *register) all(t *testing.T, collection string, q features.Query) features.Page {
	t.Helper()
	c, err := features.ByID(collection)
	if err != nil {
		t.Fatal(err)
	}
	if q.When == (features.When{}) {
		q.When = features.On(version.Today())
	}
	if q.CRS.URI == "" {
		q.CRS = features.CRS84
	}
	if q.Limit == 0 {
		q.Limit = 1000
	}
	page, err := r.Page(t.Context(), c, q)
	if err != nil {
		t.Fatalf("%s %+v: %v", collection, q, err)
	}
	return page
}
