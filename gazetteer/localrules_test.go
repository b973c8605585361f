package gazetteer_test

import (
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	rules "diming/gazetteer/naming"
	"diming/internal/ledger"
	"diming/internal/version"
)

// adopt sets a local rule of a county from a day on.
func adopt(t *testing.T, s *gazetteer.Store, county, key, value string, from version.Date) {
	t.Helper()
	_, err := s.Boundaries.ChangeSetting(t.Context(), ledger.Console, boundaries.SettingChange{Division: divisionID(t, s, county), Key: key, Value: value,
		Basis: "示例规定第一条", Valid: version.Span{From: from}, Reason: "test"})
	if err != nil {
		t.Fatal(err)
	}
}

func TestALocalRuleHoldsFromItsDayOnWithItsBasis(t *testing.T) {
	s, _ := newStore(t)
	loadCounty(t, s)
	adopt(t, s, "330881", boundaries.SettingTitle, "示例", year(2020)) // of two counties, the register's own
	estate := rules.Proposal{Text: "文溪小区", Class: "22100", Division: divisionID(t, s, "330881003"), Size: rules.Size{LandM2: 100, FloorM2: 100}}
	if found := said(t, s, estate, "N17"); len(found) > 0 {
		t.Fatalf("before it is adopted: %+v", found)
	}
	adopt(t, s, "330881", boundaries.SettingNamingSizes, "true", version.DayOf(time.Now().In(version.China).AddDate(1, 0, 0)))
	if found := said(t, s, estate, "N17"); len(found) > 0 {
		t.Errorf("adopted from next year on, today: %+v", found)
	}
	adopt(t, s, "330881", boundaries.SettingNamingSizes, "true", year(2020))
	put(t, s, gazetteer.ListedWord{Word: rules.Word{List: rules.Generics, Text: "小区", Kind: "221", Source: "示例规模表"}, Bounds: &rules.SizeRow{MinLandM2: 200}})
	found := said(t, s, estate, "N17")
	if len(found) != 1 || found[0].Article != "示例规模表" || !strings.Contains(found[0].Text, "200平方米") {
		t.Errorf("adopted, with the office's own size: %+v", found)
	}
}

func TestAMergeOfTheDialectIsComparedWithAllThatStands(t *testing.T) {
	s, _ := newStore(t)
	loadCounty(t, s)
	at := orb.Point{118.62, 28.73}
	adopt(t, s, "330881", boundaries.SettingTitle, "示例", year(2020))
	adopt(t, s, "330881", boundaries.SettingNamingSameClass, "true", year(2020))
	addPlace(t, s, "23514", "南亭路", &at)
	proposed := rules.Proposal{Text: "兰亭路", Class: "23514", Division: divisionID(t, s, "330881003"), At: &at}
	dialect := func() (n int) {
		t.Helper()
		for _, f := range said(t, s, proposed, "N16") {
			for _, c := range f.Conflicts {
				if c.Likeness == rules.SameDialect && c.Name == "南亭路" {
					n++
				}
			}
		}
		return n
	}
	if dialect() > 0 {
		t.Fatal("n and l are one before the place says so")
	}
	adopt(t, s, "330881", boundaries.SettingDialectNL, "true", year(2020))
	if dialect() != 1 {
		t.Error("兰 and 南 are told apart in a place that does not")
	}
	adopt(t, s, "330881", boundaries.SettingDialectNL, "false", year(2020))
	if dialect() > 0 {
		t.Error("the merge outlives its end")
	}
}
