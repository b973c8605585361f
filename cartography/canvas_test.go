package cartography_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"diming/cartography"
	"diming/tiles"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// land is a tile of a made-up county: two townships, a river, a road, places,
// shelters, and what only offices see.
func land(t testing.TB) tiles.Tile {
	t.Helper()
	feature := func(g orb.Geometry, props geojson.Properties) *geojson.Feature {
		f := geojson.NewFeature(g)
		f.Properties = props
		return f
	}
	square := func(a, b, c, d float64) orb.Polygon {
		return orb.Polygon{{{a, b}, {c, b}, {c, d}, {a, d}, {a, b}}}
	}
	all := map[string][]*geojson.Feature{
		"divisions": {
			feature(square(-64, 300, 4160, 3900), geojson.Properties{"level": 3, "name": "江山市"}),
			feature(square(-64, 300, 2000, 3900), geojson.Properties{"level": 4, "name": "清湖街道"}),
			feature(square(2000, 300, 4160, 3900), geojson.Properties{"level": 4, "name": "石门镇"}),
		},
		"division_sides": {
			feature(orb.LineString{{-64, 300}, {4160, 300}}, geojson.Properties{"level": 3}),
			feature(orb.LineString{{4160, 3900}, {-64, 3900}}, geojson.Properties{"level": 3}),
			feature(orb.LineString{{-64, 300}, {2000, 300}, {2000, 3900}, {-64, 3900}}, geojson.Properties{"level": 4}),
			feature(orb.LineString{{4160, 3900}, {2000, 3900}, {2000, 300}, {4160, 300}}, geojson.Properties{"level": 4}),
		},
		"division_lines": {
			feature(orb.LineString{{-64, 300}, {4160, 300}}, geojson.Properties{"level": 3}),
			feature(orb.LineString{{-64, 3900}, {4160, 3900}}, geojson.Properties{"level": 1}),
			feature(orb.LineString{{2000, 300}, {2000, 3900}}, geojson.Properties{"level": 4}),
		},
		"division_labels": {
			feature(orb.Point{900, 2100}, geojson.Properties{"level": 4, "name": "清湖街道", "pinyin": "Qīnghú Jiēdào", "rank": 5}),
			feature(orb.Point{3000, 2100}, geojson.Properties{"level": 4, "name": "石门镇", "pinyin": "Shímén Zhèn", "rank": 5}),
		},
		"water": {feature(orb.LineString{{-64, 900}, {1500, 1100}, {4160, 700}}, geojson.Properties{"name": "江山港"})},
		"roads": {feature(orb.LineString{{-64, 3200}, {4160, 3300}}, geojson.Properties{"name": "贺江线"})},
		"places": {
			feature(orb.Point{700, 1500}, geojson.Properties{"name": "上街", "pinyin": "Shàngjiē", "class": "22200", "rank": 4}),
			feature(orb.Point{720, 1510}, geojson.Properties{"name": "下街", "pinyin": "Xiàjiē", "class": "22200", "rank": 5}),
			feature(orb.Point{3300, 1500}, geojson.Properties{"name": "石门山", "pinyin": "Shímén Shān", "class": "13000", "rank": 4}),
		},
		"shelters": {feature(orb.Point{3300, 2800}, geojson.Properties{"name": "石门小学", "level": "county", "state": "open"})},
		"markers":  {feature(orb.Point{2000, 1200}, geojson.Properties{"number": "3308001Q", "kind": "single", "faces": 2, "state": "normal"})},
		"disputes": {feature(orb.LineString{{2000, 2500}, {2000, 3100}}, geojson.Properties{"title": "茶山一段", "state": "open"})},
	}
	var layers mvt.Layers
	for _, name := range []string{"divisions", "division_sides", "division_lines", "division_labels", "water", "roads", "places", "shelters", "markers", "disputes"} {
		layers = append(layers, &mvt.Layer{Name: name, Version: 2, Extent: 4096, Features: all[name]})
	}
	body, err := mvt.MarshalGzipped(layers)
	if err != nil {
		t.Fatal(err)
	}
	return tiles.Tile{Body: body, ETag: `W/"land"`}
}

// at is a picture of just the tile 11/1699/851.
var at = cartography.Picture{Lon: 118.740234375, Lat: 28.998531814, Zoom: 11, Width: 512, Height: 512}

func draw(t testing.TB, style *cartography.Style, p cartography.Picture, tile tiles.Tile) string {
	t.Helper()
	var d cartography.Drawer
	svg, err := d.Draw(context.Background(), style, p, func(_ context.Context, c tiles.Coord) (tiles.Tile, error) {
		if c == (tiles.Coord{Z: 11, X: 1699, Y: 851}) {
			return tile, nil
		}
		return tiles.Tile{Empty: true}, nil
	}, "示例数据 · 江山市民政局")
	if err != nil {
		t.Fatal(err)
	}
	return string(svg)
}

