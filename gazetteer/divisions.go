package gazetteer

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A DivisionRow is one row of a code table, perhaps with an area. A division
// is also a place with names, so divisions go in through the gazetteer.
type DivisionRow struct {
	Number    int // 1-based data row in the source, for reports
	Code      string
	Name      string
	Level     int              // 0 = by the length of the code
	Area      orb.MultiPolygon // nil where the source gives none
	AreaBasis string           // where the area comes from; says synthetic where it is
	Seat      *orb.Point
	Valid     version.Span
}

// placeholders are rows of code tables that group units and are none.
var placeholders = map[string]bool{
	"市辖区": true, "县": true, "省直辖县级行政区划": true, "自治区直辖县级行政区划": true,
}

// classOf gives the class of a division as a place.
func classOf(level boundaries.Level, name string) string {
	switch level {
	case boundaries.Province:
		return "21200"
	case boundaries.Prefecture:
		return "21300"
	case boundaries.County:
		return "21400"
	case boundaries.Township:
		return "21500"
	}
	if t := boundaries.TypeOf(name); t == "社区" || t == "居民委员会" {
		return "21620"
	}
	return "21610"
}

// TryDivisions does all that LoadDivisions does, and then takes it back.
func (s *Store) TryDivisions(ctx context.Context, b Batch, rows []DivisionRow) (Counts, error) {
	return s.loadDivisions(ctx, b, rows, true)
}

// LoadDivisions takes the rows of a code table in as one batch: divisions,
// their places and names, and the differences between editions as events. If
// it fails nothing is left of it.
func (s *Store) LoadDivisions(ctx context.Context, b Batch, rows []DivisionRow) (Counts, error) {
	return s.loadDivisions(ctx, b, rows, false)
}

func (s *Store) loadDivisions(ctx context.Context, b Batch, rows []DivisionRow, dry bool) (Counts, error) {
	if b.System == "" {
		b.System = boundaries.NBS
	}
	var counts Counts
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		rows, outside, err := b.divisionsWithin(ctx, tx, rows)
		if err != nil {
			return err
		}
		rows, listed, err := b.divisionsUnlisted(ctx, tx, rows)
		if err != nil {
			return err
		}
		outside = append(outside, listed...)
		plan, err := boundaries.PlanLoad(ctx, tx, b.System, b.Visibility, listingsOf(rows))
		if err != nil {
			return err
		}
		counts = countsOf(plan, rows)
		counts.Rejected = append(counts.Rejected, outside...)
		if len(plan.Insert)+len(plan.Update) == 0 {
			return nil
		}
		if err := applyPlan(ctx, tx, b, plan, &counts); err != nil {
			return err
		}
		if dry {
			return errDryRun
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return Counts{}, fmt.Errorf("load divisions from %s: %w", b.Source, err)
	}
	return counts, nil
}

func listingsOf(rows []DivisionRow) []boundaries.Listing {
	all := make([]boundaries.Listing, len(rows))
	for i, r := range rows {
		all[i] = boundaries.Listing{Number: r.Number, Code: r.Code, Name: r.Name, Level: boundaries.Level(r.Level),
			Valid: r.Valid, Area: r.Area, AreaBasis: r.AreaBasis, Seat: r.Seat}
	}
	return all
}

func countsOf(plan *boundaries.Plan, rows []DivisionRow) Counts {
	c := Counts{Accepted: len(plan.Insert), Updated: len(plan.Update), Unchanged: plan.Unchanged}
	for _, r := range plan.Refused {
		c.Rejected = append(c.Rejected, Rejection(r))
	}
	written := map[int]bool{}
	for _, l := range plan.Insert {
		written[l.Number] = true
	}
	for _, l := range plan.Update {
		written[l.Number], c.UpdatedRows = true, append(c.UpdatedRows, l.Number)
	}
	for _, r := range plan.Refused {
		written[r.Row] = true
	}
	for _, r := range rows {
		if !written[r.Number] {
			c.UnchangedRows = append(c.UnchangedRows, r.Number)
		}
	}
	return c
}

