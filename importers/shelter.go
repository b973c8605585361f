package importers

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/importers/cell"
	"diming/internal/version"
	"diming/shelters"
)

// shelterSubject are the emergency shelters 应急避难场所 of a bureau's table.
func shelterSubject() subject {
	return subject{
		fields: slices.Concat([]field{fieldName, fieldShelterCode}, whereFields, []field{fieldLevel, fieldDuration, fieldSpace, fieldSuits, fieldUnfit, fieldAddress,
			fieldLon, fieldLat, fieldPosition, fieldSystem, fieldCapacity, fieldCapacityNight, fieldTotalM2, fieldEffectiveM2, fieldIndoorM2,
			fieldWater, fieldPower, fieldToilet, fieldMedical, fieldAccessible, fieldKeeper, fieldDutyPhone, fieldPhone,
			fieldAppraisedOn, fieldAppraisedBy, fieldAppraisal, fieldAppraisalDue, fieldClassification}, ownFields),
		required: []field{fieldName, fieldCapacity, fieldVillageName},
		headings: overlay(whereHeadings, map[field][]string{
			fieldName:  {"避难场所名称", "应急避难场所名称", "避灾安置场所名称", "避灾点名称", "场所名称", "避灾场所名称", "避难场所", "避灾点", "名称", "name"},
			fieldLevel: {"级别", "场所级别", "避难场所级别", "等级", "层级", "level"},
		}),
		labels: overlay(whereLabels, map[field][2]string{fieldName: {"避难场所名称", "Name of the shelter"}}),
		code:   fieldVillageCode,
		lacking: func(c *converter) string {
			switch {
			case !c.m.has(fieldName):
				return "避难场所名称 (name)"
			case !c.m.has(fieldCapacity):
				return "容纳人数 (capacity)"
			}
			return lackingWhere(c)
		},
		intake: func() intake { return &shelterIntake{} },
		batch:  safetyBatch,
	}
}

// A shelterRow is what a row says of a shelter. What it does not say changes
// nothing of one that is known.
type shelterRow struct {
	row       *row
	where     whereabouts
	name      string
	code      string
	point     *orb.Point // CGCS2000, once it was located
	say       []func(*shelters.Facts)
	appraisal *shelters.Check
	due       version.Date // of the next appraisal, as the row has it
}

type shelterIntake struct {
	rows  []*shelterRow
	known []shelters.Shelter // that stand, read with the batch
}

func (in *shelterIntake) add(c *converter, r *row) {
	c.checkOrigin(r, "", fieldName)
	s := &shelterRow{row: r, where: whereOf(r), name: r.values[fieldName], code: r.values[fieldShelterCode]}
	if reason := checkPlaceName(s.name); reason != "" {
		r.refuse(c.m.name(fieldName), s.name, reason)
	}
	s.say = append(s.say, func(f *shelters.Facts) { f.Name = s.name })
	c.shelterPosition(r, s)
	c.shelterWords(r, s)
	c.shelterNumbers(r, s)
	c.shelterAppraisal(r, s)
	if r.sound() {
		in.rows = append(in.rows, s)
	}
}

// shelterPosition reads where the entrance is. Coordinates of an old system
// cannot be kept as text here: the row is refused.
func (c *converter) shelterPosition(r *row, s *shelterRow) {
	s.point = c.point(r)
	switch {
	case s.point == nil:
	case r.crs.old():
		r.suspect(suspectOld, secretParameters)
		r.refuse(c.positionColumn(r), "", "坐标属 "+string(r.crs.system)+"："+secretParameters)
	case r.crs.system.Shifted():
		*s.point = r.crs.shiftBack(*s.point)
	}
}