func TestStillPicturesAreAsTheyWere(t *testing.T) {
	for _, name := range cartography.Names {
		got := draw(t, styleOf(t, name, cartography.Options{Pinyin: true}), at, land(t))
		for d := xml.NewDecoder(strings.NewReader(got)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s is no XML: %v", name, err)
			}
		}
		// Letters are drawn by the fonts of this machine: what is compared is where they are and how many.
		got = regexp.MustCompile(` d="M[^"]{400,}"`).ReplaceAllString(got, ` d="…"`)
		file := "testdata/" + name + ".golden.svg"
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is drawn otherwise than %s; look at it, and write it anew with -update", name, file)
		}
	}
}

func TestStillPicturesOfThePublicHideWhatOfficesKeep(t *testing.T) {
	public, office := draw(t, styleOf(t, "public", cartography.Options{}), at, land(t)), draw(t, styleOf(t, "office", cartography.Options{}), at, land(t))
	const dispute = `stroke="#c0392b"`
	if strings.Contains(public, dispute) || !strings.Contains(office, dispute) {
		t.Errorf("a disputed stretch is drawn for offices and for nobody else: %v, %v", strings.Contains(public, dispute), strings.Contains(office, dispute))
	}
}

func TestStillPicturesEndAtTheirTiles(t *testing.T) {
	svg := draw(t, styleOf(t, "public", cartography.Options{}), at, land(t))
	for _, group := range regexp.MustCompile(`<(g|path)[^>]*stroke-dasharray[^>]*>`).FindAllString(svg, -1) {
		if !strings.Contains(svg, `<g clip-path="url(#t`) {
			t.Fatalf("%s is not cut at its tile", group)
		}
	}
}

func TestStillPicturesShowScaleAndAttribution(t *testing.T) {
	for zoom, words := range map[float64]string{6: "100 km", 11: "2 km", 16: "100 m"} {
		p := at
		p.Zoom = zoom
		metres, pixels := cartography.ScaleBar(p.MetresPerPixel(), 512/4)
		text := fmt.Sprintf("%g m", metres)
		if metres >= 1000 {
			text = fmt.Sprintf("%g km", metres/1000)
		}
		if text != words || pixels > 128 || pixels < 128/3 {
			t.Errorf("zoom %g: a bar of %s is %g pixels long, want %s", zoom, text, pixels, words)
		}
	}
	svg := draw(t, styleOf(t, "print", cartography.Options{}), at, land(t))
	if !strings.Contains(svg, `aria-label="Diming 地名 · 印刷 示例数据 · 江山市民政局"`) {
		t.Errorf("the picture does not say whose it is: %.300s", svg)
	}
}

// Whatever its size a picture shows its whole attribution, or is refused with the size
// that has room for it.
func TestNoPictureCutsOffItsAttribution(t *testing.T) {
	const attribution = "示例数据 界线为合成，非实际界线 · 区划代码：国家统计局 · 地名点：GeoNames (CC BY 4.0)"
	style := styleOf(t, "public", cartography.Options{})
	var d cartography.Drawer
	draw := func(width, height int) (string, error) {
		svg, err := d.Draw(t.Context(), style, cartography.Picture{Lon: 118.6, Lat: 28.7, Zoom: 10, Width: width, Height: height},
			func(context.Context, tiles.Coord) (tiles.Tile, error) { return tiles.Tile{Empty: true}, nil }, attribution)
		return string(svg), err
	}
	refused := 0
	for _, size := range [][2]int{{200, 100}, {320, 200}, {64, 64}, {640, 480}} {
		svg, err := draw(size[0], size[1])
		var small *cartography.SmallError
		if errors.As(err, &small) {
			refused++
			if !errors.Is(err, cartography.ErrPicture) || small.Height <= size[1] {
				t.Errorf("%v is refused with %v", size, err)
			}
			if _, err := draw(size[0], small.Height-1); err == nil {
				t.Errorf("%d pixels less than said are enough for a width of %d", 1, size[0])
			}
			size[1] = small.Height
			svg, err = draw(size[0], size[1])
		}
		if err != nil {
			t.Errorf("%v: %v", size, err)
			continue
		}
		// All outlines after the ground end within the picture.
		for _, path := range regexp.MustCompile(` d="([^"]{400,})"`).FindAllStringSubmatch(svg, -1) {
			for i, number := range regexp.MustCompile(`-?[\d.]+`).FindAllString(path[1], -1) {
				if v, _ := strconv.ParseFloat(number, 64); v < 0 || v > float64(size[i%2]) {
					t.Fatalf("%v: words are written at %s, outside", size, number)
				}
			}
		}
	}
	if refused != 2 {
		t.Errorf("%d sizes are refused, want 200x100 and 64x64", refused)
	}
}