func applyPlan(ctx context.Context, tx pgx.Tx, b Batch, plan *boundaries.Plan, counts *Counts) error {
	if err := placeSeats(ctx, tx, plan); err != nil {
		return err
	}
	var digester ledger.Digester
	if err := plan.Rows(&digester); err != nil {
		return err
	}
	entry, err := b.append(ctx, tx, "division.load", digester.Digest())
	if err != nil {
		return err
	}
	counts.Entry = entry
	if err := plan.Apply(ctx, tx, entry, b.Visibility, b.Source); err != nil {
		return err
	}
	above, err := readAbove(ctx, tx)
	if err != nil {
		return err
	}
	made, err := copyDivisionPlaces(ctx, tx, b, plan.Insert, above, entry)
	if err != nil {
		return err
	}
	for _, l := range plan.Update {
		if err := correctDivisionPlace(ctx, tx, b, l, above, entry); err != nil {
			return fmt.Errorf("row %d: %w", l.Number, err)
		}
	}
	counts.Findings, err = note(ctx, tx, made, entry)
	return err
}

// placeSeats gives a listing with an area and no seat a point on its surface.
func placeSeats(ctx context.Context, tx pgx.Tx, plan *boundaries.Plan) error {
	batch := &pgx.Batch{}
	for _, group := range [][]boundaries.Loaded{plan.Insert, plan.Update} {
		for i := range group {
			l := &group[i]
			if l.Seat != nil || l.Area == nil {
				continue
			}
			batch.Queue(`SELECT ST_PointOnSurface($1::geometry)`, l.Area).QueryRow(func(row pgx.Row) error {
				return row.Scan(&l.Seat)
			})
		}
	}
	return tx.SendBatch(ctx, batch).Close()
}

// copyDivisionPlaces makes the places of new divisions: one version and one
// standard name for each time in which nothing of them changed, the code
// table's own last wording as an alias where it differs.
func copyDivisionPlaces(ctx context.Context, tx pgx.Tx, b Batch, loaded []boundaries.Loaded, above *aboveIndex, entry int64) ([]claim, error) {
	groups, order := map[uuid.UUID][]boundaries.Loaded{}, []uuid.UUID{}
	for _, l := range loaded {
		if placeholders[l.Name] {
			continue
		}
		if groups[l.ID] == nil {
			order = append(order, l.ID)
		}
		groups[l.ID] = append(groups[l.ID], l)
	}
	var (
		versions []boundaries.Loaded
		all      []loadedName
		made     []claim
	)
	for _, id := range order {
		g := groups[id]
		versions = append(versions, g...)
		for _, span := range nameSpans(g) {
			all = append(all, span)
			text := span.Text
			if span.Kind == Standard {
				made = append(made, claims(id, span.class, text, version.SpanOf(span.valid), chainAbove(above, g[len(g)-1].Parent))...)
			}
		}
	}
	if err := copyRows(ctx, tx, "place", []string{"id", "division"}, order, func(id uuid.UUID) []any { return []any{id, id} }); err != nil {
		return nil, err
	}
	columns := append([]string{"place", "valid", "entry"}, places.Columns...)
	err := copyRows(ctx, tx, "place_version", columns, versions, func(l boundaries.Loaded) []any {
		return append([]any{l.ID, l.Valid.Range(), entry}, divisionDraft(b, l).values(whereaboutsOf(l))...)
	})
	if err != nil {
		return nil, err
	}
	return made, copyNames(ctx, tx, all, b, entry)
}

func chainAbove(above *aboveIndex, parent *uuid.UUID) []boundaries.Division {
	if parent == nil {
		return nil
	}
	return above.of(*parent).chain
}

func divisionDraft(b Batch, l boundaries.Loaded) Draft {
	return Draft{Class: classOf(l.Level, boundaries.StandardName(l.Name)), Location: l.Seat, Visibility: b.Visibility, Source: b.Source, Valid: l.Valid}
}

func whereaboutsOf(l boundaries.Loaded) whereabouts {
	return whereabouts{within: l.Parent, code: l.Code, county: boundaries.CountyOf(l.System, l.Code)}
}

