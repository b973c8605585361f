package gazetteer

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"diming/gazetteer/pinyin"
)

// An Unconfirmed place stands under a name whose reading nobody has confirmed.
type Unconfirmed struct {
	Listed
	NameID     uuid.UUID
	Tag        string // of the place, for Unchanged
	Draft      pinyin.Reading
	Characters []pinyin.Character
}

// heteronymLook is how many drafts are looked at in one call for those that
// could be read otherwise.
const heteronymLook = 2000

// UnconfirmedReadings gives standing places whose standard name has a draft for
// a reading, in the order of List. With heteronyms only those that could be
// read otherwise; next is where to go on, "" at the end.
func (s *Store) UnconfirmedReadings(ctx context.Context, f Filter, heteronyms bool, cursor string, limit int) (all []Unconfirmed, next string, err error) {
	f.State, f.Reading = Current, "draft"
	look := limit
	if heteronyms {
		look = heteronymLook
	}
	listed, err := s.List(ctx, f, cursor, look)
	if err != nil {
		return nil, "", err
	}
	for _, l := range listed {
		u := Unconfirmed{Listed: l, Draft: pinyin.Of(l.Name, l.Class, l.DivisionCode)}
		if heteronyms && len(u.Draft.Alternatives) == 0 {
			continue
		}
		if len(all) == limit {
			next = all[limit-1].Cursor
			break
		}
		u.Characters = pinyin.Spell(l.Name, l.Class, l.DivisionCode)
		all = append(all, u)
	}
	if next == "" && len(listed) == look {
		next = listed[look-1].Cursor
	}
	return all, next, s.addNames(ctx, all)
}

// ReadingProgress counts the standing places that a filter lets through by
// whether the reading of their standard name is a draft or confirmed.
func (s *Store) ReadingProgress(ctx context.Context, f Filter) (left, confirmed int, err error) {
	f.State, f.Reading = Current, ""
	sql, args := f.query(`count(*) FILTER (WHERE reading_state = 'draft'), count(*) FILTER (WHERE reading_state = 'confirmed')`)
	if err := s.DB.QueryRow(ctx, sql, args...).Scan(&left, &confirmed); err != nil {
		return 0, 0, fmt.Errorf("count readings: %w", err)
	}
	return left, confirmed, nil
}

// addNames adds the ids of the names and the tags of the places.
func (s *Store) addNames(ctx context.Context, all []Unconfirmed) error {
	for i := range all {
		u := &all[i]
		err := s.DB.QueryRow(ctx, `SELECT name FROM name_version WHERE place = $1 AND kind = 'standard' AND lang = $2 AND upper_inf(recorded)
			ORDER BY valid @> current_date DESC, upper(valid) DESC NULLS FIRST LIMIT 1`, u.ID, Hans).Scan(&u.NameID)
		if err != nil {
			return fmt.Errorf("name of place %s: %w", u.ID, err)
		}
		if u.Tag, err = lastEntry(ctx, s.DB, u.ID); err != nil {
			return fmt.Errorf("tag of place %s: %w", u.ID, err)
		}
	}
	return nil
}
