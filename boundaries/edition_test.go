package boundaries_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"diming/boundaries"
)

// told gives changes as lines: kind, year, codes and names before > after.
func told(changes []boundaries.Change) []string {
	var lines []string
	side := func(all []boundaries.Listing) string {
		var texts []string
		for _, l := range all {
			texts = append(texts, l.Code+l.Name)
		}
		return strings.Join(texts, "+")
	}
	for _, c := range changes {
		lines = append(lines, fmt.Sprintf("%s %s %s>%s", c.Kind, c.On.String()[:4], side(c.Before), side(c.After)))
	}
	return lines
}

func TestHistoriesOnHandMadeEditions(t *testing.T) {
	for _, test := range []struct {
		name      string
		listings  []boundaries.Listing
		histories int
		want      []string
		overlaps  int
	}{
		{"nothing changes", []boundaries.Listing{row("330881003", "清湖街道", 0, 0)}, 1, nil, 0},
		{"a renaming", []boundaries.Listing{row("330881001009", "锦绣社区居民委员会", 0, 2023), row("330881001009", "凝秀社区居民委员会", 2023, 0)}, 1,
			[]string{"rename 2023 330881001009锦绣社区居民委员会>330881001009凝秀社区居民委员会"}, 0},
		{"rows in no order", []boundaries.Listing{row("330881001009", "凝秀社区", 2023, 0), row("330881001009", "锦绣社区", 0, 2023)}, 1,
			[]string{"rename 2023 330881001009锦绣社区>330881001009凝秀社区"}, 0},
		{"another wording of the committee is no renaming", []boundaries.Listing{row("330881003200", "清湖一村村委会", 0, 2020), row("330881003200", "清湖一村村民委员会", 2020, 0)}, 1,
			[]string{"suffix_only 2020 330881003200清湖一村村委会>330881003200清湖一村村民委员会"}, 0},
		{"a village gets another code in its county", []boundaries.Listing{row("330881104200", "清湖一村村委会", 0, 2019), row("330881003200", "清湖一村村委会", 2019, 0)}, 1,
			[]string{"code_change 2019 330881104200清湖一村村委会>330881003200清湖一村村委会"}, 0},
		{"a new code and another wording", []boundaries.Listing{row("330881104200", "清湖一村村委会", 0, 2019), row("330881003200", "清湖一村村民委员会", 2019, 0)}, 1,
			[]string{"code_change 2019 330881104200清湖一村村委会>330881003200清湖一村村民委员会", "suffix_only 2019 330881104200清湖一村村委会>330881003200清湖一村村民委员会"}, 0},
		{"a county becomes a district under another code", []boundaries.Listing{row("330322", "洞头县", 0, 2019), row("330305", "洞头区", 2019, 0)}, 1,
			[]string{"code_change 2019 330322洞头县>330305洞头区", "rename 2019 330322洞头县>330305洞头区"}, 0},
		{"recoded twice", []boundaries.Listing{row("330881101", "甲镇", 0, 2018), row("330881102", "甲镇", 2018, 2020), row("330881103", "甲镇", 2020, 0)}, 1,
			[]string{"code_change 2018 330881101甲镇>330881102甲镇", "code_change 2020 330881102甲镇>330881103甲镇"}, 0},
		{"the same name in another county is another division", []boundaries.Listing{row("330881101", "甲镇", 0, 2018), row("330882101", "甲镇", 2018, 0)}, 2,
			[]string{"abolish 2018 330881101甲镇>", "establish 2018 >330882101甲镇"}, 0},
		{"a name that two bear cannot be followed", []boundaries.Listing{row("330881101200", "新村", 0, 2018), row("330881102200", "新村", 0, 2018), row("330881103200", "新村", 2018, 0)}, 3,
			[]string{"abolish 2018 330881101200新村>", "abolish 2018 330881102200新村>", "establish 2018 >330881103200新村"}, 0},
		{"establishment", []boundaries.Listing{row("330881001006", "文苑社区", 2020, 0)}, 1, []string{"establish 2020 >330881001006文苑社区"}, 0},
		{"abolition", []boundaries.Listing{row("330881003001", "清湖居民委员会", 0, 2022)}, 1, []string{"abolish 2022 330881003001清湖居民委员会>"}, 0},
		{"two end and one begins under one parent", []boundaries.Listing{row("330881101200", "甲村", 0, 2019), row("330881101201", "乙村", 0, 2019), row("330881101202", "丙村", 2019, 0)}, 3,
			[]string{"merge 2019 330881101200甲村+330881101201乙村>330881101202丙村"}, 0},
		{"two end in one parent and one begins in another", []boundaries.Listing{row("330881101200", "甲村", 0, 2019), row("330881101201", "乙村", 0, 2019), row("330881102202", "丙村", 2019, 0)}, 3,
			[]string{"abolish 2019 330881101200甲村>", "abolish 2019 330881101201乙村>", "establish 2019 >330881102202丙村"}, 0},
		{"two end and two begin", []boundaries.Listing{row("330881101200", "甲村", 0, 2019), row("330881101201", "乙村", 0, 2019), row("330881101202", "丙村", 2019, 0), row("330881101203", "丁村", 2019, 0)}, 4,
			[]string{"abolish 2019 330881101200甲村>", "abolish 2019 330881101201乙村>", "establish 2019 >330881101202丙村", "establish 2019 >330881101203丁村"}, 0},
		{"two names for one code at one time: the second is refused", []boundaries.Listing{row("330881101200", "甲村", 0, 2020), row("330881101200", "乙村", 2019, 0)}, 1,
			[]string{"abolish 2020 330881101200甲村>"}, 1},
		{"the same row twice", []boundaries.Listing{row("330881101200", "甲村", 0, 0), row("330881101200", "甲村", 0, 0)}, 1, nil, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			histories, changes, overlaps := boundaries.Histories(numbered(test.listings...))
			got := told(changes)
			slices.Sort(got)
			slices.Sort(test.want)
			if len(histories) != test.histories || !slices.Equal(got, test.want) || len(overlaps) != test.overlaps {
				t.Errorf("Histories() = %d histories, %d overlaps, changes\n%s\nwant %d, %d,\n%s",
					len(histories), len(overlaps), strings.Join(got, "\n"), test.histories, test.overlaps, strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestChangesComeInTheOrderOfTheirDays(t *testing.T) {
	_, changes, _ := boundaries.Histories(realListings(t))
	if !slices.IsSortedFunc(changes, func(a, b boundaries.Change) int { return strings.Compare(a.On.String(), b.On.String()) }) {
		t.Error("the changes are not in the order of their days")
	}
}

// The numbers below were counted a second time by other means; the cases named
// were looked up in the files and are true of the places.
func TestHistoriesOfTheRealEditions(t *testing.T) {
	listings := realListings(t)
	_, all, overlaps := boundaries.Histories(listings)
	if len(overlaps) != 0 {
		t.Errorf("%d overlaps, want none: %v", len(overlaps), overlaps[0])
	}
	for _, want := range []string{
		"code_change 2021 340203弋江区>340209弋江区",
		"code_change 2020 130527南和县>130506南和区", "rename 2020 130527南和县>130506南和区",
	} {
		if !slices.Contains(told(all), want) {
			t.Errorf("the changes of all files lack %s", want)
		}
	}
	_, jiangshan, _ := boundaries.Histories(under(listings, "330881"))
	expectKinds(t, "all files", all, map[boundaries.ChangeKind]int{boundaries.Established: 163, boundaries.Abolished: 163,
		boundaries.Merged: 7, boundaries.Renamed: 272, boundaries.Recoded: 353, boundaries.SuffixOnly: 2584})
	expectKinds(t, "Jiangshan", jiangshan, map[boundaries.ChangeKind]int{boundaries.Established: 16, boundaries.Abolished: 4, boundaries.Renamed: 1})
	lines := told(jiangshan)
	for _, want := range []string{
		"rename 2023 330881001009锦绣社区>330881001009凝秀社区",
		"establish 2020 >330881001006文苑社区",
		"abolish 2022 330881003001清湖居民委员会>",
		"abolish 2021 330881121002淤头居民委员会>",
		"establish 2021 >330881121006淤头社区",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("the changes of Jiangshan lack %s", want)
		}
	}
}

// expectKinds counts changes by kind.
func expectKinds(t *testing.T, what string, changes []boundaries.Change, want map[boundaries.ChangeKind]int) {
	t.Helper()
	kinds := map[boundaries.ChangeKind]int{}
	for _, c := range changes {
		kinds[c.Kind]++
	}
	if !maps.Equal(kinds, want) {
		t.Errorf("changes of %s: %v, want %v", what, kinds, want)
	}
}
