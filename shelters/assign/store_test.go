package assign_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/shelters/assign"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// A world is a county with two villages of 60 and 40 people a kilometre apart, a
// shelter of 50 places beside each, and one for earthquakes only.
type world struct {
	*assign.Store
	pool             *pgxpool.Pool
	county, one, two uuid.UUID
	here, there, far uuid.UUID // shelters
	entry            int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{pool: pgtest.New(t)}
	w.Store = &assign.Store{DB: w.pool}
	ids := map[string]uuid.UUID{}
	err := pgx.BeginFunc(t.Context(), w.pool, func(tx pgx.Tx) error {
		var err error
		if w.entry, err = ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.change", Kind: "batch"}); err != nil {
			return err
		}
		var listings []boundaries.Listing
		for i, u := range []string{"33 浙江省", "3308 衢州市", "330881 江山市", "330881003 清湖街道", "330881003201 清湖一村", "330881003202 清湖二村"} {
			code, name, _ := strings.Cut(u, " ")
			level, err := boundaries.LevelOf(boundaries.NBS, code)
			if err != nil {
				return err
			}
			l := boundaries.Listing{Number: i + 1, System: boundaries.NBS, Code: code, Name: name, Level: level, Valid: version.Span{From: version.Day(2020, 1, 1)}}
			switch code {
			case "330881003201":
				l.Seat = &orb.Point{118.60, 28.70}
			case "330881003202":
				l.Seat = &orb.Point{118.61, 28.70}
			}
			listings = append(listings, l)
		}
		plan, err := boundaries.PlanLoad(t.Context(), tx, boundaries.NBS, "public", listings)
		if err != nil {
			return err
		}
		for _, l := range plan.Insert {
			ids[l.Code] = l.ID
		}
		return plan.Apply(t.Context(), tx, w.entry, "public", "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	w.county, w.one, w.two = ids["330881"], ids["330881003201"], ids["330881003202"]
	w.people(t, w.one, 60)
	w.people(t, w.two, 40)
	w.here = w.shelter(t, "示例一村文化礼堂", 118.601, 50, "typhoon,flood")
	w.there = w.shelter(t, "示例二村小学", 118.611, 50, "typhoon,flood")
	w.far = w.shelter(t, "示例广场", 118.605, 500, "earthquake")
	return w
}

func (w *world) sql(t *testing.T, text string, args ...any) {
	t.Helper()
	if _, err := w.pool.Exec(t.Context(), text, args...); err != nil {
		t.Fatal(err)
	}
}

func (w *world) people(t *testing.T, village uuid.UUID, n int) {
	t.Helper()
	w.sql(t, `INSERT INTO village_people (village, n, people, on_day, source, entry) SELECT $1, coalesce(max(n), 0) + 1, $2, '2026-01-01', '测试', $3 FROM village_people WHERE village = $1`, village, n, w.entry)
}

func (w *world) shelter(t *testing.T, name string, lon float64, capacity int, suits string) uuid.UUID {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	w.sql(t, `INSERT INTO shelter (id, tag) VALUES ($1, $2)`, id, w.entry)
	w.sql(t, fmt.Sprintf(`INSERT INTO shelter_version (shelter, division, name, level, duration, space, suits, point, capacity, source, valid, entry)
		VALUES ($1, $2, $3, 'village', 'short', 'indoor', '{%s}', $4, $5, '测试', '[2020-01-01,)', $6)`, suits), id, w.county, name, orb.Point{lon, 28.70}, capacity, w.entry)
	return id
}

func (w *world) accepted(t *testing.T) assign.Plan {
	t.Helper()
	p, err := w.Propose(t.Context(), w.county, "typhoon")
	if err != nil {
		t.Fatal(err)
	}
	now, err := w.Accept(t.Context(), ledger.Console, w.county, "typhoon", p.Digest, "")
	if err != nil {
		t.Fatal(err)
	}
	return now
}

func places(rows []assign.Row, village, shelter uuid.UUID) int {
	for _, r := range rows {
		if r.Village == village && r.Shelter == shelter {
			return r.Places
		}
	}
	return 0
}

func TestATrialWritesNothingAndIsAcceptedAsItWasSeen(t *testing.T) {
	w := newWorld(t)
	p, err := w.Propose(t.Context(), w.county, "typhoon")
	if err != nil {
		t.Fatal(err)
	}
	if places(p.Rows, w.one, w.here) != 50 || places(p.Rows, w.one, w.there) != 10 || places(p.Rows, w.two, w.there) != 40 || len(p.Shorts) != 0 {
		t.Errorf("proposed %+v, without a place %+v", p.Rows, p.Shorts)
	}
	if _, ok, err := w.Now(t.Context(), w.county, "typhoon"); ok || err != nil {
		t.Errorf("a trial is in force: %t, %v", ok, err)
	}
	w.people(t, w.two, 45)
	if _, err := w.Accept(t.Context(), ledger.Console, w.county, "typhoon", p.Digest, ""); !errors.Is(err, assign.ErrChanged) {
		t.Errorf("accepted what another number of people makes another plan: %v", err)
	}
	now := w.accepted(t)
	if len(now.Rows) != 3 || len(now.Shorts) != 1 || now.Shorts[0].People != 5 || now.Shorts[0].Why != assign.Full {
		t.Errorf("in force: %+v, without a place %+v", now.Rows, now.Shorts)
	}
	var entries, batch int
	if err := w.pool.QueryRow(t.Context(), `SELECT count(*), max((body::json -> 'batch' ->> 'count')::int) FROM ledger_entry WHERE action = 'assignment.accept'`).Scan(&entries, &batch); err != nil || entries != 1 || batch != 4 {
		t.Errorf("%d entries of %d rows, %v, want one of 4", entries, batch, err)
	}
}

func TestOfTwoWhoAcceptAtOnceOneIsTold(t *testing.T) {
	w := newWorld(t)
	p, err := w.Propose(t.Context(), w.county, "typhoon")
	if err != nil {
		t.Fatal(err)
	}
	errs := make([]error, 4)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			_, errs[i] = w.Accept(context.Background(), ledger.Console, w.county, "typhoon", p.Digest, "")
		})
	}
	all.Wait()
	accepted := 0
	for _, err := range errs {
		if err == nil {
			accepted++
		} else if !errors.Is(err, assign.ErrChanged) {
			t.Errorf("accepting at once: %v, want ErrChanged", err)
		}
	}
	if accepted != 1 {
		t.Errorf("%d accepted it, want one", accepted)
	}
}

