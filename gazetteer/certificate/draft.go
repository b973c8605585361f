package certificate

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/pinyin"
	"diming/internal/version"
)

// Whereabouts are the smallest division that a place lies in, and its county,
// whose bureau certifies.
type Whereabouts struct {
	Division uuid.UUID
	County   boundaries.Division
}

// Draft gives what a certificate of a kind would say of a place on a day, and
// where the place lies. It answers ErrNoName, ErrNotRenamed, ErrNoCounty and
// gazetteer.ErrNotFound.
func (s *Store) Draft(ctx context.Context, kind Kind, place uuid.UUID, day version.Date) (Facts, Whereabouts, error) {
	var f Facts
	var at Whereabouts
	p, err := s.Places.Place(ctx, gazetteer.Reader{Internal: true, AsOf: version.AsOf{Valid: day}}, place)
	if err != nil {
		return f, at, err
	}
	name := p.Name(day)
	if p.State != gazetteer.Current || name.Text == "" {
		return f, at, fmt.Errorf("certificate of %s: %w", place, ErrNoName)
	}
	f = Facts{Name: name.Text, Reading: name.Reading, Roman: pinyin.Reading{Text: name.Reading}.Capitals(), ClassName: p.ClassName, Position: p.Description,
		Since: name.Valid.From, SinceText: name.Valid.From.String(), Former: formerOf(p, name, day)}
	if kind == Renamed && len(f.Former) == 0 {
		return f, at, fmt.Errorf("certificate of %s: %w", place, ErrNotRenamed)
	}
	at.Division = place
	if p.Within != nil {
		at.Division = *p.Within
	}
	if err := s.locate(ctx, &f, &at, place, day); err != nil {
		return f, at, fmt.Errorf("certificate of %s: %w", place, err)
	}
	f.Basis, err = s.decision(ctx, place, name.Text, day)
	return f, at, err
}

// locate says in which divisions the object of a certificate lies, and whose
// bureau certifies.
func (s *Store) locate(ctx context.Context, f *Facts, at *Whereabouts, object uuid.UUID, day version.Date) error {
	chain, err := s.Places.Boundaries.Chain(ctx, boundaries.Reader{Internal: true, AsOf: version.AsOf{Valid: day}}, at.Division)
	if err != nil {
		return err
	}
	for _, d := range chain {
		if d.Level == boundaries.County {
			at.County = d
		}
		if d.Level >= boundaries.County && d.ID != object {
			f.Division += boundaries.StandardName(d.Name)
		}
	}
	if at.County.ID == uuid.Nil {
		return ErrNoCounty
	}
	return nil
}

// Trial gives a certificate as it would be issued, under the number 0: what its
// paper would print. It answers what Draft does.
func (s *Store) Trial(ctx context.Context, o Order) (Certificate, Whereabouts, error) {
	c := Certificate{Kind: o.Kind, Place: o.Place, Address: o.Address, IssuedOn: o.Day, Papers: len(o.Holder.Papers)}
	draft := s.Draft
	of := o.Place
	if o.Kind.OfAddress() {
		draft, of = s.DraftAddress, o.Address
	}
	facts, at, err := draft(ctx, o.Kind, of, o.Day)
	if err != nil {
		return c, at, err
	}
	c.Facts, c.Division, c.Issuer = facts, at.Division, boundaries.StandardName(at.County.Name)+"民政局"
	if o.Basis != "" {
		c.Facts.Basis = strings.TrimSpace(o.Basis)
	}
	c.Number, err = s.written(ctx, o.Kind, at.County.ID, o.Day.Time().Year(), 0, o.Day)
	return c, at, err
}

// formerOf are the standard names before that of the day, the latest first.
func formerOf(p gazetteer.Place, name gazetteer.Name, day version.Date) []Former {
	former := []Former{}
	for _, n := range p.FormerNames(day) {
		if n.Text != name.Text {
			former = append(former, Former{n.Text, n.Valid.From.String(), n.Valid.To.String()})
		}
	}
	return former
}

// decision says in words by what a name came to stand; "" where the register
// holds no decision.
func (s *Store) decision(ctx context.Context, place uuid.UUID, name string, day version.Date) (string, error) {
	var approver, reply string
	var on, published version.Date
	var year, number *int
	err := s.DB.QueryRow(ctx, `SELECT approver, reply_no, replied_on, announced_year, announced_number, published_on FROM decided_name
		WHERE place = $1 AND name = $2 AND replied_on <= $3 ORDER BY replied_on DESC LIMIT 1`, place, name, day).
		Scan(&approver, &reply, &on, &year, &number, &published)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("decision on %s: %w", place, err)
	}
	text := fmt.Sprintf("%s%s批准（%s）", InWords(on.String()), approver, reply)
	if year != nil {
		text += fmt.Sprintf("，%d年第%d号地名公告", *year, *number)
	}
	return text, nil
}
