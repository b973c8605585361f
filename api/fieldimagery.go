package api

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/go-chi/chi/v5"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/internal/mbtiles"
	"diming/internal/version"
	"diming/tiles"
)

// An imagery keeps the file of imagery open that a setting names.
type imagery struct {
	mu   sync.Mutex
	name string
	file *mbtiles.File
}

// PackImageryBody lists the tiles of the bureau's own imagery along the line.
type PackImageryBody struct {
	MinZoom     int    `json:"min_z"`
	MaxZoom     int    `json:"max_z"`
	Attribution string `json:"attribution"`
	pieces
}

// imageryFile gives the imagery that the setting names; nil where none is set.
// A file that is missing or none is logged and left out: the pack is of use
// without it.
func (s *Server) imageryFile(ctx context.Context) (*mbtiles.File, error) {
	name, err := s.homeSetting(ctx, boundaries.SettingImagery)
	if err != nil || name == "" || s.ImageryDir == "" {
		return nil, err
	}
	s.imagery.mu.Lock()
	defer s.imagery.mu.Unlock()
	if s.imagery.file != nil && s.imagery.name == name {
		return s.imagery.file, nil
	}
	if !fs.ValidPath(name) || filepath.Base(name) != name {
		s.Log.WarnContext(ctx, "the setting of imagery names no file of its folder")
		return nil, nil
	}
	file, err := mbtiles.Open(ctx, filepath.Join(s.ImageryDir, name))
	if err != nil {
		s.Log.WarnContext(ctx, "the imagery that is set cannot be used", "error", err)
		return nil, nil
	}
	s.imagery.name, s.imagery.file = name, file // one that was open stays for who reads it, until the server ends
	return file, nil
}

// deepestImagery is the deepest zoom that a pack takes of imagery: below it a
// tile is 270 m wide, and four times as many would not fit a phone.
const deepestImagery = 17

func (s *Server) packImageryList(ctx context.Context, c fieldsync.Contents, metres float64) (*PackImageryBody, error) {
	file, err := s.imageryFile(ctx)
	if file == nil || err != nil {
		return nil, err
	}
	b := &PackImageryBody{MinZoom: file.MinZoom, MaxZoom: min(file.MaxZoom, deepestImagery), Attribution: file.Attribution, pieces: noPieces()}
	for _, at := range tiles.AlongAny(c.Geometry, metres/2, b.MinZoom, b.MaxZoom) {
		body, err := file.Tile(ctx, at.Z, at.X, at.Y)
		if err != nil && !errors.Is(err, mbtiles.ErrNoTile) {
			return nil, err
		}
		if len(body) > 0 {
			b.add(at.Z, at.X, at.Y, body)
		}
	}
	return b, nil
}

// packImagery gives one tile of imagery.
func (s *Server) packImagery(w http.ResponseWriter, r *http.Request, d fieldsync.Device) {
	ctx := r.Context()
	_, err := s.packFrom(r, d)
	var file *mbtiles.File
	if err == nil {
		file, err = s.imageryFile(ctx)
	}
	var body []byte
	if err == nil {
		z, x, y, ok := tileNumbers(chi.URLParam(r, "z"), chi.URLParam(r, "x"), chi.URLParam(r, "y"))
		if file == nil || !ok {
			err = noTileInPack.in(ctx)
		} else if body, err = file.Tile(ctx, z, x, y); errors.Is(err, mbtiles.ErrNoTile) {
			err = noTileInPack.in(ctx)
		}
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", file.MediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // the client may have gone
}

// tileNumbers reads a tile's zoom, column and row.
func tileNumbers(texts ...string) (z, x, y int, ok bool) {
	var n [3]int
	for i, text := range texts {
		var err error
		if n[i], err = strconv.Atoi(text); err != nil || n[i] < 0 {
			return 0, 0, 0, false
		}
	}
	return n[0], n[1], n[2], n[0] <= 22
}

// homeSetting is what the home county has set, or the default.
func (s *Server) homeSetting(ctx context.Context, key string) (string, error) {
	known, err := boundaries.Known(key)
	if err != nil {
		return "", err
	}
	home, err := s.Boundaries.Home(ctx)
	if errors.Is(err, boundaries.ErrNotFound) {
		return known.Default, nil
	}
	if err != nil {
		return "", err
	}
	value, _, set, err := s.Boundaries.Setting(ctx, home.ID, key, version.Today())
	if err != nil || set {
		return value, err
	}
	return known.Default, nil
}

// homeNumber is a number that the home county has set, or the default.
func (s *Server) homeNumber(ctx context.Context, key string) (int64, error) {
	text, err := s.homeSetting(ctx, key)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(text, 10, 64)
}
