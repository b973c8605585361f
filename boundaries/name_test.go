package boundaries_test

import (
	"slices"
	"testing"

	"diming/boundaries"
)

func TestStandardName(t *testing.T) {
	for _, test := range []struct{ name, listed, want string }{
		{"a village committee", "新塘坞村村委会", "新塘坞村"},
		{"the same without the word village", "新塘坞村委会", "新塘坞村"},
		{"the same in full", "新塘坞村村民委员会", "新塘坞村"},
		{"the same in full, without the word village", "新塘坞村民委员会", "新塘坞村"},
		{"a community", "西大街社区居委会", "西大街社区"},
		{"a community in full", "西大街社区居民委员会", "西大街社区"},
		{"a residents' committee that is no community", "清湖居委会", "清湖居民委员会"},
		{"the same in full", "清湖居民委员会", "清湖居民委员会"},
		{"a subdistrict office", "清湖街道办事处", "清湖街道"},
		{"a subdistrict", "清湖街道", "清湖街道"},
		{"a town", "贺村镇", "贺村镇"},
		{"the committee alone", "村委会", "村委会"},
		{"nothing", "", ""},
	} {
		if got := boundaries.StandardName(test.listed); got != test.want {
			t.Errorf("%s: StandardName(%q) = %q, want %q", test.name, test.listed, got, test.want)
		}
	}
}

func TestAStandardNameStaysAsItIs(t *testing.T) {
	for _, l := range realListings(t) {
		name := boundaries.StandardName(l.Name)
		if again := boundaries.StandardName(name); again != name {
			t.Errorf("StandardName(%q) = %q, and of that %q", l.Name, name, again)
		}
	}
}

func TestTypeOf(t *testing.T) {
	for name, want := range map[string]string{
		"清湖街道": "街道", "贺村镇": "镇", "保安乡": "乡", "江山市": "市", "浙江省": "省", "常山县": "县", "柯城区": "区",
		"新疆维吾尔自治区": "自治区", "延边朝鲜族自治州": "自治州", "景宁畲族自治县": "自治县", "鄂伦春自治旗": "自治旗", "阿荣旗": "旗",
		"香港特别行政区": "特别行政区", "大兴安岭地区": "地区", "兴安盟": "盟", "西大街社区": "社区", "清湖居民委员会": "居民委员会",
		"新塘坞村": "村", "村": "", "市": "", "江山": "", "": "",
	} {
		if got := boundaries.TypeOf(name); got != want {
			t.Errorf("TypeOf(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestLevelOf(t *testing.T) {
	for _, test := range []struct {
		system, code string
		want         boundaries.Level
	}{
		{boundaries.NBS, "33", boundaries.Province}, {boundaries.NBS, "3308", boundaries.Prefecture},
		{boundaries.NBS, "330881", boundaries.County}, {boundaries.NBS, "330881003", boundaries.Township},
		{boundaries.NBS, "330881003200", boundaries.Village},
		{boundaries.Taiwan, "10015", boundaries.County}, {boundaries.Taiwan, "10015010", boundaries.Township},
		{boundaries.Taiwan, "10015010008", boundaries.Village},
	} {
		if got, err := boundaries.LevelOf(test.system, test.code); got != test.want || err != nil {
			t.Errorf("LevelOf(%s, %s) = %v, %v, want %v", test.system, test.code, got, err, test.want)
		}
	}
	for _, test := range [][2]string{{boundaries.NBS, ""}, {boundaries.NBS, "3"}, {boundaries.NBS, "33088"}, {boundaries.NBS, "3308810032001"},
		{boundaries.Taiwan, "33"}, {"mars", "33"}} {
		if got, err := boundaries.LevelOf(test[0], test[1]); err == nil {
			t.Errorf("LevelOf(%s, %s) = %v, want an error", test[0], test[1], got)
		}
	}
}

func TestParentCodes(t *testing.T) {
	for _, test := range []struct {
		system, code string
		want         []string
	}{
		{boundaries.NBS, "330881003200", []string{"330881003", "330881", "3308", "33"}},
		{boundaries.NBS, "330881", []string{"3308", "33"}},
		{boundaries.NBS, "33", nil},
		{boundaries.Taiwan, "10015010008", []string{"10015010", "10015"}},
	} {
		if got := boundaries.ParentCodes(test.system, test.code); !slices.Equal(got, test.want) {
			t.Errorf("ParentCodes(%s, %s) = %v, want %v", test.system, test.code, got, test.want)
		}
	}
	for code, want := range map[string]string{"330881003200": "330881", "330881": "330881", "3308": "3308"} {
		if got := boundaries.CountyOf(boundaries.NBS, code); got != want {
			t.Errorf("CountyOf(%s) = %s, want %s", code, got, want)
		}
	}
}
