package pinyin_test

import (
	"testing"

	"diming/gazetteer/pinyin"
)

func TestTheRomanSpellingKeepsPartsCapitalsAndDots(t *testing.T) {
	for spelling, want := range map[string]string{
		"Qīngyáng Lù": "Qingyang Lu", "Lǚliáng Shì": "Lüliang Shi", "Xī'ān Lù": "Xi'an Lu", "Ēnjiāng Jiē": "Enjiang Jie",
		"Zhōngshān Dōnglù": "Zhongshan Donglu", "A1 Lù": "A1 Lu", "": "", "Qi\u0304ngyang Lu": "Qingyang Lu", "Ürümqi": "Ürümqi",
	} {
		if got := pinyin.Roman(spelling); got != want {
			t.Errorf("%s = %q, want %q", spelling, got, want)
		}
	}
}
