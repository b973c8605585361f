package matching

// Door reads what somebody wrote as one door number: 4, 4号, ４号, 四号, 18-1号,
// 18之1, 18号附1. ok is false where it is anything else.
func Door(written string) (number, sub string, ok bool) {
	var t text
	t.read([]rune(written))
	number, n := numeral(t.runes)
	if n == 0 || number == "0" || len(number) > maxDigits {
		return "", "", false
	}
	for i, r := range t.runes { // 4.5 and 4 5 are two numbers
		if r == dash && !isDash(t.input[t.at[i]]) {
			return "", "", false
		}
	}
	at := n
	if at < len(t.runes) && t.runes[at] == '号' {
		at++
	}
	if more, size := afterMark(t.runes[at:]); size > 0 && more != "0" {
		sub, at = more, at+size
		if at < len(t.runes) && t.runes[at] == '号' && t.runes[n] != '号' {
			at++
		}
	}
	return number, sub, at == len(t.runes)
}
