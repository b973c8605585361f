package matching_test

import (
	"crypto/sha256"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"diming/gazetteer/matching"
)

// id makes an id from words, so that a test reads as what it is about.
func id(words string) uuid.UUID {
	sum := sha256.Sum256([]byte(words))
	return uuid.UUID(sum[:16])
}

func name(kind matching.Kind, parent, current string, former ...string) matching.Name {
	n := matching.Name{ID: id(current), Kind: kind, Current: current, Former: former}
	if parent != "" {
		n.Parent = id(parent)
	}
	return n
}

// jiangshan is a county in small.
func jiangshan() *matching.Index {
	x := matching.New()
	x.PutNames(
		name(matching.Province, "", "浙江省"),
		name(matching.City, "浙江省", "衢州市"),
		name(matching.County, "衢州市", "江山市"),
		name(matching.Township, "江山市", "清湖街道", "清湖镇"),
		name(matching.Township, "江山市", "贺村镇"),
		name(matching.Township, "江山市", "双塔街道", "城关镇"),
		name(matching.Village, "清湖街道", "清湖一村村委会"),
		name(matching.Village, "清湖街道", "清湖二村村委会"),
		name(matching.Village, "清湖街道", "清湖居民委员会"),
		name(matching.Village, "双塔街道", "凝秀社区居民委员会", "锦绣社区居民委员会"),
		name(matching.Village, "贺村镇", "贺村村村委会"),
		name(matching.Village, "贺村镇", "三号桥村村委会"),
		name(matching.Way, "双塔街道", "江滨路"),
		name(matching.Way, "双塔街道", "中山路", "人民路"),
		name(matching.Compound, "双塔街道", "江滨小区"),
		name(matching.Settlement, "贺村村村委会", "上坞"),
	)
	x.PutAddresses(
		matching.Address{ID: id("一村10"), Division: id("清湖一村村委会"), Number: "10"},
		matching.Address{ID: id("一村10-1"), Division: id("清湖一村村委会"), Number: "10", Sub: "1"},
		matching.Address{ID: id("一村103"), Division: id("清湖一村村委会"), Number: "103"},
		matching.Address{ID: id("二村10"), Division: id("清湖二村村委会"), Number: "10"},
		matching.Address{ID: id("上坞3"), Division: id("贺村村村委会"), Settlement: id("上坞"), Number: "3"},
		matching.Address{ID: id("三号桥8"), Division: id("三号桥村村委会"), Number: "8"},
		matching.Address{ID: id("中山路12"), Division: id("凝秀社区居民委员会"), Way: id("中山路"), Number: "12"},
		matching.Address{ID: id("小区"), Division: id("凝秀社区居民委员会"), Way: id("江滨路"), Number: "5", Compound: id("江滨小区")},
		matching.Address{ID: id("小区3幢2单元501"), Division: id("凝秀社区居民委员会"), Way: id("江滨路"), Number: "5", Compound: id("江滨小区"), Building: "3", Unit: "2", Room: "501"},
		matching.Address{ID: id("小区3幢1单元501"), Division: id("凝秀社区居民委员会"), Way: id("江滨路"), Number: "5", Compound: id("江滨小区"), Building: "3", Unit: "1", Room: "501"},
		matching.Address{ID: id("小区甲幢"), Division: id("凝秀社区居民委员会"), Way: id("江滨路"), Number: "5", Compound: id("江滨小区"), Building: "甲"},
	)
	return x
}

