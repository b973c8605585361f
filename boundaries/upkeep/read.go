package upkeep

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// A Filter narrows a list; what is empty does not.
type Filter struct {
	Scope    Scope
	ID       *uuid.UUID
	Line     *uuid.UUID
	Contract *uuid.UUID
	Keeper   *uuid.UUID // account that patrols: reads its contracts, whatever the scope
	Marker   *uuid.UUID
	Kind     string
	Open     bool
	After    *uuid.UUID // the last of the page before
	Done     bool       // of reports and matters: it was dealt with already when it was read
	Limit    int        // 0: all
}

func (f Filter) limit() *int {
	if f.Limit == 0 {
		return nil
	}
	return &f.Limit
}

// seat is the condition that a row with line and side of an alias lies in the scope.
const seat = `($1 OR (%[1]s.line, %[1]s.side) IN (SELECT * FROM unnest($2::uuid[], $3::text[])))`

// Contracts gives the contracts that a filter lets through, by line and the
// newest first.
func (s *Store) Contracts(ctx context.Context, f Filter) ([]Contract, error) {
	whole, lines, sides := f.Scope.arguments()
	rows, err := s.DB.Query(ctx, `
		SELECT c.id, c.line, c.side, c.number, c.stretch_from, c.stretch_to, c.village, coalesce(d.name, ''), p.detail, c.from_on, c.to_on, c.every_months, c.basis,
			c.fee, c.officer, c.note, c.ended_on, c.end_reason,
			(SELECT array_agg(m.marker ORDER BY m.marker) FROM upkeep_contract_marker m WHERE m.contract = c.id),
			(SELECT array_agg(k.account ORDER BY k.id) FROM upkeep_keeper k WHERE k.contract = c.id AND k.ended_by IS NULL),
			(SELECT array_agg(r.period ORDER BY r.period) FROM upkeep_patrol r WHERE r.contract = c.id AND r.period IS NOT NULL AND r.voided IS NULL),
			`+filesOf("contract", "c")+`
		FROM upkeep_contract c LEFT JOIN person_held p ON p.id = c.person
		LEFT JOIN LATERAL (SELECT name FROM division_version v WHERE v.division = c.village AND upper_inf(v.recorded)
			ORDER BY v.valid @> current_date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) d ON true
		WHERE ($4::uuid IS NULL OR c.id = $4) AND ($5::uuid IS NULL OR c.line = $5)
			AND (`+fmt.Sprintf(seat, "c")+` OR EXISTS (SELECT FROM upkeep_keeper k WHERE k.contract = c.id AND k.account = $6 AND k.ended_by IS NULL))
			AND ($7::uuid IS NULL OR EXISTS (SELECT FROM upkeep_contract_marker m WHERE m.contract = c.id AND m.marker = $7))
			AND ($8::uuid IS NULL OR (SELECT c.line > a.line OR c.line = a.line AND (c.from_on, c.id) < (a.from_on, a.id) FROM upkeep_contract a WHERE a.id = $8))
		ORDER BY c.line, c.from_on DESC, c.id DESC LIMIT $9`, whole, lines, sides, f.ID, f.Line, f.Keeper, f.Marker, f.After, f.limit())
	if err != nil {
		return nil, fmt.Errorf("contracts of upkeep: %w", err)
	}
	return pgx.CollectRows(rows, scanContract)
}

func scanContract(row pgx.CollectableRow) (Contract, error) {
	var c Contract
	var person *string
	var files []byte
	err := row.Scan(&c.ID, &c.Line, &c.Side, &c.Number, &c.StretchFrom, &c.StretchTo, &c.Village, &c.VillageName, &person, &c.Term.From, &c.Term.To, &c.Term.EveryMonths, &c.Basis,
		&c.Fee, &c.Officer, &c.Note, &c.EndedOn, &c.EndReason, &c.Markers, &c.Accounts, &c.Patrolled, &files)
	if err != nil {
		return c, err
	}
	c.Keeper = readPerson(person)
	return c, json.Unmarshal(files, &c.Files)
}

