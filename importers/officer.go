package importers

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/importers/cell"
	"diming/internal/version"
	"diming/shelters/card"
)

// officerSubject are the people whom villages call: disaster information
// officers 灾害信息员, and the contacts of villages and townships.
func officerSubject() subject {
	return subject{
		fields: slices.Concat([]field{fieldName}, whereFields, []field{fieldRole, fieldTitle, fieldDutyPhone, fieldPhone, fieldPrivatePhone, fieldConsent,
			fieldNight, fieldTriedOn, fieldTrial, fieldRank, fieldClassification}, ownFields),
		required: []field{fieldVillageName, fieldDutyPhone},
		headings: overlay(whereHeadings, map[field][]string{
			fieldName: {"姓名", "灾害信息员姓名", "灾害信息员", "信息员", "联系人", "联系人姓名", "name"},
		}),
		labels: overlay(whereLabels, map[field][2]string{fieldName: {"姓名", "Name of the person"}}),
		code:   fieldVillageCode,
		lacking: func(c *converter) string {
			if !c.m.has(fieldDutyPhone, fieldPhone, fieldPrivatePhone) {
				return "值班电话 (duty_phone)"
			}
			return lackingWhere(c)
		},
		intake: func() intake { return &officerIntake{} },
		batch:  safetyBatch,
		open:   true,
	}
}

// An officerRow is what a row says of a contact. What it does not say changes
// nothing of one that is known.
type officerRow struct {
	row       *row
	where     whereabouts
	name      string
	role      card.Role
	said      bool // the role
	title     string
	phone     numbers
	consent   string
	night     *bool
	rank      *int
	tried     version.Date
	trial     card.Result
	withdrawn bool // consent is denied
}

type officerIntake struct{ rows []*officerRow }

// officerRoles are the words for roles, the longer first.
var officerRoles = []word[card.Role]{
	{"信息员", card.InformationOfficer}, {"应急", card.EmergencyOffice}, {"乡镇", card.TownshipOffice}, {"街道", card.TownshipOffice}, {"镇", card.TownshipOffice}, {"乡", card.TownshipOffice},
	{"村", card.VillageOffice}, {"社区", card.VillageOffice}, {"其他", card.OtherRole},
	{"information_officer", card.InformationOfficer}, {"emergency_office", card.EmergencyOffice}, {"township", card.TownshipOffice}, {"village", card.VillageOffice}, {"other", card.OtherRole},
}

// officerTitles are what a contact is called whose row says nothing else.
var officerTitles = map[card.Role]string{
	card.InformationOfficer: "灾害信息员", card.VillageOffice: "村值班室", card.TownshipOffice: "乡镇（街道）值班室", card.EmergencyOffice: "应急管理局值班室", card.OtherRole: "联系人",
}

// trialResults are the words for how a trial 拨测 ended; those that deny come first.
var trialResults = []word[card.Result]{
	{"空号", card.WrongNumber}, {"错号", card.WrongNumber}, {"号码不对", card.WrongNumber}, {"停机", card.WrongNumber},
	{"无人", card.NoAnswer}, {"没人", card.NoAnswer}, {"未接", card.NoAnswer}, {"不通", card.NoAnswer}, {"未打通", card.NoAnswer}, {"未拨通", card.NoAnswer}, {"关机", card.NoAnswer},
	{"接通", card.Answered}, {"打通", card.Answered}, {"拨通", card.Answered}, {"已接", card.Answered}, {"正常", card.Answered}, {"通", card.Answered},
	{"wrong_number", card.WrongNumber}, {"no_answer", card.NoAnswer}, {"answered", card.Answered},
}

