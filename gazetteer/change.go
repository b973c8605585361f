package gazetteer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"unicode"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"diming/boundaries"
	"diming/gazetteer/pinyin"
	"diming/internal/ledger"
	"diming/internal/version"
)

// places and names are the tables of versions; placeValues and nameValues are
// in the order of their Columns.
var (
	places = version.Table{Objects: "place", Name: "place_version", Object: "place",
		Columns: []string{"county", "class", "within", "place_code", "location", "extent", "elevation_m", "given_position",
			"meaning", "origin", "history", "description", "heritage", "visibility", "source"}}
	names = version.Table{Objects: "name", Name: "name_version", Object: "name",
		Columns: []string{"place", "kind", "lang", "text", "specific", "generic", "reading", "reading_state", "visibility", "source"}}
)

// A Draft is a place as it is entered.
type Draft struct {
	Names         []RowName // the first is the standard name
	Class         string
	Division      string // code of the division it lies in; "" = found by position
	Location      *orb.Point
	Extent        orb.Geometry // the thing itself where it is a line or an area
	ElevationM    string       // decimal metres, or ""
	GivenPosition string
	PlaceCode     string
	Meaning       string
	Origin        string
	History       string
	Description   string
	Heritage      string
	Visibility    string // public or internal
	Source        string
	Valid         version.Span
}

// A RowName is a name as it is entered. Kind "" is standard for the first and
// alias for others; Lang "" is zh-Hans; Reading "" is drafted.
type RowName struct{ Text, Kind, Lang, Reading string }

// Add enters a place with its names, and claims the standard one. It answers
// the place's id and the ledger entry of the change; *TakenError when the name
// is taken where it must be single, and then nothing is entered.
func (s *Store) Add(ctx context.Context, actor uuid.UUID, d Draft, reason string) (uuid.UUID, int64, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, err
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		at, err := s.locate(ctx, tx, d)
		if err != nil {
			return err
		}
		after, err := d.fields()
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "place.add", Kind: "place", Object: id,
			County: at.county, Public: d.Visibility == "public", Reason: reason, After: after})
		if err != nil {
			return err
		}
		return s.enter(ctx, tx, id, d, at, entry)
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("add place: %w", err)
	}
	return id, entry, nil
}

// whereabouts is what the divisions say about a draft.
type whereabouts struct {
	within *uuid.UUID
	code   string // of the division it lies in
	county string
	chain  []boundaries.Division
}

func (s *Store) locate(ctx context.Context, tx pgx.Tx, d Draft) (whereabouts, error) {
	divisions := boundaries.Store{DB: tx}
	r := Reader{Internal: true}
	if !d.Valid.To.IsZero() {
		r.AsOf.Valid = d.Valid.From
	}
	var chain []boundaries.Division
	var err error
	switch {
	case d.Division != "":
		var in boundaries.Division
		if in, err = divisions.ByCode(ctx, r, d.Division); err == nil {
			chain, err = divisions.Chain(ctx, r, in.ID)
		}
	case d.Location != nil:
		chain, err = divisions.Around(ctx, r, *d.Location)
	}
	if err != nil || len(chain) == 0 {
		return whereabouts{}, err
	}
	smallest := chain[len(chain)-1]
	return whereabouts{&smallest.ID, smallest.Code, boundaries.CountyOf(smallest.System, smallest.Code), chain}, nil
}

func (s *Store) enter(ctx context.Context, tx pgx.Tx, id uuid.UUID, d Draft, at whereabouts, entry int64) error {
	if len(d.Names) == 0 || d.Names[0].Text == "" {
		return ErrNoName
	}
	if _, err := tx.Exec(ctx, `INSERT INTO place (id) VALUES ($1)`, id); err != nil {
		return err
	}
	if err := places.Write(ctx, tx, id, d.Valid, entry, d.values(at)...); err != nil {
		return classError(err)
	}
	for i, n := range d.Names {
		if err := addName(ctx, tx, id, n.filled(i), d.Class, at.code, d.Visibility, d.Source, d.Valid, entry); err != nil {
			return err
		}
	}
	return insist(ctx, tx, claims(id, d.Class, d.Names[0].Text, d.Valid, at.chain))
}

func classError(err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.ConstraintName == "place_version_class_fkey" {
		return ErrClass
	}
	return err
}

// values are in the order of places.Columns.
func (d Draft) values(at whereabouts) []any {
	var location, extent, elevation, code any
	if d.Location != nil {
		location = *d.Location
	}
	if d.Extent != nil {
		extent = d.Extent
	}
	if d.ElevationM != "" {
		elevation = d.ElevationM
	}
	if d.PlaceCode != "" {
		code = d.PlaceCode
	}
	return []any{at.county, d.Class, at.within, code, location, extent, elevation, d.GivenPosition,
		d.Meaning, d.Origin, d.History, d.Description, d.Heritage, d.Visibility, d.Source}
}

