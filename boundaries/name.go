package boundaries

import "strings"

// committeeSuffixes are the ways in which code tables write the committee of a
// village or community, with what the unit itself is called. The longest come
// first.
var committeeSuffixes = []struct{ written, unit string }{
	{"社区居民委员会", "社区"},
	{"社区居委会", "社区"},
	{"村民委员会", "村"},
	{"村委会", "村"},
	{"街道办事处", "街道"},
}

// StandardName is the name of the unit that a code table's wording stands for:
// 新塘坞村委会 and 新塘坞村民委员会 are both 新塘坞村, 清湖街道办事处 is
// 清湖街道. Tables of different years differ in such suffixes alone, and that
// is no renaming.
func StandardName(listed string) string {
	for _, s := range committeeSuffixes {
		base, ok := strings.CutSuffix(listed, s.written)
		if !ok || base == "" {
			continue
		}
		if strings.HasSuffix(base, s.unit) {
			return base
		}
		return base + s.unit
	}
	if base, ok := strings.CutSuffix(listed, "居委会"); ok && base != "" {
		return base + "居民委员会"
	}
	return listed
}

// unitTypes are the kinds of unit that a name's end tells, longest first.
var unitTypes = []string{
	"特别行政区", "居民委员会", "自治区", "自治州", "自治县", "自治旗", "街道", "社区", "地区",
	"省", "市", "盟", "县", "区", "旗", "镇", "乡", "村",
}

// TypeOf tells the kind of unit by the end of its standard name, "" if none.
func TypeOf(name string) string {
	for _, t := range unitTypes {
		if strings.HasSuffix(name, t) && name != t {
			return t
		}
	}
	return ""
}

// core is the name without its kind of unit: what stays when 清湖镇 becomes
// 清湖街道.
func core(name string) string {
	return strings.TrimSuffix(name, TypeOf(name))
}
