package tiles

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// worldCenters are tiles in which something of every layer of the world lies.
func worldCenters() []Coord {
	var all []Coord
	for _, one := range worldTiles() {
		if one.view == 0 {
			all = append(all, one.at)
		}
	}
	return all
}

// shown collects what a view shows of the world: per layer the properties.
func shown(t testing.TB, s *Store, v View) map[string][]string {
	t.Helper()
	all := make(map[string][]string)
	for _, c := range worldCenters() {
		tile, err := s.Tile(t.Context(), v, c)
		if err != nil {
			t.Fatal(err)
		}
		maps.Copy(all, fieldsOf(t, tile))
	}
	return all
}

func TestTheSetsShowWhatTheirTileJSONSays(t *testing.T) {
	_, pool := filledWorld(t)
	s := newStore(t, pool)
	for _, v := range []View{{Set: Public}, {Set: Office, Sees: everythingOf(Office, uuid.Nil)}, {Set: Draft, Sees: everythingOf(Draft, uuid.Nil)}, {Set: Lines}} {
		description, err := s.TileJSON(t.Context(), v, "http://localhost:8080", "示例数据")
		if err != nil {
			t.Fatal(err)
		}
		want := make(map[string][]string)
		for _, l := range description.VectorLayers {
			if l.ID != "water" { // the world has none
				want[l.ID] = slices.Sorted(maps.Keys(l.Fields))
			}
		}
		if d := cmp.Diff(want, shown(t, s, v)); d != "" {
			t.Errorf("set %s (-TileJSON +tiles):\n%s", v.Set, d)
		}
	}
}

// What offices keep is in no public tile: neither a layer, nor a word, nor an id.
func TestNothingOfOfficeOrDraftLeaksIntoPublic(t *testing.T) {
	_, pool := filledWorld(t)
	s := newStore(t, pool)
	secrets := []string{"0102", "协议甲", "林地", "北线", "新名", "2026-命-0001", "door_small", "meaning"}
	for _, id := range []int{worldLine, worldMarker, worldDispute, worldPlate, worldCase} {
		secrets = append(secrets, testID(id).String())
	}
	held := make(map[string]bool)
	for _, c := range worldCenters() {
		// A sight changes nothing of what is public.
		for _, v := range []View{{Set: Public}, {Set: Public, Sees: everythingOf(Office, uuid.Nil)}} {
			plain := must(must(s.Tile(t.Context(), v, c)).Plain())
			for _, secret := range secrets {
				if bytes.Contains(plain, []byte(secret)) {
					t.Errorf("public tile %v says %q", c, secret)
				}
			}
		}
		for _, set := range []string{Office, Draft} {
			plain := must(must(s.Tile(t.Context(), View{Set: set, Sees: everythingOf(set, uuid.Nil)}, c)).Plain())
			for _, secret := range secrets {
				held[secret] = held[secret] || bytes.Contains(plain, []byte(secret))
			}
		}
	}
	for _, secret := range secrets {
		if !held[secret] {
			t.Errorf("%q is in no tile at all, so that its absence proves nothing", secret)
		}
	}
}

// TestLinesAreShownAsFarAsTheyArePublic: a line that is public is in the set of lines
// with nothing that offices keep of it, unless its level needs a map approval number
// that is not there, and no more once it is internal.
func TestLinesAreShownAsFarAsTheyArePublic(t *testing.T) {
	r, pool := filledWorld(t)
	s := newStore(t, pool)
	showsLine := func() bool {
		found := false
		for _, c := range worldCenters() {
			plain := must(must(s.Tile(t.Context(), View{Set: Lines}, c)).Plain())
			found = found || bytes.Contains(plain, []byte(testID(worldLine).String()))
			if bytes.Contains(plain, []byte("协议甲")) {
				t.Errorf("tile %v of lines tells of an agreement", c)
			}
		}
		return found
	}
	if !showsLine() {
		t.Error("a public line is in no tile of lines")
	}
	s.ShowFrom(4)
	if showsLine() {
		t.Error("a county's line is shown where only those of townships may be")
	}
	s.ShowFrom(3)
	newWorld(r).end("boundary_line_version", "line", worldLine)
	r.exec(`INSERT INTO boundary_line_version (line, number, name, level, a_division, b_kind, a_on_left, geom, length_m, visibility, source, valid, entry)
		SELECT line, number, name, level, a_division, 'not_held', a_on_left, geom, length_m, 'internal', source, valid, entry FROM boundary_line_version WHERE line = $1 LIMIT 1`, testID(worldLine))
	if err := s.Apply(t.Context(), []Change{{Kind: "boundary_line", ID: testID(worldLine)}}); err != nil {
		t.Fatal(err)
	}
	if showsLine() {
		t.Error("a line that became internal is still shown")
	}
}