// Patrols gives the patrols under the contracts of a scope, the newest first,
// those taken back too.
func (s *Store) Patrols(ctx context.Context, f Filter) ([]Patrol, error) {
	whole, lines, sides := f.Scope.arguments()
	rows, err := s.DB.Query(ctx, `
		SELECT p.id, p.contract, p.occasion, p.period, p.made_at, p.position, coalesce(p.accuracy_m, 0)::float8, p.clear_radius_m, p.note, p.record, p.actor, p.at,
			p.voided IS NOT NULL, p.void_reason,
			(SELECT json_agg(json_build_object('Marker', k.marker, 'Reached', k.reached, 'Condition', coalesce(k.condition, ''), 'Cleared', coalesce(k.cleared, ''),
				'Repainted', k.repainted, 'Note', k.note) ORDER BY k.marker) FROM upkeep_check k WHERE k.patrol = p.id),
			`+filesOf("patrol", "p")+`
		FROM upkeep_patrol p JOIN upkeep_contract c ON c.id = p.contract
		WHERE ($4::uuid IS NULL OR p.id = $4) AND ($5::uuid IS NULL OR c.line = $5) AND ($6::uuid IS NULL OR p.contract = $6)
			AND (`+fmt.Sprintf(seat, "c")+` OR EXISTS (SELECT FROM upkeep_keeper k WHERE k.contract = c.id AND k.account = $7 AND k.ended_by IS NULL))
			AND ($8::uuid IS NULL OR EXISTS (SELECT FROM upkeep_check k WHERE k.patrol = p.id AND k.marker = $8))
			AND ($9::uuid IS NULL OR (p.made_at, p.id) < (SELECT made_at, id FROM upkeep_patrol WHERE id = $9))
		ORDER BY p.made_at DESC, p.id DESC LIMIT $10`, whole, lines, sides, f.ID, f.Line, f.Contract, f.Keeper, f.Marker, f.After, f.limit())
	if err != nil {
		return nil, fmt.Errorf("patrols: %w", err)
	}
	return pgx.CollectRows(rows, scanPatrol)
}

func scanPatrol(row pgx.CollectableRow) (Patrol, error) {
	var p Patrol
	var checks, files []byte
	err := row.Scan(&p.ID, &p.Contract, &p.Occasion, &p.Period, &p.MadeAt, &p.Position, &p.AccuracyM, &p.ClearRadius, &p.Note, &p.Record, &p.By, &p.At,
		&p.Voided, &p.VoidReason, &checks, &files)
	if err == nil {
		err = json.Unmarshal(checks, &p.Checks)
	}
	if err == nil {
		err = json.Unmarshal(files, &p.Files)
	}
	return p, err
}

// Reports gives the reports of the lines of a scope, of both sides, open ones
// first and then the newest.
func (s *Store) Reports(ctx context.Context, f Filter) ([]Report, error) {
	whole, lines, _ := f.Scope.arguments()
	rows, err := s.DB.Query(ctx, `
		SELECT r.id, r.line, r.side, r.kind, r.marker, r.contract, r.patrol, r.text, r.position, r.discovered_at, r.reported_at, r.hours, r.basis, r.handling, r.handled_on, r.actor, r.at,
			`+filesOf("report", "r")+`
		FROM upkeep_report r
		WHERE ($3::uuid IS NULL OR r.id = $3) AND ($4::uuid IS NULL OR r.line = $4) AND ($5::uuid IS NULL OR r.contract = $5) AND ($6::uuid IS NULL OR r.marker = $6)
			AND ($1 OR r.line = ANY($2) OR EXISTS (SELECT FROM upkeep_keeper k WHERE k.contract = r.contract AND k.account = $7 AND k.ended_by IS NULL))
			AND (NOT $8 OR r.handled_on IS NULL)
			AND ($9::uuid IS NULL OR (r.handled_on IS NOT NULL) > $10
				OR (r.handled_on IS NOT NULL) = $10 AND (r.discovered_at, r.id) < (SELECT discovered_at, id FROM upkeep_report WHERE id = $9))
		ORDER BY r.handled_on IS NOT NULL, r.discovered_at DESC, r.id DESC LIMIT $11`, whole, lines, f.ID, f.Line, f.Contract, f.Marker, f.Keeper, f.Open, f.After, f.Done, f.limit())
	if err != nil {
		return nil, fmt.Errorf("reports of upkeep: %w", err)
	}
	return pgx.CollectRows(rows, scanReport)
}

