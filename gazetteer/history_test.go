package gazetteer_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A naming is one step of what a place was called.
type naming struct {
	valid version.Span
	text  string
	at    time.Time // when the register had just taken it in
}

func TestNamesOnBothAxesEqualANaiveReplay(t *testing.T) {
	s, pool := newStore(t)
	ctx := t.Context()
	rapid.Check(t, func(t *rapid.T) {
		history := []naming{}
		keep := func(valid version.Span, text string) {
			n := naming{valid: valid, text: text}
			if err := pool.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&n.at); err != nil {
				t.Fatal(err)
			}
			history = append(history, n)
		}
		id, _, err := s.Add(ctx, ledger.Console, hamlet("初"), "test")
		if err != nil {
			t.Fatal(err)
		}
		keep(version.Span{}, "初")
		for range rapid.IntRange(1, 6).Draw(t, "renamings") {
			from := rapid.IntRange(2000, 2010).Draw(t, "from")
			valid := version.Span{From: year(from)}
			if rapid.Bool().Draw(t, "ends") {
				valid.To = year(from + rapid.IntRange(1, 5).Draw(t, "years"))
			}
			text := rapid.SampledFrom([]string{"甲", "乙", "丙", "初"}).Draw(t, "text")
			_, err := s.Rename(ctx, ledger.Console, id, text, valid, "test")
			if errors.Is(err, gazetteer.ErrLaterName) {
				continue // refused, and nothing changed
			}
			if err != nil {
				t.Fatal(err)
			}
			keep(valid, text)
		}
		for range 10 {
			n := rapid.IntRange(0, len(history)-1).Draw(t, "recorded")
			on := year(rapid.IntRange(1998, 2016).Draw(t, "valid"))
			p, err := s.Place(ctx, gazetteer.Reader{AsOf: version.AsOf{Valid: on, Recorded: history[n].at}}, id)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := p.Name(on).Text, calledOn(history[:n+1], on); got != want {
				t.Fatalf("in %s, as recorded after %d steps, it is called %q, want %q", on, n, got, want)
			}
		}
	})
}

// calledOn is what the last step that speaks of a day says.
func calledOn(history []naming, on version.Date) string {
	for _, n := range slices.Backward(history) {
		if n.valid.Contains(on) {
			return n.text
		}
	}
	return ""
}

func TestHistoryTellsWhatWasCorrectedToo(t *testing.T) {
	s, _ := newStore(t)
	id := add(t, s, hamlet("甲"))
	if _, err := s.Rename(t.Context(), ledger.Console, id, "乙", version.Span{From: year(2020)}, "a new name"); err != nil {
		t.Fatal(err)
	}
	items, err := s.History(t.Context(), public, id)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, h := range items {
		text := h.Action + " " + h.Kind + " " + h.Text + h.Valid.String()
		if h.Closed {
			text += " no longer"
		}
		told = append(told, text)
	}
	want := []string{"place.add place [,)", "place.add standard 甲[,) no longer", "name.rename standard 甲[,2020-01-01)", "name.rename standard 乙[2020-01-01,)"}
	if !slices.Equal(told, want) {
		t.Errorf("History() = %q, want %q", told, want)
	}
	if items[3].Reason != "a new name" {
		t.Errorf("reason = %q, want that of the renaming", items[3].Reason)
	}
}
