package api

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/boundaries/fieldsync"
)

// PackMarkerBody is a marker as it is told to who looks for it.
type PackMarkerBody struct {
	ID         uuid.UUID           `json:"id"`
	Number     string              `json:"number"`
	Kind       string              `json:"kind"`
	State      string              `json:"state"`
	Lon        float64             `json:"lon"`
	Lat        float64             `json:"lat"`
	ElevationM *string             `json:"elevation_m"` // decimal
	Keeper     *string             `json:"keeper"`      // a, b, or null where none was agreed
	Faces      []string            `json:"faces"`
	References []PackReferenceBody `json:"references"`
	LastPhoto  *PackPhotoBody      `json:"last_photo"`
	LastCheck  *PackCheckBody      `json:"last_check"`
}

// PackReferenceBody is an object by which a marker is found again, as it lies
// from the marker. Numbers are decimal texts.
type PackReferenceBody struct {
	ID         uuid.UUID `json:"id"`
	Name       string    `json:"name"`
	Kind       string    `json:"kind"`
	AzimuthDeg *string   `json:"azimuth_deg"`
	North      string    `json:"azimuth_north"` // true, grid or magnetic
	DistanceM  *string   `json:"distance_m"`
	Lon        *float64  `json:"lon"`
	Lat        *float64  `json:"lat"`
}

// PackPhotoBody is a picture to be fetched.
type PackPhotoBody struct {
	SHA256 string     `json:"sha256"`
	Bytes  int64      `json:"bytes"`
	Type   string     `json:"type"`
	Taken  *time.Time `json:"taken"`
}

// PackCheckBody is what was seen of a marker last.
type PackCheckBody struct {
	At        time.Time `json:"at"`
	Condition string    `json:"condition"`
	Text      string    `json:"text"`
}

// PackSegmentBody is a stretch from one marker to the next.
type PackSegmentBody struct {
	ID         uuid.UUID `json:"id"`
	Name       string    `json:"name"`
	FromMarker uuid.UUID `json:"from_marker"`
	ToMarker   uuid.UUID `json:"to_marker"`
}

var faceNames = []string{"a", "b", "c"}

func packMarkers(markers []fieldsync.Marker) []PackMarkerBody {
	all := make([]PackMarkerBody, len(markers))
	for i, m := range markers {
		b := PackMarkerBody{ID: m.ID, Number: m.Number, Kind: m.Kind, State: m.State, Lon: m.Point.Lon(), Lat: m.Point.Lat(),
			ElevationM: orNullText(m.ElevationM), Keeper: orNullText(m.Keeper), Faces: faceNames[:m.Faces], References: []PackReferenceBody{}}
		for _, r := range m.References {
			ref := PackReferenceBody{ID: r.ID, Name: r.Name, Kind: r.Kind, AzimuthDeg: orNullText(r.AzimuthDeg), North: r.North, DistanceM: orNullText(r.DistanceM)}
			if r.Point != nil {
				ref.Lon, ref.Lat = &r.Point[0], &r.Point[1]
			}
			b.References = append(b.References, ref)
		}
		if p := m.LastPhoto; p != nil {
			b.LastPhoto = &PackPhotoBody{p.SHA256, p.Bytes, p.MediaType, p.Taken}
		}
		if c := m.LastCheck; c != nil {
			b.LastCheck = &PackCheckBody{c.At, c.Condition, c.Text}
		}
		all[i] = b
	}
	return all
}

func packSegments(segments []fieldsync.Segment) []PackSegmentBody {
	all := make([]PackSegmentBody, len(segments))
	for i, s := range segments {
		all[i] = PackSegmentBody{s.ID, s.Name, s.From, s.To}
	}
	return all
}

func orNullText(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// geometryJSON writes a line as GeoJSON, null where there is none.
func geometryJSON(g orb.MultiLineString) json.RawMessage {
	if len(g) == 0 {
		return json.RawMessage("null")
	}
	text, err := geojson.NewGeometry(g).MarshalJSON()
	if err != nil {
		return json.RawMessage("null") // coordinates of the register are numbers
	}
	return text
}
