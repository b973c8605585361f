package poster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// What a paper may be refused for.
var (
	ErrNoPaper = errors.New("no such paper was made")
	ErrDay     = errors.New("the day is missing, has not come, or lies before the paper was made")
	ErrPlaces  = errors.New("where the paper hangs is said in 200 characters at most")
)

// Store keeps which papers were made and which hang.
type Store struct{ DB pg.DB }

// A Made is a version of a village's paper.
type Made struct {
	Village uuid.UUID
	Number  int
	Digest  string
	On      version.Date
}

// A Posted is a version that hangs.
type Posted struct {
	Made
	PostedOn version.Date
	Places   string // where in the village
	At       time.Time
}

// A Standing is how a village's paper stands.
type Standing string

// The standings, what is most urgent first.
const (
	NeverMade Standing = "never_made" // no paper yet
	NotPosted Standing = "not_posted" // made, and none hangs
	OutOfDate Standing = "out_of_date"
	InOrder   Standing = "in_order"
)

// Held is what is kept of a village: its last version, and what hangs.
type Held struct {
	Last  *Made
	Hangs *Posted
}

// Stands compares what hangs with what a paper would say now.
func (h Held) Stands(digest string) Standing {
	switch {
	case h.Last == nil:
		return NeverMade
	case h.Hangs == nil:
		return NotPosted
	case h.Hangs.Digest != digest:
		return OutOfDate
	}
	return InOrder
}

// Make notes that a village's paper is made and gives its number: the one it had,
// where it says the same as the last. Of two who make it at once both get one.
func (s *Store) Make(ctx context.Context, actor, village uuid.UUID, digest string, on version.Date) (Made, int64, error) {
	made := Made{Village: village, Digest: digest, On: on}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		county, err := lock(ctx, tx, village)
		if err != nil {
			return err
		}
		last, err := lastOf(ctx, tx, village)
		if err != nil {
			return err
		}
		if last != nil && last.Digest == digest {
			made = *last
			return nil
		}
		made.Number = 1
		if last != nil {
			made.Number = last.Number + 1
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "village_paper.make", Kind: "division", Object: village, County: county,
			After: ledger.Fields{"n": made.Number, "digest": digest, "made": on.String()}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO village_paper (village, n, digest, made, actor, entry) VALUES ($1, $2, $3, $4, $5, $6)`, village, made.Number, digest, on, actor, entry)
		return err
	})
	return made, entry, wrap("make paper of", village, err)
}

// A Posting is a version that somebody put up.
type Posting struct {
	Village uuid.UUID
	Number  int
}

// Post notes that versions were put up, all of them or none.
func (s *Store) Post(ctx context.Context, actor uuid.UUID, on version.Date, places string, all ...Posting) error {
	places = strings.TrimSpace(places)
	if utf8.RuneCountInString(places) > 200 {
		return fmt.Errorf("post papers: %w", ErrPlaces)
	}
	// In one order, so that two who post the same do not wait for each other.
	all = slices.SortedFunc(slices.Values(all), func(a, b Posting) int { return bytes.Compare(a.Village[:], b.Village[:]) })
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		for _, p := range all {
			if err := post(ctx, tx, actor, p, on, places); err != nil {
				return fmt.Errorf("post paper of %s: %w", p.Village, err)
			}
		}
		return nil
	})
}

func post(ctx context.Context, tx pgx.Tx, actor uuid.UUID, p Posting, on version.Date, places string) error {
	county, err := lock(ctx, tx, p.Village)
	if err != nil {
		return err
	}
	var made version.Date
	err = tx.QueryRow(ctx, `SELECT made FROM village_paper WHERE village = $1 AND n = $2`, p.Village, p.Number).Scan(&made)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNoPaper
	}
	if err != nil {
		return err
	}
	if on.IsZero() || on.Before(made) || version.Today().Before(on) {
		return ErrDay
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "village_paper.post", Kind: "division", Object: p.Village, County: county,
		After: ledger.Fields{"n": p.Number, "on_day": on.String(), "places": places}})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO village_paper_posted (village, n, k, on_day, places, actor, entry)
		SELECT $1, $2, coalesce(max(k), 0) + 1, $3, $4, $5, $6 FROM village_paper_posted WHERE village = $1`, p.Village, p.Number, on, places, actor, entry)
	return err
}

// lock holds the village's row, so that papers of one village follow one another,
// and gives the code of its county.
func lock(ctx context.Context, tx pgx.Tx, village uuid.UUID) (county string, err error) {
	var one int
	err = tx.QueryRow(ctx, `SELECT 1 FROM division WHERE id = $1 FOR NO KEY UPDATE`, village).Scan(&one)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", ErrNoPaper
	}
	if err != nil {
		return "", err
	}
	err = tx.QueryRow(ctx, `SELECT left(code, 6) FROM division_version WHERE division = $1 AND upper_inf(recorded) ORDER BY lower(valid) DESC NULLS LAST LIMIT 1`, village).Scan(&county)
	return county, err
}

func lastOf(ctx context.Context, tx pgx.Tx, village uuid.UUID) (*Made, error) {
	m := Made{Village: village}
	err := tx.QueryRow(ctx, `SELECT n, digest, made FROM village_paper WHERE village = $1 ORDER BY n DESC LIMIT 1`, village).Scan(&m.Number, &m.Digest, &m.On)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &m, err
}

// All gives what is kept of villages, by village; one without a paper is not in it.
func (s *Store) All(ctx context.Context, villages []uuid.UUID) (map[uuid.UUID]Held, error) {
	rows, err := s.DB.Query(ctx, `
		SELECT l.village, l.n, l.digest, l.made, h.n, m.digest, m.made, h.on_day, h.places, h.at
		FROM (SELECT DISTINCT ON (village) * FROM village_paper WHERE village = ANY($1) ORDER BY village, n DESC) l
		LEFT JOIN (SELECT DISTINCT ON (village) * FROM village_paper_posted WHERE village = ANY($1) ORDER BY village, k DESC) h ON h.village = l.village
		LEFT JOIN village_paper m ON m.village = h.village AND m.n = h.n`, villages)
	if err != nil {
		return nil, fmt.Errorf("papers of villages: %w", err)
	}
	all := map[uuid.UUID]Held{}
	var last Made
	var number *int
	var digest, places *string
	var made, on pgtype.Date
	var at *time.Time
	_, err = pgx.ForEachRow(rows, []any{&last.Village, &last.Number, &last.Digest, &last.On, &number, &digest, &made, &on, &places, &at}, func() error {
		one := last
		h := Held{Last: &one}
		if number != nil {
			h.Hangs = &Posted{Made: Made{Village: last.Village, Number: *number, Digest: *digest, On: version.DayOf(made.Time)}, PostedOn: version.DayOf(on.Time), Places: *places, At: *at}
		}
		all[last.Village] = h
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("papers of villages: %w", err)
	}
	return all, nil
}

func wrap(what string, village uuid.UUID, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", what, village, err)
}
