package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"diming/internal/ledger"
	"diming/internal/version"
	"diming/shelters/card"
)

// untriedEvery leaves out the trial of so many night numbers of townships, so
// that the office has something to do; the county's is tried.
const untriedEvery = 5

// Cards gives the villages of the county what their safety cards say beside
// shelters, to a demo that has nothing of it. Names and numbers are invented; the
// numbers cannot be dialled.
func (d *Demo) Cards(ctx context.Context) error {
	var held bool
	if err := d.Places.DB.QueryRow(ctx, `SELECT EXISTS (SELECT FROM village_contact)`).Scan(&held); err != nil || held {
		return err
	}
	f, err := card.Load(ctx, d.Places.DB)
	if err != nil {
		return err
	}
	b := cardsOf(&f, time.Now())
	if err := (&card.Store{DB: d.Places.DB}).Enter(ctx, ledger.Console, countyCode, b, "示例数据载入：虚构的联系人、人数和政策"); err != nil {
		return err
	}
	d.Say("安全卡：联系人 %d 个，政策 %d 条 / contacts, policies", len(b.Contacts), len(b.Policies))
	return nil
}

// A cardMaker invents what the cards of the county say.
type cardMaker struct {
	card.Batch
	now time.Time
}

func cardsOf(f *card.Facts, now time.Time) card.Batch {
	m := &cardMaker{now: now}
	villages := 0
	for n, d := range f.Divisions {
		if !strings.HasPrefix(d.Code, countyCode) {
			continue
		}
		number := fmt.Sprintf("0570-000 %04d", n)
		switch d.Level {
		case 3:
			m.Contacts = append(m.Contacts, m.tried(card.Listing{Division: d.ID, Role: card.EmergencyOffice, Title: "示例·应急管理局值班室", Phone: number, Night: true}, 12))
			m.policies(d.ID)
		case 4:
			l := card.Listing{Division: d.ID, Role: card.TownshipOffice, Title: "示例·" + d.Name + "值班室", Phone: number, Night: true}
			if n%untriedEvery > 0 {
				l = m.tried(l, 20+n%60)
			}
			m.Contacts = append(m.Contacts, l)
		case 5:
			villages++
			m.village(d, villages, number)
		}
	}
	return m.Batch
}

// tried has a number answered some days ago.
func (m *cardMaker) tried(l card.Listing, days int) card.Listing {
	l.Tried, l.Result = m.now.AddDate(0, 0, -days), card.Answered
	return l
}

// invented are names that nobody bears.
var invented = []string{"示例甲", "示例乙", "示例丙", "示例丁", "示例戊", "示例己", "示例庚", "示例辛"}

// village invents an information officer, the village's desk and its people.
func (m *cardMaker) village(d card.Division, n int, number string) {
	m.Contacts = append(m.Contacts,
		m.tried(card.Listing{Division: d.ID, Role: card.InformationOfficer, Title: "灾害信息员", Person: card.Person{Name: invented[n%len(invented)]}, Phone: number, Rank: 1}, 5+n%50),
		card.Listing{Division: d.ID, Role: card.VillageOffice, Title: "示例·村值班室", Phone: number + "0", Rank: 2})
	helped := 4 + n*7%20
	m.People = append(m.People, card.People{Village: d.ID, People: 24 + n*7%60, Vulnerable: &helped, Day: version.Day(2026, 3, 1), Source: "示例数据：虚构的人数"})
}

// policies invents what the people of a county may count on.
func (m *cardMaker) policies(county uuid.UUID) {
	for i, p := range []struct{ title, plain, body, basis string }{
		{"转移安置", "听到通知就走；避灾点里吃住不要钱，老人、孕妇和行动不便的人有人接送。", "示例全文：受灾害威胁的人员，由乡镇（街道）和村组织转移到避灾安置场所。\n安置期间的食宿由政府保障，不向个人收费。\n行动不便的人，由村里安排专人接送。", "自然灾害救助条例 第十三条、第十四条（示例摘编）"},
		{"房屋受损补助", "房子被灾害损坏，先报村里登记，核实后按规定补助重建或修缮。", "示例全文：受灾后向村民委员会提出申请，村里评议公示后报乡镇审核、县级审批。\n补助对象和标准以县级公布的为准。", "自然灾害救助条例 第二十条、第二十一条（示例摘编）"},
		{"灾情怎么报", "看到山体开裂、河水猛涨或有人受困，马上打灾害信息员的电话，危急时打 119。", "示例全文：发现险情先让人离开危险的地方，再报告地点、人数和情况。", "突发事件应对法（2024）第六十条（示例摘编）"},
	} {
		m.Policies = append(m.Policies, card.PolicyText{Policy: card.Policy{Division: county, Title: p.title, Plain: p.plain, Basis: p.basis, Valid: version.Span{From: version.Day(2026, 1, 1)}, Rank: i + 1}, Body: p.body})
	}
}
