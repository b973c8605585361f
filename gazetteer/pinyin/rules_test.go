package pinyin

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// rules are the numbered rules of (84)中地字第17号 with the examples of its
// text; ü stands beside the numbers. 12 is in TestRule12LineBreak.
var rules = []struct{ rule, says, name, class, division, want string }{
	{"1", "specific and generic apart", "太行山", "13000", "", "Tàiháng Shān"},
	{"1", "one syllable and one syllable", "太湖", "12000", "", "Tài Hú"},
	{"1", "province", "江苏省", "21200", "32", "Jiāngsū Shěng"},
	{"1", "county of one syllable", "通县", "21400", "11", "Tōng Xiàn"},
	{"1", "road", "南京路", "23500", "31", "Nánjīng Lù"},
	{"2", "modifier of the specific part, one syllable", "西辽河", "12000", "", "Xīliáo Hé"},
	{"2", "modifier of the generic part, one syllable", "景山后街", "23500", "11", "Jǐngshān Hòujiē"},
	{"2", "modifier after the specific part", "朝阳门内大街", "23500", "11", "Cháoyángménnèi Dàjiē"},
	{"2", "modifiers of the generic part", "修文西小巷", "23500", "", "Xiūwén Xīxiǎoxiàng"},
	{"2", "modifier of more syllables", "广渠南水关胡同", "23500", "11", "Guǎngqú Nánshuǐguān Hútong"},
	{"3", "natural village", "王村", "22200", "", "Wángcūn"},
	{"3", "town as a settlement", "周口店", "22200", "11", "Zhōukǒudiàn"},
	{"3", "market as a settlement", "龙王集", "22200", "", "Lóngwángjí"},
	{"3", "the class decides: the town as a division", "周口店镇", "21500", "11", "Zhōukǒudiàn Zhèn"},
	{"4", "generic become specific: river", "黑龙江省", "21200", "23", "Hēilóngjiāng Shěng"},
	{"4", "generic become specific: town", "景德镇市", "21300", "3602", "Jǐngdézhèn Shì"},
	{"4", "generic become specific: sea", "渤海湾", "11000", "", "Bóhǎi Wān"},
	{"5", "person in a county's name", "左权县", "21400", "14", "Zuǒquán Xiàn"},
	{"5", "person in a road's name", "张之洞路", "23500", "42", "Zhāngzhīdòng Lù"},
	{"6", "numeral spelled in a mountain", "五指山", "13000", "46", "Wǔzhǐ Shān"},
	{"6", "numeral spelled in a village", "第六屯", "22200", "", "Dìliùtún"},
	{"6", "date spelled in a road", "三八路", "23500", "", "Sānbā Lù"},
	{"6", "date spelled in a square", "五一广场", "", "", "Wǔyī Guǎngchǎng"},
	{"6", "code in digits", "1203高地", "", "", "1203 Gāodì"},
	{"6", "street ordinal in digits", "二马路", "23500", "", "2 Mǎlù"},
	{"6", "ordinal of a series", "经五路", "23500", "37", "Jīng 5 Lù"},
	{"6", "ring road", "三环路", "23500", "11", "3 Huánlù"},
	{"6", "ordinal of a lane", "东四十二条", "23500", "11", "Dōngsì 12 Tiáo"},
	{"6", "ordinal of a lane after a name", "大川淀一巷", "23500", "11", "Dàchuāndiàn 1 Xiàng"},
	{"6", "ordinal with 第", "第九弄", "23500", "", "Dì-9 Lòng"},
	{"7", "堡 in Beijing", "十里堡", "", "11", "Shílǐpù"},
	{"7", "堡 in Tianjin", "大黄堡", "", "12", "Dàhuángbǎo"},
	{"7", "堡 in Shaanxi", "吴堡", "", "61", "Wúbǔ"},
	{"8", "tone marks by Putonghua, no sandhi", "五里坪", "22200", "", "Wǔlǐpíng"},
	{"9", "first letter of each part capital", "清湖街道", "21500", "33", "Qīnghú Jiēdào"},
	{"10", "apostrophe before a", "西安市", "21300", "6101", "Xī'ān Shì"},
	{"10", "apostrophe before o", "建瓯市", "21400", "35", "Jiàn'ōu Shì"},
	{"10", "apostrophe before e", "天峨县", "21400", "45", "Tiān'é Xiàn"},
	{"11", "written 儿 is r", "盆儿胡同", "23500", "11", "Pénr Hútong"},
	{"ü", "kept after l", "吕梁市", "21300", "1411", "Lǚliáng Shì"},
	{"ü", "kept after n", "女山", "22200", "", "Nǚshān"},
	{"ü", "written u after j", "莒县", "21400", "371122", "Jǔ Xiàn"},
	{"ü", "written u after q", "曲阜市", "21400", "370881", "Qūfù Shì"},
	{"ü", "written u after x", "徐州市", "21300", "3203", "Xúzhōu Shì"},
	{"ü", "written u after y", "禹州市", "21400", "411081", "Yǔzhōu Shì"},
}

