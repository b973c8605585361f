package gather

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"diming/boundaries/line"
	"diming/boundaries/marker"
	"diming/boundaries/report"
	"diming/boundaries/round"
)

// markersAndSegments fills what the register holds along the line.
func (g *gathering) markersAndSegments(ctx context.Context) error {
	all, err := g.Markers.OfLine(ctx, g.at, g.task.Line.ID)
	if err != nil {
		return err
	}
	for _, m := range all {
		standing, err := g.stood(ctx, m)
		if err != nil {
			return err
		}
		if standing {
			g.markers = append(g.markers, m)
		}
	}
	// Along the line; those at its ends that are counted on another line last,
	// as packs have them.
	slices.SortStableFunc(g.markers, func(a, b marker.Marker) int {
		return cmp.Or(g.foreign(a)-g.foreign(b), a.Serial-b.Serial, strings.Compare(a.Letter, b.Letter), strings.Compare(a.Number, b.Number))
	})
	recorded := g.recorded()
	in := map[uuid.UUID]bool{}
	for _, m := range g.markers {
		if g.task.Round != nil || recorded[m.ID] || near(g.out.Map.Stretch, m.Point) {
			in[m.ID] = true
			g.out.Markers = append(g.out.Markers, markerOf(m))
		}
	}
	for i, last := 1, 0; i < len(g.markers); i++ {
		from, to := g.markers[last], g.markers[i]
		if to.Serial == from.Serial {
			continue // of markers that share a serial the first stands for all
		}
		last = i
		id := segmentID(g.task.Line.ID, from.ID, to.ID)
		if g.task.Round == nil && !recorded[id] && !(in[from.ID] && in[to.ID]) {
			continue
		}
		length, err := g.between(ctx, from.Point, to.Point)
		if err != nil {
			return err
		}
		g.out.Segments = append(g.out.Segments, report.Segment{ID: id.String(), Name: from.Number + "至" + to.Number + "界桩段", From: from.Number, To: to.Number, LengthM: length})
	}
	return nil
}

// inspected are the markers that the report is about.
func (g *gathering) inspected() []marker.Marker {
	return slices.DeleteFunc(slices.Clone(g.markers), func(m marker.Marker) bool {
		return !slices.ContainsFunc(g.out.Markers, func(r report.Marker) bool { return r.ID == m.ID.String() })
	})
}

// segmentID is the id by which packs name a stretch between two markers.
func segmentID(line, from, to uuid.UUID) uuid.UUID {
	return uuid.NewSHA1(line, []byte(from.String()+" "+to.String()))
}

func (g *gathering) foreign(m marker.Marker) int {
	if m.Line != g.task.Line.ID {
		return 1
	}
	return 0
}

// stood tells whether a marker was not yet retired at the report's moment.
func (g *gathering) stood(ctx context.Context, m marker.Marker) (bool, error) {
	if m.State != marker.Retired {
		return true, nil
	}
	if g.at.Recorded.IsZero() {
		return false, nil
	}
	steps, err := g.Markers.Steps(ctx, m.ID)
	return !slices.ContainsFunc(steps, func(s marker.StepTaken) bool { return s.To == marker.Retired && !s.At.After(g.at.Recorded) }), err
}

// recorded are the objects of which there are records.
func (g *gathering) recorded() map[uuid.UUID]bool {
	all := map[uuid.UUID]bool{}
	for _, r := range g.work.Records {
		all[r.Record.Object.ID] = true
	}
	return all
}

// nearM is how far from the stretch of a special check a marker may stand to be
// one of it, in metres.
const nearM = 100

func near(stretch orb.MultiLineString, p orb.Point) bool {
	for _, part := range stretch {
		for i := 1; i < len(part); i++ {
			if geo.Distance(p, nearest(part[i-1], part[i], p)) <= nearM {
				return true
			}
		}
	}
	return false
}

