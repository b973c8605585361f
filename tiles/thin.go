package tiles

import (
	"cmp"
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
)

// Names that would be written over one another are not sent: the ground of each zoom
// is divided into squares, and a square shows the one point that counts most. From
// MaxZoom on all are shown. So the zoom from which a point is shown is the one behind
// the deepest square that it shares with a point that counts more.

// A spacing says how the points of a table are thinned out.
type spacing struct {
	rank, zoom int // indexes of columns; what holds when is in the last one
	by         int // index of the column by which firstZoom tells the zoom
	firstZoom  []int
	apart      bool // what differs in the column by does not hide one another
	depth      int  // the side of a square is 2^-depth of a tile's, which is 512 pixels wide on a map
}

// A contender is an object at one position, with all that it was called there.
type contender struct {
	at    uint64 // along the curve
	apart int    // contends with those alone that have the same
	depth int    // of its squares
	first int    // no zoom before this one shows it
	rank  int
	ended int // 1 where all that is held of it there ends, else 0
	id    string
	zoom  int   // the first that shows it
	rows  []int // of the features it was made from
}

// compare orders contenders by what counts: who may be shown earlier, has the better
// rank, or is there still; then by what never changes.
func (c *contender) compare(to *contender) int {
	return cmp.Or(cmp.Compare(c.first, to.first), cmp.Compare(c.rank, to.rank), cmp.Compare(c.ended, to.ended),
		strings.Compare(c.id, to.id), cmp.Compare(c.at, to.at))
}

// behind is the first zoom at which two contenders of the same kind lie in different
// squares, at most MaxZoom.
func behind(a, b *contender) int {
	const unused = 2 // bits of a place along the curve
	shared := (bits.LeadingZeros64(a.at^b.at) - unused) / 2
	return max(0, min(shared-a.depth+1, MaxZoom))
}

// thin gives each contender its zoom, not before the one it has. Of those that count
// more it shares the deepest square with the next such one on either side along the
// curve: those further away have no more of their place in common with it.
func thin(all []*contender) {
	slices.SortFunc(all, func(a, b *contender) int {
		return cmp.Or(cmp.Compare(a.apart, b.apart), cmp.Compare(a.at, b.at), a.compare(b))
	})
	for range 2 {
		var more []*contender // that count the more the earlier they come
		for _, c := range all {
			if len(more) > 0 && more[0].apart != c.apart {
				more = more[:0]
			}
			for len(more) > 0 && more[len(more)-1].compare(c) > 0 {
				more = more[:len(more)-1]
			}
			if len(more) > 0 {
				c.zoom = max(c.zoom, behind(c, more[len(more)-1]))
			}
			more = append(more, c)
		}
		slices.Reverse(all)
	}
}

// contenders makes those of features of the table; their zoom is the first that their
// rank is shown at.
func (t table) contenders(features []feature) ([]*contender, error) {
	type position struct {
		id    string
		apart int
		at    uint64
	}
	found := make(map[position]*contender, len(features))
	all := make([]*contender, 0, len(features))
	for i, f := range features {
		columns := f.columns()
		by, rank, err := t.thinned.read(columns)
		if err != nil {
			return nil, fmt.Errorf("thin %s: %w", t.name, err)
		}
		first, ended := t.thinned.firstZoom[by], 1
		if strings.HasSuffix(columns[len(columns)-1], ",)") {
			ended = 0
		}
		at := position{columns[0], 0, curve(f.geom.Bound().Center())}
		if t.thinned.apart {
			at.apart = by
		}
		c := found[at]
		if c == nil {
			c = &contender{at: at.at, id: at.id, apart: at.apart, depth: t.thinned.depth, first: first, rank: rank, ended: ended}
			found[at], all = c, append(all, c)
		}
		c.rows = append(c.rows, i)
		c.first, c.rank, c.ended = min(c.first, first), min(c.rank, rank), min(c.ended, ended)
		c.zoom = c.first
	}
	return all, nil
}

// read gives what the columns say that the first zoom goes by, and the rank.
func (n *spacing) read(columns []string) (by, rank int, err error) {
	by, err = strconv.Atoi(columns[n.by])
	if err != nil || by < 0 || by >= len(n.firstZoom) {
		return 0, 0, fmt.Errorf("read level or rank %q", columns[n.by])
	}
	rank, err = strconv.Atoi(columns[n.rank])
	return by, rank, err
}

