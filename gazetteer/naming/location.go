package naming

import (
	"context"
	"slices"
)

// alongM is how far from a street's position a thing may be without a question
// whether it lies along it, metres.
const alongM = 100

// location is N14, where adopted: a name that holds the name of a division or a
// street lies there. That it lies in a division is known from what is around
// it; along which street it lies, a person says.
func location(ctx context.Context, r *Rules, s *subject, standing Standing) ([]Finding, error) {
	if !r.local.Location.On || s.group == GroupDivision || s.group == GroupTownship {
		return nil, nil
	}
	areas, err := s.areaNames(ctx, standing)
	if err != nil {
		return nil, err
	}
	for _, text := range begins(s.f.Text, 6, false) {
		if slices.Contains(areas, text) {
			return nil, nil
		}
		found, err := s.bears(ctx, standing, text)
		if err != nil {
			return nil, err
		}
		away, along := s.away(text, found)
		if along {
			return nil, nil
		}
		if len(away) > 0 {
			f := s.foundLocal("N14", r.local.Location, Justify, "名称含“"+text+"”，与"+named(away)+"相同，应当位于其范围内或者沿线，请改名或者写明所在位置。",
				"It holds "+text+", the name of "+named(away)+", and must lie in or along it: change it or say where it lies.", text)
			f.Conflicts = away
			return []Finding{f}, nil
		}
	}
	return nil, nil
}

// away lists the divisions and streets of a text; along says that the proposal
// is beside one of the streets. A street of the same specific part but another
// generic one is not meant (江滨花园 and 江滨路).
func (s *subject) away(text string, found []Conflict) (away []Conflict, along bool) {
	for _, c := range found {
		switch Group(c.Class) {
		case GroupDivision, GroupTownship, GroupVillage:
			away = append(away, c)
		case GroupStreet:
			if c.Name != text {
				continue
			}
			along = along || c.DistanceM != nil && *c.DistanceM <= alongM
			away = append(away, c)
		}
	}
	return away, along
}
