package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A generic is the part of a name that says what kind of place it is (通名).
type generic struct {
	text   string
	plain  string // its reading
	before int    // runes of a specific part that must stand before it
	upper  bool   // a division that contains others
}

// organs are the offices by which a self-governing body or a subdistrict is
// listed; what stands before them is the name as people say it. keep is the
// part of the suffix that belongs to that name.
var organs = []struct{ text, keep, plain string }{
	{"村村民委员会", "村", "cuncunminweiyuanhui"}, {"村民委员会", "村", "cunminweiyuanhui"},
	{"社区居民委员会", "社区", "shequjuminweiyuanhui"}, {"居民委员会", "", "juminweiyuanhui"},
	{"社区居委会", "社区", "shequjuweihui"}, {"居委会", "", "juweihui"},
	{"村村委会", "村", "cuncunweihui"}, {"村委会", "村", "cunweihui"},
	{"街道办事处", "街道", "jiedaobanshichu"}, {"办事处", "", "banshichu"},
	{"社区工作站", "社区", "shequgongzuozhan"}, {"管理委员会", "", "guanliweiyuanhui"}, {"管委会", "", "guanweihui"},
}

// generics are the kinds of places, the longer before their own endings.
var generics = []generic{
	{"特别行政区", "tebiexingzhengqu", 2, true}, {"自治区", "zizhiqu", 1, true}, {"自治州", "zizhizhou", 1, true},
	{"自治县", "zizhixian", 1, true}, {"自治旗", "zizhiqi", 1, true}, {"民族乡", "minzuxiang", 1, true},
	{"地区", "diqu", 1, true}, {"林区", "linqu", 1, true}, {"新区", "xinqu", 1, true}, {"街道", "jiedao", 1, true},
	{"省", "sheng", 1, true}, {"市", "shi", 1, true}, {"县", "xian", 1, true}, {"区", "qu", 1, true},
	{"盟", "meng", 2, true}, {"旗", "qi", 2, true}, {"州", "zhou", 2, true}, {"镇", "zhen", 1, true},
	{"苏木", "sumu", 1, true}, {"乡", "xiang", 1, true},
	{"自然村", "zirancun", 1, false}, {"行政村", "xingzhengcun", 1, false}, {"新村", "xincun", 2, false},
	{"社区", "shequ", 1, false}, {"小区", "xiaoqu", 2, false}, {"村", "cun", 1, false}, {"嘎查", "gacha", 1, false},
	{"大道", "dadao", 1, false}, {"大街", "dajie", 1, false}, {"公路", "gonglu", 1, false}, {"胡同", "hutong", 1, false},
	{"路", "lu", 1, false}, {"街", "jie", 1, false}, {"巷", "xiang", 1, false}, {"弄", "long", 2, false}, {"里", "li", 2, false},
	{"大桥", "daqiao", 1, false}, {"桥", "qiao", 2, false}, {"隧道", "suidao", 1, false}, {"火车站", "huochezhan", 1, false},
	{"站", "zhan", 2, false}, {"水库", "shuiku", 1, false}, {"水电站", "shuidianzhan", 1, false}, {"电站", "dianzhan", 1, false},
	{"山脉", "shanmai", 1, false}, {"山", "shan", 2, false}, {"岭", "ling", 2, false}, {"峰", "feng", 2, false},
	{"河", "he", 2, false}, {"江", "jiang", 2, false}, {"湖", "hu", 2, false}, {"溪", "xi", 2, false}, {"港", "gang", 2, false},
	{"群岛", "qundao", 1, false}, {"岛", "dao", 2, false}, {"公园", "gongyuan", 1, false}, {"广场", "guangchang", 1, false},
	{"风景区", "fengjingqu", 1, false}, {"寺", "si", 2, false}, {"塔", "ta", 2, false},
	{"中心小学", "zhongxinxiaoxue", 1, false}, {"小学", "xiaoxue", 1, false}, {"中学", "zhongxue", 1, false},
}

// peoples are the peoples whose names stand before 自治县, 乡 and the like.
var peoples = strings.Fields(`蒙古族 回族 藏族 维吾尔族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族
瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族
柯尔克孜族 柯尔克孜 土族 达斡尔族 达斡尔 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 锡伯 阿昌族 普米族
塔吉克族 塔吉克 怒族 乌孜别克族 俄罗斯族 鄂温克族 鄂温克 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族
鄂伦春族 鄂伦春 赫哲族 门巴族 珞巴族 基诺族 蒙古 各族`)

// plainGenerics are the readings of every generic and organ.
var plainGenerics = func() []string {
	var out []string
	for _, g := range generics {
		out = append(out, g.plain)
	}
	for _, o := range organs {
		out = append(out, o.plain)
	}
	slices.Sort(out)
	return slices.Compact(out)
}()

// spoken returns the length in bytes of the part of the folded name t that
// people say, without the organ: 清湖村 of 清湖村委会.
func spoken(t string) int {
	for _, o := range organs {
		if stem, ok := strings.CutSuffix(t, o.text); ok && stem != "" {
			return len(stem) + len(o.keep)
		}
	}
	return len(t)
}

// specific returns the length in bytes of the specific part (专名) of the
// folded name t: 清湖 of 清湖街道 and of 清湖村委会, 景宁 of 景宁畲族自治县.
func specific(t string) int {
	t = t[:spoken(t)]
	for _, g := range generics {
		stem, ok := strings.CutSuffix(t, g.text)
		if !ok || utf8.RuneCountInString(stem) < g.before {
			continue
		}
		if strings.HasPrefix(g.text, "自治") || g.text == "乡" {
			stem = withoutPeoples(stem)
		}
		return len(stem)
	}
	return len(t)
}

func withoutPeoples(stem string) string {
	for again := true; again; {
		again = false
		for _, p := range peoples {
			if rest, ok := strings.CutSuffix(stem, p); ok && rest != "" {
				stem, again = rest, true
			}
		}
	}
	return stem
}

// isGeneric reports whether the folded text s is nothing but a generic.
func isGeneric(s string) bool {
	return slices.ContainsFunc(generics, func(g generic) bool { return g.text == s })
}

// endsInDivision reports whether s ends as the name of a division that
// contains others, so that it can only be the head of a chain.
func endsInDivision(s string) bool {
	return slices.ContainsFunc(generics, func(g generic) bool {
		return g.upper && strings.HasSuffix(s, g.text) && utf8.RuneCountInString(s) >= 2
	})
}
