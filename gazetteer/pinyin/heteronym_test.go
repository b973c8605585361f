package pinyin

import (
	"slices"
	"strings"
	"testing"
)

// heteronyms are readings on which lists of commonly misread place names agree.
// sure marks the confirmed ones; the others are drafts.
var heteronyms = []struct {
	name, class, division, want string
	sure                        bool
}{
	{"六安市", "21300", "3415", "Lù'ān Shì", true},
	{"六合区", "21400", "320116", "Lùhé Qū", true},
	{"蚌埠市", "21300", "3403", "Bèngbù Shì", true},
	{"亳州市", "21300", "3416", "Bózhōu Shì", true},
	{"歙县", "21400", "341021", "Shè Xiàn", true},
	{"黟县", "21400", "341023", "Yī Xiàn", true},
	{"涡阳县", "21400", "341621", "Guōyáng Xiàn", true},
	{"枞阳县", "21400", "340722", "Zōngyáng Xiàn", true},
	{"砀山县", "21400", "341321", "Dàngshān Xiàn", true},
	{"濉溪县", "21400", "340621", "Suīxī Xiàn", true},
	{"台州市", "21300", "3310", "Tāizhōu Shì", true},
	{"天台县", "21400", "331023", "Tiāntāi Xiàn", true},
	{"丽水市", "21300", "3311", "Líshuǐ Shì", true},
	{"嵊州市", "21400", "330683", "Shèngzhōu Shì", true},
	{"乐清市", "21400", "330382", "Yuèqīng Shì", true},
	{"诸暨市", "21400", "330681", "Zhūjì Shì", true},
	{"鄞州区", "21400", "330212", "Yínzhōu Qū", true},
	{"铅山县", "21400", "361124", "Yánshān Xiàn", true},
	{"婺源县", "21400", "361130", "Wùyuán Xiàn", true},
	{"盱眙县", "21400", "320830", "Xūyí Xiàn", true},
	{"邗江区", "21400", "321003", "Hánjiāng Qū", true},
	{"邳州市", "21400", "320382", "Pīzhōu Shì", true},
	{"甪直镇", "21500", "320506", "Lùzhí Zhèn", true},
	{"睢宁县", "21400", "320324", "Suīníng Xiàn", true},
	{"浒墅关", "", "3205", "Xǔshùguān", true},
	{"栟茶镇", "21500", "320623", "Bēnchá Zhèn", true},
	{"莘庄镇", "21500", "310112", "Xīnzhuāng Zhèn", true},
	{"莘县", "21400", "371522", "Shēn Xiàn", true},
	{"蔚县", "21400", "130726", "Yù Xiàn", true},
	{"尉犁县", "21400", "652823", "Yùlí Xiàn", true},
	{"井陉县", "21400", "130121", "Jǐngxíng Xiàn", true},
	{"蠡县", "21400", "130635", "Lǐ Xiàn", true},
	{"乐亭县", "21400", "130225", "Làotíng Xiàn", true},
	{"浚县", "21400", "410621", "Xùn Xiàn", true},
	{"泌阳县", "21400", "411726", "Bìyáng Xiàn", true},
	{"柘城县", "21400", "411424", "Zhèchéng Xiàn", true},
	{"荥阳市", "21400", "410182", "Xíngyáng Shì", true},
	{"荥经县", "21400", "511822", "Yíngjīng Xiàn", false},
	{"东阿县", "21400", "371524", "Dōng'ē Xiàn", true},
	{"莒县", "21400", "371122", "Jǔ Xiàn", true},
	{"莒南县", "21400", "371327", "Jǔnán Xiàn", true},
	{"莒", "", "37", "Jǔ", false},
	{"茌平区", "21400", "371503", "Chípíng Qū", true},
	{"鄄城县", "21400", "371726", "Juànchéng Xiàn", true},
	{"临朐县", "21400", "370724", "Línqú Xiàn", true},
	{"兖州区", "21400", "370812", "Yǎnzhōu Qū", true},
	{"监利市", "21400", "421088", "Jiànlì Shì", true},
	{"郧县", "21400", "420321", "Yún Xiàn", true},
	{"郧西县", "21400", "420322", "Yúnxī Xiàn", true},
	{"耒阳市", "21400", "430481", "Lěiyáng Shì", true},
	{"郴州市", "21300", "4310", "Chēnzhōu Shì", true},
	{"大埔县", "21400", "441422", "Dàbù Xiàn", true},
	{"黄埔区", "21400", "440112", "Huángpǔ Qū", true},
	{"澄海区", "21400", "440515", "Chénghǎi Qū", true},
	{"番禺区", "21400", "440113", "Pānyú Qū", false},
	{"闽侯县", "21400", "350121", "Mǐnhòu Xiàn", true},
	{"长汀县", "21400", "350821", "Chángtīng Xiàn", true},
	{"百色市", "21300", "4510", "Bǎisè Shì", false},
	{"漯河市", "21300", "4111", "Luòhé Shì", true},
	{"漯河", "12000", "37", "Tà Hé", false},
	{"漯", "", "37", "Tà", true},
	{"浒湾镇", "21500", "410725", "Hǔwān Zhèn", true},
	{"浒湾镇", "21500", "361027", "Xǔwān Zhèn", true},
	{"珲春市", "21400", "222404", "Húnchūn Shì", true},
	{"桦甸市", "21400", "220282", "Huàdiàn Shì", true},
	{"穆棱市", "21400", "231085", "Mùlíng Shì", true},
	{"阜新市", "21300", "2109", "Fùxīn Shì", true},
	{"岫岩满族自治县", "21400", "210323", "Xiùyán Mǎnzú Zìzhìxiàn", true},
	{"桓仁满族自治县", "21400", "210522", "Huánrén Mǎnzú Zìzhìxiàn", true},
	{"华山", "13000", "610582", "Huà Shān", true},
	{"华阴市", "21400", "610582", "Huàyīn Shì", true},
	{"华池县", "21400", "621023", "Huàchí Xiàn", true},
	{"华容县", "21400", "430623", "Huáróng Xiàn", false},
	{"华亭市", "21400", "620881", "Huátíng Shì", false},
	{"犍为县", "21400", "511123", "Qiánwéi Xiàn", true},
	{"邛崃市", "21400", "510183", "Qiónglái Shì", true},
	{"郫县", "21400", "510124", "Pí Xiàn", true},
	{"阆中市", "21400", "511381", "Làngzhōng Shì", false},
	{"巴彦淖尔市", "21300", "1508", "Bayannur Shì", false},
	{"巴音郭楞蒙古自治州", "21300", "6528", "Bayingolin Měnggǔ Zìzhìzhōu", false},
	{"乌鲁木齐市", "21300", "6501", "Ürümqi Shì", false},
	{"呼和浩特市", "21300", "1501", "Hohhot Shì", false},
	{"拉萨市", "21300", "5401", "Lhasa Shì", false},
	{"单县", "21400", "371722", "Shàn Xiàn", false},
	{"会稽山", "13000", "330602", "Kuàijī Shān", false},
	{"解州镇", "21500", "140802", "Hàizhōu Zhèn", false},
	{"西华县", "21400", "411622", "Xīhuá Xiàn", false},
	{"十里堡", "", "110105", "Shílǐpù", true},
	{"大黄堡镇", "21500", "120114", "Dàhuángbǎo Zhèn", true},
	{"吴堡县", "21400", "610829", "Wúbǔ Xiàn", true},
	{"江山市", "21400", "330881", "Jiāngshān Shì", false},
}

