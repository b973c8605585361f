package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/gazetteer"
	"diming/internal/ledger"
)

const itemColumns = `id, ordinal, place, class, division, text, alternatives, reading, meaning, origin, location, extent,
	starts_at, ends_at, direction, coalesce(length_m, 0)::float8, coalesce(width_m, 0)::float8, coalesce(land_m2, 0)::float8,
	coalesce(floor_m2, 0)::float8, coalesce(height_m, 0)::float8, coalesce(green_percent, 0)::float8,
	changes, note, aside, aside_finding, outcome, outcome_reason, approved_text, result, ` + wasCalled

// wasCalled is the name that a renaming on case_item ends: the standard name that
// began before the reply's day, or the newest where there is no reply yet.
const wasCalled = `coalesce((SELECT v.text FROM name_version v JOIN name_case k ON k.id = case_item.name_case AND k.kind = 'renaming'
	WHERE v.place = case_item.place AND v.kind = 'standard' AND v.lang = 'zh-Hans' AND upper_inf(v.recorded)
		AND (lower_inf(v.valid) OR k.replied_on IS NULL OR lower(v.valid) < k.replied_on)
	ORDER BY lower(v.valid) DESC NULLS LAST LIMIT 1), '')`

// Titled is the name as the public reads it: of a renaming the old one with it.
func (i Item) Titled() string {
	if i.Was == "" || i.Was == i.Text {
		return i.Text
	}
	return i.Was + " → " + i.Text
}

func scanItem(row pgx.CollectableRow) (Item, error) {
	var i Item
	var changes string
	err := row.Scan(&i.ID, &i.Ordinal, &i.Place, &i.Class, &i.Division, &i.Text, &i.Alternatives, &i.Reading, &i.Meaning, &i.Origin, &i.Location, &i.Extent,
		&i.StartsAt, &i.EndsAt, &i.Direction, &i.Size.LengthM, &i.Size.WidthM, &i.Size.LandM2,
		&i.Size.FloorM2, &i.Size.HeightM, &i.Size.GreenPercent,
		&changes, &i.Note, &i.Aside, &i.AsideFinding, &i.Outcome, &i.Why, &i.Approved, &i.Result, &i.Was)
	if err == nil && changes != "" {
		err = json.Unmarshal([]byte(changes), &i.Changes)
	}
	return i, err
}

// items gives the names of a case that were not taken out, in order.
func (s *Store) items(ctx context.Context, id uuid.UUID) ([]Item, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+itemColumns+` FROM case_item WHERE name_case = $1 AND dropped IS NULL ORDER BY ordinal`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanItem)
}

// addItem enters a name of a case. A new name has no place yet; the other kinds
// are about one that is held, and take from it what was not said.
func (s *Store) addItem(ctx context.Context, tx pgx.Tx, id uuid.UUID, ordinal int, kind Kind, i Item) error {
	if (kind == Naming) != (i.Place == nil) {
		return ErrPlace
	}
	i.Text = strings.TrimSpace(i.Text)
	if i.Place != nil {
		if err := s.fillFromPlace(ctx, kind, &i); err != nil {
			return err
		}
	}
	if i.Text == "" {
		return gazetteer.ErrNoName
	}
	item, err := uuid.NewV7()
	if err != nil {
		return err
	}
	changes := ""
	if !i.Changes.IsZero() {
		text, err := json.Marshal(i.Changes)
		if err != nil {
			return err
		}
		changes = string(text)
	}
	var extent any
	if i.Extent != nil {
		extent = i.Extent
	}
	_, err = tx.Exec(ctx, `INSERT INTO case_item (id, name_case, ordinal, place, class, division, text, alternatives, reading, meaning, origin,
			location, extent, starts_at, ends_at, direction, length_m, width_m, land_m2, floor_m2, height_m, green_percent, changes, note)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, nullif($17::float8, 0), nullif($18::float8, 0),
			nullif($19::float8, 0), nullif($20::float8, 0), nullif($21::float8, 0), nullif($22::float8, 0), $23, $24)`,
		item, id, ordinal, i.Place, i.Class, i.Division, i.Text, nonNil(i.Alternatives), i.Reading, i.Meaning, i.Origin,
		i.Location, extent, i.StartsAt, i.EndsAt, i.Direction, i.Size.LengthM, i.Size.WidthM, i.Size.LandM2, i.Size.FloorM2, i.Size.HeightM, i.Size.GreenPercent,
		changes, i.Note)
	return refused(err)
}

