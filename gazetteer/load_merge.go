package gazetteer

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"diming/internal/version"
)

// An Update says what a row changes of a place, or would.
type Update struct {
	Row     int       `json:"row"`
	Line    int64     `json:"line,omitempty"` // of the file, where the caller knows it
	Key     string    `json:"key"`
	Place   uuid.UUID `json:"place"`
	Changes []Change  `json:"changes"`
}

// A Change is one field with what stood and what the row says. The field is
// called as in a Rejection; alias, short, former and reading are those of names.
type Change struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// samePlaceM is how far, in metres, a row may move a place whose name it
// changes too, before it is taken for a row about another place.
const samePlaceM = 1000

// weigh compares the changed rows with what stands. A row that is about
// another place, or contradicts a decision about the name, is rejected; one
// that says nothing new is unchanged; of the others the drafts are made.
func (l *placeLoad) weigh(ctx context.Context) error {
	if len(l.old) == 0 {
		return nil
	}
	held, err := l.standings(ctx)
	if err != nil {
		return err
	}
	kept := l.old[:0]
	for _, r := range l.old {
		r.held = held[r.place]
		if r.held == nil {
			return fmt.Errorf("row %d: no version of place %s is believed", r.Number, r.place)
		}
		if r.Location != nil && r.held.draft.Location != nil && !r.linked {
			l.counts.Known = append(l.counts.Known, Known{r.Number, *r.Location, *r.held.draft.Location})
		}
		r.adoptName()
		if column, value, reason := l.contradiction(&r); reason != "" {
			l.reject(r.Row, column, value, reason)
			continue
		}
		changed := l.merge(&r)
		if len(changed.Changes) == 0 {
			l.unchanged(r.Row)
			continue
		}
		l.counts.Updates = append(l.counts.Updates, changed)
		kept = append(kept, r)
	}
	l.old = kept
	return nil
}

// contradiction says why a row cannot be a change of the place that its key
// names, "" when it can.
func (l *placeLoad) contradiction(r *loadedRow) (column, value, reason string) {
	given := r.Names[0].filled(0)
	name := r.held.standard(given.Lang)
	if r.Valid == (version.Span{}) && r.held.ended {
		return "key", r.Key, "此地名已不再使用，来源的改动不再收入 / no longer in force: its source changes it no more"
	}
	if name == nil || claimKey(name.Text) == claimKey(given.Text) {
		return "", "", ""
	}
	if !r.held.bears(given.Text) && !l.samePlace(r) {
		return "key", r.Key, fmt.Sprintf("代码 %s 在来源“%s”中是 %s（位置 %s），与本行不是同一地名；不同来源请用 --source 区分 / the key belongs to another place: tell sources apart with --source",
			r.Key, l.batch.Source, name.Text, orNone(positionOf(r.held.draft.Location)))
	}
	if !name.ours {
		return "name", given.Text, fmt.Sprintf("现标准名称为 %s（原因 %s），来源仍为 %s / the standing name was decided otherwise", name.Text, name.reason, given.Text)
	}
	return "", "", ""
}

func orNone(s string) string {
	if s == "" {
		return "无 / none"
	}
	return s
}

func (s *standing) bears(text string) bool {
	for _, n := range s.names {
		if claimKey(n.Text) == claimKey(text) {
			return true
		}
	}
	return false
}

// adoptName lets a row keep calling a place by a name of its own: the standing
// name stays the standard one, the row's becomes an alias. So it is where the
// row was found, or decided, to be about a place of another name, and whenever
// such a row comes again.
func (r *loadedRow) adoptName() {
	given := r.Names[0].filled(0)
	name := r.held.standard(given.Lang)
	if name == nil || claimKey(name.Text) == claimKey(given.Text) {
		return
	}
	alias := slices.ContainsFunc(r.held.names, func(n heldName) bool {
		return n.Kind == Alias && claimKey(n.Text) == claimKey(given.Text)
	})
	if !r.linked && !(alias && !name.ours) {
		return
	}
	row := *r.Row
	row.Names = []RowName{{Text: name.Text, Lang: name.Lang}}
	if !r.held.bears(given.Text) || alias {
		row.Names = append(row.Names, RowName{Text: given.Text, Kind: Alias, Lang: given.Lang})
	}
	row.Names = append(row.Names, r.Names[1:]...)
	r.Row = &row
}

