package pinyin

import "strings"

// peoples are names of peoples in the names of autonomous divisions; each is a
// word of its own: Hǎixī Měnggǔzú Zàngzú Zìzhìzhōu.
var peoples = strings.Fields(`
蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤
畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯
阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲
门巴 珞巴 基诺 各`)

const longestPeople = 4 // 柯尔克孜

// peopleBegins tells that the name of a people begins at character i of the
// specific part of an autonomous division. A people of one character is only
// taken with 族 after it.
func (n *resolved) peopleBegins(i int) bool {
	if i == 0 || n.folded[i-1] == '内' || !n.autonomous() {
		return false
	}
	rest := string(n.folded[i:min(i+longestPeople+1, n.split)])
	for _, p := range peoples {
		if !strings.HasPrefix(rest, p) {
			continue
		}
		after := rest[len(p):]
		if strings.HasPrefix(after, "族") || after == "" && len(p) > len("回") {
			return true
		}
	}
	return false
}

func (n *resolved) autonomous() bool {
	if n.generic == nil {
		return false
	}
	g := n.generic.name
	return strings.HasPrefix(g, "自治") || g == "民族乡" ||
		(g == "乡" || g == "苏木") && n.folded[n.split-1] == '族'
}
