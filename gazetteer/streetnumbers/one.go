package streetnumbers

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer/numbering"
	"diming/internal/version"
)

// A Question is one house that is to have a number: in a street, or else in a
// natural village, or else in a division by itself.
type Question struct {
	Way, Settlement   uuid.UUID
	Division          uuid.UUID  // where the house lies, and whose scheme it is
	At                *orb.Point // its gate, EPSG:4490; nil unknown
	DeadEnd, OneSided bool       // of the street
	Except            uuid.UUID  // an address that is about to give its number up
}

// Base is what the number would count in.
func (q Question) Base() uuid.UUID {
	switch {
	case q.Way != uuid.Nil:
		return q.Way
	case q.Settlement != uuid.Nil:
		return q.Settlement
	}
	return q.Division
}

// An Answer is what the scheme says of one house.
type Answer struct {
	*numbering.Trial
	Name   string // of the street, the natural village or the division
	Street bool
	Scheme numbering.Held
	FarM   int // beyond which a gate is warned of, in metres
	behind map[string]bool
}

// Far tells that the gate lies farther from its street than the division
// thinks usual.
func (a *Answer) Far() bool { return a.Street && !a.NoPoint && a.Offset > float64(a.FarM) }

// Against says what speaks against a number; behind is of an address of a
// building or a room behind the door, whose door may stand. A number is given
// against any of it with a reason alone; a duplicate is refused by the register.
func (a *Answer) Against(number, sub int, behind bool) []numbering.Finding {
	found := a.Trial.Against(number, sub)
	if len(found) > 0 && found[0].Kind == "duplicate" {
		switch {
		case behind:
			return nil
		case a.behind[found[0].Other]:
			now := a.Format(number, sub)
			found[0] = numbering.Finding{ID: a.ID, Kind: "differs", Other: found[0].Other,
				Reason: numbering.Text{ZH: now + "之内已有楼幢、小区的地址，请核对是不是同一个院子", EN: "buildings behind " + now + " have addresses: is it the same yard?"}}
		}
	}
	if a.Street && a.Scheme.Proposal() && len(found) == 0 {
		found = append(found, numbering.Finding{ID: a.ID, Kind: "no_scheme", Reason: numbering.Text{ZH: "本地还没有确定编号规则，这里按示例规则试编", EN: "no scheme was decided here: it was tried by an example"}})
	}
	return found
}

// Try asks the scheme of one house among those that stand. see tells where who
// asks may read what is internal; numbers that they may not see are taken all
// the same.
func (s *Store) Try(ctx context.Context, q Question, see May, on version.Date) (*Answer, error) {
	if q.Division == uuid.Nil {
		return nil, ErrDivision
	}
	a := &Answer{Street: q.Way != uuid.Nil, behind: map[string]bool{}}
	var err error
	if a.FarM, err = s.far(ctx, q.Division, on); err != nil {
		return nil, err
	}
	if a.Street {
		err = s.tryStreet(ctx, a, q, see, on)
	} else {
		err = s.tryPlace(ctx, a, q, on)
	}
	if err != nil {
		return nil, fmt.Errorf("try a number in %s: %w", q.Base(), err)
	}
	return a, nil
}

func (s *Store) tryStreet(ctx context.Context, a *Answer, q Question, see May, on version.Date) error {
	anywhere := func(context.Context, uuid.UUID) (bool, error) { return true, nil } // who asks was looked at before
	v, err := s.survey(ctx, Request{Street: q.Way, Division: q.Division, DeadEnd: q.DeadEnd, OneSided: q.OneSided,
		Gates: []Gate{{ID: "gate", At: q.At, Division: q.Division}}}, anywhere, see, on)
	if err != nil {
		return err
	}
	a.Name, a.Scheme = v.name, v.scheme
	house := v.rows[len(v.rows)-1]
	var standing []numbering.Gate
	for _, r := range v.rows[:len(v.rows)-1] {
		if r.Address == uuid.Nil || r.Address != q.Except {
			standing, a.behind[r.ID] = append(standing, r.Gate), r.Behind
		}
	}
	if house.Refused && !house.NoPoint {
		a.Trial = numbering.Untried(v.scheme.Scheme, standing, house.Gate, "place", house.Reason)
		return nil
	}
	var told *numbering.Error
	a.Trial, err = numbering.Try(v.scheme.Scheme, v.street, house.Owner, standing, house.Gate)
	if errors.As(err, &told) {
		a.Trial, err = numbering.Untried(v.scheme.Scheme, standing, house.Gate, "untried", told.Text), nil
	}
	return err
}

func (s *Store) tryPlace(ctx context.Context, a *Answer, q Question, on version.Date) error {
	var err error
	if a.Scheme, err = s.Schemes.In(ctx, q.Division, on); err != nil {
		return err
	}
	if q.Settlement != uuid.Nil {
		p, err := s.Places.Place(ctx, inside(on), q.Settlement)
		if err != nil {
			return err
		}
		a.Name = p.Name(on).Text
	} else {
		d, err := s.Boundaries.ByID(ctx, inside(on), q.Division)
		if err != nil {
			return err
		}
		a.Name = boundaries.StandardName(d.Name)
	}
	all, err := s.Addresses.Standing(ctx, []uuid.UUID{q.Base()}, on)
	if err != nil {
		return err
	}
	var standing []numbering.Gate
	for _, one := range doorsOf(all) {
		g, err := gateOf(one)
		if err != nil {
			return err
		}
		if one.ID != q.Except {
			standing, a.behind[g.ID] = append(standing, g), one.Behind()
		}
	}
	gate := numbering.Gate{ID: "gate", NoPoint: q.At == nil}
	if q.At != nil {
		gate.At = *q.At
	}
	a.Trial = numbering.TryPlace(a.Scheme.Scheme, standing, gate)
	return nil
}

// far is the setting beyond which a gate is warned of.
func (s *Store) far(ctx context.Context, division uuid.UUID, on version.Date) (int, error) {
	known, err := boundaries.Known(boundaries.SettingGateFar)
	if err != nil {
		return 0, err
	}
	value, _, set, err := s.Boundaries.Setting(ctx, division, known.Key, on)
	if err != nil {
		return 0, err
	}
	if !set {
		value = known.Default
	}
	return strconv.Atoi(value)
}
