package naming

import (
	"context"
	"fmt"
	"strings"
)

// A scoped rule says where names of a group may stand only once.
type scopedRule struct {
	check, article string
	scope          Scope
	specificAlone  bool // another class of the group does not excuse the same specific part
}

// alikeAtMost is how many conflicts a finding shows.
const alikeAtMost = 20

// scopes are the rules of duplicates that hold for a subject: national law, and
// what the place has adopted.
func (r *Rules) scopes(s subject) []scopedRule {
	var all []scopedRule
	switch s.group {
	case GroupDivision:
		all = append(all, scopedRule{"N8", article9 + "第（七）项", Nation, false})
	case GroupTownship:
		check, article := "N9", article9+"第（八）项"
		if strings.HasSuffix(s.forms.Text, "街道") {
			if r.local.Settlements == "" {
				return nil
			}
			check, article = "N15", r.local.Settlements
		}
		all = append(all, scopedRule{check, article, Province, false})
	case GroupVillage:
		all = append(all, scopedRule{"N10", article9 + "第（八）项", County, false})
	case GroupStreet, GroupEstate:
		all = append(all, scopedRule{"N11", article9 + "第（八）项", BuiltUp, false})
	case GroupSettlement:
		if r.local.Settlements != "" {
			all = append(all, scopedRule{"N15", r.local.Settlements, Township, false})
		}
	}
	if r.local.CityWide != "" && (s.group == GroupStreet || s.group == GroupEstate) {
		all = append(all, scopedRule{"N16", r.local.CityWide, City, true})
	}
	return all
}

