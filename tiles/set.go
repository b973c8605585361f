package tiles

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// The sets of tiles. Public is served without a log-in; Office shows beside it
// what offices keep of lines and plates, Draft what is not settled. Lines is
// served without a log-in too: the lines that the register holds, each whole, as
// clients of the collection want them. No map draws it, as Public has a line
// between any two divisions.
const (
	Public = "public"
	Office = "office"
	Draft  = "draft"
	Lines  = "boundary_lines"
)

// IsPublic tells whether a set is served without a log-in.
func IsPublic(set string) bool { return set == Public || set == Lines }

// ErrUnknownSet says that there is no set of that name, or nothing in it that
// one may see: the two are not told apart.
var ErrUnknownSet = errors.New("no such tile set")

// A View is one way to look at the tiles.
type View struct {
	Set  string
	Grid Grid
	AsOf time.Time // the date shown; today if zero
	Sees Sight     // of the sets office and draft
}

// A Sight says of each layer that is not public in which divisions, each with all
// below it, its features are shown; the nil UUID is the whole register. A layer
// that is not named is not shown.
type Sight map[string][]uuid.UUID

// roots are the divisions of a layer, in one order and never nil.
func (s Sight) roots(layer string) []uuid.UUID {
	roots := slices.Clone(s[layer])
	slices.SortFunc(roots, compareIDs)
	return append([]uuid.UUID{}, slices.Compact(roots)...)
}

// String writes equal sights alike.
func (s Sight) String() string {
	var b strings.Builder
	for _, l := range layers {
		if roots := s.roots(l.name); len(roots) > 0 {
			fmt.Fprintf(&b, "%s%v ", l.name, roots)
		}
	}
	return b.String()
}

// RestrictedLayers lists the layers of a set that are shown only to whom a Sight
// says so; none of a public set and of what is no set.
func RestrictedLayers(set string) []string {
	var names []string
	for _, l := range layers {
		if l.tier.restricted() && slices.Contains(tiersOf[set], l.tier) {
			names = append(names, l.name)
		}
	}
	return names
}

// seesAnything tells whether the set is there and shows something of its own.
func (v View) seesAnything() bool {
	return IsPublic(v.Set) || slices.ContainsFunc(RestrictedLayers(v.Set), func(layer string) bool { return len(v.Sees[layer]) > 0 })
}

//go:embed sql/public.sql
var publicSQL string

// queries find what one tile of a set shows by one query: $1 to $4 the ground,
// $5 the zoom, $6 the date; of Public and Office then $7 the band and $8 the levels
// of which areas and lines are shown, of Lines $7 those levels; then the divisions
// of each restricted layer, in the order of layers.
type queries struct{ shallow, deep string }

// deepFrom is the first zoom that shows so many of the points around that these are found
// by where they are alone.
const deepFrom = 13

var setSQL = map[string]queries{Public: queriesOf(Public), Office: queriesOf(Office), Draft: queriesOf(Draft), Lines: queriesOf(Lines)}

func queriesOf(set string) queries {
	// Each in the words of the index that it is meant for (tile_place_geom, tile_place_deep).
	return queries{
		shallow: makeSQL(set, "min_zoom <= $5::smallint", "(min_zoom + 1) / 2 <= ($5::smallint + 1) / 2 AND min_zoom <= $5::smallint"),
		deep:    makeSQL(set, "min_zoom <= 16 AND min_zoom <= $5::smallint", "min_zoom <= 16 AND min_zoom <= $5::smallint"),
	}
}

func (q queries) at(zoom int) string {
	if zoom < deepFrom {
		return q.shallow
	}
	return q.deep
}

// makeSQL makes the query of a set, with the conditions that names of divisions and
// places are shown.
func makeSQL(set, labels, places string) string {
	parts, next := []string{}, 7
	if withMap(set) {
		parts, next = []string{strings.NewReplacer("{labels shown}", labels, "{places shown}", places).Replace(publicSQL)}, 9
	}
	for _, l := range layers {
		if !slices.Contains(tiersOf[set], l.tier) {
			continue
		}
		seen := ""
		switch l.tier {
		case publicTier:
		case linesTier:
			seen = "AND (attributes ->> 'level')::smallint = ANY($7::smallint[])"
		default:
			seen = fmt.Sprintf("AND (seen_by && $%d::uuid[] OR '%s' = ANY($%d::uuid[]))", next, uuid.Nil, next)
			next++
		}
		parts = append(parts, fmt.Sprintf(layerPart, l.name, seen))
	}
	return strings.Join(parts, "UNION ALL\n")
}

// withMap tells whether a set shows the public map.
func withMap(set string) bool { return slices.Contains(tiersOf[set], publicTier) }

// layerPart is one layer of a tile: its name, and who sees it.
const layerPart = `SELECT layer, 0::smallint, object, '', '', '', 0::smallint, attributes::text, ST_AsBinary(geom)
  FROM tile_feature
  WHERE layer = '%s' AND geom && ST_MakeEnvelope($1, $2, $3, $4, 3857) AND min_zoom <= $5::smallint AND max_zoom >= $5::smallint AND valid @> $6::date %s
`
