package api

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/internal/pmtiles"
	"diming/tiles"
	"diming/tiles/delta"
)

// Endings of the files that are offered.
const (
	packEnding  = ".pmtiles"
	deltaEnding = ".delta"
)

// A PackList is all packs of tiles that are offered, with what renews them.
type PackList struct {
	Packs  []PackLine  `json:"packs"`
	Deltas []DeltaLine `json:"deltas"`
}

// A FileLine is one file. Under its url the same bytes are answered for ever.
type FileLine struct {
	Name   string `json:"name"`
	URL    string `json:"url"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	Set    string `json:"set"`
	Title  string `json:"title"`
}

// A PackLine is a pack: an archive of tiles, PMTiles 3.
type PackLine struct {
	FileLine
	Attribution string     `json:"attribution"`
	Bounds      [4]float64 `json:"bounds"` // west, south, east, north
	MinZoom     int        `json:"minzoom"`
	MaxZoom     int        `json:"maxzoom"`
	Day         string     `json:"day"`
	Seq         int64      `json:"seq"`
}

// A DeltaLine is what makes one pack of another.
type DeltaLine struct {
	FileLine
	Base    string `json:"base_sha256"`
	Result  string `json:"result_sha256"`
	FromSeq int64  `json:"from_seq"`
	ToSeq   int64  `json:"to_seq"`
	Changed int    `json:"changed"`
	Gone    int    `json:"gone"`
	Key     string `json:"key"` // of who signed it, base64url
}

// A shelf remembers what the files of the folder say of themselves, by size and
// time: to know a digest all of a file is read.
type shelf struct {
	mu   sync.Mutex
	held map[string]shelved
}

// A shelved is a file as it was when it was read.
type shelved struct {
	size     int64
	modified time.Time
	err      error // it is neither a pack nor a delta, or not whole
	about    tiles.ArchiveAbout
	pack     PackLine
	delta    *DeltaLine // of a delta
}

// look reads what a file says of itself, unless it is known.
func (s *shelf) look(file *os.File, name string) (shelved, error) {
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return shelved{}, errors.Join(err, fs.ErrNotExist)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if held, ok := s.held[name]; ok && held.size == info.Size() && held.modified.Equal(info.ModTime()) {
		return held, held.err
	}
	held := shelved{size: info.Size(), modified: info.ModTime()}
	held.err = held.read(file, name)
	if s.held == nil {
		s.held = map[string]shelved{}
	}
	s.held[name] = held
	return held, held.err
}

func (h *shelved) read(file *os.File, name string) error {
	sum, err := delta.Digest(file, h.size)
	if err != nil {
		return err
	}
	line := FileLine{Name: name, URL: "/packs/" + url.PathEscape(name) + "?v=" + sum, Bytes: h.size, SHA256: sum}
	if strings.HasSuffix(name, deltaEnding) {
		d, err := delta.Read(file, h.size)
		if err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(d.Metadata), &h.about); err != nil {
			return err
		}
		line.Set, line.Title = h.about.Set, h.about.Name
		h.delta = &DeltaLine{line, d.Base, d.Result, d.FromSeq, d.ToSeq, len(d.Changed), len(d.Gone), d.Key}
		return nil
	}
	a, err := pmtiles.Open(file, h.size)
	if err != nil {
		return err
	}
	if err := a.Metadata(&h.about); err != nil {
		return err
	}
	e := a.Extent()
	line.Set, line.Title = h.about.Set, h.about.Name
	h.pack = PackLine{line, h.about.Attribution, [4]float64{e.West, e.South, e.East, e.North}, h.about.Zooms[0], h.about.Zooms[1], h.about.Day, h.about.Seq}
	return nil
}

func (h *shelved) line() FileLine {
	if h.delta != nil {
		return h.delta.FileLine
	}
	return h.pack.FileLine
}

// openPack opens a file that the asker may have. All others are told alike: there is
// no such file.
func (s *Server) openPack(ctx context.Context, name string) (*os.File, shelved, error) {
	none := noPack.in(ctx)
	if s.PackDir == "" || !fs.ValidPath(name) || filepath.Base(name) != name || !strings.HasSuffix(name, packEnding) && !strings.HasSuffix(name, deltaEnding) {
		return nil, shelved{}, none
	}
	file, err := os.Open(filepath.Join(s.PackDir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, shelved{}, none
	}
	if err != nil {
		return nil, shelved{}, err
	}
	held, err := s.shelf.look(file, name)
	if err != nil {
		s.Log.WarnContext(ctx, "a file among the packs is not offered", "file", name, "error", err)
		return nil, held, errors.Join(none, file.Close())
	}
	may, err := s.mayHave(ctx, held.about)
	if err == nil && !may {
		err = none
	}
	if err != nil {
		return nil, held, errors.Join(err, file.Close())
	}
	return file, held, nil
}

// mayHave tells whether the asker sees all that an archive shows.
func (s *Server) mayHave(ctx context.Context, a tiles.ArchiveAbout) (bool, error) {
	if !s.Tiles.StillShown(a) {
		return false, nil
	}
	for _, layer := range tiles.RestrictedLayers(a.Set) {
		for _, root := range a.Sees[layer] {
			if may, err := s.sees(ctx, tileActions[layer], root); !may {
				return false, err
			}
		}
	}
	return true, nil
}

// sees is mayDo, where the nil UUID is the whole register.
func (s *Server) sees(ctx context.Context, a Action, root uuid.UUID) (bool, error) {
	if root == uuid.Nil {
		_, whole, err := s.reach(ctx, a)
		return whole, err
	}
	return s.mayDo(ctx, a, root)
}

// listPacks answers /packs: what the asker may have.
func (s *Server) listPacks(w http.ResponseWriter, r *http.Request) {
	list := PackList{Packs: []PackLine{}, Deltas: []DeltaLine{}}
	entries, err := s.packNames()
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	for _, name := range entries {
		file, held, err := s.openPack(r.Context(), name)
		if problem := (*Problem)(nil); errors.As(err, &problem) {
			continue // it is not for the asker, or was taken away meanwhile
		}
		if err != nil {
			s.writeProblem(w, r, err)
			return
		}
		_ = file.Close()
		if held.delta != nil {
			list.Deltas = append(list.Deltas, *held.delta)
		} else {
			list.Packs = append(list.Packs, held.pack)
		}
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	tileSharing(h, tiles.Public) // no page of another origin is let in with a log-in
	h.Set("Cache-Control", "private, no-cache")
	_ = json.NewEncoder(w).Encode(list) // the client may have gone
}

// packNames are the names in the folder, in order; none where there is no folder.
func (s *Server) packNames() ([]string, error) {
	if s.PackDir == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(s.PackDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}

// packFile answers /packs/{file}, whole or the ranges that are asked for. What is asked
// for with ?v= its digest may be kept for ever.
func (s *Server) packFile(w http.ResponseWriter, r *http.Request) {
	file, held, err := s.openPack(r.Context(), chi.URLParam(r, "file"))
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	defer file.Close()
	line, h := held.line(), w.Header()
	h.Set("Content-Type", "application/vnd.pmtiles")
	if held.delta != nil {
		h.Set("Content-Type", "application/octet-stream")
	}
	h.Set("ETag", `"`+line.SHA256+`"`)
	tileSharing(h, line.Set)
	h.Set("Cache-Control", "no-cache")
	switch {
	case line.Set != tiles.Public:
		h.Set("Cache-Control", "private, no-cache")
	case r.URL.Query().Get("v") == line.SHA256:
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if line.Set == tiles.Public {
		h.Set("Access-Control-Expose-Headers", "ETag, Content-Range, Content-Length, Accept-Ranges")
	}
	http.ServeContent(w, r, "", time.Time{}, file)
}
