// Package demo fills an empty register with the demo: Jiangshan 江山市 with
// its real codes, names and history on synthetic areas (package land), and, on
// request, Hualien with its real open geometry.
package demo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/demo/land"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs"
	"diming/testdata"
)

// Seed is the seed of the demo's land.
const Seed = 330881

const (
	countyCode = "330881"
	editions   = "统计用区划代码 2017—2023"
	basis      = "示例数据：界线与面积为合成（种子 330881），并非实际界线"
	firstYear  = 2017
)

// A Demo fills a register.
type Demo struct {
	Places *gazetteer.Store
	Signs  *signs.Store
	Origin *url.URL                         // under which the codes lead somewhere; nil: nobody knows yet, and no paper is printed
	Say    func(format string, args ...any) // tells how far it has come

	county *countyMade // once it is made
}

// A countyMade is the land of Jiangshan and the code table with its areas. Nobody
// changes it.
type countyMade struct {
	land *land.Land
	rows []gazetteer.DivisionRow
}

// Jiangshan loads the default demo. Loading it again changes nothing.
func (d *Demo) Jiangshan(ctx context.Context) error {
	l, err := d.names(ctx)
	if err != nil {
		return err
	}
	if err := d.boundary(ctx, l); err != nil {
		return err
	}
	for _, load := range []func(context.Context) error{d.Addresses, d.Plates, d.Shelters, d.Codes, d.Safety} {
		if err := load(ctx); err != nil {
			return err
		}
	}
	return ledger.SealAll(ctx, d.Places.DB)
}

// Safety completes what every village has for the day on which people must go:
// whom to call, where to go and how, a sign and a paper on the wall.
func (d *Demo) Safety(ctx context.Context) error {
	for _, load := range []func(context.Context) error{d.Cards, d.Assignments, d.Ways, d.VillagePlates, d.Papers} {
		if err := load(ctx); err != nil {
			return err
		}
	}
	return nil
}

// names loads divisions and places, and gives the land on which they lie.
func (d *Demo) names(ctx context.Context) (*land.Land, error) {
	d.Say("生成江山市的合成界线 / making the synthetic areas of Jiangshan")
	l, rows, err := d.jiangshan()
	if err != nil {
		return nil, err
	}
	batch := gazetteer.Batch{Source: editions, Actor: ledger.Console, Visibility: "public", Note: "示例数据载入"}
	counts, err := d.Places.LoadDivisions(ctx, batch, rows)
	if err != nil {
		return nil, err
	}
	if len(counts.Rejected) > 0 {
		return nil, fmt.Errorf("demo: %d divisions were rejected, first %+v", len(counts.Rejected), counts.Rejected[0])
	}
	d.Say("区划 %d 条载入，%d 条已有 / divisions loaded, held already", counts.Accepted+counts.Updated, counts.Unchanged)
	if counts.Accepted > 0 {
		if err := d.history(ctx); err != nil {
			return nil, err
		}
	}
	if err := d.settle(ctx); err != nil {
		return nil, err
	}
	for _, load := range []func(context.Context, *land.Land) error{d.points, d.ways, d.coverage} {
		if err := load(ctx, l); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// Codes gives every place its code.
func (d *Demo) Codes(ctx context.Context) error {
	issued, err := d.Signs.IssueAll(ctx)
	if err != nil {
		return err
	}
	d.Say("标志码 %d 个 / codes for signs", issued)
	return nil
}

// history enters the changes of 2016–17 as events, and sample texts.
func (d *Demo) history(ctx context.Context) error {
	table, err := testdata.Files.ReadFile("jiangshan_2016_2017_events.csv")
	if err != nil {
		return err
	}
	events, err := gazetteer.ReadPastEvents(bytes.NewReader(table))
	if err != nil {
		return err
	}
	for _, e := range events {
		if _, err := d.Places.RecordPast(ctx, ledger.Console, e); err != nil {
			return err
		}
	}
	return d.describe(ctx)
}

// describe gives some places sample texts, so that a page can be judged.
func (d *Demo) describe(ctx context.Context) error {
	meaning := "（示例文字）此处登记地名的含义：这个名字是什么意思。"
	origin := "（示例文字）此处登记地名的来历：何时、因何得名。"
	for _, code := range []string{"330881003", "330881003200", "330881121"} {
		in, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{}, code)
		if err != nil {
			return err
		}
		_, err = d.Places.Describe(ctx, ledger.Console, in.ID, gazetteer.Description{Meaning: &meaning, Origin: &origin},
			version.Span{From: version.Day(firstYear, time.January, 1)}, "示例文字")
		if err != nil {
			return err
		}
	}
	return nil
}

// settle writes the settings that say whose register this is, and that its
// data is not real.
func (d *Demo) settle(ctx context.Context) error {
	home, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{}, countyCode)
	if err != nil {
		return err
	}
	if _, _, set, err := d.Places.Boundaries.Setting(ctx, home.ID, boundaries.SettingTitle, version.Today()); err != nil || set {
		return err
	}
	settings := [][2]string{
		{boundaries.SettingTitle, "江山市地名（示例）"},
		{boundaries.SettingDemo, "true"},
		{boundaries.SettingAttribution, "界线为合成，非实际界线 · 区划代码：国家统计局 · 地名点：GeoNames (CC BY 4.0)"},
	}
	return pgx.BeginFunc(ctx, d.Places.DB, func(tx pgx.Tx) error {
		after := ledger.Fields{}
		for _, s := range settings {
			after[s[0]] = s[1]
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: ledger.Console, Action: "setting.set", Kind: "division", Object: home.ID,
			County: countyCode, Public: true, Reason: "示例数据载入", After: after})
		if err != nil {
			return err
		}
		for _, s := range settings {
			if err := boundaries.SetSetting(ctx, tx, home.ID, s[0], s[1], "示例数据", version.Span{}, entry); err != nil {
				return err
			}
		}
		return nil
	})
}

