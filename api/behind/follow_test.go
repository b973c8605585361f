package behind

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/signs"
	"diming/signs/artwork"
	"diming/signs/plate"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// A town is a small register that is changed at random.
type town struct {
	pool      *pgxpool.Pool
	places    *gazetteer.Store
	addresses *address.Store
	plates    *plate.Store
	signs     *signs.Store
	streets   []uuid.UUID
	houses    []uuid.UUID
	hung      []uuid.UUID
	village   uuid.UUID
	n         int
}

func square(x, y, side float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}}}
}

func newTown(t testing.TB) *town {
	pool := pgtest.New(t)
	w := &town{pool: pool, places: &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}, addresses: &address.Store{DB: pool}, plates: &plate.Store{DB: pool}, signs: &signs.Store{DB: pool}}
	rows := []gazetteer.DivisionRow{{Code: "33", Name: "浙江省"}, {Code: "3308", Name: "衢州市"}, {Code: "330881", Name: "江山市", Area: square(118, 28, 1)},
		{Code: "330881001", Name: "双塔街道办事处", Area: square(118, 28, 0.5)}, {Code: "330881002", Name: "虎山街道办事处", Area: square(118.5, 28, 0.5)},
		{Code: "330881001201", Name: "文苑社区居委会", Area: square(118, 28, 0.25)}, {Code: "330881001202", Name: "示例村村委会", Area: square(118.25, 28, 0.25)}}
	w.load(t, rows)
	w.village = w.divisionID(t, "330881001201")
	for _, name := range []string{"江城北路", "示例巷", "清溪路"} {
		w.streets = append(w.streets, w.place(t, name, "public"))
	}
	w.streets = append(w.streets, w.place(t, "内部路", "internal"))
	for i := range 6 {
		must(t, w.house(t.Context(), w.streets[i%len(w.streets)]))
	}
	must(t, w.plate(t.Context(), plate.Draft{Kind: artwork.Street, Target: plate.Target{Place: w.streets[0]}, Bearing: artwork.NorthSouth}))
	must(t, w.plate(t.Context(), plate.Draft{Kind: artwork.Village, Target: plate.Target{Place: w.village}}))
	ledgertest.Settle(t, pool)
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *town) load(t testing.TB, rows []gazetteer.DivisionRow) {
	t.Helper()
	for i := range rows {
		rows[i].Number, rows[i].Valid.From, rows[i].AreaBasis = i+1, version.Day(2000, 1, 1), "测试"
	}
	_, err := w.places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public"}, rows)
	must(t, err)
}

func (w *town) divisionID(t testing.TB, code string) uuid.UUID {
	t.Helper()
	d, err := w.places.Boundaries.ByCode(t.Context(), boundaries.Reader{Internal: true}, code)
	must(t, err)
	return d.ID
}

func (w *town) place(t testing.TB, name, visibility string) uuid.UUID {
	t.Helper()
	id, _, err := w.places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "23514", Division: "330881001",
		Visibility: visibility, Source: "测试", Valid: version.Span{From: version.Day(2001, 1, 1)}}, "测试")
	must(t, err)
	return id
}

// house numbers a house in a street, and plans its plate.
func (w *town) house(ctx context.Context, way uuid.UUID) error {
	w.n++
	id, _, err := w.addresses.Add(ctx, ledger.Console, address.Draft{Components: address.Components{Division: w.village, Way: way, Number: fmt.Sprint(w.n)},
		Visibility: "public", Source: "测试", Valid: version.Span{From: version.Day(2010, 1, 1)}}, "编号", version.Today())
	if err != nil {
		return err
	}
	w.houses = append(w.houses, id)
	return w.plate(ctx, plate.Draft{Kind: artwork.DoorSmall, Target: plate.Target{Address: id}})
}

func (w *town) plate(ctx context.Context, d plate.Draft) error {
	ids, err := w.plates.Plan(ctx, ledger.Console, []plate.Draft{d}, "新编门牌", version.Today())
	w.hung = append(w.hung, ids...)
	return err
}

