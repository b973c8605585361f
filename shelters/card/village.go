package card

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// SetHint writes how one goes on foot from a village to a shelter, as somebody
// who knows the way said on a day; an empty text takes the hint back. Of two who
// write at the same moment one is told ErrChanged.
func (s *Store) SetHint(ctx context.Context, actor uuid.UUID, h Hint) (int64, error) {
	h.Text = strings.TrimSpace(h.Text)
	err := h.check()
	if err != nil {
		return 0, wrap("write walking hint of", h.Village, err)
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		county, err := countyOf(ctx, tx, h.Village, villageLevel)
		if err != nil {
			return err
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "walking_hint.write", Kind: "division", Object: h.Village, County: county, Public: true,
			After: ledger.Fields{"shelter": h.Shelter, "hint": h.Text, "on_day": h.Day.String()}}); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO walking_hint (village, shelter, n, hint, on_day, actor, entry)
			SELECT $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, $6 FROM walking_hint WHERE village = $1 AND shelter = $2`, h.Village, h.Shelter, h.Text, h.Day, actor, entry)
		return err
	})
	return entry, wrap("write walking hint of", h.Village, err)
}

func (h Hint) check() error {
	if utf8.RuneCountInString(h.Text) > 120 {
		return ErrHint
	}
	return checkDay(h.Day)
}

// checkDay refuses a day that is missing or has not come.
func checkDay(d version.Date) error {
	if d.IsZero() || version.Today().Before(d) {
		return ErrDay
	}
	return nil
}

// SetPeople says how many of a village must find a place.
func (s *Store) SetPeople(ctx context.Context, actor uuid.UUID, p People) (int64, error) {
	if err := p.check(); err != nil {
		return 0, wrap("count people of", p.Village, err)
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		county, err := countyOf(ctx, tx, p.Village, villageLevel)
		if err != nil {
			return err
		}
		after := ledger.Fields{"people": p.People, "on_day": p.Day.String(), "source": p.Source}
		if p.Vulnerable != nil {
			after["vulnerable"] = *p.Vulnerable
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "village_people.count", Kind: "division", Object: p.Village, County: county, After: after}); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO village_people (village, n, people, vulnerable, on_day, source, entry)
			SELECT $1, coalesce(max(n), 0) + 1, $2, $3, $4, $5, $6 FROM village_people WHERE village = $1`, p.Village, p.People, p.Vulnerable, p.Day, p.Source, entry)
		return err
	})
	return entry, wrap("count people of", p.Village, err)
}

func (p People) check() error {
	const most = 1_000_000
	switch {
	case p.People < 0 || p.People > most, p.Vulnerable != nil && (*p.Vulnerable < 0 || *p.Vulnerable > p.People):
		return ErrPeople
	case strings.TrimSpace(p.Source) == "":
		return ErrSource
	}
	return checkDay(p.Day)
}
