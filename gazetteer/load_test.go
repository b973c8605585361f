package gazetteer_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/version"
)

func now(t *testing.T, pool *pgxpool.Pool) (at time.Time) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), `SELECT clock_timestamp()`).Scan(&at); err != nil {
		t.Fatal(err)
	}
	return at
}

// tower is a row of the file, its digest that of its content as a source gives it.
func tower(digest byte, lon float64, names ...gazetteer.RowName) gazetteer.Row {
	return gazetteer.Row{Number: 1, Key: "tower", Digest: [32]byte{digest}, Names: names, Class: "26240", Location: &orb.Point{lon, 28.7}, Meaning: "test"}
}

func TestTheSameRowsTwiceChangeNothing(t *testing.T) {
	s, pool := newStore(t)
	rows := []gazetteer.Row{tower(1, 118.6, gazetteer.RowName{Text: "百祐塔"}),
		{Number: 2, Key: "2", Digest: [32]byte{2}, Names: []gazetteer.RowName{{Text: "清湖码头"}, {Text: "清湖渡", Kind: gazetteer.Former}}, Class: "23100"}}
	first := loadRows(t, s, rows...)
	if first.Accepted != 2 || first.Entry == 0 {
		t.Errorf("first load: %+v, want 2 accepted", first)
	}
	var before, after int
	count := `SELECT (SELECT count(*) FROM place_version) + (SELECT count(*) FROM name_version) + (SELECT count(*) FROM ledger_entry)`
	if err := pool.QueryRow(t.Context(), count).Scan(&before); err != nil {
		t.Fatal(err)
	}
	second := loadRows(t, s, rows...)
	if err := pool.QueryRow(t.Context(), count).Scan(&after); err != nil {
		t.Fatal(err)
	}
	if second.Unchanged != 2 || second.Accepted+second.Updated != 0 || second.Entry != 0 || after != before {
		t.Errorf("second load: %+v, %d rows then %d, want all unchanged", second, before, after)
	}
}

func TestAChangedRowKeepsWhatWasBelieved(t *testing.T) {
	s, pool := newStore(t)
	loadRows(t, s, tower(1, 118.6, gazetteer.RowName{Text: "百祐塔"}, gazetteer.RowName{Text: "景星塔", Kind: gazetteer.Alias}))
	id, then := placeOf(t, pool, "tower"), now(t, pool)
	counts := loadRows(t, s, tower(2, 118.605, gazetteer.RowName{Text: "百佑塔"}, gazetteer.RowName{Text: "景星塔", Kind: gazetteer.Alias}))
	if counts.Updated != 1 || counts.Accepted != 0 {
		t.Errorf("%+v, want 1 updated", counts)
	}
	if placeOf(t, pool, "tower") != id {
		t.Error("the changed row became another place")
	}
	for _, test := range []struct {
		at       version.AsOf
		lon      float64
		standard string
	}{{version.AsOf{Recorded: then}, 118.6, "百祐塔"}, {version.AsOf{}, 118.605, "百佑塔"}} {
		p, err := s.Place(t.Context(), gazetteer.Reader{AsOf: test.at}, id)
		if err != nil || p.Location.Lon() != test.lon || p.Name(year(2020)).Text != test.standard || len(p.Names) != 2 {
			t.Errorf("believed at %v: %+v, %v, want %s at %v", test.at.Recorded, p, err, test.standard, test.lon)
		}
	}
	var aliases int
	err := pool.QueryRow(t.Context(), `SELECT count(DISTINCT name) FROM name_version WHERE place = $1 AND kind = 'alias'`, id).Scan(&aliases)
	if err != nil || aliases != 1 {
		t.Errorf("the alias that was given again is %d names, %v, want it to go on as one", aliases, err)
	}
}

