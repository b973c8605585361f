package naming

import (
	"context"
	"strings"
	"unicode/utf8"
)

// bears asks once for each text what around the proposal bears it.
func (s *subject) bears(ctx context.Context, standing Standing, text string) ([]Conflict, error) {
	if found, asked := s.bearing[text]; asked {
		return found, nil
	}
	found, err := standing.Bearing(ctx, text, s.p)
	if err != nil {
		return nil, err
	}
	if s.bearing == nil {
		s.bearing = map[string][]Conflict{}
	}
	kept := found[:0:0]
	for _, c := range s.others(found) {
		if !c.Cancelled {
			kept = append(kept, c)
		}
	}
	s.bearing[text] = kept
	return kept, nil
}

// begins gives the first n characters of the text for each n from two to most,
// the longest first, the whole text only where whole is set.
func begins(text string, most int, whole bool) []string {
	var all []string
	n := 0
	for i := range text {
		if n >= 2 && n <= most {
			all = append([]string{text[:i]}, all...)
		}
		n++
	}
	if whole && n >= 2 && n <= most {
		all = append([]string{text}, all...)
	}
	return all
}

// areaNames gives the names of the divisions around the proposal as they stand
// and without their generic part, the smallest first. Asked once.
func (s *subject) areaNames(ctx context.Context, standing Standing) ([]string, error) {
	if s.areas != nil {
		return s.areas, nil
	}
	s.areas = []string{}
	for _, scope := range []Scope{Township, County, City, Province} {
		area, ok, err := standing.Area(ctx, scope, s.p)
		if err != nil {
			s.areas = nil
			return nil, err
		}
		if ok && area.Name != "" {
			s.areas = append(s.areas, area.Name, coreOf(area.Name))
		}
	}
	return s.areas, nil
}

// divisionEnds are the generic parts of divisions, the longest first.
var divisionEnds = []string{"街道办事处", "自治区", "自治州", "自治县", "民族乡", "街道", "地区", "省", "市", "县", "区", "镇", "乡", "旗"}

// coreOf is a division's name without its generic part: 清湖街道 is 清湖.
func coreOf(name string) string {
	for _, end := range divisionEnds {
		if core, ok := strings.CutSuffix(name, end); ok && utf8.RuneCountInString(core) >= 2 {
			return core
		}
	}
	return name
}

// facility is N13: facilities follow the local name, that of a division around
// or of another place in the county.
func facility(ctx context.Context, _ *Rules, s *subject, standing Standing) ([]Finding, error) {
	if !local(s.p.Class) {
		return nil, nil
	}
	areas, err := s.areaNames(ctx, standing)
	if err != nil {
		return nil, err
	}
	for _, name := range areas {
		if strings.Contains(s.f.Text, name) {
			return nil, nil
		}
	}
	for _, text := range begins(s.f.Specific, 5, true) {
		found, err := s.bears(ctx, standing, text)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			if placeName(c.Class) {
				return nil, nil
			}
		}
	}
	return []Finding{s.found("N13", Justify, "专名“"+s.f.Specific+"”中没有所在地的地名，交通、水利、电力、通信、气象等设施名称一般应当与所在地地名统一，请改用当地地名或者写明理由。",
		"Facilities normally follow the local name, which "+s.f.Specific+" does not hold: take it or give the reason.", s.f.Specific)}, nil
}

// local are the classes of which the law wants the local name: works of
// transport, water, power and telecommunication, the weather service.
func local(class string) bool {
	for _, prefix := range []string{"231", "233", "234", "236", "24"} {
		if strings.HasPrefix(class, prefix) {
			return true
		}
	}
	return false
}

// placeName are the classes after which a facility may be called. A division of
// county level and above counts only where the proposal lies in it.
func placeName(class string) bool {
	switch Group(class) {
	case GroupNatural, GroupTownship, GroupVillage, GroupSettlement, GroupStreet:
		return true
	}
	return false
}
