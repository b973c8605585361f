package behind

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
	"diming/signs"
	"diming/signs/plate"
)

// stores read all that a snapshot holds, of one state of the database.
type stores struct {
	db        pg.DB
	day       version.Date
	land      *boundaries.Store
	places    *gazetteer.Store
	addresses *address.Store
	signs     *signs.Store
	plates    *plate.Store
}

func storesOf(db pg.DB, day version.Date) stores {
	land := &boundaries.Store{DB: db}
	return stores{db, day, land, &gazetteer.Store{DB: db, Boundaries: land}, &address.Store{DB: db}, &signs.Store{DB: db}, &plate.Store{DB: db}}
}

func (s stores) reader() boundaries.Reader {
	return boundaries.Reader{AsOf: version.AsOf{Valid: s.day}}
}

// atOnce reads with one state of the database.
func atOnce(ctx context.Context, db pg.DB, day version.Date, read func(stores) error) error {
	return pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY`); err != nil {
			return err
		}
		return read(storesOf(tx, day))
	})
}

// build reads a whole snapshot.
func build(ctx context.Context, db pg.DB, day version.Date) (*Snapshot, error) {
	next := &Snapshot{Day: day}
	err := atOnce(ctx, db, day, func(s stores) error {
		for _, read := range []func(context.Context, *Snapshot) error{s.readHead, s.readCodes, s.readPlates, s.readLand, s.readPlaces} {
			if err := read(ctx, next); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what is behind the codes: %w", err)
	}
	return next, nil
}

func (s stores) readHead(ctx context.Context, next *Snapshot) error {
	head, err := ledger.ReadHead(ctx, s.db)
	if err != nil {
		return err
	}
	next.Seq = head.Seq
	if next.Demo, err = s.land.IsDemo(ctx); err != nil {
		return err
	}
	return s.readApproval(ctx, next)
}

func (s stores) readApproval(ctx context.Context, next *Snapshot) error {
	next.Approval = ""
	home, err := s.land.Home(ctx)
	if errors.Is(err, boundaries.ErrNotFound) {
		return nil
	}
	if err == nil {
		next.Approval, _, _, err = s.land.Setting(ctx, home.ID, boundaries.SettingApproval, s.day)
	}
	return err
}

func (s stores) readCodes(ctx context.Context, next *Snapshot) error {
	all, err := s.signs.All(ctx)
	next.Codes, next.Own = make(map[signs.Token]signs.Issued, len(all)), map[uuid.UUID]signs.Token{}
	for _, c := range all {
		next.putCode(c)
	}
	return err
}

func (s *Snapshot) putCode(c signs.Issued) {
	s.Codes[c.Token] = c
	if c.Plate == uuid.Nil && c.Revoked == "" {
		s.Own[c.Place] = c.Token
	}
}

func (s stores) readPlates(ctx context.Context, next *Snapshot) error {
	all, err := s.plates.Shown(ctx, nil, s.day)
	if err != nil {
		return err
	}
	next.Plates = make(map[uuid.UUID]plate.Shown, len(all))
	wanted := map[uuid.UUID]bool{}
	for _, p := range all {
		next.Plates[p.ID] = p
		if p.Address != uuid.Nil {
			wanted[p.Address] = true
		}
	}
	next.Addresses = make(map[uuid.UUID]Address, len(wanted))
	if err := s.addAddresses(ctx, next, slices.Collect(maps.Keys(wanted))); err != nil {
		return err
	}
	old, err := s.plates.OldCodes(ctx, nil)
	next.Old = map[string][]plate.OldCode{}
	for _, one := range old {
		next.Old[one.Request] = append(next.Old[one.Request], one)
	}
	return err
}

// addAddresses reads addresses and, as far as they lead on, those that stand in
// their stead.
func (s stores) addAddresses(ctx context.Context, next *Snapshot, ids []uuid.UUID) error {
	for len(ids) > 0 {
		var after []uuid.UUID
		for some := range slices.Chunk(ids, 5000) {
			found, err := s.addressesOf(ctx, some)
			if err != nil {
				return err
			}
			for id, a := range found {
				next.Addresses[id] = a
				if _, held := next.Addresses[a.Successor]; !held && a.Successor != uuid.Nil {
					after = append(after, a.Successor)
				}
			}
		}
		ids = slices.DeleteFunc(after, func(id uuid.UUID) bool { _, held := next.Addresses[id]; return held })
	}
	return nil
}

// addressesOf gives what is told of addresses; those that are not public are held
// too, without a text, so that a change that makes them public is noticed.
func (s stores) addressesOf(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]Address, error) {
	all := make(map[uuid.UUID]Address, len(ids))
	inside, err := s.addresses.ByIDs(ctx, boundaries.Reader{AsOf: version.AsOf{Valid: s.day}, Internal: true}, ids)
	if err != nil {
		return nil, err
	}
	for _, a := range inside {
		all[a.ID] = addressOf(a)
	}
	public, err := s.addresses.ByIDs(ctx, s.reader(), ids)
	for _, a := range public {
		one := addressOf(a)
		one.Text, one.Short = a.Text, address.Short(a.Components, a.Names)
		all[a.ID] = one
	}
	return all, err
}

func (s stores) readLand(ctx context.Context, next *Snapshot) (err error) {
	next.Land, err = s.land.Land(ctx)
	return err
}

// readPlaces reads the places that codes and the land lead to.
func (s stores) readPlaces(ctx context.Context, next *Snapshot) error {
	wanted := map[uuid.UUID]bool{}
	for _, c := range next.Codes {
		wanted[c.Place] = true
	}
	for id := range next.Land.Tracts {
		wanted[id] = true
	}
	next.Places = make(map[uuid.UUID]gazetteer.Place, len(wanted))
	if err := s.addPlaces(ctx, next, slices.Collect(maps.Keys(wanted))); err != nil {
		return err
	}
	var err error
	next.Sounds, err = s.places.Sounds(ctx)
	return err
}

// addPlaces reads places and those that stand in their stead.
func (s stores) addPlaces(ctx context.Context, next *Snapshot, ids []uuid.UUID) error {
	for len(ids) > 0 {
		found, err := s.places.Many(ctx, s.reader(), ids)
		if err != nil {
			return err
		}
		maps.Copy(next.Places, found)
		ids = nil
		for _, p := range found {
			if p.Successor == nil {
				continue
			}
			if _, held := next.Places[*p.Successor]; !held {
				ids = append(ids, *p.Successor)
			}
		}
	}
	return nil
}

// unissued lists the places to which a page leads and that have no code of their
// own yet.
func (s *Snapshot) unissued() []uuid.UUID {
	all := map[uuid.UUID]bool{}
	want := func(id uuid.UUID) {
		_, has := s.Own[id]
		if _, public := s.Places[id]; public && !has {
			all[id] = true
		}
	}
	for _, c := range s.Codes {
		want(c.Place)
	}
	for id, tracts := range s.Land.Tracts { // pages lead to the cards of villages
		if tracts[0].Level == boundaries.Village {
			want(id)
		}
	}
	for _, p := range s.Places {
		if p.Successor != nil {
			want(*p.Successor)
		}
		if p.IsDivision && p.State == gazetteer.Ended {
			for _, d := range s.Land.Heirs[p.ID] {
				want(d.Successor)
			}
		}
	}
	return slices.Collect(maps.Keys(all))
}
