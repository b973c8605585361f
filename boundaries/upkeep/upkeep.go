// Package upkeep keeps the entrusted management 委托管理 of boundary lines:
// contracts with keepers, who are villages or natural persons; their patrols,
// each due in a period of its contract; reports of events against a clock of
// hours; and what offices do about a line between joint inspections: return
// visits, consultations, disputes, agreements, the peaceful boundary 平安边界.
//
// The model is the contract of 委托管理 as Guangdong uses it; its numbers are
// settings. National law says who may do what to a marker: one side clears weeds
// and paints the text again, and repairs only with the other side present
// (行政区域界线管理条例 art. 6).
//
// Natural persons stand in person_detail alone. A side's contracts, patrols and
// visits are its own; reports are read by both sides; of the other matters, those
// that are shared. Nothing here is read for the public.
package upkeep

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("no such record of upkeep")
	ErrMissing  = errors.New("something that the record needs is not said")
	ErrSpan     = errors.New("the days are not in order")
	ErrState    = errors.New("the record is closed")
	ErrTime     = errors.New("the moment lies in the future or outside the contract")
	// ErrDone refuses a second regular patrol of one period.
	ErrDone = errors.New("the period has its patrol already")
	// ErrMarker refuses a marker or matter that is not of the line.
	ErrMarker = errors.New("this is no marker of the contract")
	// ErrKeeper refuses an account that keeps already, or not.
	ErrKeeper = errors.New("the account keeps under the contract already")
	// ErrShared refuses what is not shared to be shared, such as a visit.
	ErrShared = errors.New("this is not shared with the other side")
	// ErrMatter refuses a matter to be about one that it cannot be about.
	ErrMatter = errors.New("this is no matter of the line that it could be about")
)

// A Store keeps contracts and what comes of them.
type Store struct{ DB pg.DB }

// A Seat is one side of a line, with the division that owns it.
type Seat struct {
	Line     uuid.UUID
	Side     boundaries.Side
	Division uuid.UUID
}

// A Scope is what a reader reads of: the seats of their offices, or everything.
type Scope struct {
	Whole bool
	Seats []Seat
}

// Has tells whether the scope holds a seat.
func (s Scope) Has(line uuid.UUID, side boundaries.Side) bool {
	return s.Whole || slices.ContainsFunc(s.Seats, func(k Seat) bool { return k.Line == line && k.Side == side })
}

// arguments are the scope as a query takes it: everything, lines, sides.
func (s Scope) arguments() (whole bool, lines []uuid.UUID, sides []string) {
	for _, k := range s.Seats {
		lines, sides = append(lines, k.Line), append(sides, string(k.Side))
	}
	return s.Whole, lines, sides
}

// A Person is who is named in a record: kept in person_detail alone.
type Person struct {
	Name    string `json:"name"`
	Contact string `json:"contact,omitempty"`
}

// keepPerson keeps a person's data; nobody gives no reference.
func keepPerson(ctx context.Context, tx pgx.Tx, p Person) (*ledger.PersonRef, *uuid.UUID, error) {
	if p == (Person{}) {
		return nil, nil, nil
	}
	text, err := json.Marshal(p)
	if err != nil {
		return nil, nil, err
	}
	ref, err := ledger.KeepPerson(ctx, tx, string(text))
	if err != nil {
		return nil, nil, err
	}
	return &ref, &ref.ID, nil
}

// readPerson reads what keepPerson kept; of an erased person nothing.
func readPerson(detail *string) Person {
	var p Person
	if detail != nil {
		_ = json.Unmarshal([]byte(*detail), &p) // written by keepPerson alone
	}
	return p
}

// A Rule is a number that a place sets, and on what it rests.
type Rule struct {
	Number int
	Basis  string
}

// rule gives a number as it is set for a division on a day, or the program's.
func rule(ctx context.Context, db pg.DB, division uuid.UUID, key string, on version.Date) (Rule, error) {
	known, err := boundaries.Known(key)
	if err != nil {
		return Rule{}, err
	}
	value, basis := known.Default, known.Basis
	in := boundaries.Store{DB: db}
	if set, why, ok, err := in.Setting(ctx, division, key, on); err != nil {
		return Rule{}, fmt.Errorf("setting %s: %w", key, err)
	} else if ok {
		value, basis = set, why
	}
	n, err := strconv.Atoi(value)
	return Rule{n, basis}, err
}

// Rules are the numbers that hold for a division on a day.
type Rules struct{ PatrolMonths, ReportHours, ClearRadius, Strip, WarnDays Rule }

// Rules gives them.
func (s *Store) Rules(ctx context.Context, division uuid.UUID, on version.Date) (Rules, error) {
	var r Rules
	for key, to := range map[string]*Rule{boundaries.SettingPatrolMonths: &r.PatrolMonths, boundaries.SettingReportHours: &r.ReportHours,
		boundaries.SettingClearRadius: &r.ClearRadius, boundaries.SettingStrip: &r.Strip, boundaries.SettingUpkeepWarn: &r.WarnDays} {
		var err error
		if *to, err = rule(ctx, s.DB, division, key, on); err != nil {
			return Rules{}, err
		}
	}
	return r, nil
}

// newID is an id for a record that is about to be written.
func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
