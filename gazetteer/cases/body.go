package cases

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
)

// FiledWith are the words for the body that an approval of the county is filed
// with, where the place has no other.
const FiledWith = "上一级地名行政主管部门"

// The words by which procedures speak of a body of any place.
var (
	countyGovernment     = []string{"县级人民政府", "县（市、区）人民政府", "本级人民政府"}
	prefectureGovernment = []string{"市级人民政府", "设区的市级人民政府", "设区的市人民政府", "上一级人民政府"}
)

// NameBody names the body that a procedure speaks of in general words, by the
// county and the prefecture (or the municipality) above it: 县级人民政府 is
// 江山市人民政府. Words that name a body, or one of another kind, stay as they are,
// and so do those of a division that is not held ("").
func NameBody(words, county, prefecture string) string {
	of := func(division, body string) string {
		if division == "" {
			return words
		}
		return division + body
	}
	for _, general := range countyGovernment {
		if words == general {
			return of(county, "人民政府")
		}
	}
	for _, general := range prefectureGovernment {
		if words == general {
			return of(prefecture, "人民政府")
		}
	}
	switch words {
	case "民政局", "县级民政局":
		return of(county, "民政局")
	case FiledWith, "市级民政局":
		if strings.HasSuffix(prefecture, "省") || strings.HasSuffix(prefecture, "自治区") {
			return of(prefecture, "民政厅")
		}
		return of(prefecture, "民政局")
	}
	return words
}

// spoken tells that words speak of a body of any place.
func spoken(words string) bool { return NameBody(words, "甲", "乙") != words }

// Bodies names a body as NameBody does, by the county that a division lies in
// and what is above that county.
func (s *Store) Bodies(ctx context.Context, words string, division uuid.UUID) (string, error) {
	if !spoken(words) {
		return words, nil
	}
	rows, err := s.DB.Query(ctx, `SELECT v.name FROM division_above($1) a JOIN LATERAL (
			SELECT d.name, d.level FROM division_version d WHERE d.division = a.division AND upper_inf(d.recorded)
			ORDER BY d.valid @> $2::date DESC, upper(d.valid) DESC NULLS FIRST LIMIT 1) v ON v.level <= 3
		ORDER BY v.level DESC`, division, s.today())
	if err != nil {
		return words, fmt.Errorf("bodies above division %s: %w", division, err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return words, fmt.Errorf("bodies above division %s: %w", division, err)
	}
	county, prefecture := above(names)
	return NameBody(words, county, prefecture), nil
}

// above gives the county and what is over it, from the names of the divisions
// of county level and above, the smallest first. The names under which
// statistics gather the counties of a municipality or a province are no bodies.
func above(names []string) (county, prefecture string) {
	for i, name := range names {
		name = boundaries.StandardName(name)
		switch {
		case i == 0:
			county = name
		case name == "市辖区" || name == "县" || strings.Contains(name, "直辖县级"):
		case prefecture == "":
			prefecture = name
		}
	}
	return county, prefecture
}
