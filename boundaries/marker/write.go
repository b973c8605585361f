package marker

import (
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/marker/relocation"
	"diming/internal/ledger"
	"diming/internal/version"
)

// versions is the table of marker versions; its Columns are in the order of values.
var versions = version.Table{
	Objects: "marker", Name: "marker_version", Object: "marker",
	Columns: []string{"county", "line", "junction", "number", "serial", "letter", "kind", "faces", "material", "point", "elevation_m", "original", "crs",
		"keeper", "place_a", "place_b", "place_c", "set_on", "note", "source"},
}

func (m Marker) values() []any {
	return []any{m.County, m.Line, orNull(m.Junction), m.Number, m.Serial, m.Letter, string(m.Kind), int16(m.Faces), m.Material, m.Point, number(m.ElevationM), m.Original, m.CRS,
		string(m.Keeper), m.PlaceA, m.PlaceB, m.PlaceC, m.SetOn, m.Note, m.Source}
}

// number gives a decimal text as a numeric column takes it.
func number(decimal string) any {
	if decimal == "" {
		return nil
	}
	return decimal
}

var referenceVersions = version.Table{
	Objects: "marker_reference", Name: "marker_reference_version", Object: "reference",
	Columns: []string{"ordinal", "name", "kind", "azimuth_deg", "azimuth_north", "distance_m", "point", "position_sd_m", "note"},
}

func (r Reference) values() []any {
	var point any
	if r.Point != nil {
		point = *r.Point
	}
	return []any{int16(r.Ordinal), r.Name, r.Kind, number(r.AzimuthDeg), string(r.North), number(r.DistanceM), point, number(r.PositionSDM), r.Note}
}

// Add enters a planned marker that the register holds from m.Valid on. It gives
// its id and the ledger entry.
func (s *Store) Add(ctx context.Context, actor uuid.UUID, m Marker, reason string) (uuid.UUID, int64, error) {
	m.ID = uuid.Must(uuid.NewV7())
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := m.ready(ctx, tx); err != nil {
			return err
		}
		if strings.TrimSpace(reason) == "" {
			return ErrPaper
		}
		var err error
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "marker.add", Kind: "marker", Object: m.ID, County: m.County, Reason: reason, After: m.fields()}); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO marker (id, tag) VALUES ($1, $2)`, m.ID, entry); err != nil {
			return err
		}
		return write(ctx, tx, m, nil, entry)
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("add marker %s: %w", m.Number, err)
	}
	return m.ID, entry, nil
}

// Correct says how a marker, read at tag, has been since a day: what the
// register had wrong, or what changed beside its state. The position of a
// marker that stands is corrected by nothing but a move, unless moved says
// that the register had mistyped it.
func (s *Store) Correct(ctx context.Context, actor uuid.UUID, m Marker, tag int64, since version.Date, mistyped bool, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := versions.Lock(ctx, tx, m.ID); err != nil {
			return notFound(err)
		}
		before, err := (&Store{DB: tx}).latest(ctx, m.ID)
		if err != nil {
			return err
		}
		if before.Tag != tag {
			return ErrChanged
		}
		if m.Point != before.Point && before.State != Planned && !mistyped {
			return ErrMoved
		}
		if m.Valid = before.Valid; !since.IsZero() {
			m.Valid.From = since
		}
		if err := m.ready(ctx, tx); err != nil {
			return err
		}
		if strings.TrimSpace(reason) == "" {
			return ErrPaper
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "marker.correct", Kind: "marker", Object: m.ID, County: m.County, Reason: reason,
			Before: before.fields(), After: m.fields()})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE marker SET tag = $2 WHERE id = $1`, m.ID, entry); err != nil {
			return err
		}
		return write(ctx, tx, m, before.References, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("correct marker %s: %w", m.ID, err)
	}
	return entry, nil
}

func notFound(err error) error {
	if errors.Is(err, version.ErrNotFound) {
		return ErrNotFound
	}
	return err
}

// latest gives the version that the register holds for the latest time, with
// its references of that time.
func (s *Store) latest(ctx context.Context, id uuid.UUID) (Marker, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+markerColumns+` FROM `+markerTables+` WHERE v.marker = $1 AND m.withdrawn IS NULL AND upper_inf(v.recorded)
		ORDER BY upper(v.valid) DESC NULLS FIRST LIMIT 1`, id)
	if err != nil {
		return Marker{}, err
	}
	m, err := pgx.CollectExactlyOneRow(rows, scanMarker)
	if errors.Is(err, pgx.ErrNoRows) {
		return m, s.why(ctx, id)
	}
	if err != nil {
		return m, err
	}
	rows, err = s.DB.Query(ctx, `SELECT `+referenceColumns+` FROM marker_reference_version r JOIN marker_reference o ON o.id = r.reference
		WHERE o.marker = $1 AND upper_inf(r.recorded) AND upper_inf(r.valid) ORDER BY r.ordinal, r.reference`, id)
	if err != nil {
		return m, err
	}
	m.References, err = pgx.CollectRows(rows, scanReference)
	return m, err
}