func TestEveryNumberedRule(t *testing.T) {
	t.Parallel()
	for _, tc := range rules {
		if got := Of(tc.name, tc.class, tc.division).Text; got != tc.want {
			t.Errorf("rule %s, %s: Of(%q, %q, %q) = %q, want %q", tc.rule, tc.says, tc.name, tc.class, tc.division, got, tc.want)
		}
	}
	for _, rule := range strings.Fields("1 2 3 4 5 6 7 8 9 10 11 ü") {
		if !slices.ContainsFunc(rules, func(r struct{ rule, says, name, class, division, want string }) bool { return r.rule == rule }) {
			t.Errorf("no example holds rule %s", rule)
		}
	}
}

// TestRules8And9Capitals holds that tone marks may be left out and that a sign
// may be all capitals; ü keeps its dots and the apostrophe stays.
func TestRules8And9Capitals(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"吕梁市": "LÜLIANG SHI", "女山": "NÜ SHAN", "西安市": "XI'AN SHI", "六安市": "LU'AN SHI", "东阿县": "DONG'E XIAN",
		"盆儿胡同": "PENR HUTONG", "第九弄": "DI-9 LONG", "乌鲁木齐市": "ÜRÜMQI SHI", "南京东路": "NANJING DONGLU",
	} {
		if got := Of(name, "", "").Capitals(); got != want {
			t.Errorf("Of(%q).Capitals() = %q, want %q", name, got, want)
		}
	}
}

func TestRule12LineBreak(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		reading string
		width   int
		want    []string
	}{
		{"Nánjīng Lù", 20, []string{"Nánjīng Lù"}},
		{"Nánjīng Lù", 8, []string{"Nánjīng", "Lù"}},
		{"Cháoyángménnèi Dàjiē", 10, []string{"Cháoyáng-", "ménnèi", "Dàjiē"}},
		{"Zhāngzhīdòng Lù", 9, []string{"Zhāngzhī-", "dòng Lù"}},
		{"Hēilóngjiāng Shěng", 8, []string{"Hēilóng-", "jiāng", "Shěng"}},
		{"Xī'ān Shì", 4, []string{"Xī-", "ān", "Shì"}},
		{"Xī'ān Shì", 5, []string{"Xī'ān", "Shì"}},
		{"LÜLIANG SHI", 6, []string{"LÜ-", "LIANG", "SHI"}},
		{"Pénr Hútong", 3, []string{"Pénr", "Hú-", "tong"}},
		{"Dōngsì 12 Tiáo", 9, []string{"Dōngsì 12", "Tiáo"}},
		{"Ürümqi Shì", 4, []string{"Ürümqi", "Shì"}},
		{"", 4, nil},
	} {
		if got := Break(tc.reading, tc.width); !slices.Equal(got, tc.want) {
			t.Errorf("Break(%q, %d) = %q, want %q", tc.reading, tc.width, got, tc.want)
		}
	}
}

// TestABrokenReadingIsTheReading joins the lines again: nothing is lost.
func TestABrokenReadingIsTheReading(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOfN(rapid.SampledFrom([]rune("王清湖街道市县村路六安西浒湾重庆儿胡同女吕鄂")), 1, 10, -1).Draw(t, "name")
		width := rapid.IntRange(1, 30).Draw(t, "width")
		text := Of(name, "", "").Text
		lines := Break(text, width)
		if got := Toneless(strings.Join(lines, "")); got != Toneless(text) {
			t.Errorf("Break(%q, %d) = %q", text, width, lines)
		}
		for _, l := range lines {
			if parts, _ := segment(strings.TrimSuffix(l, "-")); length(l) > width && len(joinRhotic(parts)) > 1 {
				t.Errorf("Break(%q, %d): %q is wider and has a place to break", text, width, l)
			}
		}
	})
}

// TestKeysAreASCII holds ü as v, u and yu for those who type.
func TestKeysAreASCII(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"吕梁": {"lvliang", "luliang", "lyuliang"}, "女山": {"nvshan", "nushan", "nyushan"},
	} {
		got, _ := SearchKeys(name, "", "")
		for _, k := range want {
			if !slices.Contains(got, k) {
				t.Errorf("SearchKeys(%q) = %q, misses %q", name, got, k)
			}
		}
	}
}

