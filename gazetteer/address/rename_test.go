package address_test

import (
	"encoding/csv"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/testdata"
)

// jiangshan loads Zhejiang's and Jiangshan's divisions and what changed of
// them in 2016–17.
func (r *register) jiangshan() {
	r.t.Helper()
	var rows []gazetteer.DivisionRow
	for _, file := range []string{"cn_divisions_province_city_county_2017_2023.csv", "target_areas_town_village_2017_2023.csv"} {
		f, err := testdata.Files.Open(file)
		if err != nil {
			r.t.Fatal(err)
		}
		records, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil {
			r.t.Fatal(err)
		}
		for _, one := range records[1:] {
			if county := strings.HasPrefix(one[0], "330881"); !county && (len(one[0]) > 6 || !strings.HasPrefix(one[0], "33")) {
				continue
			}
			row := gazetteer.DivisionRow{Number: len(rows) + 1, Code: one[0], Name: one[2]}
			first, _ := strconv.Atoi(one[3])
			last, _ := strconv.Atoi(one[4])
			if first > 2017 {
				row.Valid.From = day(first, 1, 1)
			}
			if last < 2023 {
				row.Valid.To = day(last+1, 1, 1)
			}
			rows = append(rows, row)
		}
	}
	if _, err := r.places.LoadDivisions(r.t.Context(), gazetteer.Batch{Source: "统计用区划代码", Actor: ledger.Console, Visibility: "public"}, rows); err != nil {
		r.t.Fatal(err)
	}
	f, err := testdata.Files.Open("jiangshan_2016_2017_events.csv")
	if err != nil {
		r.t.Fatal(err)
	}
	defer f.Close()
	events, err := gazetteer.ReadPastEvents(f)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, e := range events {
		if _, err := r.places.RecordPast(r.t.Context(), ledger.Console, e); err != nil {
			r.t.Fatal(err)
		}
	}
}

func TestAnAddressInQinghuIsWrittenAsTheTownWasCalled(t *testing.T) {
	t.Parallel()
	r := emptyRegister(t)
	r.jiangshan()
	var in boundaries.Division
	for _, v := range r.below("330881003") {
		if boundaries.StandardName(v.Name) == "清湖一村" {
			in = v
		}
	}
	if in.Name == "" {
		t.Fatal("no 清湖一村 in the code table")
	}
	street := r.place("清湖大街", "23514", in.Code, "public")
	id := r.add(address.Draft{Components: address.Components{Division: in.ID, Way: street, Number: "10"}, Visibility: "public", Source: "测试", State: address.InUse, Valid: version.Span{From: day(2001, 1, 1)}})
	const before, after = "浙江省衢州市江山市清湖镇清湖一村清湖大街10号", "浙江省衢州市江山市清湖街道清湖一村清湖大街10号"
	for on, want := range map[version.Date]string{day(2015, 6, 1): before, day(2016, 12, 31): before, day(2017, 1, 1): after, today: after} {
		if got := r.on(id, on).Text; got != want {
			t.Errorf("on %s: %s, want %s", on, got, want)
		}
	}
	texts, err := r.s.PastTexts(t.Context(), inside(today), id)
	want := []address.PastText{{Address: id, Text: after, Valid: version.Span{From: day(2017, 1, 1)}}, {Address: id, Text: before, Valid: version.Span{From: day(2001, 1, 1), To: day(2017, 1, 1)}}}
	if err != nil || len(texts) != 2 || texts[0] != want[0] || texts[1] != want[1] {
		t.Errorf("past texts: %+v, %v, want %+v", texts, err, want)
	}
	qinghu := r.byCode("330881003", today).ID
	on, err := r.s.RenamedOn(t.Context(), qinghu)
	if err != nil || on != day(2017, 1, 1) {
		t.Fatalf("清湖 was last renamed on %s, %v", on, err)
	}
	touched, next, err := r.s.Touched(t.Context(), qinghu, on, uuid.Nil, 10)
	if err != nil || next != uuid.Nil || len(touched) != 1 || touched[0] != (address.Touch{ID: id, Before: before, After: after}) {
		t.Errorf("touched: %+v, %s, %v", touched, next, err)
	}
}