func TestTextsOfManyWritingsMeanTheStandardAddress(t *testing.T) {
	x := jiangshan()
	for _, test := range []struct {
		text, want string
		precision  matching.Part
		reason     matching.Reason
	}{
		{"浙江省衢州市江山市清湖街道清湖一村10号", "一村10", matching.PartNumber, ""},
		{"江山清湖镇清湖一村 １０号", "一村10", matching.PartNumber, ""},
		{"清湖一村十号", "一村10", matching.PartNumber, ""},
		{"清湖1村10号", "一村10", matching.PartNumber, ""},
		{"清湖一村一百零三号", "一村103", matching.PartNumber, ""},
		{"清湖一村一〇三號", "一村103", matching.PartNumber, ""},
		{"清湖街道清湖二村村民委员会010号", "二村10", matching.PartNumber, ""},
		{"清湖一村10-1号", "一村10-1", matching.PartNumber, ""},
		{"清湖一村10号之1", "一村10-1", matching.PartNumber, ""},
		{"清湖一村10附1号", "一村10-1", matching.PartNumber, ""},
		{"清湖一村10号附1号", "一村10-1", matching.PartNumber, ""},
		{"清湖一村10", "一村10", matching.PartNumber, ""},
		{"清胡一村10号", "一村10", matching.PartNumber, ""},
		{"江山市清湖乡清湖一村10号", "一村10", matching.PartNumber, ""},
		{"清湖一村10号，江山市清湖街道", "一村10", matching.PartNumber, ""},
		{"清湖小学对面，江山市清湖一村10号（门口有樟树）电话13800000000", "一村10", matching.PartNumber, ""},
		{"江山市贺村镇清湖一村10号", "一村10", matching.PartNumber, ""},
		{"贺村村上坞3号", "上坞3", matching.PartNumber, ""},
		{"贺村镇贺村村3号", "上坞3", matching.PartNumber, ""},
		{"贺村镇三号桥村8号", "三号桥8", matching.PartNumber, ""},
		{"江山市人民路12号", "中山路12", matching.PartNumber, ""},
		{"锦绣社区中山路12号", "中山路12", matching.PartNumber, ""},
		{"江滨路5号江滨小区3幢2单元501室", "小区3幢2单元501", matching.PartRoom, ""},
		{"江滨路5号3栋2单元501", "小区3幢2单元501", matching.PartRoom, ""},
		{"江滨小区江滨路5号3-1-501", "小区3幢1单元501", matching.PartRoom, ""},
		{"江滨路5号三号楼1单元501室", "小区3幢1单元501", matching.PartRoom, ""},
		{"江滨路5号甲座", "小区甲幢", matching.PartBuilding, ""},
		{"江滨路5号", "小区", matching.PartNumber, ""},
		{"江滨路5号3幢501室", "", matching.PartRoom, matching.Ambiguous},
		{"江山市清湖街道", "清湖街道", matching.PartTownship, ""},
		{"江山", "江山市", matching.PartCounty, ""},
		{"江滨路999号", "江滨路", matching.PartWay, matching.NoNumber},
		{"锦绣社区中山路十二号之一", "中山路12", matching.PartWay, matching.NoNumber}, // the nearest that is held, and said not to be it
	} {
		r := x.Match(test.text, 5)
		if len(r.Candidates) == 0 {
			t.Errorf("%s: nothing (%s)", test.text, r.Reason)
			continue
		}
		got := r.Candidates[0]
		if test.want != "" && got.ID != id(test.want) || got.Precision != test.precision || r.Reason != test.reason {
			t.Errorf("%s: precision %s, reason %q, want %s, %s, %q: %+v", test.text, got.Precision, r.Reason, test.want, test.precision, test.reason, r)
		}
	}
}

func TestAnAnswerSaysWhatDiffers(t *testing.T) {
	x := jiangshan()
	r := x.Match("江山清湖镇清胡一村 １０号", 1)
	want := []matching.Component{
		{Part: matching.PartProvince, Verdict: matching.Omitted, Registered: "浙江省"},
		{Part: matching.PartCity, Verdict: matching.Omitted, Registered: "衢州市"},
		{Part: matching.PartCounty, Verdict: matching.Abbreviated, Registered: "江山市", Text: "江山", To: 2},
		{Part: matching.PartTownship, Verdict: matching.FormerName, Registered: "清湖街道", Text: "清湖镇", From: 2, To: 5, Former: "清湖镇"},
		{Part: matching.PartVillage, Verdict: matching.Homophone, Registered: "清湖一村村委会", Text: "清胡一村", From: 5, To: 9},
		{Part: matching.PartNumber, Verdict: matching.Matched, Registered: "10", Text: "１０号", From: 10, To: 13},
	}
	if diff := cmp.Diff(want, r.Candidates[0].Components); diff != "" {
		t.Errorf("components (-want +got):\n%s", diff)
	}
	said := r.Candidates[0].Components[3]
	if said.English() != "清湖镇 is a former name of 清湖街道" || said.Chinese() != "“清湖镇”是清湖街道的曾用名" {
		t.Errorf("said %q, %q", said.English(), said.Chinese())
	}
	wrong := x.Match("江山市贺村镇清湖一村10号", 1).Candidates[0]
	if got := wrong.Components[3]; got.Verdict != matching.Differs || got.Text != "贺村镇" || wrong.Score >= r.Candidates[0].Score+0.2 {
		t.Errorf("a wrong township: %+v, score %v", got, wrong.Score)
	}
}

