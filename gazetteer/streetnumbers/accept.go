package streetnumbers

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/address"
	"diming/internal/version"
)

// An Acceptance says what of a trial is entered, and why.
type Acceptance struct {
	Request
	Seen       string // of the trial that was seen
	Visibility string // of the addresses; "" is internal
	Source     string // "" names the scheme
	Reason     string
}

// A GatesError names the gates of a batch that have no number.
type GatesError struct{ Rows []Row }

func (e *GatesError) Error() string { return fmt.Sprintf("%d gates have no number", len(e.Rows)) }

// Unwrap lets errors.Is find ErrGates.
func (e *GatesError) Unwrap() error { return ErrGates }

// Accept enters the new numbers of a trial in tx as one batch, all or none, if
// the street is still as it was when they were tried. Of two who accept on one
// street at once the second is ErrChanged. It gives the addresses and the
// ledger entry. The mouth of an alley keeps its number and is no address.
func (s *Store) Accept(ctx context.Context, tx pgx.Tx, actor uuid.UUID, a Acceptance, may, see May, today version.Date) ([]uuid.UUID, int64, error) {
	switch {
	case a.Street == uuid.Nil:
		return nil, 0, ErrNoStreet
	case a.Afresh:
		return nil, 0, ErrAfresh
	}
	if err := address.HoldStreet(ctx, tx, a.Street); err != nil {
		return nil, 0, err
	}
	in := s.In(tx)
	sim, err := in.Simulate(ctx, a.Request, may, see, today)
	if err != nil {
		return nil, 0, err
	}
	drafts, err := sim.drafts(a, today)
	if err != nil {
		return nil, 0, err
	}
	return in.Addresses.AddBatch(ctx, actor, drafts, a.Reason, today)
}

// drafts are the addresses of the new gates of a trial that was seen.
func (sim *Simulation) drafts(a Acceptance, today version.Date) ([]address.Draft, error) {
	switch {
	case sim.Scheme.Proposal():
		return nil, ErrProposal
	case sim.Seen != a.Seen:
		return nil, ErrChanged
	}
	source := a.Source
	if source == "" {
		source = "按编号规则“" + sim.Scheme.Name + "”编号"
	}
	var drafts []address.Draft
	var without []Row
	for _, r := range sim.Rows {
		switch {
		case !r.New():
			continue
		case r.Refused || r.Left || r.Number == 0:
			without = append(without, r)
			continue
		case r.Alley:
			continue
		}
		d := address.Draft{Components: address.Components{Division: r.Division, Way: sim.Street, Number: strconv.Itoa(r.Number)}, Entrance: &r.At,
			Visibility: a.Visibility, Source: source, Valid: version.Span{From: today}}
		if r.Sub > 0 {
			d.Sub, d.InsertFormat = strconv.Itoa(r.Sub), sim.Scheme.Insert
		}
		drafts = append(drafts, d)
	}
	switch {
	case len(without) > 0:
		return nil, &GatesError{without}
	case len(drafts) == 0:
		return nil, ErrNothing
	}
	return drafts, nil
}
