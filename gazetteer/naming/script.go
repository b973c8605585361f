package naming

import (
	"strings"
	"sync"
	"unicode"

	"diming/gazetteer/search"
)

// levels are the levels (1 to 3) of the characters of 通用规范汉字表.
var levels = sync.OnceValue(func() map[rune]uint8 {
	text, err := files.ReadFile("data/characters.txt")
	if err != nil {
		panic(err)
	}
	of := make(map[rune]uint8, 8105)
	level := uint8(0)
	for line := range strings.Lines(string(text)) {
		if line[0] == '#' {
			continue
		}
		level++
		for _, r := range strings.TrimSpace(line) {
			of[r] = level
		}
	}
	return of
})

// script finds characters that are not of the common script (N4) and rare ones
// (N4a). The law says 生僻字 and gives no list: that those outside the table of
// 2013 and those of its third level count is this program's test.
func (r *Rules) script(s *subject) []Finding {
	if s.p.Existing {
		return nil
	}
	var outside, rare []string
	old := map[string]string{}
	for _, c := range s.f.Text {
		if !unicode.Is(unicode.Han, c) || c == '〇' {
			continue
		}
		switch levels()[c] {
		case 0:
			outside = append(outside, string(c))
			if to := search.Fold(string(c)); to != string(c) {
				old[string(c)] = to
			}
		case 3:
			rare = append(rare, string(c))
		}
	}
	var all []Finding
	if len(outside) > 0 {
		zh, en := "“"+strings.Join(outside, "、")+"”不在《通用规范汉字表》内", "not in the table of general standard characters (2013): "+strings.Join(outside, ", ")
		for _, c := range outside {
			if to := old[c]; to != "" {
				zh, en = zh+"，“"+c+"”的规范字是“"+to+"”", en+"; "+c+" is written "+to
			}
		}
		all = append(all, s.found("N4", Justify, zh+"，请换字或者写明必须使用的理由。", en+". Change it or say why it is needed.", outside...))
	}
	if len(rare) > 0 {
		all = append(all, s.found("N4a", Justify, "“"+strings.Join(rare, "、")+"”属《通用规范汉字表》三级字（生僻字的机器判断），请换字或者写明理由。",
			"Level 3 of the table of general standard characters, taken as rare: "+strings.Join(rare, ", ")+". Change it or give the reason.", rare...))
	}
	return all
}
