// Package printrun has plates made in runs 制牌批次: which plates, on what they
// are printed, who signed their text, the finished files with every code read
// back, the order at the workshop and what came of it.
//
// A run holds no texts of its own: its plates do. The files of a run are made
// from what was settled when its text was signed, so that the same run made
// again is the same to the byte.
package printrun

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/internal/blob"
	"diming/internal/pg"
	"diming/signs/artwork"
	"diming/signs/payload"
	"diming/signs/plate"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("print run not found")
	// ErrChanged refuses a change of a run that was changed since it was read.
	ErrChanged = errors.New("the print run was changed meanwhile")
	// ErrContent refuses what lacks something.
	ErrContent = errors.New("the print run lacks something")
	// ErrStep refuses a step that does not lead on from the run's state.
	ErrStep = errors.New("this step does not follow from the state of the print run")
	// ErrPart says that a run has no such file yet.
	ErrPart = errors.New("no such file of the print run")
	// ErrLink refuses a workshop's link that is unknown or taken back.
	ErrLink = errors.New("no such link of a workshop")
	// ErrSamePerson refuses the release by who signed the text.
	ErrSamePerson = errors.New("who signed the text of the print run does not release it")
)

// A ContentError says what is lacking, in words for who asked.
type ContentError struct{ ZH, EN string }

func (e *ContentError) Error() string { return "print run: " + e.EN }

// Unwrap lets errors.Is find ErrContent.
func (e *ContentError) Unwrap() error { return ErrContent }

func content(zh, en string) error { return &ContentError{zh, en} }

// A Fault is a plate that stops a run, with why.
type Fault struct {
	N     int // in the run, from 1
	Plate plate.Plate
	Err   error
}

// FaultyError names the plates that stop a run: the first few of them.
type FaultyError struct {
	Faults []Fault
	Count  int // of all
}

func (e *FaultyError) Error() string {
	f := e.Faults[0]
	return fmt.Sprintf("%d plates cannot be made; plate %d, %s%s: %v", e.Count, f.N, f.Plate.Name, f.Plate.Number, f.Err)
}

// MaxPlates is how many plates a run has at most.
const MaxPlates = 50_000

// A Source is the list that a run is made from.
type Source string

// The sources.
const (
	FromPlanned  Source = "planned"  // planned in the division
	FromReprints Source = "reprints" // hang there and no longer say what they should
	FromFaulty   Source = "faulty"   // hang there with a fault
	FromPlates   Source = "plates"   // named one by one
)

// A Run is one print run.
type Run struct {
	ID       uuid.UUID
	County   string
	Division uuid.UUID
	Title    string
	Source   Source
	Stock    artwork.Stock
	Origin   string // in its codes; "" before its text is signed
	State    State
	Job      Job
	Made     time.Time
	Tag      int64

	Plates int
	Tried  int // of the trial print, read by a phone
	States map[plate.State]int
	Kinds  map[artwork.Kind]int // of those that are not void
}

// A Job is how far the files of a run are.
type Job struct {
	State  JobState
	Why    string // it failed
	Faults []int  // plates that could not be drawn, by their number: the first few
	Plates int    // drawn and read back so far
	Codes  int    // read back so far
}

// A JobState is where a job is.
type JobState string

// The states of a job.
const (
	NoJob   JobState = ""
	Queued  JobState = "queued"
	Running JobState = "running"
	Passed  JobState = "passed"
	Failed  JobState = "failed"
)

// A Part is one finished file.
type Part struct {
	N, First, Last int // plates of the run, from 1
	Sheets, Codes  int
	SHA256         string
	Size           int64
}

// A Done is a step that was taken.
type Done struct {
	Step     Step
	From, To State
	Note     string
	Actor    uuid.UUID
	At       time.Time
}

// An Item is a plate of a run.
type Item struct {
	N     int
	Stead uuid.UUID // the plate on the wall that it is to replace; uuid.Nil for none
	Tried bool
	Sign  payload.Sign // what its code says beside the address, and its line of the nearest shelter; zero: neither
	plate.Plate
}

// DefaultStock is the sheet on which runs are printed where nothing else is asked
// for: a board of aluminium as it is sold, lying.
var DefaultStock = artwork.Stock{WidthMM: 2440, HeightMM: 1220, EdgeMM: 10, Trim: artwork.Trim{BleedMM: 3, MarksMM: 5}}

// A Store reads and writes print runs.
type Store struct {
	DB    pg.DB
	Files blob.Store // where finished files lie
	Fonts *artwork.Library
	Demo  bool // the plates are examples, and say so
	// Nearest gives what finds the shelters nearest to a point, for codes with a
	// payload, as they stand now; nil where there are none.
	Nearest func(ctx context.Context, db pg.DB) (func(at orb.Point) ([]payload.Shelter, error), error)
}

func stockText(s artwork.Stock) string {
	text, _ := json.Marshal(s) // numbers always can be
	return string(text)
}

// checkStock refuses sheets that nothing can be printed on.
func checkStock(s artwork.Stock) error {
	if s.WidthMM < 100 || s.HeightMM < 100 || s.WidthMM > 10_000 || s.HeightMM > 10_000 || s.EdgeMM < 0 || s.EdgeMM > 100 || s.Trim.BleedMM < 0 || s.Trim.BleedMM > 20 || s.Trim.MarksMM < 0 || s.Trim.MarksMM > 20 {
		return content("版面尺寸不对：宽和高为 100 到 10000 毫米，边 0 到 100，出血和裁切线 0 到 20。", "The sheet does not do: 100 to 10000 mm wide and high, an edge of 0 to 100, bleed and marks of 0 to 20.")
	}
	return nil
}
