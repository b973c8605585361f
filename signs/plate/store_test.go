package plate_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/signs"
	"diming/signs/artwork"
	"diming/signs/plate"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

const county, village = "330881", "330881001201"

// today is the day on which the tests are made.
var today = version.Day(2026, 11, 26)

var photo = strings.Repeat("ab", 32)

// A street is one with houses at both its ends, and another beside it.
type street struct {
	t            *testing.T
	pool         *pgxpool.Pool
	places       *gazetteer.Store
	plates       *plate.Store
	way, lane    uuid.UUID
	house, other uuid.UUID // addresses 12-1号 in the street and 3号 in the lane
}

func newStreet(t *testing.T) *street {
	t.Helper()
	pool := pgtest.New(t)
	w := &street{t: t, pool: pool, places: &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}, plates: &plate.Store{DB: pool}}
	rows := []gazetteer.DivisionRow{{Code: "33", Name: "浙江省"}, {Code: "3308", Name: "衢州市"}, {Code: county, Name: "江山市"}, {Code: "330881001", Name: "双塔街道办事处"}, {Code: village, Name: "文苑社区居委会"}}
	for i := range rows {
		rows[i].Number, rows[i].Valid.From = i+1, version.Day(2000, 1, 1)
	}
	if _, err := w.places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public"}, rows); err != nil {
		t.Fatal(err)
	}
	w.way, w.lane = w.place("江城北路"), w.place("示例巷")
	in, err := w.places.Boundaries.ByCode(t.Context(), boundaries.Reader{Internal: true}, village)
	if err != nil {
		t.Fatal(err)
	}
	drafts := []address.Draft{
		{Components: address.Components{Division: in.ID, Way: w.way, Number: "12", Sub: "1", InsertFormat: "-"}},
		{Components: address.Components{Division: in.ID, Way: w.lane, Number: "3"}},
	}
	for i := range drafts {
		drafts[i].Source, drafts[i].Valid.From = "测试", version.Day(2010, 1, 1)
	}
	ids, _, err := (&address.Store{DB: pool}).AddBatch(t.Context(), ledger.Console, drafts, "编号", today)
	if err != nil {
		t.Fatal(err)
	}
	w.house, w.other = ids[0], ids[1]
	return w
}

func (w *street) place(name string) uuid.UUID {
	w.t.Helper()
	id, _, err := w.places.Add(w.t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "23514", Division: "330881001",
		Visibility: "public", Source: "测试", Valid: version.Span{From: version.Day(2001, 1, 1)}}, "测试")
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w *street) plan(drafts ...plate.Draft) []uuid.UUID {
	w.t.Helper()
	ids, err := w.plates.Plan(w.t.Context(), ledger.Console, drafts, "新编门牌", today)
	if err != nil {
		w.t.Fatal(err)
	}
	return ids
}