// shownFrom gives the features of contenders their zooms; one of a lesser rank than the
// contender's best comes when its rank does.
func (t table) shownFrom(features []feature, all []*contender) error {
	for _, c := range all {
		for _, i := range c.rows {
			columns := features[i].columns()
			by, _, err := t.thinned.read(columns)
			if err != nil {
				return fmt.Errorf("thin %s: %w", t.name, err)
			}
			features[i].from = max(t.thinned.firstZoom[by], c.zoom)
			columns[t.thinned.zoom] = strconv.Itoa(features[i].from)
			features[i].key = t.key(columns)
		}
	}
	return nil
}

// thinOut gives fresh, which is all that there is of the objects ids (of all objects
// if that is nil), its zooms. With it come those stored features of others whose zooms
// may be other ones for it, and ids has their objects too.
func (t table) thinOut(ctx context.Context, tx pgx.Tx, ids []uuid.UUID, fresh []feature) ([]uuid.UUID, []feature, error) {
	now, err := t.contenders(fresh)
	if err != nil {
		return nil, nil, err
	}
	if ids == nil {
		thin(now)
		return nil, fresh, t.shownFrom(fresh, now)
	}
	old, err := t.stored(ctx, tx, ids)
	if err != nil {
		return nil, nil, err
	}
	was, err := t.contenders(old)
	if err != nil {
		return nil, nil, err
	}
	near, err := t.near(ctx, tx, ids, slices.Concat(was, now))
	if err != nil || len(near) == 0 {
		thin(now)
		return ids, fresh, cmp.Or(err, t.shownFrom(fresh, now))
	}
	others, err := t.stored(ctx, tx, near)
	if err != nil {
		return nil, nil, err
	}
	known, err := t.contenders(others)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range known {
		c.keep(others, was)
	}
	thin(slices.Concat(known, now))
	if err := cmp.Or(t.shownFrom(others, known), t.shownFrom(fresh, now)); err != nil {
		return nil, nil, err
	}
	return slices.Concat(ids, near), slices.Concat(fresh, others), nil
}

// keep lets a contender stay behind others that are not in sight: the zoom that it has
// in features is not before the one it will have, unless one of those that were there
// is why it has that.
func (c *contender) keep(features []feature, was []*contender) {
	shown := MaxZoom
	for _, i := range c.rows {
		shown = min(shown, features[i].from)
	}
	for _, w := range was {
		if w.apart == c.apart && w.compare(c) < 0 && behind(w, c) == shown {
			return
		}
	}
	c.zoom = max(c.zoom, shown)
}

// near finds the objects, but for ids, whose zooms may depend on what is or was at the
// positions of some. In each square around a position these are who is shown there, and
// who would be if the position were empty: that one is shown one zoom later at most, in
// the square or in a smaller one around the position.
func (t table) near(ctx context.Context, tx pgx.Tx, ids []uuid.UUID, some []*contender) ([]uuid.UUID, error) {
	squares := make(map[groundSquare]bool)
	for _, c := range some {
		for zoom := range MaxZoom {
			squares[c.square(zoom)] = true
		}
	}
	var zooms []int16
	var west, south, east, north []float64
	for s := range squares {
		b := s.bound()
		zooms = append(zooms, int16(min(s.zoom+1, MaxZoom)))
		west, south, east, north = append(west, b.Left()), append(south, b.Bottom()), append(east, b.Right()), append(north, b.Top())
	}
	object, _, _ := strings.Cut(t.columns[0], " ")
	rows, err := tx.Query(ctx, `SELECT DISTINCT `+object+` FROM unnest($2::smallint[], $3::float8[], $4::float8[], $5::float8[], $6::float8[]) AS s (zoom, w, s, e, n)
		JOIN `+t.name+` ON geom && ST_MakeEnvelope(w, s, e, n, 3857) AND (min_zoom + 1) / 2 <= (zoom + 1) / 2 AND min_zoom <= zoom WHERE NOT `+object+` = ANY($1)`,
		planned, ids, zooms, west, south, east, north)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", t.name, err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", t.name, err)
	}
	return found, nil
}

// A groundSquare is one square of a zoom, by where along the curve it begins.
type groundSquare struct {
	zoom, depth int
	at          uint64
}

// square is the one in which a contender lies at a zoom.
func (c *contender) square(zoom int) groundSquare {
	below := 2 * (curveBits - zoom - c.depth)
	return groundSquare{zoom, c.depth, c.at >> below << below}
}

// bound is the square's ground in EPSG:3857 metres, and a metre around it, as places
// along the curve are whole numbers.
func (s groundSquare) bound() orb.Bound {
	side := 2 * halfWorldM / float64(int(1)<<(s.zoom+s.depth))
	corner := orb.Point{collect(s.at)*2*halfWorldM - halfWorldM, collect(s.at>>1)*2*halfWorldM - halfWorldM}
	return orb.Bound{Min: corner, Max: orb.Point{corner[0] + side, corner[1] + side}}.Pad(1)
}
