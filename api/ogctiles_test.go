package api_test

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"diming/features"
)

// A link is one of an answer under /ogc.
type link struct {
	Rel, Href, Type string
	Templated       bool
}

// to gives the path behind the first link of a relation.
func to(t testing.TB, links []link, rel string) string {
	t.Helper()
	i := slices.IndexFunc(links, func(l link) bool { return l.Rel == rel })
	if i < 0 {
		t.Fatalf("no link %s among %v", rel, links)
	}
	return strings.TrimPrefix(links[i].Href, origin)
}

// A tileSetBody is what a client reads of a description of tiles.
type tileSetBody struct {
	CRS, TileMatrixSetURI, DataType string
	TileMatrixSetLimits             []struct {
		TileMatrix                                     string
		MinTileRow, MaxTileRow, MinTileCol, MaxTileCol int
	}
	BoundingBox struct{ LowerLeft, UpperRight [2]float64 }
	Layers      []tileLayerBody
	Links       []link
}

type tileLayerBody struct {
	ID                string
	GeometryDimension int
	PropertiesSchema  struct {
		Properties map[string]struct{ Type string }
	}
}

// matrices are facts of the registry of OGC (17-083r4, annex D): of some tile
// matrices the scale and the size of a cell, to the fifteen digits given there.
var matrices = []struct {
	set        string
	n          int
	scale      float64
	cell       float64
	cols, rows int
}{
	{"WebMercatorQuad", 0, 559082264.028717, 156543.033928041, 1, 1},
	{"WebMercatorQuad", 1, 279541132.014358, 78271.5169640204, 2, 2},
	{"WebMercatorQuad", 9, 1091957.54693108, 305.748113140704, 512, 512},
	{"WebMercatorQuad", 24, 33.3238997476528, 0.0093306919293428, 16777216, 16777216},
	{"WorldCRS84Quad", 0, 279541132.014358, 0.703125, 2, 1},
	{"WorldCRS84Quad", 9, 545978.773465544, 0.001373291015625, 1024, 512},
	{"WorldCRS84Quad", 15, 8530.91833539913, 0.0000214576721191406, 65536, 32768},
	{"WorldCRS84Quad", 23, 33.3238997476528, 0.00000008381903171539, 16777216, 8388608},
}

func TestTheGridsAreThoseOfTheRegistry(t *testing.T) {
	s := demoSystem(t)
	type definition struct {
		ID, URI, CRS string
		TileMatrices []struct {
			ID                         string
			ScaleDenominator, CellSize float64
			CornerOfOrigin             string
			PointOfOrigin              [2]float64
			TileWidth, TileHeight      int
			MatrixWidth, MatrixHeight  int
		}
	}
	list := get[struct {
		TileMatrixSets []struct {
			ID    string
			Links []link
		}
	}](t, s, "/ogc/tileMatrixSets", http.StatusOK)
	held := map[string]definition{}
	for _, one := range list.TileMatrixSets {
		held[one.ID] = get[definition](t, s, to(t, one.Links, "self"), http.StatusOK)
	}
	near := func(got, want float64) bool { return math.Abs(got-want) <= want*1e-13 }
	for _, want := range matrices {
		d := held[want.set]
		m := d.TileMatrices[want.n]
		if !near(m.ScaleDenominator, want.scale) || !near(m.CellSize, want.cell) || m.MatrixWidth != want.cols || m.MatrixHeight != want.rows || m.CornerOfOrigin != "topLeft" || m.TileWidth != 256 || m.TileHeight != 256 {
			t.Errorf("%s %s is %+v, want %+v", want.set, m.ID, m, want)
		}
		if d.URI != "http://www.opengis.net/def/tilematrixset/OGC/1.0/"+want.set {
			t.Errorf("%s has the URI %s", want.set, d.URI)
		}
	}
	for id, d := range held {
		want := map[string]struct {
			crs    string
			n      int
			origin [2]float64
		}{"WebMercatorQuad": {"http://www.opengis.net/def/crs/EPSG/0/3857", 25, [2]float64{-20037508.3427892, 20037508.3427892}},
			"WorldCRS84Quad": {"http://www.opengis.net/def/crs/OGC/1.3/CRS84", 24, [2]float64{-180, 90}}}[id]
		origin := d.TileMatrices[0].PointOfOrigin
		if d.CRS != want.crs || len(d.TileMatrices) != want.n || !near(-origin[0], -want.origin[0]) || !near(origin[1], want.origin[1]) {
			t.Errorf("%s: %s, %d matrices from %v, want %+v", id, d.CRS, len(d.TileMatrices), origin, want)
		}
	}
}

