package search

// A basis is what a match rests on, the best first.
type basis uint8

const (
	onCode basis = iota
	onCodePrefix
	onExact    // the standard name or its specific part
	onVariant  // the same in another script or other characters
	onFormer   // the same of a former name
	onAlias    // of an alias or short form
	onPinyin   // the whole reading, or that of the specific part
	onInitials // of the whole name
	onPrefix
	onVariantPrefix
	onFormerPrefix
	onAliasPrefix
	onPinyinPrefix
	onInitialsPrefix
	onMixedPinyin // characters, then the reading of the rest
	onMixedInitials
	onInfix      // inside the standard name
	onInfixOther // inside another name
	onSlip       // one character wrong, missing, too many, or two swapped
	onGeneric    // the same specific part with another generic
	onNothing
)

// kinds are the match kinds that the API tells apart.
var kinds = [onNothing]string{
	onCode: "code", onCodePrefix: "code", onExact: "exact", onFormer: "former", onAlias: "alias",
	onVariant: "variant", onPinyin: "pinyin", onInitials: "initials", onPrefix: "prefix",
	onFormerPrefix: "former", onAliasPrefix: "alias", onVariantPrefix: "variant",
	onPinyinPrefix: "pinyin", onInitialsPrefix: "initials", onMixedPinyin: "pinyin",
	onMixedInitials: "initials", onInfix: "fuzzy", onInfixOther: "fuzzy", onSlip: "fuzzy", onGeneric: "fuzzy",
}

// A level orders hits. Each basis has two: of the whole text, and of the rest
// after a head that fits the divisions wholly. Beyond them lie the levels of
// matches whose head does not fit.
type level uint8

const (
	firstLoose = level(2 * onNothing)
	noLevel    = firstLoose + level(onNothing)
	firstGuess = level(2 * onSlip)
)

func levelOf(b basis, chained bool) level {
	if chained {
		return level(2*b + 1)
	}
	return level(2 * b)
}

func (l level) basis() basis {
	if l >= firstLoose {
		return basis(l - firstLoose)
	}
	return basis(l / 2)
}

func (l level) chained() bool { return l >= firstLoose || l%2 == 1 }

// score falls evenly with the level; a code and an exact name are both 1.
func (l level) score() float64 {
	best := level(2 * onExact)
	if l <= best {
		return 1
	}
	return 1 - float64(l-best)/float64(noLevel-best)
}

// byKind shifts an onExact or onPrefix to the basis for the kind of name.
func byKind(b basis, kind NameKind) basis {
	switch kind {
	case Former:
		return b + onFormer - onExact
	case Alias, Short:
		return b + onAlias - onExact
	case Variant:
		return b + onVariant - onExact
	}
	return b
}

// carries reports whether a name of the kind can be matched on basis b, so
// that a scan may pass over others without comparing texts. raw says that the
// name or the query has characters that fold.
func carries(b basis, kind NameKind, raw bool) bool {
	switch b {
	case onExact, onPrefix, onInfix:
		return kind == Standard
	case onFormer, onFormerPrefix:
		return kind == Former
	case onAlias, onAliasPrefix:
		return kind == Alias || kind == Short
	case onVariant, onVariantPrefix:
		return kind == Variant || kind == Standard && raw
	case onInfixOther:
		return kind != Standard
	}
	return true
}
