package shelters

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/version"
)

// A Filter narrows a list of shelters. What is zero does not narrow.
type Filter struct {
	Division uuid.UUID   // in it, or in a division below it
	Within   []uuid.UUID // in one of these, or below it; nil is anywhere, and none of them nowhere
	Hazard   Hazard      // suited to it
	State    State
	Level    Level
}

const shelterColumns = `v.shelter, o.tag, v.division, coalesce(d.code_system, ''), coalesce(d.code, ''), coalesce(d.name, ''),
	v.name, v.code, v.level, v.duration, v.space, v.suits, v.unfit, v.address, v.point, v.area,
	v.total_m2, v.effective_m2, v.indoor_m2, v.capacity, v.capacity_night, v.water, v.power, v.toilet, v.medical, v.accessible,
	v.keeper, v.duty_phone, v.visibility, v.source, v.valid, lower(v.recorded), v.version, v.entry, coalesce(o.withdrawn, ''), o.successor,
	n.id, n.state, n.people, n.step, n.note, n.said_at, n.came_at, n.doubtful, n.actor, n.behalf,
	counted.people, counted.said_at, appraisal.row, stock.row, inspection.row`

// lastCheck gives the last check of a kind of the shelter v.
func lastCheck(kind string) string {
	return `LEFT JOIN LATERAL (SELECT jsonb_build_object('N', n, 'Kind', kind, 'On', on_day, 'Result', result, 'Body', body, 'Note', note, 'Stock', stock, 'Actor', actor, 'At', at) AS row
		FROM shelter_check WHERE shelter = v.shelter AND kind = '` + kind + `' ORDER BY on_day DESC, n DESC LIMIT 1) ` + kind + ` ON true`
}

// lastCount gives the last count of the shelter v since it opened, where n says
// that it is open or full. A count that was corrected was never so.
const lastCount = `LEFT JOIN LATERAL (SELECT r.people, r.said_at FROM shelter_report r
		WHERE r.shelter = v.shelter AND r.people IS NOT NULL AND r.state IN ('open', 'full') AND n.state IN ('open', 'full')
		AND NOT EXISTS (SELECT FROM shelter_report c WHERE c.corrects = r.id)
		AND NOT EXISTS (SELECT FROM shelter_report z WHERE z.shelter = r.shelter AND z.state IN ('standby', 'closed') AND (z.said_at, z.id) > (r.said_at, r.id))
		ORDER BY r.said_at DESC, r.id DESC LIMIT 1) counted ON true`

// shelterTables joins a version v to what its division is called on the day
// $1, to what was said last, to the last count, and to the last checks.
var shelterTables = `shelter_version v JOIN shelter o ON o.id = v.shelter
	LEFT JOIN LATERAL (SELECT code_system, code, name FROM division_version WHERE division = v.division AND upper_inf(recorded)
		ORDER BY valid @> $1::date DESC, lower(valid) DESC NULLS LAST LIMIT 1) d ON true
	LEFT JOIN LATERAL (SELECT * FROM shelter_report WHERE shelter = v.shelter ORDER BY said_at DESC, id DESC LIMIT 1) n ON true
	` + strings.Join([]string{lastCount, lastCheck("appraisal"), lastCheck("stock"), lastCheck("inspection")}, "\n\t")

// A nowRow is a report that may not be there.
type nowRow struct {
	id, actor           *uuid.UUID
	state, step         *string
	people              *int
	note, behalf        *string
	saidAt, cameAt      pgtype.Timestamptz
	doubtful            *bool
	counted             *int
	countedAt           pgtype.Timestamptz
	appraisal, stock, i []byte
}

