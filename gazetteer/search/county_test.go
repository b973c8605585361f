package search

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

func id(n byte) ID { return ID{15: n} }

var jiangshan = []Upper{{"浙江省"}, {"衢州市", "衢县地区"}, {"江山市", "江山县"}}

func withTown(names ...string) []Upper { return append(slices.Clone(jiangshan), Upper(names)) }

// county is a small hand-made 江山市.
func county() []Doc {
	standard := func(text, plain, initials string) Name {
		return Name{text, Standard, []string{plain}, []string{initials}}
	}
	return []Doc{
		{ID: id(1), Names: []Name{standard("江山市", "jiangshanshi", "jss"), {"江山县", Former, []string{"jiangshanxian"}, []string{"jsx"}}},
			Class: "21400", Division: "330881", Chain: jiangshan[:2], Code: "330881", Public: true, Current: true, Rank: 3},
		{ID: id(2), Names: []Name{standard("清湖街道", "qinghujiedao", "qhjd"), {"清湖镇", Former, []string{"qinghuzhen"}, []string{"qhz"}}, {"清湖古埠", Alias, []string{"qinghugubu"}, []string{"qhgb"}}},
			Class: "21500", Division: "330881003", Chain: jiangshan, Code: "330881003000", Public: true, Current: true, Rank: 4, Lon: 118.6, Lat: 28.7, HasPoint: true},
		{ID: id(3), Names: []Name{standard("贺村镇", "hecunzhen", "hcz")},
			Class: "21500", Division: "330881104", Chain: jiangshan, Code: "330881104", Public: true, Current: true, Rank: 4, Lon: 118.5, Lat: 28.7, HasPoint: true},
		{ID: id(4), Names: []Name{standard("清湖村委会", "qinghucunweihui", "qhcwh")},
			Class: "21610", Division: "330881003", Chain: withTown("清湖街道", "清湖镇"), Code: "330881003201", Public: true, Current: true, Rank: 5, Lon: 118.61, Lat: 28.71, HasPoint: true},
		{ID: id(5), Names: []Name{standard("清湖", "qinghu", "qh")},
			Class: "22200", Division: "330881003201", Chain: withTown("清湖街道", "清湖镇"), Public: true, Current: true, Rank: 6},
		{ID: id(6), Names: []Name{standard("中山路", "zhongshanlu", "zsl")},
			Class: "23514", Division: "330881104", Chain: withTown("贺村镇"), Public: true, Current: true, Rank: 7, Lon: 118.5, Lat: 28.7, HasPoint: true},
		{ID: id(7), Names: []Name{standard("中山路", "zhongshanlu", "zsl")},
			Class: "23514", Division: "330881003", Chain: withTown("清湖街道", "清湖镇"), Public: true, Current: true, Rank: 7, Lon: 118.6, Lat: 28.7, HasPoint: true},
		{ID: id(8), Names: []Name{standard("清湖秘密仓库", "qinghumimicangku", "qhmmck")},
			Class: "27100", Division: "330881003", Chain: withTown("清湖街道"), Current: true, Rank: 7, Lon: 118.6, Lat: 28.7, HasPoint: true},
		{ID: id(9), Names: []Name{standard("石门镇", "shimenzhen", "smz")},
			Class: "21500", Division: "330881105", Chain: jiangshan, Code: "330881105", Public: true, Rank: 4, Lon: 118.4, Lat: 28.6, HasPoint: true},
		{ID: id(10), Names: []Name{standard("石门镇", "shimenzhen", "smz")},
			Class: "21500", Division: "330802105", Chain: []Upper{{"浙江省"}, {"衢州市"}, {"柯城区"}}, Code: "330802105", Public: true, Current: true, Rank: 4, Lon: 118.9, Lat: 28.9, HasPoint: true},
		{ID: id(11), Names: []Name{standard("旅顺Ｋ２路", "lvshunk2lu", "lsk2l")},
			Class: "23514", Division: "330881104", Chain: withTown("贺村镇"), Public: true, Current: true, Rank: 7},
		{ID: id(12), Names: []Name{standard("景宁畲族自治县", "jingningshezuzizhixian", "jnszzzx")},
			Class: "21400", Division: "331127", Chain: []Upper{{"浙江省"}, {"丽水市"}}, Code: "331127", Public: true, Current: true, Rank: 3},
	}
}