func (in *officerIntake) add(c *converter, r *row) {
	c.checkOrigin(r, "", fieldName)
	o := &officerRow{row: r, where: whereOf(r), name: c.text(r, fieldName, false), title: c.text(r, fieldTitle, false), phone: c.numbersOf(r), night: c.yes(r, fieldNight)}
	if len([]rune(o.name)) > 40 {
		r.refuse(c.m.name(fieldName), o.name, "姓名超过 40 字 / the name has more than 40 characters")
	}
	if word := cell.Narrow(r.values[fieldRole]); word != "" {
		if o.role, o.said = oneWord(word, officerRoles); !o.said {
			r.refuse(c.m.name(fieldRole), word, "职责应为灾害信息员、村、乡镇、应急管理局或其他 / role not known")
		}
	}
	if text := r.values[fieldRank]; text != "" {
		n, err := strconv.Atoi(cell.Narrow(text))
		if err != nil {
			r.refuse(c.m.name(fieldRank), text, "次序应为 0 到 1000 / a rank is 0 to 1000")
		}
		o.rank = &n
	}
	c.officerConsent(r, o)
	c.officerTrial(r, o)
	if r.sound() {
		in.rows = append(in.rows, o)
	}
}

// officerConsent reads on which paper somebody agreed that a private number is
// published. A bare 是 names no paper and no day, and is none.
func (c *converter) officerConsent(r *row, o *officerRow) {
	text := c.text(r, fieldConsent, false)
	agreed, err := cell.YesNo(text)
	switch {
	case text == "":
	case err == nil && !agreed:
		o.withdrawn = true
	case err == nil:
		r.remark(c.m.name(fieldConsent), "只写了同意，没有写哪天、哪份材料，不作凭据 / neither paper nor day is named: no consent")
	default:
		o.consent = text
	}
	if o.phone.private == "" || o.consent != "" {
		return
	}
	column := c.m.name(fieldPrivatePhone)
	if r.values[fieldPrivatePhone] == "" {
		column = c.m.name(fieldPhone)
	}
	r.remark(column, "个人号码没有同意公开的凭据，没有收入 / a private number without consent: not taken, not published")
	o.phone.private = ""
}

// officerTrial reads when the number was tried last and how that ended. A day
// without a result is not entered.
func (c *converter) officerTrial(r *row, o *officerRow) {
	o.tried = c.pastDay(r, fieldTriedOn)
	word := cell.Narrow(r.values[fieldTrial])
	if o.tried.IsZero() || !r.sound() {
		return
	}
	var ok bool
	if o.trial, ok = oneWord(word, trialResults); !ok && word != "" {
		r.refuse(c.m.name(fieldTrial), word, "拨测结果应为接通、无人接听或号码不对 / the result is answered, no answer or wrong number")
	} else if word == "" {
		r.remark(c.m.name(fieldTriedOn), "没有写拨测结果，拨测没有录入 / no result: the trial was not entered")
		o.tried = version.Date{}
	}
}

func (in *officerIntake) placing(int, *row, *mapping) []placing { return nil }

func (in *officerIntake) keep(rows []*row) { in.rows = kept(in.rows, rows) }

func (in *officerIntake) mayPart(_, _ *row) bool { return true }

func (in *officerIntake) preview(i int, p *Preview) {
	p.Name = strings.TrimSpace(in.rows[i].where.village + " " + in.rows[i].name)
}

func (in *officerIntake) load(ctx context.Context, r *run, rows []*row) (gazetteer.Counts, error) {
	return r.enter(ctx, rows, in.put)
}

// roleIn is the role of a row that says none: the officer of a village, the
// office of what holds it.
func (o *officerRow) roleIn(d boundaries.Division) card.Role {
	switch {
	case o.said:
		return o.role
	case d.Level == boundaries.Village:
		return card.InformationOfficer
	case d.Level == boundaries.Township:
		return card.TownshipOffice
	}
	return card.EmergencyOffice
}

