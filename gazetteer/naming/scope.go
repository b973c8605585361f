package naming

import "strings"

// A comparison is one rule on which names must differ, and where.
type comparison struct {
	check  string
	group  string // "": any
	scope  Scope
	local  func(Local) Switch // nil: national law
	within string             // the area in words
	en     string
}

// comparisons are the scopes of the law (N8–N11) and of local rules (N15, N16).
var comparisons = []comparison{
	{check: "N8", group: GroupDivision, scope: Nation, within: "全国范围内", en: "in the nation"},
	{check: "N9", group: GroupTownship, scope: Province, within: "同一省级行政区域内", en: "in the province"},
	{check: "N10", group: GroupVillage, scope: County, within: "同一县级行政区域内", en: "in the county"},
	{check: "N11", group: GroupStreet, scope: BuiltUp, within: "同一建成区内", en: "in the built-up area"},
	{check: "N11", group: GroupEstate, scope: BuiltUp, within: "同一建成区内", en: "in the built-up area"},
	{check: "N15", group: GroupTownship, scope: Province, local: localities, within: "全省", en: "in the province"},
	{check: "N15", group: GroupSettlement, scope: Township, local: localities, within: "同一乡级行政区域内", en: "in the township"},
	{check: "N16", scope: City, local: sameClass, within: "全市", en: "in the city"},
}

func localities(l Local) Switch { return l.Localities }
func sameClass(l Local) Switch  { return l.SameClass }

// comparisonsOf are those that a proposal is put to. National law speaks of 乡
// and 镇 only, the local rule N15 of 街道 as well.
func (r *Rules) comparisonsOf(s *subject) []comparison {
	var all []comparison
	for _, c := range comparisons {
		switch {
		case s.group == "" || c.group != "" && c.group != s.group:
		case c.local != nil && !c.local(r.local).On:
		case c.check == "N9" && subdistrict(s.f.Text):
		default:
			all = append(all, c)
		}
	}
	return all
}

// subdistrict tells a 街道 from a 乡 or 镇: they share a class.
func subdistrict(name string) bool {
	return strings.HasSuffix(name, "街道") || strings.HasSuffix(name, "街道办事处")
}

// beyond tells a conflict that this comparison does not speak of: N9 of 街道,
// N16 of other classes, N15 of what N9 has compared.
func (c comparison) beyond(s *subject, f Conflict) bool {
	switch {
	case c.check == "N9":
		return subdistrict(f.Name)
	case c.check == "N16":
		return f.Class != s.p.Class
	case c.check == "N15" && c.group == GroupTownship:
		return !subdistrict(s.f.Text) && !subdistrict(f.Name)
	}
	return false
}

// article is what the comparison rests on.
func (c comparison) article(r *Rules) string {
	if c.local != nil {
		return c.local(r.local).Basis
	}
	return articles[c.check]
}
