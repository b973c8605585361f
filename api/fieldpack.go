package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/marker"
	"diming/boundaries/marker/relocation"
	"diming/boundaries/round"
	"diming/internal/document"
	"diming/tiles"
)

// fieldPackRoutes give a phone what it takes along of a task.
func (s *Server) fieldPackRoutes(rs routes) {
	s.byPhone(rs, http.MethodGet, "/v1/field/tasks/{task}/pack", s.pack)
	s.byPhone(rs, http.MethodGet, "/v1/field/packs/{pack}/tiles/{z}/{x}/{file}", s.packTile)
	s.byPhone(rs, http.MethodGet, "/v1/field/packs/{pack}/imagery/{z}/{x}/{y}", s.packImagery)
	s.byPhone(rs, http.MethodGet, "/v1/field/packs/{pack}/photos/{sha256}", s.packPhoto)
}

// firstZoom is the coarsest zoom of a pack's map: a prefecture on a phone.
const firstZoom = 8

// PackBody is what a phone takes along. Coordinates are CGCS2000, longitude
// first; its map is fetched tile by tile.
type PackBody struct {
	Pack      *uuid.UUID                    `json:"pack,omitempty"`
	Task      uuid.UUID                     `json:"task"`
	Kind      string                        `json:"kind"` // round, special or patrol
	Revision  int64                         `json:"revision"`
	Expires   *time.Time                    `json:"expires,omitempty"`
	ServerKey string                        `json:"server_key"`
	LineID    uuid.UUID                     `json:"line_id"`
	LineName  string                        `json:"line_name"`
	Owners    map[boundaries.Side]OwnerBody `json:"owners"`
	Sides     []boundaries.Side             `json:"sides"`
	Line      json.RawMessage               `json:"line"`    // GeoJSON geometry
	Stretch   json.RawMessage               `json:"stretch"` // of a special check, where it was drawn; else null
	Markers   []PackMarkerBody              `json:"markers"`
	Segments  []PackSegmentBody             `json:"segments"`
	Form      round.Form                    `json:"form"`
	// Relocation says how well azimuths and distances are known here.
	Relocation relocation.Settings `json:"relocation"`
	Tiles      PackTilesBody       `json:"tiles"`
	Imagery    *PackImageryBody    `json:"imagery"`
	Bytes      int64               `json:"bytes"` // of all that is fetched, this text too
}

// OwnerBody is an owner of the line.
type OwnerBody struct {
	Name string `json:"name"`
	Code string `json:"code"`
}

// PackTilesBody lists the tiles of the map.
type PackTilesBody struct {
	Set     string `json:"set"`
	MinZoom int    `json:"min_z"`
	MaxZoom int    `json:"max_z"`
	pieces
}

// pieces are tiles that a phone fetches one by one. By the digests it knows those
// that it has of an earlier pack, and fetches what is another now.
type pieces struct {
	List    [][4]int64 `json:"list"`    // zoom, column, row, bytes as they lie on the phone
	Digests []string   `json:"digests"` // of those bytes: the first 12 of their SHA-256, base64url
}

func noPieces() pieces { return pieces{List: [][4]int64{}, Digests: []string{}} }

func (p *pieces) add(z, x, y int, body []byte) {
	sum := sha256.Sum256(body)
	p.List = append(p.List, [4]int64{int64(z), int64(x), int64(y), int64(len(body))})
	p.Digests = append(p.Digests, base64.RawURLEncoding.EncodeToString(sum[:12]))
}