func (r *register) below(code string) []boundaries.Division {
	r.t.Helper()
	town := r.byCode(code, today).ID
	all, err := r.places.Boundaries.Children(r.t.Context(), inside(today), &town)
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

func TestARenamedStreetChangesEveryTextUnderIt(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	ids, _, err := r.s.AddBatch(t.Context(), ledger.Console, []address.Draft{r.door("1"), r.door("2"), r.door("3")}, "编号", today)
	if err != nil {
		t.Fatal(err)
	}
	d := r.door("1")
	d.Way = r.lane
	beside := r.add(d)
	recorded := r.on(ids[0], today).Text
	moment := r.clock()
	if _, err := r.places.Rename(t.Context(), ledger.Console, r.street, "江滨大道", version.Span{From: day(2024, 3, 1)}, "更名"); err != nil {
		t.Fatal(err)
	}
	texts, err := r.s.Texts(t.Context(), inside(today), append(ids, beside))
	if err != nil || len(texts) != 4 {
		t.Fatal(texts, err)
	}
	for i, id := range ids {
		if want := "浙江省衢州市江山市双塔街道文苑社区江滨大道" + string(rune('1'+i)) + "号"; texts[id] != want || r.on(id, day(2024, 2, 29)).Text != strings.Replace(want, "江滨大道", "江城北路", 1) {
			t.Errorf("%s, and before %s, want %s", texts[id], r.on(id, day(2024, 2, 29)).Text, want)
		}
	}
	if !strings.HasSuffix(texts[beside], "示例巷1号") {
		t.Errorf("beside it: %s", texts[beside])
	}
	then, err := r.s.ByID(t.Context(), address.Reader{Internal: true, AsOf: version.AsOf{Valid: today, Recorded: moment}}, ids[0])
	if err != nil || then.Text != recorded {
		t.Errorf("as believed before the renaming: %s, %v, want %s", then.Text, err, recorded)
	}
	var touched []address.Touch
	after := uuid.Nil
	for {
		page, next, err := r.s.Touched(t.Context(), r.street, day(2024, 3, 1), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		touched = append(touched, page...)
		if after = next; next == uuid.Nil {
			break
		}
	}
	if len(touched) != 3 || !strings.Contains(touched[0].Before, "江城北路") || !strings.Contains(touched[0].After, "江滨大道") {
		t.Errorf("touched: %+v", touched)
	}
	if page, _, err := r.s.Touched(t.Context(), r.street, day(2024, 3, 2), uuid.Nil, 10); err != nil || len(page) != 0 {
		t.Errorf("on a day without a change: %+v, %v", page, err)
	}
}

// TestAMergedVillageIsWrittenAsWhatCarriesItOn ends a village in another: the
// addresses in it name the old one and are written with the new.
func TestAMergedVillageIsWrittenAsWhatCarriesItOn(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	from := day(2024, 1, 1)
	id := r.add(r.door("1"))
	err := pgx.BeginFunc(t.Context(), r.pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.change", Kind: "batch"})
		if err != nil {
			return err
		}
		if err := boundaries.LockCodes(t.Context(), tx); err != nil {
			return err
		}
		old := r.byCode(village, day(2020, 1, 1))
		if _, err := gazetteer.Redivide(t.Context(), tx, gazetteer.Redivision{From: from, Basis: "测试", Changes: []boundaries.Redivided{
			{ID: old.ID, Code: old.Code, Name: old.Name, Ended: true}}}, entry); err != nil {
			return err
		}
		_, err = boundaries.RecordEvent(t.Context(), tx, boundaries.Event{Kind: "merge", Effective: from, Precision: "day", Basis: "测试",
			Succession: []boundaries.Succession{{Predecessor: old.ID, Successor: r.division[other], Share: "whole"}}}, entry)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[version.Date]string{day(2023, 12, 31): "浙江省衢州市江山市双塔街道文苑社区江城北路1号", from: "浙江省衢州市江山市虎山街道孝子村江城北路1号"} {
		if got := r.on(id, on).Text; got != want {
			t.Errorf("on %s: %s, want %s", on, got, want)
		}
	}
	texts, err := r.s.PastTexts(t.Context(), inside(today), id)
	if err != nil || len(texts) != 2 {
		t.Errorf("past texts: %+v, %v", texts, err)
	}
	for _, place := range []uuid.UUID{r.division[village], r.division[other], r.division[town]} {
		if touched, _, err := r.s.Touched(t.Context(), place, from, uuid.Nil, 10); err != nil || len(touched) != 1 {
			t.Errorf("touched by the merger of %s: %+v, %v", place, touched, err)
		}
	}
}
