package main

import (
	"diming/boundaries"
	"diming/gazetteer/address"
	"diming/gazetteer/cases"
	"diming/gazetteer/redivision"
	"diming/signs"
	"diming/signs/plate"
)

// cases are the name cases, told likewise what a renaming touches. Shelters are
// said to be not held until their part adds theirs.
func (r *register) cases() *cases.Store {
	s := cases.New(r.pool, r.places)
	s.Providers = []cases.Provider{
		{Kind: "signs", Cost: boundaries.SettingSignCost, Of: signs.TokensOf},
		{Kind: "addresses", Of: address.Saying},
		{Kind: "plates", Cost: boundaries.SettingPlateCost, Of: plate.Saying},
		{Kind: "shelters"},
	}
	return s
}

// redivisions are the division cases, told by the other parts of the house
// what of their own a case touches.
func (r *register) redivisions() *redivision.Store {
	divisions := &redivision.Store{DB: r.pool}
	divisions.Provide(redivision.Provider{Key: "addresses", Count: (&address.Store{DB: r.pool}).InDivisions})
	divisions.Provide(redivision.Provider{Key: "plates", Count: (&plate.Store{DB: r.pool}).InDivisions})
	divisions.Provide(redivision.Provider{Key: "pages", Count: r.signs.InDivisions})
	return divisions
}