// jiangshan makes the land and the code table with its areas, which takes seconds,
// once for all that are loaded.
func (d *Demo) jiangshan() (*land.Land, []gazetteer.DivisionRow, error) {
	if d.county == nil {
		l, rows, err := makeCounty()
		if err != nil {
			return nil, nil, err
		}
		d.county = &countyMade{l, rows}
	}
	return d.county.land, d.county.rows, nil
}

func makeCounty() (*land.Land, []gazetteer.DivisionRow, error) {
	rows, err := readEditions("cn_divisions_province_city_county_2017_2023.csv", "")
	if err != nil {
		return nil, nil, err
	}
	own, err := readEditions("target_areas_town_village_2017_2023.csv", countyCode)
	if err != nil {
		return nil, nil, err
	}
	l, err := makeLand(own)
	if err != nil {
		return nil, nil, err
	}
	areas := map[string]orb.MultiPolygon{}
	for _, a := range l.Areas {
		areas[a.Code] = orb.MultiPolygon{a.Polygon}
	}
	rows = append(rows, own...)
	for i := range rows {
		r := &rows[i]
		r.Number = i + 1
		if area, ok := areas[r.Code]; ok {
			r.Area, r.AreaBasis = area, basis
		}
		if seat, ok := l.Seats[r.Code]; ok {
			r.Seat = &seat
		}
	}
	return l, rows, nil
}

// makeLand makes the land of the units of the last edition.
func makeLand(own []gazetteer.DivisionRow) (*land.Land, error) {
	c := land.County{Code: countyCode, Name: "江山市", Seed: Seed, Center: orb.Point{118.61, 28.6}, AreaKM2: 2019}
	seats := land.JiangshanSeats()
	for _, r := range own {
		if !r.Valid.To.IsZero() {
			continue
		}
		unit := land.Unit{Code: r.Code, Name: r.Name}
		if seat, ok := seats[r.Code]; ok {
			unit.Hint = &seat
		}
		if len(r.Code) == 9 {
			c.Towns = append(c.Towns, unit)
		} else {
			c.Villages = append(c.Villages, unit)
		}
	}
	return land.Make(c)
}

// readEditions reads the rows of a shared table of editions whose code begins
// with prefix.
func readEditions(file, prefix string) ([]gazetteer.DivisionRow, error) {
	f, err := testdata.Files.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	listings, err := boundaries.ReadEditions(f, prefix)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	rows := make([]gazetteer.DivisionRow, len(listings))
	for i, l := range listings {
		rows[i] = gazetteer.DivisionRow{Code: l.Code, Name: l.Name, Valid: l.Valid}
	}
	return rows, nil
}

// keyed gives a row the digest of its content.
func keyed(r gazetteer.Row, content ...any) gazetteer.Row {
	r.Digest = sha256.Sum256(fmt.Append(nil, content...))
	return r
}
