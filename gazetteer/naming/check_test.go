package naming_test

import (
	"context"
	_ "embed"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer/naming"
)

// A register is a small county that stands already.
type register struct {
	standing []naming.Conflict
	missing  map[naming.Scope]string // what is not held of a scope
	none     map[naming.Scope]bool   // scopes in which the proposals do not lie
	merges   naming.Merges
}

func county() *register {
	r := &register{missing: map[naming.Scope]string{naming.Nation: "未录入全国地名", naming.Province: "", naming.City: ""}, none: map[naming.Scope]bool{}}
	for _, row := range strings.Fields(`清湖一村/21610 清湖二村/21610 贺村/21610 石塘村/21610 兰亭村/21610 文苑社区/21620 和睦村/21610
		江山市/21400 清湖街道/21500 大陈乡/21500 峡口镇/21500 石门镇/21500 江滨路/23514 中山路/23514 城北路/23514 书院巷/23514 解放路/23514 文溪路/23514
		江山花园/22100 清湖小区/22100 周家/22200 王村/22200 江郎山/13000 须江/12000 廿八都古镇/25000`) {
		name, class, _ := strings.Cut(row, "/")
		r.standing = append(r.standing, naming.Conflict{Place: uuid.NewSHA1(uuid.Nil, []byte(row)), Name: name, Class: class, Division: "江山市"})
	}
	r.standing = append(r.standing, naming.Conflict{Place: uuid.New(), Name: "老虎山路", Class: "23514", Cancelled: true})
	return r
}

func (r *register) Area(_ context.Context, scope naming.Scope, _ naming.Proposal) (naming.Area, bool, error) {
	names := map[naming.Scope]string{naming.Nation: "全国", naming.Province: "浙江省", naming.City: "衢州市", naming.County: "江山市", naming.BuiltUp: "江山城区", naming.Township: "清湖街道"}
	return naming.Area{Scope: scope, Name: names[scope], Missing: r.missing[scope]}, !r.none[scope], nil
}

func (r *register) Alike(_ context.Context, _ naming.Area, group string, f naming.Forms, p naming.Proposal, limit int) ([]naming.Conflict, error) {
	var found []naming.Conflict
	for _, c := range r.standing {
		if naming.Group(c.Class) != group || c.Place == p.Place {
			continue
		}
		o := naming.FormsOf(c.Name, c.Class, "", r.merges)
		for _, like := range []struct {
			how  naming.Likeness
			same bool
		}{{naming.SameText, o.Text == f.Text}, {naming.SameSpecific, o.Specific == f.Specific}, {naming.SameTones, o.Toned == f.Toned},
			{naming.SameSyllable, o.Toneless == f.Toneless}, {naming.SameLook, o.Look == f.Look}, {naming.SameDialect, f.Dialect != "" && o.Dialect == f.Dialect}} {
			if like.same {
				c.Likeness = like.how
				found = append(found, c)
				break
			}
		}
	}
	return found[:min(len(found), limit)], nil
}

func (r *register) Bearing(_ context.Context, text string, p naming.Proposal) ([]naming.Conflict, error) {
	var found []naming.Conflict
	for _, c := range r.standing {
		specific, _ := naming.Split(c.Name, c.Class)
		if (c.Name == text || specific == text) && c.Place != p.Place {
			found = append(found, c)
		}
	}
	return found, nil
}

//go:embed testdata/proposals.txt
var proposals string

