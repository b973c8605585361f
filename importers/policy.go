package importers

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/importers/cell"
	"diming/internal/version"
	"diming/shelters/card"
)

// policySubject are the policies 政策 of the safety cards of villages.
func policySubject() subject {
	return subject{
		fields:   slices.Concat([]field{fieldName}, whereFields, []field{fieldPlain, fieldBody, fieldLink, fieldBasis, fieldFrom, fieldUntil, fieldRank, fieldClassification}, ownFields),
		required: []field{fieldName, fieldPlain, fieldBasis, fieldVillageName},
		headings: overlay(whereHeadings, map[field][]string{
			fieldName:        {"政策名称", "政策标题", "标题", "政策", "名称", "title", "name"},
			fieldVillageName: append([]string{"适用范围", "适用区域", "适用地区", "范围", "地区"}, whereHeadings[fieldVillageName]...),
		}),
		labels: overlay(whereLabels, map[field][2]string{
			fieldName: {"政策名称", "Title of the policy"}, fieldVillageName: {"适用范围（县、乡镇或村）", "Area (county, township or village)"}, fieldVillageCode: {"适用范围的区划代码", "Code of the area"},
		}),
		code: fieldVillageCode,
		lacking: func(c *converter) string {
			switch {
			case !c.m.has(fieldName):
				return "政策名称 (name)"
			case !c.m.has(fieldPlain):
				return "大白话 (plain)"
			case !c.m.has(fieldBasis):
				return "依据 (basis)"
			}
			return lackingWhere(c)
		},
		intake: func() intake { return &policyIntake{} },
		batch:  safetyBatch,
		open:   true,
	}
}

// A policyRow is what a row says of a policy. What it does not say changes
// nothing of one that is known.
type policyRow struct {
	row   *row
	where whereabouts
	title string
	say   []func(*card.PolicyText)
}

type policyIntake struct{ rows []*policyRow }

func (in *policyIntake) add(c *converter, r *row) {
	c.checkOrigin(r, "", fieldName)
	p := &policyRow{row: r, where: whereOf(r), title: c.text(r, fieldName, false)}
	if p.title == "" {
		r.refuse(c.m.name(fieldName), "", "政策名称为空 / the title is empty")
	}
	if plain := c.text(r, fieldPlain, true); plain != "" {
		p.say = append(p.say, func(p *card.PolicyText) { p.Plain = plain })
	}
	if basis := c.text(r, fieldBasis, true); basis != "" {
		p.say = append(p.say, func(p *card.PolicyText) { p.Basis = basis })
	}
	if body := c.policyBody(r); body != "" {
		p.say = append(p.say, func(p *card.PolicyText) { p.Body = body })
	}
	if from := c.day(r, fieldFrom); !from.IsZero() {
		p.say = append(p.say, func(p *card.PolicyText) { p.Valid.From = from })
	}
	if last := c.day(r, fieldUntil); !last.IsZero() {
		until := version.DayOf(last.Time().Add(24 * time.Hour)) // the last day is one on which it holds
		p.say = append(p.say, func(p *card.PolicyText) { p.Valid.To = until })
	}
	if text := r.values[fieldRank]; text != "" {
		n, err := strconv.Atoi(cell.Narrow(text))
		if err != nil {
			r.refuse(c.m.name(fieldRank), text, "次序应为 0 到 1000 / a rank is 0 to 1000")
		}
		p.say = append(p.say, func(p *card.PolicyText) { p.Rank = n })
	}
	if r.sound() {
		in.rows = append(in.rows, p)
	}
}

// policyBody is the whole text of a policy, with the link to it behind.
func (c *converter) policyBody(r *row) string {
	body, link := c.text(r, fieldBody, true), c.text(r, fieldLink, false)
	if link == "" {
		return body
	}
	at, err := url.Parse(link)
	if err != nil || at.Scheme != "https" && at.Scheme != "http" || at.Host == "" {
		r.refuse(c.m.name(fieldLink), link, "链接应以 https:// 开头 / a link begins with https://")
		return body
	}
	if body != "" {
		body += "\n\n"
	}
	return body + "原文：" + link
}

func (in *policyIntake) placing(int, *row, *mapping) []placing { return nil }

func (in *policyIntake) keep(rows []*row) { in.rows = kept(in.rows, rows) }

func (in *policyIntake) mayPart(_, _ *row) bool { return true }

func (in *policyIntake) preview(i int, p *Preview) { p.Name = in.rows[i].title }

func (in *policyIntake) load(ctx context.Context, r *run, rows []*row) (gazetteer.Counts, error) {
	return r.enter(ctx, rows, in.put)
}

// put takes one policy in: a new one, or the changes of the one that has its
// title in its division.
func (in *policyIntake) put(ctx context.Context, s *sitting, i int) (settled, error) {
	p := in.rows[i]
	d, err := s.lands.find(s.c.m, p.where)
	if err == nil {
		err = s.once(p.row, s.c.m.name(fieldName), p.title, "policy "+d.ID.String()+" "+p.title)
	}
	if err != nil {
		return settled{}, err
	}
	store := &card.Store{DB: s.tx}
	held, err := store.PoliciesOf(ctx, []uuid.UUID{d.ID})
	if err != nil {
		return settled{}, err
	}
	k := slices.IndexFunc(held, func(h card.PolicyText) bool { return h.Title == p.title })
	if k < 0 {
		now := card.PolicyText{Policy: card.Policy{Division: d.ID, Title: p.title, Rank: 100}}
		p.put(&now)
		id, entry, err := store.AddPolicy(ctx, s.o.Actor, now)
		return settled{outcome: RowAdded, deeds: []deed{{id, didAdd, "", entry}}}, err
	}
	now := held[k]
	p.put(&now)
	changes := policyChanges(held[k], now)
	if len(changes) == 0 {
		return settled{outcome: RowUnchanged}, nil
	}
	before, err := json.Marshal(held[k])
	if err != nil {
		return settled{}, err
	}
	entry, err := store.ChangePolicy(ctx, s.o.Actor, held[k].Tag, now)
	return settled{outcome: RowChanged, changes: changes, deeds: []deed{{now.ID, didChange, string(before), entry}}}, err
}

func (p *policyRow) put(now *card.PolicyText) {
	for _, say := range p.say {
		say(now)
	}
}

// policyChanges are the parts in which two policies differ.
func policyChanges(a, b card.PolicyText) []gazetteer.Change {
	changes := []gazetteer.Change{}
	for _, part := range []struct{ field, old, now string }{
		{"plain", a.Plain, b.Plain}, {"body", a.Body, b.Body}, {"basis", a.Basis, b.Basis}, {"from", a.Valid.From.String(), b.Valid.From.String()},
		{"until", a.Valid.To.String(), b.Valid.To.String()}, {"rank", strconv.Itoa(a.Rank), strconv.Itoa(b.Rank)},
	} {
		if part.old != part.now {
			changes = append(changes, gazetteer.Change{Field: part.field, Old: shown(part.old), New: shown(part.now)})
		}
	}
	return changes
}