func load(t testing.TB, docs []Doc) *Index {
	t.Helper()
	x := New()
	if err := x.Load(slices.Values(docs)); err != nil {
		t.Fatal(err)
	}
	return x
}

func ask(t testing.TB, x *Index, q Query) []Hit {
	t.Helper()
	hits, _, err := x.Search(q)
	if err != nil {
		t.Fatalf("Search(%q): %v", q.Text, err)
	}
	return hits
}

func TestTheFirstHitAndHowItMatched(t *testing.T) {
	x := load(t, county())
	for _, test := range []struct {
		name, query string
		id          byte
		kind, text  string
	}{
		{"whole name", "清湖街道", 2, "exact", "清湖街道"},
		{"specific part, division first", "清湖", 2, "exact", "清湖街道"},
		{"specific part of an autonomous county", "景宁", 12, "exact", "景宁畲族自治县"},
		{"a village without its committee", "清湖村", 4, "exact", "清湖村委会"},
		{"beginning", "清湖街", 2, "prefix", "清湖街道"},
		{"pinyin of the specific part", "qinghu", 2, "pinyin", "清湖街道"},
		{"pinyin with a space", "qing hu", 2, "pinyin", "清湖街道"},
		{"pinyin with tone marks", "qīng hú", 2, "pinyin", "清湖街道"},
		{"pinyin with tone digits", "qing1hu2", 2, "pinyin", "清湖街道"},
		{"pinyin in capitals and full width", "Ｑinghu Jiedao", 2, "pinyin", "清湖街道"},
		{"pinyin with an apostrophe", "he'cun", 3, "pinyin", "贺村镇"},
		{"beginning of the pinyin", "qinghujie", 2, "pinyin", "清湖街道"},
		{"pinyin with ü as v", "lvshun", 11, "pinyin", "旅顺Ｋ２路"},
		{"pinyin with ü as u", "lǚshun", 11, "pinyin", "旅顺Ｋ２路"},
		{"initials", "qhjd", 2, "initials", "清湖街道"},
		{"initials in capitals", "QHJD", 2, "initials", "清湖街道"},
		{"former name", "清湖镇", 2, "former", "清湖镇"},
		{"alias", "清湖古埠", 2, "alias", "清湖古埠"},
		{"beginning of an alias", "清湖古", 2, "alias", "清湖古埠"},
		{"traditional characters", "賀村鎮", 3, "variant", "贺村镇"},
		{"variant character", "淸湖", 2, "variant", "清湖街道"},
		{"wrong character in the generic part", "清湖街到", 2, "fuzzy", "清湖街道"},
		{"wrong character in the specific part", "情湖街道", 2, "fuzzy", "清湖街道"},
		{"missing character", "清街道", 2, "fuzzy", "清湖街道"},
		{"one character too many", "清小湖街道", 2, "fuzzy", "清湖街道"},
		{"two characters swapped", "湖清街道", 2, "fuzzy", "清湖街道"},
		{"swapped across the parts", "清街湖道", 2, "fuzzy", "清湖街道"},
		{"inside a name", "古埠", 2, "fuzzy", "清湖古埠"},
		{"chain of county and town", "江山市贺村镇", 3, "exact", "贺村镇"},
		{"chain of short names", "浙江江山贺村", 3, "exact", "贺村镇"},
		{"chain that leaves out levels", "衢州市江山市清湖街道", 2, "exact", "清湖街道"},
		{"chain with a former upper name", "江山县清湖镇清湖村", 4, "exact", "清湖村委会"},
		{"chain with a space", "江山市 贺村镇", 3, "exact", "贺村镇"},
		{"chain with a slip", "江山市清湖街到", 2, "fuzzy", "清湖街道"},
		{"chain to a former name", "江山清湖镇", 2, "former", "清湖镇"},
		{"chain picks among equals", "江山石门镇", 9, "exact", "石门镇"},
		{"chain half typed", "江山市贺", 3, "prefix", "贺村镇"},
		{"chain and initials", "江山qhjd", 2, "initials", "清湖街道"},
		{"chain that does not fit", "杭州市贺村镇", 3, "exact", "贺村镇"},
		{"characters and initials", "清湖jd", 2, "initials", "清湖街道"},
		{"characters and pinyin", "清湖jiedao", 2, "pinyin", "清湖街道"},
		{"county code", "330881", 1, "code", "330881"},
		{"county code of 12 digits", "330881000000", 1, "code", "330881"},
		{"town code of 9 digits", "330881003", 2, "code", "330881003000"},
		{"town code of 12 digits", "330881104000", 3, "code", "330881104"},
		{"village code in full width", "３３０８８１００３２０１", 4, "code", "330881003201"},
		{"beginning of a code", "3308811", 3, "code", "330881104"},
		{"full-width digits in a name", "k2路", 11, "fuzzy", "旅顺Ｋ２路"},
		{"in force before former", "石门镇", 10, "exact", "石门镇"},
		{"another generic", "贺村乡", 3, "fuzzy", "贺村镇"},
	} {
		t.Run(test.name, func(t *testing.T) {
			hits := ask(t, x, Query{Text: test.query})
			if len(hits) == 0 {
				t.Fatalf("Search(%q) found nothing", test.query)
			}
			if h := hits[0]; h.ID != id(test.id) || h.Match.Kind != test.kind || h.Match.Text != test.text {
				t.Errorf("Search(%q)[0] = %d %s %+v, want %d %s %s", test.query, h.ID[15], h.Name, h.Match, test.id, test.kind, test.text)
			}
		})
	}
}

