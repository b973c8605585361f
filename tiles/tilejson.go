package tiles

import (
	"context"
	"fmt"
	"time"
)

// A TileJSON describes a tile set after TileJSON 3.0.0.
type TileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name"`
	Scheme       string        `json:"scheme"`
	Tiles        []string      `json:"tiles"`
	MinZoom      int           `json:"minzoom"`
	MaxZoom      int           `json:"maxzoom"`
	Bounds       [4]float64    `json:"bounds"` // west, south, east, north
	Center       [3]float64    `json:"center"` // longitude, latitude, zoom
	Attribution  string        `json:"attribution"`
	VectorLayers []VectorLayer `json:"vector_layers"`
}

// A VectorLayer describes a layer; the fields say what a value means.
type VectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description"`
	MinZoom     int               `json:"minzoom"`
	MaxZoom     int               `json:"maxzoom"`
	Fields      map[string]string `json:"fields"`
}

const (
	idField    = "UUID of the object, the one in /v1/places/{id}"
	levelField = "Number: 1 省级 province, 2 地级 prefecture, 3 县级 county, 4 乡级 township, 5 村级 village"
	pinField   = "Hanyu Pinyin with tone marks; empty where none is held"
)

var publicLayers = []VectorLayer{
	{"divisions", "行政区域 areas of divisions", 0, MaxZoom, map[string]string{
		"id": idField, "code": "Division code", "name": "Name", "level": levelField}},
	{"division_lines", "界线 boundary lines, each once", 0, MaxZoom, map[string]string{
		"level": "Number: the highest level that the line separates, 1 province to 5 village"}},
	{"division_labels", "行政区名称 where names of divisions are written", 0, MaxZoom, map[string]string{
		"id": idField, "code": "Division code", "name": "Name", "pinyin": pinField, "level": levelField, "rank": "Number: weight, 1 to 9"}},
	{"places", "地名 places that are not divisions", rankZoom[1], MaxZoom, map[string]string{
		"id": idField, "name": "Name", "pinyin": pinField, "class": "Class code of five digits", "rank": "Number: weight, 1 to 9"}},
	{"water", "水系 waters as lines", bands[firstWayBand].from, MaxZoom, map[string]string{
		"id": idField, "name": "Name", "kind": "Class code of five digits"}},
	{"roads", "道路 roads as lines", bands[firstWayBand].from, MaxZoom, map[string]string{
		"id": idField, "name": "Name", "kind": "Class code of five digits"}},
}

// TileJSON describes the set public. publicURL is the origin of the service,
// attribution what every map must show; asOf goes into the tiles' address
// unless it is zero.
func (s *Store) TileJSON(ctx context.Context, publicURL, attribution string, asOf time.Time) (TileJSON, error) {
	b, err := s.Bound(ctx)
	if err != nil {
		return TileJSON{}, fmt.Errorf("describe tiles: %w", err)
	}
	address := publicURL + "/tiles/public/{z}/{x}/{y}.mvt"
	if !asOf.IsZero() {
		address += "?as_of=" + asOf.Format(time.DateOnly)
	}
	center := b.Center()
	return TileJSON{
		TileJSON:     "3.0.0",
		Name:         "Diming 地名",
		Scheme:       "xyz",
		Tiles:        []string{address},
		MaxZoom:      MaxZoom,
		Bounds:       [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]},
		Center:       [3]float64{center[0], center[1], 9},
		Attribution:  attribution,
		VectorLayers: publicLayers,
	}, nil
}
