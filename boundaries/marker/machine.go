package marker

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/marker/relocation"
	"diming/internal/version"
)

// A State is what a marker is at present.
type State string

// The states.
const (
	Planned         State = "planned"          // 拟设
	Set             State = "set"              // 埋设
	Normal          State = "normal"           // 完好
	Damaged         State = "damaged"          // 损坏
	Lost            State = "lost"             // 丢失
	Shifted         State = "shifted"          // 移位
	TextFaded       State = "text_faded"       // 字迹不清
	Covered         State = "covered"          // 遮挡
	RepairArranged  State = "repair_arranged"  // 已约定修复
	Repaired        State = "repaired"         // 已修复
	MoveApplied     State = "move_applied"     // 申请移设
	BothAgreed      State = "both_agreed"      // 双方同意
	Surveyed        State = "surveyed"         // 已联测
	AgreementSigned State = "agreement_signed" // 已签协议
	Filed           State = "filed"            // 已备案
	Retired         State = "retired"          // 废止
)

// A Step moves a marker from one state to another.
type Step string

// The steps.
const (
	StepSet    Step = "set"         // 埋设
	StepAccept Step = "accept"      // 验收
	StepReport Step = "report"      // 报告状况
	Repaint    Step = "repaint"     // 描红
	Clear      Step = "clear"       // 清障
	Recheck    Step = "recheck"     // 复核完好: both sides find it in its place
	Arrange    Step = "arrange"     // 约定修复
	Repair     Step = "repair"      // 修复
	ApplyMove  Step = "apply_move"  // 申请移设
	RefuseMove Step = "refuse_move" // 不同意移设
	Agree      Step = "agree"       // 双方同意
	Survey     Step = "survey"      // 联测
	Sign       Step = "sign"        // 签协议
	File       Step = "file"        // 报备案
	Retire     Step = "retire"      // 废止
)

// A Transition is one row of what may follow what. A step that wants both sides
// names a person of each who was there: repairing a marker alone is an offence
// (行政区域界线管理条例 art. 16(4)); repainting and clearing are not repairs.
type Transition struct {
	Step     Step
	From, To State
	Both     bool // both sides are present
	Measured bool // the position is measured
}

var (
	inPlace    = []State{Set, Normal, Damaged, Lost, Shifted, TextFaded, Covered}
	broken     = []State{Damaged, Lost, Shifted}
	conditions = []State{Damaged, Lost, Shifted, TextFaded, Covered}
)

// Transitions are all of them; the same table stands in the database.
func Transitions() []Transition {
	all := []Transition{
		{StepSet, Planned, Set, true, false}, {StepSet, Filed, Set, true, false},
		{StepAccept, Set, Normal, false, false}, {StepAccept, Repaired, Normal, false, false},
		{Repaint, TextFaded, Normal, false, false}, {Clear, Covered, Normal, false, false},
		{Arrange, RepairArranged, RepairArranged, false, false}, {Repair, RepairArranged, Repaired, true, true},
		{Agree, MoveApplied, BothAgreed, true, false}, {Survey, BothAgreed, Surveyed, true, true},
		{Sign, Surveyed, AgreementSigned, true, false}, {File, AgreementSigned, Filed, false, false},
		{Retire, Planned, Retired, true, false}, {Retire, Filed, Retired, true, false},
	}
	for _, from := range inPlace {
		for _, to := range conditions {
			if from != to && (!isBroken(from) || isBroken(to)) {
				all = append(all, Transition{StepReport, from, to, false, false})
			}
		}
		all = append(all, Transition{ApplyMove, from, MoveApplied, false, false}, Transition{RefuseMove, MoveApplied, from, false, false},
			Transition{Retire, from, Retired, true, false})
	}
	for _, from := range broken {
		all = append(all, Transition{Recheck, from, Normal, true, true}, Transition{Arrange, from, RepairArranged, false, false})
	}
	return all
}

func isBroken(s State) bool { return s == Damaged || s == Lost || s == Shifted }

// Errors of steps that callers tell apart with errors.Is.
var (
	ErrStep       = errors.New("no such step leads from the marker's state")
	ErrPresence   = errors.New("a person of each side must be named, and not the same one")
	ErrMeasured   = errors.New("the position must be measured, and within the tolerance of the registered one")
	ErrReferences = errors.New("the marker has fewer reference objects than are wanted")
	ErrPaper      = errors.New("the paper, meeting or reason that the step rests on is not named")
	ErrKeeper     = errors.New("which side keeps the marker is not said")
	ErrPhoto      = errors.New("a repair is shown by a photo")
	ErrDay        = errors.New("the day lies before the last step or after today")
)

// A Measure is a position as it was measured at the spot.
type Measure struct {
	Point      orb.Point // CGCS2000
	ElevationM string    // metres, 1985 datum; "" not measured
	Original   string    // as the instrument or table gave it
	CRS        string    // of Original
}

