package naming

import (
	"context"
	"strings"
	"unicode/utf8"
)

// natural is N8 for natural entities. Which are nationally famous no list says:
// the same name asks for a reason, else the officer is reminded.
func natural(ctx context.Context, r *Rules, s *subject, standing Standing) ([]Finding, error) {
	if s.group != GroupNatural {
		return nil, nil
	}
	nation, ok, err := standing.Area(ctx, Nation, s.p)
	if err != nil || !ok {
		return []Finding{s.found("N8", Note, "如果是国内著名的自然地理实体，请另行核对全国范围内是否重名、同音。",
			"If it is a famous natural entity, check that no other in the nation bears the name.")}, err
	}
	found, err := standing.Alike(ctx, nation, s.group, s.f, s.p, atMost)
	if err != nil {
		return nil, err
	}
	var same []Conflict
	for _, c := range s.others(found) {
		if c.Likeness == SameText && !c.Cancelled {
			same = append(same, c)
		}
	}
	if len(same) == 0 {
		return []Finding{s.found("N8", Note, "在已有数据中没有同名的自然地理实体；如果是国内著名的，请另行核对全国范围。",
			"No natural entity held bears the name; if it is a famous one, check the nation.")}, nil
	}
	f := s.found("N8", Justify, "已有同名的"+named(same)+"；国内著名的自然地理实体全国不得重名，请核对并写明理由。",
		"The same name stands: "+named(same)+". Famous natural entities are named once in the nation: say why this may stand.", s.f.Text)
	f.Conflicts = same
	return []Finding{f}, nil
}

// famous is N12: no famous natural entity, heritage site or larger entity gives
// its name to a division. Which are famous the officer knows.
func famous(ctx context.Context, _ *Rules, s *subject, standing Standing) ([]Finding, error) {
	if s.group != GroupDivision && s.group != GroupTownship || utf8.RuneCountInString(s.f.Specific) < 2 {
		return nil, nil
	}
	found, err := s.bears(ctx, standing, s.f.Specific)
	if err != nil {
		return nil, err
	}
	var known []Conflict
	for _, c := range found {
		if Group(c.Class) == GroupNatural || strings.HasPrefix(c.Class, "25") {
			known = append(known, c)
		}
	}
	what := named(known)
	if len(known) == 0 {
		above, err := s.above(ctx, standing)
		if err != nil || above == "" {
			return nil, err
		}
		what = "上级区划“" + above + "”"
	}
	f := s.found("N12", Justify, "专名与"+what+"相同；行政区划专名不得使用著名的自然地理实体、历史文化遗产和超出本区域范围的地理实体名称，请换词或者写明理由。",
		"Its specific part is that of "+what+": divisions do not take the name of a famous or a larger entity. Change it or give the reason.", s.f.Specific)
	f.Conflicts = known
	return []Finding{f}, nil
}

// above gives the division around the proposal that has its specific part.
func (s *subject) above(ctx context.Context, standing Standing) (string, error) {
	areas, err := s.areaNames(ctx, standing)
	if err != nil {
		return "", err
	}
	for _, name := range areas {
		if name != s.f.Text && coreOf(name) == s.f.Specific {
			return name, nil
		}
	}
	return "", nil
}
