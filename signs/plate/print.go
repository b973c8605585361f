package plate

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer/address"
	"diming/gazetteer/pinyin"
	"diming/internal/version"
	"diming/signs/artwork"
)

// A spelled is what a place is called on a plate.
type spelled struct{ han, minority, capitals string }

// wouldPrint gives what each plate would say if it were printed on a day, in the
// order of plates; nil for one whose address or place does not stand then.
// Postcodes are kept as they are: the register does not know them.
func (s *Store) wouldPrint(ctx context.Context, on version.Date, plates []Plate) ([]*Words, error) {
	var addresses []uuid.UUID
	for _, p := range plates {
		if p.Address != uuid.Nil {
			addresses = append(addresses, p.Address)
		}
	}
	held, err := (&address.Store{DB: s.DB}).ByIDs(ctx, address.Reader{AsOf: version.AsOf{Valid: on}, Internal: true}, addresses)
	if err != nil {
		return nil, err
	}
	standing := map[uuid.UUID]address.Address{}
	for _, a := range held {
		if a.Standing {
			standing[a.ID] = a
		}
	}
	heads := make([]uuid.UUID, len(plates)) // the places whose names stand on top
	for i, p := range plates {
		heads[i] = p.Place
		if a, ok := standing[p.Address]; ok {
			heads[i] = head(p.Kind, a.Components)
		}
	}
	names, err := s.spelled(ctx, on, heads)
	if err != nil {
		return nil, err
	}
	all := make([]*Words, len(plates))
	for i, p := range plates {
		name, called := names[heads[i]]
		a, stands := standing[p.Address]
		if !called || p.Address != uuid.Nil && !stands {
			continue
		}
		w := words(p.Kind, name, a.Components)
		w.Postcode = p.Postcode
		all[i] = &w
	}
	return all, nil
}

// head is the place whose name an address's plate bears: of what stands in a
// compound the compound, else the street, the natural village or the division.
func head(k artwork.Kind, c address.Components) uuid.UUID {
	inCompound := k == artwork.Building || k == artwork.Unit || k == artwork.Room
	switch {
	case inCompound && c.Compound != uuid.Nil:
		return c.Compound
	case c.Way != uuid.Nil:
		return c.Way
	case c.Settlement != uuid.Nil:
		return c.Settlement
	case c.Compound != uuid.Nil:
		return c.Compound
	}
	return c.Division
}

// words sets the texts of a kind.
func words(k artwork.Kind, n spelled, c address.Components) Words {
	w := Words{Name: n.han, Minority: n.minority, Pinyin: n.capitals}
	switch k {
	case artwork.DoorBig, artwork.DoorMiddle, artwork.DoorSmall:
		w.Number, w.Pinyin = c.Door(), ""
	case artwork.Building:
		w.Number = unless(c.Building, "幢")
	case artwork.Unit:
		w = Words{Number: unless(c.Unit, "单元")}
	case artwork.Room:
		w = Words{Number: unless(c.Room, "室")}
	}
	return w
}

func unless(text, unit string) string {
	if text == "" {
		return ""
	}
	return text + unit
}

// minorities are the languages of nationalities whose scripts stand on signs of
// their autonomous areas: Tibetan, Uyghur, Mongolian, Kazakh, Kyrgyz, Korean,
// Zhuang, Yi, Dai and Lisu, as BCP 47 writes them.
var minorities = map[string]bool{"bo": true, "ug": true, "mn": true, "mn-Mong": true, "kk": true, "kk-Arab": true, "ky": true, "ky-Arab": true, "ko": true, "za": true,
	"ii": true, "khb": true, "tdd": true, "lis": true}

// spelled gives the standard names of places and divisions on a day: in
// Chinese, in the script of a minority, and as signs spell them.
func (s *Store) spelled(ctx context.Context, on version.Date, places []uuid.UUID) (map[uuid.UUID]spelled, error) {
	rows, err := s.DB.Query(ctx, `SELECT place, lang, text, reading FROM name_version
		WHERE place = ANY($1) AND kind = 'standard' AND upper_inf(recorded) AND valid @> $2::date ORDER BY place, lang`, places, on)
	if err != nil {
		return nil, fmt.Errorf("names of plates: %w", err)
	}
	all := map[uuid.UUID]spelled{}
	var place uuid.UUID
	var lang, text, reading string
	_, err = pgx.ForEachRow(rows, []any{&place, &lang, &text, &reading}, func() error {
		n := all[place]
		if lang == "zh-Hans" {
			n.han, n.capitals = boundaries.StandardName(text), pinyin.Reading{Text: reading}.Capitals()
		} else if minorities[lang] && n.minority == "" {
			n.minority = text
		}
		all[place] = n
		return nil
	})
	for id, n := range all {
		if n.han == "" {
			delete(all, id)
		}
	}
	return all, err
}