func (w *street) read(id uuid.UUID) plate.Plate {
	w.t.Helper()
	p, err := w.plates.ByID(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

func (w *street) take(id uuid.UUID, acts ...plate.Act) {
	w.t.Helper()
	for _, a := range acts {
		if a.On.IsZero() {
			a.On = today
		}
		if _, err := w.plates.Take(w.t.Context(), ledger.Console, id, w.read(id).Tag, a, today); err != nil {
			w.t.Fatal(err)
		}
	}
}

// hung are the steps from the plan to the wall.
func hung() []plate.Act {
	at := orb.Point{118.62, 28.74}
	return []plate.Act{{Step: plate.StepCheck}, {Step: plate.StepOrder}, {Step: plate.StepMake}, {Step: plate.StepReceive}, {Step: plate.StepInstall, Point: &at, Photo: photo}, {Step: plate.StepAccept}}
}

func door(a uuid.UUID) plate.Draft {
	return plate.Draft{Kind: artwork.DoorSmall, Target: plate.Target{Address: a}}
}

func sign(p uuid.UUID) plate.Draft {
	return plate.Draft{Kind: artwork.Street, Target: plate.Target{Place: p}, Bearing: artwork.NorthSouth}
}

func TestAPlateSaysWhatTheRegisterHas(t *testing.T) {
	w := newStreet(t)
	in, err := w.places.Boundaries.ByCode(t.Context(), boundaries.Reader{Internal: true}, village)
	if err != nil {
		t.Fatal(err)
	}
	ids := w.plan(door(w.house), sign(w.way), plate.Draft{Kind: artwork.Village, Target: plate.Target{Place: in.ID}})
	d, s := w.read(ids[0]), w.read(ids[1])
	if want := (plate.Words{Name: "文苑社区", Pinyin: "WENYUAN SHEQU"}); w.read(ids[2]).Words != want {
		t.Errorf("the sign of the community says %+v, want %+v", w.read(ids[2]).Words, want)
	}
	for _, id := range ids {
		if got := w.read(id).County; got != county {
			t.Errorf("plate %s lies in %q, want %s", id, got, county)
		}
	}
	if want := (plate.Words{Name: "江城北路", Number: "12-1号"}); d.Words != want {
		t.Errorf("the door plate says %+v, want %+v", d.Words, want)
	}
	if want := (plate.Words{Name: "江城北路", Pinyin: "JIANGCHENG BEILU"}); s.Words != want || s.Bearing != artwork.NorthSouth {
		t.Errorf("the sign says %+v, want %+v", s.Words, want)
	}
	found, err := w.plates.ByToken(t.Context(), d.Token)
	if err != nil || found.ID != d.ID || d.Token == s.Token {
		t.Errorf("the code of the door plate leads to %v, %v", found.ID, err)
	}
	code, err := (&signs.Store{DB: w.pool}).Find(t.Context(), d.Token)
	if err != nil || code.Place != w.way {
		t.Errorf("its page is that of %v, %v, want the street's", code.Place, err)
	}
}

func TestARenamePutsExactlyTheChangedPlatesOnTheReprintList(t *testing.T) {
	w := newStreet(t)
	ids := w.plan(door(w.house), sign(w.way), door(w.other), door(w.house))
	for _, id := range ids[:3] {
		w.take(id, hung()...)
	}
	listed := func() []uuid.UUID {
		var all []uuid.UUID
		for after, more := uuid.Nil, true; more; more = after != uuid.Nil {
			page, next, err := w.plates.Reprints(t.Context(), plate.Filter{County: county, After: after, Limit: 2}, today)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page {
				all = append(all, r.ID)
			}
			after = next
		}
		return all
	}
	if got := listed(); got != nil {
		t.Fatalf("before the rename the list has %v", got)
	}
	if _, err := w.places.Rename(t.Context(), ledger.Console, w.way, "清湖大道", version.Span{From: version.Day(2026, 11, 1)}, "更名"); err != nil {
		t.Fatal(err)
	}
	if got := listed(); !slices.Equal(got, ids[:2]) {
		t.Errorf("the list has %v, want the door plate and the sign of the street %v", got, ids[:2])
	}
	page, _, err := w.plates.Reprints(t.Context(), plate.Filter{County: county, Limit: 10}, today)
	if err != nil || len(page) != 2 || page[0].Name != "江城北路" || page[0].Now == nil || page[0].Now.Name != "清湖大道" || page[0].Now.Number != "12-1号" {
		t.Errorf("the door plate stands as %+v, %v", page, err)
	}
	w.take(ids[3], plate.Act{Step: plate.StepCheck})
	if got := w.read(ids[3]).Name; got != "清湖大道" {
		t.Errorf("a plate checked after the rename says %s", got)
	}
	w.take(ids[3], hung()[1:]...)
	w.take(ids[0], plate.Act{Step: plate.StepReplace, Successor: &ids[3]})
	if got := listed(); !slices.Equal(got, ids[1:2]) {
		t.Errorf("after the door plate was replaced the list has %v", got)
	}
}

func TestStepsThatLackSomethingAreRefused(t *testing.T) {
	w := newStreet(t)
	ids := w.plan(door(w.house), door(w.other))
	w.take(ids[0], hung()[:4]...)
	at := orb.Point{118.62, 28.74}
	for what, a := range map[string]plate.Act{
		"hung without a photo":    {Step: plate.StepInstall, On: today, Point: &at},
		"hung nowhere":            {Step: plate.StepInstall, On: today, Photo: photo},
		"void without a reason":   {Step: plate.StepVoid, On: today},
		"returned without reason": {Step: plate.StepReturn, On: today},
	} {
		if _, err := w.plates.Take(t.Context(), ledger.Console, ids[0], w.read(ids[0]).Tag, a, today); !errors.Is(err, plate.ErrContent) {
			t.Errorf("%s: %v, want ErrContent", what, err)
		}
	}
	for what, c := range map[string]struct {
		a    plate.Act
		want error
	}{
		"accepted before it hangs": {plate.Act{Step: plate.StepAccept, On: today}, plate.ErrStep},
		"hung tomorrow":            {plate.Act{Step: plate.StepInstall, On: version.Day(2026, 11, 27), Point: &at, Photo: photo}, plate.ErrDay},
		"hung before it was made":  {plate.Act{Step: plate.StepInstall, On: version.Day(2026, 11, 1), Point: &at, Photo: photo}, plate.ErrDay},
	} {
		if _, err := w.plates.Take(t.Context(), ledger.Console, ids[0], w.read(ids[0]).Tag, c.a, today); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
	}
	w.take(ids[0], hung()[4:]...)
	w.take(ids[1], hung()...)
	if _, err := w.plates.Take(t.Context(), ledger.Console, ids[0], w.read(ids[0]).Tag, plate.Act{Step: plate.StepReplace, On: today, Successor: &ids[1]}, today); !errors.Is(err, plate.ErrContent) {
		t.Errorf("replaced by the plate of another house: %v, want ErrContent", err)
	}
	w.take(ids[0], plate.Act{Step: plate.StepReport, Fault: plate.Fallen, Due: version.Day(2026, 12, 26)})
	if got := w.read(ids[0]); got.State != plate.Faulty || got.Due != version.Day(2026, 12, 26) {
		t.Errorf("a fallen plate is %s, due %s", got.State, got.Due)
	}
}

func TestWhatAPlateWasMadeWithStays(t *testing.T) {
	w := newStreet(t)
	id := w.plan(door(w.house))[0]
	w.take(id, plate.Act{Step: plate.StepCheck})
	for _, change := range []string{`name = '别的路'`, `number = '13号'`} {
		if _, err := w.pool.Exec(t.Context(), `UPDATE plate SET `+change+` WHERE id = $1`, id); err == nil {
			t.Errorf("the database lets %s", change)
		}
	}
	token := w.read(id).Token
	w.take(id, plate.Act{Step: plate.StepVoid, Note: "编号有误"})
	code, err := (&signs.Store{DB: w.pool}).Find(t.Context(), token)
	if err != nil || code.Revoked != "编号有误" {
		t.Errorf("the code of a void plate: %+v, %v", code, err)
	}
}

func TestOfTwoWhoTakeAStepAtOnceOneIsTold(t *testing.T) {
	w := newStreet(t)
	id := w.plan(door(w.house))[0]
	tag := w.read(id).Tag
	errs := make([]error, 8)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			_, errs[i] = w.plates.Take(t.Context(), ledger.Console, id, tag, plate.Act{Step: plate.StepCheck, On: today}, today)
		})
	}
	all.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
		} else if !errors.Is(err, plate.ErrChanged) {
			t.Errorf("the slower is told %v, want ErrChanged", err)
		}
	}
	if done != 1 {
		t.Errorf("%d took the step", done)
	}
}

