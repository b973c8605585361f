package search

import (
	"testing"

	"diming/gazetteer/pinyin"
)

// TestTheRightAndTheWrongReadingFind asks for places by how they are read and
// by how strangers read them.
func TestTheRightAndTheWrongReadingFind(t *testing.T) {
	places := []struct{ name, division, right, wrong string }{
		{"台州市", "331000", "tāizhōu", "táizhōu"},
		{"六安市", "341500", "lu'an", "liuan"},
		{"丽水市", "331100", "líshuǐ", "lìshuǐ"},
		{"蚌埠市", "340300", "bengbu", "bangbu"},
		{"铅山县", "361124", "yanshan", "qianshan"},
		{"乐清市", "330382", "yueqing", "leqing"},
		{"吕梁市", "141100", "lvliang", "luliang"},
	}
	var docs []Doc
	for i, p := range places {
		plain, initials := pinyin.SearchKeys(p.name, "21300", p.division)
		docs = append(docs, Doc{ID: id(byte(i + 1)), Names: []Name{{Text: p.name, Kind: Standard, Plain: plain, Initials: initials}},
			Class: "21300", Division: p.division, Code: p.division, Public: true, Current: true, Rank: 2})
	}
	x := load(t, docs)
	for i, p := range places {
		for _, query := range []string{p.right, p.wrong, p.right + "shi"} {
			if query == "yanshanshi" {
				continue // a county
			}
			hits := ask(t, x, Query{Text: query})
			if len(hits) == 0 || hits[0].ID != id(byte(i+1)) || hits[0].Match.Kind != "pinyin" {
				t.Errorf("Search(%q) = %+v, want %s by its pinyin", query, hits, p.name)
			}
		}
	}
}
