package demo

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer/address"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/plate"
)

const (
	plateTown   = "330881003" // whose plates the demo has: 清湖街道
	platesSince = 2019
	// oldCodes is the web address of the codes that an earlier maker put on
	// plates; a name that can belong to nobody (RFC 2606).
	oldCodes = "http://old-plates.example/m?id=%05d"
	// formerTown is what plates of villages said before the town became a
	// subdistrict in 2017.
	formerTown = "清湖镇"
)

// Plates gives the plates of one town to a demo that has none: those that hang,
// a third of them with a code of an earlier maker, some of them wrong by now,
// one with a fault, a few that lie ready to be hung and a few that are to be made.
func (d *Demo) Plates(ctx context.Context) error {
	store := plate.Store{DB: d.Places.DB}
	held, err := store.List(ctx, plate.Filter{Limit: 1})
	if err != nil || len(held) > 0 {
		return err
	}
	addresses, err := d.addressesOf(ctx, plateTown)
	if err != nil {
		return err
	}
	hung, planned := platesOf(addresses)
	ids, err := store.EnterFound(ctx, ledger.Console, hung, "示例数据载入：虚构的门牌", version.Today())
	if err != nil {
		return err
	}
	made, err := store.Plan(ctx, ledger.Console, planned, "示例数据载入：新建房屋", version.Today())
	if err != nil {
		return err
	}
	if err := d.delivered(ctx, store, made[:len(made)/2]); err != nil {
		return err
	}
	d.Say("门牌 %d 块，待制作 %d 块 / plates that hang, to be made", len(ids), len(planned))
	return d.faultyPlate(ctx, store, ids[7])
}

// addressesOf gives the addresses of a town, village by village.
func (d *Demo) addressesOf(ctx context.Context, town string) ([]address.Address, error) {
	above, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, town)
	if err != nil {
		return nil, err
	}
	var all []address.Address
	r := address.Reader{Internal: true, AsOf: version.AsOf{Valid: version.Today()}}
	for f := (address.Filter{Division: above.ID, Limit: 2000}); ; {
		page, next, err := (&address.Store{DB: d.Places.DB}).List(ctx, r, f)
		if err != nil {
			return nil, fmt.Errorf("addresses of %s: %w", above.Name, err)
		}
		all = append(all, page...)
		if next == (address.Cursor{}) {
			return all, nil
		}
		f.After = next
	}
}

// platesOf gives the plates that hang at addresses, and those that are to be
// made: every fortieth house has none yet.
func platesOf(addresses []address.Address) (hung []plate.Found, planned []plate.Draft) {
	seen := version.Day(platesSince, 5, 1)
	streets := map[uuid.UUID]bool{}
	for i, a := range addresses {
		target := plate.Target{Address: a.ID}
		switch {
		case a.Room != "" || a.Compound != uuid.Nil:
			continue
		case i%40 == 39:
			planned = append(planned, plate.Draft{Kind: artwork.DoorSmall, Target: target})
			continue
		}
		f := plate.Found{Kind: artwork.DoorSmall, Target: target, Says: plate.Words{Name: headOf(a), Number: a.Door()}, Point: a.Entrance, Seen: seen}
		if i%3 == 0 {
			f.Code = fmt.Sprintf(oldCodes, i+1)
		}
		if a.Way == uuid.Nil && i%50 == 0 {
			f.Says.Name = formerTown + f.Says.Name
		}
		hung = append(hung, f)
		if a.Way != uuid.Nil && !streets[a.Way] {
			streets[a.Way] = true
			planned = append(planned, plate.Draft{Kind: artwork.Street, Target: plate.Target{Place: a.Way}, Bearing: bearingOf(a.Names.Way)})
		}
	}
	return hung, planned
}

// bearingOf is that of a town's invented streets: its road runs from east to
// west, its street and lane from north to south.
func bearingOf(street string) artwork.Bearing {
	if strings.HasSuffix(street, "路") {
		return artwork.EastWest
	}
	return artwork.NorthSouth
}

// headOf is the name on top of an address's plate.
func headOf(a address.Address) string {
	for _, name := range []string{a.Names.Way, a.Names.Settlement} {
		if name != "" {
			return name
		}
	}
	return boundaries.StandardName(a.Names.Village)
}

// delivered takes planned plates as far as the shelf from which they are hung.
func (d *Demo) delivered(ctx context.Context, store plate.Store, ids []uuid.UUID) error {
	today := version.Today()
	for _, id := range ids {
		p, err := store.ByID(ctx, id)
		if err != nil {
			return err
		}
		for _, step := range []plate.Step{plate.StepCheck, plate.StepOrder, plate.StepMake, plate.StepReceive} {
			if p.Tag, err = store.Take(ctx, ledger.Console, id, p.Tag, plate.Act{Step: step, On: today, Note: "示例数据载入"}, today); err != nil {
				return fmt.Errorf("demo: a plate to be hung: %w", err)
			}
		}
	}
	return nil
}

// faultyPlate reports that one has fallen.
func (d *Demo) faultyPlate(ctx context.Context, store plate.Store, id uuid.UUID) error {
	p, err := store.ByID(ctx, id)
	if err != nil {
		return err
	}
	today := version.Today()
	_, err = store.Take(ctx, ledger.Console, id, p.Tag, plate.Act{Step: plate.StepReport, On: today, Fault: plate.Fallen, Due: version.DayOf(today.Time().AddDate(0, 0, 30)), Note: "示例：台风后脱落"}, today)
	return err
}
