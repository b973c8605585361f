package importers

import (
	"fmt"
	"strings"
	"unicode"
)

// nameFields hold names, numberFields codes and numbers.
var (
	nameFields   = []field{fieldName, fieldNamesZH, fieldNameEn, fieldAlias, fieldShort, fieldFormer, fieldVillageName, fieldTownName, fieldCountyName}
	numberFields = []field{
		fieldKey, fieldClass, fieldDivision, fieldElevation, fieldPlaceCode, fieldCode, fieldLevel,
		fieldFirstYear, fieldLastYear, fieldVillageCode, fieldTownCode, fieldCountyCode,
	}
)

// tidy gives names, codes and numbers the width of letters and digits that
// the register uses, and takes the spaces out of Chinese names. What that
// changes of a name is told.
func (r *row) tidy() {
	for _, f := range numberFields {
		r.values[f] = halfWidth(r.values[f], "．－＋．")
	}
	for _, f := range nameFields {
		if name := tidyName(r.values[f]); name != r.values[f] {
			if r.tidied == "" {
				r.tidied = fmt.Sprintf("“%s”→“%s”", r.values[f], name)
			}
			r.values[f] = name
		}
	}
}

// halfWidth turns full-width digits and letters, and the other characters
// named, into those of ASCII.
func halfWidth(s, others string) string {
	return strings.Map(func(c rune) rune {
		wide := c >= '０' && c <= '９' || c >= 'Ａ' && c <= 'Ｚ' || c >= 'ａ' && c <= 'ｚ'
		if wide || c >= '！' && c <= '～' && strings.ContainsRune(others, c) {
			return c - '！' + '!'
		}
		return c
	}, s)
}

func isSpace(c rune) bool { return c == ' ' || c == '\u00A0' || c == '\u3000' }

// tidyName drops spaces between Han characters and leaves one of others.
func tidyName(s string) string {
	s = halfWidth(s, "")
	if strings.IndexFunc(s, isSpace) < 0 {
		return s
	}
	words := strings.FieldsFunc(s, isSpace)
	var b strings.Builder
	var last rune
	for i, word := range words {
		first := []rune(word)[0]
		if i > 0 && !(unicode.Is(unicode.Han, last) && unicode.Is(unicode.Han, first)) {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		last = []rune(word)[len([]rune(word))-1]
	}
	return b.String()
}

// noName are characters that stand in no name: marks of programs, of lost
// characters, and of sentences.
const noName = "<>＜＞{}｛｝[]［］\\＼^＾~～$＄%％*＊=＝;；?？!！@＠\"□■◆●★☆�"

// checkMarks refuses what no name of a place holds.
func checkMarks(s string) string {
	for _, c := range s {
		if strings.ContainsRune(noName, c) || unicode.Is(unicode.Co, c) {
			return fmt.Sprintf("名称中有“%c”（U+%04X），不是地名用字 / U+%04X stands in no name", c, c, c)
		}
	}
	return ""
}

// checkPlaceName is for the names of places and divisions.
func checkPlaceName(s string) string {
	if reason := checkName(s); reason != "" {
		return reason
	}
	return checkMarks(s)
}
