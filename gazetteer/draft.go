package gazetteer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"unicode"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"diming/gazetteer/pinyin"
	"diming/internal/ledger"
	"diming/internal/version"
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
type RowName struct {
	Text, Kind, Lang, Reading string

	confirmed string // reading that was confirmed for this place and text before, or ""
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
	if n.confirmed != "" {
		return specific, generic, n.confirmed, "confirmed"
	}
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

// values are in the order of names.Columns.
func (n Name) values(place uuid.UUID) []any {
	return []any{place, n.Kind, n.Lang, n.Text, n.Specific, n.Generic, n.Reading, n.ReadingState, n.Visibility, n.Source}
}
