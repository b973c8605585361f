package tiles

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"diming/internal/pmtiles"
	"diming/internal/version"
	"diming/tiles/delta"
)

// A Renewal says what an archive is to become: the same set, ground and zooms as it
// has, as the register is now.
type Renewal struct {
	Base        *pmtiles.Archive
	Digest      string    // of the whole file, as delta.Digest gives it
	AsOf        time.Time // zero: today
	Attribution string
	Seq         int64 // of the ledger; the tables hold every entry up to it
	By          delta.Signer
}

// A Renewed says what a delta holds, and how many tiles were made to know that.
type Renewed struct {
	delta.Manifest
	Made int
	All  int
}

// WriteDelta writes what changed since an archive was written: applied to it, that
// is the archive that WriteArchive would write now, byte for byte. Only tiles that
// a change since then touched are made, or that a day between touches; all of them
// where what changed is not known any more, or tiles are made otherwise than then.
// The error is pmtiles.ErrArchive, delta.ErrTooMuch, or those of WriteArchive.
func (s *Store) WriteDelta(ctx context.Context, r Renewal, out io.Writer, progress func(made, all int)) (done Renewed, err error) {
	var was ArchiveAbout
	if err := r.Base.Metadata(&was); err != nil {
		return done, err
	}
	want := r.wanted(was)
	if want.AsOf.IsZero() {
		want.AsOf = s.Now().In(version.China)
	}
	ids, err := covering(want.Ground, want.From, want.To)
	if err != nil {
		return done, err
	}
	done.All = len(ids)
	w, err := delta.NewWriter(r.Base, "")
	if err != nil {
		return done, err
	}
	defer w.Close()
	var of stamp
	err = s.snapshot(ctx, func(moment *moment) error {
		if of, err = s.stamped(ctx, moment.tx, want.view()); err != nil {
			return err
		}
		if ids, err = moment.touchedSince(ctx, was, want, of, ids); err != nil {
			return err
		}
		done.Made = len(ids)
		return moment.makeAll(ctx, want.view(), ids, progress, func(id pmtiles.ID, tile Tile) error { return w.Add(id, tile.Body) })
	})
	if err != nil {
		return done, fmt.Errorf("make a delta of tiles: %w", err)
	}
	done.Manifest, err = w.Finish(out, delta.Manifest{Base: r.Digest, Set: want.Set, From: want.From, To: want.To, FromSeq: was.Seq, ToSeq: want.Seq}, want.about(of), r.By)
	return done, err
}

// wanted is the archive that the renewed one is to be the same as.
func (r Renewal) wanted(was ArchiveAbout) Wanted {
	e := r.Base.Extent()
	return Wanted{Set: was.Set, Sees: was.Sees, Ground: orb.Bound{Min: orb.Point{e.West, e.South}, Max: orb.Point{e.East, e.North}},
		From: was.Zooms[0], To: was.Zooms[1], AsOf: r.AsOf, Title: was.Name, Attribution: r.Attribution, Seq: r.Seq, Key: r.By.Key()}
}

// touchedSince gives those of the tiles ids that may be others than in an archive.
func (m *moment) touchedSince(ctx context.Context, was ArchiveAbout, want Wanted, now stamp, ids []pmtiles.ID) ([]pmtiles.ID, error) {
	day, err := time.Parse(time.DateOnly, was.Day)
	if err != nil || was.Stamp.Made != now.Made {
		return ids, nil
	}
	known, found, err := was.Stamp.since(ctx, m.tx)
	if err != nil || !found {
		return ids, err
	}
	turned, err := m.turned(ctx, day, want.AsOf)
	if err != nil {
		return nil, err
	}
	known.add(cellsOf(turned), "")
	var touched []pmtiles.ID
	for _, id := range ids {
		at, err := id.Coord()
		if err != nil {
			return nil, err
		}
		if stale, _ := known.stale(WebMercatorQuad, want.Set, Coord(at), 1); stale {
			touched = append(touched, id)
		}
	}
	return touched, nil
}

// turned gives the ground of all that begins or ends between two days: what a tile
// of one shows and a tile of the other does not.
func (m *moment) turned(ctx context.Context, from, to time.Time) ([]touch, error) {
	days := []int32{dayOf(from), dayOf(to)}
	first, last := date(min(days[0], days[1])), date(max(days[0], days[1]))
	if first == last {
		return nil, nil
	}
	const between = "lower(valid) > $1::text::date AND lower(valid) <= $2::text::date OR upper(valid) > $1::text::date AND upper(valid) <= $2::text::date"
	var all []feature
	for _, t := range []table{areaTable, lineTable, labelTable, placeTable, wayTable} {
		some, err := t.where(ctx, m.tx, between, first, last)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	rows, err := m.tx.Query(ctx, "SELECT layer || $3 || id, min_zoom, max_zoom, ST_AsBinary(geom), layer FROM tile_feature WHERE "+between, first, last, separator)
	if err != nil {
		return nil, fmt.Errorf("read tile_feature: %w", err)
	}
	of, err := pgx.CollectRows(rows, turnedFeature)
	if err != nil {
		return nil, fmt.Errorf("read tile_feature: %w", err)
	}
	return touchesOf(difference{gone: append(all, of...)}), nil
}

func turnedFeature(row pgx.CollectableRow) (f feature, err error) {
	var data []byte
	var name string
	if err := row.Scan(&f.key, &f.from, &f.to, &data, &name); err != nil {
		return f, err
	}
	for _, l := range layers {
		if l.name == name {
			f.tier = l.tier
		}
	}
	f.geom, err = wkb.Unmarshal(data)
	return f, err
}
