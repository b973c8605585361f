package gazetteer_test

import (
	"errors"
	"strings"
	"testing"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/testdata"
)

// recordEvents enters the changes of 2016–17 from the shared table.
func recordEvents(t *testing.T, s *gazetteer.Store) {
	t.Helper()
	events, err := gazetteer.ReadPastEvents(open(t, "jiangshan_2016_2017_events.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if _, err := s.RecordPast(t.Context(), ledger.Console, e); err != nil {
			t.Fatal(err)
		}
	}
}

func TestQinghuBecameASubdistrict(t *testing.T) {
	s, _ := newStore(t)
	loadJiangshan(t, s)
	recordEvents(t, s)
	now := gazetteer.Reader{AsOf: version.AsOf{Valid: year(2020)}}
	then := gazetteer.Reader{AsOf: version.AsOf{Valid: year(2016)}}

	d, err := s.Boundaries.ByCode(t.Context(), then, "330881104")
	if err != nil || d.Name != "清湖镇" {
		t.Fatalf("code 330881104 in 2016 = %q, %v, want 清湖镇", d.Name, err)
	}
	carriers, err := s.Boundaries.CarriedBy(t.Context(), now, "330881104")
	if err != nil || len(carriers) != 1 || carriers[0].Code != "330881003" || carriers[0].ID != d.ID {
		t.Errorf("330881104 is carried in 2020 by %+v, %v, want 330881003, the same division", carriers, err)
	}
	p, err := s.Place(t.Context(), now, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	if former := p.FormerNames(year(2020)); p.Name(year(2020)).Text != "清湖街道" || len(former) != 1 || former[0].Text != "清湖镇" {
		t.Errorf("in 2020 it is %q, formerly %+v, want 清湖街道, formerly 清湖镇", p.Name(year(2020)).Text, former)
	}
	if p.Name(year(2016)).Text != "清湖镇" {
		t.Errorf("in 2016 it was %q, want 清湖镇", p.Name(year(2016)).Text)
	}
	for code, town := range map[string]string{"330881001234": "上余镇", "330881002217": "碗窑乡", "330881003200": "清湖镇"} {
		v, err := s.Boundaries.ByCode(t.Context(), now, code)
		if err != nil {
			t.Fatal(err)
		}
		chain, err := s.Boundaries.Chain(t.Context(), then, v.ID)
		if err != nil || len(chain) < 2 || chain[len(chain)-2].Name != town {
			t.Errorf("%s lay in 2016 in %v, %v, want %s", v.Name, chain, err, town)
		}
		if before := chain[len(chain)-1].Code; before == code {
			t.Errorf("%s had its present code %s already in 2016", v.Name, code)
		}
	}
	events, err := s.Boundaries.EventsOf(t.Context(), d.ID)
	if err != nil || len(events) != 2 {
		t.Errorf("events of 清湖 = %+v, %v, want a change of type and of code", events, err)
	}
	if _, err := s.Boundaries.CarriedBy(t.Context(), now, "330881999"); !errors.Is(err, boundaries.ErrNotFound) {
		t.Errorf("carriers of a code that never was: %v, want ErrNotFound", err)
	}
}

func TestReadPastEventsRefuses(t *testing.T) {
	head := "kinds,effective,precision,code,code_before,name_before,parent_before,descendants,basis,note\n"
	for _, test := range []struct{ name, line string }{
		{"an unknown kind", "invented,2017-01-01,year,330881003,,,,false,x,\n"},
		{"a date that is none", "rename,2017-13-01,year,330881003,,,,false,x,\n"},
		{"no basis", "rename,2017-01-01,year,330881003,,,,false,,\n"},
		{"too few fields", "rename,2017-01-01\n"},
	} {
		if _, err := gazetteer.ReadPastEvents(strings.NewReader(head + test.line)); err == nil {
			t.Errorf("%s: no error", test.name)
		}
	}
}

func open(t *testing.T, file string) *strings.Reader {
	t.Helper()
	data, err := testdata.Files.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReader(string(data))
}
