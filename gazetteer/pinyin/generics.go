package pinyin

import "strings"

// Class codes of GB/T 18521 that the spelling rules depend on.
const (
	classNature  = "10000"
	classVillage = "22200" // natural villages: one word
	classStreet  = "23500"
)

// generic is a generic part 通名.
type generic struct {
	name   string
	text   []rune // name as characters
	cuts   []int  // a new word begins at these places within text
	class  string
	street bool // streets, lanes: ordinals in digits, erhua, modifiers
	bare   bool // recognised also where the class is not given
	widens bool // takes a modifier of one syllable: modifiable
}

// genericList holds the generic parts by class. "·" parts words; a leading "?"
// marks those that are too often part of a settlement's name to be taken for a
// generic part when the class is not given.
var genericList = []struct{ class, list string }{
	{"21200", "省 特别·行政区 自治区 ?市"},
	{"21300", "自治州 盟 地区 ?市"},
	{"21400", "市 县 区 旗 自治县 自治旗 林区 特区 ?新区 市辖区"},
	{"21500", "街道 街道·办事处 街道·办 镇 乡 民族乡 苏木 民族·苏木 区公所 地区·办事处 办事处 ?地区"},
	{"21610", "村民·委员会 村·民委会 村委会 行政村 ?村"},
	{"21620", "社区·居民·委员会 社区·居委会 居民·委员会 居委会 社区 社区·村委会"},
	{"21700", "经济·开发区 经济·技术·开发区 高新·技术·产业·开发区 高新区 开发区 工业区 工业·园区 产业·园区 保税区 自贸区 风景区 农场 林场 牧场 渔场 茶场 矿区 ?片 ?区片 ?区"},
	{"22100", "小区 新村 花园 家园 公寓 山庄 别墅 花苑 大院 公馆"},
	{"22000", "自然村"},
	{classNature, "山 山脉 河 湖 江 海 ?湾 岛 群岛 半岛 峰 ?岭 ?溪 ?港 ?池 ?泉 ?沟 ?洲 ?渠 ?川 ?水 ?潭 瀑布 ?峡 峡谷 ?谷 盆地 平原 高原 丘陵 草原 沙漠 ?泊 ?洋 海峡 ?滩 ?角 ?礁 ?浦 ?洞 山口 高地 ?峪 ?坞 ?尖 ?冈 ?岗"},
	{classStreet, "路 街 巷 弄 胡同 条 ?道 ?里 大街 大道 小街 小巷 马路 环路 夹道 街巷 ?号院"},
	{"23200", "公路 高速·公路 国道 省道 县道 乡道 快速路"},
	{"23300", "铁路 火车站 高铁站 ?站"},
	{"23400", "机场 国际·机场"},
	{"23600", "桥 大桥 立交桥 隧道 隧洞 环岛 码头 立交 特大桥"},
	{"23100", "港区 ?港"},
	{"24000", "水库 池塘 灌渠 大坝 水闸 电站 水电站 变电站 水电厂 ?堤 ?坝 ?闸 ?塘"},
	{"25000", "公园 森林·公园 湿地·公园 风景·名胜区 自然·保护区 纪念馆 纪念碑 陵园 烈士·陵园 寺 庙 祠 ?观 教堂 清真寺 故居 遗址"},
	{"26000", "大厦 广场 体育场 体育馆 大楼 商厦 中心 ?亭 ?台 ?碑 塔 ?楼 ?阁 ?牌坊"},
	{"27000", "小学 中学 大学 学校 幼儿园 医院 卫生院 派出所 敬老院 图书馆 博物馆 公司"},
}

// generics indexes genericList by the last character, longest first.
var generics = buildGenerics()

func buildGenerics() map[rune][]*generic {
	index := make(map[rune][]*generic)
	for _, group := range genericList {
		for _, text := range strings.Fields(group.list) {
			g := newGeneric(group.class, text)
			last := g.text[len(g.text)-1]
			list := index[last]
			at := len(list)
			for at > 0 && len(list[at-1].text) < len(g.text) {
				at--
			}
			list = append(list, nil)
			copy(list[at+1:], list[at:])
			list[at] = g
			index[last] = list
		}
	}
	return index
}

func newGeneric(class, text string) *generic {
	g := &generic{class: class, bare: text[0] != '?', street: class == classStreet}
	for i, word := range strings.Split(strings.TrimPrefix(text, "?"), "·") {
		if i > 0 {
			g.cuts = append(g.cuts, len(g.text))
		}
		g.text = append(g.text, []rune(word)...)
	}
	g.name = string(g.text)
	g.widens = g.street && modifiable[g.name]
	return g
}
