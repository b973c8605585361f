package importers

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"diming/gazetteer"
)

// langUndetermined marks a name without Chinese characters whose language the
// source does not say.
const langUndetermined = "und"

// names gathers the names of a place, the standard one first. A list such as
// 宗加|宗加乡, as GeoNames gives it without saying which form is official,
// yields the longest form that ends in a generic part (乡, 镇 …) as standard,
// or its first form when none does, and the others as aliases. A name in
// Latin letters beside Chinese ones is an alias.
func names(r *row, m *mapping) []gazetteer.RowName {
	forms, column := splitForms(r.values[fieldNamesZH]), fieldNamesZH
	local := splitForms(r.values[fieldName])
	if len(forms) == 0 {
		forms, local, column = local, nil, fieldName
	}
	list := nameList{}
	list.add(r, m, column, official(forms), gazetteer.Standard, "")
	for _, form := range forms {
		list.add(r, m, column, form, gazetteer.Alias, "")
	}
	for _, form := range local {
		list.add(r, m, fieldName, form, gazetteer.Alias, "")
	}
	for _, other := range []struct {
		field      field
		kind, lang string
	}{
		{fieldNameEn, gazetteer.Alias, "en"}, {fieldAlias, gazetteer.Alias, ""},
		{fieldShort, gazetteer.Short, ""}, {fieldFormer, gazetteer.Former, ""},
	} {
		for _, text := range strings.FieldsFunc(r.values[other.field], isListMark) {
			list.add(r, m, other.field, strings.TrimSpace(text), other.kind, other.lang)
		}
	}
	list.names[0].Reading = r.values[fieldReading]
	if reason := checkText(r.values[fieldReading], false); reason != "" {
		r.refuse(m.name(fieldReading), r.values[fieldReading], reason)
	}
	return list.names
}

// isListMark separates several names in one cell.
func isListMark(c rune) bool { return strings.ContainsRune("|、；;，,", c) }

func splitForms(s string) []string {
	if !strings.Contains(s, "|") {
		if s == "" {
			return nil
		}
		return []string{s}
	}
	var forms []string
	for _, form := range strings.Split(s, "|") {
		if form = strings.TrimSpace(form); form != "" {
			forms = append(forms, form)
		}
	}
	return forms
}

// generics are the endings by which a form shows that it is the whole name.
var generics = []string{
	"特别行政区", "自治区", "自治州", "自治县", "自治旗", "街道", "地区", "苏木", "社区", "林区", "特区",
	"省", "市", "县", "縣", "區", "区", "旗", "镇", "鎮", "乡", "鄉", "村", "里", "盟", "州",
}

func official(forms []string) string {
	if len(forms) == 0 {
		return ""
	}
	best, length := forms[0], 0
	for _, form := range forms {
		if n := utf8.RuneCountInString(form); n > length && n > 1 && hasGeneric(form) {
			best, length = form, n
		}
	}
	return best
}

func hasGeneric(name string) bool {
	for _, g := range generics {
		if strings.HasSuffix(name, g) {
			return true
		}
	}
	return false
}

// nameList keeps each text once in each language, under its first kind.
type nameList struct{ names []gazetteer.RowName }

func (l *nameList) add(r *row, m *mapping, f field, text, kind, lang string) {
	if text != "" && lang == "" && !hasHan(text) {
		lang = langUndetermined
	}
	for _, n := range l.names {
		if n.Text == text && n.Lang == lang {
			return
		}
	}
	if reason := checkPlaceName(text); reason != "" {
		r.refuse(m.name(f), text, reason)
	}
	l.names = append(l.names, gazetteer.RowName{Text: text, Kind: kind, Lang: lang})
}

func hasHan(s string) bool {
	for _, c := range s {
		if c >= 0x2E80 && unicode.Is(unicode.Han, c) {
			return true
		}
	}
	return false
}