// shelterWords reads what is said in words.
func (c *converter) shelterWords(r *row, s *shelterRow) {
	for _, part := range []struct {
		of field
		to func(*shelters.Facts) *string
	}{
		{fieldShelterCode, func(f *shelters.Facts) *string { return &f.Code }},
		{fieldAddress, func(f *shelters.Facts) *string { return &f.Address }},
		{fieldKeeper, func(f *shelters.Facts) *string { return &f.Keeper }},
	} {
		if value := c.text(r, part.of, false); value != "" {
			s.say = append(s.say, func(f *shelters.Facts) { *part.to(f) = value })
		}
	}
	n := c.numbersOf(r)
	if n.duty != "" {
		s.say = append(s.say, func(f *shelters.Facts) { f.DutyPhone = n.duty })
	}
	if n.private != "" {
		column := c.m.name(fieldPhone)
		if r.values[fieldPhone] == "" {
			column = c.m.name(fieldPrivatePhone)
		}
		r.remark(column, "像是个人手机号，没有收入；确是值班手机请用“值班电话”一栏 / a private number, it seems, and not taken: a duty phone goes under 值班电话")
	}
	c.shelterChoices(r, s)
}

// shelterChoices reads level, duration, space, hazards and accessibility.
func (c *converter) shelterChoices(r *row, s *shelterRow) {
	pick := func(f field, reason string, read func(text string) (func(*shelters.Facts), bool)) {
		value := cell.Narrow(r.values[f])
		if value == "" {
			return
		}
		if put, ok := read(value); ok {
			s.say = append(s.say, put)
			return
		}
		r.refuse(c.m.name(f), r.values[f], reason)
	}
	pick(fieldLevel, "级别应为省级、市级、县级、乡镇级或村级 / the level is province, city, county, township or village", func(text string) (func(*shelters.Facts), bool) {
		level, ok := oneWord(text, shelterLevels)
		return func(f *shelters.Facts) { f.Level = level }, ok
	})
	pick(fieldDuration, "避难时长应为紧急、短期或长期 / the duration is urgent, short or long", func(text string) (func(*shelters.Facts), bool) {
		duration, ok := oneWord(text, shelterDurations)
		return func(f *shelters.Facts) { f.Duration = duration }, ok
	})
	pick(fieldSpace, "看不出是室内还是室外，请写“室内”“室外”或“室内外” / neither indoors nor outdoors: write 室内, 室外 or 室内外", func(text string) (func(*shelters.Facts), bool) {
		space, ok := spaceOf(text)
		return func(f *shelters.Facts) { f.Space = space }, ok
	})
	const hazard = "灾种看不懂，可用台风、洪涝、地质灾害、地震、火灾、低温冰冻、其他 / hazards not understood"
	pick(fieldSuits, hazard, func(text string) (func(*shelters.Facts), bool) {
		all, ok := hazardsOf(text)
		return func(f *shelters.Facts) { f.Suits = all }, ok
	})
	pick(fieldUnfit, hazard, func(text string) (func(*shelters.Facts), bool) {
		all, ok := hazardsOf(text)
		if slices.Contains([]string{"无", "没有", "-"}, text) {
			all, ok = nil, true
		}
		return func(f *shelters.Facts) { f.Unfit = all }, ok
	})
	pick(fieldAccessible, "无障碍情况应为有、部分、无或未查明 / accessibility is yes, partly, no or unknown", func(text string) (func(*shelters.Facts), bool) {
		access, ok := accessOf(text)
		return func(f *shelters.Facts) { f.Accessible = access }, ok
	})
}

