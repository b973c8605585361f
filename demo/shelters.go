package demo

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/shelters"
)

// What every shelter of the demo says, so that nobody goes there.
const (
	shelterWarning = "演示数据·不可用于避险"
	shelterPhone   = "0570-000-0000"
)

// Shelters gives every village of the county one shelter, every township one
// and the county two, with appraisals and looks at their stock, some of them
// due. Where any shelter is held nothing is done.
func (d *Demo) Shelters(ctx context.Context) error {
	store := &shelters.Store{DB: d.Places.DB}
	held, err := store.Standing(ctx, boundaries.Reader{Internal: true}, shelters.Filter{})
	if err != nil || len(held) > 0 {
		return err
	}
	facts, err := d.shelterFacts(ctx)
	if err != nil {
		return err
	}
	ids, _, err := store.AddBatch(ctx, ledger.Console, facts, "示例数据载入")
	if err != nil {
		return err
	}
	if _, err := store.CheckBatch(ctx, ledger.Console, shelterChecks(ids, version.Today()), "示例数据载入"); err != nil {
		return err
	}
	d.Say("避难场所 %d 处 / shelters", len(ids))
	return nil
}

func (d *Demo) shelterFacts(ctx context.Context) ([]shelters.Facts, error) {
	in := boundaries.Reader{Internal: true}
	home, err := d.Places.Boundaries.ByCode(ctx, in, countyCode)
	if err != nil {
		return nil, err
	}
	towns, err := d.Places.Boundaries.Children(ctx, in, &home.ID)
	if err != nil {
		return nil, err
	}
	var all []shelters.Facts
	for i, town := range towns {
		villages, err := d.Places.Boundaries.Children(ctx, in, &town.ID)
		if err != nil {
			return nil, err
		}
		for j, village := range villages {
			if village.Seat == nil {
				continue
			}
			if j == 0 {
				all = append(all, townShelter(town, village, i))
				if i < 2 {
					all = append(all, countyShelter(village, i))
				}
			}
			all = append(all, villageShelter(village, len(all)))
		}
	}
	return all, nil
}

// beside is a point some metres from the seat of a village, with six decimals.
func beside(village boundaries.Division, deg, metres float64) orb.Point {
	return near(*village.Seat, deg, metres)
}

func number(n int) *int { return &n }

func villageShelter(village boundaries.Division, n int) shelters.Facts {
	name := boundaries.StandardName(village.Name)
	capacity := 50 + n*37%90
	f := shelters.Facts{Division: village.ID, Name: name + "文化礼堂（示例）", Level: shelters.VillageLevel, Duration: shelters.Short, Space: shelters.Indoor,
		Suits: []shelters.Hazard{shelters.Typhoon, shelters.Flood, shelters.Cold}, Unfit: []shelters.Hazard{shelters.Earthquake}, Address: name + "文化礼堂，" + shelterWarning,
		Point: beside(village, float64(n*53%360), 60), TotalM2: number(capacity * 4), EffectiveM2: number(capacity * 2), IndoorM2: number(capacity * 3), Capacity: capacity,
		CapacityNight: number(capacity * 4 / 5), Water: true, Power: true, Toilet: n%9 != 0, Medical: n%7 == 0, Accessible: []shelters.Access{shelters.Accessible, shelters.PartlyAccess, shelters.AccessNot}[n%3],
		Keeper: name, DutyPhone: shelterPhone, Visibility: "public", Source: basis, Valid: version.Span{From: version.Day(2021, time.May, 1)}}
	if n%4 == 0 { // beside a slope
		f.Unfit = append(f.Unfit, shelters.Landslide)
	} else {
		f.Suits = append(f.Suits, shelters.Landslide)
	}
	return f
}

func townShelter(town, village boundaries.Division, n int) shelters.Facts {
	name := boundaries.StandardName(town.Name)
	capacity := 100 + n*29%160
	return shelters.Facts{Division: village.ID, Name: name + "中心学校避灾安置场所（示例）", Level: shelters.TownshipLevel, Duration: shelters.Short, Space: shelters.Both,
		Suits: []shelters.Hazard{shelters.Typhoon, shelters.Flood, shelters.Landslide, shelters.Cold, shelters.Earthquake}, Unfit: []shelters.Hazard{shelters.Fire},
		Address: name + "中心学校，" + shelterWarning, Point: beside(village, 200, 150), TotalM2: number(capacity * 9), EffectiveM2: number(capacity * 3), IndoorM2: number(capacity * 3),
		Capacity: capacity, CapacityNight: number(capacity), Water: true, Power: true, Toilet: true, Medical: true, Accessible: shelters.Accessible,
		Keeper: name, DutyPhone: shelterPhone, Visibility: "public", Source: basis, Valid: version.Span{From: version.Day(2021, time.May, 1)}}
}

func countyShelter(village boundaries.Division, n int) shelters.Facts {
	name := []string{"体育馆", "第一中学"}[n]
	return shelters.Facts{Division: village.ID, Name: "江山市" + name + "避灾安置中心（示例）", Level: shelters.CountyLevel, Duration: shelters.Long, Space: shelters.Both,
		Suits:   []shelters.Hazard{shelters.Typhoon, shelters.Flood, shelters.Landslide, shelters.Earthquake, shelters.Fire, shelters.Cold, shelters.Other},
		Address: "江山市" + name + "，" + shelterWarning, Point: beside(village, 20, 200), TotalM2: number(12000), EffectiveM2: number(4500), IndoorM2: number(4000),
		Capacity: 600 + 200*n, CapacityNight: number(500), Water: true, Power: true, Toilet: true, Medical: true, Accessible: shelters.Accessible,
		Keeper: "江山市应急管理局（示例）", DutyPhone: shelterPhone, Visibility: "public", Source: basis, Valid: version.Span{From: version.Day(2021, time.May, 1)}}
}

// shelterChecks are an appraisal and a look at the stock of most shelters, at
// other days for each: a few are overdue, and a few were never made.
func shelterChecks(ids []uuid.UUID, today version.Date) []shelters.ShelterCheck {
	before := func(days int) version.Date { return version.DayOf(today.Time().AddDate(0, 0, -days)) }
	var all []shelters.ShelterCheck
	for n, id := range ids {
		if n%23 != 7 {
			all = append(all, shelters.ShelterCheck{Shelter: id, Check: shelters.Check{Kind: shelters.AppraisalCheck, On: before(60 + n*41%1060), Result: shelters.GoodResult, Body: "示例·房屋安全鉴定公司"}})
		}
		if n%29 != 5 {
			on := before(10 + n*17%370)
			all = append(all, shelters.ShelterCheck{Shelter: id, Check: shelters.Check{Kind: shelters.StockCheck, On: on, Result: shelters.GoodResult, Stock: []shelters.StockItem{
				{Item: "饮用水", Amount: 20 + n%15, Unit: "箱", BestBefore: version.DayOf(on.Time().AddDate(1, 0, 0))},
				{Item: "棉被", Amount: 30 + n%20, Unit: "床"}, {Item: "应急灯", Amount: 4 + n%3, Unit: "盏"}}}})
		}
	}
	return all
}
