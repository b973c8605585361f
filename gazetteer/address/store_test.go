package address_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/gazetteer/address"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/version"
)

func TestAnAddressIsReadWithItsTextInTwoTimes(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	d := r.door("12")
	d.Sub, d.InsertFormat, d.Compound, d.Building, d.Unit, d.Room = "1", "-", r.estate, "3", "2", "501"
	d.Entrance = &orb.Point{118.62, 28.74}
	id, tag, err := r.s.Add(t.Context(), ledger.Console, d, "编号", today)
	if err != nil {
		t.Fatal(err)
	}
	a := r.on(id, today)
	if a.Text != "浙江省衢州市江山市双塔街道文苑社区江城北路12-1号示例小区3幢2单元501室" || !a.Standing || a.State != address.Numbered || a.County != "330881" || a.Tag != tag ||
		a.Entrance == nil || *a.Entrance != *d.Entrance || a.Plate != nil {
		t.Errorf("as entered: %+v", a)
	}
	before := a.Recorded
	d.Plate = &orb.Point{118.621, 28.741}
	made, err := r.s.Change(t.Context(), ledger.Console, id, tag, d, day(2020, 5, 1), "补测门牌位置", today)
	if err != nil || made.ID != id {
		t.Fatalf("a plate's point: %+v, %v", made, err)
	}
	if got := r.on(id, day(2020, 4, 30)); got.Plate != nil {
		t.Errorf("the day before, its plate hangs at %v", got.Plate)
	}
	if got := r.on(id, day(2020, 5, 1)); got.Plate == nil || got.Tag != made.Entry {
		t.Errorf("on the day: %+v", got)
	}
	then, err := r.s.ByID(t.Context(), address.Reader{Internal: true, AsOf: version.AsOf{Valid: day(2020, 5, 1), Recorded: before}}, id)
	if err != nil || then.Plate != nil {
		t.Errorf("as believed before the change: %+v, %v", then.Plate, err)
	}
	if _, err := r.s.Change(t.Context(), ledger.Console, id, tag, d, day(2021, 1, 1), "再改", today); !errors.Is(err, address.ErrChanged) {
		t.Errorf("a change of what was read before: %v, want ErrChanged", err)
	}
	if _, err := r.s.ByID(t.Context(), inside(today), uuid.New()); !errors.Is(err, address.ErrNotFound) {
		t.Errorf("no address: %v, want ErrNotFound", err)
	}
	texts, err := r.s.Texts(t.Context(), inside(today), []uuid.UUID{uuid.New(), id})
	if err != nil || len(texts) != 1 || texts[id] != a.Text {
		t.Errorf("texts of two, one of which is none: %v, %v", texts, err)
	}
}

func TestOfABatchEveryRowIsAccountedFor(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	standing := r.add(r.door("2"))
	rows := func() []address.Draft {
		return []address.Draft{r.door("1"), r.door("2"), r.door("3"), r.door("3"), r.door("4号"), r.door("5")}
	}
	spoilt := rows()
	spoilt[5].Division = r.division["330822100"]
	ids, _, err := r.s.AddBatch(t.Context(), ledger.Console, spoilt, "编号", today)
	var batch *address.BatchError
	if !errors.As(err, &batch) || ids != nil {
		t.Fatalf("a batch with rows that do not fit: %v, %v", ids, err)
	}
	told := map[int]error{}
	for _, row := range batch.Rows {
		told[row.Row] = row.Err
	}
	var taken *address.TakenError
	if len(told) != 4 || batch.Of != 6 || !errors.As(told[2], &taken) || taken.Number != "2号" || taken.Other != standing {
		t.Errorf("row 2 of %v: %v, want 2号 taken by %s", told, told[2], standing)
	}
	if !errors.As(told[4], &taken) || taken.Number != "3号" || taken.Other != uuid.Nil || !errors.Is(told[5], address.ErrContent) || !errors.Is(told[6], address.ErrContent) {
		t.Errorf("rows told: %v", told)
	}
	if all, _, err := r.s.List(t.Context(), inside(today), address.Filter{Way: r.street, Limit: 10}); err != nil || len(all) != 1 {
		t.Errorf("after a batch that was refused %d addresses stand, %v, want 1", len(all), err)
	}
	good := rows()
	good = append(good[:1:1], good[2], good[5])
	ids, entry, err := r.s.AddBatch(t.Context(), ledger.Console, good, "编号", today)
	if err != nil || len(ids) != 3 || r.on(ids[1], today).Number != "3" {
		t.Fatalf("a batch that fits: %v, %v", ids, err)
	}
	ledgertest.Settle(t, r.pool)
	objects, err := r.s.ObjectsOf(t.Context(), entry, uuid.Nil, 10, false)
	if err != nil || len(objects) != 3 {
		t.Errorf("objects of the entry: %v, %v, want the three", objects, err)
	}
	if _, _, err := r.s.AddBatch(t.Context(), ledger.Console, good, " ", today); !errors.Is(err, address.ErrReason) {
		t.Errorf("without a reason: %v", err)
	}
}

