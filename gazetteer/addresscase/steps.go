package addresscase

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/ledger"
	"diming/internal/version"
)

// A Taking is a step as it is entered.
type Taking struct {
	Step  Step         // one that says nothing beside its note
	On    version.Date // not after today
	Note  string       // of ask, see and refuse: what is missing, what was seen, why
	Party *Party       // of complete: what the applicant says now; nil leaves it
	Site  *orb.Point   // of see and complete: where the site was found; nil leaves it
}

// Take makes a step of an application. A number and a certificate have steps of
// their own: Number and Certify.
func (s *Store) Take(ctx context.Context, by By, t Taking, today version.Date) (int64, error) {
	if slices.Contains([]Step{Number, Renumber, Certify, Receive}, t.Step) {
		return 0, ErrStep
	}
	if t.Step != Complete {
		t.Party = nil
	}
	if t.Step != Complete && t.Step != See {
		t.Site = nil
	}
	if t.Site != nil || t.Party != nil {
		party := Party{Applicant: "-", Contact: "-", Where: "-"}
		if t.Party != nil {
			party = *t.Party
		}
		if err := party.check(t.Site); err != nil {
			return 0, err
		}
	}
	return s.act(ctx, act{By: by, step: t.Step, on: t.On, note: t.Note, party: t.Party, site: t.Site}, today)
}

// Certify says which certificates were issued on an application; they are of
// its address.
func (s *Store) Certify(ctx context.Context, by By, certificates []uuid.UUID, today version.Date) (int64, error) {
	return s.act(ctx, act{By: by, step: Certify, on: today, after: ledger.Fields{"certificates": len(certificates)},
		do: func(tx pgx.Tx, a *Application, _ int64) error {
			for _, id := range certificates {
				done, err := tx.Exec(ctx, `INSERT INTO address_application_certificate (application, certificate)
					SELECT $1, id FROM name_certificate WHERE id = $2 AND address = $3`, a.ID, id, *a.Address)
				if err != nil {
					return err
				}
				if done.RowsAffected() == 0 {
					return ErrOther
				}
			}
			return nil
		}}, today)
}

// A Photo is a picture of the site; its content is kept under its SHA-256.
type Photo struct {
	ID        uuid.UUID
	Name      string
	SHA256    string
	MediaType string
	Size      int64
}

// AddPhoto puts a picture, whose content is kept already, to an application that
// is not closed. The state stays.
func (s *Store) AddPhoto(ctx context.Context, by By, p Photo) (uuid.UUID, int64, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, err
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		a, _, err := s.held(ctx, tx, by)
		if err != nil {
			return err
		}
		if a.State == HandedOver || a.State == Withdrawn || a.State == Refused {
			return ErrStep
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: by.Actor, Action: "address_application.photo", Kind: "address_application", Object: a.ID,
			After: ledger.Fields{"photo": id, "sha256": p.SHA256, "bytes": p.Size}})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO address_application_photo (id, application, name, sha256, media_type, size_bytes, actor, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id, a.ID, p.Name, p.SHA256, p.MediaType, p.Size, by.Actor, entry); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE address_application SET tag = $2 WHERE id = $1`, a.ID, entry)
		return err
	})
	return id, entry, err
}
