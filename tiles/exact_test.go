package tiles

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
)

// An edit is one change of the world; what its numbers mean depends on what is
// changed.
type edit struct {
	What string
	N    int
	X, Y float64 // 0 to 3, in columns and rows
}

// edits are all that can happen to the world, each with what the ledger says of it.
var edits = map[string]func(w *world, e edit) []Change{
	"a place moves": func(w *world, e edit) []Change {
		w.putPlace(worldPlace+e.N%3, e.X, e.Y)
		return []Change{{Kind: Place, ID: testID(worldPlace + e.N%3)}}
	},
	"a place is renamed": func(w *world, e edit) []Change {
		w.putName(worldPlace+e.N%3, fmt.Sprint("新名", e.N))
		return []Change{{Kind: Place, ID: testID(worldPlace + e.N%3)}}
	},
	"a place is withdrawn": func(w *world, e edit) []Change {
		w.exec(`UPDATE place SET withdrawn = 'entered in error' WHERE id = $1`, testID(worldPlace+e.N%3))
		return []Change{{Kind: Place, ID: testID(worldPlace + e.N%3)}}
	},
	"a road is drawn again": func(w *world, e edit) []Change {
		w.putRoad(w.line(e.X, e.Y, 2.9, 2.8))
		return []Change{{Kind: Place, ID: testID(worldRoad)}}
	},
	"a village is renamed": func(w *world, e edit) []Change {
		w.putVillage(e.N%3, e.N/3%3, fmt.Sprint("改名", e.N))
		return []Change{{Kind: Division, ID: testID(village(e.N%3, e.N/3%3))}}
	},
	"the county is renamed": func(w *world, e edit) []Change {
		w.putCounty(fmt.Sprint("县", e.N))
		return []Change{{Kind: Division, ID: testID(worldCounty)}}
	},
	"a border moves": func(w *world, e edit) []Change {
		between := 1 + e.N%2
		w.columns[between] = worldWest + (float64(between)+0.5*(e.X/3-0.5))*worldSide
		var all []Change
		for _, column := range []int{between - 1, between} {
			for row := range 3 {
				w.putVillage(column, row, fmt.Sprintf("第%d村", 3*column+row))
				all = append(all, Change{Kind: Division, ID: testID(village(column, row))})
			}
		}
		return all
	},
	"a village is split": func(w *world, e edit) []Change {
		column, row := e.N%3, e.N/3%3
		west, east := w.columns[column], w.columns[column+1]
		w.close(testID(village(column, row)))
		all := []Change{{Kind: Division, ID: testID(village(column, row))}}
		for i, half := range []orb.MultiPolygon{
			w.box(west, (west+east)/2, float64(row), float64(row+1)), w.box((west+east)/2, east, float64(row), float64(row+1))} {
			id := testID(firstOfSplits + 20*e.N + i)
			w.division(id)
			w.close(id)
			w.version(id, fmt.Sprint(330899900000+20*e.N+i), fmt.Sprint("分村", i), 5, half, "[2010-01-01,)")
			all = append(all, Change{Kind: Division, ID: id})
		}
		return all
	},
	"a keeper reports": func(w *world, e edit) []Change {
		w.exec(`INSERT INTO shelter_report (id, shelter, state, said_at, phone_at, actor, entry)
			VALUES (gen_random_uuid(), $1, $2, clock_timestamp(), clock_timestamp(), $3, $4)`, testID(worldShelter), []string{"open", "full", "closed", "standby"}[e.N%4], testID(9), w.entry)
		return []Change{{Kind: "shelter", ID: testID(worldShelter)}}
	},
	"a shelter moves": func(w *world, e edit) []Change {
		w.putShelter(e.X, e.Y, "小学")
		return []Change{{Kind: "shelter", ID: testID(worldShelter)}}
	},
	"an address moves": func(w *world, e edit) []Change {
		w.putAddress(e.X, e.Y, 12+e.N)
		return []Change{{Kind: "address", ID: testID(worldAddress)}}
	},
	"a numbering is entered that names no address": func(w *world, e edit) []Change {
		w.row(&w.entry, `INSERT INTO ledger_entry (at, actor, action, object_kind, body) VALUES (clock_timestamp(), $1, 'test.number', 'numbering', '{}') RETURNING id`, testID(9))
		w.putAddress(e.X, e.Y, 100+e.N)
		return []Change{{Kind: "numbering", Entry: w.entry}}
	},
	"a line is agreed again": func(w *world, e edit) []Change {
		w.putLine(e.X/2, 2.5+e.Y/6, fmt.Sprint("协议", e.N))
		return []Change{{Kind: "boundary_line", ID: testID(worldLine)}}
	},
	"a marker changes its state": func(w *world, e edit) []Change {
		w.exec(`UPDATE marker SET state = $2 WHERE id = $1`, testID(worldMarker), []string{"normal", "damaged", "lost"}[e.N%3])
		return []Change{{Kind: "marker", ID: testID(worldMarker)}}
	},
	"a marker moves": func(w *world, e edit) []Change {
		w.putMarker(e.X, e.Y)
		return []Change{{Kind: "marker", ID: testID(worldMarker)}}
	},
	"a dispute is settled": func(w *world, _ edit) []Change {
		w.exec(`UPDATE upkeep_matter SET state = 'closed', result = '调解', closed_on = '2026-01-01' WHERE id = $1`, testID(worldDispute))
		return []Change{{Kind: "upkeep_matter", ID: testID(worldDispute)}}
	},
	"a dispute is shared": func(w *world, _ edit) []Change {
		w.exec(`UPDATE upkeep_matter SET shared = true WHERE id = $1`, testID(worldDispute))
		return []Change{{Kind: "upkeep_matter", ID: testID(worldDispute)}}
	},
	"a plate moves": func(w *world, e edit) []Change {
		w.exec(`UPDATE plate SET point = $2::text::geometry WHERE id = $1`, testID(worldPlate), w.ewkt(e.X, e.Y))
		return []Change{{Kind: "plate", ID: testID(worldPlate)}}
	},
	"a finding is accepted": func(w *world, e edit) []Change {
		w.exec(`UPDATE quality_finding SET state = 'accepted', reason = '如此' WHERE place = $1`, testID(worldPlace+e.N%3))
		return []Change{{Kind: "quality"}}
	},
	"a proposal moves": func(w *world, e edit) []Change {
		w.exec(`UPDATE case_item SET location = $2::text::geometry WHERE id = $1`, testID(worldCase), w.ewkt(e.X, e.Y))
		return []Change{{Kind: "case", ID: testID(worldCase)}}
	},
	"nothing that tiles show": func(*world, edit) []Change { return []Change{{Kind: "account", ID: uuid.New()}} },
}