// write writes a version and its references; of those before, the ones that are
// gone end.
func write(ctx context.Context, tx pgx.Tx, m Marker, before []Reference, entry int64) error {
	err := versions.Write(ctx, tx, m.ID, m.Valid, entry, m.values()...)
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		switch refused.ConstraintName {
		case "marker_number_once":
			return ErrTaken
		case "marker_version_junction_fkey":
			return content("没有这个交会点，请重新选择。", "There is no such junction; choose another.")
		}
	}
	if err != nil {
		return err
	}
	for i, r := range m.References {
		at := slices.IndexFunc(before, func(b Reference) bool { return b.ID == r.ID })
		if r.ID != uuid.Nil && at < 0 {
			return content("有一个方位物不属于这座界桩，请刷新后重试。", "A reference object is not of this marker; reload and try again.")
		}
		r.Ordinal = i + 1
		if at >= 0 && same(before[at], r) {
			continue
		}
		if r.ID == uuid.Nil {
			r.ID = uuid.Must(uuid.NewV7())
			if _, err := tx.Exec(ctx, `INSERT INTO marker_reference (id, marker) VALUES ($1, $2)`, r.ID, m.ID); err != nil {
				return err
			}
		}
		if err := referenceVersions.Write(ctx, tx, r.ID, m.Valid, entry, r.values()...); err != nil {
			return err
		}
	}
	for _, b := range before {
		if !slices.ContainsFunc(m.References, func(r Reference) bool { return r.ID == b.ID }) {
			if err := referenceVersions.Clear(ctx, tx, b.ID, m.Valid, entry); err != nil {
				return err
			}
		}
	}
	return nil
}

func same(a, b Reference) bool {
	at := func(p *orb.Point) orb.Point {
		if p == nil {
			return orb.Point{math.Inf(1)}
		}
		return *p
	}
	pa, pb := at(a.Point), at(b.Point)
	a.Point, b.Point = nil, nil
	return a == b && pa == pb
}

var decimal = regexp.MustCompile(`^-?\d{1,4}(\.\d{1,3})?$`)

// ready puts a marker in order before it is written, and refuses what does not
// fit together.
func (m *Marker) ready(ctx context.Context, tx pgx.Tx) error {
	if err := m.check(); err != nil {
		return err
	}
	f, err := factsOf(ctx, tx, m.Line)
	if err != nil {
		return err
	}
	return m.settle(f)
}

// check refuses a marker whose parts do not fit together, whatever its line.
func (m *Marker) check() error {
	for _, text := range []*string{&m.Number, &m.Material, &m.ElevationM, &m.Original, &m.CRS, &m.PlaceA, &m.PlaceB, &m.PlaceC, &m.Note, &m.Source} {
		*text = strings.TrimSpace(*text)
	}
	switch {
	case m.Number == "" || m.Source == "":
		return content("请填写界桩编号和资料来源。", "Enter the number and the source.")
	case m.Faces != 2 && m.Faces != 3:
		return content("界桩为双面型或三面型，请选择。", "A marker has two faces or three.")
	case m.Original != "" && m.CRS == "":
		return content("填了原始坐标，请同时写明它的坐标系。", "Original coordinates need the name of their reference system.")
	case m.ElevationM != "" && !decimal.MatchString(m.ElevationM):
		return content("高程应为以米计的数，如 312.45，最多三位小数。", "The elevation is a number of metres such as 312.45, three decimals at most.")
	case !(math.Abs(m.Point.Lon()) <= 180 && math.Abs(m.Point.Lat()) <= 90) || m.Point == (orb.Point{}):
		return content("请填写经度和纬度（CGCS2000，度）。", "Enter longitude and latitude (CGCS2000, degrees).")
	case m.Keeper != "" && !m.Keeper.Valid():
		return content("保管方应为甲方或乙方。", "The keeper is side a or b.")
	case len(m.References) > 30:
		return content("方位物不能超过 30 个。", "A marker has at most 30 reference objects.")
	}
	for i := range m.References {
		if err := m.References[i].ready(); err != nil {
			return err
		}
	}
	return nil
}

