package inspection

import "slices"

func typeFits(role, mediaType string) bool { return slices.Contains(fileTypes[role], mediaType) }

// sense says what makes no sense in a record whose fields are each in order.
func (r Record) sense() error {
	about := r.Kind == Withdrawal || r.Kind == Amendment || r.Kind == Disagreement
	switch {
	case about != (r.About != nil):
		return unreadable("撤回、补充、异议须写明针对哪条记录，其他记录不得写", "a withdrawal, an amendment and a disagreement name the record they are about, and no other kind does")
	case r.About != nil && *r.About == r.ID:
		return unreadable("记录不能针对自己", "a record cannot be about itself")
	case r.Formerly != nil && *r.Formerly == r.ID:
		return unreadable("formerly 不能是自己的编号", "formerly cannot be its own id")
	case (r.Kind == Withdrawal || r.Kind == Disagreement) && r.Text == "":
		return unreadable("撤回须写理由，异议须写所见情况", "a withdrawal needs its reason and a disagreement what was seen, as text")
	case r.Kind == MarkerCheck && (r.Object.Kind != "marker" || r.Condition == ""):
		return unreadable("界桩检查须写明界桩和其状况", "a check of a marker names the marker and its condition")
	case r.Kind == Relocation && r.Object.Kind != "marker":
		return unreadable("复位须写明界桩", "a relocation names the marker")
	case r.Condition != "" && r.Object.Kind != "marker":
		return unreadable("只有界桩有状况", "only a marker has a condition")
	}
	return nil
}
