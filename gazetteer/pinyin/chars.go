package pinyin

import (
	_ "embed"
	"strings"
	"sync"

	gopinyin "github.com/mozillazg/go-pinyin"
)

//go:embed data/characters.csv
var charactersCSV string

//go:embed data/traditional.csv
var traditionalCSV string

const (
	pageBits  = 8
	pageCount = 0x32400 >> pageBits // up to the last CJK extension with readings
)

// glyph is what is known of one character.
type glyph struct {
	syl  sylID
	fold rune   // simplified form, or 0 when the character is not folded
	more uint16 // index into table.others, 0 for none
	head bool   // some phrase begins with it
}

// variants are the readings of a heteronym beside the default.
type variants struct {
	readings []sylID // real readings in names
	misreads []sylID // common wrong readings, only for search
}

// table holds everything that is read from the embedded files.
type table struct {
	syl     *syllabary
	pages   [pageCount]*[1 << pageBits]glyph
	others  []variants
	phrases map[uint64][]*phrase // by the first two characters, longest first
	single  map[rune][]*phrase
}

var tables = sync.OnceValue(loadTables)

func loadTables() *table {
	t := &table{
		syl:     newSyllabary(),
		others:  make([]variants, 1),
		phrases: make(map[uint64][]*phrase, 1024),
		single:  make(map[rune][]*phrase, 64),
	}
	for code, readings := range gopinyin.PinyinDict {
		first, _, _ := strings.Cut(readings, ",")
		if g := t.slot(rune(code)); g != nil {
			g.syl = t.syl.id(first)
		}
	}
	t.loadCharacters()
	t.loadFolds()
	t.loadPhrases()
	return t
}

func (t *table) slot(r rune) *glyph {
	page := int(r >> pageBits)
	if page < 0 || page >= pageCount {
		return nil
	}
	if t.pages[page] == nil {
		t.pages[page] = new([1 << pageBits]glyph)
	}
	return &t.pages[page][r&(1<<pageBits-1)]
}

// glyph gives what is known of r; the zero glyph for anything unknown.
func (t *table) glyph(r rune) glyph {
	page := uint32(r) >> pageBits
	if page >= pageCount || t.pages[page] == nil {
		return glyph{}
	}
	return t.pages[page][r&(1<<pageBits-1)]
}

// loadCharacters applies our own defaults: char, reading, other readings, misreadings.
func (t *table) loadCharacters() {
	for _, f := range csvRows(charactersCSV, 4) {
		g := t.slot([]rune(f[0])[0])
		g.syl = t.syl.id(f[1])
		var v variants
		for _, s := range strings.Fields(f[2]) {
			v.readings = append(v.readings, t.syl.id(s))
		}
		for _, s := range strings.Fields(f[3]) {
			v.misreads = append(v.misreads, t.syl.id(s))
		}
		if len(v.readings)+len(v.misreads) > 0 {
			t.others = append(t.others, v)
			g.more = uint16(len(t.others) - 1)
		}
	}
}

// loadFolds lets a traditional character be matched as its simplified form. It
// takes over our default for that form; otherwise it keeps its own reading.
func (t *table) loadFolds() {
	for _, f := range csvRows(traditionalCSV, 2) {
		simple := []rune(f[0])[0]
		for _, trad := range f[1] {
			g := t.slot(trad)
			g.fold = simple
			s := t.glyph(simple)
			if s.more != 0 || g.syl == 0 {
				g.syl, g.more = s.syl, s.more
			}
		}
	}
}

// csvRows splits an embedded table. Its fields hold no quotes or commas; lines
// that begin with # are remarks and the first other line is the header.
func csvRows(text string, width int) [][]string {
	var rows [][]string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, ",")
		if len(f) != width {
			panic("read embedded table: wrong number of fields: " + line)
		}
		rows = append(rows, f)
	}
	return rows[1:]
}

// Sound gives the toneless syllable by which a single character is read where
// nothing else decides, ü as v; "" for what has no reading.
func Sound(r rune) string {
	t := tables()
	return t.syl.list[t.glyph(r).syl].plain
}
