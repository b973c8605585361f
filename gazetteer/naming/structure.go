package naming

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const article9 = "地名管理条例第九条"

// structure is N1: a name is a specific and a generic part. Natural features
// and settlements may go without a generic one, as many old ones do.
func structure(_ *Rules, s subject) []Finding {
	switch {
	case s.forms.Text == "":
		return []Finding{{Check: "N1", Severity: Refuse, Article: article9, Text: "没有名称。", TextEN: "There is no name."}}
	case s.forms.Specific == "":
		return []Finding{{Check: "N1", Severity: Refuse, Article: article9, Words: []string{s.forms.Text},
			Text: fmt.Sprintf("“%s”只有通名，没有专名：请加专名。", s.forms.Text), TextEN: "Only a generic part: add a specific one."}}
	case s.generic != "":
		return nil
	}
	f := Finding{Check: "N1", Severity: Refuse, Article: article9, Text: fmt.Sprintf("“%s”没有与类别相符的通名：地名由专名和通名两部分组成。", s.forms.Text), TextEN: "No generic part that fits the class."}
	if s.group == GroupSettlement || s.group == GroupNatural {
		f.Severity = Note
	}
	return []Finding{f}
}

// healthy is N2, and in the clean-up 怪: clear and healthy, not against public
// order and good customs.
func healthy(r *Rules, s subject) []Finding {
	words := r.in(Unhealthy, s.forms.Text)
	if len(words) == 0 {
		return nil
	}
	f := Finding{Check: "N2", Severity: Justify, Article: article9 + "第（一）项", Words: texts(words), Source: words[0].Source,
		Text: fmt.Sprintf("“%s”可能含义不健康或有封建、庸俗色彩，请说明含义或改名。", words[0].Text), TextEN: "The meaning may be unhealthy or vulgar: explain it or choose another."}
	if s.Existing {
		f.Check, f.Article = "怪", "民发〔2018〕146号"
	}
	return []Finding{f}
}

// script is N4: rare characters are avoided. The machine's test is GB/T 2312:
// what it lacks is rare; the law names no list.
func script(_ *Rules, s subject) []Finding {
	var rare []string
	for _, c := range s.forms.Text {
		if !unicode.Is(unicode.Han, c) {
			continue
		}
		if b, err := simplifiedchinese.HZGB2312.NewEncoder().Bytes([]byte(string(c))); err != nil || len(b) == 0 {
			rare = append(rare, string(c))
		}
	}
	if len(rare) == 0 {
		return nil
	}
	return []Finding{{Check: "N4", Severity: Justify, Article: article9 + "第（三）项", Words: rare, Source: "GB/T 2312—1980 未收的字，系统判断，法规未定字表",
		Text: fmt.Sprintf("“%s”可能是生僻字或非规范汉字：避免使用；确需使用的请说明来历。", strings.Join(rare, "、")), TextEN: "Rare characters: avoid them, or say where they come from."}}
}

// marks is 怪: marks that are no characters, letters, and digits as a name.
func marks(_ *Rules, s subject) []Finding {
	var odd, digits []string
	for _, c := range s.forms.Text {
		switch {
		case unicode.Is(unicode.Han, c) || c == '〇':
		case c >= '0' && c <= '9':
			digits = append(digits, string(c))
		default:
			odd = append(odd, string(c))
		}
	}
	var found []Finding
	if len(odd) > 0 {
		found = append(found, Finding{Check: "怪", Severity: s.gentle(Refuse), Article: article9 + "第（三）项；民发〔2018〕146号", Words: odd,
			Text: fmt.Sprintf("含有“%s”：地名用国家通用文字，不用字母、间隔号和其他符号。", strings.Join(odd, "")), TextEN: "Letters or marks that are no characters."})
	}
	if len(digits) > 0 {
		found = append(found, Finding{Check: "怪", Severity: Justify, Article: "民发〔2018〕146号", Words: []string{strings.Join(digits, "")},
			Text: "含有阿拉伯数字：序数一般用汉字书写；公路编号等请说明。", TextEN: "Arabic digits: spell ordinals, or say why."})
	}
	return found
}

// genericUse is N18: no stacked generics, no bare ordinals.
func genericUse(r *Rules, s subject) []Finding {
	var found []Finding
	if s.generic != "" && s.forms.Specific != "" && (s.group == GroupStreet || s.group == GroupEstate) {
		for _, w := range r.lists[Generics] {
			if w.Note == s.group && strings.HasSuffix(s.forms.Specific, w.Text) && strings.TrimSuffix(s.forms.Specific, w.Text) != "" && w.Text != "里" && w.Text != "道" {
				found = append(found, Finding{Check: "N18", Severity: Justify, Article: "通名不得叠用（地方规定）", Words: []string{w.Text + s.generic}, Source: w.Source,
					Text: fmt.Sprintf("“%s”是通名叠用，请只用一个通名，或说明。", w.Text+s.generic), TextEN: "Stacked generics: use one."})
				break
			}
		}
	}
	ordinal := strings.TrimPrefix(s.forms.Specific, "第")
	if ordinal != "" && strings.Trim(ordinal, "一二三四五六七八九十百零〇0123456789号") == "" {
		found = append(found, Finding{Check: "N18", Severity: Justify, Article: "不以单纯序数命名（地方规定）", Words: []string{s.forms.Specific},
			Text: fmt.Sprintf("专名“%s”只是序数，请加上有含义的专名，或说明。", s.forms.Specific), TextEN: "A bare ordinal as specific part."})
	}
	return found
}

// genericSize is N17: the generic part fits the size, where the place has
// adopted a table.
func genericSize(r *Rules, s subject) []Finding {
	for _, rule := range r.local.Sizes {
		if rule.Group != s.group || rule.Generic != s.generic {
			continue
		}
		var short, unsaid []string
		for _, m := range []struct {
			what        string
			least, have float64
		}{{"用地面积（平方米）", rule.Least.LandM2, s.Size.LandM2}, {"建筑面积（平方米）", rule.Least.FloorM2, s.Size.FloorM2}, {"高度（米）", rule.Least.HeightM, s.Size.HeightM},
			{"绿地率（%）", rule.Least.GreenPercent, s.Size.GreenPercent}, {"长度（米）", rule.Least.LengthM, s.Size.LengthM}, {"红线宽度（米）", rule.Least.WidthM, s.Size.WidthM}} {
			switch {
			case m.least == 0:
			case m.have == 0:
				unsaid = append(unsaid, m.what)
			case m.have < m.least:
				short = append(short, fmt.Sprintf("%s %g，应不小于 %g", m.what, m.have, m.least))
			}
		}
		if all := slices.Concat(short, unsaid); len(all) > 0 {
			return []Finding{{Check: "N17", Severity: Justify, Article: rule.Basis, Words: []string{rule.Generic},
				Text: fmt.Sprintf("通名“%s”与规模不符或规模未填：%s。", rule.Generic, strings.Join(all, "；")), TextEN: "The generic part does not fit the size, or the size is not said."}}
		}
	}
	return nil
}