func scanReport(row pgx.CollectableRow) (Report, error) {
	var r Report
	var files []byte
	err := row.Scan(&r.ID, &r.Line, &r.Side, &r.Kind, &r.Marker, &r.Contract, &r.Patrol, &r.Text, &r.Position, &r.Clock.Discovered, &r.Clock.Reported, &r.Clock.Hours,
		&r.Basis, &r.Handling, &r.HandledOn, &r.By, &r.At, &files)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(files, &r.Files)
}

// Matters gives the matters that the seats of a scope read: their own, and of
// the other side those that are shared; open ones first and then the newest.
func (s *Store) Matters(ctx context.Context, f Filter) ([]Matter, error) {
	whole, lines, sides := f.Scope.arguments()
	rows, err := s.DB.Query(ctx, `
		SELECT m.id, m.line, m.side, m.shared, m.kind, m.title, m.text, m.on_day, m.place, m.units, p.detail, m.until, m.next_on, m.contract, m.about, m.state, m.result, m.closed_on, m.actor, m.at,
			(SELECT coalesce(json_agg(json_build_object('id', t.id, 'side', t.side, 'on', t.on_day, 'text', t.text, 'by', t.actor, 'at', t.at) ORDER BY t.on_day, t.id), '[]')
				FROM upkeep_step t WHERE t.matter = m.id),
			`+filesOf("matter", "m")+`
		FROM upkeep_matter m LEFT JOIN person_held p ON p.id = m.person
		WHERE ($4::uuid IS NULL OR m.id = $4) AND ($5::uuid IS NULL OR m.line = $5) AND ($6 = '' OR m.kind = $6) AND (NOT $7 OR m.state = 'open')
			AND (`+fmt.Sprintf(seat, "m")+` OR m.shared AND m.line = ANY($2))
			AND ($8::uuid IS NULL OR (m.state <> 'open') > $9
				OR (m.state <> 'open') = $9 AND (m.on_day, m.id) < (SELECT on_day, id FROM upkeep_matter WHERE id = $8))
		ORDER BY m.state <> 'open', m.on_day DESC, m.id DESC LIMIT $10`, whole, lines, sides, f.ID, f.Line, f.Kind, f.Open, f.After, f.Done, f.limit())
	if err != nil {
		return nil, fmt.Errorf("matters of upkeep: %w", err)
	}
	return pgx.CollectRows(rows, scanMatter)
}

func scanMatter(row pgx.CollectableRow) (Matter, error) {
	var m Matter
	var person *string
	var steps, files []byte
	err := row.Scan(&m.ID, &m.Line, &m.Side, &m.Shared, &m.Kind, &m.Title, &m.Text, &m.On, &m.Place, &m.Units, &person, &m.Until, &m.NextOn, &m.Contract, &m.About,
		&m.State, &m.Result, &m.ClosedOn, &m.By, &m.At, &steps, &files)
	if err != nil {
		return m, err
	}
	m.Persons = readPerson(person)
	if m.Steps, err = readSteps(steps); err != nil {
		return m, err
	}
	return m, json.Unmarshal(files, &m.Files)
}

func readSteps(text []byte) ([]Step, error) {
	var rows []struct {
		Step
		On string
	}
	if err := json.Unmarshal(text, &rows); err != nil {
		return nil, err
	}
	all := make([]Step, len(rows))
	for i, r := range rows {
		var day pgtype.Date
		if err := day.Scan(r.On); err != nil {
			return nil, err
		}
		all[i] = r.Step
		if err := all[i].On.ScanDate(day); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// One gives the only one of a list, or ErrNotFound.
func One[T any](all []T, err error) (T, error) {
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		var none T
		return none, err
	}
	return all[0], nil
}
