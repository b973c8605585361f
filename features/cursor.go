package features

import (
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"diming/internal/version"
)

// A Cursor is where a page ended, and what its walk reads: the place in the
// chain to which it is pinned, the days, and how many features there are.
type Cursor struct {
	Pinned   int64        `json:"s"`
	From     version.Date `json:"a"`
	To       version.Date `json:"b"`
	Recorded time.Time    `json:"r,omitzero"`
	Matched  int64        `json:"n"`
	Keys     []*string    `json:"k,omitempty"` // values of the sort keys, nil where there was none
	Half     half         `json:"h,omitempty"` // of the walk, in which the page ended
	Split    int          `json:"l,omitempty"` // level from which areas were public when the walk was cut in halves
	ID       string       `json:"i"`
}

// asOf is what the pages of the walk are told by.
func (c Cursor) asOf() version.AsOf {
	return version.AsOf{Recorded: c.Recorded, Pinned: c.Pinned}
}

// String writes a cursor for a link.
func (c Cursor) String() string {
	text, _ := json.Marshal(c) // numbers, texts and dates always can be
	return base64.RawURLEncoding.EncodeToString(text)
}

// ParseCursor reads what String wrote.
func ParseCursor(text string) (*Cursor, error) {
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, ErrCursor
	}
	var c Cursor
	if json.Unmarshal(data, &c) != nil || c.Pinned == 0 || c.From.IsZero() || c.To.IsZero() || c.To.Before(c.From) || len(c.Keys) > maxSort {
		return nil, ErrCursor
	}
	if _, err := uuid.Parse(c.ID); err != nil {
		return nil, ErrCursor
	}
	return &c, nil
}

// after is the condition that a feature stands behind the cursor in the order
// of the keys and then of ids. It is written out key by key, as a comparison of
// rows knows neither directions nor values that are missing.
func (s *statement) after(c *Cursor) (string, error) {
	if len(c.Keys) != len(s.q.Sort) {
		return "", ErrCursor
	}
	id := "v." + s.c.object
	behind := id + " > " + s.bind(c.ID) + "::text::uuid"
	for i := len(s.q.Sort) - 1; i >= 0; i-- {
		p, _ := s.c.property(s.q.Sort[i].Property)
		key := "(" + s.expand(p.SQL) + ")" + p.cast()
		if c.Keys[i] == nil {
			behind = "(" + key + " IS NULL AND " + behind + ")"
			continue
		}
		value := s.bind(*c.Keys[i]) + "::text::" + p.sqlType()
		further := " > "
		if s.q.Sort[i].Down {
			further = " < "
		}
		behind = "(" + key + further + value + " OR " + key + " IS NULL OR " + key + " = " + value + " AND " + behind + ")"
	}
	return behind, nil
}

// order is the ORDER BY clause.
func (s *statement) order() string {
	sql := ""
	for _, k := range s.q.Sort {
		p, _ := s.c.property(k.Property)
		direction := " ASC"
		if k.Down {
			direction = " DESC"
		}
		sql += "(" + s.expand(p.SQL) + ")" + p.cast() + direction + " NULLS LAST, "
	}
	return sql + "v." + s.c.object
}
