// Package fieldsync is the server's side of field work: it keeps what phones
// bring of an inspection, to the byte and exactly once, and answers each piece
// with a signed receipt that is the same however often it is asked for. The
// rules are those of boundaries/inspection; this package is their memory in
// PostGIS, and knows the phones, the guests, and what each took along.
package fieldsync

import (
	"errors"
	"sync/atomic"
	"time"

	"diming/internal/blob"
	"diming/internal/pg"
)

// A Store keeps field work.
type Store struct {
	DB    pg.DB
	Tasks Register         // of lines, markers and tasks
	Files blob.Store       // files that came whole
	Now   func() time.Time // time.Now if nil

	known atomic.Pointer[Identity] // once it was read
}

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound    = errors.New("no such part of the field work")
	ErrDevice      = errors.New("not a phone that is known, or no longer")
	ErrDeviceTaken = errors.New("the phone's id or key belongs to somebody else")
	ErrDeviceKey   = errors.New("a phone has an id, a name and an Ed25519 key of 32 bytes")
	ErrInvitation  = errors.New("no such invitation, or no longer")
	ErrInvited     = errors.New("an invitation names a guest, a side and an end within a year")
	ErrPackOver    = errors.New("the pack was withdrawn or has expired")
)

func (s *Store) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}