// historyOf makes up to five edits, the same for the same seed.
func historyOf(seed uint64) []edit {
	random := rand.New(rand.NewPCG(seed, 0))
	names := slices.Sorted(maps.Keys(edits))
	all := make([]edit, 1+random.IntN(5))
	for i := range all {
		all[i] = edit{names[random.IntN(len(names))], random.IntN(9), 3 * random.Float64(), 3 * random.Float64()}
	}
	return all
}

// worldViews are ways to look at the world: what is public, all that offices keep,
// that as an office of the other side sees it, what is not settled, all that
// offices keep in the other grid, and the lines alone.
var worldViews = []View{
	{Set: Public},
	{Set: Office, Sees: everythingOf(Office, uuid.Nil)},
	{Set: Office, Sees: everythingOf(Office, testID(worldOutside))},
	{Set: Draft, Sees: everythingOf(Draft, testID(worldCounty))},
	{Set: Office, Grid: WorldCRS84Quad, Sees: everythingOf(Office, uuid.Nil)},
	{Set: Lines},
}

func everythingOf(set string, root uuid.UUID) Sight {
	s := Sight{}
	for _, layer := range RestrictedLayers(set) {
		s[layer] = []uuid.UUID{root}
	}
	return s
}

// A seen tile is one that a cache holds.
type seen struct {
	view int
	at   Coord
}

// played is what became of the tiles that were in the cache when edits were made.
type played struct {
	stale   []string // served though they are others
	wide    []string // dropped though nothing of what changed is near
	dropped int
	kept    int
}

