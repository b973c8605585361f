package cartography_test

import (
	"bytes"
	"encoding/json"
	"image/png"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"diming/cartography"
	"diming/tiles"
)

func styleOf(t *testing.T, name string, o cartography.Options) *cartography.Style {
	t.Helper()
	s, err := cartography.New(name, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What tiles a source of a style has.
func described(s *cartography.Style, source string) []tiles.VectorLayer {
	switch {
	case source == "draft":
		return tiles.Layers(tiles.Draft)
	case s.Set == "office":
		return tiles.Layers(tiles.Office)
	}
	return tiles.Layers(tiles.Public)
}

// attributesOf finds ["get", name] and ["has", name] in a value.
func attributesOf(v any) []string {
	var all []string
	list, _ := v.([]any)
	if len(list) == 2 && (list[0] == "get" || list[0] == "has") {
		return []string{list[1].(string)}
	}
	for _, one := range list {
		all = append(all, attributesOf(one)...)
	}
	return all
}

func TestStylesDrawWhatTheTileJSONDescribes(t *testing.T) {
	for _, name := range cartography.Names {
		for _, set := range []string{"public", "office"} {
			s := styleOf(t, name, cartography.Options{Set: set, Pinyin: true})
			drawn := map[string]bool{}
			for _, l := range s.Layers {
				if l.SourceLayer == "" {
					continue
				}
				layers := described(s, l.Source)
				i := slices.IndexFunc(layers, func(v tiles.VectorLayer) bool { return v.ID == l.SourceLayer })
				if i < 0 {
					t.Errorf("%s: %s draws %s, which the tiles of %s do not hold", name, l.ID, l.SourceLayer, l.Source)
					continue
				}
				drawn[l.Source+" "+l.SourceLayer] = true
				values := []any{l.Filter}
				for _, v := range l.Layout {
					values = append(values, v)
				}
				for _, v := range l.Paint {
					values = append(values, v)
				}
				for _, attribute := range attributesOf(values) {
					if layers[i].Fields[attribute] == "" {
						t.Errorf("%s: %s asks for %s of %s, which has none", name, l.ID, attribute, l.SourceLayer)
					}
				}
			}
			for source, from := range s.Sources {
				if from.Type != "vector" {
					continue
				}
				for _, l := range described(s, source) {
					if !drawn[source+" "+l.ID] {
						t.Errorf("%s draws nothing of %s of its source %s", name, l.ID, source)
					}
				}
			}
		}
	}
}

func TestOnlyTheOfficeSeesWhatIsNotSettled(t *testing.T) {
	for _, name := range cartography.Names {
		text, err := json.Marshal(styleOf(t, name, cartography.Options{Set: "public"}))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"disputes", "boundary_agreements", "markers", "plates", "findings", "proposals"} {
			if strings.Contains(string(text), `"`+word+`"`) {
				t.Errorf("the public map in style %s names %s", name, word)
			}
		}
	}
}

func TestStylesDifferInPaletteAndAskNobodyElse(t *testing.T) {
	seen := map[string]string{}
	for _, name := range cartography.Names {
		s := styleOf(t, name, cartography.Options{Lang: "en", Origin: "https://diming.example.cn"})
		text, err := json.Marshal(s.Layers)
		if err != nil {
			t.Fatal(err)
		}
		if left := regexp.MustCompile(`"@[a-z-]+"|null`).Find(text); left != nil {
			t.Errorf("%s: %s was not put in", name, left)
		}
		if other := seen[string(text)]; other != "" {
			t.Errorf("%s is drawn as %s is", name, other)
		}
		seen[string(text)] = name
		all, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range regexp.MustCompile(`https?://[^/"]+`).FindAllString(string(all), -1) {
			if at != "https://diming.example.cn" {
				t.Errorf("%s names the server %s", name, at)
			}
		}
		if strings.Contains(string(all), `"glyphs"`) {
			t.Errorf("%s asks a server for letters", name)
		}
	}
}

// The outline of an area in a tile runs along the tile's edge too, where a band beside
// it comes into sight as soon as the tile is drawn smaller than it is meant to be.
func TestBandsRunAlongSidesThatAreOpenAtTheEdgesOfTiles(t *testing.T) {
	bands := 0
	for _, l := range styleOf(t, "office", cartography.Options{}).Layers {
		if l.Paint["line-offset"] == nil {
			continue
		}
		bands++
		if l.SourceLayer != "division_sides" {
			t.Errorf("%s runs along %s", l.ID, l.SourceLayer)
		}
	}
	if bands != 2 {
		t.Errorf("there are %d bands, want those of counties and townships", bands)
	}
}

// Casings are what a road is told from the land by; where it is drawn small, its one line.
func TestRoadsAreToldFromTheLand(t *testing.T) {
	luminance := func(colour string) float64 {
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			v := float64(n) / 255
			if v <= 0.03928 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			sum += weight * v
		}
		return sum
	}
	contrast := func(a, b string) float64 {
		light, dark := max(luminance(a), luminance(b)), min(luminance(a), luminance(b))
		return (light + 0.05) / (dark + 0.05)
	}
	layer := func(s *cartography.Style, id string) cartography.Layer {
		i := slices.IndexFunc(s.Layers, func(l cartography.Layer) bool { return l.ID == id })
		return s.Layers[i]
	}
	for _, name := range cartography.Names {
		s := styleOf(t, name, cartography.Options{})
		land := layer(s, "county-fill").Paint["fill-color"].(string)
		casing := layer(s, "roads-casing").Paint["line-color"].([]any)
		far := layer(s, "roads").Paint["line-color"].([]any)[4].([]any)
		for what, match := range map[string][]any{"casing": casing, "far line": far} {
			main, small := match[3].(string), match[4].(string)
			if got := contrast(main, land); got < 3 {
				t.Errorf("%s: the %s of main roads has a contrast of %.2f, want 3", name, what, got)
			}
			if got := contrast(small, land); got < 1.5 {
				t.Errorf("%s: the %s of small roads has a contrast of %.2f, want 1.5", name, what, got)
			}
		}
	}
}

