// Package streetnumbers numbers the streets of the register by the schemes of
// package numbering: it reads a street with the addresses that stand on it,
// tries numbers for new gates, checks what stands, and enters what an officer
// accepts.
//
// On a street that runs through several townships the houses of each are a
// series of their own, in one view. Whoever numbers touches the series of
// their own divisions alone; a number stands once along one name.
package streetnumbers

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/gazetteer/numbering"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrStreet says that what was named is no street or lane.
	ErrStreet = errors.New("the place is no street or lane")
	// ErrNoStreet says that neither a street nor a line was given.
	ErrNoStreet = errors.New("a street or a drawn line is needed")
	// ErrDivision says that the division that decides the scheme is missing.
	ErrDivision = errors.New("the division that numbers is needed: a township or a village")
	// ErrProposal refuses to number by a scheme that nobody decided.
	ErrProposal = errors.New("no numbering scheme was decided for the division")
	// ErrChanged refuses what was tried on a street that is no longer the same.
	ErrChanged = errors.New("the street, its addresses or its scheme changed since the numbers were tried")
	// ErrGates refuses a batch of which some gates have no number.
	ErrGates = errors.New("some gates have no number")
	// ErrNothing says that there is no gate to number.
	ErrNothing = errors.New("there is no new gate")
	// ErrAfresh refuses to enter what was tried as if nothing stood.
	ErrAfresh = errors.New("numbers that were tried afresh are for comparison")
)

// May tells whether who asks may number in a division.
type May func(ctx context.Context, division uuid.UUID) (bool, error)

// A Gate is a house to be numbered: its gate, or its outline.
type Gate struct {
	ID       string
	At       *orb.Point // EPSG:4490; not needed beside an outline
	Outline  orb.Ring
	Division uuid.UUID // uuid.Nil: where its point lies
	Alley    bool
}

// A Request says what is to be numbered.
type Request struct {
	Street            uuid.UUID           // a place; uuid.Nil of a street that is only drawn
	Line              orb.MultiLineString // drawn; nil: as the register has the street
	Along             []uuid.UUID         // places on the same line under other names, shown and left alone
	Division          uuid.UUID           // whose scheme it is, and where gates lie that no area holds; uuid.Nil: the street's
	Start             *orb.Point          // near the end where numbers begin
	DeadEnd, OneSided bool
	Afresh            bool // as if none of one's own addresses had a number, for comparison
	Gates             []Gate
}

// A Row is a gate with what became of it.
type Row struct {
	numbering.Row
	Address  uuid.UUID // that stands; uuid.Nil of a new gate
	Division uuid.UUID
	Township string // whose series it is in
	Today    string // number that stands, such as 12-1号; "" of a new gate
	Text     string // number after the trial
	Mine     bool   // who asks may number in its division
	Behind   bool   // of what stands: a building or a room behind the door, which is no address itself
	Hidden   bool   // it is internal and not theirs: only its number is told
}

// New tells a gate that the register does not have yet.
func (r Row) New() bool { return r.Address == uuid.Nil && !r.Hidden }

// A Simulation is what would become of a street. Nothing of it is written.
type Simulation struct {
	Street   uuid.UUID
	Name     string
	Division uuid.UUID
	Scheme   numbering.Held
	Why      numbering.Text
	Course   orb.LineString // from start to end, EPSG:4490
	Length   float64        // metres
	Rows     []Row
	Findings []numbering.Finding
	Seen     string // stands for all that it rests on; Accept asks for it
}

// A Store reads and writes the numbers of streets.
type Store struct {
	Places     *gazetteer.Store
	Boundaries *boundaries.Store
	Addresses  *address.Store
	Schemes    *numbering.Store
}

// New gives a store on a pool or a transaction.
func New(places *gazetteer.Store, division *boundaries.Store, addresses *address.Store, schemes *numbering.Store) *Store {
	return &Store{places, division, addresses, schemes}
}

// In is the same store in a transaction.
func (s *Store) In(tx pgx.Tx) *Store {
	b := &boundaries.Store{DB: tx}
	return New(&gazetteer.Store{DB: tx, Boundaries: b}, b, &address.Store{DB: tx}, &numbering.Store{DB: tx})
}

// inside reads all that the register holds on a day.
func inside(on version.Date) boundaries.Reader {
	return boundaries.Reader{Internal: true, AsOf: version.AsOf{Valid: on}}
}
