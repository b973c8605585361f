package behind

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/signs"
	"diming/signs/plate"
)

// wholeFrom is how many objects at once are sooner read with all the others.
const wholeFrom = 2000

// touched are the objects that changes reach.
type touched struct {
	places, addresses, plates map[uuid.UUID]bool
	whole                     bool // further than objects tell: the divisions, or too many
}

func setOf(ids []uuid.UUID) map[uuid.UUID]bool {
	set := make(map[uuid.UUID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// touchedBy asks what changes reach: what they name, and what their entries
// wrote, whatever they are called.
func (s stores) touchedBy(ctx context.Context, changes []ledger.Change) (touched, error) {
	t := touched{}
	entries := make([]int64, len(changes))
	for i, c := range changes {
		entries[i] = c.Entry
	}
	var err error
	if t.whole, err = s.land.ChangedBy(ctx, entries); err != nil {
		return t, err
	}
	for _, one := range []struct {
		of    *map[uuid.UUID]bool
		kind  string
		wrote func(context.Context, []int64) ([]uuid.UUID, error)
	}{{&t.places, "place", s.places.ChangedBy}, {&t.addresses, "address", s.addresses.ChangedBy}, {&t.plates, "plate", s.plates.ChangedBy}} {
		ids, err := one.wrote(ctx, entries)
		if err != nil {
			return t, err
		}
		*one.of = setOf(ids)
		for _, c := range changes {
			if c.Kind == one.kind && c.Object != nil {
				(*one.of)[*c.Object] = true
			}
			t.whole = t.whole || c.Kind == "division" || gazetteer.Bulk(c) && c.Action != "place.load"
		}
		t.whole = t.whole || len(*one.of) > wholeFrom
	}
	return t, nil
}

// after gives the snapshot that follows old by changes and newly issued codes, or
// nil where all of it should be read again.
func after(ctx context.Context, db pg.DB, old *Snapshot, all []ledger.Change, since time.Time) (*Snapshot, error) {
	var next *Snapshot
	err := atOnce(ctx, db, old.Day, func(s stores) error {
		t, err := s.touchedBy(ctx, all)
		if err != nil || t.whole {
			return err
		}
		fresh, err := s.signs.Since(ctx, since)
		if err != nil {
			return err
		}
		fresh = slices.DeleteFunc(fresh, func(c signs.Issued) bool { return old.Codes[c.Token] == c })
		if len(all) == 0 && len(fresh) == 0 {
			next = old
			return nil
		}
		n := old.copied()
		if len(all) > 0 {
			n.Seq = all[len(all)-1].Seq
			if err := s.readApproval(ctx, n); err != nil {
				return err
			}
		}
		if err := s.renew(ctx, n, t, fresh); err != nil {
			return err
		}
		if n.Approval != old.Approval {
			n.whole = n.generation
		}
		next = n
		return nil
	})
	return next, err
}

// copied gives a snapshot whose maps may be written.
func (s *Snapshot) copied() *Snapshot {
	n := *s
	n.Codes, n.Own, n.Plates, n.Places, n.Sounds = maps.Clone(s.Codes), maps.Clone(s.Own), maps.Clone(s.Plates), maps.Clone(s.Places), maps.Clone(s.Sounds)
	n.Addresses, n.Old, n.last = maps.Clone(s.Addresses), maps.Clone(s.Old), maps.Clone(s.last)
	n.generation++
	if n.last == nil {
		n.last = map[uuid.UUID]uint64{}
	}
	return &n
}

// renew reads again what was touched and what is made of it.
func (s stores) renew(ctx context.Context, n *Snapshot, t touched, fresh []signs.Issued) error {
	for _, c := range fresh {
		n.putCode(c)
		t.places[c.Place] = true
	}
	if err := s.renewPlaces(ctx, n, t.places); err != nil {
		return err
	}
	for id, a := range n.Addresses {
		if t.places[a.Settlement] || t.places[a.Way] || t.places[a.Compound] {
			t.addresses[id] = true
		}
	}
	for id, p := range n.Plates {
		if t.places[p.Place] || t.addresses[p.Address] {
			t.plates[id] = true
		}
	}
	if err := s.renewPlates(ctx, n, slices.Collect(maps.Keys(t.plates))); err != nil {
		return err
	}
	for id := range t.plates {
		if a := n.Plates[id].Address; a != uuid.Nil {
			t.addresses[a] = true
		}
	}
	if err := s.renewAddresses(ctx, n, t.addresses); err != nil {
		return err
	}
	for _, ids := range []map[uuid.UUID]bool{t.places, t.addresses, t.plates} {
		for id := range ids {
			n.last[id] = n.generation
		}
	}
	return nil
}

// renewPlaces reads places again that codes, the land or another place lead to.
func (s stores) renewPlaces(ctx context.Context, n *Snapshot, ids map[uuid.UUID]bool) error {
	if len(ids) == 0 {
		return nil
	}
	led := map[uuid.UUID]bool{}
	for _, c := range n.Codes {
		led[c.Place] = true
	}
	var wanted []uuid.UUID
	for id := range ids {
		_, held := n.Places[id]
		_, division := n.Land.Tracts[id]
		delete(n.Places, id)
		if held || division || led[id] {
			wanted = append(wanted, id)
		}
	}
	for _, p := range n.Places {
		if p.Successor != nil && ids[*p.Successor] {
			wanted = append(wanted, *p.Successor)
		}
	}
	if err := s.addPlaces(ctx, n, wanted); err != nil {
		return err
	}
	var err error
	n.Sounds, err = s.places.Sounds(ctx)
	return err
}

func (s stores) renewPlates(ctx context.Context, n *Snapshot, ids []uuid.UUID) error {
	if len(ids) == 0 {
		return nil
	}
	plates, err := s.plates.Shown(ctx, ids, s.day)
	if err != nil {
		return err
	}
	for _, p := range plates {
		n.Plates[p.ID] = p
	}
	codes, err := s.signs.OfPlates(ctx, ids)
	if err != nil {
		return err
	}
	var leads []uuid.UUID
	for _, c := range codes {
		n.putCode(c)
		if _, held := n.Places[c.Place]; !held {
			leads = append(leads, c.Place)
		}
	}
	if err := s.addPlaces(ctx, n, leads); err != nil {
		return err
	}
	old, err := s.plates.OldCodes(ctx, ids)
	for _, one := range old {
		if !slices.Contains(n.Old[one.Request], one) {
			n.Old[one.Request] = inOrder(append(slices.Clone(n.Old[one.Request]), one))
		}
	}
	return err
}

// renewAddresses reads addresses again that plates or other addresses lead to.
func (s stores) renewAddresses(ctx context.Context, n *Snapshot, ids map[uuid.UUID]bool) error {
	led := map[uuid.UUID]bool{}
	for _, p := range n.Plates {
		led[p.Address] = true
	}
	for _, a := range n.Addresses {
		led[a.Successor] = true
	}
	var wanted []uuid.UUID
	for id := range ids {
		delete(n.Addresses, id)
		if led[id] {
			wanted = append(wanted, id)
		}
	}
	return s.addAddresses(ctx, n, wanted)
}

func inOrder(all []plate.OldCode) []plate.OldCode {
	slices.SortFunc(all, func(a, b plate.OldCode) int {
		return cmp.Or(cmp.Compare(a.Host, b.Host), cmp.Compare(a.Token, b.Token))
	})
	return all
}