// TestTilesAreFoundByTheirLinks goes from the landing page and from each collection
// to the tiles, as a client does that knows nothing but relations.
func TestTilesAreFoundByTheirLinks(t *testing.T) {
	s := demoSystem(t)
	starts := map[string]string{"": "/ogc"}
	for _, c := range features.Collections() {
		body := get[struct{ Links []link }](t, s, "/ogc/collections/"+c.ID, http.StatusOK)
		if slices.ContainsFunc(body.Links, func(l link) bool { return strings.HasSuffix(l.Rel, "/tilesets-vector") }) {
			starts[c.ID] = "/ogc/collections/" + c.ID
		}
	}
	if len(starts) != 1+len(features.Collections()) {
		t.Errorf("there are tiles of %v", starts)
	}
	found := map[string]bool{}
	for id, start := range starts {
		landing := get[struct{ Links []link }](t, s, start, http.StatusOK)
		list := get[struct{ Tilesets []tileSetBody }](t, s, to(t, landing.Links, "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"), http.StatusOK)
		if len(list.Tilesets) != 2 {
			t.Fatalf("%s: %d tile sets", start, len(list.Tilesets))
		}
		for _, item := range list.Tilesets {
			get[struct{ ID string }](t, s, to(t, item.Links, "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"), http.StatusOK)
			set := get[tileSetBody](t, s, to(t, item.Links, "self"), http.StatusOK)
			if set.DataType != "vector" || set.CRS != item.CRS || set.TileMatrixSetURI != item.TileMatrixSetURI || set.BoundingBox.LowerLeft[0] > 118.7 || set.BoundingBox.UpperRight[1] < 28.6 {
				t.Errorf("%s: %+v", start, set)
			}
			for name := range layersOverTown(t, s, set) {
				found[id+" "+name] = true
			}
		}
	}
	for _, want := range []string{" divisions", " places", " division_lines", "divisions divisions", "places places", "shelters shelters", "addresses addresses", "boundary_lines boundary_lines"} {
		if !found[want] {
			t.Errorf("no tile of %q, of %v", want, found)
		}
	}
	if found["divisions places"] || found["places divisions"] || found["boundary_lines division_lines"] || found[" boundary_lines"] {
		t.Errorf("tiles of a collection show another: %v", found)
	}
}

// layersOverTown reads the tiles over some places of the demo in every tile matrix, and
// checks that they hold what is said of them.
func layersOverTown(t *testing.T, s *system, set tileSetBody) map[string]bool {
	t.Helper()
	template, found := to(t, set.Links, "item"), map[string]bool{}
	for _, limits := range set.TileMatrixSetLimits {
		if n, err := strconv.Atoi(limits.TileMatrix); err != nil || n%3 != 0 && n != 16 {
			continue // some are enough
		}
		for _, at := range somewhere(t, s) {
			col, row := gridAt(at, strings.Contains(set.CRS, "CRS84"), limits.MaxTileCol+1)
			w := s.ask(t, strings.NewReplacer("{tileMatrix}", limits.TileMatrix, "{tileRow}", strconv.Itoa(row), "{tileCol}", strconv.Itoa(col)).Replace(template))
			if w.Code == http.StatusNoContent {
				continue
			}
			layers, err := mvt.Unmarshal(plainTile(t, w))
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range layers {
				found[l.Name] = true
				i := slices.IndexFunc(set.Layers, func(one tileLayerBody) bool { return one.ID == l.Name })
				if i < 0 {
					t.Errorf("layer %s is not described", l.Name)
					continue
				}
				said := set.Layers[i]
				for _, f := range l.Features {
					if f.Geometry.Dimensions() != said.GeometryDimension {
						t.Errorf("%s: a %s, said to be of dimension %d", l.Name, f.Geometry.GeoJSONType(), said.GeometryDimension)
					}
					for name, value := range f.Properties {
						if _, number := value.(float64); number != (said.PropertiesSchema.Properties[name].Type == "integer") {
							t.Errorf("%s.%s is %v, said to be %q", l.Name, name, value, said.PropertiesSchema.Properties[name].Type)
						}
					}
				}
			}
		}
	}
	return found
}

// gridAt is the column and row in which a point lies.
func gridAt(p orb.Point, degrees bool, columns int) (col, row int) {
	if degrees {
		side := 360 / float64(columns)
		return int((p[0] + 180) / side), int((90 - p[1]) / side)
	}
	at := maptile.At(p, maptile.Zoom(math.Log2(float64(columns))))
	return int(at.X), int(at.Y)
}

