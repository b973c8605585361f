package naming_test

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer/naming"
)

// qinghu is a second small register, for the lines of testdata/proposals.txt.
func qinghu() *standing {
	s := &standing{missing: map[naming.Scope]string{naming.Nation: "未录入全国地名"}, unknown: map[naming.Scope]bool{}}
	for row := range strings.FieldsSeq(`清湖一村/21610 清湖二村/21610 贺村/21610 石塘村/21610 兰亭村/21610 文苑社区/21620 和睦村/21610
		江山市/21400 清湖街道/21500 大陈乡/21500 峡口镇/21500 石门镇/21500 江滨路/23514 中山路/23514 城北路/23514 书院巷/23514 解放路/23514 文溪路/23514
		江山花园/22100 清湖小区/22100 周家/22200 王村/22200 江郎山/13000 须江/12000 廿八都古镇/25000`) {
		name, class, _ := strings.Cut(row, "/")
		s.places = append(s.places, place{id: uuid.NewSHA1(uuid.Nil, []byte(row)), name: name, class: class})
	}
	s.places = append(s.places, place{name: "老虎山路", class: "23514", cancelled: true})
	return s
}

//go:embed testdata/proposals.txt
var lines string

// Each line is a proposal with what the checks must and must not say of it:
// name, class, mode (new, stands, or the name of a local rule), then checks as
// N5=justify, or !N6 for one that must say nothing, or ok for none at all.
func TestProposalsLineByLine(t *testing.T) {
	rows := 0
	for n, line := range strings.Split(lines, "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		rows++
		name, class, mode := fields[0], fields[1], fields[2]
		s := qinghu()
		p := naming.Proposal{Text: name, Class: class, Existing: mode == "stands", Size: lineSizes[mode]}
		for _, q := range s.places {
			if p.Existing && q.name == name {
				p.Place = q.id
			}
		}
		found, err := adopting(mode, s).Check(t.Context(), p, s)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range fields[3:] {
			if !meets(found, want) {
				t.Errorf("line %d: %s (%s, %s): want %s, got %v", n+1, name, class, mode, want, said(found))
			}
		}
	}
	if rows < 150 {
		t.Errorf("%d proposals, want at least 150", rows)
	}
}

var lineSizes = map[string]naming.Size{"small": {LandM2: 5000, FloorM2: 20000}, "large": {LandM2: 30000, FloorM2: 200000}}

// adopting gives rules with the local rule of a mode, or changes what is held.
func adopting(mode string, s *standing) *naming.Rules {
	words, local := naming.Default()
	switch mode {
	case "N14":
		local.Location.On = true
	case "N15":
		local.Localities.On = true
	case "N16":
		local.SameClass.On = true
	case "dialect":
		local.Dialect = []naming.DialectMerge{{Merge: "n/l", Basis: "宁波市地名管理条例第十条"}}
	case "small", "large", "unsaid":
		local.Sizes.On = true
	case "no-built-up":
		s.unknown[naming.BuiltUp] = true
	case "partly":
		s.missing[naming.County] = "只录入 2020 年以前的村名"
	}
	return naming.New(words, local)
}

func meets(found []naming.Finding, want string) bool {
	if want == "ok" {
		return len(found) == 0
	}
	if check, not := strings.CutPrefix(want, "!"); not {
		return !slices.ContainsFunc(found, func(f naming.Finding) bool { return f.Check == check })
	}
	check, severity, _ := strings.Cut(want, "=")
	return slices.ContainsFunc(found, func(f naming.Finding) bool {
		return f.Check == check && string(f.Severity) == severity && f.Article != "" && f.Text != ""
	})
}

func said(found []naming.Finding) []string {
	var all []string
	for _, f := range found {
		all = append(all, f.Check+"="+string(f.Severity))
	}
	return all
}
