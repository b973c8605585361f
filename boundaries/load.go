package boundaries

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"diming/internal/ledger"
	"diming/internal/version"
)

// A Loaded is one listing of a load with the division that it is about.
type Loaded struct {
	Listing
	ID        uuid.UUID
	Parent    *uuid.UUID
	fromLines bool       // whether its lines enclose the area
	enclosed  []enclosed // times in which they do, in a row that is longer
}

// An enclosed is a time in which lines enclose a division, with its area.
type enclosed struct {
	valid version.Span
	area  orb.MultiPolygon
	basis string
}

// A Refusal says why a listing was not taken in.
type Refusal struct {
	Row                   int
	Column, Value, Reason string
}

// A Plan is what a load would change; nothing is written yet.
type Plan struct {
	New       []uuid.UUID // divisions not known before
	Insert    []Loaded    // listings of new divisions
	Update    []Loaded    // listings that correct a known division
	Unchanged int
	Refused   []Refusal
	Changes   []Change // differences between editions that the load brings in
	owner     map[int]uuid.UUID
}

// standing is a version that the register holds already.
type standing struct {
	ID         uuid.UUID
	Code, Name string
	Parent     *uuid.UUID
	Area       orb.MultiPolygon
	AreaSource string
	AreaBasis  string
	Seat       *orb.Point
	Visibility string
	Valid      version.Span
}

