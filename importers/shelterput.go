package importers

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/version"
	"diming/shelters"
)

// put takes one shelter in: a new one, or the changes of one that is known,
// from today on; then its appraisal.
func (in *shelterIntake) put(ctx context.Context, s *sitting, i int) (settled, error) {
	sh := in.rows[i]
	d, err := s.lands.find(s.c.m, sh.where)
	if err != nil {
		return settled{}, err
	}
	held, err := in.match(s.c.m, sh, d.ID, boundaries.CountyOf(d.System, d.Code))
	if err == nil && held != nil && !s.lands.reaches(held.Division) {
		err = refuseAs(s.c.m.name(fieldShelterCode), sh.code, "登记在您管辖范围以外的村 / held of a village that you may not change")
	}
	if err == nil {
		err = in.claim(s, sh, d.ID, held)
	}
	if err != nil {
		return settled{}, err
	}
	done, id, err := in.write(ctx, s, sh, d, held)
	if err != nil {
		return settled{}, err
	}
	noted, err := in.appraise(ctx, s, sh, d.ID, id, held)
	if noted != nil {
		done.deeds = append(done.deeds, *noted)
		if done.outcome == RowUnchanged {
			done.outcome = RowChanged
		}
	}
	return done, err
}

// claim refuses a second row of one shelter.
func (in *shelterIntake) claim(s *sitting, sh *shelterRow, division uuid.UUID, held *shelters.Shelter) error {
	name := s.c.m.name(fieldName)
	if err := s.once(sh.row, name, sh.name, "shelter "+division.String()+" "+sh.name); err != nil {
		return err
	}
	if sh.code != "" {
		if err := s.once(sh.row, s.c.m.name(fieldShelterCode), sh.code, "shelter code "+sh.code); err != nil {
			return err
		}
	}
	if held != nil {
		return s.once(sh.row, name, sh.name, "shelter "+held.ID.String())
	}
	return nil
}

// write says of a shelter what its row says.
func (in *shelterIntake) write(ctx context.Context, s *sitting, sh *shelterRow, d boundaries.Division, held *shelters.Shelter) (settled, uuid.UUID, error) {
	store := &shelters.Store{DB: s.tx}
	if held == nil {
		f, err := in.fresh(s, sh, d)
		if err != nil {
			return settled{}, uuid.Nil, err
		}
		id, entry, err := store.Add(ctx, s.o.Actor, f, s.o.Note)
		return settled{outcome: RowAdded, deeds: []deed{{id, didAdd, "", entry}}}, id, err
	}
	f := held.Facts
	for _, say := range sh.say {
		say(&f)
	}
	f.Division = d.ID
	if sh.point != nil {
		f.Point = *sh.point
	}
	if !s.o.byDefault {
		f.Visibility = s.o.Classification
	}
	changes := shelterChanges(held.Facts, f)
	if len(changes) == 0 {
		return settled{outcome: RowUnchanged}, held.ID, nil
	}
	f.Source = s.o.Source
	entry, err := store.Change(ctx, s.o.Actor, held.ID, held.Tag, f, version.Today(), s.o.Note)
	return settled{outcome: RowChanged, changes: changes, deeds: []deed{{held.ID, didChange, "", entry}}}, held.ID, err
}

// fresh is a shelter that is not known yet. What its row leaves out and can be
// told otherwise is told; of the duration the most careful is taken, and said.
func (in *shelterIntake) fresh(s *sitting, sh *shelterRow, d boundaries.Division) (shelters.Facts, error) {
	m := s.c.m
	f := shelters.Facts{Division: d.ID, Visibility: s.o.Classification, Source: s.o.Source, Valid: version.Span{From: version.Today()}}
	for _, say := range sh.say {
		say(&f)
	}
	switch {
	case sh.point == nil:
		return f, refuseAs(m.name(fieldLon), "", "没有经纬度：新的避难场所要有入口的位置 / no position: a new shelter needs that of its entrance")
	case f.Capacity == 0:
		return f, refuseAs(m.name(fieldCapacity), sh.row.values[fieldCapacity], "容纳人数应为 1 到 1000000 的整数 / the capacity is from 1 to 1,000,000 persons")
	case len(f.Suits) == 0:
		return f, refuseAs(m.name(fieldSuits), "", "没有写适用灾种 / no hazard is named for which it may be used")
	case f.Space == "":
		return f, refuseAs(m.name(fieldSpace), "", "没有写室内还是室外 / neither indoors nor outdoors is said")
	}
	f.Point = *sh.point
	if f.Level == "" {
		f.Level = levelOfLand[d.Level]
		sh.row.remark(m.name(fieldLevel), "没有写级别，按所在区划作"+shelters.LevelWords[f.Level].ZH+" / no level: that of its division was taken")
	}
	if f.Duration == "" {
		f.Duration = shelters.Urgent
		sh.row.remark(m.name(fieldDuration), "没有写避难时长，按紧急（不超过 1 天） / no duration: urgent was taken, a day at most")
	}
	return f, nil
}

