package redivision

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/heritage"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A Simulation is what a case would do if it took effect on a day.
type Simulation struct {
	On       string    `json:"on"`
	Rows     []Row     `json:"rows"`
	Problems []Problem `json:"problems"`
	Claims   []Claim   `json:"claims"`   // names that gain or lose their standing
	Findings []Finding `json:"findings"` // names that would be double
	Touched  []Touch   `json:"touched"`
	Before   string    `json:"before_svg"` // "" where no area is held
	After    string    `json:"after_svg"`
	Digest   string    `json:"digest"` // of all the above but the sketches: what is enacted is what was seen
}

// A Claim is a name's standing in a scope that begins or ends.
type Claim struct {
	Division uuid.UUID `json:"division"`
	Name     string    `json:"name"`
	Scope    string    `json:"scope"`
	Gained   bool      `json:"gained"`
}

// A Finding is a name that would stand twice in its scope.
type Finding struct {
	Name     string `json:"name"`
	Division string `json:"division"`
	Other    string `json:"other"`
}

// Ready tells whether nothing stands against it.
func (s *Simulation) Ready() bool { return len(s.Problems) == 0 && len(s.Findings) == 0 }

var errTried = errors.New("tried, and taken back")

// Simulate tells what a case would do on a day, the day it takes effect or
// today where that is not known. It makes the change and takes it back.
func (s *Store) Simulate(ctx context.Context, c Case) (*Simulation, error) {
	on := c.Effective
	if on.IsZero() {
		on = version.Today()
	}
	sim := &Simulation{On: on.String(), Problems: []Problem{}, Claims: []Claim{}, Findings: []Finding{}}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		plan, err := s.simulateIn(ctx, tx, c, on, sim)
		if err != nil || len(sim.Problems) > 0 {
			return err
		}
		if err := s.try(ctx, tx, c, plan, on, sim); err != nil {
			return err
		}
		return errTried
	})
	if err != nil && !errors.Is(err, errTried) {
		return nil, fmt.Errorf("simulate division case %s: %w", c.ID, err)
	}
	sim.Digest, err = sim.digest()
	return sim, err
}

// simulateIn makes the plan and counts what it touches.
func (s *Store) simulateIn(ctx context.Context, tx pgx.Tx, c Case, on version.Date, sim *Simulation) (Plan, error) {
	if err := boundaries.LockCodes(ctx, tx); err != nil {
		return Plan{}, err
	}
	held, err := readHeld(ctx, tx, c.Proposal, on)
	if err != nil {
		return Plan{}, err
	}
	plan := Make(c.Proposal, held)
	sim.Rows, sim.Problems = plan.Rows, append(sim.Problems, plan.Problems...)
	ids := make([]uuid.UUID, 0, len(plan.Rows))
	for _, r := range plan.Rows {
		if r.OldCode == "" {
			continue
		}
		ids = append(ids, r.Division)
		if r.OldName == r.NewName {
			continue
		}
		switch err := heritage.MayRename(ctx, tx, r.Division); {
		case errors.Is(err, heritage.ErrNoPlan):
			sim.Problems = append(sim.Problems, Problem{"heritage", "“" + r.OldName + "”已列入地名保护名录，须先登记保护方案，才能更名或撤销"})
		case err != nil:
			return plan, err
		}
	}
	sim.Touched, err = s.touched(ctx, tx, ids, on)
	if err != nil {
		return plan, err
	}
	sim.Before, err = sketchOf(ctx, tx, plan, eveOf(on), false)
	return plan, err
}

// try makes the change in tx leniently and reads what it did to names and areas.
func (s *Store) try(ctx context.Context, tx pgx.Tx, c Case, plan Plan, on version.Date, sim *Simulation) error {
	entry, turns, err := s.write(ctx, tx, c, plan, on, true)
	switch {
	case errors.Is(err, boundaries.ErrLaterVersion):
		sim.Problems = append(sim.Problems, Problem{"later_version", "登记中已有生效日之后的变更，须先核对：补录不能覆盖以后的登记"})
		return nil
	case err != nil:
		return err
	}
	if err := sim.tellClaims(ctx, tx, turns, on); err != nil {
		return err
	}
	found, err := (&gazetteer.Store{DB: tx}).FindingsOf(ctx, entry)
	if err != nil {
		return err
	}
	for _, f := range found {
		sim.Findings = append(sim.Findings, Finding{f.Name, f.Division, f.OtherDivision + " " + f.OtherName})
	}
	sim.After, err = sketchOf(ctx, tx, plan, on, true)
	return err
}