func TestPicturesThatCannotBeMadeAreRefused(t *testing.T) {
	for _, asked := range [][2]string{
		{"118,28", "100x100"}, {"118,28,9,1", "100x100"}, {"a,28,9", "100x100"}, {"NaN,28,9", "100x100"}, {"118,NaN,9", "100x100"}, {"118,28,NaN", "100x100"},
		{"181,28,9", "100x100"}, {"118,86,9", "100x100"}, {"118,28,-1", "100x100"}, {"118,28,18.5", "100x100"}, {"118,28,Inf", "100x100"},
		{"118,28,9", "100"}, {"118,28,9", "63x100"}, {"118,28,9", "100x1281"}, {"118,28,9", "100x1e2"}, {"118,28,9", "99999999999999999999x100"}, {"", ""},
	} {
		if _, err := cartography.ParsePicture(asked[0], asked[1]); !errors.Is(err, cartography.ErrPicture) {
			t.Errorf("%s/%s is answered with %v", asked[0], asked[1], err)
		}
	}
	if p, err := cartography.ParsePicture("118.74,28.99,11", "512x300"); err != nil || p != (cartography.Picture{Lon: 118.74, Lat: 28.99, Zoom: 11, Width: 512, Height: 300}) {
		t.Errorf("a good one is read as %v, %v", p, err)
	}
}

func TestPicturesAtTheEdgeOfTheWorldAndOfBrokenTiles(t *testing.T) {
	style := styleOf(t, "public", cartography.Options{})
	var d cartography.Drawer
	asked := map[tiles.Coord]bool{}
	read := func(_ context.Context, c tiles.Coord) (tiles.Tile, error) {
		if n := 1 << c.Z; c.X < 0 || c.Y < 0 || c.X >= n || c.Y >= n {
			t.Errorf("the tile %v is asked for, which is not there", c)
		}
		asked[c] = true
		return tiles.Tile{Empty: true}, nil
	}
	for _, p := range []cartography.Picture{{Lon: 180, Lat: 85, Zoom: 3, Width: 1280, Height: 1280}, {Lon: -180, Lat: -85, Zoom: 0, Width: 1280, Height: 1280}, {Zoom: 18, Width: 1280, Height: 1280}} {
		if _, err := d.Draw(t.Context(), style, p, read, ""); err != nil {
			t.Error(err)
		}
	}
	if len(asked) == 0 || len(asked) > 40 {
		t.Errorf("%d tiles are asked for", len(asked))
	}
	var bad bytes.Buffer
	z := gzip.NewWriter(&bad)
	_, _ = z.Write([]byte{0x1a, 0xff, 0xff, 0xff, 0x0f, 1})
	_ = z.Close()
	for _, body := range [][]byte{nil, []byte("no tile"), bad.Bytes()} {
		_, err := d.Draw(t.Context(), style, at, func(context.Context, tiles.Coord) (tiles.Tile, error) { return tiles.Tile{Body: body}, nil }, "")
		if err == nil {
			t.Errorf("a broken tile of %d bytes is drawn", len(body))
		}
	}
}

// Every layer of every style, at every zoom, asks only what still images know.
func TestEveryExpressionOfTheStylesIsKnown(t *testing.T) {
	tile := land(t)
	for _, name := range cartography.Names {
		for _, lang := range []string{"zh", "en"} {
			s := styleOf(t, name, cartography.Options{Set: "office", Pinyin: true, Lang: lang})
			var d cartography.Drawer
			for zoom := 0.0; zoom <= 18; zoom += 3 {
				p := at
				p.Zoom = zoom
				if _, err := d.Draw(t.Context(), s, p, func(context.Context, tiles.Coord) (tiles.Tile, error) { return tile, nil }, ""); err != nil {
					t.Errorf("%s at %g: %v", name, zoom, err)
				}
			}
		}
	}
}

