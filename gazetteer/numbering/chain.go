package numbering

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
)

// A stray is a gate whose number does not rise with those of its side, and the
// gates between which it stands.
type stray struct{ row, before, after *Row }

type strays []stray

// chained sorts one side's gates along the street and parts them into the
// most whose numbers rise, and the fewest that are out of order. Where two
// readings need as few, the smaller numbers count as right.
func chained(rs []*Row) ([]*Row, strays) {
	slices.SortFunc(rs, func(a, b *Row) int { return cmp.Or(cmp.Compare(a.Chainage, b.Chainage), a.compare(b)) })
	last, before := []int{}, make([]int, len(rs)) // of the runs of each length, which ends lowest
	for i, r := range rs {
		n := sort.Search(len(last), func(k int) bool { return rs[last[k]].compare(r) > 0 })
		if before[i] = -1; n > 0 {
			before[i] = last[n-1]
		}
		if n == len(last) {
			last = append(last, i)
		}
		last[n] = i
	}
	in := make([]bool, len(rs))
	if len(last) > 0 {
		for i := last[len(last)-1]; i >= 0; i = before[i] {
			in[i] = true
		}
	}
	var chain []*Row
	var out strays
	waiting := 0 // the first stray that has none behind it yet
	for i, r := range rs {
		switch {
		case in[i]:
			for chain = append(chain, r); waiting < len(out); waiting++ {
				out[waiting].after = r
			}
		case len(chain) > 0:
			out = append(out, stray{row: r, before: chain[len(chain)-1]})
		default:
			out = append(out, stray{row: r})
		}
	}
	return chain, out
}

// compare orders two gates by what their numbers are.
func (r *Row) compare(other *Row) int {
	return cmp.Or(cmp.Compare(r.Number, other.Number), cmp.Compare(r.Sub, other.Sub))
}

// findings say of each gate that is out of order between which it stands.
func (out strays) findings(s Scheme) []Finding {
	var found []Finding
	for _, o := range out {
		found = append(found, Finding{ID: o.row.ID, Kind: "order", Reason: s.outOfOrder(o.row.Number, o.row.Sub, o.before, o.after)})
	}
	return found
}

// outOfOrder says between which gates a number stands that does not fit there.
func (s Scheme) outOfOrder(number, sub int, before, after *Row) Text {
	now := s.Format(number, sub)
	switch {
	case before == nil && after == nil:
		return Text{now + "次序不对", now + " is out of order"}
	case before == nil:
		return Text{fmt.Sprintf("%s排在%s之前，次序不对", now, s.Format(after.Number, after.Sub)), fmt.Sprintf("%s stands before %s", now, s.Format(after.Number, after.Sub))}
	case after == nil:
		return Text{fmt.Sprintf("%s排在%s之后，次序不对", now, s.Format(before.Number, before.Sub)), fmt.Sprintf("%s stands behind %s", now, s.Format(before.Number, before.Sub))}
	}
	return Text{fmt.Sprintf("%s排在%s与%s之间，次序不对", now, s.Format(before.Number, before.Sub), s.Format(after.Number, after.Sub)),
		fmt.Sprintf("%s stands between %s and %s", now, s.Format(before.Number, before.Sub), s.Format(after.Number, after.Sub))}
}
