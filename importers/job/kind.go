package job

import (
	"slices"

	"diming/importers"
)

// A sign tells a kind by the headings of a table: it has one of each group.
type sign struct {
	kind  importers.Kind
	needs [][]string
	never []string // and none of these, as places mean them
}

// signs are tried in their order. A table of divisions has codes and names and,
// unlike every record form of place names, no class.
var signs = []sign{
	{importers.Shelters, [][]string{{"name"}, {"capacity"}}, nil},
	{importers.Officers, [][]string{{"duty_phone", "phone", "private_phone"}, {"village_code", "village_name", "town_name"}}, nil},
	{importers.Policies, [][]string{{"name"}, {"plain", "body", "link"}, {"basis"}}, nil},
	{importers.Divisions, [][]string{{"code", "village_code", "town_code", "county_code"}, {"name", "village_name", "town_name", "county_name"}},
		[]string{"class", "class_name", "feature_code", "place_code", "meaning", "pinyin"}},
}

// kindOf tells what the rows of a file are, of the kinds that they may be.
func kindOf(found importers.Inspection, among []importers.Kind) importers.Kind {
	if len(among) == 0 {
		among = []importers.Kind{importers.Places, importers.Divisions}
	}
	for _, s := range signs {
		if slices.Contains(among, s.kind) && s.fits(found) {
			return s.kind
		}
	}
	return among[0]
}

func (s sign) fits(found importers.Inspection) bool {
	has := func(kind importers.Kind, fields []string) bool {
		return slices.ContainsFunc(importers.Guess(kind, found.Headings, false, nil), func(c importers.Column) bool {
			return c.Guess == importers.GuessHeading && slices.Contains(fields, c.Field)
		})
	}
	for _, group := range s.needs {
		if !has(s.kind, group) {
			return false
		}
	}
	return !has(importers.Places, s.never)
}
