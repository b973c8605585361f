package tiles

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
)

// A TileJSON describes a tile set after TileJSON 3.0.0.
type TileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name"`
	Description  string        `json:"description"`
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
	idField     = "UUID of the object, the one in /v1/places/{id}"
	levelField  = "Number: 1 省级 province, 2 地级 prefecture, 3 县级 county, 4 乡级 township, 5 村级 village"
	objectField = "UUID of the object"
	stateField  = "State as it is now; empty on days before it came about"
	pinField    = "Hanyu Pinyin with tone marks; empty where none is held"
)

// layersOf describes what a view shows.
func layersOf(v View) []VectorLayer {
	if v.Set == Lines {
		return []VectorLayer{boundaryLines}
	}
	var all []VectorLayer
	if withMap(v.Set) {
		all = slices.Clone(publicLayers)
	}
	for _, l := range restrictedLayers {
		if slices.Contains(RestrictedLayers(v.Set), l.ID) && len(v.Sees[l.ID]) > 0 {
			all = append(all, l)
		}
	}
	return all
}

// LayersOf describes what a view shows, nothing where it sees nothing of its set.
func LayersOf(v View) []VectorLayer {
	if !v.seesAnything() {
		return nil
	}
	return layersOf(v)
}

// Layers describes all that a set may show to anybody.
func Layers(set string) []VectorLayer {
	everything := Sight{}
	for _, l := range restrictedLayers {
		everything[l.ID] = []uuid.UUID{uuid.Nil}
	}
	return layersOf(View{Set: set, Sees: everything})
}

var restrictedLayers = []VectorLayer{
	{"markers", "界桩 markers", 9, MaxZoom, map[string]string{
		"id": objectField, "number": "Full number as it stands on the marker", "kind": "single, pair or triple", "faces": "Number: 2 or 3",
		"line": "UUID of the line", "state": stateField}},
	{"boundary_agreements", "界线协议 boundary lines with what was agreed of them", 5, MaxZoom, map[string]string{
		"id": objectField, "number": "Number of the line", "name": "Name", "level": levelField, "agreement": "Name of the agreement",
		"approved_by": "Who approved it", "approval_no": "Number of the approval", "approved_on": "Its date, empty where none is held"}},
	{"disputes", "争议 disputes, along their lines", 5, MaxZoom, map[string]string{
		"id": objectField, "title": "Title", "line": "UUID of the line", "state": "open or closed"}},
	{"plates", "门楼牌、地名标志 plates that hang or will", 15, MaxZoom, map[string]string{
		"id": objectField, "text": "Name and number on the plate", "kind": "Kind of plate", "state": stateField}},
	{"findings", "数据问题 findings about places that are not settled", 10, MaxZoom, map[string]string{
		"id": idField, "check": "Id of the check", "state": "open or assigned", "detail": "What was found"}},
	{"proposals", "拟命名、更名 names that are proposed and do not stand yet", 10, MaxZoom, map[string]string{
		"id": objectField, "number": "Number of the case", "kind": "naming, renaming, cancelling or correction", "text": "The name",
		"class": "Class code of five digits", "state": "State of the case"}},
}

var publicLayers = []VectorLayer{
	{"divisions", "行政区域 areas of divisions", 0, MaxZoom, map[string]string{
		"id": idField, "code": "Division code", "name": "Name", "level": levelField}},
	{divisionSides, "区划内缘 sides of counties and townships as lines, the area to their right, open at a tile's edge", 0, sidesTo, map[string]string{
		"level": levelField}},
	{"division_lines", "界线 boundary lines, each once", 0, MaxZoom, map[string]string{
		"level": "Number: the highest level that the line separates, 1 province to 5 village"}},
	{"division_labels", "行政区名称 where names of divisions are written", 0, MaxZoom, map[string]string{
		"id": idField, "code": "Division code", "name": "Name", "pinyin": pinField, "level": levelField, "rank": "Number: weight, 1 to 9"}},
	{"places", "地名 places that are not divisions", rankZoom[1], MaxZoom, map[string]string{
		"id": idField, "name": "Name", "pinyin": pinField, "class": "Class code of five digits", "rank": "Number: weight, 1 to 9"}},
	{"water", "水系 waters as lines", firstWayZoom, MaxZoom, map[string]string{
		"id": idField, "name": "Name", "kind": "Class code of five digits"}},
	{"roads", "道路 roads as lines", firstWayZoom, MaxZoom, map[string]string{
		"id": idField, "name": "Name", "kind": "Class code of five digits"}},
	{"addresses", "标准地址 doors and buildings", 16, MaxZoom, map[string]string{
		"id": "UUID of the address", "label": "Number or building as it is read", "kind": "main or auxiliary"}},
	{"shelters", "应急避难场所 shelters", 8, MaxZoom, map[string]string{
		"id": "UUID of the shelter", "name": "Name", "level": "Who runs it: province, city, county, township or village", "duration": "urgent, short or long",
		"space": "indoor, outdoor or both", "suits": "Kinds of disaster, separated by commas", "capacity": "Number: people that it takes",
		"accessible": "yes, partly, no or unknown", "state": "standby, open, full or closed, as it is now; empty on days before it came about"}},
}

var boundaryLines = VectorLayer{"boundary_lines", "行政区域界线 boundary lines that the register holds, each whole", 0, MaxZoom, map[string]string{
	"id": objectField, "number": "Number of the line", "name": "Name", "level": levelField, "b_kind": "What lies on side b: division, sea or not_held"}}

// TileJSON describes a view. publicURL is the origin of the service, attribution
// what every map must show. The error is ErrUnknownSet or the database's.
func (s *Store) TileJSON(ctx context.Context, v View, publicURL, attribution string) (TileJSON, error) {
	if _, err := s.key(v, Coord{}); err != nil {
		return TileJSON{}, err
	}
	b, err := s.Bound(ctx)
	if err != nil {
		return TileJSON{}, fmt.Errorf("describe tiles: %w", err)
	}
	address := publicURL + "/tiles/" + v.Set
	if !v.AsOf.IsZero() {
		address += "@" + v.AsOf.Format(time.DateOnly)
	}
	center := b.Center()
	return TileJSON{
		TileJSON:     "3.0.0",
		Name:         "Diming 地名",
		Description:  fmt.Sprintf("瓦片到第 %[1]d 级为止，更深的级别由第 %[1]d 级放大绘制。 Tiles end at zoom %[1]d; maps draw deeper zooms from it.", MaxZoom),
		Scheme:       "xyz",
		Tiles:        []string{address + "/{z}/{x}/{y}.mvt"},
		MaxZoom:      MaxZoom,
		Bounds:       [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]},
		Center:       [3]float64{center[0], center[1], 9},
		Attribution:  attribution,
		VectorLayers: layersOf(v),
	}, nil
}