// pack makes and answers a pack; that it was taken is an entry of the ledger.
func (s *Server) pack(w http.ResponseWriter, r *http.Request, d fieldsync.Device) {
	ctx := r.Context()
	m, e, err := s.myTask(r, d)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	body, photos, err := s.packBody(ctx, m, e)
	if err == nil {
		err = s.take(ctx, d, &body, photos)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	answerJSON(w, http.StatusOK, body)
}

func (s *Server) packBody(ctx context.Context, m fieldsync.Mine, e errand) (PackBody, []string, error) {
	identity, err := s.field().Identity(ctx)
	if err != nil {
		return PackBody{}, nil, err
	}
	c, err := s.field().Contents(ctx, e.ID)
	if err != nil {
		return PackBody{}, nil, err
	}
	form, err := s.fieldForm(ctx, e)
	if err != nil {
		return PackBody{}, nil, err
	}
	b := PackBody{Task: e.ID, Kind: e.Kind, Revision: c.Revision, ServerKey: identity.Key(), LineID: c.Line, LineName: e.Line.Name, Sides: m.Sides, Form: form,
		Owners: map[boundaries.Side]OwnerBody{boundaries.SideA: e.owner(boundaries.SideA), boundaries.SideB: e.owner(boundaries.SideB)},
		Line:   geometryJSON(c.Geometry), Stretch: geometryJSON(c.Stretch), Markers: packMarkers(c.Markers), Segments: packSegments(c.Segments)}
	if b.Relocation, err = marker.RelocationSettings(ctx, s.DB, *e.Line.Owner(e.Lead).Division, today()); err != nil {
		return PackBody{}, nil, err
	}
	metres, err := s.homeNumber(ctx, boundaries.SettingPackMetres)
	if err != nil {
		return PackBody{}, nil, err
	}
	zoom, err := s.homeNumber(ctx, boundaries.SettingPackZoom)
	if err != nil {
		return PackBody{}, nil, err
	}
	if b.Tiles, err = s.packTiles(ctx, c, float64(metres), min(int(zoom), tiles.PackZoom)); err != nil {
		return PackBody{}, nil, err
	}
	if b.Imagery, err = s.packImageryList(ctx, c, float64(metres)); err != nil {
		return PackBody{}, nil, err
	}
	photos := b.weigh()
	return b, photos, nil
}

// take notes that a phone takes a pack, and says until when it holds.
func (s *Server) take(ctx context.Context, d fieldsync.Device, b *PackBody, photos []string) error {
	days, err := s.homeNumber(ctx, boundaries.SettingPackDays)
	if err != nil {
		return err
	}
	text, err := json.Marshal(b)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	p, err := s.field().TakePack(ctx, d, fieldsync.Pack{Task: b.Task, Revision: b.Revision, Sides: b.Sides, Photos: photos, Bytes: b.Bytes},
		hex.EncodeToString(sum[:]), time.Duration(days)*24*time.Hour)
	if err != nil {
		return err
	}
	ends := p.Ends.UTC()
	b.Pack, b.Expires = &p.ID, &ends
	return nil
}

// packTiles lists the tiles along a line that hold something.
func (s *Server) packTiles(ctx context.Context, c fieldsync.Contents, metres float64, deepest int) (PackTilesBody, error) {
	b := PackTilesBody{Set: tiles.Public, MinZoom: firstZoom, MaxZoom: deepest, pieces: noPieces()}
	for _, at := range tiles.Along(c.Geometry, metres, firstZoom, deepest) {
		tile, err := s.Tiles.Tile(ctx, tiles.View{Set: tiles.Public}, at)
		if err != nil {
			return b, err
		}
		if tile.Empty {
			continue
		}
		plain, err := tile.Plain()
		if err != nil {
			return b, err
		}
		b.add(at.Z, at.X, at.Y, plain)
	}
	return b, nil
}

// weigh adds up what the phone fetches and names the pictures among it.
func (b *PackBody) weigh() (photos []string) {
	photos = []string{}
	for _, t := range b.Tiles.List {
		b.Bytes += t[3]
	}
	if b.Imagery != nil {
		for _, t := range b.Imagery.List {
			b.Bytes += t[3]
		}
	}
	seen := map[string]bool{}
	for _, m := range b.Markers {
		if m.LastPhoto != nil && !seen[m.LastPhoto.SHA256] {
			seen[m.LastPhoto.SHA256] = true
			photos = append(photos, m.LastPhoto.SHA256)
			b.Bytes += m.LastPhoto.Bytes
		}
	}
	if text, err := json.Marshal(b); err == nil {
		b.Bytes += int64(len(text))
	}
	return photos
}

// packFrom gives the pack that the address names, if the phone may fetch from it.
func (s *Server) packFrom(r *http.Request, d fieldsync.Device) (fieldsync.Pack, error) {
	id, err := uuid.Parse(chi.URLParam(r, "pack"))
	if err != nil {
		return fieldsync.Pack{}, fieldsync.ErrNotFound
	}
	return s.field().PackOf(r.Context(), d, id)
}

// packTile gives a tile of the map that everybody may see.
func (s *Server) packTile(w http.ResponseWriter, r *http.Request, d fieldsync.Device) {
	if _, err := s.packFrom(r, d); err != nil {
		s.writeProblem(w, r, err)
		return
	}
	y, ok := strings.CutSuffix(chi.URLParam(r, "file"), ".mvt")
	c, err := tiles.ParsePackCoord(chi.URLParam(r, "z"), chi.URLParam(r, "x"), y)
	var tile tiles.Tile
	if err == nil && ok {
		tile, err = s.Tiles.Tile(r.Context(), tiles.View{Set: tiles.Public}, c)
	}
	switch {
	case err != nil:
		s.writeProblem(w, r, err)
	case !ok || tile.Empty:
		s.writeProblem(w, r, noTileInPack.in(r.Context()))
	default:
		w.Header().Set("Content-Type", "application/vnd.mapbox-vector-tile")
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Length", strconv.Itoa(len(tile.Body)))
		_, _ = w.Write(tile.Body) // the client may have gone
	}
}

// packPhoto gives a picture that belongs to the pack.
func (s *Server) packPhoto(w http.ResponseWriter, r *http.Request, d fieldsync.Device) {
	p, err := s.packFrom(r, d)
	name := chi.URLParam(r, "sha256")
	if err == nil && !p.Has(name) {
		err = noTileInPack.in(r.Context())
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	mediaType, err := s.field().PhotoType(r.Context(), name)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.deliver(w, r, document.Document{SHA256: name, MediaType: mediaType, Name: name}, "attachment", "no-store")
}