func TestLegendShowsEverySymbolOfAStyle(t *testing.T) {
	for _, o := range []cartography.Options{{Lang: "zh", Pinyin: true}, {Lang: "en", Pinyin: true}, {}} {
		for _, name := range cartography.Names {
			s := styleOf(t, name, o)
			var d cartography.Drawer
			groups, err := d.Legend(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			shown, seen := map[string]bool{}, map[string]string{}
			for _, g := range groups {
				if g.Title("zh") == "" || g.Title("en") == "" {
					t.Errorf("%s: a group has no word", name)
				}
				for _, e := range g.Entries {
					shown[e.Layer] = true
					if e.Title("zh") == "" || e.Title("en") == "" {
						t.Errorf("%s: a symbol of %s has no word", name, e.Layer)
					}
					if other := seen[e.SVG]; other != "" {
						t.Errorf("%s: %s looks as %s does", name, e.En, other)
					}
					seen[e.SVG] = e.En
					const ground = 2 // with the area of the county
					if strings.Count(e.SVG, "<path")+strings.Count(e.SVG, "<circle")+strings.Count(e.SVG, "<text") <= ground {
						t.Errorf("%s: nothing is drawn for %s", name, e.En)
					}
				}
			}
			for _, l := range s.Layers {
				if l.SourceLayer != "" && !shown[l.SourceLayer] {
					t.Errorf("%s: the legend is silent about %s", name, l.SourceLayer)
				}
			}
			for _, sign := range signsOf(s) {
				symbol := regexp.MustCompile(`d="([^"]{5,})"/>`)
				drawn := symbol.FindStringSubmatch(lastPath(sign))
				found := false
				for svg := range seen {
					found = found || drawn != nil && strings.Contains(svg, drawn[1])
				}
				if !found {
					t.Errorf("%s: the legend does not show the sign %s", name, sign)
				}
			}
		}
	}
}

// lastPath is the last part of a sign as SVG.
func lastPath(sign string) string {
	for _, s := range cartography.Symbols {
		if s.Name == sign {
			return s.SVG[strings.LastIndex(s.SVG, "<path"):]
		}
	}
	return "no sign " + strconv.Quote(sign)
}

// lay draws one tile of point features in the public style at a zoom.
func lay(t *testing.T, o cartography.Options, layers map[string][]*geojson.Feature, attribution string) string {
	t.Helper()
	var all mvt.Layers
	for name, features := range layers {
		all = append(all, &mvt.Layer{Name: name, Version: 2, Extent: 4096, Features: features})
	}
	body, err := mvt.MarshalGzipped(all)
	if err != nil {
		t.Fatal(err)
	}
	var d cartography.Drawer
	svg, err := d.Draw(t.Context(), styleOf(t, "public", o), at, func(_ context.Context, c tiles.Coord) (tiles.Tile, error) {
		return tiles.Tile{Body: body, Empty: c != tiles.Coord{Z: 11, X: 1699, Y: 851}}, nil
	}, attribution)
	if err != nil {
		t.Fatal(err)
	}
	return string(svg)
}

func pointAt(x, y float64, props geojson.Properties) *geojson.Feature {
	f := geojson.NewFeature(orb.Point{x, y})
	f.Properties = props
	return f
}

// Signs keep the distance that the live map keeps: two that all but touch are one.
func TestSignsOfAStillPictureKeepTheirPadding(t *testing.T) {
	signs := func(apart float64) int {
		open := geojson.Properties{"name": "学校", "state": "open"}
		svg := lay(t, cartography.Options{}, map[string][]*geojson.Feature{"shelters": {pointAt(2000, 2000, open), pointAt(2000+8*apart, 2000, open)}}, "")
		return strings.Count(svg, "<g transform=\"translate(")
	}
	if near, far := signs(19), signs(24); near != 1 || far != 2 {
		t.Errorf("19 pixels apart %d signs are drawn and 24 apart %d, want 1 and 2", near, far)
	}
}

// A township's reading of two words stands on one line, as MapLibre sets it.
func TestReadingsOfStillPicturesBreakAsOnTheLiveMap(t *testing.T) {
	lines := func(name, pinyin string) int {
		svg := lay(t, cartography.Options{Lang: "en", Pinyin: true}, map[string][]*geojson.Feature{
			"division_labels": {pointAt(2000, 2000, geojson.Properties{"level": 4, "name": name, "pinyin": pinyin, "rank": 5})},
		}, "")
		return strings.Count(svg, `fill="#2b3033" stroke="#fdfcf8" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`)
	}
	none := lines("", "")
	if two, three := lines("虎山街道", "Hǔshān Jiēdào")-none, lines("状元里社区", "Zhuàngyuánlǐ Shèqūjūmínwěiyuánhuì")-none; two != 2 || three != 3 {
		t.Errorf("the readings stand on %d and %d lines, want 2 and 3", two, three)
	}
}

func TestStillPicturesSpeakTheLanguageOfTheirReader(t *testing.T) {
	zh, en := lay(t, cartography.Options{Lang: "zh"}, nil, ""), lay(t, cartography.Options{Lang: "en"}, nil, "")
	if zh == en || strings.Count(zh, "<path") != strings.Count(en, "<path") {
		t.Error("scale and north are not written in the reader's language")
	}
}
