package card

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"diming/internal/ledger"
	"diming/internal/version"
)

// A PolicyText is a policy with its whole text, as the office keeps it.
type PolicyText struct {
	Policy
	Body      string
	Tag       int64
	Withdrawn string // why it should never have stood on a card
}

func (p PolicyText) check() error {
	length := utf8.RuneCountInString
	switch {
	case strings.TrimSpace(p.Title) == "" || length(p.Title) > 60, strings.TrimSpace(p.Plain) == "" || length(p.Plain) > 200, strings.TrimSpace(p.Basis) == "":
		return ErrPolicy
	case length(p.Body) > 20_000:
		return ErrBody
	case p.Rank < 0 || p.Rank > 1000:
		return ErrRank
	case p.Valid.Check() != nil:
		return ErrSpan
	}
	return nil
}

func (p PolicyText) fields() ledger.Fields {
	return ledger.Fields{"division": p.Division, "title": p.Title, "plain": p.Plain, "body": p.Body, "basis": p.Basis, "valid_from": p.Valid.From.String(), "valid_to": p.Valid.To.String(), "rank": p.Rank}
}

// AddPolicy enters a policy for the people of a division and those below it.
func (s *Store) AddPolicy(ctx context.Context, actor uuid.UUID, p PolicyText) (uuid.UUID, int64, error) {
	p.ID = newID()
	if err := p.check(); err != nil {
		return uuid.Nil, 0, wrap("add policy of", p.Division, err)
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		county, err := countyOf(ctx, tx, p.Division, 0)
		if err != nil {
			return err
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "village_policy.add", Kind: "village_policy", Object: p.ID, County: county, Public: true, After: p.fields()}); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO village_policy (id, division, title, plain, body, basis, valid, rank, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			p.ID, p.Division, p.Title, p.Plain, p.Body, p.Basis, p.Valid.Range(), p.Rank, entry)
		return err
	})
	return p.ID, entry, wrap("add policy of", p.Division, err)
}

// ChangePolicy replaces what a policy says, as it was seen; one that holds no
// longer gets a last day. It stays with its division.
func (s *Store) ChangePolicy(ctx context.Context, actor uuid.UUID, seen int64, p PolicyText) (int64, error) {
	if err := p.check(); err != nil {
		return 0, wrap("change policy", p.ID, err)
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		before, county, err := heldPolicy(ctx, tx, p.ID, seen)
		if err != nil {
			return err
		}
		p.Division = before.Division
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "village_policy.change", Kind: "village_policy", Object: p.ID, County: county, Public: true, Before: before.fields(), After: p.fields()}); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE village_policy SET title = $2, plain = $3, body = $4, basis = $5, valid = $6, rank = $7, tag = $8 WHERE id = $1`,
			p.ID, p.Title, p.Plain, p.Body, p.Basis, p.Valid.Range(), p.Rank, entry)
		return err
	})
	return entry, wrap("change policy", p.ID, err)
}

// WithdrawPolicy takes a policy, as it was seen, off the cards and out of the
// lists, as one that should never have stood there. Its id goes on answering.
func (s *Store) WithdrawPolicy(ctx context.Context, actor, id uuid.UUID, seen int64, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		before, county, err := heldPolicy(ctx, tx, id, seen)
		if err != nil {
			return err
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "village_policy.withdraw", Kind: "village_policy", Object: id, County: county, Public: true, Reason: reason,
			Before: before.fields(), After: ledger.Fields{"withdrawn": reason}}); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE village_policy SET withdrawn = $2, tag = $3 WHERE id = $1`, id, reason, entry)
		return err
	})
	return entry, wrap("withdraw policy", id, err)
}

// heldPolicy holds a policy that stands, as it was seen, for a change, with its
// county.
func heldPolicy(ctx context.Context, tx pgx.Tx, id uuid.UUID, seen int64) (PolicyText, string, error) {
	p, county := PolicyText{}, ""
	var valid pgtype.Range[pgtype.Date]
	err := locked(ctx, tx, `SELECT c.tag, c.division, c.title, c.plain, c.body, c.basis, c.valid, c.rank, coalesce(c.withdrawn, ''), v.county
		FROM village_policy c LEFT JOIN LATERAL (SELECT county FROM division_version WHERE division = c.division AND upper_inf(recorded) ORDER BY valid DESC LIMIT 1) v ON true
		WHERE c.id = $1 FOR UPDATE OF c`, id, seen, &p.Division, &p.Title, &p.Plain, &p.Body, &p.Basis, &valid, &p.Rank, &p.Withdrawn, &county)
	if err == nil && p.Withdrawn != "" {
		err = ErrEnded
	}
	p.ID, p.Valid = id, version.SpanOf(valid)
	return p, county, err
}

// Policy gives one, whether it holds or not.
func (s *Store) Policy(ctx context.Context, id uuid.UUID) (PolicyText, error) {
	found, err := s.policies(ctx, `id = $1`, id)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return PolicyText{}, wrap("read policy", id, err)
	}
	return found[0], nil
}

// AllPolicies gives all of them, those of the past and those withdrawn too.
func (s *Store) AllPolicies(ctx context.Context) ([]PolicyText, error) {
	return s.policies(ctx, `true`)
}

// PoliciesOf gives the policies of divisions, those of the past too.
func (s *Store) PoliciesOf(ctx context.Context, divisions []uuid.UUID) ([]PolicyText, error) {
	return s.policies(ctx, `division = ANY($1) AND withdrawn IS NULL`, divisions)
}

func (s *Store) policies(ctx context.Context, where string, args ...any) ([]PolicyText, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, division, title, plain, body, basis, valid, rank, tag, coalesce(withdrawn, '') FROM village_policy WHERE `+where+` ORDER BY rank, id`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (PolicyText, error) {
		var p PolicyText
		var valid pgtype.Range[pgtype.Date]
		err := row.Scan(&p.ID, &p.Division, &p.Title, &p.Plain, &p.Body, &p.Basis, &valid, &p.Rank, &p.Tag, &p.Withdrawn)
		p.Valid, p.HasBody = version.SpanOf(valid), p.Body != ""
		return p, err
	})
}