func TestATextWithoutAnswerSaysWhy(t *testing.T) {
	x := jiangshan()
	for text, want := range map[string]matching.Reason{
		"": matching.Empty, "，。 ": matching.Empty, "\xff\xfe": matching.NotText, "13800000000": matching.OnlyDigit, "10号": matching.OnlyDigit,
		"纽约第五大道": matching.NoName, strings.Repeat("清湖", 5000): matching.TooLong,
	} {
		r := x.Match(text, 5)
		if r.Reason != want || len(r.Candidates) != 0 || r.Reason.Chinese() == "" || r.Reason.English() == "" {
			t.Errorf("%.20q: %q with %d candidates, want %q", text, r.Reason, len(r.Candidates), want)
		}
	}
}

func TestWhatIsPutIsUnderstoodAndWhatIsRemovedIsNot(t *testing.T) {
	x := jiangshan()
	const text = "双塔街道学院路7号"
	if r := x.Match(text, 1); r.Candidates[0].IsAddress {
		t.Fatalf("found before it was put: %+v", r)
	}
	x.PutAddresses(matching.Address{ID: id("学院路7"), Division: id("凝秀社区居民委员会"), Way: id("学院路"), Number: "7"})
	x.PutNames(name(matching.Way, "双塔街道", "学院路"))
	if r := x.Match(text, 1); r.Candidates[0].ID != id("学院路7") || r.Candidates[0].Score != 1 {
		t.Fatalf("not found after it was put: %+v", r)
	}
	x.PutNames(matching.Name{ID: id("学院路"), Kind: matching.Way, Current: "书院路", Former: []string{"学院路"}, Parent: id("双塔街道")})
	if r := x.Match(text, 1); r.Candidates[0].ID != id("学院路7") || r.Candidates[0].Components[5].Verdict != matching.FormerName {
		t.Fatalf("the former name: %+v", r)
	}
	x.Remove(id("学院路7"), id("学院路"))
	if r := x.Match(text, 5); r.Candidates[0].ID != id("双塔街道") {
		t.Fatalf("found after it was removed: %+v", r)
	}
}

func TestNamesMayComeInAnyOrderAndMove(t *testing.T) {
	x := matching.New()
	x.PutAddresses(matching.Address{ID: id("一村10"), Division: id("清湖一村"), Number: "10"})
	x.PutNames(name(matching.Village, "清湖街道", "清湖一村"), name(matching.Township, "江山市", "清湖街道"), name(matching.County, "", "江山市"), name(matching.County, "", "常山县"))
	if r := x.Match("江山市清湖街道清湖一村10号", 1); r.Candidates[0].ID != id("一村10") || r.Candidates[0].Score != 1 {
		t.Errorf("the smaller first: %+v", r)
	}
	x.PutNames(name(matching.Township, "常山县", "清湖街道"))
	if r := x.Match("常山县清湖街道清湖一村10号", 1); r.Candidates[0].ID != id("一村10") || r.Candidates[0].Score != 1 {
		t.Errorf("moved to another county: %+v", r)
	}
	x.PutNames(name(matching.County, "清湖一村", "常山县")) // a circle
	x.Match("常山县清湖街道清湖一村10号", 1)
}
