package upkeep_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/boundaries/upkeep"
	"diming/internal/ledger"
	"diming/internal/version"
)

func TestAContractIsItsOwnSidesAlone(t *testing.T) {
	w := newWorld(t)
	id := w.concluded(t)
	keeper := newAccount(t, w.pool, "keeper")
	if _, err := w.AddKeeper(t.Context(), w.officer, id, keeper); err != nil {
		t.Fatal(err)
	}
	if _, err := w.AddKeeper(t.Context(), w.officer, id, keeper); !errors.Is(err, upkeep.ErrKeeper) {
		t.Errorf("a keeper twice: %v, want ErrKeeper", err)
	}
	stranger := newAccount(t, w.pool, "stranger")
	for _, c := range []struct {
		who    string
		filter upkeep.Filter
		reads  bool
	}{
		{"its own side", read(w.b), true}, {"the other side", read(w.a), false}, {"both sides", read(w.a, w.b), true}, {"everybody's office", upkeep.Filter{Scope: upkeep.Scope{Whole: true}}, true},
		{"its keeper", upkeep.Filter{Keeper: &keeper}, true}, {"another keeper", upkeep.Filter{Keeper: &stranger}, false}, {"nobody", upkeep.Filter{}, false},
	} {
		all, err := w.Contracts(t.Context(), c.filter)
		if err != nil || (len(all) == 1) != c.reads {
			t.Errorf("%s reads %d contracts, %v, want %t", c.who, len(all), err, c.reads)
		}
	}
	got, err := upkeep.One(w.Contracts(t.Context(), read(w.b)))
	if err != nil || got.Keeper.Name != "王小明" || got.VillageName != "清湖村" || got.Term.EveryMonths != 1 || !strings.Contains(got.Basis, "广东") || len(got.Markers) != 2 || len(got.Accounts) != 1 {
		t.Errorf("the contract came back as %+v, %v", got, err)
	}
	if _, err := w.RemoveKeeper(t.Context(), w.officer, id, keeper, "离任"); err != nil {
		t.Fatal(err)
	}
	if all, err := w.Contracts(t.Context(), upkeep.Filter{Keeper: &keeper}); err != nil || len(all) != 0 {
		t.Errorf("a keeper who left reads %d contracts, %v", len(all), err)
	}
}

func TestAKeeperStandsInNoEntryAndGoesWithTheirRow(t *testing.T) {
	w := newWorld(t)
	w.concluded(t)
	var entries string
	var persons int
	if err := w.pool.QueryRow(t.Context(), `SELECT (SELECT string_agg(body, '') FROM ledger_entry), (SELECT count(*) FROM person_detail WHERE detail LIKE '%王小明%')`).Scan(&entries, &persons); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(entries, "王小明") || strings.Contains(entries, "5550123") || persons != 1 {
		t.Errorf("the keeper stands in the ledger, or in %d rows of person_detail", persons)
	}
	if _, err := w.pool.Exec(t.Context(), `DELETE FROM person_detail`); err != nil {
		t.Fatal(err)
	}
	got, err := upkeep.One(w.Contracts(t.Context(), read(w.b)))
	if err != nil || got.Keeper != (upkeep.Person{}) || got.Number == "" {
		t.Errorf("after the person was erased: %+v, %v", got.Keeper, err)
	}
}

func TestWhatAContractMustSay(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		what   string
		change func(*upkeep.Contract)
		want   error
	}{
		{"no keeper", func(c *upkeep.Contract) { c.Village, c.Keeper = nil, upkeep.Person{} }, upkeep.ErrMissing},
		{"a stretch with one end", func(c *upkeep.Contract) { c.StretchFrom = "1号界桩" }, upkeep.ErrMissing},
		{"no markers", func(c *upkeep.Contract) { c.Markers = nil }, upkeep.ErrMissing},
		{"no officer", func(c *upkeep.Contract) { c.Officer = uuid.Nil }, upkeep.ErrMissing},
		{"it ends before it begins", func(c *upkeep.Contract) { c.Term.To = day("2025-12-31") }, upkeep.ErrSpan},
		{"a marker that is not held", func(c *upkeep.Contract) { c.Markers = []uuid.UUID{uuid.New()} }, upkeep.ErrMarker},
	} {
		contract := w.contract()
		c.change(&contract)
		if _, _, err := w.Conclude(t.Context(), w.officer, w.b, contract); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
	var n int
	if err := w.pool.QueryRow(t.Context(), `SELECT count(*) FROM person_detail WHERE detail LIKE '%王小明%'`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d persons are kept of what was refused, %v", n, err)
	}
}