// Where a county is small on the map, its townships find no room instead of it.
func TestACountyIsNamedBeforeItsTownshipsWhereItIsSmall(t *testing.T) {
	for _, set := range []string{"public", "office"} {
		layers := styleOf(t, "public", cartography.Options{Set: set}).Layers
		at := func(id string) int {
			return slices.IndexFunc(layers, func(l cartography.Layer) bool { return l.ID == id })
		}
		if far, towns, near := at("county-labels-far"), at("township-labels"), at("county-labels"); !(near < towns && towns < far) || *layers[far].MaxZoom != *layers[near].MinZoom || *layers[far].MaxZoom < 8.5 {
			t.Errorf("%s: the layers of names are placed %d, %d, %d", set, near, towns, far)
		}
	}
}

func TestEveryLevelOfBoundaryHasItsOwnSymbol(t *testing.T) {
	dashes := map[string]string{}
	for _, l := range styleOf(t, "public", cartography.Options{}).Layers {
		if l.SourceLayer != "division_lines" {
			continue
		}
		text, err := json.Marshal(l.Paint["line-dasharray"])
		if err != nil {
			t.Fatal(err)
		}
		if other := dashes[string(text)]; other != "" {
			t.Errorf("%s is dashed as %s is", l.ID, other)
		}
		dashes[string(text)] = l.ID
	}
	if len(dashes) != 5 {
		t.Errorf("%d levels of boundaries have a symbol, want 5", len(dashes))
	}
}

func TestSpriteHoldsEverySignThatTheStylesName(t *testing.T) {
	for ratio, make := range map[int]func() (cartography.Sprite, error){1: cartography.OnePixel, 2: cartography.TwoPixels} {
		sprite, err := make()
		if err != nil {
			t.Fatal(err)
		}
		sheet, err := png.Decode(bytes.NewReader(sprite.PNG))
		if err != nil {
			t.Fatal(err)
		}
		var spots map[string]struct{ X, Y, Width, Height, PixelRatio int }
		if err := json.Unmarshal(sprite.JSON, &spots); err != nil {
			t.Fatal(err)
		}
		for name, at := range spots {
			if at.PixelRatio != ratio {
				t.Errorf("%s is for %d pixels, want %d", name, at.PixelRatio, ratio)
			}
			if _, _, _, alpha := sheet.At(at.X+at.Width/2, at.Y+at.Height*3/4).RGBA(); alpha != 0xffff {
				t.Errorf("%s at %d pixels is not painted in its middle", name, ratio)
			}
		}
		for _, name := range signsOf(styleOf(t, "office", cartography.Options{})) {
			if _, ok := spots[name]; !ok {
				t.Errorf("the sheet for %d pixels lacks %s", ratio, name)
			}
		}
	}
}

// signsOf are the signs that a style may draw.
func signsOf(s *cartography.Style) []string {
	var all []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			if strings.Contains(v, "-") || v == "finding" || v == "proposal" {
				all = append(all, v)
			}
		case []any:
			for _, one := range v {
				walk(one)
			}
		}
	}
	for _, l := range s.Layers {
		walk(l.Layout["icon-image"])
	}
	return slices.DeleteFunc(all, func(s string) bool { return s == "-" })
}

// A villager in a storm looks for the sign: no name that is drawn where it is takes its
// room, but for the one that he selected.
func TestNoNameTakesTheRoomOfAShelter(t *testing.T) {
	for _, set := range []string{"public", "office"} {
		layers := styleOf(t, "public", cartography.Options{Set: set}).Layers
		sign := slices.IndexFunc(layers, func(l cartography.Layer) bool { return l.ID == "shelters" })
		for _, l := range layers[sign+1:] {
			if l.Type == "symbol" && l.Source != "selected" && (l.MaxZoom == nil || *l.MaxZoom > *layers[sign].MinZoom) {
				t.Errorf("%s: %s is placed before the signs of shelters", set, l.ID)
			}
		}
	}
}

// What stands later in a style is placed first, and what meets it gives way. Signs of
// shelters alone come before names, which then stand beside them: neither is lost.
func TestNamesAreNeverPushedOutBySignsOrNumbers(t *testing.T) {
	for _, set := range []string{"public", "office"} {
		layers := styleOf(t, "public", cartography.Options{Set: set}).Layers
		highest := func(sourceLayer string) int {
			at := -1
			for i, l := range layers {
				if l.Type == "symbol" && l.SourceLayer == sourceLayer && l.ID != "shelters" {
					at = i
				}
			}
			return at
		}
		for name, lesser := range map[string][]string{
			"roads":           {"addresses", "plates"},
			"places":          {"addresses", "shelters", "plates", "findings", "proposals", "markers", "disputes"},
			"division_labels": {"addresses", "shelters", "plates", "findings", "proposals", "markers", "disputes"},
		} {
			for i, l := range layers {
				if l.Type != "symbol" || l.SourceLayer != name {
					continue
				}
				if sides, _ := l.Layout["text-variable-anchor"].([]any); name != "roads" && i < slices.IndexFunc(layers, func(l cartography.Layer) bool { return l.ID == "shelters" }) && len(sides) < 4 {
					t.Errorf("%s: %s cannot stand beside a shelter", set, l.ID)
				}
				for _, other := range lesser {
					if i < highest(other) {
						t.Errorf("%s: %s is placed after %s", set, l.ID, other)
					}
				}
			}
		}
	}
}