// put takes one contact in: a new one, or the changes of one that is known.
func (in *officerIntake) put(ctx context.Context, s *sitting, i int) (settled, error) {
	o := in.rows[i]
	d, err := s.lands.find(s.c.m, o.where)
	if err != nil {
		return settled{}, err
	}
	role := o.roleIn(d)
	key := "officer " + d.ID.String() + " " + string(role) + " " + o.name
	if o.name == "" {
		key += o.title + o.phone.duty
	}
	if err := s.once(o.row, s.c.m.name(fieldName), o.name, key); err != nil {
		return settled{}, err
	}
	store := &card.Store{DB: s.tx}
	held, err := store.ContactsOf(ctx, []uuid.UUID{d.ID})
	if err != nil {
		return settled{}, err
	}
	if known := o.match(held, role); known != nil {
		return in.change(ctx, s, o, *known)
	}
	l := card.Listing{Division: d.ID, Role: role, Title: officerTitles[role], Rank: 100}
	o.say(&l)
	id, entry, err := store.AddContact(ctx, s.o.Actor, l)
	if err != nil {
		return settled{}, err
	}
	done := settled{outcome: RowAdded, deeds: []deed{{id, didAdd, "", entry}}}
	l.ID = id
	noted, err := in.try(ctx, s, o, l)
	if noted != nil {
		done.deeds = append(done.deeds, *noted)
	}
	return done, err
}

// match finds the contact that a row is about: of the role and the name, or,
// where neither names anybody, of the number.
func (o *officerRow) match(held []card.Listing, role card.Role) *card.Listing {
	for i := range held {
		l := &held[i]
		if l.Role == role && l.Person.Name == o.name && (o.name != "" || o.phone.duty != "" && l.Phone == o.phone.duty) {
			return l
		}
	}
	return nil
}

// say puts on a contact what the row says.
func (o *officerRow) say(l *card.Listing) {
	if o.name != "" {
		l.Person.Name = o.name
	}
	if o.title != "" {
		l.Title = o.title
	}
	switch {
	case o.phone.duty != "":
		l.Phone, l.Private, l.Consent, l.Person.Phone = o.phone.duty, false, "", ""
	case o.phone.private != "":
		l.Phone, l.Private, l.Consent, l.Person.Phone = "", true, o.consent, o.phone.private
	case o.withdrawn && l.Private: // who agreed once does so no more
		l.Private, l.Consent, l.Person.Phone = false, "", ""
	}
	if o.night != nil {
		l.Night = *o.night
	}
	if o.rank != nil {
		l.Rank = *o.rank
	}
}

// change says of a known contact what its row says.
func (in *officerIntake) change(ctx context.Context, s *sitting, o *officerRow, held card.Listing) (settled, error) {
	done := settled{outcome: RowUnchanged}
	now := held
	if o.say(&now); now != held {
		was := held
		was.Person = card.Person{} // named again by its row of person_detail
		before, err := json.Marshal(was)
		if err != nil {
			return done, err
		}
		entry, err := (&card.Store{DB: s.tx}).ChangeContact(ctx, s.o.Actor, held.Tag, now)
		if err != nil {
			return done, err
		}
		done.outcome, done.deeds = RowChanged, []deed{{held.ID, didChange, string(before), entry}}
	}
	noted, err := in.try(ctx, s, o, held)
	if noted != nil {
		done.outcome, done.deeds = RowChanged, append(done.deeds, *noted)
	}
	return done, err
}

// try notes the trial of a row's number, unless that or a later one is known.
// A day stands for its noon.
func (in *officerIntake) try(ctx context.Context, s *sitting, o *officerRow, l card.Listing) (*deed, error) {
	if o.tried.IsZero() {
		return nil, nil
	}
	day := o.tried.Time()
	noon := time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, version.China)
	if now := time.Now(); noon.After(now) {
		noon = now // today, before noon
	}
	if !l.Tried.IsZero() && !version.DayOf(l.Tried.In(version.China)).Before(o.tried) {
		return nil, nil
	}
	entry, err := (&card.Store{DB: s.tx}).Try(ctx, s.o.Actor, l.ID, o.trial, noon)
	if err != nil {
		return nil, err
	}
	return &deed{l.ID, didNote, "", entry}, nil
}
