package importers

import (
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/gazetteer"
)

// What becomes of a row.
const (
	RowAdded     = "added"
	RowChanged   = "changed"
	RowUnchanged = "unchanged"
	RowRejected  = "rejected"
)

// A Preview is one row with what the import makes of it, and where.
type Preview struct {
	Row     int
	Line    int64
	Outcome string
	Name    string
	Class   string
	Place   string             // id of the place it changes, "" of a new one
	Changes []gazetteer.Change // of a changed place
	After   *orb.Point         // where the row puts it, CGCS2000; nil where it says nothing
	Before  *orb.Point         // where it stands, when the row moves it
	Area    orb.MultiPolygon   // of a division
}

// previews tells what became of the rows of a batch. The rows that PostGIS or
// the converter refused have no position that can be trusted, and get none.
func (ch *chunk) previews(n gazetteer.Counts) []Preview {
	all := make([]Preview, 0, len(ch.rows))
	updates, unchanged := map[int]gazetteer.Update{}, map[int]bool{}
	for _, u := range n.Updates {
		updates[u.Row] = u
	}
	for _, number := range n.UpdatedRows {
		updates[number] = gazetteer.Update{}
	}
	for _, number := range n.UnchangedRows {
		unchanged[number] = true
	}
	at := map[int]int{}
	for i, r := range ch.sound {
		at[r.number] = i
	}
	for _, r := range ch.rows {
		p := Preview{Row: r.number, Line: r.line, Outcome: RowRejected}
		if !r.classified {
			p.Name = firstOf(r.values[fieldName], r.values[fieldNamesZH], r.values[fieldVillageName], r.values[fieldTownName])
		}
		if i, sound := at[r.number]; sound {
			ch.intake.preview(i, &p)
		}
		u, updated := updates[r.number]
		switch {
		case !r.sound():
		case unchanged[r.number]:
			p.Outcome = RowUnchanged
		case updated:
			p.Outcome, p.Changes, p.Before = RowChanged, u.Changes, movedFrom(u)
			if u.Place != uuid.Nil {
				p.Place = u.Place.String()
			}
		default:
			p.Outcome = RowAdded
		}
		all = append(all, p)
	}
	return all
}

// movedFrom is where a place stands that an update moves.
func movedFrom(u gazetteer.Update) *orb.Point {
	for _, c := range u.Changes {
		if c.Field != "position" {
			continue
		}
		lon, lat, found := strings.Cut(c.Old, " ")
		x, errX := strconv.ParseFloat(lon, 64)
		y, errY := strconv.ParseFloat(lat, 64)
		if found && errX == nil && errY == nil {
			return &orb.Point{x, y}
		}
	}
	return nil
}

func firstOf(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}
