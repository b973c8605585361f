package api

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"diming/features"
	"diming/internal/version"
	"diming/tiles"
)

// ogcTileRoutes are public tiles, as OGC API – Tiles 1.0 has them: of
// everything, and of each collection.
func (s *Server) ogcTileRoutes(rs routes) {
	rs.plain(public, http.MethodGet, ogcPath+"/tileMatrixSets", s.ogc(s.ogcTileMatrixSets))
	rs.plain(public, http.MethodGet, ogcPath+"/tileMatrixSets/{tileMatrixSet}", s.ogc(s.ogcTileMatrixSet), Example{Path: ogcPath + "/tileMatrixSets/WebMercatorQuad"})
	for _, of := range [][2]string{{"", ""}, {"/collections/{collection}", "/collections/places"}} {
		at, like := ogcPath+of[0]+"/tiles", ogcPath+of[1]+"/tiles"
		rs.plain(public, http.MethodGet, at, s.ogc(s.ogcTileSets), Example{Path: like})
		rs.plain(public, http.MethodGet, at+"/{tileMatrixSet}", s.ogc(s.ogcTileSet), Example{Path: like + "/WorldCRS84Quad"})
		rs.plain(public, http.MethodGet, at+"/{tileMatrixSet}/{tileMatrix}/{tileRow}/{tileCol}", s.ogcTile, Example{Path: like + "/WorldCRS84Quad/0/0/1"})
	}
}

// The problems of tiles under /ogc.
var (
	noTileMatrixSet = kind{"tile-matrix-set-not-found", 404, "没有这种格网", "No such tile matrix set", "没有这种格网，请从 /ogc/tileMatrixSets 中选择。", "There is no such tile matrix set; choose one from /ogc/tileMatrixSets."}
	noTile          = kind{"tile-not-found", 404, "没有这块瓦片", "No such tile", "级别、行或列不在格网之内，或比所列的级别更深。", "The tile matrix, row or column is outside the tile matrix set, or deeper than those listed."}
)

const (
	mediaMVT   = "application/vnd.mapbox-vector-tile"
	mediaStyle = "application/vnd.mapbox.style+json"
)

// Relations of links that OGC API – Tiles defines.
const (
	relTileSets = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
	relSchemes  = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
	relScheme   = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
	relGeodata  = "http://www.opengis.net/def/rel/ogc/1.0/geodata"
)

// collectionLayers are the layers of tiles that show a collection. The lines of the
// map lie between any two divisions and are not those of the collection
// boundary_lines, which are a set of their own.
var collectionLayers = map[string][]string{
	"places": {"places", "water", "roads"}, "divisions": {"divisions", "division_labels"}, "addresses": {"addresses"}, "shelters": {"shelters"},
	"boundary_lines": {"boundary_lines"},
}

// collectionOf is the collection that a layer shows, "" if it is none by itself.
func collectionOf(layer string) string {
	for id, layers := range collectionLayers {
		if slices.Contains(layers, layer) {
			return id
		}
	}
	return ""
}

// geometryDimension is that of the features of a layer: points, lines or areas.
var geometryDimension = map[string]int{"divisions": 2, "division_sides": 1, "division_lines": 1, "boundary_lines": 1, "water": 1, "roads": 1}

// A tileSource is what tiles are asked of.
type tileSource struct {
	view   tiles.View
	at     string   // path under /ogc
	layers []string // all if nil
	zh, en string   // title
}

// tileSource reads what the address names and the day.
func (q *ogcRequest) tileSource() (tileSource, error) {
	src := tileSource{view: tiles.View{Set: tiles.Public}, zh: "公开地图", en: "The public map"}
	if chi.URLParam(q.r, "collection") != "" {
		c, err := q.collection()
		if err != nil {
			return src, err
		}
		src.layers = collectionLayers[c.ID]
		if c.ID == tiles.Lines {
			src.view.Set = tiles.Lines
		}
		src.at, src.zh, src.en = "/collections/"+c.ID, c.Title.ZH, c.Title.EN
	}
	when, err := q.tileDays()
	if err != nil || when == (features.When{}) {
		return src, err
	}
	src.view.AsOf = when.Last().Time()
	return src, nil
}

// tileDays reads the days that tiles are asked of, none where none are. Tiles show
// what the register says now of the last of them, so that an earlier reading of it
// is refused. Links then name the days as datetime, however they were named.
func (q *ogcRequest) tileDays() (features.When, error) {
	days, err := q.text("datetime")
	if err != nil {
		return features.When{}, err
	}
	subset, err := q.text("subset")
	switch {
	case err != nil:
		return features.When{}, err
	case days != "" && subset != "":
		return features.When{}, &features.ParamError{Param: "subset", ZH: "datetime 与 subset 只写一个。", EN: "Write either datetime or subset."}
	case subset != "":
		when, err := features.ParseSubset(subset)
		if err == nil {
			q.query.Del("subset")
			q.query.Set("datetime", when.Last().String())
		}
		return when, err
	case days != "":
		return features.ParseWhen(days)
	}
	return features.When{}, nil
}

