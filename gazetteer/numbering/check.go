package numbering

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Finding is what is wrong with one gate's standing number.
type Finding struct {
	ID string `json:"id"`
	// Kind is no_point, distance, line, parity, duplicate, order, jump, gap or
	// differs. A jump is more than the distance explains; a gap are free
	// numbers that the scheme keeps there.
	Kind   string `json:"kind"`
	Reason Text   `json:"reason"`
	Other  string `json:"other,omitempty"` // of a duplicate: the gate that has the number too
}

// Check holds the numbers that stand on a street to the scheme: each owner's
// series by itself, and duplicates within it. A gate without a number is not
// spoken of. What the scheme itself would give is compared last.
func Check(s Scheme, st Street, gates []Gate) ([]Finding, error) {
	t, rows, err := measure(s, st, gates)
	if err != nil {
		return nil, err
	}
	var found []Finding
	owners := map[string]map[int][]*Row{}
	seen := map[string]string{}
	for i := range rows {
		r := &rows[i]
		if r.Number == 0 {
			continue
		}
		series := r.Owner
		if st.Once && !r.Elsewhere {
			series = "\x00"
		}
		key := fmt.Sprintf("%s\x00%d\x00%d", series, r.Number, r.Sub)
		if other, dup := seen[key]; dup {
			found = append(found, Finding{ID: r.ID, Kind: "duplicate", Other: other,
				Reason: Text{s.Format(r.Number, r.Sub) + "在这条街上不止一个（重号）", s.Format(r.Number, r.Sub) + " stands more than once on this street"}})
		}
		seen[key] = r.ID
		if r.Refused {
			found = append(found, Finding{ID: r.ID, Kind: r.offKind(), Reason: r.Reason})
			continue
		}
		want := parityOf(s, st, t, r)
		if r.Number%2 != want%2 {
			found = append(found, Finding{ID: r.ID, Kind: "parity", Reason: Text{fmt.Sprintf("%s在%s侧，此侧应为%s", s.Format(r.Number, r.Sub), zhWord[string(r.Side)], zhWord[map[int]string{1: "odd", 2: "even"}[want]]),
				fmt.Sprintf("number %d stands on the %s side, which has the other parity", r.Number, r.Side)}})
			continue
		}
		if owners[r.Owner] == nil {
			owners[r.Owner] = map[int][]*Row{}
		}
		owners[r.Owner][want] = append(owners[r.Owner][want], r)
	}
	for owner, series := range owners {
		for _, rs := range series {
			found = append(found, s.follow(rs)...)
			found = append(found, s.begins(st, rs, rows)...)
		}
		more, err := differs(s, st, owner, rows)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Kind, b.Kind)) })
	return found, nil
}

// follow finds where one side's numbers fall back, or jump by more than the
// gap between their gates explains.
func (s Scheme) follow(rs []*Row) []Finding {
	slices.SortFunc(rs, func(a, b *Row) int {
		return cmp.Or(cmp.Compare(a.Chainage, b.Chainage), cmp.Compare(a.Number, b.Number), cmp.Compare(a.Sub, b.Sub))
	})
	var found []Finding
	for i := 1; i < len(rs); i++ {
		a, b := rs[i-1], rs[i]
		if c := cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Sub, b.Sub)); c > 0 {
			found = append(found, Finding{ID: b.ID, Kind: "order", Reason: Text{fmt.Sprintf("%s排在%s之后", s.Format(b.Number, b.Sub), s.Format(a.Number, a.Sub)), fmt.Sprintf("%d stands behind %d", b.Number, a.Number)}})
			continue
		}
		want, _ := s.want(2-a.Number%2, a.Number, a.Chainage, b, 0)
		switch {
		case b.Number > max(want, a.Number+2):
			found = append(found, Finding{ID: b.ID, Kind: "jump", Reason: Text{fmt.Sprintf("%d号后跳到%d号", a.Number, b.Number), fmt.Sprintf("jumps from %d to %d", a.Number, b.Number)}})
		case b.Number > a.Number+2:
			found = append(found, Finding{ID: b.ID, Kind: "gap", Reason: Text{fmt.Sprintf("%d号与%d号之间空号：%s，间距%.2f米，按规则为预留", a.Number, b.Number, freed(a.Number, b.Number), b.Chainage-a.Chainage),
				fmt.Sprintf("free between %d and %d: %s, kept by the scheme over %.2f m", a.Number, b.Number, freed(a.Number, b.Number), b.Chainage-a.Chainage)}})
		}
	}
	return found
}

// begins tells of a side, in order along the street, whose numbers do not
// begin with the first, unless others on the street have those before.
func (s Scheme) begins(st Street, rs []*Row, all []Row) []Finding {
	first := 2 - rs[0].Number%2
	if s.Mode != Sequential || rs[0].Number <= 2 {
		return nil
	}
	for _, r := range all {
		if st.Once && !r.Elsewhere && r.Number > 0 && r.Number < rs[0].Number && r.Number%2 == rs[0].Number%2 {
			return nil
		}
	}
	free := freed(first-2, rs[0].Number)
	return []Finding{{ID: rs[0].ID, Kind: "gap", Reason: Text{fmt.Sprintf("这一侧从%d号开始，之前空号：%s", rs[0].Number, free), fmt.Sprintf("this side begins with %d; free before it: %s", rs[0].Number, free)}}}
}

// offKind says why a gate is of no side of the street.
func (r Row) offKind() string {
	switch {
	case r.NoPoint:
		return "no_point"
	case r.Side == "":
		return "line"
	}
	return "distance"
}

// freed writes the numbers of one parity between two, the first ten of them.
func freed(from, to int) string {
	var all []string
	for n := from + 2; n < to; n += 2 {
		if len(all) == 10 {
			all = append(all, "…")
			break
		}
		all = append(all, strconv.Itoa(n))
	}
	return strings.Join(all, "、")
}

// differs compares what stands with what the scheme would give afresh.
func differs(s Scheme, st Street, owner string, rows []Row) ([]Finding, error) {
	var fresh []Gate
	for _, r := range rows {
		g := r.Gate
		if g.Owner == owner && g.Number > 0 && !r.Refused {
			g.Number, g.Sub = 0, 0
			fresh = append(fresh, g)
		}
	}
	plan, err := Number(s, st, owner, fresh)
	if err != nil {
		return nil, err
	}
	would := map[string]Row{}
	for _, r := range plan.Rows {
		would[r.ID] = r
	}
	var found []Finding
	for _, r := range rows {
		w, ok := would[r.ID]
		if ok && r.Owner == owner && r.Number > 0 && !w.Refused && (w.Number != r.Number || w.Sub != r.Sub) {
			now, by := s.Format(r.Number, r.Sub), s.Format(w.Number, w.Sub)
			found = append(found, Finding{ID: r.ID, Kind: "differs", Reason: Text{"现为" + now + "，按规则为" + by, "has " + now + ", by the scheme " + by}})
		}
	}
	return found, nil
}
