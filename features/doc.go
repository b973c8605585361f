// Package features serves what the register publishes as collections of
// features, as OGC API – Features has them: each collection is declared once,
// as a table of properties over a view that the package owning the data
// publishes, and everything else (queries, filters, schemas, formats) is made
// from that table.
//
// A read is pinned to a place in the ledger's chain, so that the pages of one
// walk read the same register whatever is written meanwhile. Only what is
// public is ever read here, with a log-in too.
package features

import (
	"errors"
	"fmt"
	"time"

	"diming/internal/pg"
)

// A Store reads collections.
type Store struct {
	DB      pg.DB
	Timeout time.Duration // after which a query is given up; DefaultTimeout if zero

	extents extents
	matched matched
}

// DefaultTimeout bounds what one request may cost the database.
const DefaultTimeout = 10 * time.Second

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound   = errors.New("no such feature")
	ErrCollection = errors.New("no such collection")
	ErrTooLong    = errors.New("the query takes too long")
	ErrCursor     = errors.New("no cursor of a page")
)

// A ParamError refuses the value of a parameter, in both languages.
type ParamError struct {
	Param  string
	ZH, EN string
}

func (e *ParamError) Error() string { return fmt.Sprintf("parameter %s: %s", e.Param, e.EN) }

// refuse makes a ParamError.
func refuse(param, zh, en string) error { return &ParamError{param, zh, en} }
