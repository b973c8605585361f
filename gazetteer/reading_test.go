package gazetteer_test

import (
	"slices"
	"testing"

	"diming/gazetteer"
	"diming/gazetteer/search"
	"diming/internal/ledger"
)

// TestAHeteronymIsFoundByTheRightAndTheWrongReading also where a person has
// confirmed a local reading that no table holds: strangers go on reading as
// they do.
func TestAHeteronymIsFoundByTheRightAndTheWrongReading(t *testing.T) {
	s, pool := newStore(t)
	loadRows(t, s, tower(1, 118.6, gazetteer.RowName{Text: "长乐塔"}))
	id := placeOf(t, pool, "tower")
	found := func(query string) bool {
		t.Helper()
		if err := ledger.SealAll(t.Context(), pool); err != nil {
			t.Fatal(err)
		}
		f := gazetteer.NewFinder(s)
		if _, err := f.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		hits, _, err := f.Index().Search(search.Query{Text: query})
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(hits, func(h search.Hit) bool { return h.ID == search.ID(id) })
	}
	want := func(when string, queries ...string) {
		t.Helper()
		for _, q := range queries {
			if !found(q) {
				t.Errorf("%s: %q does not find 长乐塔", when, q)
			}
		}
	}
	want("as a draft", "changleta", "zhangleta", "changyueta", "chánglè tǎ", "zhǎnglè", "clt", "zlt")
	if found("diaole") {
		t.Error("diaole finds 长乐塔, so that anything would")
	}
	p, err := s.Place(t.Context(), gazetteer.Reader{}, id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ConfirmReading(t.Context(), ledger.Console, p.Names[0].ID, "Diàolè Tǎ", "当地读音"); err != nil {
		t.Fatal(err)
	}
	want("read as nobody would guess", "diaoleta", "diàolè", "dlt", "changleta", "zhangleta", "clt", "zlt")
}
