package matching_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"diming/gazetteer/matching"
)

// rankOf is the place of an address among the candidates, from 1; MaxLimit + 1
// for one that is none.
func rankOf(x *matching.Index, text string, id uuid.UUID) int {
	for i, c := range x.Match(text, matching.MaxLimit).Candidates {
		if c.ID == id {
			return i + 1
		}
	}
	return matching.MaxLimit + 1
}

func TestATrueComponentNeverLowersTheRankOfTheTrueAnswer(t *testing.T) {
	c, x := counties(t)
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, len(c.Addresses)-1).Draw(t, "address")
		pieces := c.Pieces(at)
		said := make([]bool, len(pieces))
		for i := range said {
			said[i] = rapid.Bool().Draw(t, "said")
		}
		added := rapid.IntRange(0, len(pieces)-1).Draw(t, "added")
		said[added] = false
		text := func() string {
			var b strings.Builder
			for i, p := range pieces {
				if said[i] {
					b.WriteString(p)
				}
			}
			return b.String()
		}
		without := text()
		said[added] = true
		with := text()
		if before, after := rankOf(x, without, c.Addresses[at].ID), rankOf(x, with, c.Addresses[at].ID); after > before {
			t.Fatalf("%s stands at %d for %q, at %d for %q", c.Text(at), before, without, after, with)
		}
	})
}

func TestAnyTextIsAnswered(t *testing.T) {
	_, x := counties(t)
	words := []string{"江山", "清湖", "村", "一", "号", "１", "-", "12", "之", "附", "单元", "幢", " ", "，", "\xff", "😀", "市", "〇", "甲", "A", "#", "第", "楼", "\u200b", "𰻞"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 60).Draw(t, "words"), "") + rapid.String().Draw(t, "more")
		r := x.Match(text, 5)
		if len(r.Candidates) == 0 && r.Reason == matching.None {
			t.Fatalf("%q: neither a candidate nor a reason", text)
		}
		input := []rune(text)
		for _, c := range r.Candidates {
			if c.Score < 0 || c.Score > 1 || c.Precision == "" {
				t.Fatalf("%q: score %v, precision %q", text, c.Score, c.Precision)
			}
			for _, e := range c.Components {
				if e.From < 0 || e.To > len(input) || string(input[e.From:e.To]) != e.Text {
					t.Fatalf("%q: component %+v is not what stands there", text, e)
				}
			}
		}
	})
}

// TestALongTextIsBounded matches texts at the limit that repeat what many places
// bear: a second is a thousand times what they take.
func TestALongTextIsBounded(t *testing.T) {
	_, x := counties(t)
	for _, text := range []string{strings.Repeat("清湖", 150), strings.Repeat("12号", 100), strings.Repeat("1-", 150), strings.Repeat("一", 300), strings.Repeat("江山市清湖街道", 42)} {
		start := time.Now()
		x.Match(text, 5)
		if took := time.Since(start); took > time.Second {
			t.Errorf("%.20s… took %s", text, took)
		}
	}
	if r := x.Match(strings.Repeat("江", 10_000), 5); r.Reason != matching.TooLong {
		t.Errorf("30 kB: %q", r.Reason)
	}
}
