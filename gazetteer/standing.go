package gazetteer

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer/naming"
	"diming/internal/version"
)

// heldNames answers the rules of names what stands, in one transaction and on
// one day. It implements naming.Standing.
type heldNames struct {
	tx    pgx.Tx
	day   version.Date
	chain []boundaries.Division // above the proposal, from the largest
	asked bool
}

// levelOf are the levels of the scopes that are divisions.
var levelOf = map[naming.Scope]boundaries.Level{
	naming.Province: boundaries.Province, naming.City: boundaries.Prefecture, naming.County: boundaries.County, naming.Township: boundaries.Township,
}

// groupNames are the groups in words, for what an officer reads.
var groupNames = map[string]string{
	naming.GroupDivision: "县级以上行政区划", naming.GroupTownship: "乡级行政区划", naming.GroupVillage: "村（居）民委员会", naming.GroupStreet: "道路、街巷",
	naming.GroupEstate: "住宅区、楼宇", naming.GroupSettlement: "自然村（居民点）", naming.GroupNatural: "自然地理实体", naming.GroupFacility: "设施",
}

// Area gives the area of a scope around a proposal.
func (s *heldNames) Area(ctx context.Context, scope naming.Scope, p naming.Proposal) (a naming.Area, ok bool, err error) {
	a = naming.Area{Scope: scope}
	var covering []uuid.UUID // it and what it lies in
	switch level := levelOf[scope]; {
	case scope == naming.Nation:
		a.Name = "全国"
	case scope == naming.BuiltUp:
		err := s.builtUp(ctx, &a, p)
		if errors.Is(err, pgx.ErrNoRows) {
			return naming.Area{}, false, nil
		}
		if err != nil {
			return a, false, fmt.Errorf("built-up area: %w", err)
		}
	default:
		chain, err := s.above(ctx, p)
		if err != nil {
			return a, false, err
		}
		for _, d := range chain {
			covering = append(covering, d.ID)
			if d.Level == level {
				a.ID, a.Name = d.ID, d.Name
				break
			}
		}
		if a.ID == uuid.Nil {
			return naming.Area{}, false, nil
		}
	}
	a.Missing, err = s.missing(ctx, a, naming.Group(p.Class), append(covering, a.ID, nation))
	return a, true, err
}

// builtUp finds the smallest built-up area around a proposal.
func (s *heldNames) builtUp(ctx context.Context, a *naming.Area, p naming.Proposal) error {
	if p.At == nil && p.Extent == nil {
		return pgx.ErrNoRows
	}
	var around orb.Geometry = p.Extent
	if p.At != nil {
		around = *p.At
	}
	return s.tx.QueryRow(ctx, `SELECT id, name FROM built_up_area WHERE ST_Intersects(area, $1::geometry) AND valid @> $2::date
		ORDER BY ST_Area(area), id LIMIT 1`, around, s.day).Scan(&a.ID, &a.Name)
}

