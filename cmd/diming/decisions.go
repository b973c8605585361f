package main

import (
	"diming/boundaries"
	"diming/gazetteer/cases"
	"diming/gazetteer/redivision"
	"diming/signs"
)

// cases are the name cases, told likewise what a renaming touches. Addresses,
// plates and shelters are said to be not held until their parts add theirs.
func (r *register) cases() *cases.Store {
	s := cases.New(r.pool, r.places)
	s.Providers = []cases.Provider{
		{Kind: "signs", Cost: boundaries.SettingSignCost, Of: signs.TokensOf},
		{Kind: "addresses"}, {Kind: "plates"}, {Kind: "shelters"},
	}
	return s
}

// redivisions are the division cases, told by the other parts of the house
// what of their own a case touches.
func (r *register) redivisions() *redivision.Store {
	divisions := &redivision.Store{DB: r.pool}
	divisions.Provide(redivision.Provider{Key: "plates", Count: r.signs.InDivisions})
	divisions.Provide(redivision.Provider{Key: "pages", Count: r.signs.InDivisions})
	return divisions
}
