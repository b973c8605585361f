package redivision_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"diming/boundaries"
	"diming/gazetteer/redivision"
)

// drawn is a small county with codes that were used before and are no longer.
type drawn struct {
	held     redivision.Held
	towns    []uuid.UUID
	villages []uuid.UUID
	county   uuid.UUID
}

func drawCounty(t *rapid.T) drawn {
	d := drawn{held: redivision.Held{Divisions: map[uuid.UUID]boundaries.Division{}}, county: uuid.New()}
	put := func(id uuid.UUID, code, name string, level boundaries.Level, parent *uuid.UUID) {
		d.held.Divisions[id] = boundaries.Division{ID: id, System: "nbs", Code: code, Name: name, Level: level, Parent: parent}
		d.held.Used = append(d.held.Used, code)
	}
	put(d.county, "330881", "江山市", boundaries.County, nil)
	kinds := []struct {
		name string
		from int
	}{{"街道", 1}, {"镇", 100}, {"乡", 200}}
	for i := range rapid.IntRange(2, 5).Draw(t, "towns") {
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		town := uuid.New()
		code := fmt.Sprintf("330881%03d", kind.from+i)
		put(town, code, fmt.Sprintf("第%d%s", i, kind.name), boundaries.Township, &d.county)
		d.towns = append(d.towns, town)
		for v := range rapid.IntRange(0, 4).Draw(t, "villages") {
			village := uuid.New()
			put(village, fmt.Sprintf("%s%03d", code, 200+v), fmt.Sprintf("第%d之%d村委会", i, v), boundaries.Village, &town)
			d.villages = append(d.villages, village)
		}
		for range rapid.IntRange(0, 3).Draw(t, "former") {
			d.held.Used = append(d.held.Used, code+strconv.Itoa(rapid.IntRange(200, 399).Draw(t, "code")))
		}
	}
	return d
}

func (d drawn) drawItem(t *rapid.T, n int) (redivision.Item, bool) {
	town := rapid.SampledFrom(d.towns).Draw(t, "town")
	switch kind := rapid.SampledFrom([]string{redivision.Establish, redivision.TypeChange, redivision.Reparent, redivision.Merge}).Draw(t, "change"); kind {
	case redivision.Establish:
		return redivision.Item{ID: uuid.New(), Kind: kind, Name: fmt.Sprintf("新%d镇", n), Parent: &d.county}, true
	case redivision.TypeChange:
		return redivision.Item{ID: uuid.New(), Kind: kind, Divisions: []uuid.UUID{town}, Name: fmt.Sprintf("改%d%s", n, rapid.SampledFrom([]string{"街道", "镇"}).Draw(t, "to"))}, true
	case redivision.Reparent:
		if len(d.villages) == 0 {
			return redivision.Item{}, false
		}
		return redivision.Item{ID: uuid.New(), Kind: kind, Divisions: []uuid.UUID{rapid.SampledFrom(d.villages).Draw(t, "village")}, Parent: &town}, true
	default:
		other := rapid.SampledFrom(d.towns).Draw(t, "other")
		return redivision.Item{ID: uuid.New(), Kind: kind, Divisions: []uuid.UUID{town, other}, Into: &town}, town != other
	}
}

// Whatever is done to a county, one case after another, no code is ever given
// twice, each lies under its parent's, and a second run says the same.
func TestNoCodeIsEverGivenTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawCounty(t)
		borne := map[string]uuid.UUID{}
		for id, one := range d.held.Divisions {
			borne[one.Code] = id
		}
		for n := range rapid.IntRange(1, 8).Draw(t, "cases") {
			item, ok := d.drawItem(t, n)
			if !ok {
				continue
			}
			p := redivision.Proposal{Items: []redivision.Item{item}}
			plan := redivision.Make(p, d.held)
			if again := redivision.Make(p, d.held); !slices.EqualFunc(plan.Rows, again.Rows, func(a, b redivision.Row) bool { return a.Division == b.Division && a.NewCode == b.NewCode }) {
				t.Fatal("the same proposal came out otherwise")
			}
			if len(plan.Problems) > 0 {
				continue
			}
			d.enact(t, plan, borne)
		}
	})
}