func TestOfficesSeeWhatConcernsTheirDivisions(t *testing.T) {
	r, pool := filledWorld(t)
	w := newWorld(r)
	// The village of the address comes under the county, and goes with it.
	w.close(testID(village(1, 1)))
	w.exec(`INSERT INTO division_version (division, code_system, code, name, level, parent, visibility, source, valid, entry)
		VALUES ($1, 'tw', '330899001004', '第4村', 5, $2, 'public', 'test', '[2010-01-01,)', $3)`, testID(village(1, 1)), testID(worldCounty), r.entry)
	s := newStore(t, pool)
	if err := s.Apply(t.Context(), []Change{{Kind: Division, ID: testID(village(1, 1))}}); err != nil {
		t.Fatal(err)
	}
	restricted := func(layers ...string) []string { slices.Sort(layers); return layers }
	for _, test := range []struct {
		who  string
		sees Sight
		want []string
	}{
		{"the whole register", everythingOf(Office, uuid.Nil), restricted("boundary_agreements", "disputes", "markers", "plates")},
		{"the county, and what lies below it", everythingOf(Office, testID(worldCounty)), restricted("boundary_agreements", "disputes", "markers", "plates")},
		{"the other side, which the dispute is not shared with", everythingOf(Office, testID(worldOutside)), restricted("boundary_agreements", "markers")},
		{"the village of the plate", everythingOf(Office, testID(village(1, 1))), restricted("plates")},
		{"another village", everythingOf(Office, testID(village(0, 0))), nil},
		{"markers alone", Sight{"markers": {testID(worldCounty)}}, restricted("markers")},
	} {
		var got []string
		for layer := range shown(t, s, View{Set: Office, Sees: test.sees}) {
			if slices.Contains(RestrictedLayers(Office), layer) {
				got = append(got, layer)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("%s sees %v, want %v", test.who, got, test.want)
		}
	}
	for _, v := range []View{{Set: Office}, {Set: Office, Sees: Sight{"markers": nil, "findings": {uuid.Nil}}}, {Set: Draft, Sees: everythingOf(Office, uuid.Nil)}} {
		if _, err := s.Tile(t.Context(), v, Coord{}); !errors.Is(err, ErrUnknownSet) {
			t.Errorf("%+v: %v, want that there is no such set", v, err)
		}
	}
}

// A state is of now: what is shown of earlier days does not claim it.
func TestAStateIsNotToldOfEarlierDays(t *testing.T) {
	r, pool := filledWorld(t)
	r.exec(`INSERT INTO shelter_report (id, shelter, state, said_at, phone_at, came_at, actor, entry)
		VALUES (gen_random_uuid(), $1, 'full', '2026-07-10T08:00+08', '2026-07-10T08:00+08', '2026-07-10T08:00+08', $2, $3)`, testID(worldShelter), testID(9), r.entry)
	s := newStore(t, pool)
	if err := s.Apply(t.Context(), []Change{{Kind: "shelter", ID: testID(worldShelter)}}); err != nil {
		t.Fatal(err)
	}
	at := tileAt(14, worldWest+0.7*worldSide, worldSouth+0.7*worldSide)
	for day, want := range map[string]any{"2026-07-09": "", "2026-07-10": "full", "2026-07-11": "full"} {
		layers := decode(t, mustTile(t, s, at, must(time.Parse(time.DateOnly, day))))
		if got := values(layers["shelters"], "state"); len(got) != 1 || got[0] != want {
			t.Errorf("on %s the shelter is %v, want %q", day, got, want)
		}
	}
	r.exec(`INSERT INTO shelter_check (shelter, n, kind, on_day, result, body, actor, entry) VALUES ($1, 1, 'appraisal', '2026-07-11', 'failed', '鉴定', $2, $3)`, testID(worldShelter), testID(9), r.entry)
	if err := s.Apply(t.Context(), []Change{{Kind: "shelter", ID: testID(worldShelter)}}); err != nil {
		t.Fatal(err)
	}
	if got := values(decode(t, mustTile(t, s, at, must(time.Parse(time.DateOnly, "2026-07-11"))))["shelters"], "state"); len(got) != 1 || got[0] != "closed" {
		t.Errorf("a shelter whose building failed is %v", got)
	}
}
