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
	// numbers that the scheme keeps there; what differs is in order, and yet not
	// what the scheme gives.
	Kind   string `json:"kind"`
	Reason Text   `json:"reason"`
	Other  string `json:"other,omitempty"` // of a duplicate: the gate that has the number too
}

// A kerb is one side of a street with the numbers that one owner gave there.
type kerb struct {
	fit    []*Row // of the side's parity
	misfit []*Row // of the other
}

// Check holds the numbers that stand on a street to the scheme: each owner's
// series by itself, and duplicates within it. A gate without a number is not
// spoken of. Each gate is judged between its neighbours, so that one which is
// wrong is the only one that is blamed.
func Check(s Scheme, st Street, gates []Gate) ([]Finding, error) {
	t, rows, err := measure(s, st, gates)
	if err != nil {
		return nil, err
	}
	type side struct {
		owner  string
		parity int
	}
	var found []Finding
	kerbs := map[side]*kerb{}
	var sound, unsound []*Row
	for i := range rows {
		r := &rows[i]
		if r.Number == 0 {
			continue
		}
		if r.Refused {
			found, unsound = append(found, Finding{ID: r.ID, Kind: r.offKind(), Reason: r.Reason}), append(unsound, r)
			continue
		}
		at := side{r.Owner, parityOf(s, st, t, r)}
		if kerbs[at] == nil {
			kerbs[at] = &kerb{}
		}
		if r.Number%2 != at.parity%2 {
			found, unsound = append(found, s.wrongSide(r, at.parity)), append(unsound, r)
			kerbs[at].misfit = append(kerbs[at].misfit, r)
			continue
		}
		sound, kerbs[at].fit = append(sound, r), append(kerbs[at].fit, r)
	}
	found = append(found, s.twice(st, append(sound, unsound...))...)
	for _, k := range kerbs {
		if len(k.fit) == 0 {
			continue
		}
		chain, out := chained(k.fit)
		for _, o := range out {
			k.misfit = append(k.misfit, o.row)
		}
		found = append(found, out.findings(s)...)
		found = append(found, s.follow(chain, k.misfit)...)
		found = append(found, s.begins(st, chain, rows)...)
		found = append(found, s.differs(k.fit, rows)...)
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Kind, b.Kind)) })
	return found, nil
}

func (s Scheme) wrongSide(r *Row, parity int) Finding {
	return Finding{ID: r.ID, Kind: "parity", Reason: Text{fmt.Sprintf("%s在%s侧，此侧应为%s", s.Format(r.Number, r.Sub), zhWord[string(r.Side)], zhWord[oddWord(parity)]),
		fmt.Sprintf("number %d stands on the %s side, whose numbers are %s", r.Number, r.Side, oddWord(parity))}}
}

// twice finds the numbers that stand more than once. Of two the later of rows
// is blamed: those that are wrong already come last.
func (s Scheme) twice(st Street, rows []*Row) []Finding {
	var found []Finding
	seen := map[string]string{}
	for _, r := range rows {
		series := r.Owner
		if st.Once && !r.Elsewhere {
			series = "\x00"
		}
		key := fmt.Sprintf("%s\x00%d\x00%d", series, r.Number, r.Sub)
		if other, dup := seen[key]; dup {
			found = append(found, Finding{ID: r.ID, Kind: "duplicate", Other: other,
				Reason: Text{s.Format(r.Number, r.Sub) + "在这条街上不止一个（重号）", s.Format(r.Number, r.Sub) + " stands more than once on this street"}})
			continue
		}
		seen[key] = r.ID
	}
	return found
}

