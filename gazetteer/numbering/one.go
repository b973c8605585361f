package numbering

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// A Trial is what the scheme says of one gate among those that stand: the
// number that it gives, and what speaks against another.
type Trial struct {
	Row // of the gate, with the number that the scheme gives; Refused where it gives none
	// Off says why the gate could not be tried: no_point, distance, line, place
	// or untried; "" where it could be.
	Off    string
	Before *Row    // the gate before it on its side, whose number is in order
	After  *Row    // the gate behind it
	Across [2]*Row // those before and behind it over the street
	Strays int     // gates of its side that are out of order and were no neighbours
	Why    Text
	Course orb.LineString
	Length float64 // metres

	scheme Scheme
	parity int // 1 odd, 2 even, 0 where houses count one after another
	taken  map[[2]int]string
	last   int // the highest number of a place without a street
}

// Try tries a gate of an owner among those that stand on a street.
func Try(s Scheme, st Street, owner string, standing []Gate, gate Gate) (*Trial, error) {
	gate.Owner, gate.Number, gate.Sub = owner, 0, 0
	plan, err := Number(s, st, owner, append(slices.Clone(standing), gate))
	if err != nil {
		return nil, err
	}
	track, _, err := measure(s, st, nil)
	if err != nil {
		return nil, err
	}
	t := &Trial{Row: plan.Rows[len(standing)], Why: plan.Why, Course: plan.Course, Length: plan.Length, scheme: s, taken: takenBy(standing)}
	if t.NoPoint || t.Side == "" || t.Offset > s.Reach {
		t.Off = t.offKind()
		return t, nil
	}
	t.parity = parityOf(s, st, track, &t.Row)
	for _, parity := range []int{1, 2} {
		var rs []*Row
		for i := range standing {
			if r := &plan.Rows[i]; r.Owner == owner && r.Number > 0 && !r.Refused && r.Number%2 == parity%2 && parityOf(s, st, track, r) == parity {
				rs = append(rs, r)
			}
		}
		chain, out := chained(rs)
		at, _ := slices.BinarySearchFunc(chain, t.Chainage, func(r *Row, ch float64) int { return cmp.Or(cmp.Compare(r.Chainage, ch), -1) })
		near := [2]*Row{}
		if at > 0 {
			near[0] = chain[at-1]
		}
		if at < len(chain) {
			near[1] = chain[at]
		}
		if parity == t.parity {
			t.Before, t.After, t.Strays = near[0], near[1], len(out)
		} else {
			t.Across = near
		}
	}
	return t, nil
}

// TryPlace tries a house of a natural village or a division that numbers its
// houses one after another, without a street: behind the highest number. Its
// two nearest houses are told as Across.
func TryPlace(s Scheme, standing []Gate, gate Gate) *Trial {
	t := &Trial{Row: Row{Gate: gate}, scheme: s, taken: takenBy(standing), Why: Text{"不沿街编号，按户顺编", "not along a street: one house after another"}}
	for _, g := range standing {
		t.last = max(t.last, g.Number)
	}
	t.Number, t.Sub, t.Reason = t.last+1, 0, Text{"这里还没有门牌，从1号起", "no house has a number here: the first"}
	if t.last > 0 {
		t.Reason = Text{fmt.Sprintf("接最大号%d号顺编", t.last), fmt.Sprintf("behind the highest, %d", t.last)}
	}
	if gate.NoPoint {
		return t
	}
	pl := planeAt(gate.At)
	var near []*Row
	for _, g := range standing {
		if !g.NoPoint {
			near = append(near, &Row{Gate: g, Offset: dist(pl.to(g.At), orb.Point{})})
		}
	}
	slices.SortFunc(near, func(a, b *Row) int { return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.ID, b.ID)) })
	copy(t.Across[:], near)
	return t
}

// Untried is a gate of which the scheme could not be asked, and why: off is
// place where it lies elsewhere, else untried. Numbers that stand are known all
// the same.
func Untried(s Scheme, standing []Gate, gate Gate, off string, why Text) *Trial {
	t := &Trial{Row: Row{Gate: gate, Refused: true, Reason: why}, Off: off, scheme: s, taken: takenBy(standing)}
	t.Number, t.Sub = 0, 0
	return t
}

