package streetnumbers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/gazetteer/address"
	"diming/gazetteer/numbering"
	"diming/internal/version"
)

// A Work is a street whose numbers need work, as far as one's own divisions go.
type Work struct {
	Street       uuid.UUID
	Name         string
	Division     uuid.UUID // where the register has it; uuid.Nil unknown
	DivisionName string
	Doors        int
	Wrong        map[string]int  // doors by kind of finding, without the numbers that the scheme keeps
	NoNumber     int             // addresses of the street without a door number
	Unchecked    *numbering.Text // why its numbers cannot be held to the scheme; nil where they were
}

// WorkCursor is where a page of streets ended.
type WorkCursor struct {
	Weight int
	Street uuid.UUID // nil: the beginning
}

// Cursor is where a page that ends with w ended.
func (w Work) Cursor() WorkCursor { return WorkCursor{w.weight(), w.Street} }

// Gates is how many findings its doors have, without those that only lack a
// position.
func (w Work) Gates() int {
	n := 0
	for kind, of := range w.Wrong {
		if kind != "no_point" {
			n += of
		}
	}
	return n
}

// weight orders streets by what is wrong of them: numbers first, then a street
// that cannot be checked, then what has no number or no position.
func (w Work) weight() int {
	n := 1000*w.Gates() + min(999, w.NoNumber+w.Wrong["no_point"])
	if w.Unchecked != nil {
		n += 500
	}
	return n
}

// ToDo gives the streets of divisions, or of all, whose numbers need work, the
// worst first: up to limit behind a cursor. Every street is looked at for each
// page.
func (s *Store) ToDo(ctx context.Context, within []uuid.UUID, whole bool, on version.Date, after WorkCursor, limit int) ([]Work, error) {
	streets, err := s.streetsOf(ctx, within, whole, on)
	if err != nil {
		return nil, fmt.Errorf("streets to number: %w", err)
	}
	ids := make([]uuid.UUID, len(streets))
	for i, st := range streets {
		ids[i] = st.id
	}
	all, err := s.Addresses.Standing(ctx, ids, on)
	if err != nil {
		return nil, err
	}
	ground, err := s.groundOf(ctx, all, within, whole, on)
	if err != nil {
		return nil, fmt.Errorf("streets to number: %w", err)
	}
	of := map[uuid.UUID][]address.Standing{}
	for _, a := range all {
		of[a.Way] = append(of[a.Way], a)
	}
	schemes := map[uuid.UUID]numbering.Scheme{}
	var found []Work
	for _, st := range streets {
		scheme, known := schemes[st.within]
		if !known {
			held, err := s.Schemes.In(ctx, st.within, on)
			if err != nil {
				return nil, err
			}
			scheme = held.Scheme
			schemes[st.within] = scheme
		}
		w, err := st.work(scheme, of[st.id], ground)
		if err != nil {
			return nil, fmt.Errorf("numbers of street %s: %w", st.id, err)
		}
		if w.weight() > 0 && (after.Street == uuid.Nil || w.after(after)) {
			found = append(found, w)
		}
	}
	slices.SortFunc(found, func(a, b Work) int {
		return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(a.Street.String(), b.Street.String()))
	})
	return found[:min(limit, len(found))], nil
}

func (w Work) after(c WorkCursor) bool {
	n := w.weight()
	return n < c.Weight || n == c.Weight && w.Street.String() > c.Street.String()
}

// A ground is a division as the numbers of its houses count: in which series,
// and whether it is one's own.
type ground struct {
	owner string
	mine  bool
}

// A worked is a street as the list reads it.
type worked struct {
	id, within         uuid.UUID
	name, divisionName string
	line               orb.MultiLineString
}

// work holds the doors of a street to a scheme. It reads nothing.
func (st worked) work(scheme numbering.Scheme, all []address.Standing, grounds map[uuid.UUID]ground) (Work, error) {
	w := Work{Street: st.id, Name: st.name, Division: st.within, DivisionName: st.divisionName, Wrong: map[string]int{}}
	var gates []numbering.Gate
	mine := map[string]bool{}
	for _, a := range all {
		if a.Number == "" && grounds[a.Division].mine {
			w.NoNumber++
		}
	}
	for _, a := range doorsOf(all) {
		g, err := gateOf(a)
		if err != nil {
			return w, err
		}
		at := grounds[a.Division]
		g.Owner, mine[g.ID] = at.owner, at.mine
		if at.mine {
			w.Doors++
		}
		gates = append(gates, g)
	}
	findings, err := numbering.Check(scheme, numbering.Street{Line: st.line, Once: true}, gates)
	var told *numbering.Error
	if errors.As(err, &told) {
		w.Unchecked = &told.Text
		return w, nil
	}
	for _, f := range findings {
		if f.Kind != "gap" && mine[f.ID] {
			w.Wrong[f.Kind]++
		}
	}
	return w, err
}