// follow finds where the numbers of a side, which rise along it, jump by more
// than the gap between their gates explains. An inserted gate, such as 18-1,
// counts with the number behind which it stands, and one that took a number
// kept for it with the gate before: nobody is blamed for it. A gate in between
// whose own number is wrong has room for the right one.
func (s Scheme) follow(chain, misfit []*Row) []Finding {
	var found []Finding
	for i := 1; i < len(chain); i++ {
		a, b := chain[i-1], chain[i]
		free := between(a, b, misfit)
		if len(free) == 0 {
			continue
		}
		kept, room := a.Number+2, 0
		for _, from := range anchors(chain[:i]) {
			want, _ := s.want(2-a.Number%2, from.Number, from.Chainage, b, 0)
			kept = max(kept, want)
		}
		for _, r := range misfit {
			if a.Chainage <= r.Chainage && r.Chainage <= b.Chainage {
				room += 2
			}
		}
		text := list(free)
		switch {
		case b.Number > kept+room:
			found = append(found, Finding{ID: b.ID, Kind: "jump", Reason: Text{fmt.Sprintf("%d号后跳到%d号，中间没有%s", a.Number, b.Number, text), fmt.Sprintf("jumps from %d to %d; %s stand nowhere", a.Number, b.Number, text)}})
		case b.Number <= kept:
			found = append(found, Finding{ID: b.ID, Kind: "gap", Reason: Text{fmt.Sprintf("%d号与%d号之间空号：%s，间距%.2f米，按规则为预留", a.Number, b.Number, text, b.Chainage-a.Chainage),
				fmt.Sprintf("free between %d and %d: %s, kept by the scheme over %.2f m", a.Number, b.Number, text, b.Chainage-a.Chainage)}})
		}
	}
	return found
}

// anchors are the gates from which the gap behind the last may be measured: the
// one that has its number first, and up to three before it whose numbers follow
// each other without a gap, as of gates that were put in later.
func anchors(chain []*Row) []*Row {
	at := len(chain) - 1
	for at > 0 && chain[at-1].Number == chain[at].Number {
		at--
	}
	all := []*Row{chain[at]}
	for len(all) < 4 && at > 0 && chain[at-1].Number >= chain[at].Number-2 {
		at--
		all = append(all, chain[at])
	}
	return all
}

// between gives the numbers between two that no misfit has.
func between(a, b *Row, misfit []*Row) []int {
	var free []int
	for n := a.Number + 2; n < b.Number; n += 2 {
		if !slices.ContainsFunc(misfit, func(r *Row) bool { return r.Number == n }) {
			free = append(free, n)
		}
	}
	return free
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
	free := list(between(&Row{Gate: Gate{Number: first - 2}}, rs[0], nil))
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

// list writes numbers, the first ten of them.
func list(numbers []int) string {
	var all []string
	for i, n := range numbers {
		if i == 10 {
			all = append(all, "…")
			break
		}
		all = append(all, strconv.Itoa(n))
	}
	return strings.Join(all, "、")
}

// differs says of numbers that are in order why the scheme would give another
// all the same: one that the distance does not give, or an insert behind a
// number that does not stand. What the scheme would give if the street were
// numbered afresh is not asked: after one inserted gate every number would be
// another.
func (s Scheme) differs(rs []*Row, all []Row) []Finding {
	stands := map[int]bool{}
	for _, r := range all {
		if r.Sub == 0 {
			stands[r.Number] = true
		}
	}
	var found []Finding
	for _, r := range rs {
		now := s.Format(r.Number, r.Sub)
		want, why := s.want(2-r.Number%2, 0, 0, r, 0)
		switch {
		case r.Sub > 0 && !stands[r.Number]:
			found = append(found, Finding{ID: r.ID, Kind: "differs", Reason: Text{fmt.Sprintf("%s是插号，街上却没有%d号", now, r.Number), fmt.Sprintf("%s is an insert, and no %d stands here", now, r.Number)}})
		case r.Sub == 0 && s.Mode == ByDistance && want != r.Number:
			found = append(found, Finding{ID: r.ID, Kind: "differs", Reason: Text{fmt.Sprintf("现为%s，按距离为%s（%s）", now, s.Format(want, 0), why.ZH), fmt.Sprintf("has %s, by its distance %s (%s)", now, s.Format(want, 0), why.EN)}})
		}
	}
	return found
}