func scanShelter(row pgx.CollectableRow) (Shelter, error) {
	var (
		s            Shelter
		n            nowRow
		system       string
		suits, unfit []string
		area         orb.MultiPolygon
		valid        pgtype.Range[pgtype.Date]
	)
	err := row.Scan(&s.ID, &s.Tag, &s.Division, &system, &s.DivisionCode, &s.DivisionName,
		&s.Name, &s.Code, &s.Level, &s.Duration, &s.Space, &suits, &unfit, &s.Address, &s.Point, &area,
		&s.TotalM2, &s.EffectiveM2, &s.IndoorM2, &s.Capacity, &s.CapacityNight, &s.Water, &s.Power, &s.Toilet, &s.Medical, &s.Accessible,
		&s.Keeper, &s.DutyPhone, &s.Visibility, &s.Source, &valid, &s.Recorded, &s.Version, &s.Entry, &s.Withdrawn, &s.Successor,
		&n.id, &n.state, &n.people, &n.step, &n.note, &n.saidAt, &n.cameAt, &n.doubtful, &n.actor, &n.behalf,
		&n.counted, &n.countedAt, &n.appraisal, &n.stock, &n.i)
	if err != nil {
		return s, err
	}
	s.Area, s.Valid = area, version.SpanOf(valid)
	s.Suits, s.Unfit = hazards(suits), hazards(unfit)
	s.County, s.DivisionName = boundaries.CountyOf(system, s.DivisionCode), boundaries.StandardName(s.DivisionName)
	s.Now = Now{State: Standby}
	if n.id != nil {
		s.Now = Now{*n.id, State(*n.state), n.people, Step(*n.step), *n.note, n.saidAt.Time, n.cameAt.Time, *n.doubtful, *n.actor, *n.behalf, nil}
	}
	if n.counted != nil {
		s.Now.Counted = &Count{*n.counted, n.countedAt.Time}
	}
	for _, of := range []struct {
		from []byte
		to   **Check
	}{{n.appraisal, &s.Appraisal}, {n.stock, &s.Stock}, {n.i, &s.Inspection}} {
		if of.from == nil {
			continue
		}
		c, err := readCheck(of.from)
		if err != nil {
			return s, err
		}
		*of.to = &c
	}
	return s, nil
}

func hazards(names []string) []Hazard {
	all := make([]Hazard, len(names))
	for i, n := range names {
		all[i] = Hazard(n)
	}
	return all
}

// ask gives the shelters that a condition on v picks, in an order. The day
// asked about is $1; the arguments of the condition begin at $2.
func (s *Store) ask(ctx context.Context, r Reader, condition, order string, args ...any) ([]Shelter, error) {
	if !r.Internal {
		condition += " AND v.visibility = 'public'"
	}
	rows, err := s.DB.Query(ctx, `SELECT `+shelterColumns+` FROM `+shelterTables+` WHERE `+condition+` ORDER BY `+order, append([]any{r.AsOf.Day()}, args...)...)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, scanShelter)
	if err != nil {
		return nil, err
	}
	return all, s.due(ctx, r, all)
}

// due says when the checks of shelters are due and what is found of them, by the
// settings of their divisions.
func (s *Store) due(ctx context.Context, r Reader, all []Shelter) error {
	divisions := make([]uuid.UUID, len(all))
	for i := range all {
		divisions[i] = all[i].Division
	}
	limits, err := LimitsOf(ctx, s.DB, divisions, r.AsOf.Day())
	if err != nil {
		return err
	}
	day := r.AsOf.Day()
	for i := range all {
		one := &all[i]
		l := limits[one.Division]
		one.Standing = one.Withdrawn == "" && one.Valid.Contains(day)
		if one.Appraisal != nil {
			one.AppraisalDue = version.DayOf(one.Appraisal.On.Time().AddDate(l.AppraisalYears, 0, 0))
		}
		if one.Stock != nil {
			one.StockDue = version.DayOf(one.Stock.On.Time().AddDate(0, l.StockMonths, 0))
		}
		one.Findings = Findings(*one, l, day)
	}
	return nil
}

