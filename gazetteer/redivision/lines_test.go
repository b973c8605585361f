package redivision_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/line"
	"diming/gazetteer/redivision"
	"diming/internal/ledger"
	"diming/internal/version"
)

// line enters a line between two divisions of 2016, a to the left of it.
func (c *county) line(name, a, b string, path ...orb.Point) uuid.UUID {
	c.Helper()
	other := line.Owner{Kind: line.NotHeld}
	if b != "" {
		other = line.DivisionOwner(c.id(b))
	}
	id, _, err := c.lines().Add(c.Context(), ledger.Console, line.Line{Name: name, A: line.DivisionOwner(c.id(a)), B: other, AOnLeft: true, Geometry: orb.MultiLineString{path},
		Visibility: "internal", Source: "示例", Valid: version.Span{From: version.Day(2015, time.January, 1)}}, "示例")
	if err != nil {
		c.Fatal(err)
	}
	return id
}

func (c *county) lines() *line.Store { return &line.Store{DB: c.pool} }

func (c *county) enact(title string, items ...redivision.Item) {
	c.Helper()
	one := c.begin(title, redivision.Proposal{Items: items}, newYear)
	sim := c.simulate(one)
	if _, err := c.cases.Enact(c.Context(), approver, one.ID, 0, sim.Digest); err != nil {
		c.Fatal(err, sim.Problems)
	}
}

// owns expects the owners of a line on a day, "" on both sides where it is none.
func (c *county) owns(id uuid.UUID, on version.Date, a, b string) {
	c.Helper()
	l, err := c.lines().ByID(c.Context(), boundaries.Reader{AsOf: version.AsOf{Valid: on}, Internal: true}, id)
	switch {
	case a == "":
		if !errors.Is(err, line.ErrNotFound) {
			c.Errorf("%s on %s: owners %s and %s, %v, want no line", l.Name, on, l.A, l.B, err)
		}
	case err != nil:
		c.Error(err)
	case l.A.Division != c.id(a) || b != "" && l.B.Division != c.id(b):
		c.Errorf("%s on %s: owners %s and %s, want %s and %s", l.Name, on, l.A, l.B, c.id(a), b)
	}
}

func (c *county) actions(id uuid.UUID) string {
	c.Helper()
	var all string
	err := c.pool.QueryRow(c.Context(), `SELECT string_agg(action, ' ' ORDER BY id) FROM ledger_entry WHERE object = $1`, id).Scan(&all)
	if err != nil {
		c.Fatal(err)
	}
	return all
}

var eve = version.Day(2016, time.December, 31)

// What merges takes its lines along from the day on, on the sides on which they
// were; what lay between the two ends. The rest stays untouched.
func TestLinesPassToWhatTakesAllOfTheirOwner(t *testing.T) {
	c := newCounty(t)
	between := c.line("示例内线", "330881001", "330881203", orb.Point{119, 28}, orb.Point{119, 29})
	north := c.line("示例北线", "330881116", "330881203", orb.Point{124, 29}, orb.Point{120, 29})
	west := c.line("示例西线", "330881002", "330881203", orb.Point{120, 29}, orb.Point{120, 30})
	far := c.line("示例远线", "330881002", "330881104", orb.Point{120, 30}, orb.Point{118, 30})
	into := c.id("330881001")
	c.enact("并入双塔", redivision.Item{Kind: redivision.Merge, Divisions: []uuid.UUID{into, c.id("330881203")}, Into: &into})

	c.owns(between, eve, "330881001", "330881203")
	c.owns(between, newYear, "", "")
	c.owns(north, eve, "330881116", "330881203")
	c.owns(north, newYear, "330881116", "330881001") // though the sides' codes are the other way round now
	c.owns(west, newYear, "330881002", "330881001")
	c.owns(far, newYear, "330881002", "330881104")
	for id, want := range map[uuid.UUID]string{between: "boundary_line.add boundary_line.end", north: "boundary_line.add boundary_line.pass", far: "boundary_line.add"} {
		if got := c.actions(id); got != want {
			t.Errorf("entries %s, want %s", got, want)
		}
	}
}

// Where land goes to several, each line follows the land beside it; one along
// which land of several lies stays, and the check names those that may take it.
func TestLinesOfWhatIsSplitFollowTheLandOrAreTold(t *testing.T) {
	c := newCounty(t)
	half := c.line("示例半线", "330881203", "", orb.Point{122, 30}, orb.Point{120, 30})
	whole := c.line("示例全线", "330881203", "", orb.Point{124, 30}, orb.Point{120, 30})
	west := c.line("示例西线", "330881002", "330881203", orb.Point{120, 29}, orb.Point{120, 30})
	move := func(village, town string) redivision.Item {
		parent := c.id(town)
		return redivision.Item{Kind: redivision.Reparent, Divisions: []uuid.UUID{c.id(village)}, Parent: &parent}
	}
	c.enact("撤销碗窑", move("330881203291", "330881002"), move("330881203292", "330881002"), move("330881203293", "330881116"), move("330881203294", "330881116"),
		redivision.Item{Kind: redivision.Abolish, Divisions: []uuid.UUID{c.id("330881203")}})

	c.owns(half, newYear, "330881002", "")
	c.owns(west, newYear, "", "")
	c.owns(whole, newYear, "330881203", "")
	found, err := c.lines().Check(t.Context(), boundaries.Reader{AsOf: version.AsOf{Valid: newYear}, Internal: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var told []line.Finding
	for _, f := range found {
		if f.Kind == line.OwnerEnded {
			told = append(told, f)
		}
	}
	if len(told) != 1 || *told[0].Line != whole || !strings.Contains(told[0].Reason, "虎山街道 330881002、上余镇 330881116") {
		t.Errorf("owners that ended: %+v, want one with both candidates", told)
	}
}

// A division that goes on under another code keeps its lines: no version is
// written where nothing changes for a line.
func TestLinesStayWithWhatOnlyChangesItsCode(t *testing.T) {
	c := newCounty(t)
	id := c.line("示例线", "330881002", "330881104", orb.Point{120, 30}, orb.Point{118, 30})
	c.enact("清湖", redivision.Item{Kind: redivision.TypeChange, Divisions: []uuid.UUID{c.id("330881104")}, Name: "清湖街道"})
	c.owns(id, newYear, "330881002", "330881104")
	if got := c.actions(id); got != "boundary_line.add" {
		t.Errorf("entries %s, want only the first", got)
	}
}
