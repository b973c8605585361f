package printrun

import "testing"

// InParts has files of few plates made, and runs of more than so many signed
// before they are drawn, for as long as a test lasts.
func InParts(t testing.TB, plates, proved int) {
	size, atOnce := partSize, provedAtOnce
	partSize, provedAtOnce = plates, proved
	t.Cleanup(func() { partSize, provedAtOnce = size, atOnce })
}
