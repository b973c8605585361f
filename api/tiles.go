package api

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"diming/internal/version"
	"diming/tiles"
)

// tileJSON answers /tiles/{set}.json and /tiles/{set}@{date}.json. With
// ?versioned=1 the tiles' address names their version, so that they may be kept
// for ever; whoever asks so must ask again to see what has changed.
func (s *Server) tileJSON(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutSuffix(chi.URLParam(r, "file"), ".json")
	if !ok {
		s.writeProblem(w, r, noTileSet.in(r.Context()))
		return
	}
	view, err := s.tileView(r, name)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	v, err := s.Tiles.Version(view) // before anything that it stands for is read
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	attribution, err := s.Boundaries.MapAttribution(r.Context(), version.Today())
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	t, err := s.Tiles.TileJSON(r.Context(), view, s.PublicURL.String(), attribution)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	if r.URL.Query().Get("versioned") == "1" {
		t.Tiles[0] += "?v=" + v
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	tileSharing(h, view.Set)
	h.Set("Cache-Control", "no-cache")
	_ = json.NewEncoder(w).Encode(t) // the client may have gone
}

// tileActions are what one must be allowed to do somewhere to see a layer that is
// not public, and is shown it there.
var tileActions = map[string]Action{
	"markers": readMarkers, "boundary_agreements": readInspection, "disputes": officeUpkeep, "plates": readPlates,
	"findings": workQuality, "proposals": readCases,
}

// tileView reads the name of a set, with the day that it shows behind an @ or in
// the query as of which; and whose eyes it is seen with. Of the set public nobody
// is asked who they are.
func (s *Server) tileView(r *http.Request, name string) (tiles.View, error) {
	set, text, dated := strings.Cut(name, "@")
	v := tiles.View{Set: set}
	if text == "" && !dated {
		text = r.URL.Query().Get("as_of")
	}
	if text != "" || dated {
		day, err := version.ParseDate(text)
		if err != nil || day.IsZero() {
			return v, errBadDate
		}
		v.AsOf = day.Time()
	}
	for _, layer := range tiles.RestrictedLayers(set) {
		roots, _, err := s.reach(r.Context(), tileActions[layer])
		if err != nil {
			return v, err
		}
		if v.Sees == nil {
			v.Sees = tiles.Sight{}
		}
		v.Sees[layer] = roots
	}
	return v, nil
}

// tileSharing lets pages of other origins read what is public.
func tileSharing(h http.Header, set string) {
	if tiles.IsPublic(set) {
		h.Set("Access-Control-Allow-Origin", "*")
	}
}

// tile answers /tiles/{set}/{z}/{x}/{y}.mvt and /tiles/{set}@{date}/{z}/{x}/{y}.mvt.
func (s *Server) tile(w http.ResponseWriter, r *http.Request) {
	y, ok := strings.CutSuffix(chi.URLParam(r, "file"), ".mvt")
	if !ok {
		s.writeProblem(w, r, notFound.in(r.Context()))
		return
	}
	c, err := tiles.ParseCoord(chi.URLParam(r, "z"), chi.URLParam(r, "x"), y)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	view, err := s.tileView(r, chi.URLParam(r, "set"))
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.serveTile(w, r, view, c, nil)
}

// serveTile answers with a tile, or with some of its layers; all if nil.
func (s *Server) serveTile(w http.ResponseWriter, r *http.Request, view tiles.View, c tiles.Coord, layers []string) {
	caching := s.tileCaching(r, view)
	tileSharing(w.Header(), view.Set)
	if layers == nil {
		if t, ok := s.heldTile(r, view, c); ok {
			s.sendTile(w, r, t, caching)
			return
		}
	}
	t, err := s.Tiles.Tile(r.Context(), view, c)
	if err == nil && layers != nil {
		t, err = t.Only(layers...)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.sendTile(w, r, t, caching)
}

// tileCaching says how long a tile may be kept. A public one that is asked for
// under the version as it is now will never be another; any other may be kept
// too, and is asked about each time. It is called before the tile is made.
func (s *Server) tileCaching(r *http.Request, view tiles.View) []string {
	if !tiles.IsPublic(view.Set) {
		return ownOnly
	}
	if r.URL.RawQuery == "" {
		return askEach
	}
	if asked := r.URL.Query().Get("v"); asked != "" {
		if v, err := s.Tiles.Version(view); err == nil && v == asked {
			return forEver
		}
	}
	return askEach
}

// etags are those of which the client holds the tile. None of ours has a comma.
func etags(r *http.Request) []string {
	var all []string
	for etag := range strings.SplitSeq(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		if etag = strings.TrimSpace(etag); etag != "" {
			all = append(all, etag)
		}
	}
	return all
}
