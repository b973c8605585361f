package search

// Fold gives a text in the form in which the index compares texts: compatibility
// composed, lower case, without punctuation and spaces, traditional and variant
// characters as the simplified standard ones.
func Fold(text string) string { return fold(normalize(text)) }
