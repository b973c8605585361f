package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/boundaries/upkeep"
	"diming/gazetteer/deadline"
	"diming/internal/account"
	"diming/internal/version"
)

// entrusting is what puts sample contracts and what came of them into a register.
type entrusting struct {
	ctx     context.Context
	books   *upkeep.Store
	markers *marker.Store
	office  uuid.UUID // the account of who is in charge
	keeper  uuid.UUID // the account that patrols
	today   version.Date
}

// kept is how many markers a sample contract covers.
const kept = 6

// Upkeep entrusts the beginning of the line that inspectors walk to a keeper,
// and that of another to one who is behind with a patrol; with a report, a
// dispute, a visit and an agreement of a peaceful boundary. Where any contract is
// held nothing is done.
func (d *Demo) Upkeep(ctx context.Context, accounts *account.Store) error {
	books := &upkeep.Store{DB: d.Places.DB}
	held, err := books.Contracts(ctx, upkeep.Filter{Scope: upkeep.Scope{Whole: true}})
	if err != nil || len(held) > 0 {
		return err
	}
	home, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, countyCode)
	if err != nil {
		return err
	}
	office, err1 := loginOf(ctx, accounts, "inspector")
	keeper, err2 := loginOf(ctx, accounts, "keeper")
	walked, err3 := d.walked(ctx)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	lines, err := books.Lines(ctx, []uuid.UUID{home.ID}, false)
	if err != nil {
		return err
	}
	e := entrusting{ctx, books, &marker.Store{DB: d.Places.DB}, office, keeper, version.Today()}
	others := 0
	for _, l := range lines {
		var seat *upkeep.Seat
		for _, s := range l.Seats() {
			if s.Division == home.ID {
				seat = &s
			}
		}
		switch {
		case seat == nil:
			continue
		case l.ID == walked.ID:
			err = e.inOrder(*seat)
		case others == 0:
			others++
			err = e.behind(*seat)
		}
		if err != nil {
			return fmt.Errorf("demo upkeep of %s: %w", l.Name, err)
		}
	}
	return nil
}

// inOrder has a contract with a patrol in each month that is over, a visit of
// the keeper, and what both sides do for a peaceful boundary.
func (e entrusting) inOrder(seat upkeep.Seat) error {
	contract, err := e.conclude(seat, "示例委〔%d〕1号", "示例·管护员", true)
	if err != nil {
		return err
	}
	if err := e.patrols(seat, contract, 1); err != nil {
		return err
	}
	ago := func(days int) version.Date { return deadline.AddDays(e.today, -days) }
	agreement, err := e.open(seat, upkeep.Matter{Kind: upkeep.PeaceAgreement, Shared: true, Title: "示例：平安边界共建协议书", On: ago(400), Place: "示例会议室",
		Units: "双方民政局、毗邻乡镇（示例）", Text: "示例数据：约定联席会议、联合巡查和纠纷联调。", Until: deadline.AddDays(e.today, 700)})
	if err != nil {
		return err
	}
	_, err1 := e.open(seat, upkeep.Matter{Kind: upkeep.PeaceMeeting, Shared: true, Title: "示例：平安边界建设例会", On: ago(45), Place: "示例乡政府", About: &agreement, Text: "示例数据：通报半年情况。"})
	_, err2 := e.open(seat, upkeep.Matter{Kind: upkeep.Visit, Title: "示例：回访管护员", On: ago(30), Contract: &contract.ID, Text: "示例数据：查看巡查记录，核对界桩照片。", NextOn: deadline.AddDays(e.today, 60)})
	return errors.Join(err1, err2)
}

