package artwork_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"diming/signs/artwork"
)

var board = artwork.Stock{WidthMM: 1250, HeightMM: 1250, EdgeMM: 10, Trim: artwork.Trim{BleedMM: 3, MarksMM: 5}}

func blank(width, height float64) *artwork.Drawing {
	return &artwork.Drawing{WidthMM: width, HeightMM: height}
}

// TestPlatesLieApartOnTheirSheetsEachOnce lays any plates of the usual sizes.
func TestPlatesLieApartOnTheirSheetsEachOnce(t *testing.T) {
	sizes := [][2]float64{{150, 90}, {270, 170}, {570, 370}, {1200, 450}, {450, 450}, {100, 60}}
	rapid.Check(t, func(t *rapid.T) {
		var drawings []*artwork.Drawing
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(sizes)-1), 1, 120).Draw(t, "plates") {
			drawings = append(drawings, blank(sizes[i][0], sizes[i][1]))
		}
		placed, err := artwork.Impose(board, drawings)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := artwork.Impose(board, drawings)
		if !slices.Equal(placed, again) {
			t.Fatal("laid again they lie elsewhere")
		}
		margin := board.Trim.BleedMM + board.Trim.MarksMM
		for i, a := range placed {
			if a.Plate != i {
				t.Fatalf("place %d is that of plate %d", i, a.Plate)
			}
			if i > 0 && a.Sheet != placed[i-1].Sheet && a.Sheet != placed[i-1].Sheet+1 {
				t.Fatalf("plate %d lies on sheet %d after sheet %d", i, a.Sheet, placed[i-1].Sheet)
			}
			w, h := drawings[i].WidthMM, drawings[i].HeightMM
			if a.X < board.EdgeMM+board.Trim.BleedMM || a.Y < board.EdgeMM+board.Trim.BleedMM || a.X+w+board.Trim.BleedMM > board.WidthMM-board.EdgeMM || a.Y+h+board.Trim.BleedMM > board.HeightMM-board.EdgeMM {
				t.Fatalf("plate %d of %v x %v mm lies at %v, %v: over the edge", i, w, h, a.X, a.Y)
			}
			for j, b := range placed[:i] {
				if a.Sheet == b.Sheet && a.X < b.X+drawings[j].WidthMM+board.Trim.BleedMM && b.X < a.X+w+board.Trim.BleedMM && a.Y < b.Y+drawings[j].HeightMM+board.Trim.BleedMM && b.Y < a.Y+h+board.Trim.BleedMM {
					t.Fatalf("plates %d and %d lie on one another (margin %v): %+v, %+v", j, i, margin, b, a)
				}
			}
		}
	})
}

// TestSmallPlatesFillUpTheRowsOfASheet has kinds by turns, as along a street: each
// would begin a row of its own.
func TestSmallPlatesFillUpTheRowsOfASheet(t *testing.T) {
	var drawings []*artwork.Drawing
	for range 20 {
		drawings = append(drawings, blank(150, 90), blank(270, 170), blank(150, 90))
	}
	placed, err := artwork.Impose(board, drawings)
	if err != nil || placed[len(placed)-1].Sheet > 1 {
		t.Errorf("60 plates take %d sheets, %v: want two at most", placed[len(placed)-1].Sheet+1, err)
	}
	// 570 + 570 leave 90 mm of a row of 370: what is lower fits where no row is left below
	drawings = nil
	for range 6 {
		drawings = append(drawings, blank(570, 370))
	}
	for range 4 {
		drawings = append(drawings, blank(60, 40))
	}
	if placed, err = artwork.Impose(board, drawings); err != nil || placed[9].Sheet != 0 {
		t.Errorf("small plates begin sheet %d, %v: want that they fill up the first", placed[9].Sheet+1, err)
	}
}
