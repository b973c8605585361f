package features

import "strings"

// A half is a part of a walk in the order of ids. What has a geometry comes
// first: a register holds the divisions of the whole country by their codes, and
// who opens the collection should meet the county's own, which have areas, and not
// thousands of features of which a map shows nothing.
type half string

const (
	whole  half = "" // where every feature has a geometry, or something else gives the order
	placed half = "p"
	bare   half = "n"
)

// halves are the parts of the walk that q goes on with, in order.
func (q Query) halves(c *Collection) ([]half, error) {
	all := []half{whole}
	if c.placed != "" && q.Sort == nil {
		all = []half{placed, bare}
	}
	if q.After == nil {
		return all, nil
	}
	for i, h := range all {
		if h == q.After.Half {
			return all[i:], nil
		}
	}
	return nil, ErrCursor
}

// A part is a half with the level from which areas were public when the walk
// began. What is made public meanwhile must not go over into the half that was
// read already.
type part struct {
	half
	split int
}

// in is the condition that a feature belongs to a part, "" where all do.
func (s *statement) in(of part) string {
	if of.half == whole {
		return ""
	}
	sql := s.c.placed
	if strings.Contains(sql, "{public from}") {
		sql = strings.ReplaceAll(sql, "{public from}", s.bind(of.split)+"::int")
	}
	if of.half == bare {
		return "\n\tAND NOT (" + sql + ")"
	}
	return "\n\tAND (" + sql + ")"
}
