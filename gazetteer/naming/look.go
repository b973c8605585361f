package naming

import (
	"slices"
	"strings"

	"diming/gazetteer/search"
)

// alike are characters that are taken for one another on a plate or in
// handwriting (形近字). Own selection from lists of commonly confused characters
// in primary-school teaching, kept to those of place names.
const alike = `己已巳 未末 土士 日曰 戊戌戍 候侯 干千于 人入八 天夭 午牛 刀刁 冶治 汩汨 祟崇 茶荼 拆折
辨辩辫 毫亳 毋母 灸炙 徒徙 盲肓 肆肄 遂逐 兔免 杲果 睢雎 栗粟 洗冼 段叚 鸟乌 孓孑 畲畬 淄缁 郎朗 竞竟
幻幼 晴睛 陕陜 斤斥 蓝篮 籍藉 延廷 沐沭 柿杮 泠冷 泊泪 颖颕 桠枒 凌淩 埸场 胄胃 戎戒 历厉 庆厌 丐丏 爪瓜
洼注 沽沾 枚牧 抗坑 杭抗 歧岐 砀殇 崤淆 汜氾 沁泌 赢嬴羸 阜埠 侯候 郏郑 邢刑 塘溏 棠裳`

// looks maps a character to the first of those that look like it.
var looks = lookTable()

func lookTable() map[rune]rune {
	table := map[rune]rune{}
	for _, group := range strings.Fields(alike) {
		first := rune(0)
		for _, r := range group { // a group that meets an earlier one joins it
			if to, known := table[r]; known {
				first = to
			}
		}
		for _, r := range group {
			if first == 0 {
				first = r
			}
			if _, known := table[r]; !known {
				table[r] = first
			}
		}
	}
	return table
}

// digitLooks are the figures that say the same as a digit.
var digitLooks = [10]rune{'零', '一', '二', '三', '四', '五', '六', '七', '八', '九'}

// lookFold folds variants, figures and look-alike characters.
func lookFold(specific string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			r = digitLooks[r-'0']
		}
		if r == '〇' {
			r = '零'
		}
		if to, known := looks[r]; known {
			return to
		}
		return r
	}, search.Fold(specific))
}

// likes maps a character to the others of its group.
var likes = func() map[rune][]rune {
	groups, out := map[rune][]rune{}, map[rune][]rune{}
	for r, first := range looks {
		groups[first] = append(groups[first], r)
	}
	for _, group := range groups {
		slices.Sort(group)
		for i, r := range group {
			out[r] = slices.Concat(group[:i], group[i+1:])
		}
	}
	return out
}()

// LookAlikes gives the characters that r is taken for on a plate or in
// handwriting.
func LookAlikes(r rune) []rune { return likes[r] }
