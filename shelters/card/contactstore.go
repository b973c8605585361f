package card

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// AddContact enters whom the people of a division call.
func (s *Store) AddContact(ctx context.Context, actor uuid.UUID, l Listing) (uuid.UUID, int64, error) {
	l.ID = newID()
	if err := l.check(); err != nil {
		return uuid.Nil, 0, wrap("add contact of", l.Division, err)
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		county, err := countyOf(ctx, tx, l.Division, 0)
		if err != nil {
			return err
		}
		ref, person, err := keepPerson(ctx, tx, l.Person)
		if err != nil {
			return err
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "village_contact.add", Kind: "village_contact", Object: l.ID, County: county, Person: ref, After: l.fields()}); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO village_contact (id, division, role, title, person, phone, private, consent, night, rank, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			l.ID, l.Division, string(l.Role), l.Title, person, l.Phone, l.Private, l.Consent, l.Night, l.Rank, entry)
		return err
	})
	return l.ID, entry, wrap("add contact of", l.Division, err)
}

// fields are what the ledger says of a contact: nothing of a person.
func (l Listing) fields() ledger.Fields {
	return ledger.Fields{"division": l.Division, "role": string(l.Role), "title": l.Title, "phone": l.Phone, "private": l.Private, "consent": l.Consent != "", "night": l.Night, "rank": l.Rank}
}

const lockContact = `SELECT c.tag, c.ended, c.division, c.role, c.title, c.phone, c.private, c.consent, c.night, c.rank, v.county
	FROM village_contact c LEFT JOIN LATERAL (SELECT county FROM division_version WHERE division = c.division AND upper_inf(recorded) ORDER BY valid DESC LIMIT 1) v ON true
	WHERE c.id = $1 FOR UPDATE OF c`

// ChangeContact replaces what is said of a contact whose tag the writer saw. A
// contact stays with its division. Who was named before is named no more; the
// row with their name is erased by the office's own step.
func (s *Store) ChangeContact(ctx context.Context, actor uuid.UUID, seen int64, l Listing) (int64, error) {
	if err := l.check(); err != nil {
		return 0, wrap("change contact", l.ID, err)
	}
	var entry int64
	err := s.replaceContact(ctx, l.ID, seen, func(tx pgx.Tx, before Listing, county string) error {
		l.Division = before.Division
		ref, person, err := keepPerson(ctx, tx, l.Person)
		if err != nil {
			return err
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "village_contact.change", Kind: "village_contact", Object: l.ID, County: county, Person: ref, Before: before.fields(), After: l.fields()}); err != nil {
			return err
		}
		return l.put(ctx, tx, person, entry)
	})
	return entry, err
}

// put writes what is said of a contact now.
func (l Listing) put(ctx context.Context, tx pgx.Tx, person *uuid.UUID, entry int64) error {
	_, err := tx.Exec(ctx, `UPDATE village_contact SET role = $2, title = $3, person = $4, phone = $5, private = $6, consent = $7, night = $8, rank = $9, tag = $10 WHERE id = $1`,
		l.ID, string(l.Role), l.Title, person, l.Phone, l.Private, l.Consent, l.Night, l.Rank, entry)
	return err
}

// RestoreContact has a contact, seen at a tag, say again what it said before:
// l as it was read then. Who was named is named again by Row; of a person who
// was erased meanwhile nothing comes back.
func (s *Store) RestoreContact(ctx context.Context, actor uuid.UUID, seen int64, l Listing, reason string) (int64, error) {
	var entry int64
	err := s.replaceContact(ctx, l.ID, seen, func(tx pgx.Tx, before Listing, county string) error {
		l.Division = before.Division
		var err error
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "village_contact.change", Kind: "village_contact", Object: l.ID, County: county, Reason: reason, Before: before.fields(), After: l.fields()}); err != nil {
			return err
		}
		var person *uuid.UUID
		if l.Row != uuid.Nil {
			person = &l.Row
		}
		return l.put(ctx, tx, person, entry)
	})
	return entry, err
}

