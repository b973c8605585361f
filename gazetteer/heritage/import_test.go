package heritage_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/gazetteer/heritage"
)

// TestAnImportRejectsTheRowThatRenamesAListedName and takes in the others: a
// batch is not lost for a name that wants a protection plan first.
func TestAnImportRejectsTheRowThatRenamesAListedName(t *testing.T) {
	w := newWorld(t)
	batch := gazetteer.Batch{Source: "普查", Actor: clerk, Visibility: "public", Note: "测试"}
	row := func(n int, key, name string, digest byte) gazetteer.Row {
		return gazetteer.Row{Number: n, Key: key, Digest: [32]byte{digest}, Class: "22200", Division: "330881003", Location: &orb.Point{118.6, 28.7},
			Names: []gazetteer.RowName{{Text: name}}}
	}
	load := func(rows ...gazetteer.Row) gazetteer.Counts {
		t.Helper()
		counts, err := w.places.LoadPlaces(t.Context(), batch, rows)
		if err != nil {
			t.Fatal(err)
		}
		if n := counts.Accepted + counts.Updated + counts.Unchanged + len(counts.Rejected); n != len(rows) {
			t.Errorf("%d of %d rows are accounted for: %+v", n, len(rows), counts)
		}
		return counts
	}
	load(row(1, "a", "廿八都", 1), row(2, "b", "峡口渡", 2))
	items := map[string]heritage.Item{}
	for _, key := range []string{"a", "b"} {
		i := w.listedSource(t, key)
		items[key] = i
	}
	if _, err := w.AddPlan(t.Context(), clerk, items["b"].ID, plan); err != nil {
		t.Fatal(err)
	}
	w.approve(t, items["b"].ID)

	changed := []gazetteer.Row{row(1, "a", "新都", 3), row(2, "b", "峡口埠", 4), row(3, "c", "清湖渡", 5)}
	if tried, err := w.places.TryPlaces(t.Context(), batch, changed); err != nil || len(tried.Rejected) != 1 {
		t.Errorf("a trial says %+v, %v, want one rejected", tried, err)
	}
	counts := load(changed...)
	if counts.Updated != 1 || counts.Accepted != 1 || len(counts.Rejected) != 1 {
		t.Fatalf("%+v, want one updated, one accepted and one rejected", counts)
	}
	if r := counts.Rejected[0]; r.Row != 1 || r.Column != "name" || !strings.Contains(r.Reason, "保护方案") || !strings.Contains(r.Reason, "第一批（示例）") {
		t.Errorf("the rejection says %+v, want the plan and the list", r)
	}
	// The same name with something new of the place is no renaming.
	same := row(1, "a", "廿八都", 6)
	same.Meaning = "距衢州二十八都"
	if counts := load(same); counts.Updated != 1 {
		t.Errorf("a listed place with a meaning: %+v, want updated", counts)
	}
	if _, err := w.AddPlan(t.Context(), clerk, items["a"].ID, plan); err != nil {
		t.Fatal(err)
	}
	w.approve(t, items["a"].ID)
	if counts := load(row(1, "a", "新都", 7)); counts.Updated != 1 {
		t.Errorf("after the plan was approved: %+v, want updated", counts)
	}
}

func TestACodeTableRejectsTheRowThatRenamesAListedDivision(t *testing.T) {
	w := newWorld(t)
	town, err := w.places.Boundaries.ByCode(t.Context(), gazetteer.Reader{Internal: true}, "330881003")
	if err != nil {
		t.Fatal(err)
	}
	item, _, err := w.Propose(t.Context(), clerk, w.batch, town.ID, "千年古镇", "码头")
	if err != nil {
		t.Fatal(err)
	}
	w.list(t, item)
	counts, err := w.places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: clerk, Visibility: "public", Note: "测试"},
		[]gazetteer.DivisionRow{{Number: 1, Code: "330881003", Name: "新湖街道"}, {Number: 2, Code: "330881004", Name: "贺村镇"}})
	if err != nil {
		t.Fatal(err)
	}
	if counts.Accepted != 1 || len(counts.Rejected) != 1 || counts.Rejected[0].Row != 1 || !strings.Contains(counts.Rejected[0].Reason, "保护方案") {
		t.Errorf("%+v, want the listed division rejected and the other accepted", counts)
	}
}
