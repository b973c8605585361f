package importers

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/importers/cell"
)

// lands are the divisions that stand today, to find by code or name where a
// row belongs.
type lands struct {
	byID   map[uuid.UUID]boundaries.Division
	byCode map[string]boundaries.Division
	byName map[string][]boundaries.Division // counties and what lies below them, by standard name
	within []uuid.UUID                      // where the actor may change things; nil for everywhere
}

// landsOf reads the divisions.
func landsOf(ctx context.Context, s *boundaries.Store, within []uuid.UUID) (*lands, error) {
	l := &lands{byID: map[uuid.UUID]boundaries.Division{}, byCode: map[string]boundaries.Division{}, byName: map[string][]boundaries.Division{}, within: within}
	reader := boundaries.Reader{Internal: true}
	tops, err := s.Children(ctx, reader, nil)
	if err != nil {
		return nil, fmt.Errorf("divisions of an import: %w", err)
	}
	for _, top := range tops {
		all, err := s.Under(ctx, reader, top.ID)
		if err != nil {
			return nil, fmt.Errorf("divisions of an import: %w", err)
		}
		for _, d := range all {
			l.byID[d.ID], l.byCode[d.Code] = d, d
			if d.Level >= boundaries.County {
				name := boundaries.StandardName(d.Name)
				l.byName[name] = append(l.byName[name], d)
			}
		}
	}
	return l, nil
}

// line gives a division and what holds it, from itself up.
func (l *lands) line(d boundaries.Division) []boundaries.Division {
	all := []boundaries.Division{d}
	for d.Parent != nil && len(all) < 10 {
		up, held := l.byID[*d.Parent]
		if !held {
			break
		}
		all, d = append(all, up), up
	}
	return all
}

// reaches tells whether the actor may change what belongs to a division.
func (l *lands) reaches(id uuid.UUID) bool {
	return l.within == nil || slices.ContainsFunc(l.line(l.byID[id]), func(d boundaries.Division) bool { return slices.Contains(l.within, d.ID) })
}

// find gives the division in which a row belongs and in which its actor may
// change things; the error is a *refused.
func (l *lands) find(m *mapping, w whereabouts) (boundaries.Division, error) {
	d, err := l.meant(m, w)
	if err == nil && !l.reaches(d.ID) {
		err = refuseAs(m.name(fieldVillageName), boundaries.StandardName(d.Name), "不在您管辖的范围内 / outside the divisions that you may change")
	}
	return d, err
}

func (l *lands) meant(m *mapping, w whereabouts) (boundaries.Division, error) {
	if w.code == "" {
		return l.named(m, w)
	}
	d, held := l.byCode[strings.TrimSuffix(w.code, "000")]
	if exact, is := l.byCode[w.code]; is {
		d, held = exact, true
	}
	if !held {
		return d, refuseAs(m.name(fieldVillageCode), w.code, "登记中没有这个代码的村或乡镇；外县的不收 / no division held has this code")
	}
	if name := plainVillage(w.village); name != "" && !l.isCalled(d, name) {
		return d, refuseAs(m.name(fieldVillageName), w.village, fmt.Sprintf("与代码不符：代码 %s 是%s / the code is that of another", w.code, boundaries.StandardName(d.Name)))
	}
	return d, nil
}

// named finds a division by name: the village, in the township where one is
// named; the township alone where no village is.
func (l *lands) named(m *mapping, w whereabouts) (boundaries.Division, error) {
	f, text, inside := fieldVillageName, w.village, w.town
	if text == "" {
		f, text, inside = fieldTownName, w.town, ""
	}
	name := plainVillage(text)
	if name == "" {
		return boundaries.Division{}, refuseAs(m.name(fieldVillageName), "", "没有写所在的村，也没有写乡镇 / neither a village nor a township is named")
	}
	found := l.called(name)
	if inside != "" {
		found = slices.DeleteFunc(found, func(d boundaries.Division) bool {
			return !slices.ContainsFunc(l.line(d), func(up boundaries.Division) bool { return l.isCalled(up, plainVillage(inside)) })
		})
	}
	if len(found) > 1 && l.within != nil { // of two villages of one name, the one that is the actor's
		if own := slices.DeleteFunc(slices.Clone(found), func(d boundaries.Division) bool { return !l.reaches(d.ID) }); len(own) > 0 {
			found = own
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return boundaries.Division{}, refuseAs(m.name(f), text, "登记中没有这个村或乡镇（或不在所写的乡镇）；外县的不收 / no division held has this name, or it is not in the township named")
	}
	return boundaries.Division{}, refuseAs(m.name(f), text, fmt.Sprintf("有 %d 个同名的，请写明乡镇或村代码：%s / %d bear this name: name the township", len(found), l.listed(found), len(found)))
}

// called are the divisions of a name, however the name is cut short or led by
// what holds them: 江山市清湖街道花园岗村, 花园岗, 花园岗村委会.
func (l *lands) called(name string) []boundaries.Division {
	for _, form := range []string{name, name + "村", name + "社区"} {
		if found := l.byName[form]; len(found) > 0 {
			return slices.Clone(found)
		}
	}
	for i := range name {
		if i == 0 {
			continue
		}
		led := name[:i]
		var found []boundaries.Division
		for _, d := range l.byName[name[i:]] {
			if strings.HasSuffix(l.path(d), led) {
				found = append(found, d)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// path is what stands before a division's name when it is written whole.
func (l *lands) path(d boundaries.Division) string {
	path := ""
	for _, up := range l.line(d)[1:] {
		path = boundaries.StandardName(up.Name) + path
	}
	return path
}

func (l *lands) isCalled(d boundaries.Division, name string) bool {
	return slices.ContainsFunc(l.called(name), func(o boundaries.Division) bool { return o.ID == d.ID })
}

func (l *lands) listed(found []boundaries.Division) string {
	names := make([]string, min(len(found), 5))
	for i := range names {
		names[i] = l.path(found[i]) + boundaries.StandardName(found[i].Name)
	}
	return strings.Join(names, "、")
}

func plainVillage(text string) string {
	return boundaries.StandardName(strings.ReplaceAll(cell.Narrow(text), " ", ""))
}
