package naming

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// closed are the groups whose generic parts are few and listed: without one of
// them a name has none. In the others the list is never whole.
func closed(group string) bool {
	switch group {
	case GroupDivision, GroupTownship, GroupVillage, GroupStreet, GroupEstate:
		return true
	}
	return false
}

// structure is N1: a name has a specific and a generic part. A natural village
// needs none (its name is written as one word), nor does a name that stands.
func (r *Rules) structure(s *subject) []Finding {
	if s.p.Existing || s.generic != "" || s.group == GroupSettlement || s.group == "" {
		return nil
	}
	if r.generics.of(s.f.Text, s.p.Class, true) != "" {
		return nil // a generic part alone: N18
	}
	if !closed(s.group) {
		return []Finding{s.found("N1", Justify, "没有认出通名，请核对名称是否由专名和通名组成，通名特殊的写明理由。",
			"No generic part is known in it: see that it has one, and say so where it is unusual.", s.f.Text)}
	}
	if _, kind := r.generics.elsewhere(s.f.Text, s.p.Class); kind != "" {
		return nil // a generic part of another kind: N3
	}
	return []Finding{s.found("N1", Refuse, "没有与类别相应的通名，地名由专名和通名组成，请补上通名。",
		"It has no generic part of its class: add one.", s.f.Text)}
}

// nature is N3 as far as a machine sees it: a generic part that belongs to
// another kind of thing.
func (r *Rules) nature(s *subject) []Finding {
	if s.p.Existing || s.generic != "" || !closed(s.group) || r.generics.of(s.f.Text, s.p.Class, true) != "" {
		return nil
	}
	generic, kind := r.generics.elsewhere(s.f.Text, s.p.Class)
	if kind == "" {
		return nil
	}
	return []Finding{s.found("N3", Justify, "通名“"+generic+"”与所报类别不符，请核对类别，或者改用与实体性质、规模相符的通名。",
		"The generic part "+generic+" belongs to another class: check the class, or take one that fits what the thing is.", generic)}
}

// genericUse is N18: a generic part alone, two of them, a bare ordinal.
func (r *Rules) genericUse(s *subject) []Finding {
	if s.p.Existing {
		return nil
	}
	if alone := r.generics.of(s.f.Text, s.p.Class, true); alone == s.f.Text && s.group != GroupSettlement {
		return []Finding{s.found("N18", Refuse, "“"+alone+"”是通名，不能单独用作地名，请加上专名。",
			alone+" is a generic part and no name alone: add a specific part.", alone)}
	}
	if s.generic == "" {
		return nil
	}
	if ordinal(s.stem) {
		return []Finding{s.found("N18", Justify, "专名“"+s.stem+"”只是序数，请另拟专名；按方案成系列的，写明理由。",
			"The specific part "+s.stem+" is a bare ordinal: find another, or name the scheme it belongs to.", s.stem)}
	}
	if s.group != GroupEstate && s.group != GroupStreet {
		return nil
	}
	inner := r.generics.of(s.stem, s.p.Class, true)
	if inner == "" || !stacks(s.group, inner) {
		return nil
	}
	if inner == s.stem {
		return []Finding{s.found("N18", Refuse, "“"+s.f.Text+"”只有通名，没有专名，请加上专名。",
			s.f.Text+" has generic parts only: add a specific part.", inner, s.generic)}
	}
	return []Finding{s.found("N18", Justify, "通名“"+inner+"”和“"+s.generic+"”叠用，请去掉一个，或者写明理由。",
		"The generic parts "+inner+" and "+s.generic+" are stacked: leave one out, or give the reason.", inner, s.generic)}
}

// stacks tells whether a generic part before another is one beyond doubt: many
// of one character (里, 园, 城) end specific parts as well.
func stacks(group, inner string) bool {
	if utf8.RuneCountInString(inner) > 1 {
		return true
	}
	if group == GroupStreet {
		return strings.Contains("路街巷弄", inner)
	}
	return strings.Contains("苑庭府", inner)
}

// commemorated are numbers that are dates or years with a meaning.
var commemorated = map[string]bool{"五一": true, "八一": true, "三八": true, "五四": true, "七一": true, "二七": true, "五卅": true,
	"一二九": true, "九一八": true, "双十": true, "六一": true}

// ordinal tells that a specific part is a number and nothing else.
func ordinal(stem string) bool {
	if stem == "" || commemorated[stem] {
		return false
	}
	core := strings.TrimSuffix(strings.TrimPrefix(stem, "第"), "号")
	if core == "" {
		return false
	}
	for _, r := range core {
		if !strings.ContainsRune("零〇一二三四五六七八九十百千", r) && (r > unicode.MaxASCII || !unicode.IsDigit(r)) {
			return false
		}
	}
	return true
}