// TestOGCTilesAreThoseOfTheMap: of everything in the map's own grid, the same bytes
// under the same ETag, in every encoding, on any day.
func TestOGCTilesAreThoseOfTheMap(t *testing.T) {
	s := demoSystem(t)
	for _, zoom := range []int{0, 7, 10, 14, 16} {
		at := maptile.At(orb.Point{118.62, 28.67}, maptile.Zoom(zoom))
		for _, date := range []string{"", "2016-07-01"} {
			ours, theirs := "/tiles/public/", "/ogc/tiles/WebMercatorQuad/"
			ours += strconv.Itoa(zoom) + "/" + strconv.Itoa(int(at.X)) + "/" + strconv.Itoa(int(at.Y)) + ".mvt"
			theirs += strconv.Itoa(zoom) + "/" + strconv.Itoa(int(at.Y)) + "/" + strconv.Itoa(int(at.X)) + "?f=mvt"
			if date != "" {
				ours, theirs = strings.Replace(ours, "public", "public@"+date, 1), theirs+"&datetime="+date
			}
			for _, encoding := range []string{"", "gzip", "br"} {
				want, got := s.ask(t, ours, "Accept-Encoding", encoding), s.ask(t, theirs, "Accept-Encoding", encoding)
				if want.Code != http.StatusOK || got.Code != want.Code || got.Body.String() != want.Body.String() {
					t.Errorf("%s and %s differ: %d, %d", ours, theirs, want.Code, got.Code)
				}
				for _, h := range []string{"ETag", "Content-Type", "Content-Encoding", "Cache-Control", "Vary"} {
					if got.Header().Get(h) != want.Header().Get(h) {
						t.Errorf("%s: %s %q, want %q", theirs, h, got.Header().Get(h), want.Header().Get(h))
					}
				}
				if again := s.ask(t, theirs, "If-None-Match", want.Header().Get("ETag")); again.Code != http.StatusNotModified {
					t.Errorf("%s with the map's ETag: %d", theirs, again.Code)
				}
			}
		}
	}
	one := s.ask(t, "/ogc/collections/divisions/tiles/WorldCRS84Quad/8/87/424")
	if one.Code != http.StatusOK || s.ask(t, "/ogc/collections/divisions/tiles/WorldCRS84Quad/8/87/424", "If-None-Match", one.Header().Get("ETag")).Code != http.StatusNotModified {
		t.Errorf("a collection's tile and its ETag: %d", one.Code)
	}
}

// TestTilesOfDaysShowTheLastOfThem: datetime and subset ask for the same days, as OGC
// API – Tiles has them (conformance class datetime), the answer names the day that it
// shows, and links from a description lead to tiles of that day.
func TestTilesOfDaysShowTheLastOfThem(t *testing.T) {
	s := demoSystem(t)
	const at = "/ogc/tiles/WebMercatorQuad/10/426/849"
	today := s.ask(t, at)
	want := s.ask(t, at+"?datetime=2016-07-01")
	if want.Code != http.StatusOK || want.Header().Get("ETag") == today.Header().Get("ETag") {
		t.Fatalf("a tile of 2016: %d, like one of today", want.Code)
	}
	for _, query := range []string{"datetime=2016-07-01T08:00:00Z", "datetime=2010-01-01/2016-07-01", "datetime=../2016-07-01T08:00:00%2B08:00", `subset=datetime("2016-07-01")`,
		`subset=datetime("2010-01-01T00:00:00Z":"2016-07-01T08:00:00Z")`, `subset=datetime(*:"2016-07-01")`} {
		got := s.ask(t, at+"?"+strings.ReplaceAll(query, `"`, "%22"))
		if got.Code != http.StatusOK || got.Header().Get("ETag") != want.Header().Get("ETag") || got.Header().Get("OGCAPI-datetime") != "2016-07-01" {
			t.Errorf("%s = %d, ETag %s of the day %q", query, got.Code, got.Header().Get("ETag"), got.Header().Get("OGCAPI-datetime"))
		}
	}
	for _, query := range []string{"datetime=2016-07-01/..", "subset=datetime(%222016-07-01%22:*)"} {
		if got := s.ask(t, at+"?"+query); got.Header().Get("ETag") != today.Header().Get("ETag") {
			t.Errorf("%s = %d, want the tile of today", query, got.Code)
		}
	}
	for _, query := range []string{"?datetime=2016-07-01", "?subset=datetime(%222016-07-01%22)"} {
		set := get[tileSetBody](t, s, "/ogc/tiles/WebMercatorQuad"+query, http.StatusOK)
		tile := strings.NewReplacer("{tileMatrix}", "10", "{tileRow}", "426", "{tileCol}", "849").Replace(to(t, set.Links, "item"))
		if got := s.ask(t, tile); got.Header().Get("ETag") != want.Header().Get("ETag") {
			t.Errorf("%s links to %s = %d", query, tile, got.Code)
		}
	}
	declared := get[struct{ ConformsTo []string }](t, s, "/ogc/conformance", http.StatusOK)
	if !slices.Contains(declared.ConformsTo, "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/datetime") {
		t.Error("the class datetime is not declared")
	}
}

