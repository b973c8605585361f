package line

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/cover"
	"diming/internal/pg"
	"diming/internal/version"
)

// A FindingKind is what a check of the register found.
type FindingKind string

// The kinds of findings.
const (
	InvalidArea FindingKind = "invalid"
	GapFound    FindingKind = "gap"
	OverlapSeen FindingKind = "overlap"
	MissingPart FindingKind = "missing"  // of a division none of its parts covers it
	BeyondWhole FindingKind = "beyond"   // a part lies outside the division that it belongs to
	Dangle      FindingKind = "dangle"   // a line ends where no other does
	Disagrees   FindingKind = "disagree" // a line is not the edge of an area beside it
	OwnerEnded  FindingKind = "owner"    // an owner is no division on that day
)

// A Finding is one place that is wrong.
type Finding struct {
	Kind   FindingKind      `json:"kind"`
	Level  boundaries.Level `json:"level"`
	At     orb.Point        `json:"at"`
	AreaM2 float64          `json:"area_m2,omitempty"`
	WideM  float64          `json:"wide_m,omitempty"` // of a gap or overlap, about: at its widest
	Names  []string         `json:"names"`            // of the divisions, or of the line and its owner
	Line   *uuid.UUID       `json:"line,omitempty"`
	Reason string           `json:"reason,omitempty"`

	Divisions []uuid.UUID `json:"-"` // that it is about
}

// leastM2 is the smallest gap or overlap that is told.
const leastM2 = 1

// Check looks at all areas and lines of a day: level by level at gaps and
// overlaps, at parts that do not fill their division, at ends of lines that meet
// nothing, and at lines that are not the edges of the areas beside them.
func (s *Store) Check(ctx context.Context, r boundaries.Reader, progress cover.Progress) ([]Finding, error) {
	t, err := readTree(ctx, s.DB, r.AsOf.Day())
	if err != nil {
		return nil, fmt.Errorf("check boundaries: %w", err)
	}
	areas, err := s.areas(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("check boundaries: %w", err)
	}
	var all []Finding
	for level := boundaries.Province; level <= boundaries.Village; level++ {
		found, err := checkLevel(ctx, t, areas, level)
		if err != nil {
			return nil, fmt.Errorf("check boundaries of level %d: %w", level, err)
		}
		all = append(all, found...)
		if progress != nil {
			progress(0.8 * float64(level) / float64(boundaries.Village))
		}
	}
	lines, err := s.list(ctx, r, "true")
	if err != nil {
		return nil, fmt.Errorf("check boundaries: %w", err)
	}
	heirs, err := successors(ctx, s.DB, r.AsOf.Day())
	if err != nil {
		return nil, fmt.Errorf("check boundaries: %w", err)
	}
	all = append(all, checkLines(t, areas, lines, heirs)...)
	if progress != nil {
		progress(1)
	}
	return all, nil
}

func (s *Store) areas(ctx context.Context, r boundaries.Reader) (map[uuid.UUID]orb.MultiPolygon, error) {
	when, args := r.AsOf.Where("v", 1)
	rows, err := s.DB.Query(ctx, `SELECT v.division, v.area FROM division_version v JOIN division d ON d.id = v.division
		WHERE v.area IS NOT NULL AND d.withdrawn IS NULL AND `+when, args...)
	if err != nil {
		return nil, err
	}
	areas := map[uuid.UUID]orb.MultiPolygon{}
	var id uuid.UUID
	var area orb.MultiPolygon
	_, err = pgx.ForEachRow(rows, []any{&id, &area}, func() error {
		areas[id] = area
		area = nil
		return nil
	})
	return areas, err
}