// compare are the rules that ask what stands already.
func (r *Rules) compare(ctx context.Context, s subject, st Standing) ([]Finding, error) {
	if s.forms.Text == "" {
		return nil, nil
	}
	var found []Finding
	for _, rule := range r.scopes(s) {
		more, err := r.duplicates(ctx, s, st, rule)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	if s.Existing {
		return found, nil
	}
	for _, c := range []func(context.Context, subject, Standing) ([]Finding, error){famous, facility, r.location} {
		more, err := c(ctx, s, st)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return found, nil
}

// duplicates is N8–N11, N15, N16, and in the clean-up 重: 不应重名，并避免同音. The
// same text, or the same specific part within the class, is a duplicate; the
// same sound or look is to be avoided, with a reason. Where the area's names
// are not held whole, a person must check what the data cannot say.
func (r *Rules) duplicates(ctx context.Context, s subject, st Standing, rule scopedRule) ([]Finding, error) {
	area, ok, err := st.Area(ctx, rule.scope, s.Proposal)
	if err != nil {
		return nil, err
	}
	if !ok {
		return []Finding{s.unchecked(rule, "没有录入所在的"+scopeNames[rule.scope])}, nil
	}
	alike, err := st.Alike(ctx, area, s.group, s.forms, s.Proposal, alikeAtMost)
	if err != nil {
		return nil, err
	}
	var same, sounds, gone []Conflict
	for _, c := range alike {
		duplicate := c.Likeness == SameText || c.Likeness == SameSpecific && (rule.specificAlone || c.Class == s.Class)
		switch {
		case c.Cancelled:
			gone = append(gone, c)
		case duplicate:
			same = append(same, c)
		default:
			sounds = append(sounds, c)
		}
	}
	var found []Finding
	if len(same) > 0 {
		found = append(found, s.duplicate(rule, area, same))
	}
	if len(sounds) > 0 {
		found = append(found, s.homophone(rule, area, sounds))
	}
	if len(gone) > 0 && !s.Existing {
		found = append(found, Finding{Check: rule.check, Severity: Justify, Article: "已销地名一般不再用于同类地名（地方规定）", Conflicts: gone,
			Text: fmt.Sprintf("“%s”是已销的地名，一般不再启用；确需使用的请说明。", gone[0].Name), TextEN: "A cancelled name, normally not used again."})
	}
	if area.Missing != "" && !s.Existing {
		found = append(found, s.unchecked(rule, area.Missing))
	}
	return found, nil
}

var scopeNames = map[Scope]string{Nation: "全国", Province: "省", City: "市", County: "县", BuiltUp: "建成区", Township: "乡镇、街道"}

// id is the check's, or 重 in the clean-up.
func (s subject) id(rule scopedRule) (check, article string) {
	if s.Existing {
		return "重", rule.article + "；民发〔2018〕146号"
	}
	return rule.check, rule.article
}

func (s subject) duplicate(rule scopedRule, area Area, same []Conflict) Finding {
	check, article := s.id(rule)
	return Finding{Check: check, Severity: s.gentle(Refuse), Article: article, Words: []string{s.forms.Specific}, Conflicts: same,
		Text:   fmt.Sprintf("%s内已有“%s”%s，同类地名不应重名。", area.Name, same[0].Name, where(same[0])),
		TextEN: fmt.Sprintf("%s already stands in %s: names of a kind do not repeat there.", same[0].Name, area.Name)}
}

func (s subject) homophone(rule scopedRule, area Area, alike []Conflict) Finding {
	check, article := s.id(rule)
	how := map[Likeness]string{SameSpecific: "专名相同", SameTones: "同音", SameSyllable: "同音不同调", SameLook: "字形相近", SameDialect: "方言同音"}[alike[0].Likeness]
	severity := Justify
	if s.Existing {
		severity = Note
	}
	return Finding{Check: check, Severity: severity, Article: article + "（避免同音）", Words: []string{s.forms.Specific}, Conflicts: alike,
		Text:   fmt.Sprintf("与%s内的“%s”%s%s，应避免；确需使用的请说明理由。", area.Name, alike[0].Name, where(alike[0]), how),
		TextEN: fmt.Sprintf("Sounds or looks like %s in %s: avoid it, or say why.", alike[0].Name, area.Name)}
}

// where says in brackets where a conflict lies and how far off.
func where(c Conflict) string {
	text := c.Division
	if c.DistanceM != nil {
		if text != "" {
			text += "，"
		}
		text += fmt.Sprintf("相距 %.1f 公里", *c.DistanceM/1000)
	}
	if text == "" {
		return ""
	}
	return "（" + text + "）"
}

func (s subject) unchecked(rule scopedRule, missing string) Finding {
	check, article := s.id(rule)
	return Finding{Check: check, Severity: Unchecked, Article: article,
		Text: fmt.Sprintf("是否重名未能全部查清：%s。请另行核查并写明如何核查。", missing), TextEN: "The data to compare with is not held whole: check it otherwise and record how."}
}

// famous is N12: no famous feature, heritage site or larger thing as the
// specific part of a division's name.
func famous(ctx context.Context, s subject, st Standing) ([]Finding, error) {
	if s.group != GroupDivision && s.group != GroupTownship {
		return nil, nil
	}
	all, err := st.Bearing(ctx, s.forms.Specific, s.Proposal)
	if err != nil {
		return nil, err
	}
	var known []Conflict
	for _, c := range all {
		if g := Group(c.Class); g == GroupNatural || strings.HasPrefix(c.Class, "25") {
			known = append(known, c)
		}
	}
	if len(known) == 0 {
		return nil, nil
	}
	return []Finding{{Check: "N12", Severity: Justify, Article: article9 + "第（九）项", Words: []string{s.forms.Specific}, Conflicts: known,
		Text: fmt.Sprintf("“%s”是自然地理实体或名胜的名称：不以著名的或超出本区域的实体名作政区专名，请说明。", known[0].Name), TextEN: "Named like a feature: a division takes no famous or larger thing's name."}}, nil
}

// facility is N13: a facility normally follows the name of the place where it is.
func facility(ctx context.Context, s subject, st Standing) ([]Finding, error) {
	if s.group != GroupFacility || !strings.HasPrefix(s.Class, "23") && !strings.HasPrefix(s.Class, "24") {
		return nil, nil
	}
	for _, scope := range []Scope{Township, County} {
		area, ok, err := st.Area(ctx, scope, s.Proposal)
		if err != nil {
			return nil, err
		}
		if core := coreOf(area.Name); ok && core != "" && strings.Contains(s.forms.Text, core) {
			return nil, nil
		}
	}
	if s.forms.Specific != "" {
		if all, err := st.Bearing(ctx, s.forms.Specific, s.Proposal); err != nil || len(all) > 0 {
			return nil, err
		}
	}
	return []Finding{{Check: "N13", Severity: Justify, Article: article9 + "第（十）项", Words: []string{s.forms.Specific},
		Text: "设施名称一般与所在地名一致，这个名称里没有查到当地地名，请说明。", TextEN: "A facility normally follows the local place name; none was found in it."}}, nil
}

// coreOf is a division's name without its kind: 清湖街道 is 清湖.
func coreOf(name string) string {
	for _, kind := range []string{"街道", "镇", "乡", "市", "县", "区"} {
		if core, ok := strings.CutSuffix(name, kind); ok && len(core) >= 2*len("一") {
			return core
		}
	}
	return name
}

// location is N14, where it is adopted: a name that contains a division's or a
// street's name lies in it or along it. The machine finds the name; whether the
// place lies there it leaves to a person.
func (r *Rules) location(ctx context.Context, s subject, st Standing) ([]Finding, error) {
	if r.local.Location == "" || s.group == GroupDivision || s.group == GroupTownship {
		return nil, nil
	}
	runes := []rune(s.forms.Specific)
	for n := len(runes); n >= 2; n-- {
		for at := 0; at+n <= len(runes); at++ {
			all, err := st.Bearing(ctx, string(runes[at:at+n]), s.Proposal)
			if err != nil {
				return nil, err
			}
			for _, c := range all {
				if g := Group(c.Class); g == GroupTownship || g == GroupVillage || g == GroupStreet && (s.group != GroupStreet || n < len(runes)) {
					return []Finding{{Check: "N14", Severity: Justify, Article: r.local.Location, Words: []string{string(runes[at : at+n])}, Conflicts: []Conflict{c},
						Text: fmt.Sprintf("含有政区或道路名“%s”：须位于其内或沿线，请写明。", c.Name), TextEN: "Contains the name of a division or street: it must lie there."}}, nil
				}
			}
		}
	}
	return nil, nil
}
