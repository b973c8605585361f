package pinyin

import (
	"strconv"
	"strings"
)

// numeral is a street ordinal or a code that is written in Arabic digits
// (rule 6); the zero value stands for none.
type numeral struct {
	from, to int
	digits   string
}

const (
	numeralRunes = "零〇一二三四五六七八九十百"
	// wordBeforeOne are characters that make a word with 一 after them: 统一路.
	wordBeforeOne = "统唯归合专同万均单守"
	// series are single characters that number streets: 经五路, 东二路.
	series = "经纬东西南北中新横纵"
)

// findNumeral finds the ordinal right before the generic part of a street, and
// the number of a height (一二〇三高地). 三八路, 五一广场 and 五指山 are spelled.
func findNumeral(n *resolved) numeral {
	if n.generic == nil || n.split == 0 {
		return numeral{}
	}
	height := n.generic.name == "高地"
	if !n.generic.street && !height {
		return numeral{}
	}
	from := n.split
	for from > 0 && strings.ContainsRune(numeralRunes, n.folded[from-1]) && n.units[from-1].p == nil {
		from--
	}
	if from == n.split || !height && !n.ordinal(&from) {
		return numeral{}
	}
	digits, ok := arabic(n.folded[from:n.split], height)
	if !ok {
		return numeral{}
	}
	return numeral{from, n.split, digits}
}

// ordinal tells whether the numerals [from,split) number the street. 东四 and
// its like are names: their 四 is left to the specific part.
func (n *resolved) ordinal(from *int) bool {
	before := *from
	if before == 0 {
		return true
	}
	prev := n.folded[before-1]
	if strings.ContainsRune("东西", prev) && before == 1 && n.folded[before] == '四' && n.split-before > 1 {
		*from++
		return true
	}
	if prev == '第' {
		return before == 1 || n.generic.name != "街"
	}
	if n.folded[before] == '一' && strings.ContainsRune(wordBeforeOne, prev) {
		return false
	}
	if before == 1 {
		return strings.ContainsRune(series, prev)
	}
	return n.units[before-1].syl != 0
}

// maxNumeral is the longest number of a street: 二百二十二.
const maxNumeral = 6

// arabic writes a Chinese numeral in digits. Two or more digits without 十 are
// a date or a word (三八, 五一), not a number, unless codes are meant.
func arabic(text []rune, code bool) (string, bool) {
	if len(text) > maxNumeral {
		return "", false
	}
	if n := number(text); n > 0 && string(text) == spell(n) {
		return strconv.Itoa(n), true
	}
	var b strings.Builder
	for _, r := range text {
		value, ok := digitOf[r]
		if !ok || !code {
			return "", false
		}
		b.WriteByte('0' + value)
	}
	return b.String(), true
}

var digitOf = map[rune]byte{
	'零': 0, '〇': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
}

// number reads a numeral below one thousand; nonsense gives some number, which
// spell shows to be another.
func number(text []rune) int {
	total, digit := 0, 0
	for _, r := range text {
		switch r {
		case '十':
			total, digit = total+max(digit, 1)*10, 0
		case '百':
			total, digit = total+max(digit, 1)*100, 0
		default:
			digit = int(digitOf[r])
		}
	}
	return total + digit
}

// spell writes a number from 1 to 999 in characters.
func spell(n int) string {
	digits := []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	var b strings.Builder
	hundreds, tens, ones := n/100, n/10%10, n%10
	if hundreds > 9 {
		return ""
	}
	if hundreds > 0 {
		b.WriteString(digits[hundreds] + "百")
		if tens == 0 && ones > 0 {
			b.WriteString("零")
		}
	}
	if tens > 1 || tens == 1 && hundreds > 0 {
		b.WriteString(digits[tens])
	}
	if tens > 0 {
		b.WriteString("十")
	}
	if ones > 0 {
		b.WriteString(digits[ones])
	}
	return b.String()
}