// checkLevel looks at the areas of a level together, and at whether those of
// each division fill it.
func checkLevel(ctx context.Context, t tree, held map[uuid.UUID]orb.MultiPolygon, level boundaries.Level) ([]Finding, error) {
	var ids []uuid.UUID
	byParent, partsOf := map[uuid.UUID][]cover.Area{}, map[uuid.UUID][]uuid.UUID{}
	whole := map[uuid.UUID]bool{} // of which every part has an area
	for id, u := range t {
		if u.level != level {
			continue
		}
		if _, seen := whole[u.parent]; !seen {
			whole[u.parent] = true
		}
		if area, has := held[id]; has {
			ids = append(ids, id)
			byParent[u.parent] = append(byParent[u.parent], cover.Area{Name: t.called(id), Polygons: area})
			partsOf[u.parent] = append(partsOf[u.parent], id)
		} else {
			whole[u.parent] = false
		}
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return cmp.Compare(t[a].code, t[b].code) })
	areas := make([]cover.Area, len(ids))
	for i, id := range ids {
		areas[i] = cover.Area{Name: t.called(id), Polygons: held[id]}
	}
	r, err := cover.Check(ctx, areas, leastM2, nil)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, i := range r.Invalid {
		found = append(found, Finding{Kind: InvalidArea, Level: level, At: i.At, Names: []string{areas[i.Area].Name}, Reason: i.Reason, Divisions: []uuid.UUID{ids[i.Area]}})
	}
	for _, f := range r.Faults {
		found = append(found, faultOf(f, level, areas, ids))
	}
	for _, parent := range slices.SortedFunc(maps.Keys(byParent), func(a, b uuid.UUID) int { return cmp.Compare(t[a].code, t[b].code) }) {
		area, has := held[parent]
		if !has || !whole[parent] {
			continue
		}
		parts := byParent[parent]
		faults, err := cover.Compare(ctx, parts, cover.Area{Name: t.called(parent), Polygons: area}, leastM2)
		if err != nil {
			return nil, err
		}
		for _, f := range faults {
			found = append(found, faultOf(f, level, append(slices.Clone(parts), cover.Area{Name: t.called(parent)}), append(slices.Clone(partsOf[parent]), parent)))
		}
	}
	return found, nil
}

func (t tree) called(id uuid.UUID) string { return t[id].name + " " + t[id].code }

func faultOf(f cover.Fault, level boundaries.Level, areas []cover.Area, ids []uuid.UUID) Finding {
	kinds := map[cover.Kind]FindingKind{cover.Gap: GapFound, cover.Overlap: OverlapSeen, cover.Missing: MissingPart, cover.Beyond: BeyondWhole}
	one := Finding{Kind: kinds[f.Kind], Level: level, At: f.At, AreaM2: f.AreaM2, WideM: f.WideM}
	for _, i := range f.Areas {
		one.Names, one.Divisions = append(one.Names, areas[i].Name), append(one.Divisions, ids[i])
	}
	return one
}

// checkLines looks at lines among themselves and at the areas beside them.
func checkLines(t tree, areas map[uuid.UUID]orb.MultiPolygon, lines []Line, heirs map[uuid.UUID][]uuid.UUID) []Finding {
	var all []Finding
	ends := map[orb.Point]int{}
	for _, l := range lines {
		for _, p := range l.Geometry {
			ends[p[0]]++
			ends[p[len(p)-1]]++
		}
	}
	for _, l := range lines {
		one := Finding{Level: l.Level, Line: &l.ID, Divisions: []uuid.UUID{l.A.Division, l.B.Division}}
		for _, p := range l.Geometry {
			for _, end := range []orb.Point{p[0], p[len(p)-1]} {
				if ends[end] == 1 {
					one.Kind, one.At, one.Names, one.Reason = Dangle, end, []string{l.Name}, "界线在此处中断，没有接到其他界线"
					all = append(all, one)
				}
			}
		}
		for _, side := range []boundaries.Side{boundaries.SideA, boundaries.SideB} {
			o := l.Owner(side)
			if o.Kind != Division {
				continue
			}
			if _, stands := t[o.Division]; !stands {
				all = append(all, ended(one, t, l, side, t.candidates(l, side, areas, heirs)))
				continue
			}
			area, has := areas[o.Division]
			if !has {
				continue
			}
			left := l.AOnLeft == (side == boundaries.SideA)
			if at, off, differs := cover.Disagree(l.Geometry, left, area); differs {
				one.Kind, one.At, one.Names = Disagrees, at, []string{l.Name, t.called(o.Division)}
				one.Reason = fmt.Sprintf("界线与该区划的面不一致，最远相差 %.1f 米", off)
				all = append(all, one)
			}
		}
	}
	return all
}

