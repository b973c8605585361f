package numbering

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// Block numbers the buildings of a yard, or the houses of a natural village,
// one after another in an S: from the north-east, row by row to the south; or,
// where the scheme begins at the gate, row by row inwards, the first from the
// left of one who comes in. Buildings less than rowM metres behind the first
// of a row stand in it. gate may be nil where the scheme does not ask for it.
func Block(s Scheme, gate *orb.Point, rowM float64, houses []Gate) (Plan, error) {
	if !(rowM > 0) {
		return Plan{}, refuse("请给出每排的进深米数。", "Give the depth of a row in metres.")
	}
	if s.FromGate && gate == nil {
		return Plan{}, refuse("本规则从大门起编，请在地图上指定大门。", "The scheme begins at the main gate: name it on the map.")
	}
	rows := make([]Row, len(houses))
	if len(houses) == 0 {
		return Plan{Rows: rows}, nil
	}
	var points orb.MultiPoint
	for _, h := range houses {
		points = append(points, h.At)
	}
	pl := planeAt(points.Bound().Center())
	in, why := orb.Point{0, -1}, Text{"由东北角起S形编号", "in an S from the north-east"}
	if s.FromGate {
		g := pl.to(*gate)
		n := dist(g, orb.Point{})
		if n < onLine {
			return Plan{}, refuse("大门在楼群正中，分不出进门方向，请把大门移到入口处。", "The gate lies in the middle of the buildings: move it to the entrance.")
		}
		in, why = orb.Point{-g[0] / n, -g[1] / n}, Text{"由大门左起S形编号", "in an S from the main gate, left first"}
	}
	for i, h := range houses {
		q := pl.to(h.At)
		// Left of the way in; to the south, that is east.
		rows[i] = Row{Gate: h, Chainage: q[0]*in[0] + q[1]*in[1], Offset: -q[0]*in[1] + q[1]*in[0]}
	}
	for i, r := range snake(rows, rowM) {
		r.Number, r.Sub = i+1, 0
		r.Reason = Text{fmt.Sprintf("%s，第%d", why.ZH, i+1), fmt.Sprintf("%s, the %d", why.EN, i+1)}
		r.Chainage, r.Offset = 0, 0
	}
	return Plan{Rows: rows, Why: why}, nil
}

// snake puts rows in the order of an S.
func snake(rows []Row, depth float64) []*Row {
	all := make([]*Row, len(rows))
	for i := range rows {
		all[i] = &rows[i]
	}
	slices.SortFunc(all, func(a, b *Row) int { return cmp.Or(cmp.Compare(a.Chainage, b.Chainage), cmp.Compare(a.ID, b.ID)) })
	for from, back := 0, false; from < len(all); back = !back {
		to := from
		for to < len(all) && all[to].Chainage-all[from].Chainage < depth {
			to++
		}
		slices.SortFunc(all[from:to], func(a, b *Row) int { return cmp.Or(cmp.Compare(b.Offset, a.Offset), cmp.Compare(a.ID, b.ID)) })
		if back {
			slices.Reverse(all[from:to])
		}
		from = to
	}
	return all
}
