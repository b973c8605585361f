// Package campaign runs clean-up drives 不规范地名清理整治: the tests 大洋怪重 of
// 民发〔2018〕146号 over every standing name of a division, an item with its
// evidence for each hit, and a recorded decision about each item.
//
// A run is taken up by any server (FOR UPDATE SKIP LOCKED, on a lease that is
// prolonged), as imports are. It keeps how far it is with each batch of hits,
// so that another server goes on where one was killed.
package campaign

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"diming/gazetteer/naming"
	"diming/internal/pg"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("no such clean-up or item")
	ErrBusy     = errors.New("a run of this clean-up goes on already")
	ErrState    = errors.New("not possible in this state")
	ErrMissing  = errors.New("title, basis, test, reason or evidence is missing")
	// ErrChanged says that somebody decided the item since it was read.
	ErrChanged = errors.New("the item was decided meanwhile")
)

// AllTests are the tests of the notice.
var AllTests = []string{"大", "洋", "怪", "重"}

// Decisions about an item.
const (
	Rename     = "rename"       // 整改
	Keep       = "keep"         // 保留
	OutOfScope = "out_of_scope" // 无需处理
	LookInto   = "look_into"    // 待查
)

// A Tester says what stands against a name that stands already; it is asked
// from several goroutines at once.
type Tester interface {
	// Version names the rules, for the evidence.
	Version() string
	Test(ctx context.Context, p naming.Proposal) ([]naming.Finding, error)
}

// A Store keeps drives.
type Store struct {
	DB    pg.DB
	Tests Tester // nil: the rules of names in force

	kick chan struct{}
}

// NewStore gives a store that tests by the words of the notice.
func NewStore(db pg.DB) *Store { return &Store{DB: db, kick: make(chan struct{}, 1)} }

// A Drive is one clean-up.
type Drive struct {
	ID           uuid.UUID
	Title        string
	Division     uuid.UUID
	DivisionName string
	Classes      []string // beginnings of class codes; none: all
	Tests        []string // of AllTests; none: all
	Basis        string
	BegunOn      version.Date
	EndedOn      version.Date   // zero while it goes on
	Counts       map[string]int // items by state, and those vanished
	Run          *Run           // the latest
}

// A Run is one pass of a drive over the register.
type Run struct {
	ID                uuid.UUID
	State             string
	Queued            time.Time
	Started, Finished *time.Time
	Done, Total       int64 // names
	Hits, Vanished    int64
	Rules             string
	Failure           string
}

// An Item is one name that was hit.
type Item struct {
	ID           uuid.UUID
	Campaign     uuid.UUID
	Place        uuid.UUID
	Name         string
	NameNow      string
	Class        string
	ClassName    string
	DivisionName string
	Checks       []string // of 大 洋 怪 重
	Findings     json.RawMessage
	Rules        string
	Vanished     bool
	State        string
	Decision     string     // "" before
	Decided      *uuid.UUID // the decision that holds
	Reason       string
	Evidence     string
	By           *uuid.UUID
	At           *time.Time
	Case         *uuid.UUID
	CaseNumber   string
	CaseState    string     // as package cases calls it
	Owner        *uuid.UUID // who sees to it; nil: nobody yet
	Division     uuid.UUID  // the smallest that the place lies in, or is
}
