package streetnumbers

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"diming/gazetteer/numbering"
	"diming/internal/version"
)

// Simulate tries numbers for the gates of a request and says of each why.
// may tells where who asks numbers, see where they may read what is internal.
// A *numbering.Error says what is wrong with the street or its scheme.
func (s *Store) Simulate(ctx context.Context, q Request, may, see May, on version.Date) (*Simulation, error) {
	v, err := s.survey(ctx, q, may, see, on)
	if err != nil {
		return nil, fmt.Errorf("number street %s: %w", q.Street, err)
	}
	sim, err := v.number()
	if err != nil {
		return nil, fmt.Errorf("number street %s: %w", q.Street, err)
	}
	return sim, nil
}

// Check holds the numbers that stand on a street to its scheme.
func (s *Store) Check(ctx context.Context, street uuid.UUID, start Request, may, see May, on version.Date) (*Simulation, error) {
	start.Street, start.Gates, start.Afresh = street, nil, false
	return s.Simulate(ctx, start, may, see, on)
}

// number tries the numbers of a survey. It reads nothing.
func (v *survey) number() (*Simulation, error) {
	sim := &Simulation{Street: v.request.Street, Name: v.name, Division: v.request.Division, Scheme: v.scheme, Rows: slices.Clone(v.rows)}
	if v.request.Afresh {
		for i := range sim.Rows {
			if r := &sim.Rows[i]; r.Mine && !r.NoPoint {
				r.Number, r.Sub = 0, 0
			}
		}
	}
	plan, err := v.try(sim, "") // lays the street, and says of each gate where it stands
	if err != nil {
		return nil, err
	}
	sim.Why, sim.Course, sim.Length = plan.Why, plan.Course, plan.Length
	sim.take(plan, func(Row) bool { return true })
	for _, owner := range sim.owners() {
		if plan, err = v.try(sim, owner); err != nil {
			return nil, err
		}
		sim.take(plan, func(r Row) bool { return r.Owner == owner && r.Mine })
	}
	for i := range sim.Rows {
		r, was := &sim.Rows[i], v.rows[i]
		if r.Hidden {
			r.Left, r.Refused, r.Reason = true, false, numbering.Text{ZH: "另一方未公开的门牌，只占用号码", EN: "an address of another division that is not public: its number is taken"}
		}
		switch {
		case r.Number == 0:
		case r.Number == was.Number && r.Sub == was.Sub:
			r.Text = r.Today
		default:
			r.Text = v.scheme.Format(r.Number, r.Sub)
		}
	}
	if err := v.find(sim); err != nil {
		return nil, err
	}
	sim.Seen, err = v.seen(sim)
	return sim, err
}

// try numbers the gates of one owner that were not refused before.
func (v *survey) try(sim *Simulation, owner string) (numbering.Plan, error) {
	gates := make([]numbering.Gate, 0, len(sim.Rows))
	for i, r := range sim.Rows {
		g := r.Gate
		if v.rows[i].Refused {
			g.Owner = "refused" // in nobody's series
		} else if owner != "" && g.Owner == owner && !r.Mine && g.Number == 0 {
			g.Owner = "others"
		}
		gates = append(gates, g)
	}
	return numbering.Number(v.scheme.Scheme, v.street, owner, gates)
}

// take keeps of a plan the rows that of says; what was refused before stays so.
func (sim *Simulation) take(plan numbering.Plan, of func(Row) bool) {
	for i, r := range plan.Rows {
		was := sim.Rows[i]
		if !of(was) {
			continue
		}
		r.Owner = was.Owner
		if was.Refused && was.Reason.ZH != "" && r.Number == 0 {
			r.Refused, r.Reason = true, was.Reason
		}
		sim.Rows[i].Row = r
	}
}

// owners are the series of who asks, in the order in which they come
// along the street.
func (sim *Simulation) owners() []string {
	first := map[string]float64{}
	for _, r := range sim.Rows {
		if at, seen := first[r.Owner]; r.Mine && (!seen || r.Chainage < at) {
			first[r.Owner] = r.Chainage
		}
	}
	all := []string{}
	for owner := range first {
		all = append(all, owner)
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(first[a], first[b]), cmp.Compare(a, b)) })
	return all
}

// find checks the street as it would be. Of what stands, that is with its old
// neighbours: a new gate in between is no fault of theirs. A new number is
// what the scheme gives, and is not compared with it.
func (v *survey) find(sim *Simulation) error {
	gates, standing := []numbering.Gate{}, []numbering.Gate{}
	isNew, hidden := map[string]bool{}, map[string]bool{}
	for _, r := range sim.Rows {
		gates = append(gates, r.Gate)
		if isNew[r.ID], hidden[r.ID] = r.New(), r.Hidden; !r.New() {
			standing = append(standing, r.Gate)
		}
	}
	all, err1 := numbering.Check(v.scheme.Scheme, v.street, gates)
	old, err2 := numbering.Check(v.scheme.Scheme, v.street, standing)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	sim.Findings = slices.DeleteFunc(old, func(f numbering.Finding) bool {
		return f.Kind == "differs" && v.request.Afresh || f.Kind == "no_point" && hidden[f.ID]
	})
	for _, f := range all {
		if isNew[f.ID] && f.Kind != "differs" && f.Kind != "gap" {
			sim.Findings = append(sim.Findings, f)
		}
	}
	return nil
}

// seen is a digest of what a trial rests on and what it came to.
func (v *survey) seen(sim *Simulation) (string, error) {
	type one struct {
		ID, Owner   string
		Lon, Lat    float64
		Number, Sub int
		Refused     bool
	}
	all := []one{}
	for _, r := range sim.Rows {
		all = append(all, one{r.ID, r.Owner, r.At[0], r.At[1], r.Number, r.Sub, r.Refused})
	}
	text, err := json.Marshal([]any{sim.Street, sim.Division, v.scheme.Division, v.scheme.Version, sim.Course, all})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}
