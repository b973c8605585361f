package plate

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs/artwork"
)

// A Found is a plate that hangs already and was made before the register kept
// plates 普查登记. It is entered with what it says, right or wrong: what would be
// printed today is computed beside it, so that a wrong one is on the reprint list
// at once. Where nobody noted what it says it is taken to say what the register
// has.
type Found struct {
	Kind artwork.Kind
	Target
	Says    Words
	Bearing artwork.Bearing
	Point   *orb.Point   // CGCS2000; nil where nobody noted it
	Seen    version.Date // when it was seen to hang
	Code    string       // the text of the code that it bears, by whoever made it; "" for none
}

// A WallCode is the text of a code on a wall as a server is asked for it.
type WallCode struct{ Text, Host, Request string }

// wallCodeOf takes a code's text apart. What is no web address has neither host
// nor request: no server can ever be asked for it.
func wallCodeOf(text string) WallCode {
	c := WallCode{Text: text}
	u, err := url.Parse(text)
	if err == nil && (strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https")) && u.Host != "" {
		c.Host, c.Request = strings.ToLower(u.Hostname()), Request(u)
	}
	return c
}

// Request is how a server is asked for a web address: its path and query.
func Request(u *url.URL) string {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return path
}

// EnterFound enters plates that hang already, all in one county, as one ledger
// entry and each with a code of its own besides the one that it bears; all or
// none. It gives their ids in the order of found, or a *RefusedError.
func (s *Store) EnterFound(ctx context.Context, actor uuid.UUID, found []Found, reason string, today version.Date) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		plates, leads, err := (&Store{DB: tx}).hanging(ctx, found, today)
		if err != nil {
			return err
		}
		if strings.TrimSpace(reason) == "" {
			return content("请写明这些牌从何而来，如某次普查。", "Say where these plates come from, such as a survey.")
		}
		digest := ledger.Digester{}
		for i, p := range plates {
			f := p.fields()
			if found[i].Code != "" {
				f["wall_code"] = found[i].Code
			}
			if err := digest.Add(f); err != nil {
				return err
			}
		}
		sum := digest.Digest()
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "plate.find", Kind: "plate", County: plates[0].County, Reason: reason, Batch: &sum})
		if err != nil {
			return err
		}
		if ids, err = enter(ctx, tx, plates, leads, entry); err != nil {
			return err
		}
		return hang(ctx, tx, actor, plates, found, entry)
	})
	if err != nil {
		return nil, fmt.Errorf("enter %d plates that hang: %w", len(found), err)
	}
	return ids, nil
}

// hanging fills plates that were found: where they lie comes from the register,
// what they say from the wall.
func (s *Store) hanging(ctx context.Context, found []Found, today version.Date) ([]Plate, []uuid.UUID, error) {
	drafts := make([]Draft, len(found))
	codes := map[string]bool{}
	for i, f := range found {
		drafts[i] = Draft{Kind: f.Kind, Target: f.Target, Bearing: f.Bearing, Postcode: f.Says.Postcode}
		switch {
		case f.Seen.IsZero() || today.Before(f.Seen):
			return nil, nil, &RefusedError{i + 1, ErrDay}
		case f.Code != "" && codes[f.Code]:
			return nil, nil, &RefusedError{i + 1, content("两块牌上是同一个码："+f.Code, "Two plates bear one code: "+f.Code)}
		}
		codes[f.Code] = true
	}
	plates, leads, err := s.drafted(ctx, drafts, today)
	if err != nil {
		return nil, nil, err
	}
	for i, f := range found {
		plates[i].State, plates[i].Point = InUse, f.Point
		if f.Says.Name != "" || f.Says.Number != "" {
			plates[i].Words = f.Says
		}
	}
	return plates, leads, s.unknown(ctx, found)
}

// unknown refuses codes that the register knows already.
func (s *Store) unknown(ctx context.Context, found []Found) error {
	texts := make([]string, 0, len(found))
	for _, f := range found {
		texts = append(texts, f.Code)
	}
	var row int
	err := s.DB.QueryRow(ctx, `SELECT n FROM unnest($1::text[]) WITH ORDINALITY t(text, n) JOIN wall_code USING (text) ORDER BY n LIMIT 1`, texts).Scan(&row)
	if err == pgx.ErrNoRows {
		return nil
	}
	if err == nil {
		err = &RefusedError{row, content("登记簿里已有牌用这个码："+texts[row-1], "A plate of the register bears this code already: "+texts[row-1])}
	}
	return err
}

// hang writes where plates hang, the step that says so, and their old codes.
func hang(ctx context.Context, tx pgx.Tx, actor uuid.UUID, plates []Plate, found []Found, entry int64) error {
	batch := &pgx.Batch{}
	for i, p := range plates {
		var at any
		if p.Point != nil {
			at = *p.Point
			batch.Queue(`UPDATE plate SET point = $2 WHERE id = $1`, p.ID, at)
		}
		batch.Queue(`INSERT INTO plate_step (plate, n, step, from_state, to_state, on_day, point, actor, entry) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8)`,
			p.ID, string(StepFind), string(Planned), string(InUse), found[i].Seen, at, actor, entry)
		if text := found[i].Code; text != "" {
			c := wallCodeOf(text)
			batch.Queue(`INSERT INTO wall_code (text, request, host, plate, entry) VALUES ($1, $2, $3, $4, $5)`, c.Text, c.Request, c.Host, p.ID, entry)
		}
	}
	return tx.SendBatch(ctx, batch).Close()
}

// Doubles gives the places in found, from 0, of plates that seem to be in the
// register already: their code is, or they have none and a plate of the kind
// hangs at their address. Whoever brings a table twice enters nothing twice.
func (s *Store) Doubles(ctx context.Context, found []Found) (map[int]bool, error) {
	codes, addresses, kinds := make([]string, len(found)), make([]*uuid.UUID, len(found)), make([]string, len(found))
	for i, f := range found {
		codes[i], addresses[i], kinds[i] = f.Code, orNull(f.Address), string(f.Kind)
	}
	rows, err := s.DB.Query(ctx, `SELECT n::int - 1 FROM unnest($1::text[], $2::uuid[], $3::text[]) WITH ORDINALITY t(code, address, kind, n)
		WHERE EXISTS (SELECT FROM wall_code w WHERE w.text = t.code) OR t.code = '' AND EXISTS (
			SELECT FROM plate p WHERE p.address = t.address AND p.kind = t.kind AND p.state IN ('installed', 'in_use', 'faulty'))`, codes, addresses, kinds)
	if err != nil {
		return nil, fmt.Errorf("plates that hang already: %w", err)
	}
	all := map[int]bool{}
	var n int
	_, err = pgx.ForEachRow(rows, []any{&n}, func() error { all[n] = true; return nil })
	return all, err
}
