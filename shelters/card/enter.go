package card

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// A Batch is what is entered at once, for many villages.
type Batch struct {
	Contacts []Listing // Tried and Result: of a trial that is entered with it
	Hints    []Hint
	People   []People
	Policies []PolicyText
}

// Enter enters a batch as one entry of the ledger, all of it or nothing.
func (s *Store) Enter(ctx context.Context, actor uuid.UUID, county string, b Batch, reason string) error {
	if err := b.check(); err != nil {
		return err
	}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var sum ledger.Digester
		persons, refs, err := b.keep(ctx, tx, &sum)
		if err != nil {
			return err
		}
		digest := sum.Digest()
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "village_card.load", Kind: "village_card", County: county, Reason: reason, Batch: &digest, Persons: refs})
		if err != nil {
			return err
		}
		return b.write(ctx, tx, actor, persons, entry)
	})
	if err != nil {
		return fmt.Errorf("enter %d contacts and %d hints: %w", len(b.Contacts), len(b.Hints), raced(err))
	}
	return nil
}

// check refuses what one by one would be refused, and gives ids.
func (b Batch) check() error {
	for i := range b.Contacts {
		b.Contacts[i].ID = newID()
		if err := b.Contacts[i].check(); err != nil {
			return fmt.Errorf("contact %d: %w", i+1, err)
		}
	}
	for i := range b.Policies {
		b.Policies[i].ID = newID()
		if err := b.Policies[i].check(); err != nil {
			return fmt.Errorf("policy %d: %w", i+1, err)
		}
	}
	for i, p := range b.People {
		if err := p.check(); err != nil {
			return fmt.Errorf("people %d: %w", i+1, err)
		}
	}
	for i, h := range b.Hints {
		if err := h.check(); err != nil {
			return fmt.Errorf("hint %d: %w", i+1, err)
		}
	}
	return nil
}

// keep keeps the persons of the contacts and adds every row to the digest.
func (b Batch) keep(ctx context.Context, tx pgx.Tx, sum *ledger.Digester) ([]*uuid.UUID, []ledger.PersonRef, error) {
	persons, refs := make([]*uuid.UUID, len(b.Contacts)), []ledger.PersonRef{}
	var rows []ledger.Fields
	for i, l := range b.Contacts {
		ref, id, err := keepPerson(ctx, tx, l.Person)
		if err != nil {
			return nil, nil, err
		}
		if persons[i] = id; ref != nil {
			refs = append(refs, *ref)
		}
		rows = append(rows, l.fields())
	}
	for _, h := range b.Hints {
		rows = append(rows, ledger.Fields{"village": h.Village, "shelter": h.Shelter, "hint": h.Text, "on_day": h.Day.String()})
	}
	for _, p := range b.People {
		rows = append(rows, ledger.Fields{"village": p.Village, "people": p.People, "on_day": p.Day.String(), "source": p.Source})
	}
	for _, p := range b.Policies {
		rows = append(rows, p.fields())
	}
	for _, row := range rows {
		if err := sum.Add(row); err != nil {
			return nil, nil, err
		}
	}
	return persons, refs, nil
}

// write sends all rows in one go.
func (b Batch) write(ctx context.Context, tx pgx.Tx, actor uuid.UUID, persons []*uuid.UUID, entry int64) error {
	var all pgx.Batch
	for i, l := range b.Contacts {
		all.Queue(`INSERT INTO village_contact (id, division, role, title, person, phone, private, consent, night, rank, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			l.ID, l.Division, string(l.Role), l.Title, persons[i], l.Phone, l.Private, l.Consent, l.Night, l.Rank, entry)
		if !l.Tried.IsZero() {
			all.Queue(`INSERT INTO village_contact_trial (contact, n, at, result, actor, entry) VALUES ($1, 1, $2, $3, $4, $5)`, l.ID, l.Tried.Truncate(time.Second), string(l.Result), actor, entry)
		}
	}
	for _, h := range b.Hints {
		all.Queue(`INSERT INTO walking_hint (village, shelter, n, hint, on_day, actor, entry)
			SELECT $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, $6 FROM walking_hint WHERE village = $1 AND shelter = $2`, h.Village, h.Shelter, h.Text, h.Day, actor, entry)
	}
	for _, p := range b.People {
		all.Queue(`INSERT INTO village_people (village, n, people, vulnerable, on_day, source, entry)
			SELECT $1, coalesce(max(n), 0) + 1, $2, $3, $4, $5, $6 FROM village_people WHERE village = $1`, p.Village, p.People, p.Vulnerable, p.Day, p.Source, entry)
	}
	for _, p := range b.Policies {
		all.Queue(`INSERT INTO village_policy (id, division, title, plain, body, basis, valid, rank, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			p.ID, p.Division, p.Title, p.Plain, p.Body, p.Basis, p.Valid.Range(), p.Rank, entry)
	}
	return tx.SendBatch(ctx, &all).Close()
}
