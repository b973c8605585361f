package gazetteer

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/text/unicode/norm"

	"diming/boundaries"
	"diming/internal/version"
)

// A claimRule says in which division above a place of a class its standard
// name may stand only once.
type claimRule struct {
	group string           // classes that must differ from each other
	above boundaries.Level // 0: the nation
}

// claimRules are the scopes of national law, by class (地名管理条例 art. 9(7)
// and (8)): divisions of county level and above in the nation, townships in
// the province, villages and communities in the county. Streets and estates
// are single in a built-up area (建成区), which is a polygon of its own.
var claimRules = map[string]claimRule{
	"21200": {"division", 0},
	"21300": {"division", 0},
	"21400": {"division", 0},
	"21500": {"township", boundaries.Province},
	"21610": {"village", boundaries.County},
	"21620": {"village", boundaries.County},
}

// nation is the scope of the whole country.
var nation uuid.UUID

// claimKey is the form in which two names are the same text: compatibility
// composed, without white space.
func claimKey(text string) string {
	return strings.Join(strings.Fields(norm.NFKC.String(text)), "")
}

// claims lists the claims that a standard name makes; chain are the divisions
// above the place, from the largest.
func claims(place uuid.UUID, class, text string, valid version.Span, chain []boundaries.Division) []claim {
	rule, ok := claimRules[class]
	if !ok {
		return nil
	}
	c := claim{scope: nation, group: rule.group, key: claimKey(text), valid: valid, place: place}
	if rule.above == 0 {
		return []claim{c}
	}
	for _, d := range chain {
		if d.Level == rule.above {
			c.scope = d.ID
			return []claim{c}
		}
	}
	return nil
}

type claim struct {
	scope      uuid.UUID
	group, key string
	valid      version.Span
	place      uuid.UUID
}

// insist makes the claims or fails with a *TakenError: for approvals. The
// advisory lock makes two that claim the same text at once wait for each other
// in turn, where the constraint alone would let both insert and then deadlock;
// it is the constraint that refuses.
func insist(ctx context.Context, tx pgx.Tx, all []claim) error {
	for _, c := range all {
		_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(concat($1::uuid, $2::text, $3::text), 0))`, c.scope, c.group, c.key)
		if err != nil {
			return err
		}
		if err := claimOnce(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// queue makes changes of the same claims follow one another: those that a
// place gives up and those that it will make, always in the same order, so
// that two places that exchange names do not wait for each other.
func queue(ctx context.Context, tx pgx.Tx, place uuid.UUID, made []claim) error {
	var scopes []uuid.UUID
	var groups, keys []string
	for _, c := range made {
		scopes, groups, keys = append(scopes, c.scope), append(groups, c.group), append(keys, c.key)
	}
	_, err := tx.Exec(ctx, `
		SELECT pg_advisory_xact_lock(lock) FROM (
			SELECT DISTINCT hashtextextended(concat(scope, class_group, key), 0) AS lock FROM (
				SELECT scope, class_group, key FROM name_claim WHERE place = $1
				UNION SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[])) claimed (scope, class_group, key)
			ORDER BY lock) queued`, place, scopes, groups, keys)
	return err
}

// claimOnce makes one claim, within a savepoint so that a refusal can still
// say who holds it.
func claimOnce(ctx context.Context, tx pgx.Tx, c claim) error {
	err := pgx.BeginFunc(ctx, tx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO name_claim (scope, class_group, key, valid, place) VALUES ($1, $2, $3, $4, $5)`,
			c.scope, c.group, c.key, c.valid.Range(), c.place)
		return err
	})
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || refused.ConstraintName != "name_claim_once" {
		return err
	}
	taken := &TakenError{Text: c.key}
	err = tx.QueryRow(ctx, `SELECT place FROM name_claim
		WHERE scope = $1 AND class_group = $2 AND key = $3 AND valid && $4 LIMIT 1`, c.scope, c.group, c.key, c.valid.Range()).Scan(&taken.Other)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	return taken
}

// note makes the claims it can; a lost one becomes a finding 重, so that a
// register's old duplicates load and are seen. It answers how many were lost.
func note(ctx context.Context, tx pgx.Tx, all []claim, entry int64) (lost int, err error) {
	if len(all) == 0 {
		return 0, nil
	}
	// Two loads at once that claim in one order do not deadlock.
	slices.SortStableFunc(all, func(a, b claim) int {
		return cmp.Or(bytes.Compare(a.scope[:], b.scope[:]), cmp.Compare(a.group, b.group), cmp.Compare(a.key, b.key))
	})
	batch := &pgx.Batch{}
	for _, c := range all {
		batch.Queue(`WITH made AS (
				INSERT INTO name_claim (scope, class_group, key, valid, place) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT DO NOTHING RETURNING 1)
			INSERT INTO name_finding (place, check_id, scope, class_group, key, other, entry)
			SELECT $5, '重', $1, $2, $3, (SELECT place FROM name_claim
				WHERE scope = $1 AND class_group = $2 AND key = $3 AND valid && $4 LIMIT 1), $6
			WHERE NOT EXISTS (SELECT FROM made) ON CONFLICT DO NOTHING`,
			c.scope, c.group, c.key, c.valid.Range(), c.place, entry)
	}
	results := tx.SendBatch(ctx, batch)
	for range all {
		done, err := results.Exec()
		if err != nil {
			results.Close()
			return lost, fmt.Errorf("claim names: %w", err)
		}
		lost += int(done.RowsAffected())
	}
	return lost, results.Close()
}

// forgetDuplicates drops the findings 重 of a place whose name changes or goes.
func forgetDuplicates(ctx context.Context, tx pgx.Tx, place uuid.UUID) error {
	_, err := tx.Exec(ctx, `DELETE FROM name_finding WHERE place = $1 AND check_id = '重'`, place)
	return err
}

// keepClaims keeps what a place claims and which claims it has lost, before an
// entry of an import changes either.
func keepClaims(ctx context.Context, tx pgx.Tx, place uuid.UUID, entry int64) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO name_claim_past (entry, place, scope, class_group, key, valid, other)
		SELECT $2::bigint, place, scope, class_group, key, valid, NULL::uuid FROM name_claim WHERE place = $1
		UNION ALL SELECT $2::bigint, place, scope, class_group, key, NULL, other FROM name_finding WHERE place = $1 AND check_id = '重'
		ON CONFLICT DO NOTHING`, place, entry)
	return err
}

// release drops a place's claims in a time, and keeps what reaches beyond it.
func release(ctx context.Context, tx pgx.Tx, place uuid.UUID, valid version.Span) error {
	_, err := tx.Exec(ctx, `
		WITH gone AS (DELETE FROM name_claim WHERE place = $1 AND valid && $2 RETURNING *)
		INSERT INTO name_claim (scope, class_group, key, valid, place)
		SELECT scope, class_group, key, part, place FROM gone, unnest(datemultirange(valid) - datemultirange($2::daterange)) part`,
		place, valid.Range())
	return err
}