func TestTheRightChainComesBeforeTheWrongOne(t *testing.T) {
	x := load(t, county())
	hits := ask(t, x, Query{Text: "柯城区石门镇"})
	if len(hits) != 2 || hits[0].ID != id(10) || hits[1].ID != id(9) || hits[0].Score <= hits[1].Score {
		t.Errorf("Search(柯城区石门镇) = %v, want 10 with a higher score, then 9", hits)
	}
}

func TestNearerComesFirstAmongEquals(t *testing.T) {
	x := load(t, county())
	for _, test := range []struct {
		near orb.Point
		want byte
	}{{orb.Point{118.5, 28.7}, 6}, {orb.Point{118.6, 28.7}, 7}} {
		hits := ask(t, x, Query{Text: "中山路", Near: &test.near})
		if len(hits) != 2 || hits[0].ID != id(test.want) || hits[0].DistanceM > 1 || hits[1].DistanceM < 9000 {
			t.Errorf("Search(中山路 near %v) = %v, want %d first", test.near, hits, test.want)
		}
	}
}

func TestFilters(t *testing.T) {
	x := load(t, county())
	box := orb.Bound{Min: orb.Point{118.595, 28.69}, Max: orb.Point{118.605, 28.705}}
	for _, test := range []struct {
		name  string
		query Query
		want  []byte
	}{
		{"class", Query{Text: "清湖", Class: "22"}, []byte{5}},
		{"division", Query{Text: "石门镇", Division: "330881"}, []byte{9}},
		{"division with zeros", Query{Text: "石门镇", Division: "330881000000"}, []byte{9}},
		{"box leaves out places without a point", Query{Text: "清湖", BBox: &box}, []byte{2}},
		{"no text", Query{BBox: &box}, []byte{2, 7}},
		{"internal", Query{Text: "清湖秘密", IncludeInternal: true}, []byte{8}},
		{"not internal", Query{Text: "清湖秘密"}, nil},
		{"only punctuation", Query{Text: "·—"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []byte
			for _, h := range ask(t, x, test.query) {
				got = append(got, h.ID[15])
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("Search(%+v) = %v, want %v", test.query, got, test.want)
			}
		})
	}
}

func TestSuggestGuessesOnlyWhenNothingFits(t *testing.T) {
	x := load(t, county())
	if hits := ask(t, x, Query{Text: "石门镇", Suggest: true}); len(hits) != 2 {
		t.Errorf("Suggest(石门镇) = %v, want the two towns", hits)
	}
	if hits := ask(t, x, Query{Text: "清湖街到", Suggest: true}); len(hits) == 0 || hits[0].ID != id(2) {
		t.Errorf("Suggest(清湖街到) = %v, want 清湖街道", hits)
	}
}
