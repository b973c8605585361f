package naming_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"diming/gazetteer/naming"
)

func TestEachCheckFromBothSides(t *testing.T) {
	rules := naming.New(naming.Default())
	checked := 0
	for _, test := range proposals {
		names := strings.Fields(test.names)
		if test.names == "" || test.names == "　" {
			names = []string{test.names}
		}
		for _, name := range names {
			checked++
			found, err := rules.Check(t.Context(), naming.Proposal{Text: name, Class: test.class}, county())
			if err != nil {
				t.Fatal(err)
			}
			expect(t, name+" "+test.class, found, test.want)
		}
	}
	if checked < 150 {
		t.Errorf("%d proposals, fewer than 150", checked)
	}
}

// expect compares findings with the short form of proposals.
func expect(t *testing.T, name string, found []naming.Finding, want string) {
	t.Helper()
	var said []string
	for _, f := range found {
		said = append(said, f.Check+string(f.Severity[0]))
		if f.Article == "" || f.Text == "" || f.TextEN == "" {
			t.Errorf("%s: %s lacks its article or text: %+v", name, f.Check, f)
		}
	}
	for _, w := range strings.Fields(want) {
		without, negative := strings.CutPrefix(w, "!")
		switch {
		case w == "-":
			if len(said) > 0 {
				t.Errorf("%s: found %v, want nothing", name, said)
			}
		case negative:
			if slices.ContainsFunc(said, func(s string) bool { return s == without || s[:len(s)-1] == without }) {
				t.Errorf("%s: found %v, want no %s", name, said, without)
			}
		case !slices.Contains(said, w):
			t.Errorf("%s: found %v, want %s", name, said, w)
		}
	}
}

func TestAVillageOfTheSameNameIsRefusedAndNamed(t *testing.T) {
	rules := naming.New(naming.Default())
	found, err := rules.Check(t.Context(), naming.Proposal{Text: "清湖一村", Class: "21610"}, county())
	if err != nil || len(found) != 1 {
		t.Fatalf("found %v %v, want one finding", found, err)
	}
	f := found[0]
	if f.Check != "N10" || f.Severity != naming.Refuse || f.Article != "地名管理条例第九条第（八）项" || len(f.Conflicts) != 1 ||
		f.Conflicts[0].Name != "清湖一村" || !strings.Contains(f.Text, "“清湖一村”（江山市，相距1.2公里）") {
		t.Errorf("found %+v", f)
	}
}

func TestAPlaceIsNoConflictWithItself(t *testing.T) {
	rules := naming.New(naming.Default())
	found, err := rules.Check(t.Context(), naming.Proposal{Text: "上坂村", Class: "21610", Place: itself}, county())
	if err != nil || len(found) != 0 {
		t.Errorf("found %v %v, want nothing", found, err)
	}
}

func TestWhatIsNotHeldIsUncheckedAndStillReported(t *testing.T) {
	rules := naming.New(naming.Default())
	s := county()
	s.missing = map[naming.Scope]string{naming.Nation: "只有浙江省的数据（2023年）", naming.County: "缺三个乡镇"}
	s.unknown = map[naming.Scope]bool{naming.BuiltUp: true, naming.Province: true}
	for _, test := range []struct{ class, name, want string }{
		{"21400", "信安县", "N8u"}, {"21400", "常山县", "N8r N8u"}, {"21500", "凤林镇", "N9u"},
		{"21610", "清湖一村", "N10r N10u"}, {"23514", "江滨路", "N11u !N11r"}, {"23514", "景星路", "N11u"}, {"22100", "鹿鸣小区", "N11u"},
	} {
		found, err := rules.Check(t.Context(), naming.Proposal{Text: test.name, Class: test.class}, s)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, test.name, found, test.want)
		for _, f := range found {
			if test.name == "信安县" && !strings.Contains(f.Text, "只有浙江省的数据（2023年）") {
				t.Errorf("%s does not say what is missing: %s", test.name, f.Text)
			}
			if test.name == "江滨路" && len(f.Conflicts) != 1 {
				t.Errorf("%s in the county is not shown: %+v", test.name, f)
			}
		}
	}
	found, err := rules.Check(t.Context(), naming.Proposal{Text: "枫石村", Class: "21610"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "without a register", found, "N10u")
}

