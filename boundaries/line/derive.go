package line

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/cover"
	"diming/internal/ledger"
	"diming/internal/version"
)

// Errors of a derivation.
var (
	// ErrHeld refuses to derive lines where some are held already.
	ErrHeld = errors.New("lines of these divisions are held already")
	// ErrNoAreas refuses to derive lines where not every division has an area.
	ErrNoAreas = errors.New("not every division of that level has an area")
)

// A CoverError says that areas gap, overlap or are invalid, so that no line can
// be taken from them.
type CoverError struct {
	Areas  []cover.Area
	Result cover.Result
}

func (e *CoverError) Error() string {
	text := fmt.Sprintf("areas do not cover their ground once: %d invalid, %d gaps and overlaps", len(e.Result.Invalid), len(e.Result.Faults))
	for _, f := range e.Result.Faults {
		return fmt.Sprintf("%s; the first, %s of %.1f m², at %.6f,%.6f", text, f.Kind, f.AreaM2, f.At[0], f.At[1])
	}
	return text
}

// A Derivation is what lines are derived from.
type Derivation struct {
	Under      uuid.UUID                // whose parts
	Level      boundaries.Level         // of the areas; 0: the smallest of which all are held
	On         version.Date             // the day on which the areas are looked at, and from which the lines hold; zero: since when all areas are so
	Beyond     []Abroad                 // who lies beyond the outer line; else nobody that is held
	Number     func(a, b string) string // of a line, by the codes of its divisions, b "" where it is none; nil: no numbers
	Agreement  string                   // of every line
	Visibility string
	Source     string
	Reason     string
}

// An Abroad says who lies beyond a stretch of the outer line. Its path has the
// points of the areas, to the last bit.
type Abroad struct {
	Owner Owner
	Path  orb.LineString
}

// A Derived is what a derivation brought.
type Derived struct {
	Lines, Junctions, Faces int
	From                    version.Date
	Entry                   int64
}

// Derive takes lines and junctions from the shared edges of the areas of one
// level, the lines of all higher levels under d.Under with them, and has the
// areas of all these divisions made from their lines from then on. It is one
// bulk entry. Areas that gap or overlap give a *CoverError and nothing changes.
func (s *Store) Derive(ctx context.Context, actor uuid.UUID, d Derivation) (Derived, error) {
	var done Derived
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := lockLines(ctx, tx); err != nil {
			return err
		}
		plan, err := planDerivation(ctx, tx, d)
		if err != nil {
			return err
		}
		done, err = plan.write(ctx, tx, actor, d)
		return err
	})
	if err != nil {
		return Derived{}, fmt.Errorf("derive boundary lines: %w", boundaries.AsFaceError(err))
	}
	return done, nil
}

