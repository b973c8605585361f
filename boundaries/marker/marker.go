// Package marker keeps the markers 界桩 on boundary lines: where they stand and
// what they are, in two times; their reference objects 方位物, photos and what
// was seen of them; and the steps by which their state changes, as the law has
// them (行政区域界线管理条例 arts. 5, 6, 16; 界桩管理办法).
//
// A marker's position is what both governments agreed on. It changes by the way
// of a move alone, from the application to the filing; a repair puts the marker
// back where it is registered, both sides present, and is measured.
package marker

import (
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/marker/relocation"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound  = errors.New("marker not found")
	ErrWithdrawn = errors.New("marker was withdrawn from the register")
	// ErrChanged refuses a change of a marker that was changed since it was read.
	ErrChanged = errors.New("the marker was changed meanwhile")
	// ErrTaken refuses a number that another marker of the line bears.
	ErrTaken = errors.New("another marker of the line bears this number")
	// ErrContent refuses a marker whose parts do not fit together.
	ErrContent = errors.New("the marker lacks something or its parts do not fit together")
	// ErrMoved refuses a correction of the position of a marker that stands.
	ErrMoved = errors.New("a marker that was set is moved by the steps of a move, not by a correction")
)

// A ContentError says of a marker what does not fit, in words for who entered it.
type ContentError struct{ ZH, EN string }

func (e *ContentError) Error() string { return e.EN }

// Unwrap lets errors.Is find ErrContent.
func (e *ContentError) Unwrap() error { return ErrContent }

func content(zh, en string) error { return &ContentError{zh, en} }

// Datum is the height system of every elevation.
const Datum = "1985国家高程基准"

// A Marker is one version of a marker.
type Marker struct {
	ID         uuid.UUID
	County     string // of owner a of its line
	Line       uuid.UUID
	LineName   string
	OwnerA     uuid.UUID
	OwnerB     uuid.UUID // uuid.Nil where none is held
	NameA      string    // names of the owners today
	NameB      string
	Junction   uuid.UUID // where it marks one 交会点; else uuid.Nil
	Number     string
	Serial     int
	Letter     string
	Kind       Kind
	Faces      int    // 2 or 3
	Material   string // 钢筋混凝土, 花岗岩 …
	Point      orb.Point
	ElevationM string // decimal metres, 1985 datum; "" unknown
	Original   string // coordinates as the old survey gave them
	CRS        string // in which system
	Keeper     boundaries.Side
	PlaceA     string // county, town and village on side a
	PlaceB     string
	PlaceC     string // of a third side
	SetOn      version.Date
	Note       string
	Source     string
	State      State
	Tag        int64 // entry that last changed it
	References []Reference

	Valid         version.Span
	Recorded      time.Time
	RecordedUntil time.Time // zero while the register says so
	Version       int64
	Entry         int64
}

// A Reference is an object by which the marker is found again, as it lies from
// the marker. Numbers are decimal texts, so that what was measured stays as it
// was written.
type Reference struct {
	ID          uuid.UUID
	Ordinal     int
	Name        string
	Kind        string
	AzimuthDeg  string // clockwise from North; "" unknown
	North       relocation.North
	DistanceM   string     // "" unknown
	Point       *orb.Point // CGCS2000; nil unknown
	PositionSDM string     // "" as the settings have it
	Note        string
}

// A Photo is a picture of a marker.
type Photo struct {
	ID        uuid.UUID
	Face      string // a, b, c, around
	Digest    string // SHA-256 in the store of documents
	MediaType string
	Name      string
	Size      int64
	TakenOn   version.Date
	At        time.Time
}

// A Sighting is what one side saw of a marker.
type Sighting struct {
	ID        uuid.UUID // of the field record, where it comes from one
	Marker    uuid.UUID
	At        time.Time
	Side      boundaries.Side
	Condition State
	Observer  uuid.UUID
	Point     *orb.Point // of the observer
	AccuracyM string     // radius of 95 of 100 cases; "" unknown
	Note      string
}

// A StepTaken is a step of a marker as it was entered.
type StepTaken struct {
	N          int
	Step       Step
	From, To   State
	On         version.Date
	Side       boundaries.Side
	PresentA   bool
	PresentB   bool
	Person     *uuid.UUID // names of who was present
	Measure    *Measure
	ApartM     string // of a measurement, from the registered position
	ToleranceM string
	Photo      *uuid.UUID
	Meeting    string
	DocumentA  string
	DocumentB  string
	Note       string
	Actor      uuid.UUID
	At         time.Time
}
