// Package land makes the geography of the demo county: areas of its towns and
// villages, the lines between them, streams, roads and seats. Codes and names
// are real and come from the caller; every area, line, stream and road is
// invented, plausible and not true, and is to be shown as 示例数据.
//
// The county is a honeycomb of small cells. An outer line is drawn around the
// seats of the towns, the ground rises to hills, water is led out of it, main
// roads are laid, and towns and then villages grow from their seats until they
// meet: at streams, ridges and roads rather than half-way. Whatever grows is
// made of whole cells, so that neighbours share their line by construction.
//
// All positions are longitude and latitude (CGCS2000, taken as WGS 84) rounded
// to a millionth of a degree; where two things meet, their vertices are equal
// to the last bit. The same County gives the same Land on machines that round
// floating point alike; Go may fuse multiply and add on others than amd64.
package land

import (
	"fmt"

	"github.com/paulmach/orb"
)

// Unit is a township (9-digit code) or a village (12-digit code).
type Unit struct {
	Code, Name string
	// Hint is a real known seat. The seat of a town stands there and the
	// county reaches there; a village keeps it if it falls into its town.
	Hint *orb.Point
}

// County is what is known of a county. The seat of the first town is the seat
// of the county.
type County struct {
	Code, Name string
	Seed       uint64
	Center     orb.Point // about which towns without a hint are placed
	AreaKM2    float64   // kept to about one percent
	Towns      []Unit
	Villages   []Unit
}

// Level is the highest level of division that a line separates.
type Level string

// The outer line is of level county, also where a province ends there; Line.Border tells.
const (
	CountyLevel   Level = "county"
	TownshipLevel Level = "township"
	VillageLevel  Level = "village"
)

// Land is a county's geography.
type Land struct {
	Areas      []Area     // the county, its towns, its villages, each in the given order
	Lines      []Line     // between villages, and between these and the neighbours
	Junctions  []Junction // where lines end
	Streams    []Way      // kinds 江, 溪 and 坑, each flowing from its first point to its last
	Roads      []Way      // kinds 国道, 省道, 县道 and 乡道
	Seats      map[string]orb.Point
	Neighbours []Stand
}

// Area is the area of a unit: one outer ring, anticlockwise, closed.
type Area struct {
	Code, Name string
	Level      Level
	Polygon    orb.Polygon
}

// Line is a boundary between two junctions; or a closed one, from a vertex to itself.
type Line struct {
	ID          string
	Left, Right string // codes of villages, or of a stand-in outside the county
	Level       Level
	Geometry    orb.LineString
}

// Junction is a point where three or more owners meet.
type Junction struct {
	Point  orb.Point
	Owners []string // codes of villages and stand-ins, in order
}

// Way is a stream or a road.
type Way struct {
	ID, Kind string
	Geometry orb.LineString
}

// Stand is a stand-in owner of a stretch of the outer line: a county that is
// not held here.
type Stand struct {
	Code, Name string
	Label      orb.Point // outside the county, where its name may be written
}

// attempts with other noise, where one left a hole or a unit too small.
const attempts = 8

// Make makes the land of a county in about a second. It fails where codes do
// not fit together or the hints leave no room.
func Make(c County) (*Land, error) {
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("make land of %s: %w", c.Code, err)
	}
	g, err := layOut(c)
	if err != nil {
		return nil, fmt.Errorf("make land of %s: %w", c.Code, err)
	}
	g.raise()
	g.drain()
	g.connect()
	p, err := g.divide(c)
	if err != nil {
		return nil, fmt.Errorf("make land of %s: %w", c.Code, err)
	}
	l, err := g.assemble(c, p, g.surround(c, p))
	if err != nil {
		return nil, fmt.Errorf("make land of %s: %w", c.Code, err)
	}
	return l, nil
}

func (c County) check() error {
	if len(c.Code) != 6 || len(c.Towns) == 0 || len(c.Villages) == 0 {
		return fmt.Errorf("a county has a 6-digit code, towns and villages; %d and %d are given", len(c.Towns), len(c.Villages))
	}
	if !(c.AreaKM2 >= 20 && c.AreaKM2 <= 20000) {
		return fmt.Errorf("area %v km² is not between 20 and 20000", c.AreaKM2)
	}
	if !onEarth(c.Center) {
		return fmt.Errorf("centre %v is not a longitude and latitude between the polar circles", c.Center)
	}
	populated := map[string]int{}
	if err := checkUnits(c.Towns, 9, func(u Unit) bool { populated[u.Code] = 0; return u.Code[:6] == c.Code }); err != nil {
		return err
	}
	if err := checkUnits(c.Villages, 12, func(u Unit) bool {
		n, ok := populated[u.Code[:9]]
		populated[u.Code[:9]] = n + 1
		return ok
	}); err != nil {
		return err
	}
	for _, t := range c.Towns {
		if populated[t.Code] == 0 {
			return fmt.Errorf("town %s %s has no village", t.Code, t.Name)
		}
	}
	return nil
}

func checkUnits(units []Unit, digits int, belongs func(Unit) bool) error {
	seen := map[string]bool{}
	for _, u := range units {
		switch {
		case len(u.Code) != digits:
			return fmt.Errorf("code %q of %s has not %d digits", u.Code, u.Name, digits)
		case seen[u.Code]:
			return fmt.Errorf("code %s is given twice", u.Code)
		case !belongs(u):
			return fmt.Errorf("%s %s belongs to nothing that is given", u.Code, u.Name)
		case u.Hint != nil && !onEarth(*u.Hint):
			return fmt.Errorf("hint %v of %s is not a longitude and latitude between the polar circles", *u.Hint, u.Code)
		}
		seen[u.Code] = true
	}
	return nil
}

func onEarth(p orb.Point) bool {
	return p[0] >= -180 && p[0] <= 180 && p[1] >= -66 && p[1] <= 66
}

// Border is the level of the two divisions that the line separates by their
// codes: province, prefecture, county, township or village.
func (l Line) Border() string {
	for _, level := range []struct {
		digits int
		name   string
	}{{2, "province"}, {4, "prefecture"}, {6, "county"}, {9, "township"}} {
		if l.Left[:min(level.digits, len(l.Left))] != l.Right[:min(level.digits, len(l.Right))] {
			return level.name
		}
	}
	return "village"
}
