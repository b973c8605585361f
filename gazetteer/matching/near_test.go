package matching_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"diming/gazetteer/matching"
)

func TestANameWithOneWrongCharacterIsSuggestedAndNeverSure(t *testing.T) {
	x := jiangshan()
	x.PutNames(name(matching.Way, "双塔街道", "清溪路"), name(matching.Way, "清湖街道", "清溪大道"), name(matching.Village, "贺村镇", "永兴坞村村民委员会"),
		name(matching.Way, "贺村镇", "清波路"), name(matching.Way, "双塔街道", "日新路"), name(matching.Way, "双塔街道", "目新东路"))
	x.PutAddresses(matching.Address{ID: id("清溪路7"), Division: id("凝秀社区居民委员会"), Way: id("清溪路"), Number: "7"},
		matching.Address{ID: id("永兴坞9"), Division: id("永兴坞村村民委员会"), Number: "9"},
		matching.Address{ID: id("凝秀7"), Division: id("凝秀社区居民委员会"), Number: "7"})
	for _, test := range []struct {
		text, want, said string
		precision        matching.Part
	}{
		{"江山市双塔街道清河路7号", "清溪路7", "路名近似：输入“清河路”→“清溪路”", matching.PartNumber}, // another character
		{"江山市双塔街道清路7号", "清溪路7", "路名近似：输入“清路”→“清溪路”", matching.PartNumber},   // one is missing
		{"江山市双塔街道清小溪路7号", "清溪路7", "路名近似：输入“清小溪路”→“清溪路”", matching.PartNumber},
		{"双塔街道凝秀社区清河路7号", "清溪路7", "路名近似：输入“清河路”→“清溪路”", matching.PartNumber}, // not the community's own number 7
		{"双塔街道清河路", "清溪路", "路名近似：输入“清河路”→“清溪路”", matching.PartWay},
		{"双塔街道清河路99号", "清溪路", "路名近似：输入“清河路”→“清溪路”", matching.PartWay},
		{"江山市清河路7号", "清溪路7", "路名近似：输入“清河路”→“清溪路”", matching.PartNumber}, // of the whole county
		{"清河路7号", "清溪路7", "路名近似：输入“清河路”→“清溪路”", matching.PartNumber},    // of a small register
		{"贺村镇永庆坞村9号", "永兴坞9", "村名近似：输入“永庆坞村”→“永兴坞村村民委员会”", matching.PartNumber},
		{"贺村镇贺村村上场3号", "", "", matching.PartVillage}, // of a name of two characters one says nothing
	} {
		r := x.Match(test.text, 5)
		if test.want == "" {
			if r.Reason == matching.SimilarName {
				t.Errorf("%s: suggested %+v", test.text, r.Candidates)
			}
			continue
		}
		if len(r.Candidates) == 0 || r.Candidates[0].ID != id(test.want) || r.Reason != matching.SimilarName || r.Candidates[0].Precision != test.precision || r.Candidates[0].Score >= 0.95 {
			t.Errorf("%s: %q %+v, want %s", test.text, r.Reason, r.Candidates, test.want)
			continue
		}
		if !slices.ContainsFunc(r.Candidates[0].Components, func(c matching.Component) bool {
			return c.Verdict == matching.Similar && c.Chinese() == test.said && c.English() != ""
		}) {
			t.Errorf("%s: it does not say %s: %+v", test.text, test.said, r.Candidates[0].Components)
		}
	}
}

// TestANameThatLooksAlikeStandsBeforeAnother has 未 for 末, which look alike, and
// a third character: both differ from the text in one.
func TestANameThatLooksAlikeStandsBeforeAnother(t *testing.T) {
	for _, order := range [][2]string{{"末新巷", "示新巷"}, {"示新巷", "末新巷"}} {
		x := jiangshan()
		x.PutNames(name(matching.Way, "双塔街道", order[0]), name(matching.Way, "双塔街道", order[1]))
		r := x.Match("双塔街道未新巷", 5)
		if len(r.Candidates) == 0 || r.Candidates[0].ID != id("末新巷") {
			t.Errorf("%v: %q %+v", order, r.Reason, r.Candidates)
		}
	}
}