// TestTilesOfLinesAreTheLinesOfTheCollection: the tiles over the county show each line
// of the collection there whose level is shown at their zoom, with its number, and no other.
func TestTilesOfLinesAreTheLinesOfTheCollection(t *testing.T) {
	s := demoSystem(t)
	numbers := map[string]string{}
	for _, f := range s.items(t, "boundary_lines/items?limit=5000&bbox=118,28,119.5,29.5&filter=level%3C%3D4").Features {
		id, _ := f.ID.(string)
		numbers[id], _ = f.Properties["number"].(string)
	}
	shown := map[string]bool{}
	at := maptile.At(orb.Point{118.6, 28.6}, 8)
	for x := at.X - 1; x <= at.X+1; x++ {
		for y := at.Y - 1; y <= at.Y+1; y++ {
			w := s.ask(t, fmt.Sprintf("/ogc/collections/boundary_lines/tiles/WebMercatorQuad/8/%d/%d", y, x))
			if w.Code == http.StatusNoContent {
				continue
			}
			if w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Header().Get("Cache-Control") != "no-cache" {
				t.Errorf("a tile of lines is not public: %v", w.Header())
			}
			layers, err := mvt.Unmarshal(plainTile(t, w))
			if err != nil || len(layers) != 1 {
				t.Fatalf("%d layers, %v", len(layers), err)
			}
			for _, f := range layers[0].Features {
				id, _ := f.Properties["id"].(string)
				if number, held := numbers[id]; !held || number != f.Properties["number"] {
					t.Errorf("the line %s %v is not in the collection", id, f.Properties)
				}
				shown[id] = true
			}
		}
	}
	if len(shown) != len(numbers) || len(numbers) == 0 {
		t.Errorf("tiles show %d lines, the collection has %d", len(shown), len(numbers))
	}
}

func TestTilesThatAreNotThereAreProblems(t *testing.T) {
	s := demoSystem(t)
	for _, test := range []struct {
		target, accept string
		want           int
		kind           string
	}{
		{"/ogc/tiles/WebMercatorQuad/16/0/0", "", 204, ""},
		{"/ogc/tiles/WebMercatorQuad/17/0/0", "", 404, "tile-not-found"},
		{"/ogc/tiles/WorldCRS84Quad/15/0/0", "", 204, ""},
		{"/ogc/tiles/WorldCRS84Quad/16/0/0", "", 404, "tile-not-found"},
		{"/ogc/tiles/WorldCRS84Quad/0/0/2", "", 404, "tile-not-found"},
		{"/ogc/tiles/WorldCRS84Quad/0/1/0", "", 404, "tile-not-found"},
		{"/ogc/tiles/WebMercatorQuad/1/2/0", "", 404, "tile-not-found"},
		{"/ogc/tiles/WebMercatorQuad/1/01/0", "", 404, "tile-not-found"},
		{"/ogc/tiles/WebMercatorQuad/-1/0/0", "", 404, "tile-not-found"},
		{"/ogc/tiles/webmercatorquad/0/0/0", "", 404, "tile-matrix-set-not-found"},
		{"/ogc/tiles/EPSG:4490", "", 404, "tile-matrix-set-not-found"},
		{"/ogc/tileMatrixSets/x", "", 404, "tile-matrix-set-not-found"},
		{"/ogc/collections/markers/tiles", "", 404, "collection-not-found"},
		{"/ogc/tiles/WebMercatorQuad/0/0/0?f=png", "", 400, "bad-parameter"},
		{"/ogc/tiles/WebMercatorQuad/0/0/0", "image/png", 406, "not-acceptable"},
		{"/ogc/tiles/WebMercatorQuad/0/0/0", "image/png, application/vnd.mapbox-vector-tile;q=0.1", 200, ""},
		{"/ogc/tiles/WebMercatorQuad/0/0/0?f=mvt", "image/png", 200, ""},
		{"/ogc/tiles/WebMercatorQuad/0/0/0?datetime=2017-01-01/2016-01-01", "", 400, "bad-parameter"},
		{"/ogc/tiles/WebMercatorQuad/0/0/0?subset=Lat(28:29)", "", 400, "bad-parameter"},
		{"/ogc/tiles/WebMercatorQuad/0/0/0?datetime=2016-01-01&subset=datetime(%222016-01-01%22)", "", 400, "bad-parameter"},
		{"/ogc/collections?subset=datetime(%222016-01-01%22)", "", 400, "bad-parameter"},
		{"/ogc/tiles/WebMercatorQuad/0/0/0?recorded=2016-01-01T00:00:00Z", "", 400, "bad-parameter"},
		{"/ogc/tiles/WebMercatorQuad/0/0/0?datetime=gestern", "", 400, "bad-parameter"},
	} {
		w := s.ask(t, test.target, "Accept", test.accept)
		if w.Code != test.want || test.kind != "" && !strings.Contains(w.Body.String(), "urn:diming:problem:"+test.kind) {
			t.Errorf("%s (%s) = %d %.200s, want %d %s", test.target, test.accept, w.Code, w.Body, test.want, test.kind)
		}
	}
	earlier := get[struct{ Links []link }](t, s, "/ogc?recorded=2026-01-01T00:00:00Z", http.StatusOK)
	if slices.ContainsFunc(earlier.Links, func(l link) bool { return strings.HasSuffix(l.Rel, "/tilesets-vector") }) {
		t.Error("an earlier reading of the register links to tiles, which show the present one")
	}
}

