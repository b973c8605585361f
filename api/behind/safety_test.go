package behind

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/shelters/card"
)

// TestAWarningEndsThoughTheRegisterWasNeverReached holds that a page of a server
// that started without its register is not kept beyond the end of its warning.
func TestAWarningEndsThoughTheRegisterWasNeverReached(t *testing.T) {
	begun := time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC)
	until := begun.Add(time.Hour)
	facts := card.Facts{Warnings: []card.Warning{{Event: uuid.New(), Issued: begun, Until: until}}}
	k := NewKeeper(nil)
	k.now.Store(&Now{Snapshot: &Snapshot{Safety: &facts}, At: begun, Away: true})
	k.turn(begun)
	warns := k.Now().MarkOf("")
	k.turn(until.Add(-time.Second))
	if !k.Now().Stands(warns) {
		t.Error("the page is made again while nothing has changed")
	}
	k.turn(until)
	if k.Now().Stands(warns) {
		t.Error("the page that warns stands beyond the end of the warning")
	}
	if now := k.Now(); !now.Away || !now.At.Equal(begun) {
		t.Errorf("it says to be of %v, away %v; want what it was", now.At, now.Away)
	}
}