// PlanLoad compares listings of one code system with what the register holds.
// It takes a lock that lets one load run at a time: identity is found by code,
// and two loads at once could each make a division of the same code.
func PlanLoad(ctx context.Context, tx pgx.Tx, system, visibility string, listings []Listing) (*Plan, error) {
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('division load'))`); err != nil {
		return nil, err
	}
	p := &Plan{owner: map[int]uuid.UUID{}}
	histories, changes, overlaps := Histories(p.wellFormed(system, listings))
	for _, o := range overlaps {
		p.refuse(o.Second, "valid", o.Second.Valid.String(), fmt.Sprintf("代码 %s 在同一时期已有另一行（第 %d 行 %s）", o.Second.Code, o.First.Number, o.First.Name))
	}
	held, err := readStanding(ctx, tx, system, histories)
	if err != nil {
		return nil, err
	}
	p.assign(histories, held)
	p.sort(histories, held, visibility)
	p.keepChanges(changes)
	return p, nil
}

func (p *Plan) refuse(l Listing, column, value, reason string) {
	p.Refused = append(p.Refused, Refusal{l.Number, column, value, reason})
}

func (p *Plan) wellFormed(system string, listings []Listing) []Listing {
	good := make([]Listing, 0, len(listings))
	for _, l := range listings {
		level, err := LevelOf(system, l.Code)
		switch {
		case err != nil:
			p.refuse(l, "code", l.Code, "代码位数不属于任何一级行政区划")
		case l.Level != 0 && l.Level != level:
			p.refuse(l, "level", fmt.Sprint(int(l.Level)), "级别与代码位数不符")
		case l.Valid.Check() != nil:
			p.refuse(l, "valid", l.Valid.String(), "有效期不含任何一天")
		case strings.TrimSpace(l.Name) == "":
			p.refuse(l, "name", l.Name, "名称为空")
		default:
			l.System, l.Level = system, level
			good = append(good, l)
		}
	}
	return good
}

func readStanding(ctx context.Context, tx pgx.Tx, system string, histories []History) (map[string][]standing, error) {
	codes := map[string]bool{}
	for _, h := range histories {
		for _, l := range h {
			codes[l.Code] = true
			for _, c := range ParentCodes(system, l.Code) {
				codes[c] = true
			}
		}
	}
	all := make([]string, 0, len(codes))
	for c := range codes {
		all = append(all, c)
	}
	rows, err := tx.Query(ctx, `SELECT division, code, name, parent, area, coalesce(area_source, ''), area_basis, seat, visibility, valid
		FROM division_version WHERE code_system = $1 AND code = ANY($2) AND upper_inf(recorded) ORDER BY lower(valid) NULLS FIRST`, system, all)
	if err != nil {
		return nil, err
	}
	held := map[string][]standing{}
	_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (struct{}, error) {
		var (
			s     standing
			valid pgtype.Range[pgtype.Date]
		)
		err := row.Scan(&s.ID, &s.Code, &s.Name, &s.Parent, &s.Area, &s.AreaSource, &s.AreaBasis, &s.Seat, &s.Visibility, &valid)
		s.Valid = version.SpanOf(valid)
		held[s.Code] = append(held[s.Code], s)
		return struct{}{}, err
	})
	return held, err
}

// assign gives each history its division: the one that the register holds
// under its latest code, or a new one.
func (p *Plan) assign(histories []History, held map[string][]standing) {
	for _, h := range histories {
		id := uuid.Nil
		for i := len(h) - 1; i >= 0 && id == uuid.Nil; i-- {
			if s := held[h[i].Code]; len(s) > 0 {
				id = s[len(s)-1].ID
			}
		}
		if id == uuid.Nil {
			id = uuid.Must(uuid.NewV7())
			p.New = append(p.New, id)
		}
		for _, l := range h {
			p.owner[l.Number] = id
		}
	}
}

// sort tells new, changed and unchanged listings apart.
func (p *Plan) sort(histories []History, held map[string][]standing, visibility string) {
	byCode := map[string][]Loaded{}
	for _, h := range histories {
		for _, l := range h {
			byCode[l.Code] = append(byCode[l.Code], Loaded{Listing: l, ID: p.owner[l.Number]})
		}
	}
	known := map[uuid.UUID]bool{}
	for _, all := range held {
		for _, s := range all {
			known[s.ID] = true
		}
	}
	for _, h := range histories {
		for _, l := range h {
			row := Loaded{Listing: l, ID: p.owner[l.Number]}
			row.Parent = parentOf(l, byCode, held)
			switch {
			case !known[row.ID]:
				p.Insert = append(p.Insert, row)
			case againstLines(row, held[l.Code]):
				p.refuse(l, "area", "", "该区划的面由界线围成，与导入的面不同，未改写；请先变更界线，或不带面导入")
			case stands(&row, held[l.Code], visibility):
				p.Unchanged++
			default:
				p.Update = append(p.Update, row)
			}
		}
	}
}

// parentOf finds the nearest division above l whose time overlaps l's.
func parentOf(l Listing, byCode map[string][]Loaded, held map[string][]standing) *uuid.UUID {
	for _, code := range ParentCodes(l.System, l.Code) {
		for _, parent := range byCode[code] {
			if overlap(parent.Valid, l.Valid) {
				return &parent.ID
			}
		}
		for _, parent := range held[code] {
			if overlap(parent.Valid, l.Valid) {
				return &parent.ID
			}
		}
	}
	return nil
}

// stands tells whether the register already says what row says. What the row
// leaves open (area, seat) is taken from what stands, and an area that lines
// enclose is kept for the time in which they do.
func stands(row *Loaded, held []standing, visibility string) bool {
	same, at, whole := true, row.Valid.From, false
	brought := row.Area
	for _, s := range held { // in order of time
		if s.ID != row.ID || !overlap(s.Valid, row.Valid) {
			continue
		}
		keeps := brought == nil || s.AreaSource == FromLines
		if row.Area == nil {
			row.Area, row.AreaBasis = s.Area, s.AreaBasis
		}
		if s.AreaSource == FromLines {
			valid, _ := s.Valid.Intersect(row.Valid) // they overlap
			row.enclosed = append(row.enclosed, enclosed{valid, s.Area, s.AreaBasis})
		}
		if row.Seat == nil {
			row.Seat = s.Seat
		}
		same = same && s.Name == row.Name && s.Visibility == visibility && sameID(s.Parent, row.Parent) &&
			(keeps || orb.Equal(s.Area, brought)) && samePoint(s.Seat, row.Seat) &&
			(s.Valid.From.IsZero() || !at.IsZero() && !at.Before(s.Valid.From))
		at = s.Valid.To
		whole = at.IsZero() || !row.Valid.To.IsZero() && !at.Before(row.Valid.To)
	}
	return same && whole
}

// againstLines tells whether a row brings another area than the lines of its
// division enclose.
func againstLines(row Loaded, held []standing) bool {
	for _, s := range held {
		if s.ID == row.ID && s.AreaSource == FromLines && row.Area != nil && overlap(s.Valid, row.Valid) && !sameGround(s.Area, row.Area) {
			return true
		}
	}
	return false
}

func overlap(a, b version.Span) bool {
	return (a.To.IsZero() || b.From.IsZero() || b.From.Before(a.To)) && (b.To.IsZero() || a.From.IsZero() || a.From.Before(b.To))
}

func sameID(a, b *uuid.UUID) bool { return a == b || a != nil && b != nil && *a == *b }

func samePoint(a, b *orb.Point) bool { return a == b || a != nil && b != nil && *a == *b }

// keepChanges keeps the differences that concern what the load writes.
func (p *Plan) keepChanges(changes []Change) {
	written := map[int]bool{}
	for _, l := range p.Insert {
		written[l.Number] = true
	}
	for _, l := range p.Update {
		written[l.Number] = true
	}
	for _, c := range changes {
		for _, l := range append(append([]Listing{}, c.Before...), c.After...) {
			if written[l.Number] {
				p.Changes = append(p.Changes, c)
				break
			}
		}
	}
}

// Rows gives the canonical form of every version that the plan writes, for
// the bulk entry's digest.
func (p *Plan) Rows(d *ledger.Digester) error {
	for _, group := range [][]Loaded{p.Insert, p.Update} {
		for _, l := range group {
			row := ledger.Fields{"division": l.ID, "code": l.Code, "name": l.Name, "valid": l.Valid.String()}
			if l.Parent != nil {
				row["parent"] = *l.Parent
			}
			if l.Area != nil {
				area, err := wkb.Marshal(l.Area)
				if err != nil {
					return fmt.Errorf("area of division %s: %w", l.Code, err)
				}
				sum := sha256.Sum256(area)
				row["area_sha256"] = hex.EncodeToString(sum[:])
			}
			if err := d.Add(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// Apply writes the plan as part of ledger entry.
func (p *Plan) Apply(ctx context.Context, tx pgx.Tx, entry int64, visibility, source string) error {
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"division"}, []string{"id"},
		pgx.CopyFromSlice(len(p.New), func(i int) ([]any, error) { return []any{p.New[i]}, nil })); err != nil {
		return fmt.Errorf("load divisions: %w", err)
	}
	columns := append([]string{"division", "valid", "entry"}, versions.Columns...)
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"division_version"}, columns,
		pgx.CopyFromSlice(len(p.Insert), func(i int) ([]any, error) {
			l := p.Insert[i]
			return append([]any{l.ID, l.Valid.Range(), entry}, l.values(visibility, source)...), nil
		})); err != nil {
		return fmt.Errorf("load divisions: %w", err)
	}
	for _, l := range p.Update {
		if err := versions.Lock(ctx, tx, l.ID); err != nil {
			return err
		}
		if err := versions.Write(ctx, tx, l.ID, l.Valid, entry, l.values(visibility, source)...); err != nil {
			return fmt.Errorf("correct division %s: %w", l.Code, err)
		}
		for _, e := range l.enclosed {
			l.Area, l.AreaBasis, l.fromLines = e.area, e.basis, true
			if err := versions.Write(ctx, tx, l.ID, e.valid, entry, l.values(visibility, source)...); err != nil {
				return fmt.Errorf("correct division %s: %w", l.Code, err)
			}
		}
	}
	return p.recordChanges(ctx, tx, entry, source)
}

// values are in the order of versions.Columns.
func (l Loaded) values(visibility, source string) []any {
	var area, areaSource, seat any
	if l.Area != nil {
		area, areaSource = l.Area, "imported"
		if l.fromLines {
			areaSource = FromLines
		}
	}
	if l.Seat != nil {
		seat = *l.Seat
	}
	return []any{CountyOf(l.System, l.Code), l.System, l.Code, l.Name, int16(l.Level), TypeOf(StandardName(l.Name)), l.Parent,
		area, areaSource, l.AreaBasis, seat, visibility, source}
}

// recordChanges keeps the differences between editions as events. Their day is
// the turn of the year between the editions: the tables say no more.
func (p *Plan) recordChanges(ctx context.Context, tx pgx.Tx, entry int64, source string) error {
	for _, c := range p.Changes {
		if c.Kind == SuffixOnly {
			continue
		}
		e := Event{Kind: string(c.Kind), Effective: c.On, Precision: "year", Basis: source + " 逐年版本比较", Note: c.note()}
		for _, before := range c.Before {
			for _, after := range c.After {
				share := "whole"
				if len(c.After) > 1 {
					share = "part"
				}
				e.Succession = append(e.Succession, Succession{p.owner[before.Number], p.owner[after.Number], share, ""})
			}
		}
		if len(c.Before) == 0 || len(c.After) == 0 {
			for _, l := range append(append([]Listing{}, c.Before...), c.After...) {
				e.Succession = append(e.Succession, Succession{p.owner[l.Number], p.owner[l.Number], "whole", ""})
			}
		}
		if _, err := RecordEvent(ctx, tx, e, entry); err != nil {
			return err
		}
	}
	return nil
}

func (c Change) note() string {
	names := func(all []Listing) string {
		texts := make([]string, len(all))
		for i, l := range all {
			texts[i] = l.Code + " " + l.Name
		}
		return strings.Join(texts, "、")
	}
	note := names(c.Before) + " → " + names(c.After)
	if c.Kind == Merged {
		note += "（按同一上级同日撤立推定）"
	}
	return note
}
