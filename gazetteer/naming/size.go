package naming

import (
	"fmt"
	"strings"
)

// size is N17, where the division adopted it: the generic part must fit how
// large the thing is.
func (r *Rules) size(s *subject) []Finding {
	if !r.local.Sizes.On || s.p.Existing || s.generic == "" {
		return nil
	}
	row := r.sizeRow(s)
	if row == nil {
		return nil
	}
	var wrong, missing, wrongEN []string
	atLeast := func(what, whatEN, unit string, have, want float64) {
		switch {
		case want == 0:
		case have == 0:
			missing = append(missing, what)
		case have < want:
			wrong = append(wrong, fmt.Sprintf("%s%g%s，应当不少于%g%s", what, have, unit, want, unit))
			wrongEN = append(wrongEN, fmt.Sprintf("%s %g, at least %g", whatEN, have, want))
		}
	}
	z := s.p.Size
	atLeast("占地", "land (m²)", "平方米", z.LandM2, row.MinLandM2)
	atLeast("建筑面积", "floor (m²)", "平方米", z.FloorM2, row.MinFloorM2)
	atLeast("高度", "height (m)", "米", z.HeightM, row.MinHeightM)
	atLeast("绿地率", "green (%)", "%", z.GreenPercent, row.MinGreenPercent)
	atLeast("长度", "length (m)", "米", z.LengthM, row.MinLengthM)
	atLeast("红线宽度", "width (m)", "米", z.WidthM, row.MinWidthM)
	if row.MaxWidthM > 0 && z.WidthM >= row.MaxWidthM {
		wrong = append(wrong, fmt.Sprintf("红线宽度%g米，应当少于%g米", z.WidthM, row.MaxWidthM))
		wrongEN = append(wrongEN, fmt.Sprintf("width (m) %g, less than %g", z.WidthM, row.MaxWidthM))
	}
	rule := Switch{true, r.local.Sizes.Basis}
	if row.Basis != "" {
		rule.Basis = row.Basis
	}
	if len(wrong) > 0 {
		return []Finding{s.foundLocal("N17", rule, Justify, "通名“"+s.generic+"”与规模不符："+strings.Join(wrong, "；")+"，请换通名或者写明理由。",
			"The generic part "+s.generic+" does not fit the size: "+strings.Join(wrongEN, "; ")+". Take another or give the reason.", s.generic)}
	}
	if len(missing) > 0 {
		return []Finding{s.foundLocal("N17", rule, Note, "没有填写"+strings.Join(missing, "、")+"，通名“"+s.generic+"”是否与规模相符未能核对，请补填。",
			"The size is not said in full: whether the generic part "+s.generic+" fits it was not tested.", s.generic)}
	}
	return nil
}

// sizeRow gives the row of the generic part, the one for the narrowest class.
func (r *Rules) sizeRow(s *subject) *SizeRow {
	var best *SizeRow
	for i := range r.local.SizeTable {
		row := &r.local.SizeTable[i]
		if strings.HasPrefix(s.p.Class, row.Class) && row.Generic != "" && row.Generic == s.generic &&
			(best == nil || len(row.Class) > len(best.Class)) {
			best = row
		}
	}
	return best
}
