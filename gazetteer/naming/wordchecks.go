package naming

import (
	"fmt"
	"strings"
)

// leaders is N5, its first half: never the name of a state leader.
func leaders(r *Rules, s subject) []Finding {
	words := r.in(Leaders, s.forms.Text)
	if len(words) == 0 {
		return nil
	}
	return []Finding{{Check: "N5", Severity: Refuse, Article: article9 + "第（四）项", Words: texts(words), Source: words[0].Source,
		Text: fmt.Sprintf("“%s”是国家领导人的名字，不得用作地名。", words[0].Text), TextEN: "The name of a state leader is never a place name."}}
}

// persons is N5, its other half: normally no personal names, with aliases and
// characters of literature (实施办法 art. 3).
func persons(r *Rules, s subject) []Finding {
	words := r.in(Persons, s.forms.Text)
	if len(words) == 0 {
		return nil
	}
	return []Finding{{Check: "N5", Severity: Justify, Article: article9 + "第（四）项；实施办法第三条", Words: texts(words), Source: words[0].Source,
		Text: fmt.Sprintf("“%s”可能是人名：一般不以人名作地名；与该人没有特定联系的，请说明含义和来历。", words[0].Text), TextEN: "May be a personal name: say that it has no link with the person, or why it is used."}}
}

// foreign is N6, and in the clean-up 洋: no foreign personal or place names.
func foreign(r *Rules, s subject) []Finding {
	words := r.in(Foreign, s.forms.Text)
	if len(words) == 0 || s.exempt(r, words) {
		return nil
	}
	f := Finding{Check: "N6", Severity: Justify, Article: article9 + "第（五）项", Words: texts(words), Source: words[0].Source,
		Text: fmt.Sprintf("“%s”是外国人名、地名或其译写：不以外国人名、地名作地名；不是此意的请说明。", words[0].Text), TextEN: "A foreign personal or place name: choose another, or say that it is none."}
	if s.Existing {
		f.Check, f.Article = "洋", "民发〔2018〕146号"
	}
	return []Finding{f}
}

// exempt says that a name that stands is established with all its words.
func (s subject) exempt(r *Rules, words []Word) bool {
	if !s.Existing {
		return false
	}
	for _, w := range words {
		known := false
		for _, e := range r.lists[Exempt] {
			known = known || strings.Contains(s.forms.Text, e.Text) && strings.Contains(e.Text, w.Text)
		}
		if !known {
			return false
		}
	}
	return true
}

// brands is N7: no enterprises and trademarks. What is an enterprise itself is
// not asked.
func brands(r *Rules, s subject) []Finding {
	words := r.in(Brands, s.forms.Text)
	if len(words) == 0 || strings.HasPrefix(s.Class, "274") {
		return nil
	}
	return []Finding{{Check: "N7", Severity: Justify, Article: article9 + "第（六）项；实施办法第四条", Words: texts(words), Source: words[0].Source,
		Text: fmt.Sprintf("“%s”是企业名或商标名：不以其作地名；没有特定联系的请说明。", words[0].Text), TextEN: "An enterprise or a trademark: choose another, or say that it is not meant."}}
}

// exaggerated is 大: exaggerating words without approval.
func exaggerated(r *Rules, s subject) []Finding {
	words := r.in(Exaggerated, s.forms.Text)
	if len(words) == 0 {
		return nil
	}
	f := Finding{Check: "大", Severity: Justify, Article: article9 + "第（二）项；民发〔2018〕146号", Words: texts(words), Source: words[0].Source,
		Text: fmt.Sprintf("“%s”有刻意夸大之嫌：须与实体的面积、规模、性质相符，请附批准文件或说明。", words[0].Text), TextEN: "May exaggerate: it must fit the real size and nature."}
	if s.exempt(r, words) {
		f.Severity = Note
	}
	return []Finding{f}
}
