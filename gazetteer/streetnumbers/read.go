package streetnumbers

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/gazetteer/numbering"
	"diming/internal/version"
)

// A survey is a street with its gates, before numbers are tried.
type survey struct {
	request Request
	name    string
	scheme  numbering.Held
	street  numbering.Street
	rows    []Row
}

// survey reads a street, the doors that stand on it and where new gates lie.
func (s *Store) survey(ctx context.Context, q Request, may, see May, on version.Date) (*survey, error) {
	v := &survey{request: q, street: numbering.Street{Line: q.Line, Start: q.Start, DeadEnd: q.DeadEnd, OneSided: q.OneSided, Once: true}}
	if q.Street == uuid.Nil && q.Line == nil {
		return nil, ErrNoStreet
	}
	if q.Street != uuid.Nil {
		p, err := s.streetPlace(ctx, q.Street, on)
		if err != nil {
			return nil, err
		}
		v.name = p.Name(on).Text
		if v.street.Line == nil {
			v.street.Line = lines(p.Extent)
		}
		if v.request.Division == uuid.Nil && p.Within != nil {
			v.request.Division = *p.Within
		}
	}
	if v.request.Division == uuid.Nil {
		return nil, ErrDivision
	}
	var err error
	if v.scheme, err = s.Schemes.In(ctx, v.request.Division, on); err != nil {
		return nil, err
	}
	land := &land{store: s, on: on, may: may, chains: map[uuid.UUID][]boundaries.Division{}, mine: map[uuid.UUID]bool{}}
	for i, way := range append([]uuid.UUID{q.Street}, q.Along...) {
		if way == uuid.Nil {
			continue
		}
		if i > 0 {
			if _, err := s.streetPlace(ctx, way, on); err != nil {
				return nil, err
			}
		}
		doors, err := s.doors(ctx, way, land, see, on, i > 0)
		if err != nil {
			return nil, err
		}
		v.rows = append(v.rows, doors...)
	}
	for _, g := range q.Gates {
		row, err := land.place(ctx, g, v.request.Division)
		if err != nil {
			return nil, err
		}
		v.rows = append(v.rows, row)
	}
	return v, nil
}

// streetPlace reads a place that stands and is a street or lane.
func (s *Store) streetPlace(ctx context.Context, id uuid.UUID, on version.Date) (gazetteer.Place, error) {
	p, err := s.Places.Place(ctx, inside(on), id)
	if err == nil && (p.State != gazetteer.Current || !strings.HasPrefix(p.Class, "23")) {
		err = ErrStreet
	}
	return p, err
}

func lines(shape orb.Geometry) orb.MultiLineString {
	switch g := shape.(type) {
	case orb.LineString:
		return orb.MultiLineString{g}
	case orb.MultiLineString:
		return g
	}
	return nil
}