// nearest is the point of a short stretch that is nearest to p, in degrees.
func nearest(a, b, p orb.Point) orb.Point {
	dx, dy := b[0]-a[0], b[1]-a[1]
	length := dx*dx + dy*dy
	if length == 0 {
		return a
	}
	t := min(1, max(0, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/length))
	return orb.Point{a[0] + t*dx, a[1] + t*dy}
}

// between is how long the line is between two markers, in metres: geodesic,
// along the path of the line on which both stand; 0 where they stand on none.
func (g *gathering) between(ctx context.Context, from, to orb.Point) (float64, error) {
	if len(g.out.Map.Line) == 0 {
		return 0, nil
	}
	var length *float64
	err := g.DB.QueryRow(ctx, `SELECT (SELECT ST_Length(ST_LineSubstring(d.geom, least(f.a, f.b), greatest(f.a, f.b))::geography)
		FROM ST_Dump($1::geometry) d CROSS JOIN LATERAL (SELECT ST_LineLocatePoint(d.geom, $2::geometry) AS a, ST_LineLocatePoint(d.geom, $3::geometry) AS b) f
		WHERE ST_DWithin(d.geom::geography, $2::geometry::geography, $4) AND ST_DWithin(d.geom::geography, $3::geometry::geography, $4)
		ORDER BY ST_Distance(d.geom, $2::geometry) + ST_Distance(d.geom, $3::geometry) LIMIT 1)`, orb.Geometry(orb.MultiLineString(line.Paths(g.out.Map.Line))), orb.Geometry(from), orb.Geometry(to), nearM).Scan(&length)
	if err != nil || length == nil {
		return 0, err
	}
	return *length, nil
}

// Words of what is stored as a key.
var (
	kindWords = map[marker.Kind]string{marker.Single: "单立", marker.Pair: "同号双立", marker.Triple: "同号三立"}
	faceWords = map[int]string{2: "双面型", 3: "三面型"}
)

func markerOf(m marker.Marker) report.Marker {
	at := m.Point
	out := report.Marker{ID: m.ID.String(), Number: m.Number, Kind: strings.Trim(faceWords[m.Faces]+"，"+kindWords[m.Kind], "，"), Material: line1(m.Material),
		Keeper: m.Keeper, Position: &at, Elevation: m.ElevationM}
	for _, r := range m.References {
		out.References = append(out.References, report.Reference{ID: r.ID.String(), Name: line1(r.Name), Azimuth: r.AzimuthDeg, North: string(r.North), DistanceM: r.DistanceM})
	}
	return out
}

// problems fills the problems of the task, with what each is about in words.
func (g *gathering) problems(all []round.Problem) error {
	for _, p := range all {
		g.out.Problems = append(g.out.Problems, report.Problem{Text: text(p.Text), Object: g.about(p), Handler: line1(p.Handler), Due: p.Due, Solved: p.Solved, Solution: text(p.Solution)})
	}
	return nil
}

// about names what a problem is about: by the register where it holds it.
func (g *gathering) about(p round.Problem) string {
	if p.Object != nil {
		id := p.Object.String()
		for _, m := range g.out.Markers {
			if m.ID == id {
				return m.Number + "界桩"
			}
		}
		for _, s := range g.out.Segments {
			if s.ID == id {
				return s.Name
			}
		}
	}
	if name := line1(p.ObjectName); name != "" {
		return name
	}
	return map[string]string{"marker": "界桩", "segment": "界线段", "line": "全线", "building": "骑线建筑"}[p.ObjectKind]
}

// line1 writes a text in one line, text in as many as it has; both without what
// no page shows.
func line1(s string) string { return strings.Join(strings.Fields(text(s)), " ") }

func text(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\u00a0', r == '\r':
			return ' '
		case r < 0x20, r == 0x7f, r == '\u200b', r == '\ufeff', r == '\ufe0f':
			return -1
		}
		return r
	}, s))
}