// EndContact takes a contact off the cards for good.
func (s *Store) EndContact(ctx context.Context, actor, id uuid.UUID, seen int64, reason string) (int64, error) {
	var entry int64
	err := s.replaceContact(ctx, id, seen, func(tx pgx.Tx, before Listing, county string) error {
		var err error
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "village_contact.end", Kind: "village_contact", Object: id, County: county, Reason: reason, Before: before.fields()}); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE village_contact SET ended = $2, tag = $3 WHERE id = $1`, id, version.Today(), entry)
		return err
	})
	return entry, err
}

// replaceContact holds a contact that stands, as it was seen, for a change.
func (s *Store) replaceContact(ctx context.Context, id uuid.UUID, seen int64, change func(pgx.Tx, Listing, string) error) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		before, county := Listing{ID: id}, ""
		if err := locked(ctx, tx, lockContact, id, seen, &before.Ended, &before.Division, &before.Role, &before.Title, &before.Phone, &before.Private, &before.Consent, &before.Night, &before.Rank, &county); err != nil {
			return err
		}
		if !before.Ended.IsZero() {
			return ErrEnded
		}
		return change(tx, before, county)
	})
	return wrap("change contact", id, err)
}

// Try notes that a number was dialled 拨测 and how that ended.
func (s *Store) Try(ctx context.Context, actor, id uuid.UUID, result Result, at time.Time) (int64, error) {
	if result != Answered && result != NoAnswer && result != WrongNumber {
		return 0, wrap("try contact", id, ErrResult)
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var tag int64
		var ended version.Date
		var county string
		err := tx.QueryRow(ctx, `SELECT c.tag, c.ended, v.county FROM village_contact c
			LEFT JOIN LATERAL (SELECT county FROM division_version WHERE division = c.division AND upper_inf(recorded) ORDER BY valid DESC LIMIT 1) v ON true
			WHERE c.id = $1 FOR UPDATE OF c`, id).Scan(&tag, &ended, &county)
		switch {
		case err == pgx.ErrNoRows:
			return ErrNotFound
		case err != nil:
			return err
		case !ended.IsZero():
			return ErrEnded
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "village_contact.try", Kind: "village_contact", Object: id, County: county,
			After: ledger.Fields{"result": string(result), "at": at.UTC().Format(time.RFC3339)}}); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO village_contact_trial (contact, n, at, result, actor, entry)
			SELECT $1, coalesce(max(n), 0) + 1, $2, $3, $4, $5 FROM village_contact_trial WHERE contact = $1`, id, at, string(result), actor, entry)
		return err
	})
	return entry, wrap("try contact", id, err)
}

const contactColumns = `c.id, c.division, c.role, c.title, c.person, p.detail, c.phone, c.private, c.consent, c.night, c.rank, c.ended, c.tag, t.at, coalesce(t.result, '')`

const contactTables = `village_contact c LEFT JOIN person_held p ON p.id = c.person
	LEFT JOIN LATERAL (SELECT at, result FROM village_contact_trial WHERE contact = c.id ORDER BY n DESC LIMIT 1) t ON true`

func scanListing(row pgx.CollectableRow) (Listing, error) {
	var l Listing
	var detail *string
	var person *uuid.UUID
	var tried *time.Time
	err := row.Scan(&l.ID, &l.Division, &l.Role, &l.Title, &person, &detail, &l.Phone, &l.Private, &l.Consent, &l.Night, &l.Rank, &l.Ended, &l.Tag, &tried, &l.Result)
	if l.Named = person != nil; l.Named {
		l.Row = *person
	}
	if l.Person = readPerson(detail); tried != nil {
		l.Tried = *tried
	}
	return l, err
}

// ContactsOf gives the contacts that stand in divisions, as the office keeps them.
func (s *Store) ContactsOf(ctx context.Context, divisions []uuid.UUID) ([]Listing, error) {
	return s.contacts(ctx, `c.division = ANY($1) AND c.ended IS NULL`, divisions)
}

// Contact gives one, ended or not.
func (s *Store) Contact(ctx context.Context, id uuid.UUID) (Listing, error) {
	found, err := s.contacts(ctx, `c.id = $1`, id)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Listing{}, wrap("read contact", id, err)
	}
	return found[0], nil
}

func (s *Store) contacts(ctx context.Context, where string, args ...any) ([]Listing, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+contactColumns+` FROM `+contactTables+` WHERE `+where+` ORDER BY c.division, c.rank, c.id`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanListing)
}
