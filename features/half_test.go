package features_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/features"
	"diming/internal/ledger/ledgertest"
	"diming/internal/pg/pgtest"
)

// walk follows a query from page to page, and tells of each feature whether it has
// a geometry.
func (r *register) walk(t *testing.T, collection string, q features.Query) (ids []string, drawn []bool) {
	t.Helper()
	for {
		page := r.all(t, collection, q)
		for _, f := range page.Features {
			ids, drawn = append(ids, f.ID.String()), append(drawn, f.Geometry != nil)
		}
		if page.Next == nil {
			return ids, drawn
		}
		q.After = page.Next
	}
}

// rewrite changes what the register holds past the guards of its versions.
func (r *register) rewrite(t *testing.T, sql string) {
	t.Helper()
	if _, err := pgtest.Admin(t, r.pool).Exec(t.Context(), `SET session_replication_role = replica; `+sql+`; RESET session_replication_role`); err != nil {
		t.Fatal(err)
	}
}

// cover gives divisions an area.
func (r *register) cover(t *testing.T, codes string) {
	t.Helper()
	r.rewrite(t, `UPDATE division_version SET area = ST_Multi(ST_MakeEnvelope(118, 28, 119, 29, 4490)), area_source = 'imported' WHERE code IN (`+codes+`)`)
}

// TestWhatHasAPlaceOnTheMapComesFirst: whatever was entered first, and however
// short the pages are, each feature once.
func TestWhatHasAPlaceOnTheMapComesFirst(t *testing.T) {
	r := newRegister(t)
	r.cover(t, "'330881', '330881104'")
	r.enter(t, "清溪口", "public", orb.Point{118.6, 28.6})
	r.enter(t, "贺溪口", "public", orb.Point{118.7, 28.6})
	ledgertest.Settle(t, r.pool)
	for collection, with := range map[string]int{"divisions": 2, "places": 2} {
		for limit := 1; limit <= 8; limit++ {
			q := features.Query{Limit: limit, PublicFrom: boundaries.Province}
			ids, drawn := r.walk(t, collection, q)
			want := make([]bool, len(ids))
			for i := range with {
				want[i] = true
			}
			if !slices.Equal(drawn, want) {
				t.Errorf("%s, %d a page: drawn are %v, want the first %d", collection, limit, drawn, with)
			}
			if n := r.all(t, collection, features.Query{}).Matched; int64(len(ids)) != n || len(slices.Compact(slices.Sorted(slices.Values(ids)))) != len(ids) {
				t.Errorf("%s, %d a page: the walk met %v, want each of %d once", collection, limit, ids, n)
			}
		}
	}
	ids, drawn := r.walk(t, "divisions", features.Query{Limit: 2, PublicFrom: boundaries.Township})
	if n := slices.Index(drawn, false); n != 1 || len(ids) != 5 {
		t.Errorf("with areas from townships on, drawn are %v, want the township first", drawn)
	}
}

// TestAreasMadePublicDuringAWalkMoveNothing: an approval number that is entered or
// ends between two pages hides nothing from the walk and shows nothing twice.
func TestAreasMadePublicDuringAWalkMoveNothing(t *testing.T) {
	r := newRegister(t)
	r.cover(t, "'33', '330881104'")
	for _, levels := range [][2]boundaries.Level{{boundaries.Township, boundaries.Province}, {boundaries.Province, boundaries.Township}} {
		q := features.Query{Limit: 1, PublicFrom: levels[0]}
		first := r.all(t, "divisions", q)
		q.After, q.PublicFrom = first.Next, levels[1]
		rest, _ := r.walk(t, "divisions", q)
		ids := append(rest, first.Features[0].ID.String())
		if slices.Sort(ids); len(ids) != 5 || len(slices.Compact(ids)) != 5 {
			t.Errorf("areas public from level %d and then %d: the walk met %v, want 5 divisions once", levels[0], levels[1], ids)
		}
	}
}

// TestDivisionsAreCalledByTheirStandardNames: a code table says 村委会 of what is
// called a village, and what has no standard name keeps the table's.
func TestDivisionsAreCalledByTheirStandardNames(t *testing.T) {
	r := newRegister(t)
	r.rewrite(t, `UPDATE division_version SET name = '贺村镇人民政府' WHERE code = '330881104'; UPDATE division_version SET name = '直辖县级区划' WHERE code = '3308';
		UPDATE name_version SET visibility = 'internal' WHERE text = '衢州市'`)
	for code, want := range map[string][2]string{"330881104": {"贺村镇", "贺村镇人民政府"}, "3308": {"直辖县级区划", "直辖县级区划"}} {
		page := r.all(t, "divisions", features.Query{Equal: []features.Equal{{Property: "code", Value: code}}, Properties: []string{"name", "listed_name"}})
		if got := page.Features[0].Values; got[0] != want[0] || got[1] != want[1] {
			t.Errorf("%s is called %v, want %v", code, got, want)
		}
	}
}