func TestAnExactNameWinsOverASimilarOne(t *testing.T) {
	x := jiangshan()
	x.PutNames(name(matching.Way, "双塔街道", "清溪路"), name(matching.Way, "双塔街道", "清河路"))
	x.PutAddresses(matching.Address{ID: id("清溪路7"), Division: id("双塔街道"), Way: id("清溪路"), Number: "7"})
	for _, text := range []string{"江山市双塔街道清河路7号", "清河路7号", "双塔街道清河路"} {
		r := x.Match(text, 5)
		if len(r.Candidates) != 1 || r.Candidates[0].ID != id("清河路") || r.Reason == matching.SimilarName {
			t.Errorf("%s: %q %+v", text, r.Reason, r.Candidates)
		}
	}
}

// TestASuggestionStaysWithinTheDivision has the like name in another township of
// the same county, and a text that names the township.
func TestASuggestionStaysWithinTheDivision(t *testing.T) {
	x := jiangshan()
	x.PutNames(name(matching.Way, "双塔街道", "清溪路"))
	if r := x.Match("江山市贺村镇清河路7号", 5); r.Reason == matching.SimilarName || r.Candidates[0].ID != id("贺村镇") {
		t.Errorf("%q %+v", r.Reason, r.Candidates)
	}
}

func TestASuggestionTellsNobodyWhatIsHidden(t *testing.T) {
	x := jiangshan()
	hidden := name(matching.Way, "双塔街道", "清溪路")
	hidden.Hidden = true
	with, without := jiangshan(), x.Public().Match("江山市双塔街道清河路7号", 5)
	with.PutNames(hidden)
	if diff := cmp.Diff(without, with.Public().Match("江山市双塔街道清河路7号", 5), cmp.AllowUnexported(matching.Candidate{})); diff != "" {
		t.Errorf("the public is told of it:\n%s", diff)
	}
	if r := with.Match("江山市双塔街道清河路7号", 5); r.Candidates[0].ID != hidden.ID {
		t.Errorf("its keeper is not: %+v", r)
	}
}

// TestATrueComponentNeverLowersASuggestion spoils a character of a name and adds
// the true divisions above it.
func TestATrueComponentNeverLowersASuggestion(t *testing.T) {
	c, x := counties(t)
	suggested := 0
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, len(c.Addresses)-1).Draw(t, "address")
		pieces := c.Pieces(at)
		spoilt := rapid.IntRange(3, max(3, len(pieces)-1)).Draw(t, "spoilt")
		if spoilt >= len(pieces) || len([]rune(pieces[spoilt])) < 3 {
			t.Skip("no name to spoil")
		}
		name := []rune(pieces[spoilt])
		name[rapid.IntRange(0, len(name)-2).Draw(t, "character")] = '龘'
		pieces[spoilt] = string(name)
		said := make([]bool, len(pieces))
		for i := range said {
			said[i] = i >= spoilt || rapid.Bool().Draw(t, "said")
		}
		said[2] = true // the township or what stands for it
		added := rapid.IntRange(0, spoilt-1).Draw(t, "added")
		said[added] = added == 2
		text := func() string {
			var b strings.Builder
			for i, p := range pieces {
				if said[i] {
					b.WriteString(p)
				}
			}
			return b.String()
		}
		without := text()
		said[added] = true
		with := text()
		before, after := rankOf(x, without, c.Addresses[at].ID), rankOf(x, with, c.Addresses[at].ID)
		if after > before {
			t.Fatalf("%s stands at %d for %q, at %d for %q", c.Text(at), before, without, after, with)
		}
		if r := x.Match(with, 1); r.Reason == matching.SimilarName {
			suggested++
		}
	})
	if suggested == 0 {
		t.Error("nothing was suggested: the test looks at nothing")
	}
}
