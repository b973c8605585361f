package tiles

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"
)

// A world is a small county on which the tests of changes go: three columns of
// three villages of about 700 m, with one or a few of everything that tiles show.
type world struct {
	*register
	columns [4]float64 // longitudes of the borders of the columns
}

const (
	worldWest, worldSouth, worldSide = 121.500, 23.900, 0.007
	worldCounty                      = 3900
)

// Ids of the world's objects, beside villages (village) and the county.
const (
	worldPlace    = 3100 // and the two after it
	worldRoad     = 3110
	worldShelter  = 3120
	worldAddress  = 3130
	worldLine     = 3140
	worldMarker   = 3150
	worldDispute  = 3160
	worldPlate    = 3170
	worldCase     = 3180
	worldOutside  = 3190 // the division on the other side of the line
	firstOfSplits = 3500
)

func village(column, row int) int { return 3000 + 3*column + row }

func newWorld(r *register) *world {
	w := &world{register: r}
	for i := range w.columns {
		w.columns[i] = worldWest + float64(i)*worldSide
	}
	return w
}

// fill publishes the world.
func (w *world) fill() {
	w.t.Helper()
	w.putCounty("小县")
	w.division(testID(worldOutside))
	for column := range 3 {
		for row := range 3 {
			w.putVillage(column, row, fmt.Sprintf("第%d村", 3*column+row))
		}
	}
	for i := range 3 {
		w.place(testID(worldPlace+i), "22200", fmt.Sprintf("地方%d", i), "", wkt(w.at(float64(i)+0.5, 1.4)), "[2010-01-01,)")
		w.exec(`INSERT INTO quality_finding (place, check_id, found_at) VALUES ($1, 'meaning', '2020-01-01')`, testID(worldPlace+i))
	}
	w.place(testID(worldRoad), "23213", "斜路", "", w.line(0.1, 0.1, 2.9, 2.8), "[2010-01-01,)")
	w.exec(`INSERT INTO shelter (id, tag) VALUES ($1, $2)`, testID(worldShelter), w.entry)
	w.putShelter(0.7, 0.7, "小学")
	w.exec(`INSERT INTO address (id, tag) VALUES ($1, $2)`, testID(worldAddress), w.entry)
	w.putAddress(1.2, 1.2, 12)
	w.exec(`INSERT INTO boundary_line (id) VALUES ($1)`, testID(worldLine))
	w.putLine(0.2, 2.9, "协议甲")
	w.exec(`INSERT INTO marker (id, tag) VALUES ($1, $2)`, testID(worldMarker), w.entry)
	w.putMarker(1.5, 2.95)
	w.exec(`INSERT INTO upkeep_matter (id, line, side, shared, kind, title, on_day, actor, entry) VALUES ($1, $2, 'a', false, 'dispute', '林地', '2021-01-01', $3, $4)`,
		testID(worldDispute), testID(worldLine), testID(9), w.entry)
	var planned int64
	w.row(&planned, `INSERT INTO ledger_entry (at, actor, action, object_kind, body) VALUES ('2021-01-01', $1, 'test.plan', 'plate', '{}') RETURNING id`, testID(9))
	w.exec(`INSERT INTO plate (id, county, kind, address, number, point, tag) VALUES ($1, '330899', 'door_small', $2, '12', $3::text::geometry, $4)`,
		testID(worldPlate), testID(worldAddress), w.ewkt(1.2, 1.2), planned)
	w.exec(`INSERT INTO name_case (id, number, kind, channel, class, division, title, opened_by, opened_on, state, procedure, tag)
		VALUES ($1, '2026-命-0001', 'naming', 'counter', '22200', $2, '新名', $3, '2021-01-05', 'submitted', '{}', $4)`, testID(worldCase), testID(worldCounty), testID(9), w.entry)
	w.exec(`INSERT INTO case_item (id, name_case, ordinal, class, text, location) VALUES ($1, $1, 1, '22200', '新名', $2::text::geometry)`, testID(worldCase), w.ewkt(2.2, 0.6))
}

// at is a position, counted in columns and rows from the south-west corner.
func (w *world) at(column, row float64) (lon, lat float64) {
	return worldWest + column*worldSide, worldSouth + row*worldSide
}

func (w *world) ewkt(column, row float64) string { return "SRID=4490;" + wkt(w.at(column, row)) }

func (w *world) line(column, row, toColumn, toRow float64) string {
	var points []string
	for _, at := range [][2]float64{{column, row}, {toColumn, toRow}} {
		lon, lat := w.at(at[0], at[1])
		points = append(points, fmt.Sprintf("%.7f %.7f", lon, lat))
	}
	return "LINESTRING(" + strings.Join(points, ",") + ")"
}

