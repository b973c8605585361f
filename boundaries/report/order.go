package report

import (
	"cmp"
	"slices"
	"strings"
)

// Settled gives r with everything in the order in which it is printed, whatever
// the order in which it was read.
func (r *Report) Settled() *Report {
	s := *r
	s.Meetings = sorted(r.Meetings, func(a, b Meeting) int {
		return cmp.Or(strings.Compare(a.On.String(), b.On.String()), strings.Compare(a.Place, b.Place), strings.Compare(a.Text, b.Text))
	})
	s.Markers = sorted(r.Markers, func(a, b Marker) int { return cmp.Or(natural(a.Number, b.Number), strings.Compare(a.ID, b.ID)) })
	for i := range s.Markers {
		m := &s.Markers[i]
		m.References = sorted(m.References, func(a, b Reference) int { return cmp.Or(natural(a.Name, b.Name), strings.Compare(a.ID, b.ID)) })
		m.Seen = observations(m.Seen)
	}
	s.Segments = sorted(r.Segments, func(a, b Segment) int {
		return cmp.Or(natural(a.From, b.From), natural(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	for i := range s.Segments {
		s.Segments[i].Seen = observations(s.Segments[i].Seen)
	}
	s.Whole = observations(r.Whole)
	s.Problems = sorted(r.Problems, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.Due.String(), b.Due.String()), natural(a.Object, b.Object), strings.Compare(a.Text, b.Text))
	})
	s.Sheets = sorted(r.Sheets, func(a, b Sheet) int {
		return cmp.Or(cmp.Compare(strength(b.State), strength(a.State)), cmp.Compare(len(b.Records), len(a.Records)), strings.Compare(a.Digest, b.Digest))
	})
	for i := range s.Sheets {
		t := &s.Sheets[i]
		t.Records = sorted(t.Records, strings.Compare)
		t.Signatures = sorted(t.Signatures, func(a, b Signature) int {
			return cmp.Or(cmp.Compare(a.Side, b.Side), a.SignedAt.Compare(b.SignedAt), strings.Compare(a.Device, b.Device))
		})
	}
	return &s
}

// strength orders the states of sheets, the weakest first.
func strength(state string) int {
	return slices.Index([]string{"incomplete", "one_sided", "same_device", "joint"}, state)
}

func sorted[T any](all []T, by func(a, b T) int) []T {
	all = slices.Clone(all)
	slices.SortStableFunc(all, by)
	return all
}

func observations(all []Observation) []Observation {
	return sorted(all, func(a, b Observation) int {
		return cmp.Or(cmp.Compare(a.Side, b.Side), a.PhoneTime.Compare(b.PhoneTime), strings.Compare(a.ID, b.ID))
	})
}

// natural compares texts so that numbers in them count as numbers: 2 stands
// before 12.
func natural(a, b string) int {
	for a != "" && b != "" {
		na, nb := digits(a), digits(b)
		if na > 0 && nb > 0 {
			x, y := strings.TrimLeft(a[:na], "0"), strings.TrimLeft(b[:nb], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); c != 0 {
				return c
			}
			a, b = a[na:], b[nb:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits is how many digits a text begins with.
func digits(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}
