package gazetteer_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/gazetteer"
	rules "diming/gazetteer/naming"
	"diming/internal/ledger"
)

// put adds an entry or fails.
func put(t *testing.T, s *gazetteer.Store, w gazetteer.ListedWord) uuid.UUID {
	t.Helper()
	if w.Source == "" {
		w.Source = "示例依据"
	}
	id, _, err := s.AddWord(t.Context(), ledger.Console, w, "test")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// said gives the checks of an id among what is found of a proposal.
func said(t *testing.T, s *gazetteer.Store, p rules.Proposal, check string) (all []rules.Finding) {
	t.Helper()
	found, _, err := s.CheckName(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if f.Check == check {
			all = append(all, f)
		}
	}
	return all
}

func TestTheReserveAndThePlanAreNotedWhereTheyAreFor(t *testing.T) {
	s, _ := newStore(t)
	loadCounty(t, s)
	home, town, other := divisionID(t, s, "330881"), divisionID(t, s, "330881003"), divisionID(t, s, "330822100")
	put(t, s, gazetteer.ListedWord{Word: rules.Word{List: rules.Reserve, Text: "枫石路", Kind: "235", Note: "以枫石村得名"}, Division: &home})
	plan := put(t, s, gazetteer.ListedWord{Word: rules.Word{List: rules.Plan, Text: "文溪路", Kind: "235", Source: "示例方案"}, Division: &home})
	street := func(text string, in uuid.UUID) rules.Proposal {
		return rules.Proposal{Text: text, Class: "23514", Division: in}
	}
	for _, c := range []struct {
		what   string
		p      rules.Proposal
		check  string
		holds  string // in its text; "" for nothing said
		source string
	}{
		{"in the reserve", street("枫石路", town), "储备", "以枫石村得名", "示例依据"},
		{"in the reserve of another county", street("枫石路", other), "储备", "", ""},
		{"of another class", rules.Proposal{Text: "枫石路", Class: "22100", Division: town}, "储备", "", ""},
		{"in the plan", street("文溪路", town), "方案", "与方案一致", "示例方案"},
		{"not in the plan that is for it", street("枫石路", town), "方案", "没有“枫石路”", "示例方案"},
		{"where no plan is", street("枫石路", other), "方案", "", ""},
		{"a class without a plan", rules.Proposal{Text: "枫石一村", Class: "21610", Division: town}, "方案", "", ""},
		{"a name that stands", rules.Proposal{Text: "枫石路", Class: "23514", Division: town, Existing: true}, "方案", "", ""},
	} {
		found := said(t, s, c.p, c.check)
		switch {
		case c.holds == "" && len(found) > 0:
			t.Errorf("%s: %+v, want nothing said", c.what, found)
		case c.holds != "" && (len(found) != 1 || !strings.Contains(found[0].Text, c.holds) || found[0].Source != c.source || found[0].Severity != rules.Note):
			t.Errorf("%s: %+v, want one note with %q", c.what, found, c.holds)
		}
	}
	if _, err := s.EndWord(t.Context(), ledger.Console, plan, "test"); err != nil {
		t.Fatal(err)
	}
	if found := said(t, s, street("枫石路", town), "方案"); len(found) > 0 {
		t.Errorf("after the plan's only name ended: %+v", found)
	}
	addPlace(t, s, "23514", "枫石路", &orb.Point{118.6, 28.7})
	entries, err := s.Entries(t.Context(), rules.Reserve)
	if err != nil || len(entries) != 1 || !entries[0].Stands {
		t.Errorf("the reserve: %+v, %v, want its name to stand", entries, err)
	}
}

func TestAGenericPartOfOneClassIsReplacedWithItsSize(t *testing.T) {
	s, _ := newStore(t)
	loadCounty(t, s)
	bounds := func(list []gazetteer.ListEntry, kind string) *rules.SizeRow {
		at := slices.IndexFunc(list, func(e gazetteer.ListEntry) bool { return e.Text == "小区" && e.Kind == kind })
		if at < 0 {
			t.Fatalf("no 小区 of %s", kind)
		}
		return list[at].Bounds
	}
	before, err := s.Entries(t.Context(), rules.Generics)
	if err != nil || bounds(before, "221") == nil || bounds(before, "221").MinLandM2 != 20000 {
		t.Fatalf("shipped: %v", err)
	}
	put(t, s, gazetteer.ListedWord{Word: rules.Word{List: rules.Generics, Text: "小区", Kind: "221"}, Bounds: &rules.SizeRow{MinLandM2: 5000}})
	put(t, s, gazetteer.ListedWord{Word: rules.Word{List: rules.Generics, Text: "市", Kind: "212"}, Dropped: true})
	after, err := s.Entries(t.Context(), rules.Generics)
	if err != nil || len(after) != len(before) || bounds(after, "221").MinLandM2 != 5000 || bounds(after, "221").Basis != "示例依据" {
		t.Errorf("%d of %d entries, %+v, %v", len(after), len(before), bounds(after, "221"), err)
	}
	cities := 0
	for _, e := range after {
		if e.Text == "市" && !e.Dropped {
			cities++
		}
	}
	if cities == 0 {
		t.Error("taking 市 of one class out took it from all")
	}
}

func TestALocalWordingRuleIsFoundInItsClass(t *testing.T) {
	s, _ := newStore(t)
	loadCounty(t, s)
	put(t, s, gazetteer.ListedWord{Word: rules.Word{List: rules.Wording, Text: "壹", Kind: "235", Note: "用“一”", Source: "示例采词用字规范第三条"}})
	street := said(t, s, rules.Proposal{Text: "壹号路", Class: "23514"}, "采词")
	if len(street) != 1 || street[0].Severity != rules.Justify || street[0].Article != "示例采词用字规范第三条" || !strings.Contains(street[0].Text, "用“一”") {
		t.Errorf("a street: %+v", street)
	}
	if estate := said(t, s, rules.Proposal{Text: "壹号小区", Class: "22100"}, "采词"); len(estate) > 0 {
		t.Errorf("an estate, which the rule is not for: %+v", estate)
	}
}

func TestOneRefusedWordLeavesTheOthers(t *testing.T) {
	s, _ := newStore(t)
	loadCounty(t, s)
	word := func(text string) gazetteer.ListedWord {
		return gazetteer.ListedWord{Word: rules.Word{List: rules.Reserve, Text: text, Kind: "235", Source: "示例"}}
	}
	none := word("无类路")
	none.Kind = "x"
	errs, _, err := s.AddWords(t.Context(), ledger.Console, []gazetteer.ListedWord{word("甲一路"), word("甲一路"), none, word("甲二路")}, "test")
	if err != nil || errs[0] != nil || !errors.Is(errs[1], gazetteer.ErrWordTwice) || !errors.Is(errs[2], gazetteer.ErrWord) || errs[3] != nil {
		t.Fatalf("%v, %v", errs, err)
	}
	held, err := s.Words(t.Context(), rules.Reserve)
	if err != nil || len(held) != 2 {
		t.Errorf("%d held, %v, want 2", len(held), err)
	}
	for _, wrong := range []gazetteer.ListedWord{
		{Word: rules.Word{List: rules.Brands, Text: "没有的词", Source: "示例"}, Dropped: true},
		{Word: rules.Word{List: rules.Generics, Text: "路", Source: "示例"}},
		{Word: rules.Word{List: rules.Foreign, Text: "某", Kind: "star", Source: "示例"}},
		{Word: rules.Word{List: rules.Brands, Text: "某", Source: "示例"}, Bounds: &rules.SizeRow{MinLandM2: 1}},
	} {
		if _, _, err := s.AddWord(t.Context(), ledger.Console, wrong, "test"); !errors.Is(err, gazetteer.ErrWord) {
			t.Errorf("%+v: %v, want ErrWord", wrong.Word, err)
		}
	}
}
