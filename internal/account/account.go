// Package account knows the people who may log in: their roles in divisions,
// their passwords, sessions, tokens and security keys, and how many wrong
// log-ins are borne. What a role may do is not its concern: package api holds
// that table.
package account

import (
	"errors"
	"time"

	"github.com/google/uuid"
)

// Errors that callers are expected to tell apart with errors.Is.
var (
	ErrNotFound  = errors.New("no such account")
	ErrLogin     = errors.New("a login is 2 to 64 letters, digits and . _ -, and begins with a letter or digit")
	ErrTaken     = errors.New("another account has this login")
	ErrRole      = errors.New("no such role")
	ErrHeld      = errors.New("the role is held already")
	ErrNotHeld   = errors.New("the role is not held")
	ErrDuties    = errors.New("administrator, auditor and business roles are not held by one account")
	ErrLastAdmin = errors.New("the last administrator of the whole register stays")
	ErrReason    = errors.New("a reason is needed")
	ErrName      = errors.New("a name is needed")
	ErrDivision  = errors.New("no such division")
	ErrOwnRights = errors.New("nobody gives themselves a role")
	ErrOwnCase   = errors.New("nobody decides their own application")
	ErrOld       = errors.New("the present password is another")
	ErrScope     = errors.New("a token needs a name, at least one action, and an end within a year")
)

// MayDecide refuses who would decide an application of their own.
func (p Principal) MayDecide(applicant uuid.UUID) error {
	if p.Account.ID == applicant {
		return ErrOwnCase
	}
	return nil
}

// An Account is a person who may log in.
type Account struct {
	ID         uuid.UUID
	Login      string
	Name       string // empty once erased
	Person     uuid.UUID
	MustChange bool      // the password was set by another, or is too old
	Disabled   time.Time // zero while the account may log in
	Created    time.Time
	Demo       bool
}

// A Grant is a role held in a division, which reaches all that the division
// holds; the nil Division is the whole register.
type Grant struct {
	Role     Role
	Division uuid.UUID
}

// A Principal is who asks. The zero Principal is the public.
type Principal struct {
	Account Account
	Grants  []Grant
	Session *Session // nil for a program with a token
	Token   *Token   // nil for a person with a session
}

// SignedIn tells a person or their program from the public.
func (p Principal) SignedIn() bool { return p.Account.ID != uuid.Nil }

// Where gives the divisions in which p holds one of roles.
func (p Principal) Where(roles ...Role) []uuid.UUID {
	var all []uuid.UUID
	for _, g := range p.Grants {
		for _, r := range roles {
			if g.Role == r {
				all = append(all, g.Division)
			}
		}
	}
	return all
}