// Standing gives the shelters that stand at the time asked about, in the order
// of their divisions' codes and their names.
func (s *Store) Standing(ctx context.Context, r Reader, f Filter) ([]Shelter, error) {
	here, args := r.AsOf.Where("v", 7)
	below, _ := r.AsOf.Where("b", 7)
	under := func(seeds string) string {
		return `v.division IN (WITH RECURSIVE below AS (SELECT unnest(` + seeds + `) AS division
			UNION SELECT b.division FROM below JOIN division_version b ON b.parent = below.division WHERE ` + below + `) SELECT division FROM below)`
	}
	all, err := s.ask(ctx, r, `o.withdrawn IS NULL AND ($3 = '' OR $3 = ANY(v.suits)) AND ($4 = '' OR coalesce(n.state, 'standby') = $4) AND ($5 = '' OR v.level = $5)
		AND ($2::uuid IS NULL OR `+under("ARRAY[$2::uuid]")+`) AND ($6::uuid[] IS NULL OR `+under("$6::uuid[]")+`) AND `+here,
		`d.code COLLATE "C", v.name COLLATE "C", v.shelter`,
		append([]any{orNull(f.Division), string(f.Hazard), string(f.State), string(f.Level), f.Within}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("shelters that stand: %w", err)
	}
	return all, nil
}

func orNull(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// Near gives the shelters that stand and suit a hazard ("": any), whatever
// their state, the nearest to a point first.
func (s *Store) Near(ctx context.Context, r Reader, from orb.Point, h Hazard, limit int) ([]Nearby, error) {
	all, err := s.Standing(ctx, r, Filter{Hazard: h})
	if err != nil {
		return nil, err
	}
	return Nearest(all, from, h, limit), nil
}

// ByID gives a shelter at the time asked about. An id that was never issued or
// that the reader may not see is ErrNotFound. Any other answers for ever: one
// that did not stand on that day with its nearest version, Standing false, and
// one that was withdrawn as it was believed last, with its reason.
func (s *Store) ByID(ctx context.Context, r Reader, id uuid.UUID) (Shelter, error) {
	believed, args := r.AsOf.Believed("v", 3)
	if r.AsOf.Recorded.IsZero() {
		believed = `(upper_inf(v.recorded) OR o.withdrawn IS NOT NULL AND upper(v.recorded) = (SELECT max(upper(recorded)) FROM shelter_version WHERE shelter = o.id))`
	}
	all, err := s.ask(ctx, r, `v.shelter = $2 AND `+believed, `v.valid @> $1::date DESC, lower(v.valid) DESC NULLS LAST LIMIT 1`, append([]any{id}, args...)...)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Shelter{}, fmt.Errorf("shelter %s: %w", id, err)
	}
	return all[0], nil
}

// held locks a shelter that is about to change and gives it as the register
// has it for its latest time.
func (s *Store) held(ctx context.Context, tx pgx.Tx, id uuid.UUID) (Shelter, error) {
	if err := versions.Lock(ctx, tx, id); err != nil {
		return Shelter{}, notFound(err)
	}
	in := &Store{DB: tx}
	all, err := in.ask(ctx, Reader{Internal: true}, `v.shelter = $2 AND upper_inf(v.recorded)`, `upper(v.valid) DESC NULLS FIRST LIMIT 1`, id)
	if err != nil {
		return Shelter{}, err
	}
	if len(all) == 0 {
		return Shelter{}, ErrWithdrawn
	}
	return all[0], nil
}

func notFound(err error) error {
	if errors.Is(err, version.ErrNotFound) {
		return ErrNotFound
	}
	return err
}

// History gives all versions of a shelter that the register believes now, the
// latest first.
func (s *Store) History(ctx context.Context, r Reader, id uuid.UUID) ([]Shelter, error) {
	believed, args := r.AsOf.Believed("v", 3)
	all, err := s.ask(ctx, r, `v.shelter = $2 AND `+believed, `lower(v.valid) DESC NULLS LAST`, append([]any{id}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("versions of shelter %s: %w", id, err)
	}
	return all, nil
}

// ObjectsOf lists the shelters whose versions a ledger entry wrote or closed, by
// id after the given one: what a bulk entry stands for.
func (s *Store) ObjectsOf(ctx context.Context, entry int64, after uuid.UUID, limit int, publicOnly bool) ([]uuid.UUID, error) {
	rows, err := s.DB.Query(ctx, `SELECT DISTINCT shelter FROM shelter_version
		WHERE (entry = $1 OR closed_by = $1) AND shelter > $2 AND (NOT $4 OR visibility = 'public') ORDER BY shelter LIMIT $3`, entry, after, limit, publicOnly)
	if err != nil {
		return nil, fmt.Errorf("shelters of entry %d: %w", entry, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// readCheck reads what lastCheck built.
func readCheck(text []byte) (Check, error) {
	var row struct {
		Check
		On    string
		Stock []stockRow
	}
	if err := json.Unmarshal(text, &row); err != nil {
		return Check{}, err
	}
	c := row.Check
	var err error
	if c.On, err = version.ParseDate(row.On); err != nil {
		return c, err
	}
	c.Stock, err = stockOf(row.Stock)
	return c, err
}