// TestGDALReadsAsManyFeaturesAsTilesHold: GDAL's driver for Mapbox Vector Tiles reads a
// folder of tiles as one layer each, and finds what another reader finds in them. Its
// driver OGCAPI takes only definitions of grids of the standard before this
// (OSGeo/gdal#6882, mended in 3.8), so that GDAL 3.6 is given the tiles themselves.
func TestGDALReadsAsManyFeaturesAsTilesHold(t *testing.T) {
	s := demoSystem(t)
	dir, want := t.TempDir(), map[string]int{}
	const zoom = 10
	first := maptile.At(orb.Point{118.4, 28.9}, zoom)
	for x := first.X; x < first.X+3; x++ {
		for y := first.Y; y < first.Y+3; y++ {
			w := s.ask(t, fmt.Sprintf("/ogc/tiles/WebMercatorQuad/%d/%d/%d", zoom, y, x))
			if w.Code == http.StatusNoContent {
				continue
			}
			plain := plainTile(t, w)
			layers, err := mvt.Unmarshal(plain)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range layers {
				want[l.Name] += len(l.Features)
			}
			file := filepath.Join(dir, strconv.Itoa(zoom), fmt.Sprint(x), fmt.Sprint(y)+".pbf")
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, plain, 0o600)); err != nil {
				t.Fatal(err)
			}
		}
	}
	out, err := exec.CommandContext(t.Context(), "ogrinfo", "-ro", "-al", "-so", "-oo", "CLIP=NO", "MVT:"+filepath.Join(dir, strconv.Itoa(zoom))).CombinedOutput()
	if err != nil {
		t.Fatalf("ogrinfo: %v: %s", err, out)
	}
	got := map[string]int{}
	for _, m := range regexp.MustCompile(`(?s)Layer name: (\w+)\n.*?Feature Count: (\d+)`).FindAllStringSubmatch(string(out), -1) {
		got[m[1]], _ = strconv.Atoi(m[2])
	}
	if !maps.Equal(got, want) || len(want) < 4 {
		t.Errorf("GDAL finds %v, the tiles hold %v", got, want)
	}
}

// TestWhatHasNotChangedIsNotSentAgain: descriptions and pages of features carry an ETag
// that stands as long as they say the same, and changes with what they say.
func TestWhatHasNotChangedIsNotSentAgain(t *testing.T) {
	s := demoSystem(t)
	seen := map[string]string{}
	for _, target := range []string{"/ogc", "/ogc?f=html", "/ogc?lang=en", "/ogc/collections", "/ogc/collections/shelters/items?limit=2", "/ogc/collections/shelters/items?limit=3", "/ogc/tiles/WorldCRS84Quad", "/ogc/collections/places/schema"} {
		first := s.ask(t, target)
		etag := first.Header().Get("ETag")
		if other, held := seen[etag]; first.Code != http.StatusOK || etag == "" || held {
			t.Errorf("%s = %d with the ETag %q, which %q has too", target, first.Code, etag, other)
		}
		seen[etag] = target
		if again := s.ask(t, target, "If-None-Match", etag); again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("ETag") != etag {
			t.Errorf("%s asked again: %d, %d bytes", target, again.Code, again.Body.Len())
		}
	}
}