func TestRowsThatAreNotTakenInAreAccountedFor(t *testing.T) {
	s, _ := newStore(t)
	good := tower(1, 118.6, gazetteer.RowName{Text: "百祐塔"})
	noName, noClass, noDivision := good, good, good
	noName.Key, noName.Names = "a", nil
	noClass.Key, noClass.Class = "b", "99999"
	noDivision.Key, noDivision.Division = "c", "330881"
	counts := loadRows(t, s, noName, good, noClass, noDivision)
	if counts.Accepted != 1 || len(counts.Rejected) != 3 {
		t.Fatalf("%+v, want 1 accepted and 3 rejected", counts)
	}
	for i, column := range []string{"name", "class", "division"} {
		if r := counts.Rejected[i]; r.Column != column || r.Reason == "" {
			t.Errorf("rejection %+v, want for column %s with a reason", r, column)
		}
	}
}

func TestATrialLeavesNothing(t *testing.T) {
	s, pool := newStore(t)
	counts, err := s.TryPlaces(t.Context(), gazetteer.Batch{Source: "file", Actor: ledger.Console, Visibility: "public"},
		[]gazetteer.Row{tower(1, 118.6, gazetteer.RowName{Text: "百祐塔"})})
	if err != nil || counts.Accepted != 1 {
		t.Errorf("TryPlaces() = %+v, %v, want 1 accepted", counts, err)
	}
	var n int
	if err := pool.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM place) + (SELECT count(*) FROM ledger_entry)`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows are left, %v, want none", n, err)
	}
}

func TestAFailingBatchLeavesNothing(t *testing.T) {
	s, pool := newStore(t)
	bad := tower(2, 118.7, gazetteer.RowName{Text: "甲塔", Kind: "nonsense"})
	bad.Key = "2"
	_, err := s.LoadPlaces(t.Context(), gazetteer.Batch{Source: "file", Actor: ledger.Console, Visibility: "public"},
		[]gazetteer.Row{tower(1, 118.6, gazetteer.RowName{Text: "百祐塔"}), bad})
	if err == nil {
		t.Fatal("a name of an unknown kind was taken in")
	}
	var n int
	if err := pool.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM place) + (SELECT count(*) FROM ledger_entry)`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows are left, %v, want none", n, err)
	}
}

func TestAConfirmedReadingWinsOverEveryDraft(t *testing.T) {
	s, pool := newStore(t)
	loadRows(t, s, tower(1, 118.6, gazetteer.RowName{Text: "百祐塔"}))
	id := placeOf(t, pool, "tower")
	reading := func() gazetteer.Name {
		p, err := s.Place(t.Context(), gazetteer.Reader{}, id)
		if err != nil {
			t.Fatal(err)
		}
		return p.Name(year(2020))
	}
	drafted := reading()
	if drafted.ReadingState != "draft" {
		t.Fatalf("the reading is %+v, want a draft", drafted)
	}
	if _, err := s.ConfirmReading(t.Context(), ledger.Console, drafted.ID, "Bǎiyòu Tǎ ✓", "asked there"); err != nil {
		t.Fatal(err)
	}
	for i, row := range []gazetteer.Row{
		tower(2, 118.7, gazetteer.RowName{Text: "百祐塔"}),
		tower(3, 118.8, gazetteer.RowName{Text: "百祐塔", Reading: "Něitǎ"}, gazetteer.RowName{Text: "塔", Kind: gazetteer.Short}),
	} {
		if counts := loadRows(t, s, row); counts.Updated != 1 {
			t.Fatalf("load %d: %+v, want 1 updated", i, counts)
		}
		if n := reading(); n.Reading != "Bǎiyòu Tǎ ✓" || n.ReadingState != "confirmed" || n.ID != drafted.ID {
			t.Errorf("after load %d the reading is %+v, want the confirmed one", i, n)
		}
	}
	if _, err := s.ConfirmReading(t.Context(), ledger.Console, uuid.New(), "x", "test"); !errors.Is(err, gazetteer.ErrNotFound) {
		t.Errorf("confirming a name that is not there = %v, want ErrNotFound", err)
	}
}

