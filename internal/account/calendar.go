package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// A CalendarLink lets a calendar program read an account's deadlines. Such
// programs cannot log in, so the link itself is the proof: it has no end of its
// own, does nothing but read, and is one an account, so that making another
// ends it.
type CalendarLink struct {
	Made time.Time
	Used time.Time // zero if never; at most a minute old
}

// ErrNoCalendar says that there is no such calendar link, or no longer.
var ErrNoCalendar = errors.New("no such calendar link")

// Calendar gives an account's calendar link, or ErrNoCalendar.
func (s *Store) Calendar(ctx context.Context, account uuid.UUID) (CalendarLink, error) {
	var (
		l    CalendarLink
		used *time.Time
	)
	err := s.DB.QueryRow(ctx, `SELECT made_at, used_at FROM account_calendar WHERE account = $1`, account).Scan(&l.Made, &used)
	if errors.Is(err, pgx.ErrNoRows) {
		return l, ErrNoCalendar
	}
	if err != nil {
		return l, fmt.Errorf("look up calendar link: %w", err)
	}
	if used != nil {
		l.Used = *used
	}
	return l, nil
}

// AddCalendar makes the asker's calendar link, in the place of the one before,
// and gives its secret, which is not kept.
func (s *Store) AddCalendar(ctx context.Context, who Principal) (CalendarLink, Secret, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return CalendarLink{}, Secret{}, err
	}
	l, secret := CalendarLink{Made: s.now()}, newSecret(ofCalendar)
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO account_calendar (account, id, hash, made_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (account) DO UPDATE SET id = excluded.id, hash = excluded.hash, made_at = excluded.made_at, used_at = NULL`,
			who.Account.ID, id, secret.hash(), l.Made)
		if err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: who.Account.ID, Action: "token.add_calendar", Kind: "token", Object: id})
		return err
	})
	if err != nil {
		return CalendarLink{}, Secret{}, fmt.Errorf("add calendar link: %w", err)
	}
	return l, secret, nil
}

// EndCalendar takes the asker's calendar link back.
func (s *Store) EndCalendar(ctx context.Context, who Principal) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var id uuid.UUID
		err := tx.QueryRow(ctx, `DELETE FROM account_calendar WHERE account = $1 RETURNING id`, who.Account.ID).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNoCalendar
		}
		if err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: who.Account.ID, Action: "token.end_calendar", Kind: "token", Object: id})
		return err
	})
	if err != nil {
		return fmt.Errorf("end calendar link: %w", err)
	}
	return nil
}

// ByCalendar gives whose calendar link a text is, as a program that may do the
// actions of scope and nothing else, or ErrNoCalendar. What an account may do
// is asked anew each time: a role taken away empties its calendar.
func (s *Store) ByCalendar(ctx context.Context, text string, scope ...string) (Principal, error) {
	secret, err := parseSecret(text, ofCalendar)
	if err != nil {
		return Principal{}, ErrNoCalendar
	}
	var (
		t    = Token{Scope: scope}
		used *time.Time
		now  = s.now()
	)
	a, err := scanAccount(s.DB.QueryRow(ctx, `SELECT `+accountColumns+`, l.id, l.made_at, l.used_at
		FROM account_calendar l JOIN `+accountTables+` ON a.id = l.account
		WHERE l.hash = $1 AND a.disabled_at IS NULL`, secret.hash()), &t.ID, &t.Made, &used)
	if errors.Is(err, ErrNotFound) {
		return Principal{}, ErrNoCalendar
	}
	if err != nil {
		return Principal{}, fmt.Errorf("look up calendar link: %w", err)
	}
	if used == nil || now.Sub(*used) >= seenEvery {
		if _, err := s.DB.Exec(ctx, `UPDATE account_calendar SET used_at = $2 WHERE id = $1`, t.ID, now); err != nil {
			return Principal{}, fmt.Errorf("note use of calendar link: %w", err)
		}
	}
	grants, err := grantsOf(ctx, s.DB, a.ID)
	return Principal{Account: a, Grants: grants, Token: &t}, err
}