// A tileSet describes tiles in one grid.
type tileSet struct {
	Title       string       `json:"title"`
	Description string       `json:"description,omitempty"`
	DataType    string       `json:"dataType"`
	CRS         string       `json:"crs"`
	URI         string       `json:"tileMatrixSetURI"`
	Definition  string       `json:"tileMatrixSetDefinition,omitempty"`
	MediaTypes  []string     `json:"mediaTypes,omitempty"`
	Attribution string       `json:"attribution,omitempty"`
	Limits      []tileLimits `json:"tileMatrixSetLimits,omitempty"`
	BoundingBox *tileBox     `json:"boundingBox,omitempty"`
	CenterPoint *tileCenter  `json:"centerPoint,omitempty"`
	Layers      []tileLayer  `json:"layers,omitempty"`
	Style       *tileStyle   `json:"style,omitempty"`
	Links       []ogcLink    `json:"links"`
}

// tileLimits says which tiles of a tile matrix there are: none of another matrix,
// and all of this, as what is empty today may not be so tomorrow.
type tileLimits struct {
	TileMatrix string `json:"tileMatrix"`
	MinRow     int    `json:"minTileRow"`
	MaxRow     int    `json:"maxTileRow"`
	MinCol     int    `json:"minTileCol"`
	MaxCol     int    `json:"maxTileCol"`
}

// A tileBox is the ground of which tiles show something.
type tileBox struct {
	LowerLeft  [2]float64 `json:"lowerLeft"`
	UpperRight [2]float64 `json:"upperRight"`
	CRS        string     `json:"crs"`
}

type tileCenter struct {
	Coordinates [2]float64 `json:"coordinates"`
	CRS         string     `json:"crs"`
	TileMatrix  string     `json:"tileMatrix"`
}

type tileStyle struct {
	ID    string    `json:"id"`
	Links []ogcLink `json:"links"`
}

type tileLayer struct {
	ID          string     `json:"id"`
	Description string     `json:"description"`
	DataType    string     `json:"dataType"`
	Dimension   int        `json:"geometryDimension"`
	MinMatrix   string     `json:"minTileMatrix"`
	MaxMatrix   string     `json:"maxTileMatrix"`
	Properties  tileSchema `json:"propertiesSchema"`
	Links       []ogcLink  `json:"links,omitempty"`
}

type tileSchema struct {
	Type       string                    `json:"type"`
	Properties map[string]propertySchema `json:"properties"`
}

// ogcTileSets lists the grids in which there are tiles.
func (s *Server) ogcTileSets(q *ogcRequest) (*ogcAnswer, error) {
	src, err := q.tileSource()
	if err != nil {
		return nil, err
	}
	page, err := q.asPage()
	if err != nil {
		return nil, err
	}
	if page {
		return q.tileSetsPage(src)
	}
	var all []tileSet
	for _, t := range tileMatrixSets {
		one := q.tileSetOf(src, t)
		one.Links = []ogcLink{q.link("self", mediaJSON, src.at+"/tiles/"+t.ID, "瓦片说明", "Description of the tiles"), q.schemeLink(t)}
		all = append(all, one)
	}
	return q.json(mediaJSON, map[string]any{"tilesets": all, "links": q.ownLinks(mediaJSON)})
}

// tileLinks are those from what tiles show to the list of them. What asks for an
// earlier reading of the register has none.
func (q *ogcRequest) tileLinks(at string) []ogcLink {
	if q.query.Get("recorded") != "" {
		return nil
	}
	return []ogcLink{q.link(relTileSets, mediaJSON, at+"/tiles", "矢量瓦片", "Vector tiles")}
}

func (q *ogcRequest) schemeLink(t tileMatrixSet) ogcLink {
	return q.link(relScheme, mediaJSON, "/tileMatrixSets/"+t.ID, "格网定义", "Definition of the grid")
}

// tileSetOf is what a list says of tiles in a grid.
func (q *ogcRequest) tileSetOf(src tileSource, t tileMatrixSet) tileSet {
	return tileSet{Title: pick(q.ctx, src.zh, src.en) + " · " + t.ID, DataType: "vector", CRS: t.CRS, URI: t.URI}
}

// ogcTileSet describes tiles in a grid.
func (s *Server) ogcTileSet(q *ogcRequest) (*ogcAnswer, error) {
	t, err := q.tileMatrixSet()
	if err != nil {
		return nil, err
	}
	src, err := q.tileSource()
	if err != nil {
		return nil, err
	}
	page, err := q.asPage()
	if err != nil {
		return nil, err
	}
	one, err := q.describeTileSet(src, t)
	if err != nil {
		return nil, err
	}
	if page {
		return q.tileSetPage(src, t, one)
	}
	return q.json(mediaJSON, one)
}

