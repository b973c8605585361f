package printrun_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer/address"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/payload"
	"diming/signs/plate"
	"diming/signs/printrun"
)

func (w *works) set(key, value string) {
	w.t.Helper()
	err := pgx.BeginFunc(w.t.Context(), w.pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(w.t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "setting.set", Kind: "setting", Object: uuid.Must(uuid.NewV7())})
		if err != nil {
			return err
		}
		return boundaries.SetSetting(w.t.Context(), tx, w.village, key, value, "测试", version.Span{From: version.Day(2020, 1, 1)}, entry)
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// gates plans a large, a middle and a small door plate at gates whose position is
// known.
func (w *works) gates() []uuid.UUID {
	w.t.Helper()
	var drafts []address.Draft
	for i := range 3 {
		at := orb.Point{118.62 + float64(i)/1000, 28.74}
		d := address.Draft{Components: address.Components{Division: w.village, Way: w.way, Number: fmt.Sprint(2*i + 1)}, Source: "测试", Valid: version.Span{From: version.Day(2010, 1, 1)}, Entrance: &at}
		drafts = append(drafts, d)
	}
	ids, _, err := (&address.Store{DB: w.pool}).AddBatch(w.t.Context(), ledger.Console, drafts, "编号", today)
	if err != nil {
		w.t.Fatal(err)
	}
	of := func(k artwork.Kind, a uuid.UUID) plate.Draft {
		return plate.Draft{Kind: k, Target: plate.Target{Address: a}, Postcode: "324100"}
	}
	return w.plan(of(artwork.DoorBig, ids[0]), of(artwork.DoorMiddle, ids[1]), of(artwork.DoorSmall, ids[2]))
}

func hall(context.Context, pg.DB) (func(orb.Point) ([]payload.Shelter, error), error) {
	return func(orb.Point) ([]payload.Shelter, error) {
		return []payload.Shelter{{Name: "村文化礼堂", Bearing: 32, DistanceM: 350}, {Name: "清湖小学", Bearing: 100, DistanceM: 1240}}, nil
	}, nil
}

// TestLargeCodesSayWhatTheyAreWithoutANetwork has the finished file rendered and
// its codes read by programs that are not ours, and then checked by the public
// keys alone.
func TestLargeCodesSayWhatTheyAreWithoutANetwork(t *testing.T) {
	w := newWorks(t)
	w.runs.Nearest = hall
	w.set(boundaries.SettingPlatePayload, "true")
	w.set(boundaries.SettingPlateShelter, "true")
	w.gates()
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	w.take(id, printrun.StepProof)
	parts := w.files(id)
	if again := w.files(id); !slices.Equal(again, parts) {
		t.Errorf("made again: %+v, and before %+v", again, parts)
	}
	store := &payload.Store{DB: w.pool}
	keys, err := store.Keys(t.Context())
	if err != nil || len(keys) != 1 {
		t.Fatalf("%d keys, %v", len(keys), err)
	}
	signed, plain := 0, 0
	for _, code := range outside(t, 3, filepath.Join(w.runs.Files.Dir, parts[0].SHA256[:2], parts[0].SHA256)) {
		if !strings.Contains(code, "#") {
			plain++
			continue
		}
		s, err := payload.Read(code)
		if err != nil {
			t.Fatalf("%q: %v", code, err)
		}
		if err := s.Check(keys); err != nil || s.Made != today || len(s.Shelters) != 2 || s.Shelters[0].Name != "村文化礼堂" || !strings.HasPrefix(s.Name, "江城北路") {
			t.Errorf("%+v, %v", s.Payload, err)
		}
		signed++
	}
	if signed != 2 || plain != 1 {
		t.Errorf("%d codes with a payload and %d without, want the large and the middle plate's, and the small one's", signed, plain)
	}
	for _, i := range w.items(id) {
		if want := i.Kind != artwork.DoorSmall; (i.Sign.Words == "避灾点 村文化礼堂 向东北直线约350米") != want {
			t.Errorf("%s says %q", i.Kind, i.Sign.Words)
		}
	}
	if void, err := store.Void(t.Context()); err != nil || len(void) != 0 {
		t.Errorf("void before any was: %v, %v", void, err)
	}
}

func TestAPlateThatIsVoidStandsOnTheVoidList(t *testing.T) {
	w := newWorks(t)
	w.set(boundaries.SettingPlatePayload, "true")
	plates := w.gates()
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	w.take(id, printrun.StepProof)
	p, err := w.plates.ByID(t.Context(), plates[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.plates.Take(t.Context(), ledger.Console, p.ID, p.Tag, plate.Act{Step: plate.StepVoid, On: today, Note: "印错"}, today); err != nil {
		t.Fatal(err)
	}
	void, err := (&payload.Store{DB: w.pool}).Void(t.Context())
	if err != nil || len(void) != 1 || void[0].Token != p.Token || void[0].Since.IsZero() {
		t.Errorf("void: %+v, %v", void, err)
	}
}

func TestOfEightWhoSignFirstInAYearOneMakesTheKey(t *testing.T) {
	w := newWorks(t)
	p, err := w.plates.ByID(t.Context(), w.gates()[0])
	if err != nil {
		t.Fatal(err)
	}
	draft := payload.Draft{Plate: p.ID, Token: p.Token, Name: "江城北路1号", Address: "HTTPS://DIMING.EXAMPLE.CN/Q/" + string(p.Token)}
	done := make(chan error, 8)
	for range 8 {
		go func() {
			done <- pgx.BeginFunc(t.Context(), w.pool, func(tx pgx.Tx) error {
				_, err := (&payload.Store{DB: tx}).SealAll(t.Context(), tx, ledger.Console, "330881", uuid.Nil, []payload.Draft{draft}, today)
				return err
			})
		}()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	store := &payload.Store{DB: w.pool}
	keys, err := store.Keys(t.Context())
	if err != nil || len(keys) != 1 {
		t.Fatalf("%d keys, %v; want one", len(keys), err)
	}
	if err := store.Withdraw(t.Context(), ledger.Console, keys[0].Key, "泄露"); err != nil {
		t.Fatal(err)
	}
	if err := store.Withdraw(t.Context(), ledger.Console, keys[0].Key, "泄露"); !errors.Is(err, payload.ErrGone) {
		t.Errorf("withdrawn twice: %v, want ErrGone", err)
	}
	said, err := store.Of(t.Context(), []uuid.UUID{p.ID})
	if err != nil {
		t.Fatal(err)
	}
	s, err := payload.Read(said[p.ID].Text)
	if err != nil {
		t.Fatal(err)
	}
	if keys, err = store.Keys(t.Context()); err != nil || !errors.Is(s.Check(keys), payload.ErrKeyEnded) {
		t.Errorf("under a key that was withdrawn: %v, %v", s.Check(keys), err)
	}
	err = pgx.BeginFunc(t.Context(), w.pool, func(tx pgx.Tx) error {
		_, err := (&payload.Store{DB: tx}).SealAll(t.Context(), tx, ledger.Console, "330881", uuid.Nil, []payload.Draft{draft}, today)
		return err
	})
	if keys, _ = store.Keys(t.Context()); err != nil || len(keys) != 2 || keys[1].Key.Nth != 2 {
		t.Errorf("after it was withdrawn: %d keys, %v; want a second of the year", len(keys), err)
	}
}
