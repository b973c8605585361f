package naming

import "strings"

// Merges are the sounds that the people of a place do not tell apart. They are
// a local setting: 宁波市地名管理条例 art. 10(3) tests homophones in the local
// dialect too, national law does not.
type Merges uint8

// The merges.
const (
	MergeNL Merges = 1 << iota // n and l: 南 like 兰
	MergeZh                    // zh and z: 张 like 臧
	MergeCh                    // ch and c
	MergeSh                    // sh and s: 石 like 四
	MergeNg                    // -ng and -n: 英 like 因
	MergeFH                    // f and h before u: 福 like 湖
)

// mergeNames are the merges as a setting writes them.
var mergeNames = []struct {
	name  string
	merge Merges
}{
	{"n/l", MergeNL}, {"zh/z", MergeZh}, {"ch/c", MergeCh}, {"sh/s", MergeSh}, {"-ng/-n", MergeNg}, {"f/h", MergeFH},
}

// MergesOf reads the names of merges, "n/l" to "f/h"; ok is false where one is
// not known.
func MergesOf(names []string) (m Merges, ok bool) {
	ok = true
	for _, name := range names {
		found := Merges(0)
		for _, known := range mergeNames {
			if known.name == name {
				found = known.merge
			}
		}
		m, ok = m|found, ok && found != 0
	}
	return m, ok
}

// Names gives the merges as a setting writes them.
func (m Merges) Names() []string {
	var names []string
	for _, known := range mergeNames {
		if m&known.merge != 0 {
			names = append(names, known.name)
		}
	}
	return names
}

// appendMerged appends one toneless syllable after the merges.
func (m Merges) appendMerged(to []byte, syllable string) []byte {
	s := syllable
	if m&MergeNg != 0 && (strings.HasSuffix(s, "ang") || strings.HasSuffix(s, "eng") || strings.HasSuffix(s, "ing")) {
		s = s[:len(s)-1]
	}
	switch {
	case s == "":
	case m&MergeNL != 0 && s[0] == 'n' && len(s) > 1:
		return append(append(to, 'l'), s[1:]...)
	case m&MergeZh != 0 && strings.HasPrefix(s, "zh"),
		m&MergeCh != 0 && strings.HasPrefix(s, "ch"),
		m&MergeSh != 0 && strings.HasPrefix(s, "sh"):
		return append(append(to, s[0]), s[2:]...)
	case m&MergeFH != 0 && s[0] == 'f':
		return append(append(to, 'h'), afterF(s[1:])...)
	}
	return append(to, s...)
}

// afterF is what follows h where f was said: fei like hui, feng like hong.
func afterF(rest string) string {
	switch rest {
	case "u", "o":
		return rest
	case "ei":
		return "ui"
	case "en":
		return "un"
	case "eng":
		return "ong"
	}
	return "u" + rest
}