// describeTileSet says all of tiles in a grid.
func (q *ogcRequest) describeTileSet(src tileSource, t tileMatrixSet) (tileSet, error) {
	s := q.s
	attribution, err := s.Boundaries.MapAttribution(q.ctx, version.Today())
	if err != nil {
		return tileSet{}, err
	}
	about, err := s.Tiles.TileJSON(q.ctx, src.view, s.PublicURL.String(), attribution)
	if err != nil {
		return tileSet{}, err
	}
	one := q.tileSetOf(src, t)
	one.Description, one.Attribution, one.MediaTypes = q.about(), attribution, []string{mediaMVT}
	one.Definition = q.href("/tileMatrixSets/"+t.ID, nil)
	one.BoundingBox = &tileBox{[2]float64(about.Bounds[:2]), [2]float64(about.Bounds[2:]), features.CRS84.URI}
	one.CenterPoint = &tileCenter{[2]float64(about.Center[:2]), features.CRS84.URI, strconv.Itoa(int(about.Center[2]) - t.grid.FirstZoom())}
	for _, m := range t.TileMatrices[:t.deepestMatrix+1] {
		one.Limits = append(one.Limits, tileLimits{TileMatrix: m.ID, MaxRow: m.MatrixHeight - 1, MaxCol: m.MatrixWidth - 1})
	}
	for _, l := range about.VectorLayers {
		if src.layers == nil || slices.Contains(src.layers, l.ID) {
			one.Layers = append(one.Layers, q.tileLayer(t, l))
		}
	}
	at := src.at + "/tiles/" + t.ID
	one.Links = append(q.ownLinks(mediaJSON), q.schemeLink(t),
		ogcLink{Href: q.href(at+"/{tileMatrix}/{tileRow}/{tileCol}", url.Values{"f": {"mvt"}}), Rel: "item", Type: mediaMVT, Title: pick(q.ctx, "瓦片", "Tiles"), Templated: true})
	if src.layers != nil {
		one.Links = append(one.Links, q.link(relGeodata, mediaJSON, src.at, "数据集", "The collection"))
		return one, nil
	}
	one.Links = append(one.Links, q.link("dataset", mediaJSON, "", "入口", "Landing page"))
	if t.grid == tiles.WebMercatorQuad {
		one.Links = append(one.Links, ogcLink{Href: tileJSONAddress(about), Rel: "alternate", Type: mediaJSON, Title: "TileJSON 3.0.0"})
		one.Style = &tileStyle{"public", []ogcLink{{Href: strings.TrimSuffix(s.PublicURL.String(), "/") + "/styles/public.json", Rel: "stylesheet", Type: mediaStyle}}}
	}
	return one, nil
}

// tileJSONAddress is where a TileJSON is to be had itself.
func tileJSONAddress(t tiles.TileJSON) string {
	return strings.TrimSuffix(t.Tiles[0], "/{z}/{x}/{y}.mvt") + ".json"
}

// tileLayer describes a layer in a grid.
func (q *ogcRequest) tileLayer(t tileMatrixSet, l tiles.VectorLayer) tileLayer {
	matrix := func(zoom int) string { return strconv.Itoa(max(zoom-t.grid.FirstZoom(), 0)) }
	one := tileLayer{ID: l.ID, Description: l.Description, DataType: "vector", Dimension: geometryDimension[l.ID], MinMatrix: matrix(l.MinZoom), MaxMatrix: matrix(l.MaxZoom),
		Properties: tileSchema{"object", map[string]propertySchema{}}}
	for name, says := range l.Fields {
		property := propertySchema{Title: says, Type: "string"}
		if strings.HasPrefix(says, "Number:") { // as the TileJSON marks those that are numbers
			property.Type = "integer"
		}
		one.Properties.Properties[name] = property
	}
	if id := collectionOf(l.ID); id != "" {
		one.Links = []ogcLink{q.link(relGeodata, mediaJSON, "/collections/"+id, "数据集", "The collection")}
	}
	return one
}

// ogcTile answers with a tile. One of everything in WebMercatorQuad is that of
// /tiles/public, to the byte and the ETag.
func (s *Server) ogcTile(w http.ResponseWriter, r *http.Request) {
	tileSharing(w.Header(), tiles.Public)
	q := newOGCRequest(s, r)
	src, c, err := q.tile()
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	if src.view.Set != tiles.Public {
		src.layers = nil // it shows nothing else
	}
	if !src.view.AsOf.IsZero() {
		w.Header().Set("OGCAPI-datetime", src.view.AsOf.Format(time.DateOnly))
		w.Header().Set("Access-Control-Expose-Headers", "OGCAPI-datetime")
	}
	s.serveTile(w, r, src.view, c, src.layers)
}

func (q *ogcRequest) tile() (tileSource, tiles.Coord, error) {
	src, err := q.tileSource()
	if err != nil {
		return src, tiles.Coord{}, err
	}
	t, err := q.tileMatrixSet()
	if err != nil {
		return src, tiles.Coord{}, err
	}
	src.view.Grid = t.grid
	c, err := t.grid.ParseTile(chi.URLParam(q.r, "tileMatrix"), chi.URLParam(q.r, "tileRow"), chi.URLParam(q.r, "tileCol"))
	if err != nil {
		return src, c, noTile.in(q.ctx)
	}
	if _, err = q.format("mvt"); err == nil {
		err = q.done()
	}
	return src, c, err
}