func TestWhatAnAddressNamesHasToStand(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	for name, spoil := range map[string]func(*address.Draft){
		"no division":               func(d *address.Draft) { d.Division = uuid.New() },
		"a county":                  func(d *address.Draft) { d.Division = r.division["330881"] },
		"no street":                 func(d *address.Draft) { d.Way = uuid.New() },
		"a village as street":       func(d *address.Draft) { d.Way = r.hamlet },
		"a street as village":       func(d *address.Draft) { d.Settlement = r.lane },
		"a division as compound":    func(d *address.Draft) { d.Compound = r.division[village] },
		"an auxiliary of nothing":   func(d *address.Draft) { d.Kind = address.Auxiliary },
		"a main one of another":     func(d *address.Draft) { d.Main = uuid.New() },
		"no source":                 func(d *address.Draft) { d.Source = " " },
		"an end before its start":   func(d *address.Draft) { d.Valid.To = day(2009, 1, 1) },
		"a place off the earth":     func(d *address.Draft) { d.Entrance = &orb.Point{200, 20} },
		"a state that ends":         func(d *address.Draft) { d.State = address.Cancelled },
		"a visibility that is none": func(d *address.Draft) { d.Visibility = "secret" },
	} {
		d := r.door("1")
		spoil(&d)
		if _, _, err := r.s.Add(t.Context(), ledger.Console, d, "编号", today); !errors.Is(err, address.ErrContent) {
			t.Errorf("%s: %v, want ErrContent", name, err)
		}
	}
}

func TestTheDatabaseRefusesWhatMustNeverBe(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	main := r.add(r.door("1"))
	insert := func(set string) error {
		return pgx.BeginFunc(t.Context(), r.pool, func(tx pgx.Tx) error {
			columns := map[string]string{"kind": "'main'", "division": "'" + r.division[village].String() + "'", "way": "'" + r.street.String() + "'", "number": "'2'", "source": "'测试'", "valid": "'[2010-01-01,)'"}
			for _, one := range strings.Split(set, ";") {
				if key, value, ok := strings.Cut(one, "="); ok {
					columns[key] = value
				}
			}
			var keys, values []string
			for key, value := range columns {
				keys, values = append(keys, key), append(values, value)
			}
			_, err := tx.Exec(t.Context(), `WITH a AS (INSERT INTO address (id, tag) VALUES (gen_random_uuid(), (SELECT min(id) FROM ledger_entry)) RETURNING id, tag)
				INSERT INTO address_version (address, entry, `+strings.Join(keys, ", ")+`) SELECT id, tag, `+strings.Join(values, ", ")+` FROM a`)
			return err
		})
	}
	for _, set := range []string{"number='1'", "number='1';division='" + r.division[other].String() + "'", "number='1';valid='[2009-01-01,2010-01-02)'",
		"number='';room='101'", "number='0'", "number='１'", "sub='1'", "sub='1';insert_format='副'", "insert_format='-'", "number='';building='1';sub='1';insert_format='-'",
		"kind='auxiliary'", "main='" + main.String() + "'", "kind='auxiliary';main='" + main.String() + "';valid='[2009-12-31,)'", "room='1 01'", "source=''"} {
		if err := insert(set); err == nil {
			t.Errorf("an address with %s: no error", set)
		}
	}
	for _, set := range []string{"", "number='1';room='101'", "number='1';sub='1';insert_format='之'", "number='1';valid='[2009-01-01,2010-01-01)'",
		"number='1';kind='auxiliary';main='" + main.String() + "'"} {
		if err := insert(set); err != nil {
			t.Errorf("an address with %s: %v", set, err)
		}
	}
	for _, sql := range []string{
		`UPDATE address SET state = 'in_use' WHERE id = $1`,
		`UPDATE address SET state = 'changed' WHERE id = $1`,
		`UPDATE address SET successor = id WHERE id = $1`,
		`INSERT INTO address_step (address, n, step, from_state, to_state, on_day, actor, entry) SELECT id, 1, 'use', 'numbered', 'in_use', '2020-01-01', id, tag FROM address WHERE id = $1`,
		`INSERT INTO address_step (address, n, step, from_state, to_state, on_day, actor, entry) SELECT id, 1, 'use', 'confirmed', 'in_use', '2020-01-01', id, tag FROM address WHERE id = $1`,
		`WITH s AS (INSERT INTO address_step (address, n, step, from_state, to_state, on_day, actor, entry) SELECT id, 1, 'cancel', 'numbered', 'cancelled', '2020-01-01', id, tag FROM address WHERE id = $1)
			UPDATE address SET state = 'cancelled' WHERE id = $1`,
	} {
		if _, err := r.pool.Exec(t.Context(), sql, main); err == nil {
			t.Errorf("%s: no error", sql)
		}
	}
}