// doors gives the doors that stand on a street.
func (s *Store) doors(ctx context.Context, way uuid.UUID, land *land, see May, on version.Date, elsewhere bool) ([]Row, error) {
	all, err := s.Addresses.Standing(ctx, []uuid.UUID{way}, on)
	if err != nil {
		return nil, err
	}
	rows := []Row{}
	for _, a := range doorsOf(all) {
		row, err := land.standing(ctx, a, see, elsewhere)
		if err != nil {
			return nil, err
		}
		if row.Hidden { // its id is told to nobody who may not see it
			row.ID = "hidden " + strconv.Itoa(len(rows)) + way.String()
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// doorsOf gives of the many addresses behind one number the one nearest to the
// street, in their order; those without a number are no doors.
func doorsOf(all []address.Standing) []address.Standing {
	type door struct {
		base        uuid.UUID
		number, sub string
		compound    uuid.UUID
	}
	deep := func(a address.Standing) int { return len(a.Building) + len(a.Unit) + len(a.Floor) + len(a.Room) }
	at, doors := map[door]int{}, []address.Standing{}
	for _, a := range all {
		if a.Number == "" {
			continue
		}
		key := door{a.Base(), a.Number, a.Sub, a.Compound}
		if i, seen := at[key]; !seen {
			at[key] = len(doors)
			doors = append(doors, a)
		} else if deep(a) < deep(doors[i]) {
			doors[i] = a
		}
	}
	return doors
}

// land tells where things lie and who may number there.
type land struct {
	store  *Store
	on     version.Date
	may    May
	chains map[uuid.UUID][]boundaries.Division
	mine   map[uuid.UUID]bool
}

func (l *land) chain(ctx context.Context, division uuid.UUID) ([]boundaries.Division, error) {
	if c, ok := l.chains[division]; ok {
		return c, nil
	}
	c, err := l.store.Boundaries.Chain(ctx, inside(l.on), division)
	l.chains[division] = c
	return c, err
}

func (l *land) isMine(ctx context.Context, division uuid.UUID) (bool, error) {
	if ok, known := l.mine[division]; known {
		return ok, nil
	}
	ok, err := l.may(ctx, division)
	l.mine[division] = ok
	return ok, err
}

// township is the division whose series a division's houses are in.
func township(chain []boundaries.Division) (boundaries.Division, bool) {
	for _, d := range chain {
		if d.Level == boundaries.Township {
			return d, true
		}
	}
	return boundaries.Division{}, false
}

// in puts a row into a division.
func (l *land) in(ctx context.Context, r *Row, division uuid.UUID) error {
	chain, err := l.chain(ctx, division)
	if err != nil {
		return err
	}
	r.Division, r.Owner = division, division.String()
	if t, ok := township(chain); ok {
		r.Owner, r.Township = t.ID.String(), boundaries.StandardName(t.Name)
	}
	r.Mine, err = l.isMine(ctx, division)
	return err
}

// gateOf reads the number of an address and where its gate is.
func gateOf(a address.Standing) (numbering.Gate, error) {
	number, err1 := strconv.Atoi(a.Number)
	sub, err2 := 0, error(nil)
	if a.Sub != "" {
		sub, err2 = strconv.Atoi(a.Sub)
	}
	if err := errors.Join(err1, err2); err != nil {
		return numbering.Gate{}, fmt.Errorf("number of address %s: %w", a.ID, err)
	}
	g := numbering.Gate{ID: a.ID.String(), Number: number, Sub: sub}
	switch {
	case a.Entrance != nil:
		g.At = *a.Entrance
	case a.Plate != nil:
		g.At = *a.Plate
	default:
		g.NoPoint = true
	}
	return g, nil
}

// standing makes a row of an address.
func (l *land) standing(ctx context.Context, a address.Standing, see May, elsewhere bool) (Row, error) {
	g, err := gateOf(a)
	if err != nil {
		return Row{}, err
	}
	g.Elsewhere = elsewhere
	r := Row{Row: numbering.Row{Gate: g}, Address: a.ID, Today: a.Door(), Behind: a.Behind()}
	if err := l.in(ctx, &r, a.Division); err != nil {
		return r, err
	}
	r.Mine = r.Mine && !elsewhere
	if a.Public {
		return r, nil
	}
	ok, err := see(ctx, a.Division)
	if !ok {
		r.Hidden, r.Address, r.NoPoint, r.At = true, uuid.Nil, true, orb.Point{}
	}
	return r, err
}

// place says in which division a new gate lies, or why it cannot be numbered.
func (l *land) place(ctx context.Context, g Gate, fallback uuid.UUID) (Row, error) {
	r := Row{Row: numbering.Row{Gate: numbering.Gate{ID: g.ID, Outline: g.Outline, Alley: g.Alley}}}
	var point orb.Point
	switch {
	case len(g.Outline) > 0:
		point = g.Outline.Bound().Center()
		r.At = point
	case g.At != nil:
		point, r.At = *g.At, *g.At
	default:
		r.NoPoint, r.Refused, r.Reason = true, true, numbering.Text{ZH: "没有门的位置，请在地图上点出", EN: "it has no position: point at it on the map"}
		return r, l.in(ctx, &r, fallback)
	}
	around, err := l.store.Boundaries.Around(ctx, inside(l.on), point)
	if err != nil {
		return r, err
	}
	division := g.Division
	lies, known := township(around)
	switch {
	case division == uuid.Nil && known:
		division = around[len(around)-1].ID
	case division == uuid.Nil:
		division = fallback
	}
	if err := l.in(ctx, &r, division); err != nil {
		return r, err
	}
	chain, err := l.chain(ctx, division)
	if err != nil {
		return r, err
	}
	t, ok := township(chain)
	switch {
	case !ok:
		r.Refused, r.Reason = true, numbering.Text{ZH: "不知这个门在哪个乡镇、街道或村、社区，请选择后再试编", EN: "it is not known in which township or village this gate lies: choose one and try again"}
	case known && lies.ID != t.ID:
		r.Refused, r.Reason = true, numbering.Text{ZH: fmt.Sprintf("点位在%s范围内，不在所选的%s，请核对点位或区划", boundaries.StandardName(lies.Name), boundaries.StandardName(t.Name)),
			EN: fmt.Sprintf("the point lies in %s, not in %s as chosen: check the point or the division", boundaries.StandardName(lies.Name), boundaries.StandardName(t.Name))}
	case !r.Mine:
		r.Refused, r.Reason = true, numbering.Text{ZH: fmt.Sprintf("在%s，由其编号，您不能编", r.Township), EN: fmt.Sprintf("in %s, which numbers it: not yours", r.Township)}
	}
	return r, nil
}