// next leads a plate one step on from where it is.
func (w *town) next(ctx context.Context, id uuid.UUID, end bool) error {
	p, err := w.plates.ByID(ctx, id)
	if err != nil {
		return err
	}
	at := orb.Point{118.1, 28.1}
	act := plate.Act{On: version.Today(), Note: "测试", Step: map[plate.State]plate.Step{plate.Planned: plate.StepCheck, plate.Checked: plate.StepOrder, plate.Ordered: plate.StepMake,
		plate.Made: plate.StepReceive, plate.Received: plate.StepInstall, plate.Installed: plate.StepAccept}[p.State]}
	switch {
	case act.Step == plate.StepInstall:
		act.Point, act.Photo = &at, strings.Repeat("ab", 32)
	case act.Step == "":
		act.Step = plate.StepRemove
	case end && p.State == plate.Planned:
		act.Step = plate.StepVoid
	}
	_, err = w.plates.Take(ctx, ledger.Console, id, p.Tag, act, version.Today())
	return err
}

// readdress changes an address, cancels it or takes it out of the register.
func (w *town) readdress(ctx context.Context, id uuid.UUID, how int) error {
	a, err := w.addresses.ByID(ctx, boundaries.Reader{Internal: true}, id)
	if err != nil {
		return err
	}
	switch how {
	case 0:
		d := a.Draft
		w.n++
		d.Number = fmt.Sprint(w.n)
		_, err = w.addresses.Change(ctx, ledger.Console, id, a.Tag, d, version.Today(), "重编", version.Today())
	case 1:
		_, err = w.addresses.Take(ctx, ledger.Console, id, a.Tag, address.Act{Step: address.StepCancel, On: version.Today(), Note: "拆除"}, version.Today())
	default:
		_, err = w.addresses.Withdraw(ctx, ledger.Console, id, a.Tag, nil, "误录")
	}
	return err
}

// edit makes one change that the rules may refuse, and tells whether it was made.
func (w *town) edit(t testing.TB, kind string, draw func(what string, n int) int) bool {
	ctx := t.Context()
	today := version.Span{From: version.Today()}
	street := w.streets[draw("street", len(w.streets))]
	house := w.houses[draw("house", len(w.houses))]
	hung := w.hung[draw("plate", len(w.hung))]
	w.n++
	var err error
	switch kind {
	case "rename":
		_, err = w.places.Rename(ctx, ledger.Console, street, fmt.Sprintf("示例%d路", w.n), today, "更名")
	case "describe":
		text := fmt.Sprint("含义", w.n)
		_, err = w.places.Describe(ctx, ledger.Console, street, gazetteer.Description{Meaning: &text}, today, "补充")
	case "withdraw":
		other := w.streets[draw("successor", len(w.streets))]
		_, err = w.places.Withdraw(ctx, ledger.Console, street, &other, "重复")
	case "sound":
		p, failed := w.places.Place(ctx, boundaries.Reader{Internal: true}, street)
		must(t, failed)
		_, err = w.places.SetSound(ctx, ledger.Console, street, p.Name(version.Today()).ID, gazetteer.Sound{SHA256: fmt.Sprintf("%064x", w.n), Kind: "mp3", Size: 1}, "录音")
	case "step":
		err = w.next(ctx, hung, draw("end", 3) == 0)
	case "address":
		err = w.readdress(ctx, house, draw("how", 3))
	case "street":
		w.streets = append(w.streets, w.place(t, fmt.Sprintf("新建%d路", w.n), []string{"public", "internal"}[draw("visibility", 2)]))
	case "house":
		err = w.house(ctx, street)
	case "code":
		_, err = w.signs.TokenOf(ctx, street)
	case "old code":
		_, err = w.plates.EnterFound(ctx, ledger.Console, []plate.Found{{Kind: artwork.Street, Target: plate.Target{Place: w.streets[0]}, Says: plate.Words{Name: "老路"}, Seen: version.Today(),
			Code: fmt.Sprintf("http://old.test/x?id=%d", w.n)}}, "普查", version.Today())
	case "land":
		w.load(t, []gazetteer.DivisionRow{{Code: "330881002201", Name: fmt.Sprintf("甲%d村村委会", w.n), Area: square(118.5, 28, 0.2)}})
	}
	var refused interface{ Unwrap() error }
	if err != nil && !errors.As(err, &refused) {
		t.Fatalf("%s: %v", kind, err)
	}
	return err == nil
}