func (w *world) box(west, east float64, fromRow, toRow float64) orb.MultiPolygon {
	return orb.MultiPolygon{{orb.Bound{Min: orb.Point{west, worldSouth + fromRow*worldSide}, Max: orb.Point{east, worldSouth + toRow*worldSide}}.ToRing()}}
}

func (w *world) putCounty(name string) {
	w.t.Helper()
	w.division(testID(worldCounty))
	w.close(testID(worldCounty))
	w.version(testID(worldCounty), "330899", name, 3, w.box(worldWest, worldWest+3*worldSide, 0, 3), "[2010-01-01,)")
}

// putVillage publishes a village as wide as its column, in place of what stands.
func (w *world) putVillage(column, row int, name string) {
	w.t.Helper()
	id := village(column, row)
	w.division(testID(id))
	w.close(testID(id))
	w.version(testID(id), fmt.Sprint(330899001000+id), name, 5, w.box(w.columns[column], w.columns[column+1], float64(row), float64(row+1)), "[2010-01-01,)")
}

// end closes what the register believes of an object in a table of versions.
func (w *world) end(table, object string, id int) {
	w.t.Helper()
	w.exec(`UPDATE `+table+` SET recorded = tstzrange(lower(recorded), clock_timestamp()), closed_by = $2 WHERE `+object+` = $1 AND upper_inf(recorded)`, testID(id), w.entry)
}

func (w *world) putPlace(id int, column, row float64) {
	w.t.Helper()
	w.end("place_version", "place", id)
	w.exec(`INSERT INTO place_version (place, class, location, visibility, source, valid, entry) VALUES ($1, '22200', $2::text::geometry, 'public', 'test', '[2010-01-01,)', $3)`,
		testID(id), w.ewkt(column, row), w.entry)
}

func (w *world) putRoad(line string) {
	w.t.Helper()
	w.end("place_version", "place", worldRoad)
	w.exec(`INSERT INTO place_version (place, class, extent, visibility, source, valid, entry) VALUES ($1, '23213', ST_GeomFromText($2, 4490), 'public', 'test', '[2010-01-01,)', $3)`,
		testID(worldRoad), line, w.entry)
}

func (w *world) putName(id int, text string) {
	w.t.Helper()
	w.end("name_version", "place", id)
	w.exec(`INSERT INTO name_version (name, place, kind, text, visibility, source, valid, entry) VALUES ($1, $1, 'standard', $2, 'public', 'test', '[2010-01-01,)', $3)`, testID(id), text, w.entry)
}

func (w *world) putShelter(column, row float64, name string) {
	w.t.Helper()
	w.end("shelter_version", "shelter", worldShelter)
	w.exec(`INSERT INTO shelter_version (shelter, division, name, level, duration, space, suits, point, capacity, visibility, source, valid, entry)
		VALUES ($1, $2, $3, 'village', 'urgent', 'indoor', '{flood,typhoon}', $4::text::geometry, 100, 'public', 'test', '[2012-01-01,)', $5)`,
		testID(worldShelter), testID(village(0, 0)), name, w.ewkt(column, row), w.entry)
}

func (w *world) putAddress(column, row float64, number int) {
	w.t.Helper()
	w.end("address_version", "address", worldAddress)
	w.exec(`INSERT INTO address_version (address, kind, division, number, entrance, visibility, source, valid, entry)
		VALUES ($1, 'main', $2, $3, $4::text::geometry, 'public', 'test', '[2012-01-01,)', $5)`,
		testID(worldAddress), testID(village(1, 1)), fmt.Sprint(number), w.ewkt(column, row), w.entry)
}

// putLine publishes the line along the north of the county; who agreed on it stays
// with the offices.
func (w *world) putLine(column, row float64, agreement string) {
	w.t.Helper()
	w.end("boundary_line_version", "line", worldLine)
	w.exec(`INSERT INTO boundary_line_version (line, number, name, level, a_division, b_kind, b_division, a_on_left, geom, length_m, agreement, visibility, source, valid, entry)
		VALUES ($1, '1', '北线', 3, $2, 'division', $3, false, ST_Multi(ST_GeomFromText($4, 4490)), 0, $5, 'public', 'test', '[2010-01-01,)', $6)`,
		testID(worldLine), testID(worldCounty), testID(worldOutside), w.line(column, row, 2.8, 3), agreement, w.entry)
}

func (w *world) putMarker(column, row float64) {
	w.t.Helper()
	w.end("marker_version", "marker", worldMarker)
	w.exec(`INSERT INTO marker_version (marker, line, number, serial, kind, faces, point, source, valid, entry)
		VALUES ($1, $2, '0102', 2, 'single', 2, $3::text::geometry, 'test', '[2010-01-01,)', $4)`, testID(worldMarker), testID(worldLine), w.ewkt(column, row), w.entry)
}