func TestWhatAnOfficerSetsOutlivesTheNextRun(t *testing.T) {
	w := newWorld(t)
	p := w.accepted(t)
	roomy := w.shelter(t, "示例中学", 118.63, 500, "typhoon")
	set := func(seen uuid.UUID, to ...assign.Wanted) (assign.Plan, error) {
		return w.Set(t.Context(), ledger.Console, w.county, "typhoon", seen, w.one, to, "村干部要求")
	}
	for _, test := range []struct {
		what string
		to   []assign.Wanted
		want error
	}{
		{"nowhere", nil, assign.ErrPlaces},
		{"no places", []assign.Wanted{{w.here, 0}}, assign.ErrPlaces},
		{"twice the same", []assign.Wanted{{w.here, 1}, {w.here, 2}}, assign.ErrPlaces},
		{"where others are", []assign.Wanted{{w.there, 11}}, assign.ErrRoom},
		{"what does not suit", []assign.Wanted{{w.far, 10}}, assign.ErrShelter},
		{"more than there are", []assign.Wanted{{w.here, 50}, {roomy, 11}}, assign.ErrPeople},
	} {
		if _, err := set(p.ID, test.to...); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.what, err, test.want)
		}
	}
	after, err := set(p.ID, assign.Wanted{Shelter: w.here, Places: 20})
	if err != nil {
		t.Fatal(err)
	}
	if places(after.Rows, w.one, w.here) != 20 || places(after.Rows, w.two, w.there) != 40 || len(after.Shorts) != 1 || after.Shorts[0].People != 40 {
		t.Errorf("set by hand: %+v, without a place %+v", after.Rows, after.Shorts)
	}
	if _, err := set(p.ID, assign.Wanted{Shelter: w.here, Places: 30}); !errors.Is(err, assign.ErrChanged) {
		t.Errorf("set on a plan that counts no more: %v", err)
	}
	w.sql(t, `UPDATE shelter SET withdrawn = '测试' WHERE id = $1`, roomy)
	next := w.accepted(t)
	// The places that the officer left free are others' now, and nobody is without one.
	if places(next.Rows, w.one, w.here) != 20 || places(next.Rows, w.one, w.there) != 40 || places(next.Rows, w.two, w.here) != 30 || len(next.Shorts) != 0 {
		t.Errorf("the next run made %+v", next.Rows)
	}
	free, err := w.Release(t.Context(), ledger.Console, w.county, "typhoon", next.ID, w.one, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Release(t.Context(), ledger.Console, w.county, "typhoon", free.ID, w.one, ""); !errors.Is(err, assign.ErrNothing) {
		t.Errorf("released twice: %v", err)
	}
	if again := w.accepted(t); places(again.Rows, w.one, w.here) != 50 {
		t.Errorf("after the release the run made %+v", again.Rows)
	}
}

