package numbering

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Gate is a house to be numbered, or one that has its number.
type Gate struct {
	ID string    `json:"id"`
	At orb.Point `json:"at"` // EPSG:4490
	// Outline stands for the house where its gate is not known: the corner
	// nearest to the street is taken for it.
	Outline orb.Ring `json:"outline,omitempty"`
	Owner   string   `json:"owner,omitempty"` // the division whose series it is in
	Alley   bool     `json:"alley,omitempty"` // the mouth of an alley without a name
	Number  int      `json:"number,omitempty"`
	Sub     int      `json:"sub,omitempty"`
	// NoPoint is of a house whose position nobody knows: its number is taken,
	// but it cannot be placed along the street.
	NoPoint bool `json:"no_point,omitempty"`
	// Elsewhere is of a gate whose number counts under another name of the
	// same line, as of a street that goes on in the next county.
	Elsewhere bool `json:"elsewhere,omitempty"`
}

// Row is what became of one gate.
type Row struct {
	Gate
	Side     Side    `json:"side,omitempty"`       // by hand, along increasing numbers
	Chainage float64 `json:"chainage_m"`           // metres from the start, to the centimetre
	Offset   float64 `json:"offset_m"`             // metres from the line, to the centimetre
	Reserved []int   `json:"reserved,omitempty"`   // kept between this and what came before
	Refused  bool    `json:"refused,omitempty"`    // it was given no number
	Left     bool    `json:"left_alone,omitempty"` // it is not this owner's, or has its number
	Reason   Text    `json:"reason"`
}

// Plan is a street's numbers: a row for each gate, in the order they came in.
type Plan struct {
	Rows []Row `json:"rows"`
	Why  Text  `json:"why"`
	// Course is the street from its start to its end, EPSG:4490; Length is in
	// metres. A yard has none.
	Course orb.LineString `json:"course,omitempty"`
	Length float64        `json:"length_m,omitempty"`
}

// Number numbers the owner's gates that have no number yet, and leaves every
// other one as it is.
func Number(s Scheme, st Street, owner string, gates []Gate) (Plan, error) {
	t, rows, err := measure(s, st, gates)
	if err != nil {
		return Plan{}, err
	}
	var series [2][]*Row
	for i := range rows {
		r := &rows[i]
		switch {
		case r.Refused:
		case r.Owner != owner:
			r.Left, r.Reason = true, Text{"属另一方编号，未动", "numbered by another division: left alone"}
		case r.Alley && !s.ReserveAlley && r.Number == 0:
			r.Refused, r.Reason = true, Text{"本规则不为无名侧巷留号", "the scheme keeps no number for an alley without a name"}
		default:
			i := parityOf(s, st, t, r) & 1
			series[i] = append(series[i], r)
		}
	}
	// Also a number that stands out of reach or on the wrong side is taken.
	given := map[int]int{}
	for _, r := range rows {
		if r.Owner == owner && r.Number > 0 {
			given[r.Number] = max(given[r.Number], r.Sub)
		}
	}
	if st.Once {
		othersTaken(given, owner, rows)
	}
	for odd, rs := range series {
		slices.SortFunc(rs, func(a, b *Row) int { return cmp.Or(cmp.Compare(a.Chainage, b.Chainage), cmp.Compare(a.ID, b.ID)) })
		s.fill(2-odd, rs, given, t)
	}
	return Plan{rows, t.why, t.course(), t.at[len(t.at)-1]}, nil
}

// othersTaken adds to given the numbers of other owners on the same street,
// with those between their first and last of each parity: these are kept for
// their inserted gates, and are not this owner's to give.
func othersTaken(given map[int]int, owner string, rows []Row) {
	type series struct {
		owner string
		odd   int
	}
	reach := map[series][2]int{}
	for _, r := range rows {
		if r.Owner == owner || r.Number == 0 || r.Elsewhere {
			continue
		}
		key := series{r.Owner, r.Number % 2}
		ends, seen := reach[key]
		if !seen {
			ends = [2]int{r.Number, r.Number}
		}
		reach[key] = [2]int{min(ends[0], r.Number), max(ends[1], r.Number)}
	}
	for _, ends := range reach {
		for n := ends[0]; n <= ends[1]; n += 2 {
			given[n] = max(given[n], 0)
		}
	}
}

// measure places each gate beside the street; those too far are refused.
func measure(s Scheme, st Street, gates []Gate) (*track, []Row, error) {
	if err := s.Validate(); err != nil {
		return nil, nil, err
	}
	t, err := lay(s, st)
	if err != nil {
		return nil, nil, err
	}
	rows := make([]Row, len(gates))
	for i, g := range gates {
		rows[i] = t.row(s, st, g)
	}
	return t, rows, nil
}

