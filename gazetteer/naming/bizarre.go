package naming

import (
	"strings"
	"unicode"
)

// bizarre is 怪: marks and letters that are not characters, figures.
func (r *Rules) bizarre(s *subject) []Finding {
	var marks, letters, figures []string
	put := func(list *[]string, c rune) {
		if t := string(c); !strings.Contains(strings.Join(*list, ""), t) {
			*list = append(*list, t)
		}
	}
	for _, c := range s.f.Text {
		switch {
		case unicode.Is(unicode.Han, c), unicode.Is(unicode.Co, c): // the private use areas: characters without a code yet
		case unicode.IsDigit(c):
			put(&figures, c)
		case unicode.IsLetter(c):
			put(&letters, c)
		default:
			put(&marks, c)
		}
	}
	var all []Finding
	if len(marks) > 0 {
		quoted := "“" + strings.Join(marks, "”“") + "”"
		all = append(all, s.found("怪", Refuse, "含非文字符号"+quoted+"，地名用字应当是规范汉字，请去掉符号。",
			"It holds marks that are no characters, "+strings.Join(marks, " ")+": leave them out.", marks...))
	}
	if coded(s.p.Class) { // 320国道, T2航站楼: numbered by other rules
		return all
	}
	if len(letters) > 0 {
		quoted := "“" + strings.Join(letters, "") + "”"
		all = append(all, s.found("怪", Refuse, "含字母"+quoted+"，地名用字应当是规范汉字，请改用汉字。",
			"It holds letters, "+strings.Join(letters, "")+": write it in Chinese characters.", letters...))
	}
	if len(figures) > 0 {
		quoted := "“" + strings.Join(figures, "") + "”"
		all = append(all, s.found("怪", Justify, "含阿拉伯数字"+quoted+"，请改用汉字或者另拟专名，有特定含义的写明理由。",
			"It holds figures, "+strings.Join(figures, "")+": write them in characters or find another specific part; say what they mean.", figures...))
	}
	return all
}

// coded are the classes whose things bear numbers and letters of a network:
// public roads, railways, air traffic and works of transport; and organisations.
func coded(class string) bool {
	for _, prefix := range []string{"231", "232", "233", "234", "236", "24", "27"} {
		if strings.HasPrefix(class, prefix) {
			return true
		}
	}
	return false
}