// missing says what is not held of an area; "" where it was declared whole.
func (s *heldNames) missing(ctx context.Context, a naming.Area, group string, covering []uuid.UUID) (string, error) {
	var whole bool
	err := s.tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM name_coverage WHERE area = ANY($1) AND class_group = $2)`, covering, group).Scan(&whole)
	if err != nil || whole {
		return "", err
	}
	return fmt.Sprintf("未录入%s的全部%s名称", a.Name, groupNames[group]), nil
}

// above gives the divisions above a proposal, asked for once.
func (s *heldNames) above(ctx context.Context, p naming.Proposal) (_ []boundaries.Division, err error) {
	if s.asked {
		return s.chain, nil
	}
	divisions, r := boundaries.Store{DB: s.tx}, Reader{Internal: true}
	switch {
	case p.Division != uuid.Nil:
		s.chain, err = divisions.Chain(ctx, r, p.Division)
	case p.At != nil:
		s.chain, err = divisions.Around(ctx, r, *p.At)
	}
	s.asked = err == nil
	return s.chain, err
}

// inScope are the conditions that a name lies in an area; $1 is the area.
var inScope = map[naming.Scope]string{
	naming.Nation: `$1::uuid IS NOT NULL`, naming.Province: `province = $1`, naming.City: `city = $1`, naming.County: `county = $1`, naming.Township: `township = $1`,
	naming.BuiltUp: `EXISTS (SELECT FROM built_up_area b WHERE b.id = $1 AND ST_Intersects(b.area, location))`,
}

// stands says that a name stands, will stand, or ended with its place and is
// kept from reuse; $2 is the day.
const stands = `(upper_inf(valid) OR upper(valid) > $2::date OR last)`

// Alike lists what is like a name in an area, the closest first.
func (s *heldNames) Alike(ctx context.Context, a naming.Area, group string, f naming.Forms, p naming.Proposal, limit int) ([]naming.Conflict, error) {
	return s.conflicts(ctx, `
		SELECT f.*, CASE WHEN text = $5 THEN 1 WHEN specific = $6 THEN 2 WHEN toned = $7 THEN 3 WHEN toneless = $8 THEN 4 WHEN look = $9 THEN 5 ELSE 6 END AS likeness
		FROM name_form f WHERE class_group = $10 AND (text = $5 OR specific = $6 AND specific <> '' OR toneless = $8 AND toneless <> ''
			OR look = $9 AND look <> '' OR dialect = $11 AND dialect <> '')
		AND `+inScope[a.Scope], a.ID, p, limit, f.Text, f.Specific, f.Toned, f.Toneless, f.Look, group, f.Dialect)
}

// Bearing lists places of the proposal's county, and divisions of county level
// and above anywhere, that bear a text.
func (s *heldNames) Bearing(ctx context.Context, text string, p naming.Proposal) ([]naming.Conflict, error) {
	chain, err := s.above(ctx, p)
	if err != nil {
		return nil, err
	}
	var county uuid.UUID
	for _, d := range chain {
		if d.Level == boundaries.County {
			county = d.ID
		}
	}
	groups := make([]string, 0, len(groupNames))
	for g := range groupNames {
		groups = append(groups, g)
	}
	return s.conflicts(ctx, `
		SELECT f.*, CASE WHEN text = $5 THEN 1 ELSE 2 END AS likeness
		FROM name_form f WHERE class_group = ANY($6) AND (text = $5 OR specific = $5)
		AND (county = $1 OR class_group = '`+naming.GroupDivision+`')`, county, p, bearers, naming.Compact(text), groups)
}

// bearers is how many places that bear a text are told.
const bearers = 20

var likenesses = []naming.Likeness{1: naming.SameText, 2: naming.SameSpecific, 3: naming.SameTones, 4: naming.SameSyllable, 5: naming.SameLook, 6: naming.SameDialect}

// conflicts runs a query of rows of name_form with a likeness and tells of each
// place once. Its arguments begin at $5.
func (s *heldNames) conflicts(ctx context.Context, found string, area uuid.UUID, p naming.Proposal, limit int, args ...any) ([]naming.Conflict, error) {
	sql := `
		WITH found AS (` + found + ` AND place <> $3 AND ` + stands + `),
		once AS (SELECT DISTINCT ON (place) *, NOT upper_inf(valid) AND upper(valid) <= $2::date AS ended,
			CASE WHEN $4::geometry IS NOT NULL THEN ST_Distance(location::geography, $4::geometry::geography) END AS distance
			FROM found ORDER BY place, likeness, ended, upper(valid) DESC NULLS FIRST),
		nearest AS (SELECT * FROM once ORDER BY likeness, ended, distance NULLS LAST, place LIMIT ` + fmt.Sprint(limit) + `)
		SELECT n.place, n.text, n.reading, n.class, coalesce(c.name, ''), concat(w3.name, w4.name), n.likeness, n.distance,
			ST_X(n.location), ST_Y(n.location), n.ended
		FROM nearest n LEFT JOIN place_class c ON c.code = n.class
		LEFT JOIN LATERAL (` + nameOf("n.county") + `) w3 ON true LEFT JOIN LATERAL (` + nameOf("n.township") + `) w4 ON true
		ORDER BY n.likeness, n.ended, n.distance NULLS LAST, n.place`
	rows, err := s.tx.Query(ctx, sql, append([]any{area, s.day, p.Place, p.At}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("names alike: %w", err)
	}
	return pgx.CollectRows(rows, scanConflict)
}

// nameOf is the name of a division by its id.
func nameOf(id string) string {
	return `SELECT name FROM division_version WHERE division = ` + id + ` AND upper_inf(recorded)
		ORDER BY valid @> $2::date DESC, upper(valid) DESC NULLS FIRST LIMIT 1`
}

func scanConflict(row pgx.CollectableRow) (c naming.Conflict, err error) {
	var likeness int
	err = row.Scan(&c.Place, &c.Name, &c.Reading, &c.Class, &c.ClassName, &c.Division, &likeness, &c.DistanceM, &c.Lon, &c.Lat, &c.Cancelled)
	if err == nil {
		c.Likeness = likenesses[likeness]
	}
	return c, err
}
