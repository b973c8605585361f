package api

import (
	"context"
	"fmt"

	"diming/gazetteer/pinyin"
)

// faultSentences say what to do about a reading, with the syllable.
var faultSentences = map[pinyin.FaultKind]string{
	pinyin.NoSyllable:  "“%s”不是汉语拼音的音节，请检查拼写、声调位置和隔音符号。",
	pinyin.NoTone:      "音节“%s”没有声调，请标上声调。",
	pinyin.NoCapital:   "“%s”须首字母大写，其余小写。",
	pinyin.TooMany:     "音节“%s”多余，名称中没有对应的汉字。",
	pinyin.TooFew:      "汉字“%s”没有对应的音节，请补上。",
	pinyin.NotTheDigit: "“%s”与名称中的数字不符，请照名称填写。",
}

// badReadingOf answers with the sentence that names the syllable.
func badReadingOf(ctx context.Context, f *pinyin.Fault) *Problem {
	p := badReading.in(ctx)
	p.Detail = pick(ctx, fmt.Sprintf(faultSentences[f.Kind], f.At), f.Error()+".")
	return p
}