// Each line is a proposal with what the checks must and must not say of it:
// name, class, mode (new, stands, or the name of a local rule), then checks as
// N5=justify, or !N6 for one that must say nothing, or ok for none at all.
func TestProposals(t *testing.T) {
	words, _ := naming.Default()
	rows := 0
	for n, line := range strings.Split(proposals, "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		rows++
		name, class, mode := strings.Trim(fields[0], "“”"), fields[1], fields[2]
		r := county()
		rules := naming.New(words, adopted(mode, r))
		p := naming.Proposal{Text: name, Class: class, Existing: mode == "stands", Size: sizes[mode]}
		if p.Existing {
			for _, c := range r.standing {
				if c.Name == name {
					p.Place = c.Place
				}
			}
		}
		found, err := rules.Check(t.Context(), p, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range fields[3:] {
			if !holds(found, want) {
				t.Errorf("line %d: %s (%s, %s): want %s, got %v", n+1, name, class, mode, want, said(found))
			}
		}
	}
	if rows < 150 {
		t.Errorf("%d proposals, want at least 150", rows)
	}
}

var sizes = map[string]naming.Size{"small": {LandM2: 5000, FloorM2: 20000}, "large": {LandM2: 30000, FloorM2: 200000}}

// adopted gives the local rules of a mode, and changes what the register holds.
func adopted(mode string, r *register) naming.Local {
	switch mode {
	case "N14":
		return naming.Local{Location: "浙江省地名管理办法"}
	case "N15":
		return naming.Local{Settlements: "浙江省地名管理办法"}
	case "N16":
		return naming.Local{CityWide: "宁波市地名管理条例第十条"}
	case "dialect":
		r.merges = naming.MergeNL | naming.MergeNg
		return naming.Local{Dialect: r.merges, DialectBasis: "宁波市地名管理条例第十条"}
	case "small", "large", "unsaid":
		return naming.Local{Sizes: []naming.Size17{{Group: naming.GroupEstate, Generic: "花园", Least: naming.Size{LandM2: 20000, FloorM2: 100000}, Basis: "地方规定"}}}
	case "no-built-up":
		r.none[naming.BuiltUp] = true
	case "partly":
		r.missing[naming.County] = "只录入 2020 年以前的村名"
	}
	return naming.Local{}
}

func holds(found []naming.Finding, want string) bool {
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

func TestADuplicateNamesTheOtherPlace(t *testing.T) {
	words, local := naming.Default()
	found, err := naming.New(words, local).Check(t.Context(), naming.Proposal{Text: "清湖一村", Class: "21610"}, county())
	if err != nil || len(found) != 1 {
		t.Fatalf("Check() = %v, %v, want one finding", found, err)
	}
	f := found[0]
	if f.Check != "N10" || f.Severity != naming.Refuse || f.Conflicts[0].Name != "清湖一村" || !strings.Contains(f.Text, "清湖一村") || !strings.Contains(f.Article, "第九条第（八）项") {
		t.Errorf("finding = %+v", f)
	}
}

func TestTheVersionFollowsListsAndAdoptedRules(t *testing.T) {
	words, local := naming.Default()
	first := naming.New(words, local).Version()
	if again := naming.New(words, local).Version(); again != first {
		t.Errorf("the same rules have versions %s and %s", first, again)
	}
	if less := naming.New(words[1:], local).Version(); less == first {
		t.Error("a list was changed, the version was not")
	}
	if more := naming.New(words, naming.Local{Location: "本地规定"}).Version(); more == first {
		t.Error("a rule was adopted, the version was not changed")
	}
}

func TestEveryWordHasASource(t *testing.T) {
	words, _ := naming.Default()
	for _, w := range words {
		if w.Source == "" || w.Text == "" || !slices.Contains(naming.Lists, w.List) {
			t.Errorf("word %+v", w)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"清湖一村", "", "A·路", "\xff", "𰻞路", "第一路", "村", "  "} {
		f.Add(seed, "23514")
	}
	words, _ := naming.Default()
	rules, r := naming.New(words, naming.Local{Location: "x", Settlements: "x", CityWide: "x", Dialect: naming.MergeNL}), county()
	f.Fuzz(func(t *testing.T, text, class string) {
		if len([]rune(text)) > 40 {
			return
		}
		if _, err := rules.Check(context.Background(), naming.Proposal{Text: text, Class: class}, r); err != nil {
			t.Fatal(err)
		}
	})
}
