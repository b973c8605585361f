package address

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/version"
)

// A PastText is how an address was written, and when.
type PastText struct {
	Address uuid.UUID // the address itself, or one that it carries on
	Text    string
	Valid   version.Span // the days on which it was written so
}

// lineSQL lists an address and those that it carries on, the nearest first.
const lineSQL = `WITH RECURSIVE line AS (
	SELECT $1::uuid AS address, 0 AS depth
	UNION SELECT a.id, l.depth + 1 FROM line l JOIN address a ON a.successor = l.address WHERE l.depth < 50)
SELECT address FROM line GROUP BY address ORDER BY min(depth), address`

// turnsSQL gives every day on which the text of an address may have changed:
// when its versions, the names of its places, and the versions of the divisions
// that it lies in or of what carries these on began or ended.
const turnsSQL = `
WITH RECURSIVE own AS (
	SELECT v.address, v.division, v.settlement, v.way, v.compound, v.valid FROM address_version v WHERE v.address = ANY($1) AND {believed v}),
over AS (
	SELECT address, division FROM own
	UNION
	SELECT o.address, n.division FROM over o CROSS JOIN LATERAL (
		SELECT d.parent AS division FROM division_version d WHERE d.division = o.division AND d.parent IS NOT NULL AND {believed d}
		UNION ALL SELECT s.successor FROM division_succession s JOIN division_event e ON e.id = s.event AND e.undone IS NULL
			WHERE s.predecessor = o.division AND s.share = 'whole') n),
spans AS (
	SELECT address, valid FROM own
	UNION SELECT o.address, d.valid FROM over o JOIN division_version d ON d.division = o.division AND {believed d}
	UNION SELECT o.address, n.valid FROM own o JOIN name_version n ON n.place IN (o.settlement, o.way, o.compound)
		AND n.kind = 'standard' AND n.lang = 'zh-Hans' AND {believed n}),
turns AS (
	SELECT address, lower(valid) AS day FROM spans WHERE NOT lower_inf(valid)
	UNION SELECT address, upper(valid) FROM spans WHERE NOT upper_inf(valid)),
eves AS (SELECT address, min(day) - 1 AS day FROM turns GROUP BY address),
days AS (SELECT address, day FROM turns UNION SELECT address, day FROM eves
	UNION SELECT address, $2::date FROM own)
SELECT t.address, t.day FROM days t WHERE EXISTS (SELECT FROM own o WHERE o.address = t.address AND o.valid @> t.day) ORDER BY t.address, t.day`

// PastTexts gives the texts that an address, and those that it carries on, had over their lives,
// the latest first: those that come from renames of a street, a village or a
// division, and from changes of the address itself. The first is the text of
// the day asked about, or the last that there was.
func (s *Store) PastTexts(ctx context.Context, r Reader, id uuid.UUID) ([]PastText, error) {
	texts, err := s.pastTexts(ctx, r, id)
	if err != nil {
		return nil, fmt.Errorf("past texts of address %s: %w", id, err)
	}
	return texts, nil
}

func (s *Store) pastTexts(ctx context.Context, r Reader, id uuid.UUID) ([]PastText, error) {
	rows, err := s.DB.Query(ctx, lineSQL, id)
	if err != nil {
		return nil, err
	}
	line, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return nil, err
	}
	turns, err := s.turns(ctx, r, line)
	if err != nil {
		return nil, err
	}
	written, err := s.ask(ctx, r, turns)
	if err != nil {
		return nil, err
	}
	var all []PastText
	for _, one := range line {
		all = append(all, spell(one, written)...)
	}
	if len(all) == 0 {
		return nil, ErrNotFound
	}
	return all, nil
}

func (s *Store) turns(ctx context.Context, r Reader, line []uuid.UUID) ([]asking, error) {
	sql, args := turnsSQL, []any{line, r.AsOf.Day()}
	for _, alias := range []string{"v", "d", "n"} {
		believed, more := r.AsOf.Believed(alias, 3)
		sql = strings.ReplaceAll(sql, "{believed "+alias+"}", believed)
		args = append(args[:2:2], more...)
	}
	rows, err := s.DB.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[asking])
}

// spell puts together what one address was called on the days of its turns,
// which are in order: each text holds until the next turn or until its version
// ends.
func spell(address uuid.UUID, written []Address) []PastText {
	var texts []PastText
	for i, a := range written {
		if a.ID != address {
			continue
		}
		span := version.Span{From: a.day}
		if a.Valid.From.IsZero() && (i == 0 || written[i-1].ID != address) {
			span.From = version.Date{} // as far back as it stands
		}
		if i+1 < len(written) && written[i+1].ID == address {
			span.To = written[i+1].day
		}
		span, _ = span.Intersect(a.Valid)
		if last := len(texts) - 1; last >= 0 && texts[last].Text == a.Text && texts[last].Valid.To == span.From {
			texts[last].Valid.To = span.To
			continue
		}
		texts = append(texts, PastText{address, a.Text, span})
	}
	slices.Reverse(texts)
	return texts
}