func TestAPlanIsAllOrNothing(t *testing.T) {
	w := newStreet(t)
	var refused *plate.RefusedError
	for what, drafts := range map[string][]plate.Draft{
		"a door plate of a place": {door(w.house), {Kind: artwork.DoorSmall, Target: plate.Target{Place: w.way}}},
		"an address of nobody":    {door(w.house), door(uuid.New())},
		"an unknown kind":         {door(w.house), {Kind: "poster", Target: plate.Target{Place: w.way}}},
	} {
		if _, err := w.plates.Plan(t.Context(), ledger.Console, drafts, "新编", today); !errors.As(err, &refused) || refused.Row != 2 {
			t.Errorf("%s: %v, want the second row refused", what, err)
		}
	}
	held, err := w.plates.List(t.Context(), plate.Filter{Limit: 10})
	if err != nil || len(held) > 0 {
		t.Errorf("%d plates are held, %v", len(held), err)
	}
}

func TestTheDatabaseHasTheSameSteps(t *testing.T) {
	w := newStreet(t)
	rows, err := w.pool.Query(t.Context(), `SELECT step, from_state, to_state FROM plate_transition`)
	if err != nil {
		t.Fatal(err)
	}
	held, err := pgx.CollectRows(rows, pgx.RowToStructByPos[plate.Transition])
	if err != nil {
		t.Fatal(err)
	}
	order := func(a, b plate.Transition) int {
		return strings.Compare(string(a.Step+"/"+plate.Step(a.From)+"/"+plate.Step(a.To)), string(b.Step+"/"+plate.Step(b.From)+"/"+plate.Step(b.To)))
	}
	want := plate.Transitions()
	slices.SortFunc(held, order)
	slices.SortFunc(want, order)
	if !slices.Equal(held, want) {
		t.Errorf("the database has %v, the program %v", held, want)
	}
}