func (t *track) row(s Scheme, st Street, g Gate) Row {
	r := Row{Gate: g}
	if g.NoPoint {
		r.Refused, r.Reason = true, Text{"没有门的位置，号码占用，不能按位置核对；请补录门点", "the position of its gate is not known: its number is taken, but it cannot be placed; enter the point"}
		return r
	}
	at := g.At
	best := math.Inf(1)
	for _, p := range g.Outline {
		if _, off, _ := t.place(t.plane.to(p)); off < best-1e-6 {
			at, best = p, off
		}
	}
	r.At = at
	ch, off, left := t.place(t.plane.to(at))
	if math.IsNaN(ch+off) || math.IsInf(off, 0) {
		r.Refused, r.Reason = true, Text{"坐标无效，请重新取点", "its position is not valid: take the point again"}
		return r
	}
	r.Chainage, r.Offset, r.Side = math.Round(ch*100)/100, math.Round(off*100)/100, Right
	if left {
		r.Side = Left
	}
	switch {
	case off > s.Reach:
		r.Refused = true
		r.Reason = Text{fmt.Sprintf("离街道%.0f米，超过%.0f米，请核对点位或街道", off, s.Reach), fmt.Sprintf("%.0f m from the street, above %.0f m: check the point or the street", off, s.Reach)}
	case off < onLine && !st.OneSided:
		r.Side, r.Refused = "", true
		r.Reason = Text{"点在中心线上，分不出左右，请移到门口", "on the centreline, of no side: move it to the gate"}
	}
	return r
}

// parityOf is 1 for the odd series and 2 for the even.
func parityOf(s Scheme, st Street, t *track, r *Row) int {
	odd := (r.Side == Left) == t.oddLeft
	if st.OneSided {
		odd = !s.OneSidedEven
	}
	if odd {
		return 1
	}
	return 2
}

// fill numbers one series, in order along the street, from first (1 or 2).
// subs is the highest sub-number of each number that is given, and grows.
// A number that is out of order is no neighbour: what follows from it would be
// as wrong.
func (s Scheme) fill(first int, rs []*Row, subs map[int]int, t *track) {
	counts := s.counting(first, rs)
	prev := first - 2 // the number before, below 1 at the start
	before := 0.0     // where it stands
	for i, r := range rs {
		if r.Number > 0 {
			if counts[r] {
				prev, before = r.Number, r.Chainage
			}
			continue
		}
		next := 0 // the next number that stands already
		for _, n := range rs[i:] {
			if counts[n] {
				next = n.Number
				break
			}
		}
		want, why := s.want(first, prev, before, r, next)
		_, taken := subs[want]
		for s.Mode == Sequential && taken && (next == 0 || want+2 < next) {
			want += 2
			_, taken = subs[want]
		}
		switch {
		case prev < 1 && (taken || next > 0 && want >= next):
			r.Refused, r.Reason = true, Text{"起点与第一个门牌之间没有余号，请调整既有号码或人工指定", "no number is free before the first: change what stands or give one by hand"}
			continue
		case want <= prev || taken || next > 0 && want >= next:
			r.Number, r.Sub = prev, subs[prev]+1
			subs[prev] = r.Sub
			r.Reason = Text{fmt.Sprintf("前后无余号，用前号插号，编%s", s.Format(r.Number, r.Sub)), "no number is free here: the one before with an insert"}
		default:
			for n := want - 2; n > prev && n >= first; n -= 2 {
				if _, gone := subs[n]; !gone {
					r.Reserved = slices.Insert(r.Reserved, 0, n)
				}
			}
			r.Number, subs[want] = want, 0
			r.Reason = why
		}
		r.Reason = Text{r.Reason.ZH + "；" + t.why.ZH, r.Reason.EN + "; " + t.why.EN}
		prev, before = r.Number, r.Chainage
	}
}

// counting are the gates of a side whose numbers stand in order.
func (s Scheme) counting(first int, rs []*Row) map[*Row]bool {
	var standing []*Row
	for _, r := range rs {
		if r.Number == 0 {
			continue
		}
		r.Left, r.Reason = true, Text{"已有门牌号，保留", "has its number: kept"}
		if r.Number%2 == first%2 {
			standing = append(standing, r)
		}
	}
	chain, _ := chained(standing)
	counts := make(map[*Row]bool, len(chain))
	for _, r := range chain {
		counts[r] = true
	}
	return counts
}

// want is the number that the scheme gives r after prev, and why. Between
// numbers that stand (next > 0) the next free one is taken, as it was reserved.
func (s Scheme) want(first, prev int, before float64, r *Row, next int) (int, Text) {
	n := prev + 2
	if (n-first)%2 != 0 { // what stands before is of the wrong parity
		n--
	}
	if s.Mode == ByDistance {
		slot := int((r.Chainage + 0.005) / s.MetresPerNumber)
		return first + 2*slot, Text{fmt.Sprintf("距起点%.2f米，每号%g米", r.Chainage, s.MetresPerNumber), fmt.Sprintf("%.2f m from the start, %g m a number", r.Chainage, s.MetresPerNumber)}
	}
	if next > 0 {
		return n, Text{"取两号之间的预留号", "takes the number kept between two"}
	}
	k := 0
	if gap := r.Chainage - before; s.ReserveEvery > 0 && prev > 0 && gap > s.ReserveOver {
		k = int((gap - s.ReserveOver + 0.005) / s.ReserveEvery)
	}
	why := Text{"按位置顺编", "next in order"}
	if k > 0 {
		why = Text{fmt.Sprintf("间距%.2f米，留%d号", r.Chainage-before, k), fmt.Sprintf("after a gap of %.2f m, %d kept", r.Chainage-before, k)}
	}
	if r.Alley && s.ReserveAlley {
		why = Text{why.ZH + "；无名侧巷占一号", why.EN + "; kept for an alley without a name"}
	}
	return n + 2*k, why
}
