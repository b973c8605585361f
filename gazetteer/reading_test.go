package gazetteer_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/gazetteer/search"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
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
		ledgertest.Settle(t, pool)
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

func TestOfRecordingsThatComeAtOnceOneIsPlayed(t *testing.T) {
	s, pool := newStore(t)
	loadRows(t, s, tower(1, 118.6, gazetteer.RowName{Text: "长乐塔"}))
	id := placeOf(t, pool, "tower")
	p, err := s.Place(t.Context(), gazetteer.Reader{}, id)
	if err != nil {
		t.Fatal(err)
	}
	name := p.Names[0].ID
	const n = 8
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			sound := gazetteer.Sound{SHA256: fmt.Sprintf("%064x", i), Kind: "wav", Size: int64(i + 1)}
			if _, err := s.SetSound(t.Context(), ledger.Console, id, name, sound, "测试"); err != nil {
				t.Errorf("recording %d: %v", i, err)
			}
		})
	}
	all.Wait()
	var held, played, entries int
	if err := pool.QueryRow(t.Context(), `SELECT count(*), count(*) FILTER (WHERE removed IS NULL), (SELECT count(*) FROM ledger_entry WHERE action = 'name.sound_set') FROM name_sound`).
		Scan(&held, &played, &entries); err != nil || held != n || played != 1 || entries != n {
		t.Errorf("%d are held and %d played after %d entries, %v; want %d, 1 and %d", held, played, entries, err, n, n)
	}
	if _, err := s.RemoveSound(t.Context(), ledger.Console, id, name, "测试"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.RemoveSound(t.Context(), ledger.Console, id, name, "测试"); !errors.Is(err, gazetteer.ErrNoSound) {
		t.Errorf("removed twice = %v, want ErrNoSound", err)
	}
	if _, err := s.SetSound(t.Context(), ledger.Console, uuid.New(), name, gazetteer.Sound{SHA256: fmt.Sprintf("%064x", 1), Kind: "wav", Size: 1}, "测试"); !errors.Is(err, gazetteer.ErrNotFound) {
		t.Errorf("a recording of another place's name = %v, want ErrNotFound", err)
	}
}