// levelOfLand is the level of a shelter whose row says none, by that of its
// division.
var levelOfLand = map[boundaries.Level]shelters.Level{
	boundaries.County: shelters.CountyLevel, boundaries.Township: shelters.TownshipLevel, boundaries.Village: shelters.VillageLevel,
}

// appraise enters the appraisal of a row, unless it or a later one is known,
// and compares when the next is due.
func (in *shelterIntake) appraise(ctx context.Context, s *sitting, sh *shelterRow, division, id uuid.UUID, held *shelters.Shelter) (*deed, error) {
	a := sh.appraisal
	if a == nil {
		return nil, nil
	}
	limits, err := shelters.LimitsOf(ctx, s.tx, []uuid.UUID{division}, version.Today())
	if err != nil {
		return nil, err
	}
	due := version.DayOf(a.On.Time().AddDate(limits[division].AppraisalYears, 0, 0))
	if !sh.due.IsZero() && sh.due != due {
		sh.row.remark(s.c.m.name(fieldAppraisalDue), fmt.Sprintf("下次鉴定按设置的 %d 年算为 %s，与表中不同 / by the setting the next is due on %s", limits[division].AppraisalYears, due, due))
	}
	if held != nil && held.Appraisal != nil && !held.Appraisal.On.Before(a.On) {
		if last := held.Appraisal; last.On != a.On || last.Result != a.Result || last.Body != a.Body {
			sh.row.remark(s.c.m.name(fieldAppraisedOn), "登记中的鉴定不早于这一次（"+last.On.String()+"），没有录入 / the register has one as late, and this was not entered")
		}
		return nil, nil
	}
	done, err := (&shelters.Store{DB: s.tx}).Check(ctx, s.o.Actor, id, *a)
	if err != nil {
		return nil, err
	}
	if done.Closed {
		sh.row.remark(s.c.m.name(fieldAppraisal), "鉴定不合格，已关闭 / failed, and closed by that")
	}
	return &deed{id, didNote, "", done.Entry}, nil
}

// shelterChanges are the fields in which two shelters differ, as a person reads
// them; where they come from is none.
func shelterChanges(a, b shelters.Facts) []gazetteer.Change {
	old, now := shelterTexts(a), shelterTexts(b)
	changes := []gazetteer.Change{}
	for i := range old {
		if old[i] != now[i] {
			changes = append(changes, gazetteer.Change{Field: shelterParts[i], Old: old[i], New: now[i]})
		}
	}
	return changes
}

var shelterParts = []string{"name", "shelter_code", "division", "level", "duration", "space", "suits", "unfit", "address", "position",
	"capacity", "capacity_night", "total_m2", "effective_m2", "indoor_m2", "water", "power", "toilet", "medical", "accessible", "keeper", "duty_phone", "visibility"}

// shelterTexts writes the parts of a shelter, in the order of shelterParts.
func shelterTexts(f shelters.Facts) []string {
	number := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	yes := map[bool]string{true: "有", false: "无"}
	return []string{f.Name, f.Code, f.Division.String(), shelters.LevelWords[f.Level].ZH, shelters.DurationWords[f.Duration].ZH, shelters.SpaceWords[f.Space].ZH, hazardTexts(f.Suits), hazardTexts(f.Unfit),
		f.Address, positionOf(f.Point), strconv.Itoa(f.Capacity), number(f.CapacityNight), number(f.TotalM2), number(f.EffectiveM2), number(f.IndoorM2),
		yes[f.Water], yes[f.Power], yes[f.Toilet], yes[f.Medical], shelters.AccessWords[f.Accessible].ZH, f.Keeper, f.DutyPhone, f.Visibility}
}

func hazardTexts(all []shelters.Hazard) string {
	names := []string{}
	for _, h := range shelters.Hazards { // in one order, whatever that of the list
		for _, one := range all {
			if one == h {
				names = append(names, shelters.HazardWords[h].ZH)
			}
		}
	}
	return strings.Join(names, "、")
}

// positionOf writes a position to a tenth of a metre: what PostGIS transforms
// comes back the same to less than that.
func positionOf(p orb.Point) string {
	return strconv.FormatFloat(p.Lon(), 'f', 6, 64) + " " + strconv.FormatFloat(p.Lat(), 'f', 6, 64)
}
