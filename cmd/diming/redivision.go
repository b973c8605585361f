package main

import (
	"diming/gazetteer/redivision"
)

// redivisions are the division cases, told by the other parts of the house
// what of their own a case touches.
func (r *register) redivisions() *redivision.Store {
	cases := &redivision.Store{DB: r.pool}
	cases.Provide(redivision.Provider{Key: "plates", Count: r.signs.InDivisions})
	cases.Provide(redivision.Provider{Key: "pages", Count: r.signs.InDivisions})
	return cases
}