// ended is the finding that an owner of a line is no division on the day.
func ended(one Finding, t tree, l Line, side boundaries.Side, candidates []uuid.UUID) Finding {
	one.Kind, one.At, one.Names, one.Reason = OwnerEnded, l.Geometry[0][0], []string{l.Name}, "界线一侧的区划当日已不存在，没有查到承接它的区划，须由有权机关明确后重新登记"
	if len(candidates) > 0 {
		names := make([]string, len(candidates))
		for i, id := range candidates {
			names[i] = t.called(id)
		}
		one.Divisions = append(slices.Clone(one.Divisions), candidates...)
		one.Reason = "界线一侧的区划当日已不存在，可能的承接方：" + strings.Join(names, "、") + "；请核对后重新登记界线"
	}
	return one
}

// candidates are those that may follow an owner that ended: its successors by the
// events, and the divisions of the line's level whose areas lie along its side.
func (t tree) candidates(l Line, side boundaries.Side, areas map[uuid.UUID]orb.MultiPolygon, heirs map[uuid.UUID][]uuid.UUID) []uuid.UUID {
	found := map[uuid.UUID]bool{}
	for _, id := range heirs[l.Owner(side).Division] {
		if _, stands := t[id]; stands {
			found[id] = true
		}
	}
	var level []uuid.UUID
	for id, u := range t {
		if _, has := areas[id]; has && u.level == l.Level {
			level = append(level, id)
		}
	}
	for _, id := range beside(l, side, level, areas) {
		if id != uuid.Nil {
			found[id] = true
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b uuid.UUID) int { return cmp.Compare(t[a].code, t[b].code) })
}

// successors gives of each division those that carry it on by the events up to a
// day, through as many events as there are.
func successors(ctx context.Context, db pg.DB, on version.Date) (map[uuid.UUID][]uuid.UUID, error) {
	rows, err := db.Query(ctx, `
		WITH RECURSIVE carried AS (
			SELECT s.predecessor AS old, s.successor AS new, 1 AS depth FROM division_succession s JOIN division_event e ON e.id = s.event
			WHERE s.predecessor <> s.successor AND e.effective <= $1 AND e.undone IS NULL
			UNION
			SELECT c.old, s.successor, c.depth + 1 FROM carried c JOIN division_succession s ON s.predecessor = c.new AND s.successor <> c.new
			JOIN division_event e ON e.id = s.event WHERE e.effective <= $1 AND e.undone IS NULL AND c.depth < 50)
		SELECT DISTINCT old, new FROM carried WHERE EXISTS (SELECT FROM boundary_line_version v WHERE old IN (v.a_division, v.b_division))`, on)
	if err != nil {
		return nil, err
	}
	all := map[uuid.UUID][]uuid.UUID{}
	var old, new uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&old, &new}, func() error { all[old] = append(all[old], new); return nil })
	return all, err
}

// Areas gives the areas of a level as they are at the time asked about, by code.
func (s *Store) Areas(ctx context.Context, r boundaries.Reader, level boundaries.Level) ([]cover.Area, error) {
	t, err := readTree(ctx, s.DB, r.AsOf.Day())
	if err != nil {
		return nil, err
	}
	held, err := s.areas(ctx, r)
	if err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	for id := range held {
		if t[id].level == level {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return cmp.Compare(t[a].code, t[b].code) })
	areas := make([]cover.Area, len(ids))
	for i, id := range ids {
		areas[i] = cover.Area{Name: t.called(id), Polygons: held[id]}
	}
	return areas, nil
}
