package demo

import (
	"context"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"diming/demo/land"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/testdata"
)

// points loads the populated places of GeoNames that lie in the county, where
// GeoNames has them: their true position among synthetic areas.
func (d *Demo) points(ctx context.Context, l *land.Land) error {
	f, err := testdata.Files.Open("geonames_cities500_cn_tw_hk_mo.csv")
	if err != nil {
		return err
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return err
	}
	county := countyArea(l)
	var rows []gazetteer.Row
	for i, r := range records[1:] {
		row, ok, err := geoname(r, county)
		if err != nil {
			return fmt.Errorf("geonames row %d: %w", i+1, err)
		}
		if ok {
			row.Number = i + 1
			rows = append(rows, row)
		}
	}
	batch := gazetteer.Batch{Source: "GeoNames 2023-02 (CC BY 4.0)", Actor: ledger.Console, Visibility: "public", Note: "示例数据载入"}
	counts, err := d.Places.LoadPlaces(ctx, batch, rows)
	if err == nil && len(counts.Rejected) > 0 {
		err = fmt.Errorf("demo: %d places were rejected, first %+v", len(counts.Rejected), counts.Rejected[0])
	}
	d.Say("地名点 %d 个 / places", counts.Accepted+counts.Updated+counts.Unchanged)
	return err
}

// geoname makes a settlement of a row of Quzhou prefecture inside the county.
// Of the names given, 贺村|贺村镇, the settlement bears the first; the division
// of that name is in the register already.
func geoname(r []string, county orb.Polygon) (gazetteer.Row, bool, error) {
	lon, err := strconv.ParseFloat(r[5], 64)
	if err != nil {
		return gazetteer.Row{}, false, err
	}
	lat, err := strconv.ParseFloat(r[6], 64)
	if err != nil {
		return gazetteer.Row{}, false, err
	}
	p := orb.Point{lon, lat}
	if r[8] != "02" || r[9] != "3308" || !planar.PolygonContains(county, p) {
		return gazetteer.Row{}, false, nil
	}
	name, _, _ := strings.Cut(r[3], "|")
	return keyed(gazetteer.Row{Key: r[0], Names: []gazetteer.RowName{{Text: name}}, Class: "22100", Location: &p}, r), name != "", nil
}

func countyArea(l *land.Land) orb.Polygon {
	for _, a := range l.Areas {
		if a.Code == countyCode {
			return a.Polygon
		}
	}
	return nil
}

// wayClasses are the classes of the land's streams and roads.
var wayClasses = map[string]string{
	"江": "12000", "溪": "12000", "坑": "12000",
	"国道": "23211", "省道": "23212", "县道": "23213", "乡道": "23214",
}

// ways loads the synthetic streams and roads. Their names say that they are
// examples.
func (d *Demo) ways(ctx context.Context, l *land.Land) error {
	var rows []gazetteer.Row
	counts := map[string]int{}
	for _, way := range append(append([]land.Way{}, l.Streams...), l.Roads...) {
		class, ok := wayClasses[way.Kind]
		if !ok {
			return fmt.Errorf("demo: way %s has the unknown kind %q", way.ID, way.Kind)
		}
		counts[way.Kind]++
		middle := way.Geometry[len(way.Geometry)/2]
		rows = append(rows, keyed(gazetteer.Row{Number: len(rows) + 1, Key: way.ID,
			Names: []gazetteer.RowName{{Text: fmt.Sprintf("示例%s%d号", way.Kind, counts[way.Kind])}},
			Class: class, Location: &middle, Extent: way.Geometry}, way))
	}
	batch := gazetteer.Batch{Source: "synthetic land 330881", Actor: ledger.Console, Visibility: "public", Note: "示例数据载入"}
	loaded, err := d.Places.LoadPlaces(ctx, batch, rows)
	if err == nil && len(loaded.Rejected) > 0 {
		err = fmt.Errorf("demo: %d ways were rejected, first %+v", len(loaded.Rejected), loaded.Rejected[0])
	}
	d.Say("合成水系与道路 %d 条 / synthetic streams and roads", len(rows))
	return err
}