// fields is what the ledger says of a draft.
func (d Draft) fields() (ledger.Fields, error) {
	all := make([]any, len(d.Names))
	for i, n := range d.Names {
		n = n.filled(i)
		all[i] = ledger.Fields{"text": n.Text, "kind": n.Kind, "lang": n.Lang}
	}
	f := ledger.Fields{"names": all, "class": d.Class, "division": d.Division, "visibility": d.Visibility, "source": d.Source, "valid": d.Valid.String()}
	if d.Location != nil {
		f["location"] = []string{decimal(d.Location.Lon()), decimal(d.Location.Lat())}
	}
	if d.Extent != nil {
		shape, err := wkb.Marshal(d.Extent)
		if err != nil {
			return nil, fmt.Errorf("extent of a draft: %w", err)
		}
		sum := sha256.Sum256(shape)
		f["extent_sha256"] = hex.EncodeToString(sum[:])
	}
	for key, text := range map[string]string{"meaning": d.Meaning, "origin": d.Origin, "history": d.History,
		"description": d.Description, "heritage": d.Heritage, "place_code": d.PlaceCode, "elevation_m": d.ElevationM, "given_position": d.GivenPosition} {
		if text != "" {
			f[key] = text
		}
	}
	return f, nil
}

func (n RowName) filled(i int) RowName {
	if n.Kind == "" {
		n.Kind = Alias
		if i == 0 {
			n.Kind = Standard
		}
	}
	if n.Lang == "" {
		n.Lang = Hans
	}
	return n
}

// spell gives a name's parts and reading as they are stored.
func (n RowName) spell(class, division string) (specific, generic, reading, state string) {
	if !hasHan(n.Text) {
		return "", "", n.Reading, "none"
	}
	specific, generic = pinyin.Split(n.Text, class)
	if n.Reading != "" {
		return specific, generic, n.Reading, "draft"
	}
	r := pinyin.Of(n.Text, class, division)
	state = "draft"
	if r.Confirmed {
		state = "confirmed"
	}
	return specific, generic, r.Text, state
}

func hasHan(text string) bool {
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			return true
		}
	}
	return false
}

func addName(ctx context.Context, tx pgx.Tx, place uuid.UUID, n RowName, class, division, visibility, source string, valid version.Span, entry int64) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO name (id, place) VALUES ($1, $2)`, id, place); err != nil {
		return err
	}
	specific, generic, reading, state := n.spell(class, division)
	return names.Write(ctx, tx, id, valid, entry, place, n.Kind, n.Lang, n.Text, specific, generic, reading, state, visibility, source)
}

// Rename says that from the first day of valid the place's standard name is
// text; what it was called until then becomes a former name by that. It
// answers *TakenError as Add does.
func (s *Store) Rename(ctx context.Context, actor, place uuid.UUID, text string, valid version.Span, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if text == "" {
			return ErrNoName
		}
		if err := places.Lock(ctx, tx, place); err != nil {
			return notFound(err)
		}
		tx1 := &Store{DB: tx}
		p, err := tx1.Place(ctx, Reader{AsOf: version.AsOf{Valid: valid.From}, Internal: true}, place)
		if err != nil {
			return err
		}
		if p.withdrawn() {
			return ErrWithdrawn
		}
		before := p.Name(valid.From)
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "name.rename", Kind: "place", Object: place,
			Public: p.Visibility == "public", Reason: reason,
			Before: ledger.Fields{"text": before.Text, "reading": before.Reading},
			After:  ledger.Fields{"text": text, "valid": valid.String()}})
		if err != nil {
			return err
		}
		return s.replaceName(ctx, tx, p, text, valid, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("rename place %s: %w", place, err)
	}
	return entry, nil
}

// replaceName makes text the standard name in valid, with its claims.
func (s *Store) replaceName(ctx context.Context, tx pgx.Tx, p Place, text string, valid version.Span, entry int64) error {
	for _, n := range p.Names {
		if n.Kind != Standard || n.Lang != Hans {
			continue
		}
		if err := names.Lock(ctx, tx, n.ID); err != nil {
			return err
		}
		if err := names.Clear(ctx, tx, n.ID, valid, entry); err != nil {
			return err
		}
	}
	at, err := s.surroundings(ctx, tx, p, valid)
	if err != nil {
		return err
	}
	made := claims(p.ID, p.Class, text, valid, at.chain)
	if err := queue(ctx, tx, p.ID, made); err != nil {
		return err
	}
	if err := addName(ctx, tx, p.ID, RowName{Text: text, Kind: Standard, Lang: Hans}, p.Class, at.code, p.Visibility, p.Source, valid, entry); err != nil {
		return err
	}
	if err := release(ctx, tx, p.ID, valid); err != nil {
		return err
	}
	return insist(ctx, tx, made)
}

// surroundings are the divisions above a place that is already held.
func (s *Store) surroundings(ctx context.Context, tx pgx.Tx, p Place, valid version.Span) (whereabouts, error) {
	above := p.Within
	if p.IsDivision {
		above = &p.ID
	}
	if above == nil {
		return whereabouts{}, nil
	}
	divisions := boundaries.Store{DB: tx}
	chain, err := divisions.Chain(ctx, Reader{AsOf: version.AsOf{Valid: valid.From}, Internal: true}, *above)
	if err != nil || len(chain) == 0 {
		return whereabouts{within: above}, err
	}
	in := chain[len(chain)-1]
	return whereabouts{above, in.Code, boundaries.CountyOf(in.System, in.Code), chain}, nil
}

func notFound(err error) error {
	if errors.Is(err, version.ErrNotFound) {
		return ErrNotFound
	}
	return err
}

// Withdraw takes a place out of the register because it should never have been
// in it; successor, if any, is the place that stands for it from now on. The
// id goes on answering: with the successor, or that it is gone and why.
func (s *Store) Withdraw(ctx context.Context, actor, place uuid.UUID, successor *uuid.UUID, reason string) (int64, error) {
	if reason == "" {
		return 0, errors.New("withdraw place: a reason is needed")
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := places.Lock(ctx, tx, place); err != nil {
			return notFound(err)
		}
		p, err := (&Store{DB: tx}).Place(ctx, Reader{Internal: true}, place)
		if err != nil {
			return err
		}
		if p.withdrawn() {
			return ErrWithdrawn
		}
		after := ledger.Fields{"state": Withdrawn}
		if successor != nil {
			if err := checkSuccessor(ctx, tx, place, *successor); err != nil {
				return err
			}
			after = ledger.Fields{"state": Replaced, "successor": *successor}
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "place.withdraw", Kind: "place", Object: place,
			Public: p.Visibility == "public", Reason: reason, Before: ledger.Fields{"state": p.State}, After: after})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE place SET withdrawn = $2, successor = $3 WHERE id = $1`, place, reason, successor); err != nil {
			return err
		}
		if p.IsDivision {
			if err := boundaries.Withdraw(ctx, tx, place, reason, successor); err != nil {
				return err
			}
		}
		if err := forgetDuplicates(ctx, tx, place); err != nil {
			return err
		}
		return release(ctx, tx, place, version.Span{})
	})
	if err != nil {
		return 0, fmt.Errorf("withdraw place %s: %w", place, err)
	}
	return entry, nil
}

