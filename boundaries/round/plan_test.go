package round_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"diming/boundaries"
	"diming/boundaries/round"
)

// candidates draws lines of a few owners.
func candidates(t *rapid.T, due bool) []round.Candidate {
	owners := []uuid.UUID{{1}, {2}, {3}, {4}}
	return rapid.Custom(func(t *rapid.T) []round.Candidate {
		n := rapid.IntRange(0, 60).Draw(t, "lines")
		all := make([]round.Candidate, n)
		for i := range all {
			a, b := rapid.IntRange(0, 3).Draw(t, "a"), rapid.IntRange(0, 4).Draw(t, "b")
			c := round.Candidate{Line: uuid.UUID{9, byte(i)}, Metres: float64(rapid.IntRange(1, 200_000).Draw(t, "metres")), Owners: [2]uuid.UUID{owners[a], {}}}
			if b < 4 && b != a {
				c.Owners[1] = owners[b]
			}
			if due {
				c.DueYear = rapid.SampledFrom([]int{0, 2020, 2024, 2026, 2027, 2040}).Draw(t, "due")
			}
			all[i] = c
		}
		return all
	}).Draw(t, "candidates")
}

func TestAPlanSpreadsLengthEvenlyOverTheYears(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := candidates(t, false)
		slots, longest := round.Propose(lines, 2023, 2027), 0.0
		for _, c := range lines {
			longest = max(longest, c.Metres)
		}
		loads := round.Loads(slots)
		all := []float64{loads[2023], loads[2024], loads[2025], loads[2026], loads[2027]}
		if slices.Max(all)-slices.Min(all) > longest {
			t.Fatalf("the years carry %v, the longest line is %v", all, longest)
		}
	})
}

func TestAPlanHoldsEachLineOnceByItsDueYearAndLedByADivision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := candidates(t, true)
		slots := round.Propose(lines, 2023, 2027)
		by := map[uuid.UUID]round.Candidate{}
		for _, c := range lines {
			by[c.Line] = c
		}
		for _, s := range slots {
			c, ok := by[s.Line]
			delete(by, s.Line)
			switch {
			case !ok:
				t.Fatalf("line %s stands twice", s.Line)
			case s.Year < 2023 || s.Year > 2027 || c.DueYear != 0 && s.Year > max(c.DueYear, 2023):
				t.Fatalf("due %d, planned %d", c.DueYear, s.Year)
			case s.Lead == boundaries.SideB && c.Owners[1] == uuid.Nil:
				t.Fatalf("line %s is led by no division", s.Line)
			}
		}
		if len(by) > 0 {
			t.Fatalf("%d lines are in no year", len(by))
		}
		shuffled := slices.Clone(lines)
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if !slices.Equal(round.Propose(shuffled, 2023, 2027), slots) {
			t.Fatal("the plan depends on the order of the lines")
		}
	})
}

func TestTheLeadIsSharedBetweenTwoNeighbours(t *testing.T) {
	var lines []round.Candidate
	for i := range 10 {
		lines = append(lines, round.Candidate{Line: uuid.UUID{byte(i)}, Metres: 1000, Owners: [2]uuid.UUID{{1}, {2}}})
	}
	led := map[boundaries.Side]int{}
	for _, s := range round.Propose(lines, 2023, 2027) {
		led[s.Lead]++
	}
	if led[boundaries.SideA] != 5 || led[boundaries.SideB] != 5 {
		t.Errorf("the sides lead %v", led)
	}
}

func TestACountyLeadsHalfOfItsLinesHoweverManyNeighboursItHas(t *testing.T) {
	home := uuid.UUID{1}
	var lines []round.Candidate
	for i := range 8 {
		lines = append(lines, round.Candidate{Line: uuid.UUID{9, byte(i)}, Metres: 1000, Owners: [2]uuid.UUID{home, {2, byte(i)}}})
	}
	n := 0
	for _, s := range round.Propose(lines, 2023, 2027) {
		if s.Lead == boundaries.SideA {
			n++
		}
	}
	if n != 4 {
		t.Errorf("the county leads %d of its 8 lines", n)
	}
}
