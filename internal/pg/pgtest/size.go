package pgtest

import (
	"os"
	"strconv"
	"testing"
)

// Size says how much a benchmark measures over: what the environment variable
// says, or else usual.
func Size(b testing.TB, variable string, usual int) int {
	b.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n <= 0 {
		b.Fatalf("%s=%q: want a number above 0", variable, text)
	}
	return n
}