// samePlace tells whether a row that gives another name still speaks of the
// same place. Something besides the key must say so: the position or the
// division, and neither may deny it.
func (l *placeLoad) samePlace(r *loadedRow) bool {
	said := false
	if was := r.held.draft.Location; was != nil && r.Location != nil {
		if geo.DistanceHaversine(*was, *r.Location) > samePlaceM {
			return false
		}
		said = true
	}
	if r.Division != "" && r.held.within != nil && r.at.within != nil {
		if !nested(l.above.of(*r.held.within), r.at) {
			return false
		}
		said = true
	}
	return said
}

// nested tells whether one of two divisions lies in the other.
func nested(a, b whereabouts) bool {
	for _, d := range a.chain {
		if d.ID == *b.within {
			return true
		}
	}
	for _, d := range b.chain {
		if d.ID == *a.within {
			return true
		}
	}
	return false
}

// merge makes the draft of a changed row: what the row says, where it says
// anything and nobody but its source has decided the field; else what stands.
func (l *placeLoad) merge(r *loadedRow) Update {
	was := r.held.stored
	u := Update{Row: r.Number, Key: r.Key, Place: r.place}
	left := u
	says := stored{within: r.at.within, draft: r.asDraft(l.batch)}
	if r.ClassAssumed {
		says.draft.Class = ""
	}
	moved := r.Location != nil && says.text(partPosition) != was.text(partPosition)
	if r.Division == "" && !moved {
		says.within = nil // found by position only: not what the source says
	}
	r.draft = was.draft
	r.draft.Names, r.draft.Source, r.draft.Division = says.draft.Names, l.batch.Source, ""
	at := whereabouts{}
	if was.within != nil {
		at = l.above.of(*was.within)
	}
	for f := range partCount {
		old, said := was.text(f), says.text(f)
		switch {
		case said == "" || said == old:
			continue
		case f == partVisibility && r.linked:
			continue // what another source has published or kept stays so
		case f == partVisibility && said == "internal" && l.batch.KeepPublic:
			l.counts.KeptPublic++
			continue
		case f == partWithin:
			old, said = l.divisionText(was.within), l.divisionText(says.within)
		}
		if c := (Change{partNames[f], old, said}); !r.held.ours[f] && f != partVisibility && old != "" && !(f == partWithin && r.Division == "") {
			left.Changes = append(left.Changes, c)
			continue
		} else {
			u.Changes = append(u.Changes, c)
		}
		if f == partWithin {
			at = r.at
		}
		r.draft.take(f, says.draft)
	}
	if was.draft.Visibility == "public" && r.draft.Visibility == "internal" {
		l.counts.MadeInternal++
	}
	r.at = at
	r.nameChanges(&u)
	if r.linked {
		u.Changes = append(u.Changes, Change{"source", "", l.batch.Source + " " + r.Key})
	}
	if len(left.Changes) > 0 {
		l.counts.Kept = append(l.counts.Kept, left)
	}
	r.settleClaims(u)
	return u
}

// take copies one part from another draft.
func (d *Draft) take(f part, from Draft) {
	switch f {
	case partClass:
		d.Class = from.Class
	case partCode:
		d.PlaceCode = from.PlaceCode
	case partPosition:
		d.Location, d.GivenPosition = from.Location, from.GivenPosition
	case partExtent:
		d.Extent = from.Extent
	case partElevation:
		d.ElevationM = from.ElevationM
	case partMeaning:
		d.Meaning = from.Meaning
	case partOrigin:
		d.Origin = from.Origin
	case partHistory:
		d.History = from.History
	case partDescription:
		d.Description = from.Description
	case partHeritage:
		d.Heritage = from.Heritage
	case partVisibility:
		d.Visibility = from.Visibility
	}
}

func (l *placeLoad) divisionText(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	d, ok := l.above.divisions[*id]
	if !ok {
		return id.String()
	}
	return d.Name + " " + d.Code
}

// distanceM is the geodesic distance in metres, nil where a position is not held.
func distanceM(a, b *orb.Point) *float64 {
	if a == nil || b == nil {
		return nil
	}
	d := geo.DistanceHaversine(*a, *b)
	return &d
}
