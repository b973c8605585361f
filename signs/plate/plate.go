// Package plate keeps plates 门楼牌、地名标志 as objects: what each says, on what
// it hangs, and the steps of its life from the plan to the wall and off it.
//
// A plate stores the content it was made with. What would be printed today is
// computed from the register; where the two differ, the plate is on the reprint
// list, so that nobody keeps a second list by hand.
package plate

import (
	"errors"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/internal/pg"
	"diming/internal/version"
	"diming/signs"
	"diming/signs/artwork"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("plate not found")
	// ErrChanged refuses a change of a plate that was changed since it was read.
	ErrChanged = errors.New("the plate was changed meanwhile")
	// ErrContent refuses a plate or a step that lacks something.
	ErrContent = errors.New("the plate or step lacks something or its parts do not fit together")
	// ErrDay refuses a step before the one before it, or after today.
	ErrDay = errors.New("the day of the step does not follow the step before, or lies ahead")
)

// A ContentError says what is lacking, in words for who entered it.
type ContentError struct{ ZH, EN string }

func (e *ContentError) Error() string { return "plate: " + e.EN }

// Unwrap lets errors.Is find ErrContent.
func (e *ContentError) Unwrap() error { return ErrContent }

func content(zh, en string) error { return &ContentError{zh, en} }

// A Target is what a plate is of: an address, or a place or division.
type Target struct {
	Address uuid.UUID // of door, building, unit and room plates
	Place   uuid.UUID // of signs of streets, villages and places
}

// ofAddress are the kinds of plates that an address has; all others are of a
// place.
var ofAddress = map[artwork.Kind]bool{artwork.DoorBig: true, artwork.DoorMiddle: true, artwork.DoorSmall: true, artwork.Building: true, artwork.Unit: true, artwork.Room: true}

// fits refuses a target of the wrong sort for a kind.
func (t Target) fits(k artwork.Kind) error {
	if _, known := artwork.Standard(k); !known {
		return content("没有这种牌。", "There is no such kind of plate.")
	}
	if (t.Address != uuid.Nil) == (t.Place != uuid.Nil) || ofAddress[k] != (t.Address != uuid.Nil) {
		return content("门牌、楼栋牌、单元牌、户室牌须对应一个地址，其他牌须对应一个地名。", "Door, building, unit and room plates are of an address; other plates are of a place.")
	}
	return nil
}

// Words are the texts that a plate says.
type Words struct{ Name, Minority, Pinyin, Number, Postcode string }

// A Plate is one plate with what it says.
type Plate struct {
	ID     uuid.UUID
	County string
	Kind   artwork.Kind
	Target
	Words
	Bearing    artwork.Bearing
	Token      signs.Token
	Generation int // 1 for the first at its spot; each that replaces one has the next
	State      State
	Tag        int64 // entry that last changed it
	Successor  *uuid.UUID
	Point      *orb.Point // CGCS2000; where it hangs
	Due        version.Date
}

// Content is what the artwork of a plate draws; code is the text of its code.
func (p Plate) Content(code string) artwork.Content {
	return artwork.Content{Kind: p.Kind, Name: p.Name, Minority: p.Minority, Pinyin: p.Pinyin, Number: p.Number, Postcode: p.Postcode, Code: code, Serial: p.Token.Grouped(), Bearing: p.Bearing}
}

// A Draft is a plate as it is planned.
type Draft struct {
	Kind artwork.Kind
	Target
	Bearing    artwork.Bearing
	Postcode   string
	Generation int // 0 is 1
}

// A Store reads and writes plates.
type Store struct{ DB pg.DB }
