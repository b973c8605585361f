package addresscase_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/gazetteer/addresscase"
	"diming/gazetteer/certificate"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var (
	actor = uuid.MustParse("0190cafe-0000-7000-8000-000000000001")
	today = version.Day(2026, 11, 27) // a Friday
	came  = version.Day(2026, 11, 12) // a Thursday
)

type counter struct {
	*addresscase.Store
	pool         *pgxpool.Pool
	places       *gazetteer.Store
	village, way uuid.UUID
}

func newCounter(t *testing.T) counter {
	t.Helper()
	pool := pgtest.New(t)
	places := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	batch := gazetteer.Batch{Source: "测试", Actor: actor, Visibility: "public", Note: "测试"}
	var rows []gazetteer.DivisionRow
	for i, r := range [][2]string{{"33", "浙江省"}, {"3308", "衢州市"}, {"330881", "江山市"}, {"330881003", "清湖街道"}, {"330881003201", "清湖一村"}} {
		rows = append(rows, gazetteer.DivisionRow{Number: i + 1, Code: r[0], Name: r[1]})
	}
	if _, err := places.LoadDivisions(t.Context(), batch, rows); err != nil {
		t.Fatal(err)
	}
	village, err := places.Boundaries.ByCode(t.Context(), boundaries.Reader{Internal: true}, "330881003201")
	if err != nil {
		t.Fatal(err)
	}
	way, _, err := places.Add(t.Context(), actor, gazetteer.Draft{Class: "23514", Division: "330881003", Names: []gazetteer.RowName{{Text: "老街"}}, Visibility: "public", Source: "测试", Valid: version.Span{From: version.Day(1990, 1, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	return counter{&addresscase.Store{DB: pool}, pool, places, village.ID, way}
}

var secret = addresscase.Party{Applicant: "王小明", Owner: "王大伟", Contact: "5550123", Where: "老街西首王家隔壁",
	Papers: []certificate.Paper{{Kind: "房产证", Address: "清湖镇老街西首"}}}

func (c counter) opening(want addresscase.Want) addresscase.Opening {
	return addresscase.Opening{Channel: addresscase.Counter, Want: want, Division: c.village, Site: &orb.Point{118.6, 28.7}, Party: secret, Received: came}
}

func (c counter) open(t *testing.T, o addresscase.Opening) addresscase.By {
	t.Helper()
	id, tag, _, err := c.Open(t.Context(), actor, o)
	if err != nil {
		t.Fatal(err)
	}
	return addresscase.By{Actor: actor, Application: id, Tag: tag}
}

// take makes steps one after another and gives the tag after the last.
func (c counter) take(t *testing.T, by addresscase.By, steps ...addresscase.Taking) addresscase.By {
	t.Helper()
	for _, s := range steps {
		tag, err := c.Take(t.Context(), by, s, today)
		if err != nil {
			t.Fatalf("%s: %v", s.Step, err)
		}
		by.Tag = tag
	}
	return by
}

func on(step addresscase.Step, day version.Date, note string) addresscase.Taking {
	return addresscase.Taking{Step: step, On: day, Note: note}
}

func (c counter) house(number string) address.Draft {
	return address.Draft{Components: address.Components{Division: c.village, Way: c.way, Number: number}, Source: "申请编号", Valid: version.Span{From: today}}
}

func TestANumberIsGivenAfterTheSiteWasSeenAndItsCertificatesHandedOver(t *testing.T) {
	c := newCounter(t)
	by := c.take(t, c.open(t, c.opening(addresscase.WantNumber)), on(addresscase.Accept, came, ""))
	if _, _, err := c.Number(t.Context(), by, addresscase.Result{Draft: c.house("12")}, "", today); !errors.Is(err, addresscase.ErrStep) {
		t.Fatalf("numbered before the site was seen: %v", err)
	}
	var entered int
	if err := c.pool.QueryRow(t.Context(), `SELECT count(*) FROM address`).Scan(&entered); err != nil || entered != 0 {
		t.Fatalf("%d addresses stand of a refused step, %v", entered, err)
	}
	found := orb.Point{118.601, 28.701}
	by = c.take(t, by, addresscase.Taking{Step: addresscase.See, On: today, Note: "三层新建住宅，门朝南", Site: &found})
	id, tag, err := c.Number(t.Context(), by, addresscase.Result{Draft: c.house("12")}, "老街没有中心线，照门牌顺序", today)
	if err != nil {
		t.Fatal(err)
	}
	stale := by
	by.Tag = tag
	a, err := c.ByID(t.Context(), by.Application)
	if err != nil || a.State != addresscase.Numbered || a.Address == nil || *a.Address != id || a.Decided != today || *a.Site != found || a.Number != "2026-址-0001" {
		t.Fatalf("numbered: %+v, %v", a, err)
	}
	house, err := (&address.Store{DB: c.pool}).ByID(t.Context(), address.Reader{Internal: true}, id)
	if err != nil || !strings.HasSuffix(house.Text, "清湖一村老街12号") || house.State != address.Numbered {
		t.Fatalf("the address %+v, %v", house, err)
	}
	if _, err := c.Take(t.Context(), stale, on(addresscase.HandOver, today, ""), today); !errors.Is(err, addresscase.ErrChanged) {
		t.Errorf("a step on what was read before: %v, want ErrChanged", err)
	}
	papers := &certificate.Store{DB: c.pool, Places: c.places}
	order := certificate.Order{Kind: certificate.DoorPlate, Address: id, Day: today, Holder: certificate.Holder{Name: secret.OwnerName()}}
	plate, _, err := papers.Issue(t.Context(), actor, order)
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := (&address.Store{DB: c.pool}).Add(t.Context(), actor, c.house("14"), "测试", today)
	if err != nil {
		t.Fatal(err)
	}
	order.Address = other
	foreign, _, err := papers.Issue(t.Context(), actor, order)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Certify(t.Context(), by, []uuid.UUID{foreign.ID}, today); !errors.Is(err, addresscase.ErrOther) {
		t.Errorf("a certificate of another house: %v", err)
	}
	if by.Tag, err = c.Certify(t.Context(), by, []uuid.UUID{plate.ID}, today); err != nil {
		t.Fatal(err)
	}
	by = c.take(t, by, on(addresscase.HandOver, today, ""))
	steps, err := c.StepsOf(t.Context(), by.Application)
	var walked []addresscase.Step
	for _, s := range steps {
		walked = append(walked, s.Step)
	}
	if want := []addresscase.Step{addresscase.Receive, addresscase.Accept, addresscase.See, addresscase.Number, addresscase.Certify, addresscase.HandOver}; err != nil || !slices.Equal(walked, want) {
		t.Errorf("the steps are %v, %v", walked, err)
	}
	if ids, err := c.CertificatesOf(t.Context(), by.Application); err != nil || !slices.Equal(ids, []uuid.UUID{plate.ID}) {
		t.Errorf("its certificates are %v, %v", ids, err)
	}
	if _, err := c.Take(t.Context(), by, on(addresscase.Withdraw, today, ""), today); !errors.Is(err, addresscase.ErrStep) {
		t.Errorf("withdrawn after it was handed over: %v", err)
	}
}

func TestTheClockCountsWorkingDaysAndStandsWhileTheApplicantCompletes(t *testing.T) {
	c := newCounter(t)
	if _, err := c.pool.Exec(t.Context(), `INSERT INTO holiday (day, kind, name, source) SELECT day, kind, '示例', '测试' FROM (VALUES ('2026-11-18'::date, 'rest'), ('2026-11-22', 'work')) v(day, kind)`); err != nil {
		t.Fatal(err)
	}
	by := c.open(t, c.opening(addresscase.WantNumber))
	a, err := c.ByID(t.Context(), by.Application)
	// From Thursday the 12th: 13, 16, 17, 19, 20, 22 (Sunday worked), 23, 24, 25, 26; the 18th is free.
	if want := version.Day(2026, 11, 26); err != nil || a.Clock.Legal != want || a.Clock.Safe != want || !strings.Contains(a.Clock.Basis, "宁波市地名管理条例第二十二条") {
		t.Fatalf("the clock %+v, %v, want %s", a.Clock, err, want)
	}
	if _, err := c.Take(t.Context(), by, on(addresscase.Ask, today, " "), today); !errors.Is(err, addresscase.ErrReason) {
		t.Errorf("asked for nothing: %v", err)
	}
	by = c.take(t, by, on(addresscase.Ask, version.Day(2026, 11, 16), "请补房屋平面图"))
	if a, err = c.ByID(t.Context(), by.Application); err != nil || a.Clock != (addresscase.Clock{}) || a.Rank != addresscase.RankOpen {
		t.Errorf("while the applicant completes: %+v, %v", a, err)
	}
	changed := secret
	changed.Where = "老街东首"
	by = c.take(t, by, addresscase.Taking{Step: addresscase.Complete, On: version.Day(2026, 11, 20), Party: &changed})
	if a, err = c.ByID(t.Context(), by.Application); err != nil || a.Clock.From != version.Day(2026, 11, 20) || a.Clock.Legal != version.Day(2026, 12, 3) {
		t.Errorf("counted anew: %+v, %v", a.Clock, err)
	}
	if p, err := c.PartyOf(t.Context(), by.Application); err != nil || p.Where != "老街东首" {
		t.Errorf("completed with %+v, %v", p, err)
	}
	for what, bad := range map[string]version.Date{"after today": version.Day(2026, 11, 28), "before the step before": version.Day(2026, 11, 19)} {
		if _, err := c.Take(t.Context(), by, on(addresscase.Accept, bad, ""), today); !errors.Is(err, addresscase.ErrDay) {
			t.Errorf("%s: %v, want ErrDay", what, err)
		}
	}
	by = c.take(t, by, on(addresscase.Refuse, today, "房屋在拆除范围内，不予编号"))
	if a, err = c.ByID(t.Context(), by.Application); err != nil || a.Rank != addresscase.RankClosed || a.Decided != today || len(a.Steps()) != 0 {
		t.Errorf("refused: %+v, %v", a, err)
	}
}

func TestWhoAppliesStandsInPersonDetailAloneAndCanBeErased(t *testing.T) {
	c := newCounter(t)
	o := c.opening(addresscase.WantCertificate)
	o.Channel = addresscase.Online
	id, tag, receipt, err := c.Open(t.Context(), ledger.Console, o)
	if err != nil {
		t.Fatal(err)
	}
	typed := strings.ToLower(strings.ReplaceAll(receipt.Code, "-", " "))
	if a, err := c.ByReceipt(t.Context(), receipt.Number, typed); err != nil || a.ID != id || a.Tag != tag {
		t.Errorf("by its receipt: %+v, %v", a, err)
	}
	for _, wrong := range [][2]string{{receipt.Number, "0000-0000-0000-0000"}, {"2026-址-9999", receipt.Code}} {
		if _, err := c.ByReceipt(t.Context(), wrong[0], wrong[1]); !errors.Is(err, addresscase.ErrReceipt) {
			t.Errorf("ByReceipt(%v): %v", wrong, err)
		}
	}
	var held string
	if err := c.pool.QueryRow(t.Context(), `SELECT (SELECT string_agg(body, '') FROM ledger_entry) || (SELECT string_agg(p::text, '') FROM address_application p) || (SELECT string_agg(s::text, '') FROM address_application_step s)`).Scan(&held); err != nil {
		t.Fatal(err)
	}
	all, err := c.List(t.Context(), addresscase.Filter{Whole: true, Limit: 10})
	if err != nil || len(all) != 1 || all[0].DivisionName != "清湖一村" {
		t.Fatalf("the list is %+v, %v", all, err)
	}
	for _, personal := range []string{"小明", "大伟", "5550123", "隔壁", "西首"} {
		if strings.Contains(held+fmt.Sprintf("%+v", all), personal) {
			t.Errorf("%s stands outside person_detail", personal)
		}
	}
	found, err := ledger.FindPersons(t.Context(), c.pool, "王小明", 5)
	if err != nil || len(found) != 1 {
		t.Fatalf("found %v, %v", found, err)
	}
	if err := pgx.BeginFunc(t.Context(), c.pool, func(tx pgx.Tx) error { return ledger.ErasePerson(t.Context(), tx, found[0].ID, actor, "本人要求") }); err != nil {
		t.Fatal(err)
	}
	if _, err := c.PartyOf(t.Context(), id); !errors.Is(err, ledger.ErrErased) {
		t.Errorf("after it was erased: %v", err)
	}
	by := c.take(t, addresscase.By{Actor: actor, Application: id, Tag: tag}, on(addresscase.Withdraw, today, ""))
	if a, err := c.ByID(t.Context(), by.Application); err != nil || a.State != addresscase.Withdrawn {
		t.Errorf("withdrawn without its applicant: %+v, %v", a, err)
	}
}

func TestAnApplicationThatLacksSomethingIsNotTaken(t *testing.T) {
	c := newCounter(t)
	for want, spoil := range map[error]func(*addresscase.Opening){
		addresscase.ErrWant:      func(o *addresscase.Opening) { o.Want = "plate" },
		addresscase.ErrApplicant: func(o *addresscase.Opening) { o.Party.Applicant = " " },
		addresscase.ErrContact:   func(o *addresscase.Opening) { o.Party.Contact = "" },
		addresscase.ErrWhere:     func(o *addresscase.Opening) { o.Party.Where, o.Site = "", nil },
		addresscase.ErrSite:      func(o *addresscase.Opening) { o.Site = &orb.Point{28.7, 118.6} },
	} {
		o := c.opening(addresscase.WantNumber)
		spoil(&o)
		if _, _, _, err := c.Open(t.Context(), actor, o); !errors.Is(err, want) {
			t.Errorf("Open() = %v, want %v", err, want)
		}
	}
	by := c.open(t, c.opening(addresscase.WantCertificate))
	if a, err := c.ByID(t.Context(), by.Application); err != nil || a.Number != "2026-址-0001" {
		t.Errorf("numbers were taken by what was refused: %+v, %v", a, err)
	}
	by = c.take(t, by, on(addresscase.Accept, today, ""))
	gone, tag, err := c.Number(t.Context(), by, addresscase.Result{Address: uuid.New()}, "", today)
	if !errors.Is(err, address.ErrNotFound) {
		t.Errorf("an address that is none: %v, %v, %v", gone, tag, err)
	}
}