func TestTheDatabaseHoldsTheSameStepsAsTheProgram(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	rows, err := r.pool.Query(t.Context(), `SELECT step, from_state, to_state FROM address_transition`)
	if err != nil {
		t.Fatal(err)
	}
	held, err := pgx.CollectRows(rows, pgx.RowToStructByPos[address.Transition])
	if err != nil {
		t.Fatal(err)
	}
	want := map[address.Transition]bool{}
	for _, tr := range address.Transitions() {
		want[tr] = true
	}
	for _, tr := range held {
		if !want[tr] {
			t.Errorf("the database alone has %+v", tr)
		}
		delete(want, tr)
	}
	if len(want) > 0 {
		t.Errorf("the program alone has %v", want)
	}
}

func TestAnAddressTakesItsStepsInOrder(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	id, tag, err := r.s.Add(t.Context(), ledger.Console, r.door("8"), "编号", today)
	if err != nil {
		t.Fatal(err)
	}
	take := func(step address.Step, on version.Date, note string) error {
		entry, err := r.s.Take(t.Context(), ledger.Console, id, tag, address.Act{Step: step, On: on, Note: note}, today)
		if err == nil {
			tag = entry
		}
		return err
	}
	for _, test := range []struct {
		step address.Step
		on   version.Date
		note string
		want error
	}{
		{address.StepUse, day(2012, 1, 1), "", address.ErrStep},
		{address.StepConfirm, day(2027, 1, 1), "", address.ErrDay},
		{address.StepConfirm, day(2012, 1, 1), "", nil},
		{address.StepUse, day(2011, 1, 1), "", address.ErrDay},
		{address.StepUse, day(2013, 1, 1), "", nil},
		{address.StepChange, day(2014, 1, 1), "改号", address.ErrStep},
		{address.StepCancel, day(2014, 1, 1), "", address.ErrReason},
		{address.StepCancel, day(2014, 1, 1), "拆除", nil},
		{address.StepCancel, day(2015, 1, 1), "拆除", address.ErrStep},
	} {
		if err := take(test.step, test.on, test.note); !errors.Is(err, test.want) || (err == nil) != (test.want == nil) {
			t.Errorf("%s on %s: %v, want %v", test.step, test.on, err, test.want)
		}
	}
	if a := r.on(id, day(2013, 12, 31)); !a.Standing || a.Text == "" {
		t.Errorf("the day before it was cancelled: %+v", a)
	}
	if a := r.on(id, today); a.Standing || a.State != address.Cancelled || !strings.HasSuffix(a.Text, "江城北路8号") {
		t.Errorf("today: %+v, want its last version, not standing", a)
	}
	steps, err := r.s.Steps(t.Context(), id)
	if err != nil || len(steps) != 3 || steps[2].To != address.Cancelled || steps[2].Note != "拆除" {
		t.Errorf("steps: %+v, %v", steps, err)
	}
	if again := r.add(func() address.Draft {
		d := r.door("8")
		d.Valid.From = day(2015, 1, 1)
		d.State = address.InUse
		return d
	}()); r.on(again, today).State != address.InUse {
		t.Errorf("the number is free again, and in use at once: %+v", r.on(again, today))
	}
}