func (s *Simulation) tellClaims(ctx context.Context, tx pgx.Tx, turns []gazetteer.ClaimTurn, on version.Date) error {
	divisions := boundaries.Store{DB: tx}
	scopes := map[uuid.UUID]string{uuid.Nil: "全国"}
	for _, t := range turns {
		if _, ok := scopes[t.Scope]; !ok {
			d, err := divisions.ByID(ctx, boundaries.Reader{AsOf: version.AsOf{Valid: on}, Internal: true}, t.Scope)
			if err != nil && !errors.Is(err, boundaries.ErrNotFound) {
				return err
			}
			scopes[t.Scope] = d.Name
		}
		s.Claims = append(s.Claims, Claim{t.Place, t.Name, scopes[t.Scope], t.Gained})
	}
	return nil
}

// digest is taken of what an approver reads before enacting.
func (s *Simulation) digest() (string, error) {
	seen := struct {
		On       string
		Rows     []Row
		Problems []Problem
		Findings []Finding
	}{s.On, s.Rows, s.Problems, s.Findings}
	text, err := json.Marshal(seen)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// readHeld reads the divisions around a proposal on the eve of its day: of
// every division that it names the whole county, and all codes ever borne
// under their prefecture.
func readHeld(ctx context.Context, tx pgx.Tx, p Proposal, on version.Date) (Held, error) {
	divisions := boundaries.Store{DB: tx}
	eve := boundaries.Reader{AsOf: version.AsOf{Valid: eveOf(on)}, Internal: true}
	held, roots, prefixes := Held{Divisions: map[uuid.UUID]boundaries.Division{}}, map[uuid.UUID]bool{}, []string{}
	for _, id := range p.Named() {
		chain, err := divisions.Chain(ctx, eve, id)
		if err != nil {
			return held, err
		}
		for _, d := range chain {
			held.Divisions[d.ID] = d
			if d.Level == boundaries.County {
				roots[d.ID] = true
			}
		}
		if len(chain) > 0 {
			top := chain[len(chain)-1]
			prefix := top.Code[:min(len(top.Code), 4)]
			if !slices.Contains(prefixes, prefix) {
				prefixes = append(prefixes, prefix)
				used, err := divisions.UsedCodes(ctx, top.System, prefix)
				if err != nil {
					return held, err
				}
				held.Used = append(held.Used, used...)
			}
		}
	}
	for root := range roots {
		under, err := divisions.Under(ctx, eve, root)
		if err != nil {
			return held, err
		}
		for _, d := range under {
			held.Divisions[d.ID] = d
		}
	}
	return held, nil
}

func eveOf(d version.Date) version.Date { return version.DayOf(d.Time().AddDate(0, 0, -1)) }

// write writes a plan with its events as one bulk entry.
func (s *Store) write(ctx context.Context, tx pgx.Tx, c Case, plan Plan, on version.Date, lenient bool) (int64, []gazetteer.ClaimTurn, error) {
	var digester ledger.Digester
	for _, r := range plan.Rows {
		if err := digester.Add(ledger.Fields{"division": r.Division, "code": r.NewCode, "name": r.NewName, "above": r.NewAbove}); err != nil {
			return 0, nil, err
		}
	}
	digest := digester.Digest()
	actor := c.Applicant
	if c.DecidedBy != nil {
		actor = *c.DecidedBy
	}
	county, err := countyOf(ctx, tx, c.Home)
	if err != nil {
		return 0, nil, err
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "division.redivide", Kind: "division", County: county, Public: true,
		Reason: c.ReplyBy + " " + c.ReplyNo, Batch: &digest, After: ledger.Fields{"case": c.ID, "title": c.Title, "effective": on.String(), "reply": c.ReplyNo}})
	if err != nil {
		return 0, nil, err
	}
	turns, err := gazetteer.Redivide(ctx, tx, gazetteer.Redivision{Changes: plan.changes, From: on, Lenient: lenient,
		Basis: "按区划调整推算（" + on.String() + "），勘界后以登记的界线为准"}, entry)
	if err != nil {
		return 0, nil, err
	}
	for _, e := range plan.Events {
		e.Effective, e.Precision, e.ApprovedBy, e.ApprovalNo, e.Basis = on, "day", c.ReplyBy, c.ReplyNo, c.Title+"（"+c.ReplyNo+"）"
		if _, err := boundaries.RecordEvent(ctx, tx, e, entry); err != nil {
			return 0, nil, err
		}
	}
	return entry, turns, nil
}

func countyOf(ctx context.Context, tx pgx.Tx, home uuid.UUID) (string, error) {
	d, err := (&boundaries.Store{DB: tx}).ByID(ctx, boundaries.Reader{Internal: true}, home)
	if errors.Is(err, boundaries.ErrNotFound) {
		return "", nil
	}
	return boundaries.CountyOf(d.System, d.Code), err
}
