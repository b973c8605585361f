package pinyin

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestOfFollowsTheRules holds the examples of (84)中地字第17号.
func TestOfFollowsTheRules(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ what, name, class, division, want string }{
		{"specific and generic apart", "太行山", "", "", "Tàiháng Shān"},
		{"lake", "太湖", "12000", "", "Tài Hú"},
		{"lake guessed", "太湖", "", "", "Tài Hú"},
		{"county of that lake", "太湖县", "21400", "3408", "Tàihú Xiàn"},
		{"province", "江苏省", "", "", "Jiāngsū Shěng"},
		{"county of one syllable", "通县", "", "", "Tōng Xiàn"},
		{"road", "南京路", "", "", "Nánjīng Lù"},
		{"modifier of the specific part", "西辽河", "", "", "Xīliáo Hé"},
		{"modifier of the generic part", "景山后街", "", "", "Jǐngshān Hòujiē"},
		{"modifier 内 of the specific part", "朝阳门内大街", "", "", "Cháoyángménnèi Dàjiē"},
		{"two modifiers of one syllable", "修文西小巷", "", "", "Xiūwén Xīxiǎoxiàng"},
		{"modifier of three syllables", "广渠南水关胡同", "", "", "Guǎngqú Nánshuǐguān Hútong"},
		{"direction belongs to the road", "南京东路", "", "", "Nánjīng Dōnglù"},
		{"direction after a person", "中山东路", "", "", "Zhōngshān Dōnglù"},
		{"person whose name ends as a direction", "毛泽东路", "", "", "Máozédōng Lù"},
		{"the same before an avenue", "毛泽东大道", "23514", "", "Máozédōng Dàdào"},
		{"the same with a direction", "毛泽东东路", "", "", "Máozédōng Dōnglù"},
		{"in traditional characters", "毛澤東路", "", "", "Máozédōng Lù"},
		{"another such person", "徐向前路", "23514", "", "Xúxiàngqián Lù"},
		{"country whose name ends as a street begins", "加拿大街", "23514", "", "Jiānádà Jiē"},
		{"avenue", "法兰西大街", "23514", "", "Fǎlánxī Dàjiē"},
		{"middle road", "人民中路", "23514", "", "Rénmín Zhōnglù"},
		{"direction belongs to the name", "山东路", "", "", "Shāndōng Lù"},
		{"natural village", "王村", "22200", "", "Wángcūn"},
		{"natural village guessed", "王村", "", "", "Wángcūn"},
		{"town as settlement", "周口店", "22200", "", "Zhōukǒudiàn"},
		{"settlement with a division's ending", "龙王集", "22200", "", "Lóngwángjí"},
		{"the same town as division", "周口店镇", "21500", "", "Zhōukǒudiàn Zhèn"},
		{"natural village that ends in a mountain", "黄泥山", "22200", "", "Huángníshān"},
		{"generic become specific", "黑龙江省", "", "", "Hēilóngjiāng Shěng"},
		{"town in a city's name", "景德镇市", "", "", "Jǐngdézhèn Shì"},
		{"sea in a bay's name", "渤海湾", "11000", "", "Bóhǎi Wān"},
		{"person in a county's name", "左权县", "", "", "Zuǒquán Xiàn"},
		{"person in a road's name", "张之洞路", "", "", "Zhāngzhīdòng Lù"},
		{"numeral in a mountain", "五指山", "", "", "Wǔzhǐ Shān"},
		{"ordinal in a village", "第六屯", "", "", "Dìliùtún"},
		{"date of a road", "三八路", "", "", "Sānbā Lù"},
		{"date of a square", "五一广场", "", "", "Wǔyī Guǎngchǎng"},
		{"height in digits", "1203高地", "", "", "1203 Gāodì"},
		{"height in characters", "一二〇三高地", "", "", "1203 Gāodì"},
		{"ordinal road", "二马路", "", "", "2 Mǎlù"},
		{"ordinal after a series", "经五路", "", "", "Jīng 5 Lù"},
		{"ring road", "三环路", "", "", "3 Huánlù"},
		{"lane of 东四", "东四十二条", "", "", "Dōngsì 12 Tiáo"},
		{"tenth lane of 东四", "东四十条", "", "", "Dōngsì 10 Tiáo"},
		{"numbered lane", "大川淀一巷", "", "", "Dàchuāndiàn 1 Xiàng"},
		{"ordinal with 第", "第九弄", "", "", "Dì-9 Lòng"},
		{"twenty-first street", "二十一街", "", "", "21 Jiē"},
		{"一 inside a word", "统一路", "", "", "Tǒngyī Lù"},
		{"十里堡 of Beijing", "十里堡", "", "11", "Shílǐpù"},
		{"大黄堡 of Tianjin", "大黄堡", "", "12", "Dàhuángbǎo"},
		{"吴堡 of Shaanxi", "吴堡", "21400", "61", "Wúbǔ"},
		{"apostrophe before a", "西安市", "", "", "Xī'ān Shì"},
		{"apostrophe before ou", "建瓯市", "", "", "Jiàn'ōu Shì"},
		{"apostrophe before e", "天峨县", "", "", "Tiān'é Xiàn"},
		{"no apostrophe at a new word", "王安路", "", "", "Wáng'ān Lù"},
		{"erhua", "盆儿胡同", "", "", "Pénr Hútong"},
		{"child is no erhua", "婴儿胡同", "", "", "Yīng'ér Hútong"},
		{"ü kept", "吕梁市", "", "", "Lǚliáng Shì"},
		{"ü kept after n", "女山", "", "", "Nǚ Shān"},
	} {
		if got := Of(tc.name, tc.class, tc.division).Text; got != tc.want {
			t.Errorf("%s: Of(%q, %q, %q) = %q, want %q", tc.what, tc.name, tc.class, tc.division, got, tc.want)
		}
	}
}