// An Act is what somebody enters of a step.
type Act struct {
	Step      Step
	To        State // of a report: the condition; else implied
	On        version.Date
	Side      boundaries.Side // that enters it
	PresentA  string          // name of who was there for side a
	PresentB  string
	Measure   *Measure
	Photo     uuid.UUID // of a repair
	Meeting   string    // of an arrangement: when and where both sides meet
	DocumentA string    // by which side a consented, or of both
	DocumentB string
	Note      string

	References *[]Reference // of a setting: how they lie from there; wanted after a move
}

// A Standing is what the rule needs to know of a marker.
type Standing struct {
	State      State
	BeforeMove State // that it was in when its move was applied for
	LastDay    version.Date
	Point      orb.Point
	References int
	Keeper     boundaries.Side
}

// Rules are the place's settings of steps.
type Rules struct {
	References int
	ToleranceM float64
	Today      version.Date
}

// Decide gives the transition that an act makes, and how far what was measured
// lies from the registered position, or why it may not.
func Decide(st Standing, a Act, r Rules) (Transition, float64, error) {
	t, ok := find(st, a)
	if !ok {
		return Transition{}, 0, fmt.Errorf("%w: %s from %s", ErrStep, a.Step, st.State)
	}
	if a.On.IsZero() || r.Today.Before(a.On) || !st.LastDay.IsZero() && a.On.Before(st.LastDay) {
		return t, 0, fmt.Errorf("%w: %s", ErrDay, a.On)
	}
	one, other := strings.TrimSpace(a.PresentA), strings.TrimSpace(a.PresentB)
	if t.Both && (one == "" || other == "" || one == other) {
		return t, 0, ErrPresence
	}
	if t.Measured && a.Measure == nil {
		return t, 0, ErrMeasured
	}
	if err := a.papers(st, r); err != nil {
		return t, 0, err
	}
	return t, a.apart(st), a.within(st, r)
}

func find(st Standing, a Act) (Transition, bool) {
	for _, t := range Transitions() {
		if t.Step != a.Step || t.From != st.State {
			continue
		}
		if a.Step == StepReport && t.To != a.To || a.Step == RefuseMove && t.To != st.BeforeMove {
			continue
		}
		return t, true
	}
	return Transition{}, false
}

// papers says what an act lacks of what its step rests on.
func (a Act) papers(st Standing, r Rules) error {
	a.Meeting, a.DocumentA, a.DocumentB, a.Note = strings.TrimSpace(a.Meeting), strings.TrimSpace(a.DocumentA), strings.TrimSpace(a.DocumentB), strings.TrimSpace(a.Note)
	switch a.Step {
	case StepSet:
		if st.Keeper == "" {
			return ErrKeeper
		}
		held := st.References
		if a.References != nil {
			held = len(*a.References)
		} else if st.State == Filed {
			return fmt.Errorf("%w: how they lie from the new place", ErrReferences)
		}
		if held < r.References {
			return fmt.Errorf("%w: %d of %d", ErrReferences, held, r.References)
		}
	case Repair:
		if a.Photo == uuid.Nil {
			return ErrPhoto
		}
	case Arrange:
		return named(a.Meeting)
	case Agree:
		return named(a.DocumentA, a.DocumentB)
	case Sign, File, Retire:
		return named(a.DocumentA)
	case ApplyMove, RefuseMove:
		return named(a.Note)
	}
	return nil
}

func named(texts ...string) error {
	for _, t := range texts {
		if t == "" {
			return ErrPaper
		}
	}
	return nil
}

func (a Act) apart(st Standing) float64 {
	if a.Measure == nil {
		return 0
	}
	apart, _ := relocation.WithinTolerance(lonLat(st.Point), lonLat(a.Measure.Point), 0)
	return apart
}

// within holds a repaired or rechecked marker to its registered position. A
// survey for a move measures another one.
func (a Act) within(st Standing, r Rules) error {
	if a.Step != Repair && a.Step != Recheck {
		return nil
	}
	if apart := a.apart(st); apart > r.ToleranceM {
		return &ToleranceError{apart, r.ToleranceM}
	}
	return nil
}

// A ToleranceError says that a marker does not stand where it is registered.
type ToleranceError struct{ ApartM, ToleranceM float64 }

func (e *ToleranceError) Error() string {
	return fmt.Sprintf("%v: %.2f m off, %.2f m are allowed", ErrMeasured, e.ApartM, e.ToleranceM)
}

// Unwrap lets errors.Is find ErrMeasured.
func (e *ToleranceError) Unwrap() error { return ErrMeasured }

func lonLat(p orb.Point) relocation.LonLat { return relocation.LonLat{Lon: p.Lon(), Lat: p.Lat()} }
