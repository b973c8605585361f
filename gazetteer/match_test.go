package gazetteer_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"diming/gazetteer"
	"diming/internal/ledger"
)

func count(t *testing.T, pool *pgxpool.Pool, of string) (n int) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), `SELECT count(*) FROM `+of).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// matched loads rows of another source, which may be about what is held.
func matched(t *testing.T, s *gazetteer.Store, b gazetteer.Batch, rows ...gazetteer.Row) gazetteer.Counts {
	t.Helper()
	if b.Source == "" {
		b.Source = "other"
	}
	b.Actor, b.Visibility, b.Match = ledger.Console, "public", true
	counts, err := s.LoadPlaces(t.Context(), b, rows)
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

const testCode = "33088110022200000001"

// settlement is a row some metres east of the settlement that is held.
func settlement(number int, name, class string, metres float64, others ...gazetteer.RowName) gazetteer.Row {
	at := geo.PointAtBearingAndDistance(orb.Point{118.6, 28.7}, 90, metres)
	return gazetteer.Row{Number: number, Key: strings.Repeat("k", number), Digest: [32]byte{byte(number), 9}, Class: class, Location: &at,
		Names: append([]gazetteer.RowName{{Text: name}}, others...)}
}

func held() gazetteer.Row {
	r := settlement(1, "清湖村", "22200", 0, gazetteer.RowName{Text: "湖头", Kind: gazetteer.Alias})
	r.PlaceCode = testCode
	return r
}

func TestRowsAreMatchedToWhatExists(t *testing.T) {
	coded := func(r gazetteer.Row, code string) gazetteer.Row {
		r.PlaceCode = code
		return r
	}
	nowhere := settlement(1, "清湖村", "22200", 0)
	nowhere.Location = nil
	for _, test := range []struct {
		name string
		row  gazetteer.Row
		want string // same, new or the reason of the pair
	}{
		{"the same spot", settlement(1, "清湖村", "22200", 20), "same"},
		{"urban by one source", settlement(1, "清湖村", "22100", 250), "same"},
		{"the place code from afar", coded(settlement(1, "清湖村", "22200", 9000), testCode), "same"},
		{"farther", settlement(1, "清湖村", "22200", 900), "同名，相距超过 300 米"},
		{"too far", settlement(1, "清湖村", "22200", 2500), "new"},
		{"another class", settlement(1, "清湖村", "26240", 20), "new"},
		{"by its alias", settlement(1, "湖头", "22200", 20), "别名"},
		{"the row has it as a former name", settlement(1, "新湖村", "22200", 20, gazetteer.RowName{Text: "清湖村", Kind: gazetteer.Former}), "别名"},
		{"another generic part", settlement(1, "清湖庄", "22200", 20), "专名相同"},
		{"another generic part, farther", settlement(1, "清湖", "22200", 600), "new"},
		{"the code with another name", coded(settlement(1, "石门", "22200", 20), testCode), "地名代码相同，名称不同"},
		{"another code, the same spot", coded(settlement(1, "清湖村", "22200", 20), "33088110022200000002"), "地名代码不同"},
		{"another code, farther", coded(settlement(1, "清湖村", "22200", 900), "33088110022200000002"), "new"},
		{"another name", settlement(1, "石门村", "22200", 5), "new"},
		{"no position, no division", nowhere, "new"},
	} {
		s, pool := newStore(t)
		loadRows(t, s, held())
		counts := matched(t, s, gazetteer.Batch{}, test.row)
		switch test.want {
		case "same":
			if counts.Updated != 1 || len(counts.Pairs) != 0 || count(t, pool, "place") != 1 || count(t, pool, "place_source") != 2 {
				t.Errorf("%s: %+v, want it to be the place that is held", test.name, counts)
			}
			if again := matched(t, s, gazetteer.Batch{}, test.row); again.Unchanged != 1 {
				t.Errorf("%s again: %+v, want it unchanged", test.name, again)
			}
		case "new":
			if counts.Accepted != 1 || len(counts.Pairs) != 0 {
				t.Errorf("%s: %+v, want a new place", test.name, counts)
			}
		default:
			if len(counts.Rejected) != 1 || counts.PairRows != 1 || len(counts.Pairs) != 1 || !strings.Contains(counts.Pairs[0].Why, test.want) || !strings.Contains(counts.Rejected[0].Reason, "需要判定") {
				t.Errorf("%s: %+v, want it set aside: %s", test.name, counts, test.want)
			}
		}
	}
}

func TestADecidedPairIsHonoured(t *testing.T) {
	s, pool := newStore(t)
	loadRows(t, s, held())
	row := settlement(1, "湖头", "22200", 40)
	pair := matched(t, s, gazetteer.Batch{}, row).Pairs[0]
	if pair.PlaceName != "清湖村" || pair.DistanceM == nil || *pair.DistanceM < 39 || *pair.DistanceM > 41 || pair.Key != row.Key {
		t.Errorf("pair = %+v", pair)
	}
	row.Decision = &gazetteer.Decision{SameAs: pair.Place}
	if counts := matched(t, s, gazetteer.Batch{}, row); counts.Updated != 1 || count(t, pool, "place") != 1 {
		t.Errorf("decided the same: %+v", counts)
	}
	// The name that stands goes on; what the row says later is taken.
	p, err := s.Place(t.Context(), gazetteer.Reader{}, pair.Place)
	if err != nil || p.Name(year(2020)).Text != "清湖村" {
		t.Errorf("the place is called %v, %v", p.Name(year(2020)), err)
	}
	row.Digest, row.Decision, row.Meaning = [32]byte{77}, nil, "湖之头"
	if counts := matched(t, s, gazetteer.Batch{}, row); counts.Updated != 1 {
		t.Errorf("a later row: %+v, want it to change the place", counts)
	}
	named := settlement(2, "清湖新村", "22200", 40)
	named.Decision = &gazetteer.Decision{SameAs: pair.Place}
	if counts := matched(t, s, gazetteer.Batch{Source: "third"}, named); counts.Updated != 1 || count(t, pool, "name_version WHERE upper_inf(recorded) AND text = '清湖新村' AND kind = 'alias'") != 1 {
		t.Errorf("another name for the same place: %+v, want it as an alias", counts)
	}
	named.Digest, named.Decision, named.Meaning, named.Origin = [32]byte{78}, nil, "", "唐代"
	if counts := matched(t, s, gazetteer.Batch{Source: "third"}, named); counts.Updated != 1 {
		t.Errorf("and again: %+v, want it to stay the same place", counts)
	}
	fresh := settlement(3, "湖头", "22200", 60)
	fresh.Decision = &gazetteer.Decision{}
	if counts := matched(t, s, gazetteer.Batch{Source: "fourth"}, fresh); counts.Accepted != 1 {
		t.Errorf("decided new: %+v", counts)
	}
	lost := settlement(4, "湖头", "22200", 60)
	lost.Decision = &gazetteer.Decision{SameAs: uuid.New()}
	if counts := matched(t, s, gazetteer.Batch{Source: "fifth"}, lost); len(counts.Rejected) != 1 || !strings.Contains(counts.Rejected[0].Reason, "不在登记中") {
		t.Errorf("decided for a place that is not there: %+v", counts)
	}
}

func TestPairsAreTakenAsNewWhenAsked(t *testing.T) {
	s, _ := newStore(t)
	loadRows(t, s, held())
	counts := matched(t, s, gazetteer.Batch{NewPairs: true}, settlement(1, "清湖村", "22200", 900))
	if counts.Accepted != 1 || len(counts.Pairs) != 1 || counts.PairRows != 1 {
		t.Errorf("%+v, want it taken in and the pair told", counts)
	}
}

func TestTwoRowsAreNotMadeOnePlaceUnasked(t *testing.T) {
	s, pool := newStore(t)
	loadRows(t, s, held())
	counts := matched(t, s, gazetteer.Batch{}, settlement(1, "清湖村", "22200", 20), settlement(2, "清湖村", "22200", 30))
	if counts.Updated != 1 || len(counts.Rejected) != 1 || !strings.Contains(counts.Rejected[0].Reason, "与第 1 行对应同一地名") {
		t.Errorf("%+v", counts)
	}
	// A source tells its own places apart.
	own := loadRows(t, s, func() gazetteer.Row { r := settlement(3, "清湖村", "22200", 10); r.Key = "own"; return r }())
	if own.Accepted != 1 || count(t, pool, "place") != 2 {
		t.Errorf("another key of the same source: %+v, want a place of its own", own)
	}
}

func TestAMatchIsUndoneWithItsImport(t *testing.T) {
	s, pool := newStore(t)
	loadRows(t, s, held())
	run := uuid.Must(uuid.NewV7())
	matched(t, s, gazetteer.Batch{Run: run}, settlement(1, "清湖村", "22200", 20))
	if _, err := s.UndoImport(t.Context(), gazetteer.Undo{Run: run, Actor: ledger.Console, Reason: "wrong file"}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, pool, "place_source"); n != 1 {
		t.Errorf("%d keys are left, want the one from before", n)
	}
}
