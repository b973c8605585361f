package quality_test

import (
	"errors"
	"os"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/quality"
	"diming/internal/ledger/ledgertest"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var actor = uuid.MustParse("0190cafe-0000-7000-8000-000000000001")

type world struct {
	*quality.Store
	places *gazetteer.Store
	pool   *pgxpool.Pool
	town   uuid.UUID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	pool := pgtest.New(t)
	places := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	var rows []gazetteer.DivisionRow
	for i, r := range [][2]string{{"33", "浙江省"}, {"3308", "衢州市"}, {"330881", "江山市"}, {"330881003", "清湖街道"}, {"330881004", "贺村镇"}} {
		rows = append(rows, gazetteer.DivisionRow{Number: i + 1, Code: r[0], Name: r[1]})
	}
	if _, err := places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: actor, Visibility: "public", Note: "测试"}, rows); err != nil {
		t.Fatal(err)
	}
	town, err := places.Boundaries.ByCode(t.Context(), boundaries.Reader{}, "330881003")
	if err != nil {
		t.Fatal(err)
	}
	return &world{&quality.Store{DB: pool}, places, pool, town.ID}
}

func (w *world) add(t *testing.T, name string, at *orb.Point) uuid.UUID {
	t.Helper()
	id, _, err := w.places.Add(t.Context(), actor, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "22200", Division: "330881003",
		Location: at, Visibility: "public", Source: "测试"}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// of gives the states of a place's findings by check.
func (w *world) of(t *testing.T, place uuid.UUID) map[string]string {
	t.Helper()
	states := map[string]string{}
	for _, state := range []string{quality.Open, quality.Assigned, quality.Accepted, quality.Fixed} {
		all, err := w.List(t.Context(), quality.Filter{Whole: true, Place: &place, State: state, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			states[f.Check] = f.State
		}
	}
	return states
}

func (w *world) run(t *testing.T) quality.Result {
	t.Helper()
	r, err := w.Run(t.Context(), actor)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEveryCheckFindsItsFaultAndLosesItAgain(t *testing.T) {
	w := newWorld(t)
	if _, err := w.pool.Exec(t.Context(), `WITH e AS (SELECT max(id) AS id FROM ledger_entry), was AS (
			UPDATE division_version v SET recorded = tstzrange(lower(recorded), clock_timestamp()), closed_by = e.id FROM e WHERE division = $1 AND upper_inf(recorded) RETURNING v.*)
		INSERT INTO division_version (division, county, code_system, code, name, level, type, parent, area, area_source, visibility, source, valid, recorded, entry)
		SELECT division, county, code_system, code, name, level, type, parent, ST_Multi(ST_MakeEnvelope(118, 28, 119, 29, 4490)), 'imported', visibility, source, valid, tstzrange(clock_timestamp(), NULL), e.id FROM was, e`, w.town); err != nil {
		t.Fatal(err)
	}
	good, twin := w.add(t, "清溪", &orb.Point{118.5, 28.5}), w.add(t, "溪东", &orb.Point{118.5, 28.5})
	away, nowhere := w.add(t, "远村", &orb.Point{120, 28.5}), w.add(t, "重阳", nil)
	w.run(t)
	for _, c := range []struct {
		place uuid.UUID
		check string
		want  string
	}{
		{good, "point_duplicate", "open"}, {twin, "point_duplicate", "open"}, {away, "point_duplicate", ""},
		{away, "outside_division", "open"}, {good, "outside_division", ""},
		{nowhere, "position_missing", "open"}, {good, "position_missing", ""},
		{good, "meaning_missing", "open"}, {good, "place_code_missing", "open"}, {good, "division_missing", ""}, {good, "class_unverified", ""},
		{w.town, "class_unverified", "open"}, {w.town, "place_code_missing", ""},
	} {
		if got := w.of(t, c.place)[c.check]; got != c.want {
			t.Errorf("%s of %s is %q, want %q", c.check, c.place, got, c.want)
		}
	}
	if again := w.run(t); again != (quality.Result{}) {
		t.Errorf("a second run changed %+v, want nothing", again)
	}
	meaning := "清澈的溪"
	if _, err := w.places.Amend(t.Context(), actor, good, gazetteer.Amendment{Description: gazetteer.Description{Meaning: &meaning}, Location: &orb.Point{118.6, 28.6}}, version.Date{}, "补充"); err != nil {
		t.Fatal(err)
	}
	w.run(t)
	if got := w.of(t, good); got["meaning_missing"] != "fixed" || got["point_duplicate"] != "fixed" || w.of(t, twin)["point_duplicate"] != "fixed" {
		t.Errorf("after the repair: %v, want both fixed", got)
	}
}

func TestAHeteronymIsFoundUntilItsReadingIsConfirmed(t *testing.T) {
	w := newWorld(t)
	place := w.add(t, "长乐", nil)
	w.run(t)
	if got := w.of(t, place)["heteronym_unconfirmed"]; got != "open" {
		t.Fatalf("长乐 is %q, want open: 长 has two readings", got)
	}
	p, err := w.places.Place(t.Context(), gazetteer.Reader{Internal: true}, place)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.places.ConfirmReading(t.Context(), actor, p.Names[0].ID, "Chánglè", "核对"); err != nil {
		t.Fatal(err)
	}
	w.run(t)
	if got := w.of(t, place)["heteronym_unconfirmed"]; got != "fixed" {
		t.Errorf("once confirmed it is %q, want fixed", got)
	}
}

func TestADecisionStaysUntilTheFaultIsAnother(t *testing.T) {
	w := newWorld(t)
	a := w.add(t, "甲", &orb.Point{118.5, 28.5})
	w.add(t, "乙", &orb.Point{118.5, 28.5})
	w.run(t)
	owner := ownerOf(t, w)
	whole := func(to string, owner *uuid.UUID, reason string) error {
		return w.Decide(t.Context(), actor, []quality.Key{{Check: "point_duplicate", Place: a}}, quality.Decision{To: to, Owner: owner, Reason: reason, Whole: true})
	}
	if err := whole(quality.Accepted, nil, ""); !errors.Is(err, quality.ErrReason) {
		t.Errorf("accept without a reason: %v, want ErrReason", err)
	}
	if err := whole(quality.Assigned, &owner, ""); err != nil || w.of(t, a)["point_duplicate"] != "assigned" {
		t.Errorf("assign: %v, %v", err, w.of(t, a))
	}
	if err := whole(quality.Accepted, nil, "同一院内两处"); err != nil {
		t.Fatal(err)
	}
	w.run(t)
	if got := w.of(t, a)["point_duplicate"]; got != "accepted" {
		t.Errorf("after another run it is %q, want accepted", got)
	}
	w.add(t, "丙", &orb.Point{118.5, 28.5})
	w.run(t)
	if got := w.of(t, a)["point_duplicate"]; got != "open" {
		t.Errorf("with a third on the point it is %q, want open", got)
	}
	err := w.Decide(t.Context(), actor, []quality.Key{{Check: "meaning_missing", Place: a}, {Check: "point_duplicate", Place: uuid.New()}}, quality.Decision{To: quality.Accepted, Reason: "x", Whole: true})
	if !errors.Is(err, quality.ErrNotFound) || w.of(t, a)["meaning_missing"] != "open" {
		t.Errorf("one of two is not there: %v, %v, want none decided", err, w.of(t, a))
	}
	err = w.Decide(t.Context(), actor, []quality.Key{{Check: "meaning_missing", Place: a}}, quality.Decision{To: quality.Accepted, Reason: "x", Within: []uuid.UUID{uuid.New()}})
	if !errors.Is(err, quality.ErrNotFound) {
		t.Errorf("decide out of reach: %v, want ErrNotFound", err)
	}
	if all, err := w.List(t.Context(), quality.Filter{Within: []uuid.UUID{w.town}, Limit: 100}); err != nil || len(all) == 0 {
		t.Errorf("findings in reach: %d, %v", len(all), err)
	}
	days, err := w.Trend(t.Context(), nil, true, 30)
	if err != nil || len(days) != len(quality.Checks) {
		t.Errorf("Trend() = %v, %v, want a count of each check for today", days, err)
	}
}

// ownerOf makes an account that may own findings.
func ownerOf(t *testing.T, w *world) uuid.UUID {
	t.Helper()
	id := uuid.New()
	if _, err := w.pool.Exec(t.Context(), `INSERT INTO account (id, login, person, created_at) VALUES ($1, 'owner', $1, now())`, id); err != nil {
		t.Fatal(err)
	}
	ledgertest.Settle(t, w.pool)
	return id
}

// entries counts what the ledger says of looks through the register.
func (w *world) entries(t *testing.T) (n int) {
	t.Helper()
	if err := w.pool.QueryRow(t.Context(), `SELECT count(*) FROM ledger_entry WHERE action = 'quality.run'`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestServersThatLookAtOnceCountADayOnce(t *testing.T) {
	w := newWorld(t)
	w.add(t, "清溪", nil)
	for day, want := range []int{1, 1, 2} { // on the second day nothing has changed
		if day == 2 {
			w.add(t, "溪东", nil)
		}
		var mu sync.Mutex
		looked := 0
		var servers sync.WaitGroup
		for range 6 {
			servers.Go(func() {
				r, err := w.Daily(t.Context())
				if err != nil {
					t.Errorf("Daily() = %v", err)
				}
				if r != (quality.Result{}) {
					mu.Lock()
					looked++
					mu.Unlock()
				}
			})
		}
		servers.Wait()
		if n := w.entries(t); n != want || looked > 1 {
			t.Errorf("day %d: the ledger says %d times that the register was looked through, and %d servers did; want %d and one at most", day, n, looked, want)
		}
		w.run(t)
		if n := w.entries(t); n != want {
			t.Errorf("day %d: asked again the ledger says %d, want %d: nothing has changed", day, n, want)
		}
		days, err := w.Trend(t.Context(), nil, true, 1)
		if err != nil || len(days) != len(quality.Checks) {
			t.Errorf("day %d is counted %v, %v, want each check once", day, days, err)
		}
		if _, err := w.pool.Exec(t.Context(), `UPDATE quality_count SET day = day - 1 - $1::int WHERE day = current_date`, day); err != nil {
			t.Fatal(err)
		}
	}
}
