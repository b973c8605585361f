package tiles

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb/encoding/mvt"
)

//go:embed testdata/mvt-fixtures.json
var fixturesJSON []byte

// A fixture is a case of mvt-fixtures; testdata/README.md tells of them.
type fixture struct {
	ID, Says string
	Valid    bool
	Error    string   // how bad it is where it is not: "recoverable", "fatal"
	Names    []string // of its layers
	Features []int    // of each
	Tile     []byte
}

func fixtures(t *testing.T) []fixture {
	t.Helper()
	var all []fixture
	if err := json.Unmarshal(fixturesJSON, &all); err != nil || len(all) < 70 {
		t.Fatalf("%d fixtures: %v", len(all), err)
	}
	return all
}

// lenient are cases that version 2 forbids and the reader of these tests reads: layers
// without a name or version or with one name, unknown kinds of values, tags that
// point nowhere, rings closed oddly. What of these tiles of ours must not do, decode and
// fieldsOf look at by themselves.
var lenient = []string{"011", "012", "013", "014", "015", "023", "024", "026", "030", "040", "041", "042", "044", "046", "047", "048"}

// strict are cases that it refuses though they are allowed: geometries of no known
// type, and a point that says it is a thousand million.
var strict = []string{"016", "039", "057"}

// TestTheReaderOfTheseTestsIsSound: what reads tiles in these tests finds in each case
// what is in it, or refuses it.
func TestTheReaderOfTheseTestsIsSound(t *testing.T) {
	for _, f := range fixtures(t) {
		want := f.Valid && !slices.Contains(strict, f.ID) || slices.Contains(lenient, f.ID)
		layers, err := readTile(f.Tile)
		if (err == nil) != want {
			t.Errorf("case %s, %s: %v, want it read: %t", f.ID, f.Says, err, want)
		}
		if err != nil {
			continue
		}
		names, counts := []string{}, []int{}
		for _, l := range layers {
			names, counts = append(names, l.Name), append(counts, len(l.Features))
		}
		if !slices.Equal(names, f.Names) && f.Valid || !slices.Equal(counts, f.Features) {
			t.Errorf("case %s, %s: layers %v with %v features, want %v with %v", f.ID, f.Says, names, counts, f.Names, f.Features)
		}
	}
}

// readTile is mvt.Unmarshal, which panics on a feature without a geometry.
func readTile(body []byte) (layers mvt.Layers, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return mvt.Unmarshal(body)
}

// TestLayersAreCutOutOfATile takes each layer of each case out, and puts all together
// again; what has no name, or ends early, is refused.
func TestLayersAreCutOutOfATile(t *testing.T) {
	for _, f := range fixtures(t) {
		whole, err := pack(f.Tile)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains([]string{"014", "023"}, f.ID) {
			if _, err := whole.Only("hello"); err == nil {
				t.Errorf("case %s: a layer without a name was read", f.ID)
			}
			continue
		}
		var all []byte
		for _, name := range slices.Compact(slices.Clone(f.Names)) {
			all = append(all, must(must(whole.Only(name)).Plain())...)
		}
		if !bytes.Equal(all, f.Tile) {
			t.Errorf("case %s, %s: its layers make another tile", f.ID, f.Says)
		}
		if none := must(whole.Only("no such layer")); !none.Empty {
			t.Errorf("case %s has a layer that it does not name", f.ID)
		}
		for n := range f.Tile {
			cut, _ := pack(f.Tile[:n])
			if got, err := cut.Only(f.Names...); err == nil && len(must(got.Plain())) != n {
				t.Errorf("case %s, cut off after %d bytes, was read", f.ID, n)
			}
		}
	}
}
