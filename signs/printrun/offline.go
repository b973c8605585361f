package printrun

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/payload"
	"diming/signs/plate"
)

// seal signs what the large codes of a run say of their plates, where the design
// of its division has them say something.
func (s *Store) seal(ctx context.Context, tx pgx.Tx, actor, run uuid.UUID, today version.Date) error {
	if err := s.unseal(ctx, tx, run); err != nil { // of an earlier run that became void
		return err
	}
	r, err := s.ByID(ctx, run)
	if err != nil {
		return err
	}
	set, err := (&plate.Store{DB: tx}).DesignIn(ctx, r.Division, version.AsOf{Valid: today})
	if err != nil || !set.Payload {
		return err
	}
	items, err := s.Items(ctx, run, 0, MaxPlates)
	if err != nil {
		return err
	}
	items = slices.DeleteFunc(items, func(i Item) bool {
		l, known := set.Layout(i.Kind)
		return !known || l.CodeMM < payload.MinSizeMM || i.State == plate.Void
	})
	drafts, err := s.drafts(ctx, tx, r, set, items, today)
	if err != nil {
		return err
	}
	_, err = (&payload.Store{DB: tx}).SealAll(ctx, tx, actor, r.County, run, drafts, today)
	var long *payload.LongError
	if errors.As(err, &long) || errors.Is(err, payload.ErrValue) {
		return content(fmt.Sprintf("有的牌二维码里的离线内容写不下：%v。请在设置里关掉离线内容，或另分一批。", err), err.Error())
	}
	return err
}

// drafts gives what the codes of plates are to say.
func (s *Store) drafts(ctx context.Context, tx pgx.Tx, r Run, set artwork.Design, items []Item, today version.Date) ([]payload.Draft, error) {
	points, err := whereabouts(ctx, tx, items, today)
	if err != nil {
		return nil, err
	}
	nearest := func(orb.Point) ([]payload.Shelter, error) { return nil, nil }
	if s.Nearest != nil {
		if nearest, err = s.Nearest(ctx, tx); err != nil {
			return nil, err
		}
	}
	all := make([]payload.Draft, len(items))
	for n, i := range items {
		address, err := r.CodeOf(i.Plate)
		if err != nil {
			return nil, err
		}
		all[n] = payload.Draft{Plate: i.ID, Address: address, Token: i.Token, Name: i.Name + i.Number}
		at, known := points[i.ID]
		if !known {
			continue
		}
		if all[n].Shelters, err = nearest(at); err != nil {
			return nil, err
		}
		if l, _ := set.Layout(i.Kind); set.Shelter && l.HasShelter() && len(all[n].Shelters) > 0 {
			all[n].Words = shelterWords(all[n].Shelters[0])
		}
	}
	return all, nil
}

// shelterWords is the line on a plate. Along a straight line, as it says.
func shelterWords(s payload.Shelter) string {
	wind, _ := s.Wind()
	return fmt.Sprintf("避灾点 %s 向%s直线约%d米", s.Name, wind, s.DistanceM)
}

// whereabouts gives where plates are to hang: at the entrance of their address, or
// at the point of their place.
func whereabouts(ctx context.Context, tx pgx.Tx, items []Item, today version.Date) (map[uuid.UUID]orb.Point, error) {
	plates, places := make([]plate.Plate, len(items)), []uuid.UUID{}
	for n, i := range items {
		plates[n] = i.Plate
		if i.Place != uuid.Nil {
			places = append(places, i.Place)
		}
	}
	held, err := addressesOf(ctx, tx, plates, today)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `SELECT place, location FROM place_version WHERE place = ANY($1) AND location IS NOT NULL AND upper_inf(recorded) AND valid @> $2::date`, places, today)
	if err != nil {
		return nil, err
	}
	of := map[uuid.UUID]orb.Point{}
	var id uuid.UUID
	var at orb.Point
	if _, err := pgx.ForEachRow(rows, []any{&id, &at}, func() error { of[id] = at; return nil }); err != nil {
		return nil, err
	}
	all := map[uuid.UUID]orb.Point{}
	for _, p := range plates {
		if a, ok := held[p.Address]; ok && a.Entrance != nil {
			all[p.ID] = *a.Entrance
		} else if at, ok := of[p.Place]; ok {
			all[p.ID] = at
		}
	}
	return all, nil
}

// unseal forgets what was signed of the plates of a run that goes back to its
// text.
func (s *Store) unseal(ctx context.Context, tx pgx.Tx, run uuid.UUID) error {
	items, err := s.Items(ctx, run, 0, MaxPlates)
	if err != nil {
		return err
	}
	ids := make([]uuid.UUID, len(items))
	for n, i := range items {
		ids[n] = i.ID
	}
	return (&payload.Store{DB: tx}).Forget(ctx, tx, ids)
}
