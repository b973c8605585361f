package card

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/internal/ledger"
	"diming/internal/pg"
)

// A Store reads and writes what cards say beside shelters. Each change is one
// entry of the ledger in its own transaction; persons are in none.
type Store struct{ DB pg.DB }

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("nothing of the village's card is held under this id")
	// ErrChanged refuses a change of what was changed since it was read.
	ErrChanged  = errors.New("the card was changed meanwhile")
	ErrEnded    = errors.New("it has ended")
	ErrDivision = errors.New("no such division is held, or it is not of the level that is wanted")
	ErrShelter  = errors.New("no such shelter is held")
	ErrRole     = errors.New("no such role of a contact")
	ErrTitle    = errors.New("a title has 1 to 40 characters")
	ErrPhone    = errors.New("a contact needs a number that can be dialled")
	ErrConsent  = errors.New("a private number needs the person's name, the number with the person and the paper of their consent")
	ErrRank     = errors.New("a rank is 0 to 1000")
	ErrResult   = errors.New("no such result of a trial")
	ErrHint     = errors.New("a walking hint has at most 120 characters")
	ErrDay      = errors.New("the day is missing, or lies in the future")
	ErrPeople   = errors.New("people and those who need help are 0 to 1,000,000, the latter no more than the former")
	ErrSource   = errors.New("where the number comes from is missing")
	ErrPolicy   = errors.New("a policy needs a title of 1 to 60 characters, plain words of 1 to 200 and the text that it rests on")
	ErrBody     = errors.New("the text of a policy has at most 20,000 characters")
	ErrSpan     = errors.New("a policy holds for at least a day")
)

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// keepPerson keeps who is named; nobody gives no reference.
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

// raced tells the refusal of a row that somebody else wrote at the same moment
// as ErrChanged, and of a division or shelter that is not held as such.
func raced(err error) error {
	var refused *pgconn.PgError
	if !errors.As(err, &refused) {
		return err
	}
	switch refused.ConstraintName {
	case "village_contact_trial_pkey", "walking_hint_pkey", "village_people_pkey":
		return ErrChanged
	case "walking_hint_shelter_fkey":
		return ErrShelter
	case "village_contact_division_fkey", "village_policy_division_fkey", "walking_hint_village_fkey", "village_people_village_fkey":
		return ErrDivision
	}
	return err
}

// countyOf is the county part of the code of a division that is held now. A
// level other than 0 is demanded.
func countyOf(ctx context.Context, tx pgx.Tx, division uuid.UUID, level int) (string, error) {
	var county string
	err := tx.QueryRow(ctx, `SELECT v.county FROM division_version v JOIN division d ON d.id = v.division
		WHERE v.division = $1 AND upper_inf(v.recorded) AND v.valid @> current_date AND d.withdrawn IS NULL AND ($2 = 0 OR v.level = $2)`, division, level).Scan(&county)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", ErrDivision
	}
	return county, err
}

// locked reads the tag of a row that a change is about to replace, and refuses
// where it is not the one that was seen.
func locked(ctx context.Context, tx pgx.Tx, query string, id uuid.UUID, seen int64, into ...any) error {
	var tag int64
	err := tx.QueryRow(ctx, query, id).Scan(append([]any{&tag}, into...)...)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return ErrNotFound
	case err != nil:
		return err
	case tag != seen:
		return ErrChanged
	}
	return nil
}

// wrap says which use case failed, once.
func wrap(what string, id uuid.UUID, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", what, id, raced(err))
}
