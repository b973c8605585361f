package csvfile

import (
	"strconv"
	"strings"
)

// Tame keeps a spreadsheet from taking a cell of a file that we write for a
// formula: what begins like one gets an apostrophe in front. A plain number
// stays one.
func Tame(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil && !strings.ContainsAny(cell, "iInN_xX") {
		return cell
	}
	return "'" + cell
}
