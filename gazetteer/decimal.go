package gazetteer

import "strconv"

// decimal writes a coordinate in degrees as the shortest decimal text that
// reads back as the same number.
func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
