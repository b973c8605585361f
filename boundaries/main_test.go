package boundaries_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/testdata"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// year gives 1 January of a year; 0 is unbounded.
func year(y int) version.Date {
	if y == 0 {
		return version.Date{}
	}
	return version.Day(y, time.January, 1)
}

// in gives a reader of all that was so on 1 January of a year.
func in(y int) boundaries.Reader {
	return boundaries.Reader{AsOf: version.AsOf{Valid: year(y)}, Internal: true}
}

// row is a listing from 1 January of a year up to that of another; 0 is open.
func row(code, name string, from, to int) boundaries.Listing {
	level, _ := boundaries.LevelOf(boundaries.NBS, code)
	return boundaries.Listing{System: boundaries.NBS, Code: code, Name: name, Level: level, Valid: version.Span{From: year(from), To: year(to)}}
}

// numbered gives listings the numbers of their rows.
func numbered(all ...boundaries.Listing) []boundaries.Listing {
	for i := range all {
		all[i].Number = i + 1
	}
	return all
}

// realListings are the rows of the code tables of 2017 to 2023 that the tests
// share, the first edition open to the past and the last to the future.
func realListings(t *testing.T) []boundaries.Listing {
	t.Helper()
	var all []boundaries.Listing
	for _, name := range []string{"cn_divisions_province_city_county_2017_2023.csv", "target_areas_town_village_2017_2023.csv"} {
		file, err := testdata.Files.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		records, err := csv.NewReader(file).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records[1:] {
			first, err1 := strconv.Atoi(r[3])
			last, err2 := strconv.Atoi(r[4])
			if err1 != nil || err2 != nil {
				t.Fatalf("%s: years of %v", name, r)
			}
			if first++; first == 2018 {
				first = 1
			}
			if last++; last == 2024 {
				last = 0
			}
			all = append(all, row(r[0], r[2], first-1, last))
		}
	}
	return numbered(all...)
}

func under(all []boundaries.Listing, prefix string) []boundaries.Listing {
	var some []boundaries.Listing
	for _, l := range all {
		if strings.HasPrefix(l.Code, prefix) || strings.HasPrefix(prefix, l.Code) {
			some = append(some, l)
		}
	}
	return some
}

// load takes listings in as public, as the register does.
func load(t *testing.T, pool *pgxpool.Pool, listings ...boundaries.Listing) *boundaries.Plan {
	t.Helper()
	var plan *boundaries.Plan
	change(t, pool, func(tx pgx.Tx, entry int64) error {
		var err error
		if plan, err = boundaries.PlanLoad(t.Context(), tx, boundaries.NBS, "public", listings); err != nil {
			return err
		}
		return plan.Apply(t.Context(), tx, entry, "public", "test")
	})
	return plan
}

// change runs f in a transaction with a ledger entry.
func change(t *testing.T, pool *pgxpool.Pool, f func(tx pgx.Tx, entry int64) error) {
	t.Helper()
	err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.change", Kind: "batch"})
		if err != nil {
			return err
		}
		return f(tx, entry)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// find gives the division that bears a code at the time asked about.
func find(t *testing.T, s *boundaries.Store, r boundaries.Reader, code string) boundaries.Division {
	t.Helper()
	d, err := s.ByCode(t.Context(), r, code)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// codes joins codes and names of divisions.
func codes(all []boundaries.Division) string {
	texts := make([]string, len(all))
	for i, d := range all {
		texts[i] = d.Code + d.Name
	}
	return strings.Join(texts, " ")
}
