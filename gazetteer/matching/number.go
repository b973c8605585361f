package matching

import (
	"slices"
	"strconv"
	"strings"
)

// A token is a number of the text with what it numbers.
type token struct {
	place    int // in details
	value    string
	sub      string // of a number
	from, to int    // in the folded text
	core     int    // the end without the unit
	bare     bool   // without its unit
}

// unitWords are what stands behind numbers, the longer before their own
// endings.
var unitWords = []struct {
	word  []rune
	place int
}{
	{[]rune("号楼"), building}, {[]rune("号栋"), building}, {[]rune("号幢"), building}, {[]rune("号室"), room}, {[]rune("号房"), room},
	{[]rune("号院"), number}, {[]rune("号"), number},
	{[]rune("幢"), building}, {[]rune("栋"), building}, {[]rune("座"), building},
	{[]rune("单元"), unit}, {[]rune("层"), floor}, {[]rune("楼"), floor},
	{[]rune("室"), room}, {[]rune("房"), room}, {[]rune("户"), room},
}

// maxDigits bounds a number: what has more is a telephone or a code.
const maxDigits = 6

// tokens finds the numbers of a text.
func (t *text) tokens(out []token) []token {
	out = out[:0]
	for i := 0; i < len(t.runes); {
		to, found := t.numberAt(i, &out)
		if !found {
			i++
			continue
		}
		i = to
	}
	for i := range out {
		out[i].core = min(out[i].to, t.coreOf(&out[i]))
	}
	return placeBare(out)
}

// coreOf is the end of the last figure or numeral of a token.
func (t *text) coreOf(tok *token) int {
	for to := tok.to; to > tok.from; to-- {
		if r := t.runes[to-1]; isDigit(r) || numeralDigit(r) >= 0 || numeralUnit(r) > 0 {
			return to
		}
	}
	return tok.to
}

// numberAt reads a number with its sub-numbers and its unit.
func (t *text) numberAt(from int, out *[]token) (to int, found bool) {
	value, n := designation(t.runes[from:])
	if n == 0 {
		return from, false
	}
	at := from + n
	run := digitRun(t.runes[from:at])
	if run > maxDigits {
		return at, true
	}
	parts := []token{{value: value, from: from, to: at}}
	for len(parts) < 4 {
		more, size := afterMark(t.runes[at:])
		if size == 0 {
			break
		}
		parts = append(parts, token{value: more, from: at, to: at + size})
		at += size
	}
	place, size := unitAt(t.whole(at))
	if size == 0 {
		if run == 0 || t.measured(at) || len(parts) > 2 && run == 4 { // words, lengths and dates
			return at, run > 0
		}
		t.bare(parts, out)
		return at, true
	}
	last := &parts[len(parts)-1]
	last.to = at + size
	at += size
	if place != number {
		last.place = place
		if len(parts) > 1 {
			parts = partsBefore(parts, place)
		}
		*out = append(*out, parts...)
		return at, true
	}
	tok := token{place: number, value: parts[0].value, from: from, to: last.to}
	if len(parts) > 1 {
		tok.sub = parts[1].value
	} else if more, size := afterMark(t.runes[at:]); size > 0 {
		if _, another := unitAt(t.runes[at+size:]); another == 0 || t.runes[at+size] == '号' {
			tok.sub, at = more, at+size
			if another == 1 {
				at++
			}
			tok.to = at
		}
	}
	*out = append(*out, tok)
	return at, true
}

// whole gives the text from a place to the next space or mark.
func (t *text) whole(at int) []rune {
	to := at
	for to < len(t.runes) && (to == at || !t.apart[to]) {
		to++
	}
	return t.runes[at:to]
}

// measures stand behind figures that number nothing: 200米, 23省道, 2026年.
const measures = "米公里元年月日点分省国县路线平"

func (t *text) measured(at int) bool {
	return at < len(t.runes) && !t.apart[at] && strings.ContainsRune(measures, t.runes[at])
}

// designation reads a figure, a numeral, a letter or one of 甲乙丙丁.
func designation(runes []rune) (value string, n int) {
	if value, n = numeral(runes); n > 0 {
		if n < len(runes) && isDigit(runes[n-1]) && runes[n] >= 'A' && runes[n] <= 'Z' {
			return value + string(runes[n]), n + 1
		}
		return value, n
	}
	if len(runes) > 1 && (runes[0] >= 'A' && runes[0] <= 'Z' || slices.Contains([]rune("甲乙丙丁戊东西南北中"), runes[0])) {
		if runes[0] < 0x80 && isDigit(runes[1]) { // A12
			if rest, m := numeral(runes[1:]); m > 0 {
				return string(runes[0]) + rest, m + 1
			}
		}
		if place, size := unitAt(runes[1:]); size > 0 && place == building {
			return string(runes[0]), 1
		}
	}
	return "", 0
}

