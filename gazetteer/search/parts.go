package search

// Parts of names that other packages compare by in the way that the index does.

// FoldRune gives the character that stands for a traditional or variant one in
// comparisons; any other stays as it is.
func FoldRune(r rune) rune { return foldRune(r) }

// Spoken gives the part of a folded name that people say, without the organ by
// which a committee or a subdistrict is listed: 清湖村 of 清湖村村民委员会.
func Spoken(folded string) string { return folded[:spoken(folded)] }

// Specific gives the specific part 专名 of a folded name: 清湖 of 清湖街道 and of
// 清湖村委会, 景宁 of 景宁畲族自治县.
func Specific(folded string) string { return folded[:specific(folded)] }
