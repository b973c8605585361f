package campaign

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/internal/ledger"
)

// A Filter narrows the items of a drive; what is empty does not.
type Filter struct {
	Campaign uuid.UUID
	State    string
	Check    string // one of 大 洋 怪 重
	Decision string
	Text     string // part of the name
	Owner    *uuid.UUID
	Vanished bool // only what the last run no longer hit
	After    uuid.UUID
	Limit    int
}

const itemSQL = `
	SELECT i.id, i.campaign, i.place, i.name, coalesce(n.text, ''), i.class, coalesce(k.name, ''), coalesce(d.name, ''), i.checks, i.findings, i.rules, i.vanished,
		i.state, coalesce(i.decision, ''), x.id, coalesce(x.reason, ''), coalesce(x.evidence, ''), x.actor, x.at, i.name_case,
		coalesce(m.number, ''), coalesce(m.state, ''), i.owner, coalesce(v.within, i.place)
	FROM campaign_item i
	LEFT JOIN name_case m ON m.id = i.name_case
	LEFT JOIN place_class k ON k.code = i.class
	LEFT JOIN LATERAL (SELECT * FROM campaign_decision x WHERE x.item = i.id ORDER BY x.id DESC LIMIT 1) x ON true
	LEFT JOIN LATERAL (SELECT text FROM name_version n WHERE n.place = i.place AND n.kind = 'standard' AND n.lang = 'zh-Hans' AND upper_inf(n.recorded)
		AND n.valid @> current_date LIMIT 1) n ON true
	LEFT JOIN LATERAL (SELECT within FROM place_version v WHERE v.place = i.place AND upper_inf(v.recorded)
		ORDER BY v.valid @> current_date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) v ON true
	LEFT JOIN LATERAL (SELECT name FROM division_version d WHERE d.division = coalesce(v.within, i.place) AND upper_inf(d.recorded)
		ORDER BY d.valid @> current_date DESC, upper(d.valid) DESC NULLS FIRST LIMIT 1) d ON true
	WHERE `

func scanItem(row pgx.CollectableRow) (Item, error) {
	var i Item
	var findings string
	err := row.Scan(&i.ID, &i.Campaign, &i.Place, &i.Name, &i.NameNow, &i.Class, &i.ClassName, &i.DivisionName, &i.Checks, &findings, &i.Rules, &i.Vanished,
		&i.State, &i.Decision, &i.Decided, &i.Reason, &i.Evidence, &i.By, &i.At, &i.Case, &i.CaseNumber, &i.CaseState, &i.Owner, &i.Division)
	i.Findings = []byte(findings)
	return i, err
}

// Items lists the items that a filter lets through, in the order in which they
// were found.
func (s *Store) Items(ctx context.Context, f Filter) ([]Item, error) {
	rows, err := s.DB.Query(ctx, itemSQL+`i.campaign = $1 AND ($2 = '' OR i.state = $2) AND ($3 = '' OR $3 = ANY(i.checks))
		AND ($4 = '' OR i.decision = $4) AND ($5 = '' OR strpos(i.name, $5) > 0) AND (NOT $6 OR i.vanished) AND i.id > $7
		AND ($9::uuid IS NULL OR i.owner = $9)
		ORDER BY i.id LIMIT $8`, f.Campaign, f.State, f.Check, f.Decision, f.Text, f.Vanished, f.After, f.Limit, f.Owner)
	if err != nil {
		return nil, fmt.Errorf("items of clean-up %s: %w", f.Campaign, err)
	}
	return pgx.CollectRows(rows, scanItem)
}

// An Asked item is one that is decided, with the decision that its decider
// has seen hold; nil where there was none.
type Asked struct {
	ID   uuid.UUID
	Seen *uuid.UUID
}

// Decide makes one decision of many items, each with a record and an entry of
// its own: of all, or of none where one is refused.
func (s *Store) Decide(ctx context.Context, actor, campaign uuid.UUID, items []Asked, decision, reason, evidence string) error {
	if reason == "" || decision == Rename && evidence == "" {
		return fmt.Errorf("decide items: %w", ErrMissing)
	}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		for _, i := range items {
			if err := decideOne(ctx, tx, actor, campaign, i, decision, reason, evidence); err != nil {
				return fmt.Errorf("item %s: %w", i.ID, err)
			}
		}
		return nil
	})
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.ConstraintName == "campaign_case" {
		err = ErrState
	}
	if err != nil {
		return fmt.Errorf("decide items: %w", err)
	}
	return nil
}

func decideOne(ctx context.Context, tx pgx.Tx, actor, campaign uuid.UUID, i Asked, decision, reason, evidence string) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	var was, name string
	err = tx.QueryRow(ctx, `SELECT coalesce(decision, ''), name FROM campaign_item WHERE id = $1 AND campaign = $2 FOR NO KEY UPDATE`, i.ID, campaign).Scan(&was, &name)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return err
	}
	var last *uuid.UUID // read after the lock
	err = tx.QueryRow(ctx, `SELECT (SELECT id FROM campaign_decision WHERE item = $1 ORDER BY id DESC LIMIT 1)`, i.ID).Scan(&last)
	if err != nil {
		return err
	}
	if (last == nil) != (i.Seen == nil) || last != nil && *last != *i.Seen {
		return ErrChanged
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "campaign.decide", Kind: "campaign_item", Object: i.ID, Reason: reason,
		Before: ledger.Fields{"name": name, "decision": was}, After: ledger.Fields{"decision": decision, "evidence": evidence}})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO campaign_decision (id, item, decision, reason, evidence, actor, entry) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, i.ID, decision, reason, evidence, actor, entry)
	return err
}

// Item gives one item of a drive, or ErrNotFound.
func (s *Store) Item(ctx context.Context, campaign, id uuid.UUID) (Item, error) {
	rows, err := s.DB.Query(ctx, itemSQL+`i.campaign = $1 AND i.id = $2`, campaign, id)
	if err != nil {
		return Item{}, fmt.Errorf("item %s: %w", id, err)
	}
	i, err := pgx.CollectExactlyOneRow(rows, scanItem)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return i, err
}