// nameSpans joins listings that follow one another under one standard name.
func nameSpans(g []boundaries.Loaded) []loadedName {
	slices.SortFunc(g, func(a, b boundaries.Loaded) int {
		return compareDates(a.Valid.From, b.Valid.From)
	})
	var all []loadedName
	for i := 0; i < len(g); {
		name := boundaries.StandardName(g[i].Name)
		span := g[i].Valid
		j := i + 1
		for ; j < len(g) && boundaries.StandardName(g[j].Name) == name && g[j].Valid.From == span.To; j++ {
			span.To = g[j].Valid.To
		}
		last := g[j-1]
		lang := languageOf(last.System)
		add := func(text, kind string) {
			all = append(all, loadedName{uuid.Must(uuid.NewV7()), last.ID, RowName{Text: text, Kind: kind, Lang: lang},
				classOf(last.Level, name), last.Code, span.Range()})
		}
		add(name, Standard)
		if last.Name != name {
			add(last.Name, Alias)
		}
		i = j
	}
	return all
}

// languageOf tells in which script a code system's tables are written.
func languageOf(system string) string {
	if system == boundaries.Taiwan {
		return "zh-Hant"
	}
	return Hans
}

func compareDates(a, b version.Date) int {
	switch {
	case a == b:
		return 0
	case a.IsZero() || !b.IsZero() && a.Before(b):
		return -1
	}
	return 1
}

// correctDivisionPlace brings a known division's place in line with a listing
// that changed.
func correctDivisionPlace(ctx context.Context, tx pgx.Tx, b Batch, l boundaries.Loaded, above *aboveIndex, entry int64) error {
	if placeholders[l.Name] {
		return nil
	}
	if err := places.Lock(ctx, tx, l.ID); err != nil {
		return err
	}
	d := divisionDraft(b, l)
	if err := places.Write(ctx, tx, l.ID, l.Valid, entry, d.values(whereaboutsOf(l))...); err != nil {
		return err
	}
	name, lang := boundaries.StandardName(l.Name), languageOf(l.System)
	held, err := (&Store{DB: tx}).names(ctx, Reader{Internal: true}, l.ID)
	if err != nil {
		return err
	}
	if err := showNames(ctx, tx, l, held, b.Visibility, entry); err != nil {
		return err
	}
	for _, n := range held {
		if n.Kind == Standard && n.Lang == lang && n.Text == name && covers(n.Valid, l.Valid) {
			return nil
		}
	}
	for _, n := range held {
		if n.Kind != Standard || n.Lang != lang {
			continue
		}
		if err := names.Lock(ctx, tx, n.ID); err != nil {
			return err
		}
		if err := names.Clear(ctx, tx, n.ID, l.Valid, entry); err != nil {
			return err
		}
	}
	if err := addName(ctx, tx, l.ID, RowName{Text: name, Kind: Standard, Lang: lang}, d.Class, l.Code, b.Visibility, b.Source, l.Valid, entry); err != nil {
		return err
	}
	if b.Run != uuid.Nil {
		if err := keepClaims(ctx, tx, l.ID, entry); err != nil {
			return err
		}
	}
	if err := forgetDuplicates(ctx, tx, l.ID); err != nil {
		return err
	}
	if err := release(ctx, tx, l.ID, l.Valid); err != nil {
		return err
	}
	_, err = note(ctx, tx, claims(l.ID, d.Class, name, l.Valid, chainAbove(above, l.Parent)), entry)
	return err
}

// showNames gives a division's names in the time of l the visibility that the
// division now has.
func showNames(ctx context.Context, tx pgx.Tx, l boundaries.Loaded, held []Name, visibility string, entry int64) error {
	for _, n := range held {
		both, ok := n.Valid.Intersect(l.Valid)
		if !ok || n.Visibility == visibility {
			continue
		}
		if err := names.Lock(ctx, tx, n.ID); err != nil {
			return err
		}
		n.Visibility = visibility
		if err := names.Write(ctx, tx, n.ID, both, entry, n.values(l.ID)...); err != nil {
			return err
		}
	}
	return nil
}

func covers(outer, inner version.Span) bool {
	return compareDates(outer.From, inner.From) <= 0 && (outer.To.IsZero() || !inner.To.IsZero() && compareDates(inner.To, outer.To) <= 0)
}

// IsPlaceholder tells whether a row of a code table only groups units (市辖区)
// and is none itself.
func IsPlaceholder(name string) bool { return placeholders[name] }