func TestOfWritesDivisionsAndCommittees(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, class, want string }{
		{"清湖街道", "21500", "Qīnghú Jiēdào"},
		{"清湖街道", "", "Qīnghú Jiēdào"},
		{"清湖街道办事处", "", "Qīnghú Jiēdào Bànshìchù"},
		{"新塘坞村委会", "21610", "Xīntángwù Cūnwěihuì"},
		{"新塘坞村村民委员会", "", "Xīntángwùcūn Cūnmín Wěiyuánhuì"},
		{"新塘坞村民委员会", "21610", "Xīntángwù Cūnmín Wěiyuánhuì"},
		{"新塘坞村", "21610", "Xīntángwù Cūn"},
		{"贺村", "21610", "Hècūn"},
		{"贺村镇", "21500", "Hècūn Zhèn"},
		{"民声社区", "21620", "Mínshēng Shèqū"},
		{"民声社区居委会", "21620", "Mínshēng Shèqū Jūwěihuì"},
		{"民声社区居民委员会", "", "Mínshēng Shèqū Jūmín Wěiyuánhuì"},
		{"花蓮縣", "", "Huālián Xiàn"},
		{"鳳林鎮", "21500", "Fènglín Zhèn"},
		{"海西蒙古族藏族自治州", "", "Hǎixī Měnggǔzú Zàngzú Zìzhìzhōu"},
		{"伊犁哈萨克自治州", "21300", "Yīlí Hāsàkè Zìzhìzhōu"},
		{"内蒙古自治区", "", "Nèiměnggǔ Zìzhìqū"},
		{"江山市", "21400", "Jiāngshān Shì"},
		{"江山", "21400", "Jiāngshān"},
		{"市辖区", "21400", "Shìxiáqū"},
		{"臺灣省", "", "Táiwān Shěng"},
	} {
		if got := Of(tc.name, tc.class, "").Text; got != tc.want {
			t.Errorf("Of(%q, %q) = %q, want %q", tc.name, tc.class, got, tc.want)
		}
	}
}

func TestCharactersWithoutReadingStay(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, want, plain string }{
		{"\U000F0000村", "\U000F0000 Cūn", "\U000F0000cun"},
		{"A区", "A Qū", "aqu"},
		{"东风3队", "Dōngfēng 3 Duì", "dongfeng3dui"},
		{"清湖（老）镇", "Qīnghú（Lǎo） Zhèn", "qinghulaozhen"},
		{"", "", ""},
		{"街道", "Jiēdào", "jiedao"},
		{"𬭚村", "Chúncūn", "chuncun"},
	} {
		r := Of(tc.name, "", "")
		if r.Text != tc.want && strings.ReplaceAll(r.Text, " ", "") != strings.ReplaceAll(tc.want, " ", "") || r.Plain != tc.plain {
			t.Errorf("Of(%q) = %q, %q, want %q, %q", tc.name, r.Text, r.Plain, tc.want, tc.plain)
		}
	}
}

