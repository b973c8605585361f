package api

import (
	"math"
	"strconv"

	"github.com/go-chi/chi/v5"

	"diming/features"
	"diming/tiles"
)

// A tileMatrixSet is a grid in the words of OGC 17-083r4, Two Dimensional Tile
// Matrix Set and Tile Set Metadata; what is said of either is its annex D.
type tileMatrixSet struct {
	grid          tiles.Grid
	ID            string       `json:"id"`
	Title         string       `json:"title"`
	URI           string       `json:"uri"`
	CRS           string       `json:"crs"`
	OrderedAxes   [2]string    `json:"orderedAxes"`
	WellKnown     string       `json:"wellKnownScaleSet"`
	TileMatrices  []tileMatrix `json:"tileMatrices"`
	deepestMatrix int          // of which there are tiles here
}

// A tileMatrix is one zoom of a grid.
type tileMatrix struct {
	ID               string     `json:"id"`
	ScaleDenominator float64    `json:"scaleDenominator"`
	CellSize         float64    `json:"cellSize"` // metres or degrees
	CornerOfOrigin   string     `json:"cornerOfOrigin"`
	PointOfOrigin    [2]float64 `json:"pointOfOrigin"`
	TileWidth        int        `json:"tileWidth"`
	TileHeight       int        `json:"tileHeight"`
	MatrixWidth      int        `json:"matrixWidth"`
	MatrixHeight     int        `json:"matrixHeight"`
}

// What the annex reckons with: the equator of WGS 84, pixels of 0.28 mm, and
// tiles of 256 pixels.
const (
	equatorM    = 2 * math.Pi * 6378137
	pixelOfTMSM = 0.00028
	tilePixels  = 256
)

var tileMatrixSets = []tileMatrixSet{
	filled(tileMatrixSet{grid: tiles.WebMercatorQuad, ID: "WebMercatorQuad", Title: "Google Maps Compatible for the World",
		CRS: "http://www.opengis.net/def/crs/EPSG/0/3857", OrderedAxes: [2]string{"X", "Y"}, WellKnown: "GoogleMapsCompatible"},
		25, equatorM, [2]float64{-equatorM / 2, equatorM / 2}),
	filled(tileMatrixSet{grid: tiles.WorldCRS84Quad, ID: "WorldCRS84Quad", Title: "CRS84 for the World",
		CRS: features.CRS84.URI, OrderedAxes: [2]string{"Lon", "Lat"}, WellKnown: "GoogleCRS84Quad"},
		24, 360, [2]float64{-180, 90}),
}

// filled adds addresses and the tile matrices, halving the cells from one to the next; width is that
// of the world in the units of the reference system.
func filled(t tileMatrixSet, matrices int, width float64, origin [2]float64) tileMatrixSet {
	t.URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/" + t.ID
	t.WellKnown = "http://www.opengis.net/def/wkss/OGC/1.0/" + t.WellKnown
	t.deepestMatrix = tiles.MaxZoom - t.grid.FirstZoom()
	for n := range matrices {
		columns, rows := t.grid.Matrix(n + t.grid.FirstZoom())
		cells := float64(columns * tilePixels)
		t.TileMatrices = append(t.TileMatrices, tileMatrix{ID: strconv.Itoa(n), ScaleDenominator: equatorM / cells / pixelOfTMSM, CellSize: width / cells,
			CornerOfOrigin: "topLeft", PointOfOrigin: origin, TileWidth: tilePixels, TileHeight: tilePixels, MatrixWidth: columns, MatrixHeight: rows})
	}
	return t
}

// tileMatrixSet finds the tile matrix set that the address names.
func (q *ogcRequest) tileMatrixSet() (tileMatrixSet, error) {
	id := chi.URLParam(q.r, "tileMatrixSet")
	for _, t := range tileMatrixSets {
		if t.ID == id {
			return t, nil
		}
	}
	return tileMatrixSet{}, noTileMatrixSet.in(q.ctx)
}

// ogcTileMatrixSets lists the grids.
func (s *Server) ogcTileMatrixSets(q *ogcRequest) (*ogcAnswer, error) {
	page, err := q.simple()
	if err != nil {
		return nil, err
	}
	if page {
		return q.gridsPage()
	}
	type item struct {
		ID    string    `json:"id"`
		Title string    `json:"title"`
		URI   string    `json:"uri"`
		CRS   string    `json:"crs"`
		Links []ogcLink `json:"links"`
	}
	var all []item
	for _, t := range tileMatrixSets {
		all = append(all, item{t.ID, t.Title, t.URI, t.CRS, []ogcLink{q.link("self", mediaJSON, "/tileMatrixSets/"+t.ID, "格网定义", "Definition")}})
	}
	return q.json(mediaJSON, map[string]any{"tileMatrixSets": all, "links": q.ownLinks(mediaJSON)})
}

// ogcTileMatrixSet answers with the definition of a grid.
func (s *Server) ogcTileMatrixSet(q *ogcRequest) (*ogcAnswer, error) {
	t, err := q.tileMatrixSet()
	if err != nil {
		return nil, err
	}
	page, err := q.simple()
	if err != nil {
		return nil, err
	}
	if page {
		return q.gridPage(t)
	}
	return q.json(mediaJSON, t)
}
