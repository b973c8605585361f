package addresscase_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/gazetteer/addresscase"
	"diming/gazetteer/certificate"
	"diming/gazetteer/numbering"
	"diming/internal/version"
)

// numberedStreet is a street of 976 m from east to west with houses 1, 3, 5, 7 in
// the north and 2 in the south, under a scheme that the county decided.
func (c counter) numberedStreet(t *testing.T) uuid.UUID {
	t.Helper()
	way, _, err := c.places.Add(t.Context(), actor, gazetteer.Draft{Class: "23514", Division: "330881003", Names: []gazetteer.RowName{{Text: "新街"}},
		Extent: orb.LineString{{118.61, 28.6}, {118.6, 28.6}}, Visibility: "public", Source: "测试", Valid: version.Span{From: version.Day(1990, 1, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	scheme := numbering.Known()[0]
	if _, err := (&numbering.Store{DB: c.pool}).Set(t.Context(), actor, c.village, scheme, version.Day(2026, 1, 1), "测试", 0); err != nil {
		t.Fatal(err)
	}
	var houses []address.Draft
	for number, at := range map[string]orb.Point{"1": {118.609, 28.6001}, "3": {118.607, 28.6001}, "5": {118.605, 28.6001}, "7": {118.603, 28.6001}, "2": {118.609, 28.5999}} {
		houses = append(houses, address.Draft{Components: address.Components{Division: c.village, Way: way, Number: number}, Entrance: &at, Source: "测试", Valid: version.Span{From: version.Day(2000, 1, 1)}})
	}
	if _, _, err := (&address.Store{DB: c.pool}).AddBatch(t.Context(), actor, houses, "测试", today); err != nil {
		t.Fatal(err)
	}
	return way
}

// seen is an application whose site was seen at a point.
func (c counter) seen(t *testing.T, at orb.Point) addresscase.By {
	t.Helper()
	o := c.opening(addresscase.WantNumber)
	o.Site = &at
	return c.take(t, c.open(t, o), on(addresscase.Accept, came, ""), on(addresscase.See, came, "住宅"))
}

func (c counter) numbered(way uuid.UUID, number, sub string) addresscase.Result {
	return addresscase.Result{Draft: address.Draft{Components: address.Components{Division: c.village, Way: way, Number: number, Sub: sub}, Source: "申请编号", Valid: version.Span{From: today}}}
}

func TestANumberAgainstTheSchemeIsGivenWithAReasonAlone(t *testing.T) {
	c := newCounter(t)
	way := c.numberedStreet(t)
	by := c.seen(t, orb.Point{118.606, 28.6001}) // between 3 and 5
	for number, kind := range map[string]string{"4": "parity", "9": "order", "11": "order"} {
		var against *addresscase.AgainstError
		_, _, err := c.Number(t.Context(), by, c.numbered(way, number, ""), " ", today)
		if !errors.As(err, &against) || len(against.Findings) != 1 || against.Findings[0].Kind != kind || against.Proposed != "3-1号" || against.Given != number+"号" {
			t.Errorf("%s: %v %+v, want %s", number, err, against, kind)
		}
	}
	var taken *address.TakenError
	if _, _, err := c.Number(t.Context(), by, c.numbered(way, "5", ""), "就要五号", today); !errors.As(err, &taken) {
		t.Errorf("a number that stands is given again: %v", err)
	}
	id, tag, err := c.Number(t.Context(), by, c.numbered(way, "4", ""), "门开在街对面", today)
	if err != nil {
		t.Fatal(err)
	}
	steps, err := c.StepsOf(t.Context(), by.Application)
	last := steps[len(steps)-1]
	if err != nil || last.Step != addresscase.Number || last.Note != "门开在街对面" || !strings.Contains(last.Against, "此侧应为单号") || last.Actor != actor || last.At.IsZero() {
		t.Errorf("the file keeps %+v, %v", last, err)
	}
	house, err := (&address.Store{DB: c.pool}).ByID(t.Context(), address.Reader{Internal: true}, id)
	if err != nil || house.Entrance == nil || *house.Entrance != (orb.Point{118.606, 28.6001}) {
		t.Errorf("the house stands at %v, %v, want where it was seen", house.Entrance, err)
	}
	history, err := (&address.Store{DB: c.pool}).History(t.Context(), id)
	if err != nil || len(history) != 1 || history[0].Action != "address.add" || !strings.Contains(history[0].Reason, "门开在街对面") || !strings.Contains(history[0].Reason, "此侧应为单号") {
		t.Errorf("the address's history is %+v, %v", history, err)
	}
	if _, err := c.pool.Exec(t.Context(), `UPDATE address_application_step SET note = '' WHERE application = $1 AND step = 'number'`, by.Application); err == nil {
		t.Error("the database keeps a number against the scheme without a reason")
	}
	// Put right before a certificate: the same address has the number that the scheme gives.
	by.Tag = tag
	if _, _, err := c.Number(t.Context(), by, c.numbered(way, "3", "1"), "", today); !errors.Is(err, addresscase.ErrReason) {
		t.Errorf("another number without a reason: %v", err)
	}
	again, tag, err := c.Number(t.Context(), by, c.numbered(way, "3", "1"), "编错了", today)
	if err != nil || again != id {
		t.Fatalf("renumbered: %s, %v, want the same address", again, err)
	}
	a, err := c.ByID(t.Context(), by.Application)
	house, err2 := (&address.Store{DB: c.pool}).ByID(t.Context(), address.Reader{Internal: true}, id)
	if err := errors.Join(err, err2); err != nil || a.State != addresscase.Numbered || a.Decided != today || !strings.HasSuffix(house.Text, "新街3-1号") {
		t.Errorf("renumbered: %+v %s, %v", a, house.Text, err)
	}
	by.Tag = tag
	if _, _, err := (&certificate.Store{DB: c.pool, Places: c.places}).Issue(t.Context(), actor, certificate.Order{Kind: certificate.DoorPlate, Address: id, Day: today, Holder: certificate.Holder{Name: "王大伟"}}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.Number(t.Context(), by, c.numbered(way, "4", ""), "再改", today); !errors.Is(err, addresscase.ErrCertified) {
		t.Errorf("renumbered after a certificate: %v", err)
	}
}

func TestAnotherAddressTakesThePlaceOfTheOneThatWasMade(t *testing.T) {
	c := newCounter(t)
	way := c.numberedStreet(t)
	by := c.seen(t, orb.Point{118.606, 28.6001})
	made, tag, err := c.Number(t.Context(), by, c.numbered(way, "3", "1"), "", today)
	if err != nil {
		t.Fatal(err)
	}
	addresses := &address.Store{DB: c.pool}
	all, err := addresses.Standing(t.Context(), []uuid.UUID{way}, today)
	if err != nil || len(all) != 6 || all[2].ID == made {
		t.Fatalf("the street has %d, %v", len(all), err)
	}
	by.Tag = tag
	chosen := all[2].ID
	if _, tag, err = c.Number(t.Context(), by, addresscase.Result{Address: chosen}, "原有门牌", today); err != nil {
		t.Fatal(err)
	}
	gone, err := addresses.ByID(t.Context(), address.Reader{Internal: true}, made)
	if err != nil || gone.Standing || gone.Successor == nil || *gone.Successor != chosen {
		t.Errorf("what was made is %+v, %v, want it withdrawn for the other", gone, err)
	}
	// One that was chosen is not the application's to change: another is made beside it.
	by.Tag = tag
	second, _, err := c.Number(t.Context(), by, c.numbered(way, "3", "1"), "还是编新号", today)
	if err != nil || second == chosen {
		t.Fatalf("made again: %s, %v", second, err)
	}
	if kept, err := addresses.ByID(t.Context(), address.Reader{Internal: true}, chosen); err != nil || !kept.Standing {
		t.Errorf("the address that was chosen before: %+v, %v", kept, err)
	}
}

// Two officers give two houses the same number at once: one has it, the other is
// told that it is taken, whatever the reason.
func TestOfTwoWhoGiveOneNumberOneHasIt(t *testing.T) {
	c := newCounter(t)
	way := c.numberedStreet(t)
	for round := range 4 {
		number := fmt.Sprint(9 + 2*round)
		bys := [2]addresscase.By{c.seen(t, orb.Point{118.602, 28.6001}), c.seen(t, orb.Point{118.6015, 28.6001})}
		var errs [2]error
		var start, done sync.WaitGroup
		start.Add(1)
		for desk := range bys {
			done.Go(func() {
				start.Wait()
				_, _, errs[desk] = c.Number(t.Context(), bys[desk], c.numbered(way, number, ""), "同时", today)
			})
		}
		start.Done()
		done.Wait()
		var taken *address.TakenError
		if (errs[0] == nil) == (errs[1] == nil) || !errors.As(errors.Join(errs[:]...), &taken) {
			t.Fatalf("%s: %v and %v", number, errs[0], errs[1])
		}
	}
}
