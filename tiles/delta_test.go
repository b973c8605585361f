package tiles

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/internal/pmtiles"
	"diming/tiles/delta"
)

// A testSigner is a register that signs deltas.
type testSigner struct{ ed25519.PrivateKey }

var signer = testSigner{ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))}

func (s testSigner) Key() string {
	return base64.RawURLEncoding.EncodeToString(s.Public().(ed25519.PublicKey))
}

func (s testSigner) Sign(text []byte) string {
	return base64.RawURLEncoding.EncodeToString(ed25519.Sign(s.PrivateKey, text))
}

// packed writes the tiles of the world as one archive.
func packed(t testing.TB, s *Store, v View) []byte {
	t.Helper()
	var out bytes.Buffer
	ground := orb.Bound{Min: orb.Point{worldWest, worldSouth}, Max: orb.Point{worldWest + 3*worldSide, worldSouth + 3*worldSide}}.Pad(worldSide / 4)
	_, err := s.WriteArchive(t.Context(), Wanted{Set: v.Set, Sees: v.Sees, AsOf: v.AsOf, Ground: ground, From: 5, To: MaxZoom, Title: "小县", Key: signer.Key()}, &out, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(t testing.TB, file []byte) *pmtiles.Archive {
	t.Helper()
	a, err := pmtiles.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func digestOf(t testing.TB, file []byte) string {
	t.Helper()
	sum, err := delta.Digest(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// renewed writes what changed since an archive, and applies it.
func renewed(t testing.TB, s *Store, base []byte) (Renewed, []byte) {
	t.Helper()
	var out, result bytes.Buffer
	done, err := s.WriteDelta(t.Context(), Renewal{Base: opened(t, base), Digest: digestOf(t, base), By: signer}, &out, nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := delta.Read(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Apply(opened(t, base), digestOf(t, base), "", &result); err != nil {
		t.Fatal(err)
	}
	return done, result.Bytes()
}

// compared is what comparing all tiles of two archives finds.
func compared(t testing.TB, base, later []byte) delta.Manifest {
	t.Helper()
	var out bytes.Buffer
	m, err := delta.Between(opened(t, base), opened(t, later), digestOf(t, base), digestOf(t, later), &out, signer)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func edited(t testing.TB, r *register, pool *pgxpool.Pool, touches func(difference) []touch, all []edit) {
	t.Helper()
	s := newStore(t, pool)
	s.touches = touches
	for _, e := range all {
		if err := s.Apply(t.Context(), edits[e.What](newWorld(r), e)); err != nil {
			t.Fatalf("%+v: %v", e, err)
		}
	}
}

// TestAPackAndADeltaAreThePackMadeAnew plays histories in which anything may happen
// that tiles show. The archive of before with its delta is the archive of after,
// byte for byte, and the delta, for which only what changes touched was made, is the
// one that comparing both archives gives.
func TestAPackAndADeltaAreThePackMadeAnew(t *testing.T) {
	r, pool := filledWorld(t)
	made, all, changed := 0, 0, 0
	for seed := range 3 {
		history := historyOf(uint64(100 + seed))
		bases := make([][]byte, len(worldViews))
		for i, v := range worldViews {
			bases[i] = packed(t, newStore(t, pool), v)
		}
		edited(t, r, pool, touchesOf, history)
		for i, v := range worldViews {
			later := packed(t, newStore(t, pool), v)
			done, got := renewed(t, newStore(t, pool), bases[i])
			if !bytes.Equal(got, later) {
				t.Errorf("%s after %v: pack and delta are %d bytes, made anew it is %d, or others", v.Set, history, len(got), len(later))
			}
			if d := cmp.Diff(compared(t, bases[i], later), done.Manifest); d != "" {
				t.Errorf("%s after %v (-compared +delta):\n%s", v.Set, history, d)
			}
			made, all, changed = made+done.Made, all+done.All, changed+len(done.Changed)+len(done.Gone)
		}
	}
	t.Logf("%d of %d tiles were made, of which %d are others", made, all, changed)
	if changed == 0 || made > all/2 {
		t.Errorf("%d of %d tiles were made and %d changed, which tests little", made, all, changed)
	}
}

// TestWhatADeltaIsMadeOf looks at one world from many sides, one after another.
func TestWhatADeltaIsMadeOf(t *testing.T) {
	r, pool := filledWorld(t)
	for _, test := range []struct {
		name string
		hold func(*testing.T, *register, *pgxpool.Pool)
	}{
		{"of what began and ended between two days", aDeltaOfAnotherDayHoldsWhatBeganAndEnded},
		{"of changes two days ago, which servers forgot", changesAreKeptForDeltasLongerThanForServers},
		{"of all tiles where what changed is not known", aDeltaOfAllTilesWhereWhatChangedIsNotKnown},
		{"not of an archive of others", aDeltaOfAnArchiveOfOthersIsRefused},
		{"nor of what a register forgot", aDeltaOfARegisterThatForgetsIsFoundOut},
	} {
		t.Run(test.name, func(t *testing.T) {
			r.t = t
			test.hold(t, r, pool)
		})
	}
	r.t = t
}

func aDeltaOfAnotherDayHoldsWhatBeganAndEnded(t *testing.T, r *register, pool *pgxpool.Pool) {
	w := newWorld(r)
	w.place(testID(worldPlace+5), "22200", "后天村", "", wkt(w.at(1, 1)), "[2026-11-25,)")
	w.place(testID(worldPlace+6), "22200", "前天村", "", wkt(w.at(2, 2)), "[2010-01-01,2026-11-24)")
	w.version(testID(village(7, 7)), "330899900999", "新村", 5, w.box(worldWest, worldWest+worldSide/3, 0, 0.5), "[2026-11-24,2026-11-30)")
	if err := newStore(t, pool).Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	later := func() *Store {
		s := newStore(t, pool)
		s.Now = func() time.Time { return testNow().AddDate(0, 0, 4) }
		return s
	}
	before, after := packed(t, newStore(t, pool), View{Set: Public}), packed(t, later(), View{Set: Public})
	for _, test := range []struct {
		s          *Store
		from, want []byte
	}{{later(), before, after}, {newStore(t, pool), after, before}} {
		done, got := renewed(t, test.s, test.from)
		if !bytes.Equal(got, test.want) || len(done.Changed) == 0 || done.Made == done.All {
			t.Errorf("%d tiles made of %d, %d changed; it is the archive of that day: %v", done.Made, done.All, len(done.Changed), bytes.Equal(got, test.want))
		}
	}
}

// changesAreKeptForDeltasLongerThanForServers has a server that slept over two days: it
// trusts nothing that it holds, while an archive of before them is renewed by what
// changed.
func changesAreKeptForDeltasLongerThanForServers(t *testing.T, r *register, pool *pgxpool.Pool) {
	r.exec(`UPDATE tile_change SET at = at - interval '3 days'`)
	sleeper := newStore(t, pool)
	if err := sleeper.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	far := tileAt(14, worldWest+0.1*worldSide, worldSouth+0.1*worldSide)
	tag := mustTile(t, sleeper, far, time.Time{}).ETag
	base := packed(t, newStore(t, pool), View{Set: Public})
	for i := range 2 {
		edited(t, r, pool, touchesOf, []edit{{"a place moves", 0, 2.5, float64(i)}})
	}
	r.exec(`UPDATE tile_change SET at = at - interval '2 days' WHERE at > clock_timestamp() - interval '1 day'`)
	if done, got := renewed(t, newStore(t, pool), base); done.Made == done.All || !bytes.Equal(got, packed(t, newStore(t, pool), View{Set: Public})) {
		t.Errorf("%d of %d tiles are made", done.Made, done.All)
	}
	if err := sleeper.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if sleeper.Current(View{Set: Public}, far, tag) {
		t.Error("a server that slept over two days trusts what it held")
	}
}

func aDeltaOfAllTilesWhereWhatChangedIsNotKnown(t *testing.T, r *register, pool *pgxpool.Pool) {
	base := packed(t, newStore(t, pool), View{Set: Public})
	edited(t, r, pool, touchesOf, []edit{{"a place moves", 0, 2.5, 0.2}})
	hold := func(what string, s *Store) {
		t.Helper()
		later := packed(t, s, View{Set: Public})
		if done, got := renewed(t, s, base); done.Made != done.All || !bytes.Equal(got, later) {
			t.Errorf("%s: %d of %d tiles are made; it is the archive made anew: %v", what, done.Made, done.All, bytes.Equal(got, later))
		}
	}
	levels := newStore(t, pool)
	levels.ShowFrom(4)
	hold("other levels", levels)
	r.exec(`UPDATE tile_change SET at = at + interval '1 second'`)
	hold("another register", newStore(t, pool))
	r.exec(`DELETE FROM tile_change`)
	hold("changes that are not kept", newStore(t, pool))
}

func aDeltaOfAnArchiveOfOthersIsRefused(t *testing.T, _ *register, pool *pgxpool.Pool) {
	w, err := pmtiles.NewWriter(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var other, out bytes.Buffer
	if err := w.Finish(&other, pmtiles.About{Metadata: map[string]any{"name": "other"}}); err != nil {
		t.Fatal(err)
	}
	_, err = newStore(t, pool).WriteDelta(t.Context(), Renewal{Base: opened(t, other.Bytes()), By: signer}, &out, nil)
	if !errors.Is(err, ErrUnknownSet) || out.Len() > 0 {
		t.Errorf("%v, and %d bytes are written", err, out.Len())
	}
}

// aDeltaOfARegisterThatForgetsIsFoundOut takes away what says which tiles a change
// touches: pack and delta are then not the pack made anew.
func aDeltaOfARegisterThatForgetsIsFoundOut(t *testing.T, r *register, pool *pgxpool.Pool) {
	edited(t, r, pool, touchesOf, []edit{{"a place moves", 0, 0.5, 2.5}})
	base := packed(t, newStore(t, pool), View{Set: Public})
	edited(t, r, pool, func(d difference) []touch { return touchesOf(difference{added: d.added}) }, []edit{{"a place moves", 0, 2.5, 0.2}})
	if _, got := renewed(t, newStore(t, pool), base); bytes.Equal(got, packed(t, newStore(t, pool), View{Set: Public})) {
		t.Error("a delta holds also what was forgotten")
	}
}