func TestAnotherNumberIsAnotherAddressThatCarriesOn(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	id, tag, err := r.s.Add(t.Context(), ledger.Console, r.door("8"), "编号", today)
	if err != nil {
		t.Fatal(err)
	}
	back := address.Draft{Components: address.Components{Division: r.division[village], Way: r.lane, Number: "1"}, Kind: address.Auxiliary, Main: id, Source: "测试", Valid: version.Span{From: day(2012, 1, 1)}}
	aux := r.add(back)
	if _, err := r.s.Take(t.Context(), ledger.Console, id, tag, address.Act{Step: address.StepCancel, On: day(2020, 1, 1), Note: "拆除"}, today); !errors.Is(err, address.ErrAuxiliary) {
		t.Errorf("a main address ends before its auxiliary one: %v, want ErrAuxiliary", err)
	}
	r.add(r.door("9"))
	var taken *address.TakenError
	if _, err := r.s.Change(t.Context(), ledger.Console, id, tag, r.door("9"), day(2020, 1, 1), "重新编号", today); !errors.As(err, &taken) || taken.Number != "9号" {
		t.Errorf("into a number that is taken: %v, want it named", err)
	}
	if _, err := r.s.Change(t.Context(), ledger.Console, id, tag, r.door("10"), day(2010, 1, 1), "重新编号", today); !errors.Is(err, address.ErrDay) {
		t.Errorf("from its first day on: %v, want ErrDay", err)
	}
	made, err := r.s.Change(t.Context(), ledger.Console, id, tag, r.door("10"), day(2020, 1, 1), "重新编号", today)
	if err != nil || made.ID == id {
		t.Fatalf("another number: %+v, %v", made, err)
	}
	old, next := r.on(id, today), r.on(made.ID, today)
	if old.State != address.Changed || old.Standing || old.Successor == nil || *old.Successor != made.ID || !next.Standing || next.Number != "10" || next.State != address.Numbered {
		t.Errorf("old %+v, new %+v", old, next)
	}
	if was := r.on(id, day(2019, 12, 31)); !was.Standing || was.Number != "8" {
		t.Errorf("the day before: %+v", was)
	}
	if r.on(aux, day(2019, 12, 31)).Main != id || r.on(aux, day(2020, 1, 1)).Main != made.ID {
		t.Errorf("the auxiliary address belongs to %s and then to %s", r.on(aux, day(2019, 12, 31)).Main, r.on(aux, today).Main)
	}
	texts, err := r.s.PastTexts(t.Context(), inside(today), made.ID)
	if err != nil || len(texts) != 2 || texts[0].Text != next.Text || texts[1].Address != id || !strings.HasSuffix(texts[1].Text, "江城北路8号") {
		t.Errorf("past texts: %+v, %v", texts, err)
	}
}

func TestWhatWasEnteredWronglyIsCorrectedOrWithdrawn(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	id, tag, err := r.s.Add(t.Context(), ledger.Console, r.door("21"), "编号", today)
	if err != nil {
		t.Fatal(err)
	}
	made, err := r.s.Change(t.Context(), ledger.Console, id, tag, r.door("12"), version.Date{}, "录入错误", today)
	if err != nil || made.ID != id || r.on(id, day(2010, 1, 1)).Number != "12" {
		t.Fatalf("corrected: %+v, %v", made, err)
	}
	if _, err := r.s.Withdraw(t.Context(), ledger.Console, id, made.Entry, nil, ""); !errors.Is(err, address.ErrReason) {
		t.Errorf("withdrawn without a reason: %v", err)
	}
	if _, err := r.s.Withdraw(t.Context(), ledger.Console, id, made.Entry, nil, "重复录入"); err != nil {
		t.Fatal(err)
	}
	a := r.on(id, today)
	if a.Reason != "重复录入" || a.Standing || a.Number != "12" {
		t.Errorf("withdrawn: %+v", a)
	}
	r.add(r.door("12"))
	if _, err := r.s.Take(t.Context(), ledger.Console, id, a.Tag, address.Act{Step: address.StepConfirm, On: today}, today); !errors.Is(err, address.ErrWithdrawn) {
		t.Errorf("a step of a withdrawn address: %v, want ErrWithdrawn", err)
	}
}

func TestThePublicSeesNoAddressUnderANameThatIsNotPublic(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	hidden := r.place("内部路", "23514", town, "internal")
	shown, d := r.add(r.door("1")), r.door("1")
	d.Way = hidden
	under := r.add(d)
	d = r.door("2")
	d.Visibility = "internal"
	inner := r.add(d)
	for id, want := range map[uuid.UUID]error{shown: nil, under: address.ErrNotFound, inner: address.ErrNotFound} {
		if a, err := r.s.ByID(t.Context(), outside(today), id); !errors.Is(err, want) || want == nil && a.Text != r.on(id, today).Text {
			t.Errorf("the public asks for %s: %q, %v, want %v", r.on(id, today).Text, a.Text, err, want)
		}
	}
	if all, _, err := r.s.List(t.Context(), outside(today), address.Filter{Division: r.division[town], Limit: 10}); err != nil || len(all) != 1 || all[0].ID != shown {
		t.Errorf("the public lists %v, %v", all, err)
	}
}