func TestHeteronyms(t *testing.T) {
	t.Parallel()
	for _, tc := range heteronyms {
		got := Of(tc.name, tc.class, tc.division)
		if got.Text != tc.want || got.Confirmed != tc.sure {
			t.Errorf("Of(%q, %q, %q) = %q, confirmed %v, want %q, %v",
				tc.name, tc.class, tc.division, got.Text, got.Confirmed, tc.want, tc.sure)
		}
	}
}

// TestDraftsReadRightWithoutClassAndDivision asks as a person at a prompt does.
func TestDraftsReadRightWithoutClassAndDivision(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"六安": "Lù'ān", "六合": "Lùhé", "台州": "Tāizhōu", "丽水": "Líshuǐ", "乐清": "Yuèqīng",
		"铅山": "Yánshān", "砀山": "Dàngshān", "天台": "Tiāntāi", "莘庄": "Xīnzhuāng", "大埔": "Dàbù",
		"黄埔": "Huángpǔ", "浒湾": "Hǔwān", "漯河": "Luòhé", "华山": "Huà Shān", "东阿": "Dōng'ē",
		"六安路": "Lù'ān Lù", "郧": "Yún", "郫": "Pí", "十里堡": "Shílǐpù", "吴堡": "Wúbǔ", "穆棱": "Mùlíng",
	} {
		if got := Of(name, "", "").Text; got != want {
			t.Errorf("Of(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestOneReadingIsConfirmedOnlyForItsOwnPlace(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, class, division string
		want                  bool
	}{
		{"六安市", "21300", "", true},
		{"六安市", "21300", "34", true},
		{"六安市", "21300", "33", false},
		{"六安村", "21610", "3415", false},
		{"六安路", "23500", "3415", false},
		{"浒湾镇", "21500", "", false},
		{"六合村", "21610", "2301", false},
	} {
		if got := Of(tc.name, tc.class, tc.division).Confirmed; got != tc.want {
			t.Errorf("Of(%q, %q, %q).Confirmed = %v, want %v", tc.name, tc.class, tc.division, got, tc.want)
		}
	}
}

// TestEveryRowOfTheTableIsFound reads each row back for its own place.
func TestEveryRowOfTheTableIsFound(t *testing.T) {
	t.Parallel()
	for _, f := range csvRows(readingsCSV, 7) {
		name, class, division := f[0], f[2], f[3]
		if division == "" {
			division = "99" // a row without division is for everywhere else
		}
		got := Of(name, class, division)
		want := strings.Fields(strings.ReplaceAll(f[1], "|", " "))
		if name != "百色" && name != "万载" && !slices.Equal(got.Syllables, want) {
			t.Errorf("Of(%q, %q, %q) reads %q, want %q", name, class, division, got.Syllables, want)
		}
		if got.Confirmed != (f[4] == "H") {
			t.Errorf("Of(%q, %q, %q).Confirmed = %v at confidence %s", name, class, division, got.Confirmed, f[4])
		}
	}
}
