package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/cases"
	"diming/gazetteer/naming"
	"diming/gazetteer/notice"
	"diming/internal/account"
	"diming/internal/version"
)

// A sample is a name case as it came in some days ago, and how far it went.
type sample struct {
	ago   int // days before today on which it was handed in
	order cases.Opening
	then  []func(*desk) error
}

// A desk takes one sample case from step to step.
type desk struct {
	ctx     context.Context
	cases   *cases.Store
	officer uuid.UUID
	by      cases.By
	day     version.Date
}

// Cases puts sample cases on the officer's desk, at several steps and dates, so
// that a morning can be judged. None is decided: no name of the register is
// touched. Where any case is held nothing is done.
func (d *Demo) Cases(ctx context.Context, store *cases.Store, accounts *account.Store) error {
	held, err := store.List(ctx, cases.Filter{Whole: true, Limit: 1})
	if err != nil || len(held) > 0 {
		return err
	}
	officer, err := loginOf(ctx, accounts, "officer")
	if err != nil {
		return err
	}
	samples, err := d.samples(ctx)
	if err != nil {
		return err
	}
	for _, s := range samples {
		if err := s.play(ctx, store, officer); err != nil {
			return fmt.Errorf("demo case of %s: %w", s.order.Items[0].Text, err)
		}
	}
	return nil
}

func loginOf(ctx context.Context, accounts *account.Store, login string) (uuid.UUID, error) {
	all, err := accounts.List(ctx, "", 1000)
	for _, a := range all {
		if a.Login == login {
			return a.ID, err
		}
	}
	return uuid.Nil, err
}

// samples are handed in on different days by different people.
func (d *Demo) samples(ctx context.Context) ([]sample, error) {
	town, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{}, "330881001")
	if err != nil {
		return nil, err
	}
	roads, err := d.Places.List(ctx, gazetteer.Filter{Whole: true, Text: "示例乡道"}, "", 1)
	if err != nil || len(roads) == 0 {
		return nil, err
	}
	road := roads[0]
	street := func(ago int, channel cases.Channel, reason string, names ...string) sample {
		o := cases.Opening{Kind: cases.Naming, Channel: channel, Class: "23514", Division: town.ID, Reason: "示例：" + reason, Body: "示例置业有限公司"}
		for i, name := range names {
			at := orb.Point{118.62 + float64(i)/500, 28.75}
			o.Items = append(o.Items, cases.Item{Class: "23514", Text: name, Location: &at, StartsAt: "示例东门", EndsAt: "示例西门", Direction: "东西", Size: naming.Size{LengthM: 320, WidthM: 12}})
		}
		return sample{ago: ago, order: o}
	}
	fresh := street(1, cases.Online, "新建小区配套道路", "示例桂香路", "示例桂香巷", "示例桂子街")
	findings := street(6, cases.Counter, "旧城改造后的道路", "示例中山路", "示例清溪路")
	findings.then = []func(*desk) error{(*desk).accept}
	running := street(9, cases.Online, "园区道路", "示例望江路")
	running.then = []func(*desk) error{(*desk).accept, (*desk).answer, (*desk).consult, (*desk).publish}
	waiting := street(17, cases.Counter, "滨水步道", "示例须江步道")
	waiting.then = []func(*desk) error{(*desk).accept, (*desk).answer, (*desk).consult, (*desk).opinions, (*desk).review}
	renaming := sample{ago: 11, order: cases.Opening{Kind: cases.Renaming, Channel: cases.Counter, Class: road.Class, Division: town.ID, Reason: "示例：沿线村民提出更名", Body: "示例村民委员会",
		Items: []cases.Item{{Class: road.Class, Place: &road.ID, Text: "示例新塘路"}}}}
	renaming.then = []func(*desk) error{(*desk).ask}
	return []sample{fresh, findings, running, waiting, renaming}, nil
}

// play opens a sample on its day and takes its steps, a day apart.
func (s sample) play(ctx context.Context, store *cases.Store, officer uuid.UUID) error {
	d := &desk{ctx: ctx, officer: officer, day: version.DayOf(version.AsOf{}.Day().Time().AddDate(0, 0, -s.ago))}
	then := *store
	then.Today = func() version.Date { return d.day }
	d.cases = &then
	id, tag, _, err := d.cases.Open(ctx, officer, s.order)
	if err != nil {
		return err
	}
	d.by = cases.By{Actor: officer, Case: id, Tag: tag}
	if err := d.step(d.cases.Submit(ctx, d.by)); err != nil {
		return err
	}
	for _, step := range s.then {
		if next := d.day.Time().AddDate(0, 0, 1); next.Before(time.Now()) {
			d.day = version.DayOf(next)
		}
		if err := step(d); err != nil {
			return err
		}
	}
	return nil
}

// step takes over the version that a step left.
func (d *desk) step(tag int64, err error) error {
	if err == nil {
		d.by.Tag = tag
	}
	return err
}

func (d *desk) accept() error  { return d.step(d.cases.Accept(d.ctx, d.by)) }
func (d *desk) consult() error { return d.step(d.cases.Consult(d.ctx, d.by)) }
func (d *desk) ask() error {
	return d.step(d.cases.Ask(d.ctx, d.by, "示例：请补交村民会议决议和命名方案"))
}
func (d *desk) review() error {
	return d.step(d.cases.Review(d.ctx, d.by, "示例：符合规定，拟同意，报请批准"))
}

// answer gives one reason for all that wants one.
func (d *desk) answer() error {
	f, err := d.cases.Read(d.ctx, d.by.Case)
	if err != nil {
		return err
	}
	var open []uuid.UUID
	for _, one := range f.Findings {
		if one.Stands() && one.Finding.Severity != naming.Refuse {
			open = append(open, one.ID)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return d.step(d.cases.Answer(d.ctx, d.by, "示例：已查阅地名档案并现场核对", open...))
}

// publish puts the case to the public.
func (d *desk) publish() error {
	f, err := d.cases.Read(d.ctx, d.by.Case)
	if err != nil {
		return err
	}
	name := f.Items[0].Text
	_, err = (&notice.Store{DB: d.cases.DB, Cases: d.cases}).Publish(d.ctx, d.officer, notice.Draft{Case: d.by.Case, Kind: notice.Notice,
		Title: "关于" + name + "命名的公示（示例）", Text: "示例：拟命名“" + name + "”，如有意见，请在公示期内提出。"})
	return err
}

// opinions records what was said by those who were asked.
func (d *desk) opinions() error {
	f, err := d.cases.Read(d.ctx, d.by.Case)
	for _, c := range f.Consultations {
		if err == nil {
			err = d.step(d.cases.CloseConsultation(d.ctx, d.by, c.ID, cases.OpinionGiven{Outcome: "for", Summary: "示例：同意"}))
		}
	}
	return err
}