func (d *drawn) enact(t *rapid.T, plan redivision.Plan, borne map[string]uuid.UUID) {
	for _, r := range plan.Rows {
		if r.NewCode == "" {
			delete(d.held.Divisions, r.Division)
			d.towns = slices.DeleteFunc(d.towns, func(id uuid.UUID) bool { return id == r.Division && len(d.towns) > 1 })
			continue
		}
		if r.NewCode != r.OldCode {
			if by, used := borne[r.NewCode]; used || slices.Contains(d.held.Used, r.NewCode) {
				t.Fatalf("%s of %s is given again to %s", r.NewCode, by, r.NewName)
			}
			borne[r.NewCode] = r.Division
			d.held.Used = append(d.held.Used, r.NewCode)
		}
		one := d.held.Divisions[r.Division]
		one.ID, one.System, one.Code, one.Name, one.Level, one.Parent = r.Division, "nbs", r.NewCode, r.NewName, r.Level, r.NewParent
		d.held.Divisions[r.Division] = one
	}
	for _, one := range d.held.Divisions {
		if one.Parent == nil {
			continue
		}
		parent := d.held.Divisions[*one.Parent]
		if len(one.Code) <= len(parent.Code) || one.Code[:len(parent.Code)] != parent.Code {
			t.Fatalf("%s %s is not under %s %s", one.Code, one.Name, parent.Code, parent.Name)
		}
	}
}

func TestGivenCodes(t *testing.T) {
	county, town := uuid.New(), uuid.New()
	held := redivision.Held{Divisions: map[uuid.UUID]boundaries.Division{
		county: {ID: county, System: "nbs", Code: "330881", Name: "江山市", Level: boundaries.County},
		town:   {ID: town, System: "nbs", Code: "330881104", Name: "清湖镇", Level: boundaries.Township, Parent: &county},
	}, Used: []string{"330881", "330881104", "330881001", "330881002", "330881005"}}
	for _, test := range []struct{ name, given, want, problem string }{
		{"none: after the last", "", "330881006", ""},
		{"a free one", "330881003", "330881003", ""},
		{"one that was borne", "330881005", "", "code_used"},
		{"of towns", "330881105", "", "code_out_of_range"},
		{"of another county", "330882003", "", "code_out_of_range"},
		{"too long", "3308810031", "", "code_out_of_range"},
	} {
		p := redivision.Proposal{Items: []redivision.Item{{ID: uuid.New(), Kind: redivision.TypeChange, Divisions: []uuid.UUID{town}, Name: "清湖街道"}},
			Codes: map[uuid.UUID]string{town: test.given}}
		plan := redivision.Make(p, held)
		problem := ""
		if len(plan.Problems) > 0 {
			problem = plan.Problems[0].Code
		}
		if problem != test.problem || test.want != "" && (len(plan.Rows) != 1 || plan.Rows[0].NewCode != test.want) {
			t.Errorf("%s: %+v, problem %q, want %s %q", test.name, plan.Rows, problem, test.want, test.problem)
		}
	}
}

func TestWhatMakesAPlanImpossible(t *testing.T) {
	county, a, b, v := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	held := redivision.Held{Divisions: map[uuid.UUID]boundaries.Division{
		county: {ID: county, Code: "330881", Name: "江山市", Level: boundaries.County},
		a:      {ID: a, Code: "330881104", Name: "清湖镇", Level: boundaries.Township, Parent: &county},
		b:      {ID: b, Code: "330881203", Name: "碗窑乡", Level: boundaries.Township, Parent: &county},
		v:      {ID: v, Code: "330881104200", Name: "清湖一村村委会", Level: boundaries.Village, Parent: &a},
	}}
	for want, item := range map[string]redivision.Item{
		"parent_ends":  {Kind: redivision.Abolish, Divisions: []uuid.UUID{a}},
		"circle":       {Kind: redivision.Reparent, Divisions: []uuid.UUID{a}, Parent: &v},
		"type_differs": {Kind: redivision.Rename, Divisions: []uuid.UUID{a}, Name: "清湖街道"},
		"no_type":      {Kind: redivision.TypeChange, Divisions: []uuid.UUID{a}, Name: "清湖"},
		"wrong_level":  {Kind: redivision.Reparent, Divisions: []uuid.UUID{a}, Parent: &b},
		"not_held":     {Kind: redivision.Abolish, Divisions: []uuid.UUID{uuid.New()}},
	} {
		plan := redivision.Make(redivision.Proposal{Items: []redivision.Item{item}}, held)
		if !slices.ContainsFunc(plan.Problems, func(p redivision.Problem) bool { return p.Code == want }) {
			t.Errorf("%s %s: %+v, want %s", item.Kind, item.Name, plan.Problems, want)
		}
	}
}