// shelterNumbers reads persons, areas and what there is.
func (c *converter) shelterNumbers(r *row, s *shelterRow) {
	if n := c.count(r, fieldCapacity); n != nil {
		s.say = append(s.say, func(f *shelters.Facts) { f.Capacity = *n })
	}
	for _, part := range []struct {
		of field
		to func(*shelters.Facts) **int
	}{
		{fieldCapacityNight, func(f *shelters.Facts) **int { return &f.CapacityNight }},
		{fieldTotalM2, func(f *shelters.Facts) **int { return &f.TotalM2 }},
		{fieldEffectiveM2, func(f *shelters.Facts) **int { return &f.EffectiveM2 }},
		{fieldIndoorM2, func(f *shelters.Facts) **int { return &f.IndoorM2 }},
	} {
		if n := c.count(r, part.of); n != nil {
			s.say = append(s.say, func(f *shelters.Facts) { *part.to(f) = n })
		}
	}
	for _, part := range []struct {
		of field
		to func(*shelters.Facts) *bool
	}{
		{fieldWater, func(f *shelters.Facts) *bool { return &f.Water }},
		{fieldPower, func(f *shelters.Facts) *bool { return &f.Power }},
		{fieldToilet, func(f *shelters.Facts) *bool { return &f.Toilet }},
		{fieldMedical, func(f *shelters.Facts) *bool { return &f.Medical }},
	} {
		if v := c.yes(r, part.of); v != nil {
			s.say = append(s.say, func(f *shelters.Facts) { *part.to(f) = *v })
		}
	}
}

// shelterAppraisal reads the last safety appraisal 安全鉴定. One that lacks its
// body or its result is not entered, and the row says so.
func (c *converter) shelterAppraisal(r *row, s *shelterRow) {
	on, body, result := c.pastDay(r, fieldAppraisedOn), c.text(r, fieldAppraisedBy, false), cell.Narrow(r.values[fieldAppraisal])
	s.due = c.day(r, fieldAppraisalDue)
	if on.IsZero() || !r.sound() {
		return
	}
	found, ok := oneWord(result, appraisalResults)
	switch {
	case result != "" && !ok:
		r.refuse(c.m.name(fieldAppraisal), r.values[fieldAppraisal], "鉴定结论应为合格、需整改或不合格 / the result is good, to be mended or failed")
	case result == "" || body == "":
		r.remark(c.m.name(fieldAppraisedOn), "没有写鉴定机构或结论，鉴定没有录入 / no body or no result: the appraisal was not entered")
	default:
		s.appraisal = &shelters.Check{Kind: shelters.AppraisalCheck, On: on, Result: found, Body: body}
		if found != shelters.GoodResult {
			s.appraisal.Note = "鉴定结论：" + result
		}
	}
}

func (in *shelterIntake) placing(i int, r *row, m *mapping) []placing {
	if in.rows[i].point == nil {
		return nil
	}
	return []placing{pointPlacing(r, m, in.rows[i].point)}
}

func (in *shelterIntake) keep(rows []*row) { in.rows = kept(in.rows, rows) }

func (in *shelterIntake) mayPart(_, _ *row) bool { return true }

func (in *shelterIntake) preview(i int, p *Preview) {
	p.Name, p.After = in.rows[i].name, in.rows[i].point
}

func (in *shelterIntake) load(ctx context.Context, r *run, rows []*row) (gazetteer.Counts, error) {
	var err error
	if in.known, err = (&shelters.Store{DB: r.o.DB}).Standing(ctx, shelters.Reader{Internal: true}, shelters.Filter{}); err != nil {
		return gazetteer.Counts{}, err
	}
	return r.enter(ctx, rows, in.put)
}

// match finds the shelter that a row is about: by its code, else by its name in
// its division.
func (in *shelterIntake) match(m *mapping, s *shelterRow, division uuid.UUID, county string) (*shelters.Shelter, error) {
	var byName *shelters.Shelter
	for i := range in.known {
		k := &in.known[i]
		switch {
		case s.code != "" && k.Code == s.code && k.County == county:
			return k, nil
		case k.Division == division && strings.EqualFold(k.Name, s.name):
			byName = k
		}
	}
	if byName != nil && s.code != "" && byName.Code != "" {
		return nil, refuseAs(m.name(fieldShelterCode), s.code, "同村同名的避难场所编号是 "+byName.Code+"，请核对编号 / the shelter of this name in this village has another code")
	}
	return byName, nil
}
