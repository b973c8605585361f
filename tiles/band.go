package tiles

// A band is a run of zoom levels that share one generalised geometry.
type band struct {
	number     int // 0 is the coarsest
	from, to   int // zoom levels, both included
	toleranceM float64
}

// MaxZoom is the deepest zoom that shows more than the one before it; a map draws
// deeper ones from it.
const MaxZoom = 16

// PackZoom is the deepest zoom of tiles that a phone may take along. There a unit
// of a tile's grid is a quarter of a metre in China, less than a phone can tell;
// one zoom deeper would be four times as many tiles and no more ground.
const PackZoom = 15

// pixelM is the width of a pixel at zoom 0 in EPSG:3857 metres: the maps draw
// a tile 512 pixels wide.
const pixelM = 2 * halfWorldM / 512

// bands tolerate half a pixel at their deepest zoom. Where a tile holds most, between
// the whole of a province and a few villages, each zoom has a band of its own: it has
// half the vertices of one that is made for the next zoom too.
var bands = []band{
	{0, 0, 5, pixelM / (1 << 5) / 2},
	{1, 6, 6, pixelM / (1 << 6) / 2},
	{2, 7, 7, pixelM / (1 << 7) / 2},
	{3, 8, 8, pixelM / (1 << 8) / 2},
	{4, 9, 9, pixelM / (1 << 9) / 2},
	{5, 10, 10, pixelM / (1 << 10) / 2},
	{6, 11, 11, pixelM / (1 << 11) / 2},
	{7, 12, 13, pixelM / (1 << 13) / 2},
	{8, 14, MaxZoom, pixelM / (1 << MaxZoom) / 2},
}

func bandAt(zoom int) band {
	for _, b := range bands {
		if zoom <= b.to {
			return b
		}
	}
	return bands[len(bands)-1]
}

// levelZoom is the first zoom that shows divisions of a level, by index: a county fills
// the screen at about zoom 9, its townships are a thumb wide there. The map styles draw
// none earlier.
var levelZoom = [...]int{1: 0, 2: 0, 3: 0, 4: 8, 5: 11}

// deepest is the smallest kind of division that a zoom of the band shows.
func (b band) deepest() int {
	level := 1
	for l, zoom := range levelZoom {
		if zoom <= b.to {
			level = max(level, l)
		}
	}
	return level
}

// rankZoom is the first zoom that shows a place of the rank, by index.
var rankZoom = [...]int{1: 0, 2: 3, 3: 5, 4: 7, 5: 10, 6: 11, 7: 12, 8: 13, 9: 14}
