package gazetteer_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/testdata"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// newStore gives a store on an empty register of its own.
func newStore(t *testing.T) (*gazetteer.Store, *pgxpool.Pool) {
	pool := pgtest.New(t)
	return &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}, pool
}

// year gives 1 January of a year.
func year(y int) version.Date { return version.Day(y, time.January, 1) }

// editions reads the rows of a code table file whose code has one of the
// prefixes, with the first edition open to the past and the last to the future.
func editions(t testing.TB, file string, prefixes ...string) []gazetteer.DivisionRow {
	t.Helper()
	f, err := testdata.Files.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []gazetteer.DivisionRow
	for i, r := range records[1:] {
		keep := false
		for _, p := range prefixes {
			keep = keep || strings.HasPrefix(r[0], p) || r[0] == p
		}
		if !keep {
			continue
		}
		first, _ := strconv.Atoi(r[3])
		last, _ := strconv.Atoi(r[4])
		row := gazetteer.DivisionRow{Number: i + 1, Code: r[0], Name: r[2]}
		if first > 2017 {
			row.Valid.From = year(first)
		}
		if last < 2023 {
			row.Valid.To = year(last + 1)
		}
		rows = append(rows, row)
	}
	return rows
}

const counties, towns = "cn_divisions_province_city_county_2017_2023.csv", "target_areas_town_village_2017_2023.csv"

// loadJiangshan loads Zhejiang's counties and all of Jiangshan.
func loadJiangshan(t testing.TB, s *gazetteer.Store) gazetteer.Counts {
	t.Helper()
	rows := editions(t, counties, "33")
	for _, r := range editions(t, towns, "330881") {
		r.Number += 10000
		rows = append(rows, r)
	}
	b := gazetteer.Batch{Source: "统计用区划代码", Actor: ledger.Console, Visibility: "public"}
	counts, err := s.LoadDivisions(t.Context(), b, rows)
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

func TestLoadDivisions(t *testing.T) {
	s, _ := newStore(t)
	counts := loadJiangshan(t, s)
	if len(counts.Rejected) != 0 || counts.Accepted == 0 || counts.Updated != 0 {
		t.Fatalf("first load: %+v", counts)
	}
	again := loadJiangshan(t, s)
	if again.Unchanged != counts.Accepted || again.Accepted+again.Updated != 0 || again.Entry != 0 {
		t.Errorf("second load: %d unchanged, %d accepted, %d updated, want %d unchanged", again.Unchanged, again.Accepted, again.Updated, counts.Accepted)
	}
	r := gazetteer.Reader{AsOf: version.AsOf{Valid: year(2023)}}
	d, err := s.Boundaries.ByCode(t.Context(), r, "330881003200")
	if err != nil {
		t.Fatal(err)
	}
	chain, err := s.Boundaries.Chain(t.Context(), r, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range chain {
		names = append(names, c.Name)
	}
	if got, want := strings.Join(names, ">"), "浙江省>衢州市>江山市>清湖街道>清湖一村村委会"; got != want {
		t.Errorf("chain = %s, want %s", got, want)
	}
	p, err := s.Place(t.Context(), r, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	if n := p.Name(year(2023)); n.Text != "清湖一村" || p.Class != "21610" {
		t.Errorf("place = %q of class %s, want 清湖一村 of 21610", n.Text, p.Class)
	}
}