func TestReadingFields(t *testing.T) {
	t.Parallel()
	want := Reading{
		Text: "Qīnghú Jiēdào", Plain: "qinghujiedao", Initials: "qhjd",
		Syllables: []string{"qīng", "hú", "jiē", "dào"}, Source: Characters,
	}
	if diff := cmp.Diff(want, Of("清湖街道", "21500", "330881")); diff != "" {
		t.Errorf("Of(清湖街道) differs (-want +got):\n%s", diff)
	}
	if got := want.Capitals(); got != "QINGHU JIEDAO" {
		t.Errorf("Capitals() = %q, want QINGHU JIEDAO", got)
	}
	if got := Of("吕梁市", "", "").Capitals(); got != "LÜLIANG SHI" {
		t.Errorf("Capitals() = %q, want LÜLIANG SHI", got)
	}
	if got := want.String(); got != want.Text {
		t.Errorf("String() = %q, want %q", got, want.Text)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, class, specific, generic string }{
		{"清湖街道", "21500", "清湖", "街道"},
		{"王村", "22200", "王村", ""},
		{"新塘坞村", "21610", "新塘坞", "村"},
		{"花蓮縣", "", "花蓮", "縣"},
		{"景山后街", "23500", "景山", "后街"},
		{"景德镇", "", "景德镇", ""},
		{"周口店镇", "", "周口店", "镇"},
		{"江山大桥", "23600", "江山", "大桥"},
		{"市", "", "市", ""},
	} {
		if s, g := Split(tc.name, tc.class); s != tc.specific || g != tc.generic {
			t.Errorf("Split(%q, %q) = %q, %q, want %q, %q", tc.name, tc.class, s, g, tc.specific, tc.generic)
		}
	}
}

// checkReading states what holds for every name.
func checkReading(t interface{ Errorf(string, ...any) }, name, class, division string) {
	r := Of(name, class, division)
	if got := Toneless(r.Text); got != r.Plain {
		t.Errorf("Of(%q).Plain = %q, but its text %q gives %q", name, r.Plain, r.Text, got)
	}
	n := resolve(name, class, division)
	kept := r.Text
	for i, c := range n.raw {
		if n.units[i].syl != 0 {
			continue
		}
		at := strings.IndexRune(kept, c)
		if at < 0 {
			t.Errorf("Of(%q) = %q lost %q", name, r.Text, c)
			continue
		}
		kept = kept[at+len(string(c)):]
	}
	specific, generic := Split(name, class)
	if specific+generic != string(n.raw) {
		t.Errorf("Split(%q) = %q, %q: not the name", name, specific, generic)
	}
	plain, initials := SearchKeys(name, class, division)
	if !slices.Contains(plain, r.Plain) || !slices.Contains(initials, r.Initials) {
		t.Errorf("SearchKeys(%q) = %q, %q: misses %q, %q", name, plain, initials, r.Plain, r.Initials)
	}
}

func TestEveryReadingHoldsTogether(t *testing.T) {
	t.Parallel()
	alphabet := []rune("王清湖街道市县村路弄条巷第一二三四十百五儿女吕长六安浒湾堡圩重庆縣鎮蒙古族自治州乌鲁木齐aÉ9( ·\U000F0000\u0301\u212A")
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOfN(rapid.RuneFrom(alphabet, unicode.Han), 0, 12, -1).Draw(t, "name")
		class := rapid.SampledFrom([]string{"", "10000", "21300", "21400", "21500", "21610", "21620", "22100", "22200", "23500", "25000"}).Draw(t, "class")
		division := rapid.SampledFrom([]string{"", "11", "36", "41", "4414", "330881"}).Draw(t, "division")
		checkReading(t, name, class, division)
	})
}

// TestOneInitialASyllable counts on names of Han characters alone.
func TestOneInitialASyllable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOfN(rapid.SampledFrom([]rune("王清湖街道市县村路长六安浒湾堡重庆儿胡同女")), 1, 12, -1).Draw(t, "name")
		r := Of(name, "23500", "")
		want := 0
		for _, s := range r.Syllables {
			if s != "r" {
				want++
			}
		}
		if len(r.Initials) != want || len(r.Syllables) != len([]rune(name)) {
			t.Errorf("Of(%q): initials %q, syllables %q", name, r.Initials, r.Syllables)
		}
	})
}

func FuzzOf(f *testing.F) {
	for _, s := range sampleNames(f) {
		f.Add(s.name, s.class, s.division)
	}
	f.Add("\xff村", "2", "x")
	f.Add("一百十百高地", "99", "")
	f.Fuzz(func(t *testing.T, name, class, division string) {
		checkReading(t, name, class, division)
	})
}