var kinds = []string{"rename", "describe", "withdraw", "sound", "step", "address", "street", "house", "code", "old code", "land"}

// difference tells where what was followed is not what the register says.
func difference(followed, fresh *Snapshot) string {
	for _, part := range []struct {
		name         string
		followed, is any
	}{{"day", followed.Day, fresh.Day}, {"seq", followed.Seq, fresh.Seq}, {"approval", followed.Approval, fresh.Approval}, {"codes", followed.Codes, fresh.Codes}, {"own codes", followed.Own, fresh.Own},
		{"plates", followed.Plates, fresh.Plates}, {"addresses", followed.Addresses, fresh.Addresses}, {"recordings", followed.Sounds, fresh.Sounds}, {"old codes", followed.Old, fresh.Old}, {"land", followed.Land, fresh.Land}} {
		if !reflect.DeepEqual(part.followed, part.is) {
			return fmt.Sprintf("%s: followed %+v, the register has %+v", part.name, part.followed, part.is)
		}
	}
	for id, p := range fresh.Places {
		if !reflect.DeepEqual(followed.Places[id], p) {
			return fmt.Sprintf("place %s: followed %+v, the register has %+v", id, followed.Places[id], p)
		}
	}
	return unled(followed, fresh)
}

// unled tells of a place that is held and that the register does not give; one
// that nothing leads to any more does no harm.
func unled(followed, fresh *Snapshot) string {
	led := map[uuid.UUID]bool{}
	for _, c := range followed.Codes {
		led[c.Place] = true
	}
	for id := range followed.Places {
		if _, ok := fresh.Places[id]; !ok && led[id] {
			return fmt.Sprintf("place %s is held and is not public", id)
		}
	}
	return ""
}

func TestWhatIsFollowedIsWhatTheRegisterSays(t *testing.T) {
	w := newTown(t)
	k := NewKeeper(w.pool)
	must(t, k.Look(t.Context()))
	must(t, flag.Set("rapid.checks", "40"))
	made := map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 4).Draw(r, "edits") {
			kind := rapid.SampledFrom(kinds).Draw(r, "kind")
			if w.edit(t, kind, func(what string, n int) int { return rapid.IntRange(0, n-1).Draw(r, what) }) {
				made[kind]++
			}
		}
		ledgertest.Settle(t, w.pool)
		must(t, k.Look(t.Context()))
		fresh, err := build(t.Context(), w.pool, version.Today())
		must(t, err)
		if d := difference(k.Now().Snapshot, fresh); d != "" {
			r.Fatal(d)
		}
	})
	for _, kind := range kinds {
		if made[kind] == 0 {
			t.Errorf("no %q was made: the test says nothing of it", kind)
		}
	}
	t.Log("edits:", made)
}

// TestAFollowerThatLosesAChangeIsFound hands a follower nothing of one kind of
// change: the comparison of the test above must see it.
func TestAFollowerThatLosesAChangeIsFound(t *testing.T) {
	for _, kind := range []string{"rename", "step", "address", "house", "old code"} {
		w := newTown(t)
		k := NewKeeper(w.pool)
		must(t, k.Look(t.Context()))
		if !w.edit(t, kind, func(string, int) int { return 0 }) {
			t.Fatalf("%s was refused", kind)
		}
		ledgertest.Settle(t, w.pool)
		fresh, err := build(t.Context(), w.pool, version.Today())
		must(t, err)
		lost := *k.Now().Snapshot
		lost.Seq = fresh.Seq // the change is passed over
		k.now.Store(&Now{Snapshot: &lost, At: time.Now()})
		k.fresh = time.Now().Add(overlap)
		must(t, k.Look(t.Context()))
		if difference(k.Now().Snapshot, fresh) == "" {
			t.Errorf("a lost %q is not seen", kind)
		}
	}
}

func TestTheTimeMovesThoughNothingChanges(t *testing.T) {
	w := newTown(t)
	k := NewKeeper(w.pool)
	must(t, k.Look(t.Context()))
	first := k.Now()
	must(t, k.Look(t.Context()))
	second := k.Now()
	if first.Snapshot != second.Snapshot || !second.At.After(first.At) || second.Away {
		t.Errorf("nothing changed: at %v, then %v; the same snapshot: %v", first.At, second.At, first.Snapshot == second.Snapshot)
	}
}