func TestLocalRulesHoldWhereADivisionAdoptedThem(t *testing.T) {
	words, local := naming.Default()
	for _, s := range []*naming.Switch{&local.Location, &local.Localities, &local.SameClass, &local.Sizes, &local.NoReuse} {
		if s.On || s.Basis == "" {
			t.Errorf("a local rule is on by default, or has no basis: %+v", s)
		}
		s.On = true
	}
	local.Dialect = []naming.DialectMerge{{Merge: "n/l", Basis: "本地方言"}}
	rules := naming.New(words, local)
	large := naming.Size{LandM2: 30000, FloorM2: 120000, WidthM: 35}
	small := naming.Size{LandM2: 3000, FloorM2: 9000, WidthM: 20}
	for _, test := range []struct {
		class, name string
		size        naming.Size
		want        string
	}{
		{"22100", "长台镇花园", large, "N14j"}, {"22100", "江山花园", large, "!N14"}, {"26100", "鹿溪路大厦", large, "!N14"}, {"26100", "江滨路大厦", large, "N14j"},
		{"22200", "王家", large, "N15r"}, {"22200", "黄乌", large, "N15j"}, {"22200", "李家", large, "!N15"}, {"21500", "清湖街道", large, "N15r"}, {"21500", "清湖镇", large, "N15r !N9"}, {"21500", "龙门镇", large, "N9r !N15"},
		{"21610", "东塘村", large, "N16r !N10"}, {"21620", "东塘社区", large, "!N16"}, {"21610", "冬塘村", large, "N16j"}, {"21610", "兰坞村", large, "N16j"},
		{"22100", "鹿鸣小区", large, "!N17"}, {"22100", "鹿鸣小区", small, "N17j"}, {"22100", "鹿鸣小区", naming.Size{}, "N17n"}, {"22100", "鹿鸣公寓", small, "!N17"},
		{"23514", "景星街", large, "N17j"}, {"23514", "景星路", large, "!N17"}, {"23514", "景星路", naming.Size{WidthM: 50}, "N17j"}, {"23514", "景星路", small, "N17j"},
		{"21610", "老村坪村", large, "N10j"},
	} {
		found, err := rules.Check(t.Context(), naming.Proposal{Text: test.name, Class: test.class, Size: test.size}, county())
		if err != nil {
			t.Fatal(err)
		}
		expect(t, test.name, found, test.want)
		if test.name == "老村坪村" && !slices.ContainsFunc(found, func(f naming.Finding) bool { return f.Article == local.NoReuse.Basis }) {
			t.Errorf("the local rule on cancelled names is not cited: %+v", found)
		}
	}
}

func TestTheCleanUpLooksIntoAndRefusesNothing(t *testing.T) {
	rules := naming.New(naming.Default())
	for _, test := range []struct{ class, names, want string }{
		{"23514", "中山路 白求恩路 鲁迅路 中央大街 景星路 中华路", "-"},
		{"22100", "罗马花园 曼哈顿小区 嘉年华小区", "洋j !N6"}, {"22100", "世界花园", "大j"}, {"22100", "帝豪小区", "怪j !N2"}, {"22100", "江·山花园 K歌公寓 99公寓", "怪j"},
		{"21610", "清湖一村", "重j !N10"}, {"21610", "风林村", "重n"}, {"21610", "清湖", "-"}, {"23514", "龍泉路", "-"}, {"23514", "毛泽东路", "N5j"}, {"21500", "江郎镇", "-"}, {"21610", "老村坪村", "-"}, {"24000", "幸福水库", "-"},
	} {
		for name := range strings.FieldsSeq(test.names) {
			found, err := rules.Check(t.Context(), naming.Proposal{Text: name, Class: test.class, Existing: true}, county())
			if err != nil {
				t.Fatal(err)
			}
			expect(t, name, found, test.want)
			for _, f := range found {
				if f.Severity == naming.Refuse || f.Severity == naming.Unchecked {
					t.Errorf("%s: the clean-up says %s of %s", name, f.Severity, f.Check)
				}
			}
		}
	}
}

func TestTheVersionFollowsTheListsAndNotTheirOrder(t *testing.T) {
	words, local := naming.Default()
	before := naming.New(words, local).Version()
	slices.Reverse(words)
	if after := naming.New(words, local).Version(); after != before {
		t.Errorf("another order makes another version: %s, %s", before, after)
	}
	more := naming.New(append(words, naming.Word{List: naming.Brands, Text: "示例", Source: "示例"}), local).Version()
	local.Sizes.On = true
	if other := naming.New(words, local).Version(); other == before || more == before {
		t.Errorf("a changed list or rule keeps the version %s", before)
	}
}

func TestEveryEntryHasItsSource(t *testing.T) {
	words, _ := naming.Default()
	count := map[string]int{}
	for _, w := range words {
		count[w.List]++
		if w.Text == "" || w.Source == "" {
			t.Errorf("%+v has no text or source", w)
		}
	}
	for _, list := range naming.Lists {
		if count[list] == 0 {
			t.Errorf("the list %s is empty", list)
		}
	}
}

func TestAFailureOfTheRegisterIsNoCleanName(t *testing.T) {
	rules := naming.New(naming.Default())
	broken := errors.New("broken")
	if _, err := rules.Check(t.Context(), naming.Proposal{Text: "枫石村", Class: "21610"}, failing{broken}); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
}

type failing struct{ err error }

func (f failing) Area(context.Context, naming.Scope, naming.Proposal) (naming.Area, bool, error) {
	return naming.Area{}, false, f.err
}
func (f failing) Alike(context.Context, naming.Area, string, naming.Forms, naming.Proposal, int) ([]naming.Conflict, error) {
	return nil, f.err
}
func (f failing) Bearing(context.Context, string, naming.Proposal) ([]naming.Conflict, error) {
	return nil, f.err
}
