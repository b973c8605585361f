package pinyin

import "strings"

// findGeneric finds the generic part of a name and where it begins: the longest
// ending of the list that the class allows and that leaves a specific part.
func findGeneric(name []rune, class string) (*generic, int) {
	if len(name) < 2 {
		return nil, len(name)
	}
	for _, g := range generics[name[len(name)-1]] {
		at := len(name) - len(g.text)
		if at == 0 && endsWith(name, g.text) { // 市辖区 is no 市辖 of the class 区
			return nil, len(name)
		}
		if at < 1 || !endsWith(name, g.text) || !g.allowed(class, at) || wholeEnd(name, at+1, len(name)-1) {
			continue
		}
		if class == "" && g.text[0] == '条' && !strings.ContainsRune(numeralRunes, name[at-1]) {
			continue
		}
		if g.widens {
			at = widen(name, at)
		}
		return g, at
	}
	return nil, len(name)
}

func endsWith(name, end []rune) bool {
	from := len(name) - len(end)
	for i, r := range end {
		if name[from+i] != r {
			return false
		}
	}
	return true
}

// wholeNames are names of persons and places that end as the generic part of a
// street may begin, from the word lists of the naming rules: 毛泽东路 is no 东路,
// and 加拿大街 no 大街.
var wholeNames = map[string]bool{
	"毛泽东": true, "吴官正": true, "徐向前": true, "刘延东": true, "刘国中": true, "李瑞环": true, "蒋中正": true,
	"包公": true, "关公": true, "亚历山大": true, "法兰西": true, "加拿大": true, "罗马": true, "华尔街": true,
}

// wholeEnd tells that one of wholeNames is the begin of name, up to a character
// of [from,to].
func wholeEnd(name []rune, from, to int) bool {
	for end := from; end <= to; end++ {
		if wholeNames[string(name[:end])] {
			return true
		}
	}
	return false
}

// allowed tells whether a name of this class can have the generic part, with
// left characters before it.
//
// A natural village has none (rule 3) unless the word 自然村 itself is written.
// A committee's village keeps 村 apart (Xīntángwù Cūn) but a specific part of
// one syllable is joined (Hècūn), as 贺村 is itself the name.
func (g *generic) allowed(class string, left int) bool {
	if class == "" {
		return g.bare
	}
	switch {
	case strings.HasPrefix(class, "222"), strings.HasPrefix(class, "223"), strings.HasPrefix(class, "224"):
		return g.class == "22000"
	case strings.HasPrefix(class, "221"):
		return strings.HasPrefix(g.class, "22")
	case strings.HasPrefix(class, "216"):
		if len(g.text) == 1 && g.text[0] == '村' {
			return left > 1
		}
		return strings.HasPrefix(g.class, "216")
	case strings.HasPrefix(class, "21"):
		return g.ofDivision(class)
	case class[0] == '1':
		return g.class == classNature
	}
	return kin(g.class, class) || g.bare && len(g.text) > 1
}

// ofDivision allows a division the generic parts of its level, and the longer
// ones of other levels: a zone may stand at the level of a township.
func (g *generic) ofDivision(class string) bool {
	if strings.HasPrefix(g.class, class[:min(3, len(class))]) {
		return true
	}
	return strings.HasPrefix(g.class, "21") && len(g.text) > 1 && g.bare
}

// kin tells that two class codes share their group: its first two digits, and
// the third in transport, where roads, streets and bridges differ.
func kin(a, b string) bool {
	if len(b) < 2 || a[:2] != b[:2] {
		return false
	}
	return a[:2] != "23" || len(b) < 3 || a[2] == b[2]
}

// modifiable holds the generic parts of streets that take a modifier of one
// syllable (rule 2: 景山|后街 Jǐngshān Hòujiē, 修文|西小巷 Xiūwén Xīxiǎoxiàng).
var modifiable = map[string]bool{
	"路": true, "街": true, "巷": true, "弄": true, "大街": true, "大道": true, "小街": true, "小巷": true,
}

const modifiers = "东西南北中前后上下正老横直支"

// widen moves the begin of a street's generic part before its modifier, where
// a specific part of two characters or more is left: 南京|东路 but 山东|路.
func widen(name []rune, at int) int {
	if at >= 3 && strings.ContainsRune(modifiers, name[at-1]) && !wholeEnd(name, at, at) {
		return at - 1
	}
	return at
}
