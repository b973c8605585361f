package cover

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// Errors of files of areas, each a sentence that says what to do.
var (
	ErrNoCollection = errors.New("文件不是 GeoJSON 的 FeatureCollection；其他格式请先用 ogr2ogr -f GeoJSON 转换 / the file is no GeoJSON FeatureCollection: convert it first")
	ErrNoAreas      = errors.New("文件里没有面 / there is no polygon in the file")
)

// Names of properties by which an area is called, the first that a feature has.
var (
	nameFields = []string{"name", "NAME", "Name", "名称", "MC", "mc", "XZQMC", "ZLDWMC", "VILLNAME", "TOWNNAME", "COUNTYNAME"}
	codeFields = []string{"code", "CODE", "代码", "DM", "XZQDM", "ZLDWDM", "VILLCODE", "TOWNCODE", "COUNTYCODE", "id", "ID"}
)

// ReadGeoJSON reads the polygons of a FeatureCollection, in degrees. nameField
// and codeField say by which properties an area is called; "" takes the first
// known one. A feature that is no polygon, or lies nowhere on earth, is an error
// that says which.
func ReadGeoJSON(r io.Reader, nameField, codeField string) ([]Area, error) {
	var file struct {
		Type     string            `json:"type"`
		Features []json.RawMessage `json:"features"`
	}
	if err := json.NewDecoder(r).Decode(&file); err != nil || file.Type != "FeatureCollection" {
		return nil, errors.Join(ErrNoCollection, err)
	}
	areas := make([]Area, 0, len(file.Features))
	for i, raw := range file.Features {
		f, err := geojson.UnmarshalFeature(raw)
		if err != nil {
			return nil, fmt.Errorf("第 %d 个要素读不出 / feature %d cannot be read: %w", i+1, i+1, err)
		}
		a := Area{Name: called(f.Properties, nameField, codeField, i)}
		switch g := f.Geometry.(type) {
		case orb.Polygon:
			a.Polygons = orb.MultiPolygon{g}
		case orb.MultiPolygon:
			a.Polygons = g
		default:
			return nil, fmt.Errorf("第 %d 个要素（%s）不是面 / feature %d is no polygon but %T", i+1, a.Name, i+1, f.Geometry)
		}
		if p, is := offEarth(a.Polygons); is {
			return nil, fmt.Errorf("第 %d 个要素（%s）的坐标 %v 不是经纬度，请先转换为 CGCS2000 经纬度 / feature %d is not in degrees", i+1, a.Name, p, i+1)
		}
		areas = append(areas, a)
	}
	if len(areas) == 0 {
		return nil, ErrNoAreas
	}
	return areas, nil
}

// called gives an area's name with its code, or its number in the file.
func called(p geojson.Properties, nameField, codeField string, i int) string {
	first := func(fields []string, own string) string {
		if own != "" {
			fields = []string{own}
		}
		for _, f := range fields {
			if v, ok := p[f]; ok && v != nil && v != "" {
				return strings.TrimSpace(fmt.Sprint(v))
			}
		}
		return ""
	}
	name, code := first(nameFields, nameField), first(codeFields, codeField)
	switch {
	case name != "" && code != "":
		return name + " " + code
	case name+code != "":
		return name + code
	}
	return fmt.Sprintf("第 %d 个", i+1)
}

func offEarth(all orb.MultiPolygon) (orb.Point, bool) {
	for _, polygon := range all {
		for _, ring := range polygon {
			for _, p := range ring {
				if math.IsNaN(p[0]) || math.IsNaN(p[1]) || math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90 {
					return p, true
				}
			}
		}
	}
	return orb.Point{}, false
}