func TestTheIntervalIsThatOfTheDivisionWhenItWasConcluded(t *testing.T) {
	w := newWorld(t)
	before := w.concluded(t)
	err := pgx.BeginFunc(t.Context(), w.pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.change", Kind: "batch"})
		if err != nil {
			return err
		}
		return boundaries.SetSetting(t.Context(), tx, w.b.Division, boundaries.SettingPatrolMonths, "3", "江山市界桩管护办法第五条", version.Span{From: day("2026-01-01")}, entry)
	})
	if err != nil {
		t.Fatal(err)
	}
	after := w.concluded(t)
	all, err := w.Contracts(t.Context(), read(w.b))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if want := map[uuid.UUID]int{before: 1, after: 3}[c.ID]; c.Term.EveryMonths != want || c.ID == after && c.Basis != "江山市界桩管护办法第五条" {
			t.Errorf("contract: every %d months by %s, want %d", c.Term.EveryMonths, c.Basis, want)
		}
	}
}

func TestOfTwoPatrolsForOneMonthOneCounts(t *testing.T) {
	w := newWorld(t)
	id := w.concluded(t)
	const tries = 8
	errs := make([]error, tries)
	var wg sync.WaitGroup
	for i := range tries {
		wg.Go(func() {
			_, errs[i] = w.Patrol(t.Context(), w.officer, w.b, w.patrol(id, "2026-03-15"), at("2026-03-16", 9))
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, upkeep.ErrDone):
			t.Errorf("a second patrol: %v, want ErrDone", err)
		}
	}
	if won != 1 {
		t.Errorf("%d of %d patrols count for March", won, tries)
	}
	again := w.patrol(id, "2026-03-20")
	again.Occasion = upkeep.Event
	extra, err := w.Patrol(t.Context(), w.officer, w.b, again, at("2026-03-20", 11))
	if err != nil {
		t.Fatalf("a patrol after an event in the same month: %v", err)
	}
	got, err := upkeep.One(w.Contracts(t.Context(), read(w.b)))
	if err != nil || len(got.Patrolled) != 1 || got.Patrolled[0] != day("2026-03-01") {
		t.Errorf("the periods with a patrol are %v, %v, want March alone", got.Patrolled, err)
	}
	// What was entered by mistake is taken back, and the month is open again.
	patrols, err := w.Patrols(t.Context(), read(w.b))
	if err != nil || len(patrols) != 2 || patrols[0].ID != extra.ID {
		t.Fatalf("%d patrols, %v, want the two, the later one first", len(patrols), err)
	}
	if _, err := w.VoidPatrol(t.Context(), w.officer, patrols[1].ID, "录错"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Patrol(t.Context(), w.officer, w.b, w.patrol(id, "2026-03-15"), at("2026-03-16", 9)); err != nil {
		t.Errorf("after the first was taken back: %v", err)
	}
}

func TestAPatrolThatCannotStandLeavesNothing(t *testing.T) {
	w := newWorld(t)
	id := w.concluded(t)
	now := at("2026-03-16", 9)
	var half *upkeep.ChecksError
	forgetful := w.patrol(id, "2026-03-15")
	forgetful.Checks = forgetful.Checks[:1]
	if _, err := w.Patrol(t.Context(), w.officer, w.b, forgetful, now); !errors.As(err, &half) || len(half.Missing) != 1 {
		t.Errorf("a patrol that forgets a marker: %v", err)
	}
	for what, on := range map[string]string{"tomorrow's": "2026-03-17", "one before the contract": "2025-12-31"} {
		if _, err := w.Patrol(t.Context(), w.officer, w.b, w.patrol(id, on), now); !errors.Is(err, upkeep.ErrTime) {
			t.Errorf("%s: %v, want ErrTime", what, err)
		}
	}
	if _, err := w.Patrol(t.Context(), w.officer, w.a, w.patrol(id, "2026-03-15"), now); !errors.Is(err, upkeep.ErrNotFound) {
		t.Errorf("by the other side: %v, want ErrNotFound", err)
	}
	if _, err := w.End(t.Context(), w.officer, id, day("2026-02-28"), "另行委托"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Patrol(t.Context(), w.officer, w.b, w.patrol(id, "2026-03-15"), now); !errors.Is(err, upkeep.ErrTime) {
		t.Errorf("after the contract ended: %v, want ErrTime", err)
	}
	if all, err := w.Patrols(t.Context(), read(w.b)); err != nil || len(all) != 0 {
		t.Errorf("%d patrols are kept of what was refused, %v", len(all), err)
	}
}

func TestAPatrolReportsWhatItFindsBrokenToBothSides(t *testing.T) {
	w := newWorld(t)
	id := w.concluded(t)
	p := w.patrol(id, "2026-03-15")
	p.Checks[0] = upkeep.Check{Marker: w.markers[0], Reached: true, Condition: upkeep.Damaged, Cleared: upkeep.NotNeeded, Note: "碑角缺损"}
	p.Checks[1] = upkeep.Check{Marker: w.markers[1], Reached: true, Condition: upkeep.TextFaded, Cleared: upkeep.Cleared, Repainted: true}
	done, err := w.Patrol(t.Context(), w.officer, w.b, p, at("2026-03-15", 23))
	if err != nil || len(done.Reports) != 1 {
		t.Fatalf("%d reports, %v, want that of the damaged marker", len(done.Reports), err)
	}
	for _, seat := range []upkeep.Seat{w.a, w.b} {
		r, err := upkeep.One(w.Reports(t.Context(), read(seat)))
		if err != nil || r.Kind != "damaged" || *r.Marker != w.markers[0] || r.Text != "碑角缺损" || r.Clock.Hours != 12 || r.Clock.Kept() {
			t.Errorf("side %s reads %+v, %v: want the damage, told 13 hours after, of 12", seat.Side, r, err)
		}
	}
	if seen, err := (&marker.Store{DB: w.DB}).Sightings(t.Context(), w.markers[1]); err != nil || len(seen) != 1 || seen[0].Condition != marker.TextFaded {
		t.Errorf("the marker was seen %+v, %v, want its faded text", seen, err)
	}
	if patrols, err := w.Patrols(t.Context(), read(w.a)); err != nil || len(patrols) != 0 {
		t.Errorf("the other side reads %d patrols, %v", len(patrols), err)
	}
	if _, err := w.Handle(t.Context(), w.officer, done.Reports[0], "两县共同修复", day("2026-03-01")); !errors.Is(err, upkeep.ErrSpan) {
		t.Errorf("handled before it was found: %v, want ErrSpan", err)
	}
	if _, err := w.Handle(t.Context(), w.officer, done.Reports[0], "两县共同修复", day("2026-03-28")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Handle(t.Context(), w.officer, done.Reports[0], "again", day("2026-03-29")); !errors.Is(err, upkeep.ErrState) {
		t.Errorf("handled twice: %v, want ErrState", err)
	}
}

func TestAMatterIsReadByItsOwnSideUntilItIsShared(t *testing.T) {
	w := newWorld(t)
	dispute, _, err := w.Open(t.Context(), w.officer, w.b, upkeep.Matter{Kind: upkeep.Dispute, Title: "山场权属争议", Text: "双方村民", On: day("2026-03-01"), Persons: upkeep.Person{Name: "李四"}})
	if err != nil {
		t.Fatal(err)
	}
	if all, err := w.Matters(t.Context(), read(w.a)); err != nil || len(all) != 0 {
		t.Errorf("the other side reads %d matters, %v", len(all), err)
	}
	talk := upkeep.Matter{Kind: upkeep.Consultation, Title: "会商", On: day("2026-03-10"), About: &dispute}
	if _, _, err := w.Open(t.Context(), w.officer, w.a, talk); !errors.Is(err, upkeep.ErrMatter) {
		t.Errorf("the other side writes about it: %v, want ErrMatter", err)
	}
	if _, err := w.Share(t.Context(), w.officer, dispute); err != nil {
		t.Fatal(err)
	}
	if _, err := w.AddStep(t.Context(), w.officer, dispute, boundaries.SideA, day("2026-03-12"), "实地踏勘"); err != nil {
		t.Fatal(err)
	}
	got, err := upkeep.One(w.Matters(t.Context(), read(w.a)))
	if err != nil || len(got.Steps) != 1 || got.Steps[0].On != day("2026-03-12") || got.Steps[0].Side != boundaries.SideA || got.Persons.Name != "李四" {
		t.Errorf("shared, the other side reads %+v, %v", got, err)
	}
	if _, _, err := w.Open(t.Context(), w.officer, w.a, talk); err != nil {
		t.Errorf("the other side writes about what is shared: %v", err)
	}
	if _, err := w.Close(t.Context(), w.officer, dispute, "达成协议", day("2026-04-01")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.AddStep(t.Context(), w.officer, dispute, boundaries.SideA, day("2026-04-02"), "再议"); !errors.Is(err, upkeep.ErrState) {
		t.Errorf("a step after the end: %v, want ErrState", err)
	}
	if _, _, err := w.Open(t.Context(), w.officer, w.b, upkeep.Matter{Kind: upkeep.Visit, Title: "回访", On: day("2026-03-01"), Shared: true, Contract: new(uuid.UUID)}); !errors.Is(err, upkeep.ErrShared) {
		t.Errorf("a visit for both sides: %v, want ErrShared", err)
	}
}

func TestADisputeStandsInNoEntryAndNoPublicFeed(t *testing.T) {
	w := newWorld(t)
	if _, _, err := w.Open(t.Context(), w.officer, w.b, upkeep.Matter{Kind: upkeep.Dispute, Title: "秘密的山场", Text: "秘密的内容", On: day("2026-03-01"), Shared: true}); err != nil {
		t.Fatal(err)
	}
	var entries string
	var public int
	if err := w.pool.QueryRow(t.Context(), `SELECT string_agg(body, ''), count(*) FILTER (WHERE public AND action LIKE 'upkeep.%') FROM ledger_entry`).Scan(&entries, &public); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(entries, "秘密") || public != 0 {
		t.Errorf("the dispute stands in the ledger, or %d entries are public", public)
	}
}

func TestWhatIsOverdueIsDueFirst(t *testing.T) {
	w := newWorld(t)
	id := w.concluded(t)
	for _, on := range []string{"2026-01-10", "2026-02-10"} {
		if _, err := w.Patrol(t.Context(), w.officer, w.b, w.patrol(id, on), at(on, 12)); err != nil {
			t.Fatal(err)
		}
	}
	peace, _, err := w.Open(t.Context(), w.officer, w.b, upkeep.Matter{Kind: upkeep.PeaceAgreement, Title: "共建协议", On: day("2026-01-05"), Until: day("2026-05-31"), NextOn: day("2026-05-10"), Shared: true})
	if err != nil {
		t.Fatal(err)
	}
	dues, err := w.Dues(t.Context(), read(w.b), day("2026-05-02"), day("2026-06-01"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range dues {
		got = append(got, d.What+" "+d.On.String())
	}
	if want := "patrol 2026-03-31, matter 2026-05-10, until 2026-05-31"; strings.Join(got, ", ") != want || !dues[0].Overdue || dues[0].Missed != 2 || dues[1].Object != peace {
		t.Errorf("due: %v, want %s", got, want)
	}
	other, err := w.Dues(t.Context(), read(w.a), day("2026-05-02"), day("2027-06-01"))
	if err != nil || len(other) != 2 {
		t.Errorf("the other side is told of %d dues, %v, want the shared agreement's two", len(other), err)
	}
}