func TestAddressesAreListedAsOneWalksTheStreet(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	var drafts []address.Draft
	for _, n := range []string{"10", "2", "1", "11"} {
		drafts = append(drafts, r.door(n))
	}
	for _, room := range []string{"1001", "101", ""} {
		d := r.door("2")
		d.Sub, d.InsertFormat, d.Building, d.Room = "1", "之", "3", room
		drafts = append(drafts, d)
	}
	elsewhere := address.Draft{Components: address.Components{Division: r.division[other], Settlement: r.hamlet, Number: "1"}, Source: "测试", Valid: version.Span{From: day(2010, 1, 1)}}
	drafts = append(drafts, elsewhere)
	if _, _, err := r.s.AddBatch(t.Context(), ledger.Console, drafts, "编号", today); err != nil {
		t.Fatal(err)
	}
	var walked []string
	var after address.Cursor
	for pages := 0; ; pages++ {
		all, next, err := r.s.List(t.Context(), inside(today), address.Filter{Way: r.street, After: after, Limit: 3})
		if err != nil || pages > 5 {
			t.Fatal(err, pages)
		}
		for _, a := range all {
			walked = append(walked, strings.TrimPrefix(a.Text, "浙江省衢州市江山市双塔街道文苑社区江城北路"))
		}
		if next == (address.Cursor{}) {
			break
		}
		if after, err = address.ParseCursor(next.String()); err != nil {
			t.Fatal(err)
		}
	}
	want := "1号 2号 2之1号3幢 2之1号3幢101室 2之1号3幢1001室 10号 11号"
	if got := strings.Join(walked, " "); got != want {
		t.Errorf("walked %s, want %s", got, want)
	}
	for _, test := range []struct {
		f address.Filter
		n int
	}{{address.Filter{Division: r.division["330881"]}, 8}, {address.Filter{Division: r.division[town]}, 7}, {address.Filter{Settlement: r.hamlet}, 1}, {address.Filter{Compound: r.estate}, 0},
		{address.Filter{States: []address.State{address.InUse}}, 0}, {address.Filter{States: []address.State{address.Numbered}}, 8}} {
		test.f.Limit = 100
		if all, _, err := r.s.List(t.Context(), inside(today), test.f); err != nil || len(all) != test.n {
			t.Errorf("%+v: %d, %v, want %d", test.f, len(all), err, test.n)
		}
	}
	if _, err := address.ParseCursor("x"); !errors.Is(err, address.ErrCursor) {
		t.Errorf("a cursor that is none: %v", err)
	}
}

// TestOfTwoBatchesOnOneStreetOneStands numbers one street from two desks at
// once, many times over, each with numbers of its own and numbers that both
// give.
func TestOfTwoBatchesOnOneStreetOneStands(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	for round := range 8 {
		way := r.place(fmt.Sprintf("赛跑%d路", round), "23514", town, "public")
		var start, done sync.WaitGroup
		errs := make([]error, 2)
		start.Add(1)
		for desk := range 2 {
			done.Go(func() {
				var drafts []address.Draft
				for n := range 20 {
					d := r.door(fmt.Sprint(2*n + 1))
					if n == 7 || n == 12 {
						d = r.door(fmt.Sprint(1000 + 2*n)) // both give these
					} else if desk == 1 {
						d = r.door(fmt.Sprint(2*n + 2))
					}
					if d.Way = way; desk == 1 {
						drafts = append([]address.Draft{d}, drafts...)
					} else {
						drafts = append(drafts, d)
					}
				}
				start.Wait()
				_, _, errs[desk] = r.s.AddBatch(t.Context(), ledger.Console, drafts, "编号", today)
			})
		}
		start.Done()
		done.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("of two batches: %v, %v, want one refused", errs[0], errs[1])
		}
		var batch *address.BatchError
		var taken *address.TakenError
		if err := errors.Join(errs...); !errors.As(err, &batch) || len(batch.Rows) != 2 || !errors.As(err, &taken) || !strings.Contains("1014号 1024号", taken.Number) || taken.Other == uuid.Nil {
			t.Fatalf("the loser is told %v, want the two numbers", err)
		}
		if all, _, err := r.s.List(t.Context(), inside(today), address.Filter{Way: way, Limit: 100}); err != nil || len(all) != 20 {
			t.Fatalf("%d addresses stand, %v, want the 20 of one batch", len(all), err)
		}
	}
}