func (r *Reference) ready() error {
	r.Name, r.Kind, r.Note = strings.TrimSpace(r.Name), strings.TrimSpace(r.Kind), strings.TrimSpace(r.Note)
	if r.Name == "" {
		return content("请写明每个方位物的名称。", "Name every reference object.")
	}
	azimuth, err1 := within(r.AzimuthDeg, 0, 360)
	distance, err2 := within(r.DistanceM, 0, 100000)
	sd, err3 := within(r.PositionSDM, 0, 1000)
	if err := errors.Join(err1, err2, err3); err != nil {
		return content("方位物“"+r.Name+"”：方位角、距离和中误差应为数，如 65.5。", "Reference object "+r.Name+": azimuth, distance and deviation are numbers such as 65.5.")
	}
	switch {
	case azimuth >= 360 || r.DistanceM != "" && distance == 0 || r.PositionSDM != "" && (sd == 0 || r.Point == nil):
		return content("方位物“"+r.Name+"”：方位角应小于 360°，距离应大于 0。", "Reference object "+r.Name+": an azimuth is below 360° and a distance above 0.")
	case (r.AzimuthDeg == "") != (r.North == ""), r.North != "" && !slices.Contains([]relocation.North{relocation.True, relocation.Grid, relocation.Magnetic}, r.North):
		return content("方位物“"+r.Name+"”：请写明方位角从哪个北算起（真北、坐标北或磁北）。", "Reference object "+r.Name+": say from which north its azimuth counts: true, grid or magnetic.")
	case r.Point != nil && !(math.Abs(r.Point.Lon()) <= 180 && math.Abs(r.Point.Lat()) <= 90):
		return content("方位物“"+r.Name+"”：坐标不是经度和纬度。", "Reference object "+r.Name+": its position is no longitude and latitude.")
	}
	return nil
}

var unsigned = regexp.MustCompile(`^\d{1,6}(\.\d{1,5})?$`)

// within reads a decimal text; "" is nought.
func within(text string, least, most float64) (float64, error) {
	if text == "" {
		return 0, nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !unsigned.MatchString(text) || v < least || v > most {
		return 0, fmt.Errorf("%q is no number from %v to %v", text, least, most)
	}
	return v, nil
}

// facts are what a line says of its markers.
type facts struct {
	county  string
	owner   uuid.UUID // of side a, whose settings hold
	pattern *Pattern  // nil: any number will do
}

func factsOf(ctx context.Context, tx pgx.Tx, line uuid.UUID) (facts, error) {
	var f facts
	var level boundaries.Level
	err := tx.QueryRow(ctx, `SELECT county, level, a_division FROM boundary_line_version b JOIN boundary_line l ON l.id = b.line
		WHERE b.line = $1 AND upper_inf(b.recorded) AND l.withdrawn IS NULL ORDER BY upper(b.valid) DESC NULLS FIRST LIMIT 1`, line).Scan(&f.county, &level, &f.owner)
	if errors.Is(err, pgx.ErrNoRows) {
		return f, content("没有这条界线，请重新选择。", "There is no such line; choose another.")
	}
	if err == nil {
		f.pattern, err = PatternFor(ctx, tx, f.owner, level)
	}
	return f, err
}

// settle has a marker say what its line says: county, and the form of its
// number.
func (m *Marker) settle(f facts) error {
	m.County = f.county
	if f.pattern == nil {
		return m.fits(m.Letter)
	}
	n, err := f.pattern.Parse(m.Number)
	if err != nil {
		return err
	}
	m.Serial, m.Letter = n.Serial, n.Letter
	return m.fits(n.Letter)
}

// fits holds kind and letter together.
func (m *Marker) fits(letter string) error {
	kind, ok := KindOf(letter)
	switch {
	case letter == "" && slices.Contains([]Kind{Single, Pair, Triple}, m.Kind):
		return nil
	case !ok || m.Kind != "" && m.Kind != kind:
		return content("编号的类型字母与界桩类型不符：Q 单立，A、B 双立，C、D、E 三立。", "The letter of the number and the kind differ: Q single, A and B a pair, C, D, E three.")
	}
	m.Kind = kind
	return nil
}

// fields are what the ledger says of a marker. Its coordinates are in the
// version row; the ledger holds them as decimal texts.
func (m Marker) fields() ledger.Fields {
	refs := make([]any, len(m.References))
	for i, r := range m.References {
		refs[i] = ledger.Fields{"name": r.Name, "kind": r.Kind, "azimuth_deg": r.AzimuthDeg, "azimuth_north": string(r.North), "distance_m": r.DistanceM}
	}
	return ledger.Fields{"line": m.Line, "number": m.Number, "kind": string(m.Kind), "faces": m.Faces, "material": m.Material,
		"lon": degrees(m.Point.Lon()), "lat": degrees(m.Point.Lat()), "elevation_m": m.ElevationM, "original": m.Original, "crs": m.CRS,
		"keeper": string(m.Keeper), "place_a": m.PlaceA, "place_b": m.PlaceB, "place_c": m.PlaceC, "set_on": m.SetOn.String(), "note": m.Note,
		"source": m.Source, "valid": m.Valid.String(), "references": refs}
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