// behind has a contract whose last patrol is missing and whose keeper found a
// marker damaged, and a dispute that is being handled.
func (e entrusting) behind(seat upkeep.Seat) error {
	contract, err := e.conclude(seat, "示例委〔%d〕2号", "示例·管护员乙", false)
	if err != nil {
		return err
	}
	if err := e.patrols(seat, contract, 2); err != nil {
		return err
	}
	found := e.today.Time().AddDate(0, 0, -3)
	_, _, err = e.books.Report(e.ctx, e.office, seat, upkeep.Report{Kind: string(upkeep.Damaged), Marker: &contract.Markers[2], Contract: &contract.ID,
		Text: "示例：桩体被撞断裂", Clock: upkeep.Clock{Discovered: found, Reported: found.Add(5 * time.Hour)}}, time.Now())
	if err != nil {
		return err
	}
	dispute, err := e.open(seat, upkeep.Matter{Kind: upkeep.Dispute, Shared: true, Title: "示例：林地砍伐纠纷", On: deadline.AddDays(e.today, -50), Place: "3号界桩附近（示例）",
		Text: "示例数据：双方村民对一片林地的归属说法不一。", NextOn: deadline.AddDays(e.today, -2)})
	if err != nil {
		return err
	}
	_, err1 := e.books.AddStep(e.ctx, e.office, dispute, seat.Side, deadline.AddDays(e.today, -40), "示例：实地查看，请双方维持现状")
	_, err2 := e.open(seat, upkeep.Matter{Kind: upkeep.Consultation, Shared: true, About: &dispute, Title: "示例：双方会商", On: deadline.AddDays(e.today, -20), Units: "双方民政局、林业局（示例）", Text: "示例数据：商定联合测量。"})
	return errors.Join(err1, err2)
}

func (e entrusting) open(seat upkeep.Seat, m upkeep.Matter) (uuid.UUID, error) {
	id, _, err := e.books.Open(e.ctx, e.office, seat, m)
	return id, err
}

// conclude entrusts the first markers of a seat's line from the beginning of
// last year on.
func (e entrusting) conclude(seat upkeep.Seat, number, keeper string, account bool) (upkeep.Contract, error) {
	year := e.today.Time().Year()
	standing, err := e.markers.OfLine(e.ctx, version.AsOf{}, seat.Line)
	if err != nil || len(standing) < kept {
		return upkeep.Contract{}, errors.Join(err, fmt.Errorf("the line has %d markers, want %d", len(standing), kept))
	}
	c := upkeep.Contract{Number: fmt.Sprintf(number, year-1), StretchFrom: standing[0].Number, StretchTo: standing[kept-1].Number, Keeper: upkeep.Person{Name: keeper, Contact: "示例"},
		Term: upkeep.Term{From: version.Day(year-1, time.January, 1), To: version.Day(year+1, time.December, 31), EveryMonths: 1}, Basis: "示例数据：合同约定每月一次", Fee: "示例：每年 600 元",
		Officer: e.office, Note: "示例数据"}
	for _, m := range standing[:kept] {
		c.Markers = append(c.Markers, m.ID)
	}
	if c.ID, _, err = e.books.Conclude(e.ctx, e.office, seat, c); err != nil || !account {
		return c, err
	}
	_, err = e.books.AddKeeper(e.ctx, e.office, c.ID, e.keeper)
	return c, err
}

// patrols enters a patrol for each month of the contract but the last ones,
// the running one among them.
func (e entrusting) patrols(seat upkeep.Seat, c upkeep.Contract, missing int) error {
	first := time.Date(e.today.Time().Year(), e.today.Time().Month(), 1, 2, 0, 0, 0, time.UTC)
	last := first.AddDate(0, -missing, 0)
	for on := c.Term.From.Time().Add(2 * time.Hour); !on.After(last); on = on.AddDate(0, 1, 0) {
		p := upkeep.Patrol{Contract: c.ID, Occasion: upkeep.Regular, MadeAt: on.AddDate(0, 0, 9), Note: "示例数据"}
		for _, m := range c.Markers {
			p.Checks = append(p.Checks, upkeep.Check{Marker: m, Reached: true, Condition: upkeep.Normal, Cleared: upkeep.Cleared})
		}
		if _, err := e.books.Patrol(e.ctx, e.keeper, seat, p, time.Now()); err != nil {
			return err
		}
	}
	return nil
}
