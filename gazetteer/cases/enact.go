package cases

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/version"
)

// enact writes what was decided of one name into the register, from the date of
// the reply on, and answers the place.
func (s *Store) enact(ctx context.Context, tx pgx.Tx, actor uuid.UUID, c Case, r Reply, item Item, text string) (uuid.UUID, error) {
	why := fmt.Sprintf("%s批准（%s），案件 %s", c.approver(r), r.Number, c.Number)
	if c.Kind == Naming {
		return s.enactNaming(ctx, actor, c, item, text, r.On, why)
	}
	place := *item.Place
	if s.MayRename != nil && (c.Kind == Renaming || c.Kind == Cancelling) {
		if err := s.MayRename(ctx, tx, place); err != nil {
			return place, err
		}
	}
	var err error
	switch c.Kind {
	case Renaming:
		_, err = s.Places.Rename(ctx, actor, place, text, version.Span{From: r.On}, why)
	case Cancelling:
		_, err = s.Places.Cancel(ctx, actor, place, r.On, why)
	case Correction:
		err = s.enactCorrection(ctx, actor, place, item.Changes, r.On, why)
	}
	return place, err
}

func (s *Store) enactNaming(ctx context.Context, actor uuid.UUID, c Case, item Item, text string, on version.Date, why string) (uuid.UUID, error) {
	division := c.Division
	if item.Division != nil {
		division = *item.Division
	}
	in, err := (&boundaries.Store{DB: s.DB}).ByID(ctx, gazetteer.Reader{Internal: true}, division)
	if err != nil {
		return uuid.Nil, err
	}
	d := gazetteer.Draft{Names: []gazetteer.RowName{{Text: text, Reading: item.readingOf(text)}}, Class: item.Class, Division: in.Code,
		Location: item.Location, Extent: item.Extent, Meaning: item.Meaning, Origin: item.Origin, Description: item.position(in.Name),
		Visibility: "public", Source: "案件 " + c.Number, Valid: version.Span{From: on}}
	id, _, err := s.Places.Add(ctx, actor, d, why)
	return id, err
}

// readingOf is the reading that came with the name proposed, of that name only.
func (i Item) readingOf(text string) string {
	if text == i.Text {
		return i.Reading
	}
	return ""
}

// position says in words where the thing is and how large 位置描述.
func (i Item) position(division string) string {
	text := "位于" + division
	if i.StartsAt != "" || i.EndsAt != "" {
		text += fmt.Sprintf("，起于%s，止于%s", i.StartsAt, i.EndsAt)
	}
	if i.Direction != "" {
		text += "，" + i.Direction + "走向"
	}
	if i.Size.LengthM > 0 {
		text += fmt.Sprintf("，长 %g 米", i.Size.LengthM)
	}
	if i.Size.WidthM > 0 {
		text += fmt.Sprintf("，宽 %g 米", i.Size.WidthM)
	}
	if i.Size.LandM2 > 0 {
		text += fmt.Sprintf("，占地 %g 平方米", i.Size.LandM2)
	}
	if i.Size.FloorM2 > 0 {
		text += fmt.Sprintf("，建筑面积 %g 平方米", i.Size.FloorM2)
	}
	if i.Note != "" {
		text += "，" + i.Note
	}
	return text + "。"
}

// enactCorrection mends an error of record; it changes no name in law.
func (s *Store) enactCorrection(ctx context.Context, actor, place uuid.UUID, ch Changes, on version.Date, why string) error {
	if ch.Text != nil {
		if _, err := s.Places.CorrectName(ctx, actor, place, *ch.Text, on, why); err != nil {
			return err
		}
	}
	if ch.Meaning != nil || ch.Origin != nil || ch.History != nil || ch.Description != nil {
		a := gazetteer.Amendment{Description: gazetteer.Description{Meaning: ch.Meaning, Origin: ch.Origin, History: ch.History, Description: ch.Description}}
		if _, err := s.Places.Amend(ctx, actor, place, a, version.Date{}, why); err != nil {
			return err
		}
	}
	if ch.Reading == nil {
		return nil
	}
	p, err := s.Places.Place(ctx, gazetteer.Reader{Internal: true}, place)
	if err != nil {
		return err
	}
	_, err = s.Places.ConfirmReading(ctx, actor, p.Name(s.today()).ID, *ch.Reading, why)
	return err
}