// afterMark reads the further number behind -, 之 or 附.
func afterMark(runes []rune) (value string, n int) {
	if len(runes) < 2 || runes[0] != dash && runes[0] != '之' && runes[0] != '附' {
		return "", 0
	}
	value, n = numeral(runes[1:])
	if n == 0 {
		return "", 0
	}
	return value, n + 1
}

func unitAt(runes []rune) (place, n int) {
	for _, u := range unitWords {
		if len(runes) >= len(u.word) && slices.Equal(runes[:len(u.word)], u.word) {
			return u.place, len(u.word)
		}
	}
	return 0, 0
}

// partsBefore places the numbers of 3-2-501室: what is written before a room is
// its unit and its building.
func partsBefore(parts []token, last int) []token {
	order := []int{building, unit, room}
	if last == unit {
		order = []int{building, unit}
	}
	if len(parts) == 2 && last == room {
		order = []int{building, room}
	}
	for i := range parts {
		if j := len(order) - len(parts) + i; j >= 0 {
			parts[i].place = order[j]
		}
	}
	return parts
}

// bare takes numbers without a unit; what they number is told by what stands
// before them.
func (t *text) bare(parts []token, out *[]token) {
	for i := range parts {
		parts[i].bare = true
	}
	before := -1
	if n := len(*out); n > 0 && (*out)[n-1].to == parts[0].from || n > 0 && t.onlyDashes((*out)[n-1].to, parts[0].from) {
		before = (*out)[n-1].place
	}
	switch {
	case before < 0 && len(parts) == 1:
		parts[0].place = number
	case before < 0 && len(parts) == 2:
		parts[0].place, parts[0].sub, parts[0].to = number, parts[1].value, parts[1].to
		parts = parts[:1]
	case before < 0 && len(parts) == 3:
		partsBefore(parts, room)
	case len(parts) == 1:
		parts[0].place = room
	case before == building && len(parts) == 2:
		parts[0].place, parts[1].place = unit, room
	default:
		partsBefore(parts, room)
	}
	*out = append(*out, parts...)
}

func (t *text) onlyDashes(from, to int) bool {
	for _, r := range t.runes[from:to] {
		if r != dash {
			return false
		}
	}
	return true
}

// placeBare takes a second number with 号 right behind the first for a building
// or, with three digits, a room: 12号3号501.
func placeBare(tokens []token) []token {
	for i := 1; i < len(tokens); i++ {
		a, b := &tokens[i-1], &tokens[i]
		if b.place != number || b.bare || a.to != b.from {
			continue
		}
		switch {
		case a.place == number && len(b.value) < 3:
			b.place = building
		case a.place == number || a.place == building || a.place == unit:
			b.place = room
		}
	}
	return tokens
}

func digitRun(runes []rune) int {
	n := 0
	for _, r := range runes {
		if isDigit(r) {
			n++
		}
	}
	return n
}

// numeral reads a number in figures or in characters, as figures without zeros
// in front: 010, 十, 一百零三 and 一〇三.
func numeral(runes []rune) (value string, n int) {
	for n < len(runes) && isDigit(runes[n]) {
		n++
	}
	if n > 0 {
		for n0 := 0; n0 < n-1; n0++ {
			if runes[n0] != '0' {
				return string(runes[n0:n]), n
			}
		}
		return string(runes[n-1 : n]), n
	}
	for n < len(runes) && n < 9 && (numeralDigit(runes[n]) >= 0 || numeralUnit(runes[n]) > 0) {
		n++
	}
	if n == 0 {
		return "", 0
	}
	return readNumeral(runes[:n]), n
}

func readNumeral(runes []rune) string {
	if !slices.ContainsFunc(runes, func(r rune) bool { return numeralUnit(r) > 0 }) {
		total := 0
		for _, r := range runes {
			total = total*10 + numeralDigit(r)
		}
		return strconv.Itoa(total)
	}
	total, digit := 0, -1
	last := 0
	for _, r := range runes {
		if u := numeralUnit(r); u > 0 {
			if digit < 0 {
				digit = 1
			}
			total, digit, last = total+digit*u, -1, u
			continue
		}
		digit = numeralDigit(r)
		if digit == 0 {
			digit, last = -1, 10
		}
	}
	if digit > 0 {
		if last > 10 { // 一百二 is 120
			digit *= last / 10
		}
		total += digit
	}
	return strconv.Itoa(total)
}

func numeralDigit(r rune) int {
	switch r {
	case '零', '〇':
		return 0
	case '两':
		return 2
	}
	return slices.Index(numeralOf[:], r)
}

func numeralUnit(r rune) int {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟':
		return 1000
	}
	return 0
}
