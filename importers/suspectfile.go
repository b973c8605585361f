package importers

import (
	"fmt"

	"diming/gazetteer"
	"diming/importers/shift"
)

// suspicions sums up what is suspected of the whole file.
func (r *run) suspicions() []Suspicion {
	all := r.tally.suspected.list()
	if f := r.c.fractions; f.packedDegrees() {
		all = append(all, Suspicion{Kind: suspectPacked, Count: f.all, Rows: []int{}, What: suspicionWords[suspectPacked],
			Remedy: "改写为 118°37′12″ 或十进制度再导入 / write 118°37′12″ or decimal degrees"})
	}
	if s, found := suspectShift(r.known); found {
		all = append(all, s)
	}
	return all
}

// suspectShift holds the rows against the places of the register that bear
// their names.
func suspectShift(known []gazetteer.Known) (Suspicion, bool) {
	matches := make([]shift.Match, len(known))
	for i, k := range known {
		matches[i] = shift.Match{Given: k.Given, Held: k.Held}
	}
	v := shift.Judge(matches)
	if v.Kind == shift.None {
		return Suspicion{}, false
	}
	s := Suspicion{Kind: v.Kind, Count: v.Points, Rows: []int{}, What: suspicionWords[v.Kind]}
	for _, k := range known[:min(len(known), suspectedRows)] {
		s.Rows = append(s.Rows, k.Row)
	}
	s.What += fmt.Sprintf("；与登记中同名的 %d 处相比，半数以上相距 %.0f 米，扣除后只差 %.0f 米 / of %d places known, half lie %.0f m off, %.0f m when that is taken off",
		v.Points, v.PlainM, v.ShiftedM, v.Points, v.PlainM, v.ShiftedM)
	switch v.Kind {
	case shift.Offset:
		s.What += fmt.Sprintf("；偏东 %.0f 米、偏北 %.0f 米 / %.0f m east, %.0f m north", v.EastM, v.NorthM, v.EastM, v.NorthM)
		s.Remedy = "查明坐标系：可能是西安80、北京54 或独立坐标系 / find out the reference system: it may be Xi'an 80, Beijing 54 or a local one"
	default:
		s.Remedy = "--crs " + v.Kind
	}
	return s, true
}

const outsideRemedy = "核对坐标或所在行政区代码 / check the position or the code of the division"

// suspectOutside counts the rows whose position lies outside the division that
// they name, whether they were taken in or not.
func (r *run) suspectOutside(n gazetteer.Counts) {
	for _, row := range n.Outside {
		r.tally.suspect(hint{suspectOutside, outsideRemedy}, row)
	}
	for _, f := range n.Found {
		if f.Check == gazetteer.OutsideCheck {
			r.tally.suspect(hint{suspectOutside, outsideRemedy}, f.Row)
		}
	}
}
