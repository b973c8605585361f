package gazetteer_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/version"
)

func TestAWithdrawnPlaceFreesItsNameAndGoesOnAnswering(t *testing.T) {
	s, _ := newStore(t)
	loadCounty(t, s)
	first := add(t, s, village("新村", "330881003"))
	if _, err := s.Withdraw(t.Context(), ledger.Console, first, nil, ""); err == nil {
		t.Error("withdrawn without a reason")
	}
	if _, err := s.Withdraw(t.Context(), ledger.Console, first, nil, "entered in error"); err != nil {
		t.Fatal(err)
	}
	second := add(t, s, village("新村", "330881121")) // the name is free
	third := add(t, s, village("新村二", "330881121"))
	if _, err := s.Withdraw(t.Context(), ledger.Console, third, &second, "entered twice"); err != nil {
		t.Fatal(err)
	}
	public := gazetteer.Reader{}
	p, err := s.Place(t.Context(), public, first)
	if err != nil || p.State != gazetteer.Withdrawn || p.Reason != "entered in error" || p.Name(year(2020)).Text != "新村" {
		t.Errorf("the withdrawn answers %+v, %v, want its reason and last version", p, err)
	}
	p, err = s.Place(t.Context(), public, third)
	if err != nil || p.State != gazetteer.Replaced || p.Successor == nil || *p.Successor != second {
		t.Errorf("the replaced answers %+v, %v, want its successor", p, err)
	}
}

func TestAWithdrawnPlaceChangesNoMore(t *testing.T) {
	s, _ := newStore(t)
	loadCounty(t, s)
	gone, stands, unknown := add(t, s, village("甲村", "330881003")), add(t, s, village("乙村", "330881003")), uuid.New()
	if _, err := s.Withdraw(t.Context(), ledger.Console, gone, nil, "entered in error"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		do   func() (int64, error)
		want error
	}{
		{"withdrawing it again", func() (int64, error) { return s.Withdraw(t.Context(), ledger.Console, gone, nil, "again") }, gazetteer.ErrWithdrawn},
		{"renaming it", func() (int64, error) {
			return s.Rename(t.Context(), ledger.Console, gone, "丙村", version.Span{}, "test")
		}, gazetteer.ErrWithdrawn},
		{"describing it", func() (int64, error) {
			return s.Describe(t.Context(), ledger.Console, gone, gazetteer.Description{}, version.Span{}, "test")
		}, gazetteer.ErrWithdrawn},
		{"making it a successor", func() (int64, error) { return s.Withdraw(t.Context(), ledger.Console, stands, &gone, "test") }, gazetteer.ErrWithdrawn},
		{"a successor that is not there", func() (int64, error) { return s.Withdraw(t.Context(), ledger.Console, stands, &unknown, "test") }, gazetteer.ErrNotFound},
		{"withdrawing what is not there", func() (int64, error) { return s.Withdraw(t.Context(), ledger.Console, unknown, nil, "test") }, gazetteer.ErrNotFound},
		{"renaming what is not there", func() (int64, error) {
			return s.Rename(t.Context(), ledger.Console, unknown, "丙村", version.Span{}, "test")
		}, gazetteer.ErrNotFound},
		{"a name that is none", func() (int64, error) {
			return s.Rename(t.Context(), ledger.Console, stands, "", version.Span{}, "test")
		}, gazetteer.ErrNoName},
	} {
		if _, err := test.do(); !errors.Is(err, test.want) {
			t.Errorf("%s = %v, want %v", test.name, err, test.want)
		}
	}
	if _, err := s.Withdraw(t.Context(), ledger.Console, stands, &stands, "test"); err == nil {
		t.Error("a place is its own successor")
	}
	if p, err := s.Place(t.Context(), gazetteer.Reader{}, gone); err != nil || p.Reason != "entered in error" {
		t.Errorf("the reason is now %q, %v, want the first one", p.Reason, err)
	}
}

// An issued id goes on answering, whatever was done meanwhile.
func TestEveryIDEverIssuedAnswers(t *testing.T) {
	s, pool := newStore(t)
	loadCounty(t, s)
	ctx := t.Context()
	rapid.Check(t, func(t *rapid.T) {
		issued, withdrawn := []uuid.UUID{}, map[uuid.UUID]*uuid.UUID{}
		pick := func() (uuid.UUID, bool) {
			if len(issued) == 0 {
				return uuid.Nil, false
			}
			id := rapid.SampledFrom(issued).Draw(t, "place")
			_, gone := withdrawn[id]
			return id, !gone
		}
		source := uuid.NewString()
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				id, _, err := s.Add(ctx, ledger.Console, hamlet("甲"), "test")
				if err != nil {
					t.Fatal(err)
				}
				issued = append(issued, id)
			},
			"rename": func(t *rapid.T) {
				if id, ok := pick(); ok {
					if _, err := s.Rename(ctx, ledger.Console, id, "乙", version.Span{From: year(rapid.IntRange(1990, 2030).Draw(t, "year"))}, "test"); err != nil && !errors.Is(err, gazetteer.ErrLaterName) {
						t.Fatal(err)
					}
				}
			},
			"withdraw": func(t *rapid.T) {
				id, ok := pick()
				successor, stands := pick()
				if !ok {
					return // nothing to withdraw yet
				}
				var by *uuid.UUID
				if stands && successor != id {
					by = &successor
				}
				if _, err := s.Withdraw(ctx, ledger.Console, id, by, "test"); err != nil {
					t.Fatal(err)
				}
				withdrawn[id] = by
			},
			"load": func(t *rapid.T) {
				digest := byte(rapid.IntRange(0, 3).Draw(t, "digest"))
				_, err := s.LoadPlaces(ctx, gazetteer.Batch{Source: source, Actor: ledger.Console, Visibility: "public"}, []gazetteer.Row{
					{Number: 1, Key: "1", Digest: [32]byte{digest}, Names: []gazetteer.RowName{{Text: fmt.Sprint("丙", digest)}}, Class: "22200"}})
				if err != nil {
					t.Fatal(err)
				}
				var id uuid.UUID
				if err := pool.QueryRow(ctx, `SELECT place FROM place_source WHERE source = $1`, source).Scan(&id); err != nil {
					t.Fatal(err)
				}
				if len(issued) == 0 || issued[0] != id {
					issued = append([]uuid.UUID{id}, issued...)
				}
			},
		})
		for _, id := range issued {
			p, err := s.Place(ctx, gazetteer.Reader{}, id)
			if err != nil || len(p.Names) == 0 {
				t.Fatalf("issued id %s answers %+v, %v", id, p, err)
			}
			by, gone := withdrawn[id]
			if gone && (p.Reason == "" || (by == nil) != (p.Successor == nil)) || !gone && p.State != gazetteer.Current {
				t.Fatalf("id %s answers %s %q, successor %v, want withdrawn %v by %v", id, p.State, p.Reason, p.Successor, gone, by)
			}
		}
	})
}