// play makes edits in a transaction that is rolled back, with every tile of the
// world in the cache before each, and compares the cache with tiles made afresh.
func play(t testing.TB, base *register, pool *pgxpool.Pool, touches func(difference) []touch, all []edit) (got played) {
	t.Helper()
	ctx := t.Context()
	tx, err := pool.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	w := newWorld(&register{t: t, db: tx, entry: base.entry})
	s := newStore(t, tx)
	s.touches = touches
	if err := s.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	tags := map[seen]string{}
	warm := func() {
		for _, one := range worldTiles() {
			tags[one] = viewed(t, s, one).ETag
		}
	}
	warm()
	for _, e := range all {
		w.exec(`CREATE TEMP TABLE before ON COMMIT DROP AS ` + allFeatures)
		if err := s.Apply(ctx, edits[e.What](w, e)); err != nil {
			t.Fatalf("%+v: %v", e, err)
		}
		fresh := newStore(t, tx)
		for _, one := range worldTiles() {
			kept, truth := s.Current(worldViews[one.view], one.at, tags[one]), viewed(t, fresh, one).ETag
			switch {
			case kept && truth != tags[one]:
				got.stale = append(got.stale, fmt.Sprintf("after %+v, %s %v", e, worldViews[one.view].Set, one.at))
			case kept:
				got.kept++
			default:
				got.dropped++
				if !w.changedNear(one) {
					got.wide = append(got.wide, fmt.Sprintf("after %+v, %s %v", e, worldViews[one.view].Set, one.at))
				}
			}
		}
		w.exec(`DROP TABLE before`)
		warm()
	}
	return got
}

// allFeatures is every row from which tiles are made, with its zooms, and who sees it.
const allFeatures = `
	SELECT 'area' AS kind, ARRAY[division::text, code, name, valid::text] AS says, band, 0 AS from_zoom, 0 AS to_zoom, geom FROM tile_area
	UNION ALL SELECT 'line', ARRAY[level::text, owners::text, valid::text], band, 0, 0, geom FROM tile_line
	UNION ALL SELECT 'label', ARRAY[division::text, code, name, pinyin, rank::text, valid::text], NULL, min_zoom, 22, geom FROM tile_label
	UNION ALL SELECT 'place', ARRAY[place::text, name, pinyin, class, valid::text], NULL, min_zoom, 22, geom FROM tile_place
	UNION ALL SELECT 'way', ARRAY[place::text, name, kind, valid::text], band, 0, 0, geom FROM tile_way
	UNION ALL SELECT layer, ARRAY[object::text, attributes::text, seen_by::text, valid::text], NULL, min_zoom, max_zoom, geom FROM tile_feature`

// changedNear asks PostGIS whether the tile and its buffer touch a feature of its
// set, as it was before the edit or as it is, that the edit changed: two units of
// the tile's grid more, which is what rounding may take. A tile below MaxZoom goes
// with the one above it.
func (w *world) changedNear(one seen) bool {
	w.t.Helper()
	kinds := []string{"area", "line", "label", "place", "way"}
	if !withMap(worldViews[one.view].Set) {
		kinds = nil
	}
	for _, l := range layers {
		if slices.Contains(tiersOf[worldViews[one.view].Set], l.tier) {
			kinds = append(kinds, l.name)
		}
	}
	at := one.at.deep()
	v := worldViews[one.view]
	around := v.Grid.ground(at).Pad(v.Grid.units(66, at.Z))
	var near bool
	w.row(&near, `WITH now AS (`+allFeatures+`), changed AS ((TABLE before EXCEPT TABLE now) UNION ALL (TABLE now EXCEPT TABLE before))
		SELECT EXISTS (SELECT FROM changed WHERE kind = ANY($1) AND (band = $2 OR band IS NULL AND from_zoom <= $3 AND to_zoom >= $3)
			AND ST_Intersects(CASE WHEN $4 THEN ST_SetSRID(ST_Transform(geom, 4326), 3857) ELSE geom END, ST_MakeEnvelope($5, $6, $7, $8, 3857)))`,
		kinds, bandAt(at.Z).number, at.Z, v.Grid == WorldCRS84Quad, around.Left(), around.Bottom(), around.Right(), around.Top())
	return near
}

