package gazetteer_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/version"
)

var public, officer = gazetteer.Reader{}, gazetteer.Reader{Internal: true}

func TestAPublicReaderNeverSeesWhatIsInternal(t *testing.T) {
	s, pool := newStore(t)
	d := hamlet("内")
	d.Visibility = "internal"
	id, entry, err := s.Add(t.Context(), ledger.Console, d, "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Place(t.Context(), public, id); !errors.Is(err, gazetteer.ErrNotFound) {
		t.Errorf("Place() for the public = %v, want ErrNotFound", err)
	}
	if p, err := s.Place(t.Context(), officer, id); err != nil || p.Name(year(2020)).Text != "内" {
		t.Errorf("Place() for an officer = %+v, %v", p, err)
	}
	history, err1 := s.History(t.Context(), public, id)
	objects, err2 := s.ObjectsOf(t.Context(), entry, uuid.Nil, 10, true)
	summaries, err3 := s.Summaries(t.Context(), public, []uuid.UUID{id})
	if err := errors.Join(err1, err2, err3); err != nil || len(history)+len(objects)+len(summaries) != 0 {
		t.Errorf("the public sees history %v, objects %v, summaries %v, %v", history, objects, summaries, err)
	}
	var shown int
	err = pool.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM public_place) + (SELECT count(*) FROM public_name)
		+ (SELECT count(*) FROM ledger_entry WHERE public)`).Scan(&shown)
	if err != nil || shown != 0 {
		t.Errorf("the public views and entries show %d rows, %v, want none", shown, err)
	}
	for doc, err := range s.Documents(t.Context(), []uuid.UUID{id}) {
		if err != nil || doc.Public {
			t.Errorf("the search document is %+v, %v, want it not public", doc, err)
		}
	}
}

func TestARenamedInternalPlaceStaysInternal(t *testing.T) {
	s, _ := newStore(t)
	d := hamlet("内")
	d.Visibility = "internal"
	id := add(t, s, d)
	if _, err := s.Rename(t.Context(), ledger.Console, id, "里", version.Span{From: year(2020)}, "test"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Place(t.Context(), public, id); !errors.Is(err, gazetteer.ErrNotFound) {
		t.Errorf("Place() for the public = %v, want ErrNotFound", err)
	}
}

func TestNamesOfADivisionFollowItsVisibility(t *testing.T) {
	s, _ := newStore(t)
	load := func(visibility string) {
		t.Helper()
		_, err := s.LoadDivisions(t.Context(), gazetteer.Batch{Source: "test", Actor: ledger.Console, Visibility: visibility},
			[]gazetteer.DivisionRow{{Number: 1, Code: "330881", Name: "江山市"}, {Number: 2, Code: "330881003", Name: "清湖街道办事处"}})
		if err != nil {
			t.Fatal(err)
		}
	}
	load("internal")
	d, err := s.Boundaries.ByCode(t.Context(), officer, "330881003")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Place(t.Context(), public, d.ID); !errors.Is(err, gazetteer.ErrNotFound) {
		t.Errorf("an internal division for the public = %v, want ErrNotFound", err)
	}
	load("public")
	if p, err := s.Place(t.Context(), public, d.ID); err != nil || p.Name(year(2020)).Text != "清湖街道" || len(p.Names) != 2 {
		t.Errorf("made public it is %+v, %v, want both its names", p, err)
	}
	load("internal")
	names := 0
	if err := s.DB.QueryRow(t.Context(), `SELECT count(*) FROM public_name WHERE upper_inf(recorded)`).Scan(&names); err != nil || names != 0 {
		t.Errorf("made internal again %d names are public, %v, want none", names, err)
	}
}
