package gazetteer_test

import (
	"testing"

	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/internal/ledger"
)

func TestFindingsAreListedPageByPage(t *testing.T) {
	s, _ := newStore(t)
	_, err := s.LoadDivisions(t.Context(), gazetteer.Batch{Source: "codes", Actor: ledger.Console, Visibility: "public"}, []gazetteer.DivisionRow{
		{Number: 1, Code: "33", Name: "浙江省"}, {Number: 2, Code: "3308", Name: "衢州市"}, {Number: 3, Code: "330881", Name: "江山市"},
		{Number: 4, Code: "330881003", Name: "清湖街道"}, {Number: 5, Code: "330881102", Name: "上余镇"}})
	if err != nil {
		t.Fatal(err)
	}
	row := func(number int, name, division string, lon float64) gazetteer.Row {
		return gazetteer.Row{Number: number, Key: name + division, Digest: [32]byte{byte(number)}, Names: []gazetteer.RowName{{Text: name}},
			Class: "21610", Division: division, Location: &orb.Point{lon, 28.7}}
	}
	counts := loadRows(t, s, row(1, "甲村", "330881003", 118.5), row(2, "甲村", "330881102", 118.6), row(3, "乙村", "330881003", 118.5), row(4, "乙村", "330881102", 118.5))
	if counts.Findings != 2 || len(counts.Found) != 2 {
		t.Fatalf("%+v, want 2 findings", counts)
	}
	for _, test := range []struct {
		division string
		want     int
	}{{"", 2}, {"3308", 2}, {"330881102", 2}, {"330881003", 0}} {
		var all []gazetteer.Finding
		for after := ""; ; {
			page, err := s.Findings(t.Context(), test.division, after, 1)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			all, after = append(all, page...), page[0].Cursor
		}
		if len(all) != test.want {
			t.Errorf("Findings(%q) = %+v, want %d", test.division, all, test.want)
		}
		for _, f := range all {
			if f.Name != f.OtherName || f.Division != "上余镇" || f.OtherDivision != "清湖街道" || f.Other == nil || f.DistanceM == nil {
				t.Errorf("finding %+v does not name both places", f)
			}
		}
	}
	if _, err := s.Withdraw(t.Context(), ledger.Console, *counts.Found[0].Other, nil, "no such village"); err != nil {
		t.Fatal(err)
	}
	if left, err := s.Findings(t.Context(), "", "", 10); err != nil || len(left) != 1 {
		t.Errorf("after one place was withdrawn: %+v, %v, want 1", left, err)
	}
}