func TestABarrierCutsOffAndIsOfWhatWasSeen(t *testing.T) {
	w := newWorld(t)
	d := assign.Drawn{County: w.county, Kind: "river", Name: "示例溪", Hazards: []string{"flood"}, Line: orb.LineString{{118.6005, 28.69}, {118.6005, 28.71}}}
	for what, change := range map[string]func(*assign.Drawn){
		"no name": func(d *assign.Drawn) { d.Name = " " }, "a point": func(d *assign.Drawn) { d.Line = d.Line[:1] }, "no hazard": func(d *assign.Drawn) { d.Hazards = nil },
		"twice the same point": func(d *assign.Drawn) { d.Line = orb.LineString{d.Line[0], d.Line[0]} }, "no such kind": func(d *assign.Drawn) { d.Kind = "wall" },
	} {
		wrong := d
		change(&wrong)
		if _, err := w.Draw(t.Context(), ledger.Console, wrong, ""); !errors.Is(err, assign.ErrBarrier) {
			t.Errorf("%s: %v, want ErrBarrier", what, err)
		}
	}
	id, err := w.Draw(t.Context(), ledger.Console, d, "")
	if err != nil {
		t.Fatal(err)
	}
	short := func(hazard string) string {
		p, err := w.Propose(t.Context(), w.county, hazard)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, s := range p.Shorts {
			all = append(all, fmt.Sprint(s.People, s.Why))
		}
		return strings.Join(all, " ")
	}
	if got := short("typhoon"); got != "" {
		t.Errorf("in a typhoon %q, want everybody placed: the stream is none then", got)
	}
	if got := short("flood"); got != "60cut_off" {
		t.Errorf("in a flood %q", got)
	}
	all, err := w.Barriers(t.Context(), []uuid.UUID{w.county}, false)
	if err != nil || len(all) != 1 || len(all[0].Line) != 2 {
		t.Fatalf("barriers: %+v, %v", all, err)
	}
	d.Hazards = []string{"typhoon"}
	if err := w.Redraw(t.Context(), ledger.Console, id, all[0].Tag, d, ""); err != nil {
		t.Fatal(err)
	}
	if err := w.Redraw(t.Context(), ledger.Console, id, all[0].Tag, d, ""); !errors.Is(err, assign.ErrChanged) {
		t.Errorf("redrawn as it was not seen: %v", err)
	}
	if got := short("flood"); got != "" {
		t.Errorf("in a flood %q after it holds in typhoons alone", got)
	}
	now, err := w.Barrier(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.EndBarrier(t.Context(), ledger.Console, id, now.Tag, "建了桥"); err != nil {
		t.Fatal(err)
	}
	if err := w.EndBarrier(t.Context(), ledger.Console, id, now.Tag, ""); !errors.Is(err, assign.ErrEnded) {
		t.Errorf("ended twice: %v", err)
	}
	if got := short("typhoon"); got != "" {
		t.Errorf("in a typhoon %q after its end", got)
	}
}

func TestAFailedShelterIsNotPlannedFor(t *testing.T) {
	w := newWorld(t)
	w.sql(t, `INSERT INTO shelter_check (shelter, n, kind, on_day, result, body, actor, entry) VALUES ($1, 1, 'appraisal', '2026-01-01', 'failed', '示例检测', $2, $3)`, w.here, ledger.Console, w.entry)
	p, err := w.Propose(t.Context(), w.county, "typhoon")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range p.Rows {
		if r.Shelter == w.here {
			t.Errorf("%d are sent to a building that failed", r.Places)
		}
	}
}

func TestChangesAreOfVillagesThatGoElsewhere(t *testing.T) {
	w := newWorld(t)
	today := w.accepted(t)
	w.people(t, w.two, 30)
	p, err := w.Propose(t.Context(), w.county, "typhoon")
	if err != nil {
		t.Fatal(err)
	}
	if got := assign.Changes(today, p.Made); len(got) != 1 || got[0].Village != w.two {
		t.Errorf("changes: %+v, want those of the second village", got)
	}
}