// checkSuccessor refuses a successor that leads nowhere: the place itself, one
// that is not there, and one that was withdrawn.
func checkSuccessor(ctx context.Context, tx pgx.Tx, place, successor uuid.UUID) error {
	if place == successor {
		return errors.New("a place cannot be its own successor")
	}
	var withdrawn bool
	err := tx.QueryRow(ctx, `SELECT withdrawn IS NOT NULL FROM place WHERE id = $1 FOR SHARE`, successor).Scan(&withdrawn)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return fmt.Errorf("successor %s: %w", successor, ErrNotFound)
	case err != nil:
		return err
	case withdrawn:
		return fmt.Errorf("successor %s: %w", successor, ErrWithdrawn)
	}
	return nil
}

// ConfirmReading says that a person has confirmed how a name is read; it wins
// over every draft for ever.
func (s *Store) ConfirmReading(ctx context.Context, actor, name uuid.UUID, reading, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := names.Lock(ctx, tx, name); err != nil {
			return notFound(err)
		}
		var place uuid.UUID
		var before, visibility string
		err := tx.QueryRow(ctx, `SELECT place, reading, visibility FROM name_version
			WHERE name = $1 AND upper_inf(recorded) ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1`, name).Scan(&place, &before, &visibility)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "name.confirm_reading", Kind: "place", Object: place,
			Public: visibility == "public", Reason: reason,
			Before: ledger.Fields{"name": name, "reading": before}, After: ledger.Fields{"name": name, "reading": reading}})
		if err != nil {
			return err
		}
		return rewriteReading(ctx, tx, place, name, reading, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("confirm reading of name %s: %w", name, err)
	}
	return entry, nil
}

// rewriteReading writes every standing version of a name again with its
// confirmed reading.
func rewriteReading(ctx context.Context, tx pgx.Tx, place, name uuid.UUID, reading string, entry int64) error {
	rows, err := tx.Query(ctx, `SELECT `+nameColumns+` FROM name_version v WHERE v.name = $1 AND upper_inf(v.recorded)`, name)
	if err != nil {
		return err
	}
	all, err := pgx.CollectRows(rows, scanName)
	if err != nil {
		return err
	}
	for _, n := range all {
		n.Reading, n.ReadingState = reading, "confirmed"
		if err := names.Write(ctx, tx, name, n.Valid, entry, n.values(place)...); err != nil {
			return err
		}
	}
	return nil
}

// values are in the order of names.Columns.
func (n Name) values(place uuid.UUID) []any {
	return []any{place, n.Kind, n.Lang, n.Text, n.Specific, n.Generic, n.Reading, n.ReadingState, n.Visibility, n.Source}
}
