package plate

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"diming/boundaries"
	"diming/gazetteer/address"
	"diming/internal/version"
)

// Rules are the numbers that a division sets for its plates.
type Rules struct {
	ToleranceM int // from where a plate hangs to where it belongs
	FaultDays  int // from the report of a fault to its repair
}

// Rules gives them as they hold in a division on a day.
func (s *Store) Rules(ctx context.Context, division uuid.UUID, on version.Date) (Rules, error) {
	var r Rules
	in := boundaries.Store{DB: s.DB}
	for key, to := range map[string]*int{boundaries.SettingPlateTolerance: &r.ToleranceM, boundaries.SettingPlateFaultDays: &r.FaultDays} {
		known, err := boundaries.Known(key)
		if err != nil {
			return Rules{}, err
		}
		value, _, set, err := in.Setting(ctx, division, key, on)
		if err != nil {
			return Rules{}, fmt.Errorf("setting %s: %w", key, err)
		}
		if !set {
			value = known.Default
		}
		if *to, err = strconv.Atoi(value); err != nil {
			return Rules{}, fmt.Errorf("setting %s: %w", key, err)
		}
	}
	return r, nil
}

// belongs is where the plate of an address should hang: at the point that was
// noted for it, or else at the entrance; nil where neither is known. CGCS2000.
func belongs(a address.Address) *orb.Point {
	if a.Plate != nil {
		return a.Plate
	}
	return a.Entrance
}

// away is how many metres lie between two points, to the decimetre.
func away(from, to orb.Point) float64 {
	return math.Round(geo.DistanceHaversine(from, to)*10) / 10
}

// unexplained refuses a plate that hangs, or may hang, further from where it
// belongs than the rule allows, and of which nobody said why. accuracy is what the
// phone says of its position, metres; nil where nothing said so.
func unexplained(awayM float64, accuracyM *float64, toleranceM int, note string) error {
	switch {
	case strings.TrimSpace(note) != "":
		return nil
	case awayM > float64(toleranceM):
		return content(fmt.Sprintf("安装位置离这个地址的门 %.0f 米，超过容许的 %d 米。请核对门牌是否挂对；确实无误的，请写明原因。", awayM, toleranceM),
			fmt.Sprintf("It hangs %.0f m from the entrance of its address; %d m are allowed. Check that it is the right plate, or say why.", awayM, toleranceM))
	case accuracyM != nil && *accuracyM > float64(toleranceM):
		return content(fmt.Sprintf("定位误差 %.0f 米，超过容许的 %d 米，不能确认位置。请到开阔处再定位，或写明原因。", *accuracyM, toleranceM),
			fmt.Sprintf("The position is known to %.0f m only; %d m are allowed. Take it again in the open, or say why.", *accuracyM, toleranceM))
	}
	return nil
}

// complete adds to a step what the register knows better than who takes it: by
// when a fault is to be mended, and how far from its place a plate was hung.
func (s *Store) complete(ctx context.Context, p Plate, a *Act, today version.Date) error {
	if a.Step != StepInstall && a.Step != StepReport {
		return nil
	}
	division, err := s.Division(ctx, p.ID)
	if err != nil {
		return err
	}
	rules, err := s.Rules(ctx, division, today)
	if err != nil {
		return err
	}
	if a.Step == StepReport {
		if a.Due.IsZero() {
			a.Due = version.DayOf(a.On.Time().AddDate(0, 0, rules.FaultDays))
		}
		return nil
	}
	if a.Point == nil || p.Address == uuid.Nil {
		return nil
	}
	held, err := (&address.Store{DB: s.DB}).ByIDs(ctx, address.Reader{AsOf: version.AsOf{Valid: today}, Internal: true}, []uuid.UUID{p.Address})
	if err != nil || len(held) == 0 || belongs(held[0]) == nil {
		return err
	}
	metres := away(*a.Point, *belongs(held[0]))
	a.awayM = &metres
	return unexplained(metres, a.AccuracyM, rules.ToleranceM, a.Note)
}
