package gazetteer

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"diming/internal/version"
)

// A standing is what the register holds of a place that a row changes, and
// whether it has that from the source of the row.
type standing struct {
	stored
	ours  [partCount]bool // the source said it; otherwise a person or another source
	ended bool            // no longer so in law today
	names []heldName      // all that are believed now

	claimsChange bool         // name, class or division: what claims rest on
	nameSpan     version.Span // of the standard name that is written
}

// A part is a field of a place that changes on its own.
type part int

const (
	partClass part = iota
	partWithin
	partCode
	partPosition
	partExtent
	partElevation
	partMeaning
	partOrigin
	partHistory
	partDescription
	partHeritage
	partVisibility
	partCount
)

// partNames are the columns, as a Rejection calls them.
var partNames = [partCount]string{"class", "division", "place_code", "position", "extent", "elevation",
	"meaning", "origin", "history", "description", "heritage", "visibility"}

// A stored is one version of a place, as the register holds it.
type stored struct {
	within *uuid.UUID
	draft  Draft
}

// text gives a part as text, to compare and to show.
func (p stored) text(of part) string {
	d := p.draft
	switch of {
	case partClass:
		return d.Class
	case partWithin:
		if p.within != nil {
			return p.within.String()
		}
	case partCode:
		return d.PlaceCode
	case partPosition:
		return positionOf(d.Location)
	case partExtent:
		if d.Extent != nil {
			return wkt.MarshalString(d.Extent)
		}
	case partElevation:
		return d.ElevationM
	case partMeaning:
		return d.Meaning
	case partOrigin:
		return d.Origin
	case partHistory:
		return d.History
	case partDescription:
		return d.Description
	case partHeritage:
		return d.Heritage
	case partVisibility:
		return d.Visibility
	}
	return ""
}

func positionOf(p *orb.Point) string {
	if p == nil {
		return ""
	}
	return strconv.FormatFloat(p.Lon(), 'g', -1, 64) + " " + strconv.FormatFloat(p.Lat(), 'g', -1, 64)
}

// A heldName is a name of a place with who said it: the source when nothing
// but its loads ever wrote the name.
type heldName struct {
	Name
	ours   bool
	reason string // of the change, where it is not ours
}

// standings reads what the register holds of the places of l.old.
func (l *placeLoad) standings(ctx context.Context) (map[uuid.UUID]*standing, error) {
	ids := make([]uuid.UUID, len(l.old))
	for i, r := range l.old {
		ids[i] = r.place
	}
	all, err := l.standingPlaces(ctx, ids)
	if err != nil {
		return nil, err
	}
	return all, l.standingNames(ctx, ids, all)
}

// standingPlaces walks through all that was ever said of the places: a part
// is the source's own when the change that gave it its value was a load of
// this source. The last version walked through is the one that stands.
func (l *placeLoad) standingPlaces(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*standing, error) {
	rows, err := l.tx.Query(ctx, `
		WITH now AS (
			SELECT DISTINCT ON (place) place, version, valid FROM place_version
			WHERE place = ANY($1) AND upper_inf(recorded)
			ORDER BY place, valid @> current_date DESC, upper(valid) DESC NULLS FIRST)
		SELECT v.place, v.class, v.within, coalesce(v.place_code, ''), v.location, v.extent, coalesce(v.elevation_m::text, ''),
			v.given_position, v.meaning, v.origin, v.history, v.description, v.heritage, v.visibility, v.valid,
			e.action = 'place.load' AND v.source = $2, NOT upper_inf(v.valid) AND upper(v.valid) <= current_date
		FROM now JOIN place_version v ON v.place = now.place AND v.valid && now.valid AND v.version <= now.version
		JOIN ledger_entry e ON e.id = v.entry
		WHERE `+fmt.Sprintf(notUndone, "v")+`
		ORDER BY v.place, v.version`, ids, l.batch.Source)
	if err != nil {
		return nil, err
	}
	all := make(map[uuid.UUID]*standing, len(ids))
	_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (struct{}, error) {
		var (
			id    uuid.UUID
			p     stored
			valid pgtype.Range[pgtype.Date]
			ours  bool
			ended bool
			d     = &p.draft
		)
		err := row.Scan(&id, &d.Class, &p.within, &d.PlaceCode, &d.Location, &d.Extent, &d.ElevationM, &d.GivenPosition, &d.Meaning,
			&d.Origin, &d.History, &d.Description, &d.Heritage, &d.Visibility, &valid, &ours, &ended)
		d.Valid, d.Source = version.SpanOf(valid), l.batch.Source
		s, known := all[id]
		if !known {
			s = &standing{}
			all[id] = s
		}
		for f := range partCount {
			if !known || s.text(f) != p.text(f) {
				s.ours[f] = ours
			}
		}
		s.stored, s.ended = p, ended
		return struct{}{}, err
	})
	return all, err
}

// notUndone leaves out versions, of table %[1]s with its entry e, that an undone
// import wrote, and those that its undoing wrote again: who said a thing is
// told as though the import had never been.
const notUndone = `e.action <> 'import.undo' AND NOT EXISTS (SELECT FROM ledger_entry c WHERE c.id = %[1]s.closed_by AND c.action = 'import.undo')`

func (l *placeLoad) standingNames(ctx context.Context, ids []uuid.UUID, all map[uuid.UUID]*standing) error {
	rows, err := l.tx.Query(ctx, `
		WITH said AS (
			SELECT x.name, bool_and(e.action = 'place.load' AND x.source = $2) AS ours, max(e.id) FILTER (WHERE e.action <> 'place.load') AS decision
			FROM name_version x JOIN ledger_entry e ON e.id = x.entry WHERE x.place = ANY($1) AND `+fmt.Sprintf(notUndone, "x")+` GROUP BY x.name)
		SELECT v.place, said.ours, coalesce(nullif(d.body::json ->> 'reason', ''), d.action, '来源 ' || v.source), `+nameColumns+`
		FROM name_version v JOIN said USING (name) LEFT JOIN ledger_entry d ON d.id = said.decision
		WHERE v.place = ANY($1) AND upper_inf(v.recorded)
		ORDER BY v.place, array_position(ARRAY['standard', 'former', 'alias', 'short'], v.kind),
			v.valid @> current_date DESC, upper(v.valid) DESC NULLS FIRST, v.text`, ids, l.batch.Source)
	if err != nil {
		return err
	}
	_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (struct{}, error) {
		var (
			id    uuid.UUID
			n     heldName
			valid pgtype.Range[pgtype.Date]
		)
		err := row.Scan(&id, &n.ours, &n.reason, &n.ID, &n.Kind, &n.Lang, &n.Text, &n.Specific, &n.Generic, &n.Reading,
			&n.ReadingState, &n.Visibility, &n.Source, &valid)
		n.Valid = version.SpanOf(valid)
		if s := all[id]; s != nil {
			s.names = append(s.names, n)
		}
		return struct{}{}, err
	})
	return err
}

// standard is the standard name that stands: in the language given where
// there is one, in force today, else the latest.
func (s *standing) standard(lang string) *heldName {
	var first *heldName
	for i := range s.names {
		n := &s.names[i]
		if n.Kind != Standard {
			continue
		}
		if n.Lang == lang {
			return n
		}
		if first == nil {
			first = n
		}
	}
	return first
}