// lockLines lets one change of lines run at a time: lines share their ends and
// the areas between them.
func lockLines(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('boundary lines'))`)
	return err
}

// A derivation in the making.
type derivation struct {
	tree      tree
	root      uuid.UUID
	from      version.Date
	lines     []Line
	junctions []orb.Point
	faces     []boundaries.Face
}

func planDerivation(ctx context.Context, tx pgx.Tx, d Derivation) (*derivation, error) {
	t, err := readTree(ctx, tx, dayIn(version.Span{From: d.On}))
	if err != nil {
		return nil, err
	}
	ids, areas, from, err := areasUnder(ctx, tx, t, d)
	if err != nil {
		return nil, err
	}
	p := &derivation{tree: t, root: d.Under, from: d.On}
	if p.from.IsZero() {
		p.from = from
	}
	if err := p.unheld(ctx, tx); err != nil {
		return nil, err
	}
	result, err := cover.Check(ctx, areas, 0.01, nil)
	if err != nil {
		return nil, err
	}
	if !result.Clean() {
		return nil, &CoverError{areas, result}
	}
	parts, junctions := cover.Lines(areas, stretches(d.Beyond)...)
	p.group(parts, ids, d)
	for _, j := range junctions {
		p.junctions = append(p.junctions, j.Point)
	}
	return p, p.enclose(parts, ids)
}

func stretches(beyond []Abroad) []cover.Stretch {
	all := make([]cover.Stretch, len(beyond))
	for i, b := range beyond {
		all[i] = cover.Stretch{Owner: cover.Outside - 1 - i, Path: b.Path}
	}
	return all
}

// areasUnder reads the areas of the level asked for, of every division under
// the root that has no part of that level itself.
func areasUnder(ctx context.Context, tx pgx.Tx, t tree, d Derivation) ([]uuid.UUID, []cover.Area, version.Date, error) {
	var latest version.Date
	if _, known := t[d.Under]; !known {
		return nil, nil, latest, boundaries.ErrNotFound
	}
	byLevel := map[boundaries.Level][]uuid.UUID{}
	for id, u := range t {
		if id != d.Under && t.within(id, d.Under) {
			byLevel[u.level] = append(byLevel[u.level], id)
		}
	}
	level := d.Level
	for l := boundaries.Village; level == 0 && l >= boundaries.Province; l-- {
		if ids := byLevel[l]; len(ids) > 0 && !slices.ContainsFunc(ids, func(id uuid.UUID) bool { return t[id].source == "" }) {
			level = l
		}
	}
	ids := byLevel[level]
	if len(ids) == 0 {
		return nil, nil, latest, ErrNoAreas
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare([]byte(t[a].code), []byte(t[b].code)) })
	rows, err := tx.Query(ctx, `SELECT v.area FROM unnest($1::uuid[]) WITH ORDINALITY o (id, n)
		JOIN division_version v ON v.division = o.id AND upper_inf(v.recorded) AND v.valid @> $2::date AND v.area IS NOT NULL ORDER BY o.n`, ids, dayIn(version.Span{From: d.On}))
	if err != nil {
		return nil, nil, latest, err
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[orb.MultiPolygon])
	if err != nil {
		return nil, nil, latest, err
	}
	if len(found) != len(ids) {
		return nil, nil, latest, fmt.Errorf("%w: %d of %d", ErrNoAreas, len(found), len(ids))
	}
	areas := make([]cover.Area, len(ids))
	for i, id := range ids {
		areas[i] = cover.Area{Name: t[id].name + " " + t[id].code, Polygons: found[i]}
		if from := t[id].from; !from.IsZero() && (latest.IsZero() || latest.Before(from)) {
			latest = from
		}
	}
	return ids, areas, latest, nil
}

// unheld refuses where a line of one of the divisions is held already.
func (p *derivation) unheld(ctx context.Context, tx pgx.Tx) error {
	var under []uuid.UUID
	for id := range p.tree {
		if p.tree.within(id, p.root) {
			under = append(under, id)
		}
	}
	var name string
	err := tx.QueryRow(ctx, `SELECT v.name FROM boundary_line_version v JOIN boundary_line l ON l.id = v.line
		WHERE upper_inf(v.recorded) AND l.withdrawn IS NULL AND v.valid && $2::daterange AND (v.a_division = ANY($1) OR v.b_division = ANY($1)) LIMIT 1`,
		under, version.Span{From: p.from}.Range()).Scan(&name)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = fmt.Errorf("%w: %s", ErrHeld, name)
	}
	return err
}

// group makes one line of all parts between the same two owners: the highest
// divisions that differ on the two sides. Owner a lies to the left.
func (p *derivation) group(parts []cover.Part, ids []uuid.UUID, d Derivation) {
	at := map[[2]Owner]int{}
	for _, part := range parts {
		a, b := p.owners(part, ids, d.Beyond)
		path := part.Path
		if p.second(a, b) {
			a, b, path = b, a, reversed(path)
		}
		pair := [2]Owner{a, b}
		i, known := at[pair]
		if !known {
			i, at[pair] = len(p.lines), len(p.lines)
			p.lines = append(p.lines, p.line(a, b, d))
		}
		p.lines[i].Geometry = append(p.lines[i].Geometry, path)
	}
	slices.SortFunc(p.lines, func(a, b Line) int { return slices.Compare([]byte(p.key(a)), []byte(p.key(b))) })
}

func (p *derivation) key(l Line) string {
	return fmt.Sprint(int(l.Level), p.tree[l.A.Division].code, l.B.Kind, p.tree[l.B.Division].code)
}

func reversed(path orb.LineString) orb.LineString {
	back := slices.Clone(path)
	slices.Reverse(back)
	return back
}

// owners gives whose line a part is, left and right.
func (p *derivation) owners(part cover.Part, ids []uuid.UUID, beyond []Abroad) (left, right Owner) {
	beyondOf := func(n int) Owner {
		if n == cover.Outside {
			return Owner{Kind: NotHeld}
		}
		return beyond[cover.Outside-1-n].Owner
	}
	switch {
	case part.Left >= 0 && part.Right >= 0:
		a, b := p.tree.between(ids[part.Left], ids[part.Right])
		return DivisionOwner(a), DivisionOwner(b)
	case part.Left >= 0:
		return DivisionOwner(p.root), beyondOf(part.Right)
	}
	return beyondOf(part.Left), DivisionOwner(p.root)
}

// second tells whether the owner on the left is side b.
func (p *derivation) second(left, right Owner) bool {
	if left.Kind != Division || right.Kind != Division {
		return left.Kind != Division
	}
	return p.tree[right.Division].code < p.tree[left.Division].code
}

func (p *derivation) line(a, b Owner, d Derivation) Line {
	own, other := p.tree[a.Division], p.tree[b.Division]
	l := Line{ID: uuid.Must(uuid.NewV7()), County: boundaries.CountyOf(own.system, own.code), A: a, B: b, AOnLeft: true, Level: p.tree.levelOf(a, b),
		Visibility: d.Visibility, Source: d.Source, Valid: version.Span{From: p.from}}
	l.Agreement = d.Agreement
	if d.Number != nil {
		l.Number = d.Number(own.code, other.code)
	}
	switch b.Kind {
	case Division:
		l.Name = own.name + "—" + other.name + "线"
	case Sea:
		l.Name = own.name + "海域界线"
	default:
		l.Name = own.name + "外界（另一侧未掌握）"
	}
	return l
}

// enclose makes the areas of all divisions from the lines, the root's too.
func (p *derivation) enclose(parts []cover.Part, ids []uuid.UUID) error {
	g := &ground{tree: p.tree, parts: parts, ids: ids}
	for i := range g.parts {
		g.parts[i].Left, g.parts[i].Right = max(g.parts[i].Left, cover.Outside), max(g.parts[i].Right, cover.Outside)
	}
	all := map[uuid.UUID]bool{}
	for _, id := range ids {
		for _, up := range p.tree.chain(id) {
			all[up] = true
			if up == p.root {
				break
			}
		}
	}
	var err error
	p.faces, err = g.faces(all)
	if err == nil && len(p.faces) != len(all) {
		err = fmt.Errorf("%d of %d areas close: %w", len(p.faces), len(all), boundaries.ErrFace)
	}
	return err
}

func (p *derivation) write(ctx context.Context, tx pgx.Tx, actor uuid.UUID, d Derivation) (Derived, error) {
	var digest ledger.Digester
	for _, l := range p.lines {
		row := l.fields()
		row["line"] = l.ID
		if err := digest.Add(row); err != nil {
			return Derived{}, err
		}
	}
	sum := digest.Digest()
	root := p.tree[p.root]
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "boundary_line.derive", Kind: "boundary_line", County: boundaries.CountyOf(root.system, root.code),
		Reason: d.Reason, After: ledger.Fields{"under": p.root, "lines": len(p.lines), "junctions": len(p.junctions), "areas": len(p.faces), "from": p.from.String(), "source": d.Source}, Batch: &sum})
	if err != nil {
		return Derived{}, err
	}
	if err := copyLines(ctx, tx, p.lines, entry); err != nil {
		return Derived{}, err
	}
	if err := copyJunctions(ctx, tx, p.junctions, version.Span{From: p.from}, d.Source, entry); err != nil {
		return Derived{}, err
	}
	if err := boundaries.SetFaces(ctx, tx, p.faces, p.from, facesBasis+"："+d.Source, entry); err != nil {
		return Derived{}, err
	}
	return Derived{len(p.lines), len(p.junctions), len(p.faces), p.from, entry}, nil
}

func copyLines(ctx context.Context, tx pgx.Tx, lines []Line, entry int64) error {
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"boundary_line"}, []string{"id"}, pgx.CopyFromSlice(len(lines), func(i int) ([]any, error) {
		return []any{lines[i].ID}, nil
	})); err != nil {
		return err
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"boundary_line_version"}, append([]string{"line", "valid", "entry"}, versions.Columns...),
		pgx.CopyFromSlice(len(lines), func(i int) ([]any, error) {
			return append([]any{lines[i].ID, lines[i].Valid.Range(), entry}, lines[i].values()...), nil
		}))
	return err
}

func copyJunctions(ctx context.Context, tx pgx.Tx, points []orb.Point, valid version.Span, source string, entry int64) error {
	ids := make([]uuid.UUID, len(points))
	for i := range ids {
		ids[i] = uuid.Must(uuid.NewV7())
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"boundary_junction"}, []string{"id"}, pgx.CopyFromSlice(len(ids), func(i int) ([]any, error) {
		return []any{ids[i]}, nil
	})); err != nil {
		return err
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"boundary_junction_version"}, []string{"junction", "point", "source", "valid", "entry"},
		pgx.CopyFromSlice(len(ids), func(i int) ([]any, error) {
			return []any{ids[i], points[i], source, valid.Range(), entry}, nil
		}))
	return err
}
