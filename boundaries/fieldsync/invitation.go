package fieldsync

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/account"
	"diming/internal/ledger"
)

// An Invitation lets somebody without an account take part in one task, for one
// side, with one phone, until a moment.
type Invitation struct {
	ID     uuid.UUID
	Task   uuid.UUID
	Side   string
	Name   string // of the guest; "" once erased
	Made   time.Time
	Ends   time.Time
	Ended  time.Time // zero while nobody took it back
	Device *uuid.UUID
}

// longestInvitation is how long an invitation may hold.
const longestInvitation = 366 * 24 * time.Hour

// Invite names a guest of a task and gives the secret of the invitation, which
// is not kept. The caller has settled that the task is there and that by may.
func (s *Store) Invite(ctx context.Context, by uuid.UUID, i Invitation) (Invitation, account.Secret, error) {
	i.Name, i.Made = strings.TrimSpace(i.Name), s.now()
	if i.Name == "" || i.Side != "a" && i.Side != "b" || !i.Ends.After(i.Made) || i.Ends.Sub(i.Made) > longestInvitation {
		return Invitation{}, account.Secret{}, fmt.Errorf("invite: %w", ErrInvited)
	}
	secret, err := account.NewSecret(account.OfInvitation), error(nil)
	if i.ID, err = uuid.NewV7(); err != nil {
		return Invitation{}, account.Secret{}, err
	}
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		person, err := ledger.KeepPerson(ctx, tx, i.Name)
		if err != nil {
			return err
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: by, Action: "field_invitation.add", Kind: "field_invitation", Object: i.ID, Person: &person,
			After: ledger.Fields{"task": i.Task.String(), "side": i.Side, "ends": i.Ends.UTC().Format(time.RFC3339)}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO field_invitation (id, task, side, person, hash, made_by, made_at, ends_at, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, i.ID, i.Task, i.Side, person.ID, secret.Hash(), by, i.Made, i.Ends, entry)
		return err
	})
	if err != nil {
		return Invitation{}, account.Secret{}, fmt.Errorf("invite: %w", err)
	}
	return i, secret, nil
}

const invitationColumns = `i.id, i.task, i.side, coalesce(p.detail, ''), i.made_at, i.ends_at, i.ended_at, d.id
	FROM field_invitation i LEFT JOIN person_held p ON p.id = i.person LEFT JOIN field_device d ON d.invitation = i.id`

func scanInvitation(row pgx.Row) (Invitation, error) {
	var i Invitation
	var ended *time.Time
	err := row.Scan(&i.ID, &i.Task, &i.Side, &i.Name, &i.Made, &i.Ends, &ended, &i.Device)
	if ended != nil {
		i.Ended = *ended
	}
	return i, err
}

// Invitations gives the invitations to a task, the newest first.
func (s *Store) Invitations(ctx context.Context, task uuid.UUID) ([]Invitation, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+invitationColumns+` WHERE i.task = $1 ORDER BY i.id DESC`, task)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Invitation, error) { return scanInvitation(row) })
}

// Invitation gives one invitation to a task.
func (s *Store) Invitation(ctx context.Context, task, id uuid.UUID) (Invitation, error) {
	i, err := scanInvitation(s.DB.QueryRow(ctx, `SELECT `+invitationColumns+` WHERE i.id = $1 AND i.task = $2`, id, task))
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrInvitation
	}
	if err != nil {
		return Invitation{}, fmt.Errorf("invitation %s: %w", id, err)
	}
	return i, nil
}

// Uninvite takes an invitation back: its phone is known no more. What the
// guest recorded and signed stays.
func (s *Store) Uninvite(ctx context.Context, by, task, id uuid.UUID) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		ended, err := tx.Exec(ctx, `UPDATE field_invitation SET ended_at = $3 WHERE id = $1 AND task = $2 AND ended_at IS NULL`, id, task, s.now())
		if err != nil {
			return err
		}
		if ended.RowsAffected() == 0 {
			return ErrInvitation
		}
		if _, err := tx.Exec(ctx, `UPDATE field_device SET ended_at = $2, hash = NULL WHERE invitation = $1 AND ended_at IS NULL`, id, s.now()); err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: by, Action: "field_invitation.end", Kind: "field_invitation", Object: id})
		return err
	})
	if err != nil {
		return fmt.Errorf("take back invitation %s: %w", id, err)
	}
	return nil
}