func viewed(t testing.TB, s *Store, one seen) Tile {
	t.Helper()
	tile, err := s.Tile(t.Context(), worldViews[one.view], one.at)
	if err != nil {
		t.Fatal(err)
	}
	return tile
}

// worldTiles are the tiles over the world and around it, of some zooms.
func worldTiles() []seen {
	ground := orb.Bound{Min: orb.Point{worldWest, worldSouth}, Max: orb.Point{worldWest + 3*worldSide, worldSouth + 3*worldSide}}.Pad(worldSide / 4)
	var all []seen
	for view, v := range worldViews {
		for _, zoom := range []int{6, 11, 14, 16} {
			for _, c := range v.Grid.over(zoom, ground) {
				all = append(all, seen{view, c})
			}
		}
		all = append(all, seen{view, v.Grid.at(18, orb.Point{worldWest + 0.7*worldSide, worldSouth + 0.7*worldSide})})
	}
	return all
}

func filledWorld(t testing.TB) (*register, *pgxpool.Pool) {
	t.Helper()
	r, pool := newRegister(t)
	newWorld(r).fill()
	if err := newStore(t, pool).Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	return r, pool
}

// TestAnyHistoryDropsExactlyTheTilesItTouches is what exact invalidation means:
// after any edits no tile in the cache differs from one made afresh, and none was
// dropped that nothing changed near.
func TestAnyHistoryDropsExactlyTheTilesItTouches(t *testing.T) {
	r, pool := filledWorld(t)
	kept, dropped := 0, 0
	for seed := range histories {
		all := historyOf(uint64(seed))
		got := play(t, r, pool, touchesOf, all)
		for _, one := range got.stale {
			t.Errorf("history %d: served stale %s", seed, one)
		}
		for _, one := range got.wide {
			t.Errorf("history %d: dropped for nothing %s", seed, one)
		}
		kept, dropped = kept+got.kept, dropped+got.dropped
	}
	t.Logf("%d tiles kept, %d dropped", kept, dropped)
	if dropped == 0 || kept < dropped {
		t.Errorf("%d tiles were kept and %d dropped, which tests little", kept, dropped)
	}
}

// histories is how many are played; each takes about a second.
const histories = 8

// TestStoresThatForgetServeStaleTiles takes the idea out, piece by piece: what the
// histories hold the store to finds each of these out, by one edit.
func TestStoresThatForgetServeStaleTiles(t *testing.T) {
	r, pool := filledWorld(t)
	for _, test := range []struct {
		forgets string
		by      edit
		touches func(difference) []touch
	}{
		{"nothing", edit{"a place moves", 0, 2.5, 0.2}, touchesOf},
		{"what was there before", edit{"a place moves", 0, 2.5, 0.2}, func(d difference) []touch { return touchesOf(difference{added: d.added}) }},
		{"what is there now", edit{"a place moves", 0, 2.5, 0.2}, func(d difference) []touch { return touchesOf(difference{gone: d.gone}) }},
		{"the inside of areas", edit{What: "the county is renamed"}, altered(func(t *touch) { t.area = false })},
		{"whose set it is", edit{"a proposal moves", 0, 1, 1}, altered(func(t *touch) { t.tier = publicTier })},
		{"the deepest zoom", edit{"an address moves", 0, 1.3, 1.1}, altered(func(t *touch) { t.to = min(t.to, MaxZoom-1) })},
	} {
		if stale := play(t, r, pool, test.touches, []edit{test.by}).stale; (len(stale) == 0) != (test.forgets == "nothing") {
			t.Errorf("a store that forgets %s serves %d stale tiles: %v", test.forgets, len(stale), stale)
		}
	}
}

// altered is touchesOf with something of each touch spoilt.
func altered(spoil func(*touch)) func(difference) []touch {
	return func(d difference) []touch {
		all := touchesOf(d)
		for i := range all {
			spoil(&all[i])
		}
		return all
	}
}
