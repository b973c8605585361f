// Package address keeps the standard addresses 标准地址: what each is made of,
// in two times, and the steps of its life (地名管理条例 art. 21).
//
// An address names the division, the natural village, the street and the
// compound that it lies in by reference. Its text is no column: [Text] makes it
// from these components and from what they are called on the day asked about,
// so that a rename changes the text of every address under it by itself, and
// what was printed before can still be told.
package address

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/pg"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound  = errors.New("address not found")
	ErrWithdrawn = errors.New("address was withdrawn from the register")
	// ErrChanged refuses a change of an address that was changed since it was read.
	ErrChanged = errors.New("the address was changed meanwhile")
	// ErrTaken refuses an address that stands already.
	ErrTaken = errors.New("another standing address has this number")
	// ErrContent refuses an address whose parts do not fit together.
	ErrContent = errors.New("the address lacks something or its parts do not fit together")
	// ErrStep refuses a step that does not lead on from the address's state.
	ErrStep = errors.New("this step does not follow from the state of the address")
	// ErrDay refuses a step before the one before it, or after today.
	ErrDay = errors.New("the day of the step does not follow the step before, or lies ahead")
	// ErrReason says that a change needs a reason for the ledger.
	ErrReason = errors.New("a reason is needed")
	// ErrAuxiliary refuses to end a main address whose auxiliary addresses stand.
	ErrAuxiliary = errors.New("auxiliary addresses of this address still stand")
)

// A ContentError says of an address what does not fit, in words for who
// entered it.
type ContentError struct{ ZH, EN string }

func (e *ContentError) Error() string { return e.EN }

// Unwrap lets errors.Is find ErrContent.
func (e *ContentError) Unwrap() error { return ErrContent }

func content(zh, en string) error { return &ContentError{zh, en} }

// A TakenError names the number that another address has.
type TakenError struct {
	Number string    // the part of the text from the number on, such as 12-1号3幢
	Other  uuid.UUID // the address that stands; uuid.Nil where the same batch has it twice
}

func (e *TakenError) Error() string {
	if e.Other == uuid.Nil {
		return fmt.Sprintf("%s stands twice in what was entered", e.Number)
	}
	return fmt.Sprintf("%s is the number of address %s", e.Number, e.Other)
}

// Unwrap lets errors.Is find ErrTaken.
func (e *TakenError) Unwrap() error { return ErrTaken }

// A Kind tells a main address from another way to address the same thing.
type Kind string

// The kinds of address 主辅地址 (GB/T 39609).
const (
	Main      Kind = "main"
	Auxiliary Kind = "auxiliary"
)

// Components are what an address is made of, from the largest on. A part that
// is uuid.Nil or "" is not there.
type Components struct {
	Division     uuid.UUID // the lowest it lies in: a village, or a township
	Settlement   uuid.UUID // natural village 自然村
	Way          uuid.UUID // street, lane 街路巷
	Number       string    // digits, without 号
	Sub          string    // of a number that was inserted: the 1 of 12-1号
	InsertFormat string    // how Sub is written behind Number: -, 之 or 附
	Compound     uuid.UUID // estate or yard 小区、院落
	Building     string    // without 幢
	Unit         string    // without 单元
	Floor        string    // without 层
	Room         string    // without 室
}

// base is what the numbers of an address count in: its street, or its natural
// village, or its division.
func (c Components) base() uuid.UUID {
	switch {
	case c.Way != uuid.Nil:
		return c.Way
	case c.Settlement != uuid.Nil:
		return c.Settlement
	}
	return c.Division
}

// A designation is what an address is once in the register for: the constraint
// address_once compares the same parts. Whoever has another is another address.
type designation struct {
	base                        uuid.UUID
	number, sub                 string
	compound                    uuid.UUID
	building, unit, floor, room string
}

func (c Components) designation() designation {
	return designation{c.base(), c.Number, c.Sub, c.Compound, c.Building, c.Unit, c.Floor, c.Room}
}

// A Draft is an address as it is entered.
type Draft struct {
	Components
	Kind       Kind       // "" is main
	Main       uuid.UUID  // of an auxiliary address
	Entrance   *orb.Point // CGCS2000; nil unknown
	Plate      *orb.Point
	Visibility string // public or internal; "" is internal
	Source     string
	State      State // in which it enters the register; "" is numbered
	Valid      version.Span
}

// An Address is one version of an address with what it was called.
type Address struct {
	Draft
	ID        uuid.UUID
	County    string
	Names     Names
	Text      string
	Tag       int64      // entry that last changed it
	Successor *uuid.UUID // of one that was changed, or withdrawn for a duplicate
	Reason    string     // why withdrawn
	Standing  bool       // on the day asked about
	Recorded  time.Time
	Until     time.Time // when the register stopped saying so; zero while it does
	Version   int64
	Entry     int64

	day version.Date // that was asked about
}

// A Store reads and writes addresses.
type Store struct{ DB pg.DB }

// Reader is what a read may see, and when.
type Reader = boundaries.Reader