// seedList names the places whose readings are cross-checked on several lists,
// with the specific part of the reading; TestHeteronyms holds each.
const seedList = `六安 Lù'ān 六合 Lùhé 蚌埠 Bèngbù 亳州 Bózhōu 歙县 Shè 黟县 Yī 涡阳 Guōyáng 枞阳 Zōngyáng 砀山 Dàngshān 濉溪 Suīxī
台州 Tāizhōu 天台 Tiāntāi 丽水 Líshuǐ 嵊州 Shèngzhōu 乐清 Yuèqīng 诸暨 Zhūjì 鄞州 Yínzhōu 铅山 Yánshān 婺源 Wùyuán
盱眙 Xūyí 邗江 Hánjiāng 邳州 Pīzhōu 甪直 Lùzhí 睢宁 Suīníng 浒墅关 Xǔshùguān 栟茶 Bēnchá 莘庄 Xīnzhuāng 莘县 Shēn
蔚县 Yù 尉犁 Yùlí 井陉 Jǐngxíng 蠡县 Lǐ 乐亭 Làotíng 浚县 Xùn 泌阳 Bìyáng 柘城 Zhèchéng 荥阳 Xíngyáng 东阿 Dōng'ē 莒 Jǔ
茌平 Chípíng 鄄城 Juànchéng 临朐 Línqú 兖州 Yǎnzhōu 监利 Jiànlì 郧 Yún 耒阳 Lěiyáng 郴州 Chēnzhōu 大埔 Dàbù 黄埔 Huángpǔ
澄海 Chénghǎi 闽侯 Mǐnhòu 长汀 Chángtīng 漯河 Luòhé 漯 Tà 浒湾 Hǔwān 浒湾 Xǔwān 珲春 Húnchūn 桦甸 Huàdiàn 穆棱 Mùlíng
阜新 Fùxīn 岫岩 Xiùyán 桓仁 Huánrén 华山 Huà 华阴 Huàyīn 华池 Huàchí 犍为 Qiánwéi 邛崃 Qiónglái 郫 Pí`

func TestEveryNameOfTheSeedListIsHeld(t *testing.T) {
	t.Parallel()
	seed := strings.Fields(seedList)
	for i := 0; i < len(seed); i += 2 {
		held := slices.ContainsFunc(heteronyms, func(h struct {
			name, class, division, want string
			sure                        bool
		}) bool {
			return strings.HasPrefix(h.name, seed[i]) && strings.HasPrefix(h.want, seed[i+1]) && h.sure
		})
		if !held {
			t.Errorf("no confirmed heteronym holds %s %s", seed[i], seed[i+1])
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		reading, name string
		kind          FaultKind // "" for well-formed
		at            string
	}{
		{"Lù'ān Shì", "六安市", "", ""},
		{"Liù'ān Shì", "六安市", "", ""}, // well-formed; whether it is right is for a person
		{"Lǚliáng Shì", "吕梁市", "", ""},
		{"Pénr Hútong", "盆儿胡同", "", ""},
		{"Yīng'ér Hútong", "婴儿胡同", "", ""},
		{"Dì-9 Lòng", "第九弄", "", ""},
		{"2 Mǎlù", "二马路", "", ""},
		{"Èrmǎ Lù", "二马路", "", ""},
		{"1203 Gāodì", "1203高地", "", ""},
		{"A Qū", "A区", "", ""},
		{"Ürümqi Shì", "乌鲁木齐市", "", ""},
		{"Qīnghú (Lǎo) Zhèn", "清湖（老）镇", "", ""},
		{"Qīngh", "清湖", NoSyllable, "h"},
		{"Lǜān Shì", "六安市", NoSyllable, "ān"},
		{"Qīnghuù", "清湖", NoSyllable, "ù"},
		{"Jǘ Xiàn", "莒县", NoSyllable, "Jǘ"},
		{"Guì'lín", "桂林", NoSyllable, "lín"},
		{"Qinghu Zhen", "清湖镇", NoTone, "Qing"},
		{"qīnghú Zhèn", "清湖镇", NoCapital, "qīnghú"},
		{"QĪNGHÚ", "清湖", NoCapital, "QĪNGHÚ"},
		{"Qīnghú Zhèn", "清湖", TooMany, "Zhèn"},
		{"Qīnghúr", "清湖镇", TooMany, "r"},
		{"Qīnghú", "清湖镇", TooFew, "镇"},
		{"", "清湖", TooFew, "清"},
		{"3 Mǎlù", "二马路", NotTheDigit, "3"},
		{"Jiāngshān ✓", "江山市", TooFew, "市"},
	} {
		err := Check(tc.reading, tc.name)
		var f *Fault
		errors.As(err, &f)
		switch {
		case tc.kind == "" && err != nil:
			t.Errorf("Check(%q, %q) = %v", tc.reading, tc.name, err)
		case tc.kind != "" && (f == nil || f.Kind != tc.kind || f.At != tc.at):
			t.Errorf("Check(%q, %q) = %#v, want %s at %q", tc.reading, tc.name, f, tc.kind, tc.at)
		case f != nil && !strings.Contains(f.Error(), f.At):
			t.Errorf("%q does not name %q", f.Error(), f.At)
		}
	}
}

// TestEveryDraftPassesTheCheck: what the package writes, it takes.
func TestEveryDraftPassesTheCheck(t *testing.T) {
	t.Parallel()
	check := func(name, class, division string) {
		if r := Of(name, class, division); Check(r.Text, name) != nil {
			t.Errorf("Check(%q, %q) = %v", r.Text, name, Check(r.Text, name))
		}
	}
	for _, r := range rules {
		check(r.name, r.class, r.division)
	}
	for _, h := range heteronyms {
		check(h.name, h.class, h.division)
	}
	for _, s := range sampleNames(t) {
		check(s.name, s.class, s.division)
	}
}