func TestAConfirmationThatIsTakenBackIsNoneAnyMore(t *testing.T) {
	s, pool := newStore(t)
	loadRows(t, s, tower(1, 118.6, gazetteer.RowName{Text: "长乐塔"}))
	id := placeOf(t, pool, "tower")
	named := func(in int) gazetteer.Name {
		t.Helper()
		p, err := s.Place(t.Context(), gazetteer.Reader{AsOf: version.AsOf{Valid: year(in)}}, id)
		if err != nil {
			t.Fatal(err)
		}
		return p.Name(year(in))
	}
	draft := named(2020)
	if _, err := s.ReopenReading(t.Context(), ledger.Console, draft.ID, "x"); !errors.Is(err, gazetteer.ErrNoDraft) {
		t.Errorf("take back what nobody confirmed = %v, want ErrNoDraft", err)
	}
	for _, reading := range []string{"Zhǎnglè Tǎ", "Chángyuè Tǎ"} { // the second mends the first
		if _, err := s.ConfirmReading(t.Context(), ledger.Console, draft.ID, reading, "asked there"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.ReopenReading(t.Context(), ledger.Console, draft.ID, "by mistake"); err != nil {
		t.Fatal(err)
	}
	if n := named(2020); n.Reading != draft.Reading || n.ReadingState != "draft" {
		t.Errorf("taken back it is read %+v, want the draft %q", n, draft.Reading)
	}
	for _, r := range []struct {
		text string
		from int
	}{{"新塔", 2022}, {"长乐塔", 2023}} {
		if _, err := s.Rename(t.Context(), ledger.Console, id, r.text, version.Span{From: year(r.from)}, "批复"); err != nil {
			t.Fatal(err)
		}
	}
	if n := named(2023); n.Reading != draft.Reading || n.ReadingState != "draft" {
		t.Errorf("the name that comes back is read %+v, want the draft: its confirmation was taken back", n)
	}
}

// TestAConfirmedReadingSurvivesARenameThereAndBack also wins over the table of
// known readings, which reads 六安 otherwise.
func TestAConfirmedReadingSurvivesARenameThereAndBack(t *testing.T) {
	s, pool := newStore(t)
	row := tower(1, 118.6, gazetteer.RowName{Text: "六安塔"})
	loadRows(t, s, row)
	id := placeOf(t, pool, "tower")
	named := func(in int) gazetteer.Name {
		t.Helper()
		p, err := s.Place(t.Context(), gazetteer.Reader{AsOf: version.AsOf{Valid: year(in)}}, id)
		if err != nil {
			t.Fatal(err)
		}
		return p.Name(year(in))
	}
	if _, err := s.ConfirmReading(t.Context(), ledger.Console, named(2020).ID, "Liù'ān Tǎ", "asked there"); err != nil {
		t.Fatal(err)
	}
	for _, r := range []struct {
		text string
		from int
	}{{"新塔", 2022}, {"六安塔", 2023}} {
		if _, err := s.Rename(t.Context(), ledger.Console, id, r.text, version.Span{From: year(r.from)}, "批复"); err != nil {
			t.Fatal(err)
		}
	}
	for _, in := range []int{2021, 2023} {
		if n := named(in); n.Text != "六安塔" || n.Reading != "Liù'ān Tǎ" || n.ReadingState != "confirmed" {
			t.Errorf("in %d the name is %+v, want the reading that was confirmed", in, n)
		}
	}
	if n := named(2022); n.Text != "新塔" || n.ReadingState != "draft" {
		t.Errorf("between the name is %+v, want a draft of its own", n)
	}
}

func TestAWithdrawnPlaceIsNotChangedByItsSource(t *testing.T) {
	s, pool := newStore(t)
	loadRows(t, s, tower(1, 118.6, gazetteer.RowName{Text: "百祐塔"}))
	id := placeOf(t, pool, "tower")
	if _, err := s.Withdraw(t.Context(), ledger.Console, id, nil, "no such tower"); err != nil {
		t.Fatal(err)
	}
	if counts := loadRows(t, s, tower(1, 118.6, gazetteer.RowName{Text: "百祐塔"})); counts.Unchanged != 1 {
		t.Errorf("the same row: %+v, want unchanged", counts)
	}
	counts := loadRows(t, s, tower(2, 118.7, gazetteer.RowName{Text: "百祐塔"}))
	if counts.Updated != 0 || len(counts.Rejected) != 1 || counts.Rejected[0].Column != "key" {
		t.Errorf("a changed row: %+v, want it rejected", counts)
	}
}
