package upkeep

import (
	"slices"

	"github.com/google/uuid"
)

// A Condition is how a marker was found.
type Condition string

// Conditions, in the words of the field records.
const (
	Normal    Condition = "normal"     // 完好
	Damaged   Condition = "damaged"    // 损坏
	Lost      Condition = "lost"       // 丢失
	Shifted   Condition = "shifted"    // 移位
	TextFaded Condition = "text_faded" // 字迹不清
	Covered   Condition = "covered"    // 遮挡
)

// Conditions are all of them.
var Conditions = []Condition{Normal, Damaged, Lost, Shifted, TextFaded, Covered}

// What was done about the weeds around a marker.
const (
	Cleared    = "done"
	NotNeeded  = "not_needed"
	NotCleared = "not_done"
)

// A Check is what a patrol says of one marker. Weeds are cleared and text is
// painted again by one side; a repair wants both (行政区域界线管理条例 art. 6) and
// is no part of it.
type Check struct {
	Marker    uuid.UUID
	Reached   bool
	Condition Condition // "" where it was not reached
	Cleared   string    // Cleared, NotNeeded or NotCleared; "" where it was not reached
	Repainted bool
	Note      string // why it was not reached; else what else is to be said
}

// A ChecksError says which markers of a patrol are not said anything of, or
// nothing that can stand.
type ChecksError struct {
	Missing []uuid.UUID // markers of the contract of which nothing is said
	Unknown []uuid.UUID // markers that the contract does not cover
	Wrong   []uuid.UUID // said twice, or half: reached without condition, not reached without why
}

func (e *ChecksError) Error() string {
	return "the patrol does not say of each marker of the contract, once, how it was found or why it was not reached"
}

// CheckAll refuses checks that do not say something whole of each marker.
func CheckAll(markers []uuid.UUID, checks []Check) error {
	var e ChecksError
	seen := map[uuid.UUID]bool{}
	for _, c := range checks {
		switch {
		case !slices.Contains(markers, c.Marker):
			e.Unknown = append(e.Unknown, c.Marker)
		case seen[c.Marker] || !c.whole():
			e.Wrong = append(e.Wrong, c.Marker)
		}
		seen[c.Marker] = true
	}
	for _, m := range markers {
		if !seen[m] {
			e.Missing = append(e.Missing, m)
		}
	}
	if len(e.Missing)+len(e.Unknown)+len(e.Wrong) > 0 {
		return &e
	}
	return nil
}

func (c Check) whole() bool {
	if !c.Reached {
		return c.Condition == "" && c.Cleared == "" && !c.Repainted && c.Note != ""
	}
	return slices.Contains(Conditions, c.Condition) && slices.Contains([]string{Cleared, NotNeeded, NotCleared}, c.Cleared)
}

// reportable tells whether a condition is to be reported within hours; faded
// text and weeds are mended by the keeper alone.
func (c Condition) reportable() bool { return c == Damaged || c == Lost || c == Shifted }
