package pinyin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestTypedReadingsAreWrittenOut(t *testing.T) {
	for _, tc := range []struct{ typed, name, want string }{
		{"qing1hu2 jie1dao4", "清湖街道", "Qīnghú Jiēdào"},
		{"QING1HU2 Jie1dao4", "清湖街道", "Qīnghú Jiēdào"},
		{"  Qīnghú   jiēdào ", "清湖街道", "Qīnghú Jiēdào"},
		{"lu4an1 shi4", "六安市", "Lù'ān Shì"},
		{"lu4'an1 shi4", "六安市", "Lù'ān Shì"},
		{"Xi1an1", "西安", "Xī'ān"},
		{"xian1", "仙", "Xiān"},
		{"lv3liang2 shi4", "吕梁市", "Lǚliáng Shì"},
		{"lu:3liang2 shi4", "吕梁市", "Lǚliáng Shì"},
		{"nv3er2hong2", "女儿红", "Nǚ'érhóng"},
		{"zhuang1zi0", "庄子", "Zhuāngzi"},
		{"zhuang1zi5", "庄子", "Zhuāngzi"},
		{"Qīnghu2", "清湖", "Qīnghú"},
		{"liu2jia1wan1", "刘家湾", "Liújiāwān"},
		{"Dì 5 Nóng", "第五弄", "Dì 5 Nóng"},
		{"A1 lu4", "A1路", "A1 Lù"}, // stands so in the name
		{"qing9", "清", "qing9"},
		{"q1", "清", "q1"},
		{"清", "清", "清"},
		{"", "清", ""},
	} {
		if got := Typed(tc.typed, tc.name); got != tc.want {
			t.Errorf("Typed(%q, %q) = %q, want %q", tc.typed, tc.name, got, tc.want)
		}
	}
}

// numbered writes a reading as it is typed: without marks and apostrophes.
func numbered(reading string) (string, bool) {
	var words []string
	for _, word := range strings.Fields(reading) {
		parts, bad := segment(word)
		if bad != "" || strings.IndexFunc(word, unicode.IsDigit) >= 0 {
			return "", false
		}
		var b strings.Builder
		for _, s := range parts {
			tone := 0
			for _, r := range s {
				r = unicode.ToLower(r)
				for _, marks := range tones {
					if i := slices.Index(marks, r); i >= 0 {
						tone = i + 1
					}
				}
			}
			if s == "r" || strings.ContainsAny(s, "ńňǹḿêếề") {
				return "", false
			}
			fmt.Fprintf(&b, "%s%d", Toneless(s), tone)
		}
		words = append(words, b.String())
	}
	return strings.Join(words, " "), true
}

func TestEveryReadingTypedWithNumbersIsItselfAgain(t *testing.T) {
	n := 0
	for _, h := range heteronyms {
		if typed, ok := numbered(h.want); ok {
			n++
			if got := Typed(typed, h.name); got != h.want {
				t.Errorf("Typed(%q, %q) = %q, want %q", typed, h.name, got, h.want)
			}
		}
	}
	if n < 80 {
		t.Errorf("only %d readings were tried", n)
	}
}

func TestHeteronymsAreMarkedWhereTheyAreNotDecided(t *testing.T) {
	for _, tc := range []struct{ name, class, division, want string }{
		{"长乐", "22200", "330881", "长 cháng[zhǎng Zhǎnglè] 乐 lè[yuè Chángyuè][lào Chánglào]"},
		{"六安市", "21300", "3415", "六 lù 安 ān 市 shì"}, // the table knows
		{"清A湖", "22200", "330881", "清 qīng A  湖 hú"},
	} {
		var got []string
		for _, c := range Spell(tc.name, tc.class, tc.division) {
			one := c.Text + " " + c.Syllable
			for _, o := range c.Others {
				one += fmt.Sprintf("[%s %s]", o.Syllable, o.Name)
			}
			got = append(got, one)
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("Spell(%q) = %q, want %q", tc.name, strings.Join(got, " "), tc.want)
		}
	}
	for _, h := range heteronyms {
		r, marked := Of(h.name, h.class, h.division), map[string]bool{}
		for _, c := range Spell(h.name, h.class, h.division) {
			for _, o := range c.Others {
				marked[o.Name] = true
			}
		}
		for _, a := range r.Alternatives {
			if !marked[a] {
				t.Errorf("%s may be read %s, and no character says so: %v", h.name, a, marked)
			}
		}
		if len(r.Alternatives) == 0 && len(marked) > 0 {
			t.Errorf("%s has one reading, and characters say %v", h.name, marked)
		}
	}
}

func TestInitialsOfAReading(t *testing.T) {
	for reading, want := range map[string]string{"Qīnghú Jiēdào": "qhjd", "Xī'ān": "xa", "Dì 5 Nòng": "d5n", "Lǜchūn Xiàn": "lcx", "Dōng Ujimqin": "", "": ""} {
		if got := InitialsOf(reading); got != want {
			t.Errorf("InitialsOf(%q) = %q, want %q", reading, got, want)
		}
	}
}
