package tiles

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
	"diming/internal/pmtiles"
	"diming/internal/version"
)

// ErrCold says that nothing of an archive may be served: it is of another
// register, was made otherwise, or the day on which it was made showed other things.
var ErrCold = errors.New("the archive's tiles are not those of this register now")

// A stamp names the state of the tables from which an archive was made.
type stamp struct {
	Change int64     `json:"change"` // the last tile_change, 0 for none
	At     time.Time `json:"at"`     // when it was recorded
	Made   string    `json:"made"`   // how tiles are made, and which levels are shown
	Levels []int16   `json:"levels"` // of which areas and lines are shown
}

// StillShown tells whether the areas and lines that an archive shows are of levels that
// its set shows now: an approval may have ended since.
func (s *Store) StillShown(a ArchiveAbout) bool {
	key, err := s.key(View{Set: a.Set, Sees: a.Sees}, Coord{Z: MaxZoom})
	return err == nil && !slices.ContainsFunc(a.Stamp.Levels, func(l int16) bool { return !slices.Contains(key.shown(), l) })
}

// cellLayout is another number when cells are packed otherwise: those that were kept
// since an archive was made would be misread.
const cellLayout = 1

// making names how tiles of a view are made: with another program, or where other
// levels may be shown, they are others. The error is ErrUnknownSet.
func (s *Store) making(v View) (string, error) {
	key, err := s.key(v, Coord{Z: MaxZoom})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %d\n%s", cellLayout, madeBy, key.levels, setSQL[v.Set]))
	return base64.RawURLEncoding.EncodeToString(sum[:9]), nil
}

// stamped reads the state that a transaction sees.
func (s *Store) stamped(ctx context.Context, db pg.DB, v View) (of stamp, err error) {
	if of.Made, err = s.making(v); err != nil {
		return of, err
	}
	key, err := s.key(v, Coord{Z: MaxZoom})
	if err != nil {
		return of, err
	}
	of.Levels = key.shown()
	err = db.QueryRow(ctx, `SELECT id, at FROM tile_change ORDER BY id DESC LIMIT 1`).Scan(&of.Change, &of.At)
	if errors.Is(err, pgx.ErrNoRows) {
		err = nil
	}
	return of, err
}

// WarmFrom fills the cache from an archive of the set public that this register
// wrote, so that a server that has just started need not make those tiles: all
// that are as they were, which changes since have not touched. It gives how many
// those are. The error is ErrCold, in which case nothing is taken, the archive's
// or the database's.
func (s *Store) WarmFrom(ctx context.Context, a *pmtiles.Archive) (held int, err error) {
	var about ArchiveAbout
	if err := a.Metadata(&about); err != nil {
		return 0, fmt.Errorf("warm tiles: %w", err)
	}
	if err := s.Sweep(ctx); err != nil {
		return 0, err
	}
	epoch := s.changes.now() // before the register is asked what has changed
	since, err := s.since(ctx, about)
	if err != nil {
		return 0, fmt.Errorf("warm tiles: %w", err)
	}
	room := int64(s.cache.GetMaximum())
	for tile, err := range a.Tiles() {
		if err != nil {
			return held, fmt.Errorf("warm tiles: %w", err)
		}
		if room -= int64(len(tile.Body)) + entryBytes; room < 0 {
			break
		}
		taken, err := s.take(tile, since, epoch)
		if err != nil {
			return held, fmt.Errorf("warm tiles: %w", err)
		}
		if taken {
			held++
		}
	}
	return held, nil
}

// since gives what changed after an archive was made, or ErrCold.
func (s *Store) since(ctx context.Context, about ArchiveAbout) (*changes, error) {
	made, err := s.making(View{Set: Public})
	if err != nil {
		return nil, err
	}
	if about.Set != Public || about.Stamp.Made != made {
		return nil, ErrCold
	}
	day, err := time.Parse(time.DateOnly, about.Day)
	if err != nil {
		return nil, fmt.Errorf("%w: day %q", ErrCold, about.Day)
	}
	known, found, err := about.Stamp.since(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	same, err := s.sameDays(ctx, day)
	if err == nil && !(found && same) {
		err = ErrCold
	}
	return known, err
}

// since gives what changed in the tables after the state; found is false where that
// is not known any more, or the state was another register's.
func (of stamp) since(ctx context.Context, db pg.DB) (known *changes, found bool, err error) {
	known = &changes{}
	known.add(nil, "")
	rows, err := db.Query(ctx, `SELECT id, at, cells FROM tile_change WHERE id >= $1 ORDER BY id`, of.Change)
	if err != nil {
		return nil, false, fmt.Errorf("read changes of tiles: %w", err)
	}
	var id int64
	var at time.Time
	var cells []cell
	_, err = pgx.ForEachRow(rows, []any{&id, &at, &cells}, func() error {
		if id == of.Change {
			found = at.Equal(of.At)
			return nil
		}
		known.add(cells, "")
		return nil
	})
	if err != nil {
		return nil, false, fmt.Errorf("read changes of tiles: %w", err)
	}
	return known, found, nil
}

// sameDays tells whether a day shows what today shows: no feature begins or ends
// between them.
func (s *Store) sameDays(ctx context.Context, day time.Time) (bool, error) {
	today := s.Now().In(version.China)
	days := []int32{dayOf(day), dayOf(today)}
	slices.Sort(days)
	var differ bool
	err := s.DB.QueryRow(ctx, `SELECT EXISTS (
		SELECT FROM (SELECT valid FROM tile_area UNION ALL SELECT valid FROM tile_line UNION ALL SELECT valid FROM tile_label
			UNION ALL SELECT valid FROM tile_place UNION ALL SELECT valid FROM tile_way UNION ALL SELECT valid FROM tile_feature) f
		WHERE lower(valid) > $1::date AND lower(valid) <= $2::date OR upper(valid) > $1::date AND upper(valid) <= $2::date)`,
		date(days[0]), date(days[1])).Scan(&differ)
	if err != nil {
		return false, fmt.Errorf("compare days: %w", err)
	}
	return !differ, nil
}

// take puts a tile into the cache unless it has changed since.
func (s *Store) take(tile pmtiles.Tile, since *changes, epoch uint64) (bool, error) {
	at, err := tile.ID.Coord()
	if err != nil {
		return false, err
	}
	key, err := s.key(View{Set: Public}, Coord(at))
	if err != nil {
		return false, err
	}
	if stale, _ := since.stale(WebMercatorQuad, Public, key.Coord, 1); stale {
		return false, nil
	}
	plain, err := Tile{Body: tile.Body}.Plain()
	if err != nil {
		return false, err
	}
	body := Tile{Body: tile.Body, ETag: etagOf(plain)}
	e, tag := &cached{Tile: body}, &cached{Tile: Tile{ETag: body.ETag}}
	e.epoch.Store(epoch)
	tag.epoch.Store(epoch)
	s.cache.Set(key, e)
	s.etags.Set(key, tag)
	return true, nil
}