// fillFromPlace takes class, position and, where no new name is proposed, the
// name from the place that an item is about. A division is refused: it changes
// by a division case 区划调整, which has its own law.
func (s *Store) fillFromPlace(ctx context.Context, kind Kind, i *Item) error {
	p, err := s.Places.Place(ctx, gazetteer.Reader{Internal: true}, *i.Place)
	if err != nil {
		return err
	}
	if p.State != gazetteer.Current {
		return gazetteer.ErrWithdrawn
	}
	if p.IsDivision {
		return ErrDivision
	}
	if kind == Correction && i.Changes.IsZero() {
		return ErrNoItem
	}
	i.Class = p.Class
	if i.Text == "" || kind != Renaming {
		i.Text = p.Name(s.today()).Text
	}
	if i.Location == nil {
		i.Location = p.Location
	}
	if i.Extent == nil {
		i.Extent = p.Extent
	}
	if i.Division == nil {
		i.Division = p.Within
	}
	return nil
}

func nonNil(all []string) []string {
	if all == nil {
		return []string{}
	}
	return all
}

// refused gives what the database refused its name.
func refused(err error) error {
	var refused *pgconn.PgError
	if !errors.As(err, &refused) {
		return err
	}
	switch refused.ConstraintName {
	case "case_item_class_fkey", "name_case_class_fkey":
		return gazetteer.ErrClass
	case "case_item_place_fkey":
		return gazetteer.ErrNotFound
	}
	return err
}

// An Amendment is a change of the application before it is decided; nil fields
// stay, Items replaces all names.
type Amendment struct {
	Title, Reason, Body *string
	Applicant           *string
	Items               []Item
}

// Amend changes an application that is with its applicant: a draft, or one that
// came back. Of an online application the console types it.
func (s *Store) Amend(ctx context.Context, by By, a Amendment) (int64, error) {
	var applicant *ledger.PersonRef
	return s.act(ctx, act{By: by, action: "case.amend", person: func() *ledger.PersonRef { return applicant },
		plan: func(tx pgx.Tx, c Case) (ledger.Fields, error) {
			if !c.State.Editable() {
				return nil, ErrFixed
			}
			after := ledger.Fields{}
			for key, text := range map[string]*string{"title": a.Title, "reason": a.Reason, "body": a.Body} {
				if text != nil {
					after[key] = *text
				}
			}
			if a.Items != nil {
				after["names"] = textsOf(a.Items)
			}
			if a.Applicant != nil && *a.Applicant != "" {
				ref, err := ledger.KeepPerson(ctx, tx, *a.Applicant)
				if err != nil {
					return nil, err
				}
				applicant = &ref
				after["applicant"] = ref.ID
			}
			return after, nil
		},
		do: func(tx pgx.Tx, c Case, entry int64) error {
			if a.Items != nil {
				if err := s.In(tx).replaceItems(ctx, tx, c, a.Items, entry); err != nil {
					return err
				}
			}
			var person *uuid.UUID
			if applicant != nil {
				person = &applicant.ID
			}
			_, err := tx.Exec(ctx, `UPDATE name_case SET title = coalesce($2, title), reason = coalesce($3, reason), body = coalesce($4, body),
				applicant = coalesce($5, applicant), tag = $6 WHERE id = $1`, c.ID, a.Title, a.Reason, a.Body, person, entry)
			return err
		}})
}

func (s *Store) replaceItems(ctx context.Context, tx pgx.Tx, c Case, items []Item, entry int64) error {
	if len(items) == 0 {
		return ErrNoItem
	}
	if _, err := tx.Exec(ctx, `UPDATE case_item SET dropped = $2 WHERE name_case = $1 AND dropped IS NULL`, c.ID, entry); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE case_finding SET gone = $2 WHERE name_case = $1 AND gone IS NULL`, c.ID, entry); err != nil {
		return err
	}
	for n, item := range items {
		if err := s.addItem(ctx, tx, c.ID, n+1, c.Kind, item); err != nil {
			return fmt.Errorf("name %d: %w", n+1, err)
		}
	}
	return nil
}
