package naming

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/*.csv data/characters.txt
var files embed.FS

// Default gives the lists and the local rules that come with the program: a
// start for an office to edit. All local rules are off.
func Default() ([]Word, Local) {
	words, local := defaults()
	return append([]Word(nil), words...), local
}

var defaults = sync.OnceValues(func() ([]Word, Local) {
	var words []Word
	for _, list := range Lists {
		for _, row := range table(list+".csv", 4) {
			words = append(words, Word{list, row[0], row[1], row[2], row[3]})
		}
	}
	var local Local
	for _, row := range table("switches.csv", 3) {
		*local.byName(row[0]) = Switch{row[1] == "true", row[2]}
	}
	for _, row := range table("sizes.csv", 10) {
		n := make([]float64, 7)
		for i := range n {
			n[i], _ = strconv.ParseFloat(row[2+i], 64)
		}
		local.SizeTable = append(local.SizeTable, SizeRow{row[0], row[1], n[0], n[1], n[2], n[3], n[4], n[5], n[6], row[9]})
	}
	return words, local
})

func (l *Local) byName(name string) *Switch {
	switch name {
	case "location":
		return &l.Location
	case "localities":
		return &l.Localities
	case "same_class":
		return &l.SameClass
	case "sizes":
		return &l.Sizes
	case "no_reuse":
		return &l.NoReuse
	}
	panic("naming: data/switches.csv names the rule " + name)
}

// table reads an embedded table without its header.
func table(name string, width int) [][]string {
	text, err := files.ReadFile("data/" + name)
	if err != nil {
		panic(err)
	}
	r := csv.NewReader(strings.NewReader(string(text)))
	r.FieldsPerRecord = width
	rows, err := r.ReadAll()
	if err != nil {
		panic(fmt.Sprintf("naming: data/%s: %v", name, err))
	}
	return rows[1:]
}