func takenBy(standing []Gate) map[[2]int]string {
	taken := map[[2]int]string{}
	for _, g := range standing {
		if g.Number > 0 && !g.Elsewhere {
			taken[[2]int{g.Number, g.Sub}] = g.ID
		}
	}
	return taken
}

// Format writes a number as the scheme of the trial does.
func (t *Trial) Format(number, sub int) string { return t.scheme.Format(number, sub) }

// Given tells whether a number is the one that the scheme gives.
func (t *Trial) Given(number, sub int) bool {
	return t.Number > 0 && number == t.Number && sub == t.Sub
}

// Against says what speaks against a number for the gate; nothing where it is
// the one that the scheme gives. Kinds beside those of Off are duplicate,
// parity, order, reserved, jump and differs.
func (t *Trial) Against(number, sub int) []Finding {
	say := func(kind, other string, why Text) []Finding {
		return []Finding{{ID: t.ID, Kind: kind, Other: other, Reason: why}}
	}
	now := t.Format(number, sub)
	if id, stands := t.taken[[2]int{number, sub}]; stands {
		return say("duplicate", id, Text{now + "已被使用（重号）", now + " stands already"})
	}
	switch {
	case t.Off != "":
		return say(t.Off, "", t.Reason)
	case t.Given(number, sub):
		return nil
	case t.parity > 0 && number%2 != t.parity%2:
		return say("parity", "", Text{fmt.Sprintf("门在%s侧，此侧应为%s，%s不合", zhWord[string(t.Side)], zhWord[oddWord(t.parity)], now),
			fmt.Sprintf("the gate lies on the %s, whose numbers are %s: %s is not", t.Side, oddWord(t.parity), now)})
	case !t.between(number, sub):
		return say("order", "", t.scheme.outOfOrder(number, sub, t.Before, t.After))
	}
	return append(t.skips(say, number, sub), t.insertOf(say, number, sub)...)
}

func oddWord(parity int) string {
	if parity == 1 {
		return "odd"
	}
	return "even"
}

// between tells whether a number fits between those of its neighbours.
func (t *Trial) between(number, sub int) bool {
	r := &Row{Gate: Gate{Number: number, Sub: sub}}
	return (t.Before == nil || t.Before.compare(r) < 0) && (t.After == nil || r.compare(t.After) < 0)
}

// skips says of a whole number that is in order, and not what the scheme
// gives, whom it passes over.
func (t *Trial) skips(say func(string, string, Text) []Finding, number, sub int) []Finding {
	given := t.Format(t.Number, t.Sub)
	now := t.Format(number, sub)
	switch {
	case sub > 0:
		return nil
	case t.Number == 0:
		return say("differs", "", t.Reason)
	case t.parity > 0 && t.scheme.Mode == ByDistance:
	case slices.Contains(t.Reserved, number), t.After != nil, number < t.last:
		return say("reserved", "", Text{fmt.Sprintf("%s是空号，按规则留作预留；此门应为%s", now, given), fmt.Sprintf("%s is kept by the scheme; this gate takes %s", now, given)})
	case number > t.Number:
		return say("jump", "", Text{fmt.Sprintf("跳号：按规则接着是%s", given), fmt.Sprintf("it skips: the next is %s", given)})
	}
	return say("differs", "", Text{"按规则为" + given, "by the scheme it is " + given})
}

// insertOf says of an inserted number why it is not what the scheme gives.
func (t *Trial) insertOf(say func(string, string, Text) []Finding, number, sub int) []Finding {
	_, stands := t.taken[[2]int{number, 0}]
	switch {
	case sub == 0:
		return nil
	case !stands:
		return say("differs", "", Text{fmt.Sprintf("没有%d号，不能在它后面插号", number), fmt.Sprintf("no %d stands behind which to insert", number)})
	case t.Number == 0:
		return say("differs", "", t.Reason)
	}
	return say("differs", "", Text{"按规则为" + t.Format(t.Number, t.Sub), "by the scheme it is " + t.Format(t.Number, t.Sub)})
}
