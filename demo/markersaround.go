package demo

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"diming/boundaries"
	"diming/boundaries/line"
	"diming/boundaries/marker"
	"diming/boundaries/marker/relocation"
	"diming/internal/ledger"
	"diming/internal/version"
)

// firstSerial leaves the numbers below it to the line that the inspectors walk,
// which has the same provinces.
const firstSerial = 100

// markersAround sets markers on the county's lines with its other neighbours:
// one where lines meet, the others every kilometre or so. What stands around
// them, and what became of some, is made up.
func (d *Demo) markersAround(ctx context.Context) error {
	store := marker.Store{DB: d.Places.DB}
	lines := line.Store{DB: d.Places.DB}
	now := boundaries.Reader{Internal: true}
	all, err := lines.List(ctx, now, nil)
	if err != nil {
		return err
	}
	m := markerMaker{serial: map[string]int{provinces: firstSerial}, corners: map[orb.Point]bool{}}
	walked, err := d.walked(ctx)
	if err != nil {
		return err
	}
	m.leave(walked)
	for _, l := range all {
		if l.Level > boundaries.County || l.ID == walked.ID {
			continue
		}
		held, err := store.List(ctx, marker.Filter{Line: &l.ID, Whole: true, Limit: 1000})
		if err != nil {
			return err
		}
		if slices.ContainsFunc(held, func(one marker.Marker) bool { return one.Line == l.ID }) {
			return nil // loaded before
		}
		junctions, err := lines.Junctions(ctx, now, l.ID)
		if err != nil {
			return err
		}
		if err := m.line(ctx, d, l, junctions); err != nil {
			return err
		}
	}
	if _, err := store.Load(ctx, ledger.Console, m.all, "示例数据载入", version.Today()); err != nil {
		return err
	}
	d.Say("界桩 %d 座 / markers", len(m.all))
	return nil
}

type markerMaker struct {
	all     []marker.Loaded
	serial  map[string]int // the last one, by the number before it
	corners map[orb.Point]bool
}

// leave has the ends of a line marked by others.
func (m *markerMaker) leave(l line.Line) {
	for _, part := range l.Geometry {
		m.corners[part[0]], m.corners[part[len(part)-1]] = true, true
	}
}

// line sets the markers of one line.
func (m *markerMaker) line(ctx context.Context, d *Demo, l line.Line, junctions []line.Junction) error {
	a, err1 := d.Places.Boundaries.ByID(ctx, boundaries.Reader{Internal: true}, l.A.Division)
	b, err2 := d.Places.Boundaries.ByID(ctx, boundaries.Reader{Internal: true}, l.B.Division)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	at := map[orb.Point]uuid.UUID{}
	for _, j := range junctions {
		at[j.Point] = j.ID
	}
	for _, part := range between(line.Paths(l.Geometry), at) {
		for _, p := range along(part, apartM) {
			junction := at[p]
			if m.corners[p] {
				continue
			}
			m.corners[p] = junction != uuid.Nil
			if err := m.add(l, a, b, p, junction); err != nil {
				return err
			}
		}
	}
	return nil
}

// between cuts paths at the junctions on them.
func between(paths []orb.LineString, at map[orb.Point]uuid.UUID) []orb.LineString {
	var all []orb.LineString
	for _, path := range paths {
		from := 0
		for i := 1; i < len(path); i++ {
			if _, junction := at[path[i]]; junction || i == len(path)-1 {
				all = append(all, path[from:i+1])
				from = i
			}
		}
	}
	return all
}

// prefixAndForm are what a marker's number has before its serial: the short
// codes of both provinces on their line (GB/T 17796), else the line's number.
func prefixAndForm(l line.Line, a, b boundaries.Division) (prefix, form string) {
	if l.Level == boundaries.Province {
		return a.Code[:2] + b.Code[:2], marker.Provincial
	}
	return l.Number, "{line}-{serial:3}{type}"
}

