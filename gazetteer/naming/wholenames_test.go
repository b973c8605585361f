package naming_test

import (
	"testing"

	"diming/gazetteer/naming"
	"diming/gazetteer/pinyin"
)

func TestNoStreetCutsANameOfTheWordListsInTwo(t *testing.T) {
	words, _ := naming.Default()
	tried := 0
	for _, w := range words {
		if w.List != naming.Leaders && w.List != naming.Persons && w.List != naming.Foreign {
			continue
		}
		for _, generic := range []string{"路", "街", "大道", "大街", "巷"} {
			tried++
			if specific, _ := pinyin.Split(w.Text+generic, "23514"); specific != w.Text {
				t.Errorf("%s%s is %s | …", w.Text, generic, specific)
			}
		}
	}
	if tried < 1000 {
		t.Errorf("only %d names tried", tried)
	}
}
