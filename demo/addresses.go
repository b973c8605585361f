package demo

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/demo/land"
	"diming/gazetteer/address"
	"diming/gazetteer/numbering"
	"diming/internal/ledger"
	"diming/internal/version"
)

const (
	addressBasis = "示例数据：虚构的房屋（种子 330881）"
	hamletEvery  = 6  // one village in so many counts its houses by a natural village
	blockRowM    = 24 // depth of a row of houses in a village, metres
)

// numberedSince is the day since which the demo's houses have their numbers.
var numberedSince = version.Day(2018, 1, 1)

// Addresses gives streets, houses and their standard addresses to a demo that
// has none.
func (d *Demo) Addresses(ctx context.Context) error {
	if err := d.numberingScheme(ctx); err != nil {
		return err
	}
	held, _, err := (&address.Store{DB: d.Places.DB}).List(ctx, address.Reader{Internal: true}, address.Filter{Limit: 1})
	if err != nil || len(held) > 0 {
		return err
	}
	l, _, err := d.jiangshan()
	if err != nil {
		return err
	}
	return d.addresses(ctx, l)
}

// numberingScheme has the county of the demo decide how it numbers, where it
// has not.
func (d *Demo) numberingScheme(ctx context.Context) error {
	county, err := d.Places.Boundaries.Home(ctx)
	if err != nil {
		return err
	}
	store := &numbering.Store{DB: d.Places.DB}
	held, err := store.In(ctx, county.ID, version.Today())
	if err != nil || !held.Proposal() {
		return err
	}
	scheme := houseScheme()
	scheme.Name, scheme.Basis = "示例规则（宁波式）", "示例数据：仿"+scheme.Basis
	_, err = store.Set(ctx, ledger.Console, county.ID, scheme, numberedSince, addressBasis, 0)
	return err
}

// houseScheme is how the demo's houses are numbered.
func houseScheme() numbering.Scheme { return numbering.Known()[1] }

// addresses loads the streets and numbers the houses on them: those of a town
// by its streets, those of a village one after another in an S, by the scheme
// of Ningbo.
func (d *Demo) addresses(ctx context.Context, l *land.Land) error {
	places, err := d.streets(ctx, l)
	if err != nil {
		return err
	}
	n := &numberer{scheme: houseScheme(), cells: cellsOf(l), places: places, divisions: map[string]uuid.UUID{}}
	for _, c := range n.cells {
		in, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, c.code)
		if err != nil {
			return fmt.Errorf("demo addresses in %s: %w", c.name, err)
		}
		n.divisions[c.code] = in.ID
	}
	if err := n.towns(l); err != nil {
		return err
	}
	if err := n.villages(l); err != nil {
		return err
	}
	store := address.Store{DB: d.Places.DB}
	_, _, err = store.AddBatch(ctx, ledger.Console, n.drafts, "示例数据载入", version.Today())
	d.Say("标准地址 %d 条 / standard addresses", len(n.drafts))
	return err
}

// A numberer makes the drafts of the demo's addresses.
type numberer struct {
	scheme    numbering.Scheme
	cells     []cell
	places    map[string]uuid.UUID // by key
	divisions map[string]uuid.UUID // villages by code
	drafts    []address.Draft
}

func (n *numberer) add(c address.Components, at orb.Point) {
	n.drafts = append(n.drafts, address.Draft{Components: c, Entrance: &at, Visibility: "public", Source: addressBasis, State: address.InUse,
		Valid: version.Span{From: numberedSince}})
}

// towns numbers the gates of streets. A gate that lies in no village of the
// same town is none.
func (n *numberer) towns(l *land.Land) error {
	for _, a := range l.Areas {
		seat, ok := l.Seats[a.Code]
		if a.Level != land.TownshipLevel || !ok {
			continue
		}
		for _, s := range streetsOf(a.Code, a.Name, seat) {
			plan, err := numbering.Number(n.scheme, numbering.Street{Line: orb.MultiLineString{s.line}, Start: s.start, DeadEnd: s.start != nil}, "", s.gates)
			if err != nil {
				return fmt.Errorf("demo: numbering %s: %w", s.name, err)
			}
			for _, r := range plan.Rows {
				village := villageAt(n.cells, r.At)
				if r.Refused || len(village) < 9 || village[:9] != a.Code {
					continue
				}
				c := address.Components{Division: n.divisions[village], Way: n.places[s.key], Number: strconv.Itoa(r.Number)}
				if r.Sub > 0 {
					c.Sub, c.InsertFormat = strconv.Itoa(r.Sub), n.scheme.Insert
				}
				n.add(c, r.At)
			}
		}
		n.estate(a.Code, seat)
	}
	return nil
}

// estateAt is where the estate of a town lies.
func estateAt(code string, seat orb.Point) orb.Point { return lotAt(code, seat).point(150, 130) }

// estate enters the buildings of a town's estate: four, of two units, with four
// rooms each.
func (n *numberer) estate(code string, seat orb.Point) {
	l, in := lotAt(code, seat), villageAt(n.cells, estateAt(code, seat))
	if len(in) < 9 || in[:9] != code {
		return
	}
	for b := range 4 {
		at := l.point(150+float64(b%2)*45, 130-float64(b/2)*40)
		whole := address.Components{Division: n.divisions[in], Compound: n.places[code+"-estate"], Building: strconv.Itoa(b + 1)}
		n.add(whole, at)
		for room := range 8 {
			c := whole
			c.Unit, c.Room = strconv.Itoa(room/4+1), fmt.Sprintf("%d0%d", room%4/2+1, room%2+1)
			n.add(c, at)
		}
	}
}

// villages numbers 10 to 25 houses of every village, near its seat.
func (n *numberer) villages(l *land.Land) error {
	for i, c := range n.cells {
		seat := l.Seats[c.code]
		lot := lotAt(c.code, seat)
		var houses []numbering.Gate
		for h := range 10 + lot.dice.IntN(16) {
			at := lot.point(-60+float64(h%5)*22+6*lot.dice.Float64(), 170+float64(h/5)*blockRowM*1.3+4*lot.dice.Float64())
			if villageAt(n.cells, at) == c.code {
				houses = append(houses, numbering.Gate{ID: fmt.Sprintf("%03d", h), At: at})
			}
		}
		plan, err := numbering.Block(n.scheme, nil, blockRowM, houses)
		if err != nil {
			return fmt.Errorf("demo: numbering %s: %w", c.name, err)
		}
		whole := address.Components{Division: n.divisions[c.code]}
		if i%hamletEvery == 1 {
			whole.Settlement = n.places[c.code+"-hamlet"]
		}
		for _, r := range plan.Rows {
			whole.Number = strconv.Itoa(r.Number)
			n.add(whole, r.At)
		}
	}
	return nil
}