func (m *markerMaker) add(l line.Line, a, b boundaries.Division, p orb.Point, junction uuid.UUID) error {
	prefix, form := prefixAndForm(l, a, b)
	m.serial[prefix]++
	n := m.serial[prefix]
	pattern, err := marker.ParsePattern(form)
	if err != nil {
		return err
	}
	number, err := pattern.Format(marker.Number{Line: prefix, Serial: n, Letter: "Q"})
	if err != nil {
		return fmt.Errorf("number of a demo marker: %w", err)
	}
	one := marker.Marker{Line: l.ID, Junction: junction, Number: number, Serial: n, Letter: "Q", Kind: marker.Single, Faces: 2, Material: []string{"钢筋混凝土", "花岗岩"}[n%2],
		Point: p, ElevationM: fmt.Sprintf("%.1f", 240+160*math.Sin(float64(n)*0.7)+40*math.Cos(float64(n)*2.3)), Keeper: []boundaries.Side{boundaries.SideA, boundaries.SideB}[n%2],
		PlaceA: a.Name, PlaceB: b.Name, Source: basis, Note: "示例数据", Valid: version.Span{From: version.Day(2003, time.March, 1)}, References: aroundMarker(p, n)}
	if junction != uuid.Nil {
		one.Faces = 3
	}
	m.all = append(m.all, marker.Loaded{Marker: one, Acts: markerPast(n, one.Keeper)})
	return nil
}

// objects are what stands around the demo's markers.
var objects = []struct{ name, kind string }{{"老樟树", "独立树"}, {"巨石", "独立石"}, {"石桥东端", "桥梁"}, {"电杆", "杆塔"}, {"山神庙", "建筑物"}, {"水井", "水井"}, {"路口", "道路交叉"}, {"岩壁", "陡崖"}}

// aroundMarker makes three reference objects around a place, or four: azimuths
// a third of the circle apart, from grid north; the first with its position.
func aroundMarker(p orb.Point, n int) []marker.Reference {
	var all []marker.Reference
	count := 3 + n%5/4
	for i := range count {
		what := objects[(n*3+i*5)%len(objects)]
		azimuth := math.Mod(float64(360/count*i+n*37%60)+0.5*float64(n%2), 360)
		distance := 14 + float64((n*29+i*53)%70) + 0.1*float64(n%10)
		one := marker.Reference{Name: what.name, Kind: what.kind, AzimuthDeg: fmt.Sprintf("%.1f", azimuth), North: relocation.Grid, DistanceM: fmt.Sprintf("%.1f", distance)}
		if i == 0 {
			at := relocation.Beside(relocation.LonLat{Lon: p.Lon(), Lat: p.Lat()}, azimuth, relocation.Grid, distance)
			one.Point, one.PositionSDM = &orb.Point{at.Lon, at.Lat}, "1"
		}
		all = append(all, one)
	}
	return all
}

// markerPast are the steps of a marker: set and accepted long ago, and what was
// reported of some since.
func markerPast(n int, keeper boundaries.Side) []marker.Act {
	year := 2003 + n%3
	past := []marker.Act{
		{Step: marker.StepSet, On: version.Day(year, time.May, 1+n%28), Side: keeper, PresentA: "示例甲", PresentB: "示例乙"},
		{Step: marker.StepAccept, On: version.Day(year, time.September, 1), Side: keeper},
	}
	report := func(to marker.State, note string) marker.Act {
		return marker.Act{Step: marker.StepReport, To: to, On: version.Day(2026, time.March, 1+n%28), Side: keeper, Note: note}
	}
	switch n % 17 {
	case 4:
		past = append(past, report(marker.TextFaded, "示例：文字描红脱落"))
	case 7:
		past = append(past, report(marker.Covered, "示例：被灌木遮挡"))
	case 11:
		past = append(past, report(marker.Damaged, "示例：桩体断裂"))
	case 13:
		past = append(past, report(marker.Damaged, "示例：桩体倾倒"), marker.Act{Step: marker.Arrange, On: version.Day(2026, time.April, 10), Side: keeper, Meeting: "示例：12月8日9时，桥头会合"})
	case 16:
		past = append(past, report(marker.Lost, "示例：未找到桩体"))
	}
	return past
}

// along are points on a part of a line: its ends, and between them points that
// lie about every metres from each other.
func along(part orb.LineString, every float64) []orb.Point {
	total := geo.Length(part)
	steps := max(1, int(math.Round(total/every)))
	points := []orb.Point{part[0]}
	walked, next := 0.0, total/float64(steps)
	for i := 1; i < len(part); i++ {
		d := geo.Distance(part[i-1], part[i])
		for walked+d >= next && len(points) < steps {
			f := (next - walked) / d
			points = append(points, orb.Point{rounded(part[i-1][0] + f*(part[i][0]-part[i-1][0])), rounded(part[i-1][1] + f*(part[i][1]-part[i-1][1]))})
			next += total / float64(steps)
		}
		walked += d
	}
	if last := part[len(part)-1]; last != part[0] {
		points = append(points, last)
	}
	return points
}

// rounded is to about a centimetre, as positions are surveyed.
func rounded(degrees float64) float64 { return math.Round(degrees*1e7) / 1e7 }
