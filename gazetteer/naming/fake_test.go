package naming_test

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"diming/gazetteer/naming"
)

// standing is a small register in memory: one county, its city, province and
// what was loaded of them.
type standing struct {
	places  []place
	missing map[naming.Scope]string // what is held in part
	unknown map[naming.Scope]bool   // no such area
}

type place struct {
	id          uuid.UUID
	name, class string
	reading     string
	within      string // scopes that hold it, comma-separated; "" for all
	cancelled   bool
	away        float64 // metres from any proposal; 0: none said
	at          bool    // the proposal lies in it
}

func (s *standing) Area(_ context.Context, scope naming.Scope, _ naming.Proposal) (naming.Area, bool, error) {
	if s.unknown[scope] {
		return naming.Area{}, false, nil
	}
	return naming.Area{Scope: scope, Name: areaNames[scope], Missing: s.missing[scope]}, true, nil
}

func (s *standing) Alike(_ context.Context, a naming.Area, group string, f naming.Forms, p naming.Proposal, limit int) ([]naming.Conflict, error) {
	var found []naming.Conflict
	for _, q := range s.places {
		if naming.Group(q.class) != group || q.within != "" && !strings.Contains(q.within, string(a.Scope)) || len(found) == limit {
			continue
		}
		g := naming.FormsOf(q.name, q.class, q.reading, naming.MergeNL)
		var like naming.Likeness
		switch {
		case g.Text == f.Text:
			like = naming.SameText
		case g.Specific == f.Specific:
			like = naming.SameSpecific
		case g.Toned == f.Toned:
			like = naming.SameTones
		case g.Toneless == f.Toneless:
			like = naming.SameSyllable
		case g.Look == f.Look:
			like = naming.SameLook
		case f.Dialect != "" && g.Dialect == f.Dialect:
			like = naming.SameDialect
		default:
			continue
		}
		found = append(found, q.conflict(like))
	}
	return found, nil
}

func (s *standing) Bearing(_ context.Context, text string, _ naming.Proposal) ([]naming.Conflict, error) {
	var found []naming.Conflict
	for _, q := range s.places {
		specific, _ := naming.Split(q.name, q.class)
		if q.name == text || specific == text {
			found = append(found, q.conflict(naming.SameText))
		}
	}
	return found, nil
}

func (q place) conflict(like naming.Likeness) naming.Conflict {
	c := naming.Conflict{Place: q.id, Name: q.name, Class: q.class, Likeness: like, Cancelled: q.cancelled, Division: "江山市"}
	if q.at || q.away > 0 {
		c.DistanceM = &q.away
	}
	return c
}

var itself = uuid.MustParse("01900000-0000-7000-8000-000000000001")

var areaNames = map[naming.Scope]string{naming.Nation: "全国", naming.Province: "浙江省", naming.City: "衢州市", naming.County: "江山市", naming.BuiltUp: "江山城区", naming.Township: "清湖街道"}

// county is the register that the table of proposals is put to.
func county() *standing {
	return &standing{places: []place{
		{name: "江山市", class: "21400"}, {name: "常山县", class: "21400"},
		{name: "清湖街道", class: "21500"}, {name: "贺村镇", class: "21500"}, {name: "长台镇", class: "21500", within: "province,city,county", away: 9000},
		{name: "龙门镇", class: "21500", within: "province"},
		{name: "清湖一村", class: "21610", away: 1200}, {name: "凤林村", class: "21610"}, {name: "达河村", class: "21610"}, {name: "石门社区", class: "21620"},
		{name: "未山村", class: "21610"}, {name: "南坞村", class: "21610"}, {name: "老村坪村", class: "21610", cancelled: true},
		{name: "东塘村", class: "21610", within: "city,province"},
		{name: "江滨路", class: "23514", away: 3000}, {name: "鹿溪路", class: "23514", at: true}, {name: "城南巷", class: "23514", cancelled: true},
		{name: "江滨花园", class: "22100"}, {name: "碧水苑", class: "22100"},
		{name: "王家", class: "22200"}, {name: "黄坞", class: "22200"},
		{name: "江郎山", class: "13100"}, {name: "须江", class: "12100"}, {name: "廿八都古镇遗址", class: "25000"},
		{id: itself, name: "上坂村", class: "21610"},
	}}
}
