package naming

import (
	"strings"
	"unicode/utf8"

	"diming/gazetteer/pinyin"
)

// committee endings of the names of village and residents' committees, the
// longest first: 清湖村, 清湖村村民委员会 and 清湖社区 share their specific part.
var committee = []string{
	"社区居民委员会", "村民委员会", "居民委员会", "社区居委会", "行政村", "村委会", "居委会", "社区", "村",
}

// Split parts a name into 专名 and 通名 as names are compared. It differs from
// the parts of the spelling rules in two classes: the modifier of a street
// belongs to the specific part (南京东|路 is another name than 南京西|路), and the
// endings of committees go one after the other (清湖|村村民委员会).
func Split(text, class string) (specific, generic string) {
	switch Group(class) {
	case GroupVillage:
		return splitCommittee(text)
	case GroupStreet:
		specific, generic = pinyin.Split(text, class)
		if first, size := utf8.DecodeRuneInString(generic); size < len(generic) && strings.ContainsRune("东西南北中前后上下正老横直支", first) {
			at := len(specific) + size
			return text[:at], text[at:]
		}
		return specific, generic
	}
	return pinyin.Split(text, class)
}

// splitCommittee takes the endings off while two characters are left: 贺村 is
// itself the specific part.
func splitCommittee(text string) (specific, generic string) {
	rest := text
	for {
		cut := false
		for _, end := range committee {
			left, found := strings.CutSuffix(rest, end)
			if found && utf8.RuneCountInString(left) >= 2 {
				rest, cut = left, true
				break
			}
		}
		if !cut || rest == "" {
			return rest, text[len(rest):]
		}
	}
}
