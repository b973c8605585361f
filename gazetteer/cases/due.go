package cases

import (
	"context"

	"diming/boundaries"
	"diming/gazetteer/deadline"
	"diming/internal/pg"
)

// limits are the settings behind the clocks, and what they count.
var limits = map[string]struct {
	key  string
	unit deadline.Unit
}{
	ProcessingClock:   {boundaries.SettingProcessingDays, deadline.Workdays},
	CorrectionClock:   {boundaries.SettingCorrectionDays, deadline.Workdays},
	NoticeClock:       {boundaries.SettingNoticeDays, deadline.Days},
	FilingClock:       {boundaries.SettingFilingDays, deadline.Days},
	AnnouncementClock: {boundaries.SettingAnnounceDays, deadline.Days},
	SignsClock:        {boundaries.SettingSignDays, deadline.Days},
}

// DueBySettings says when a clock runs out, by the settings of the division and
// the official holidays that are held. It is what Store.Due is in earnest.
func DueBySettings(ctx context.Context, db pg.DB, q Question) (Due, bool, error) {
	l := limits[q.Key]
	limit, ok, err := deadline.Of(ctx, db, q.Division, l.key, l.unit, q.Start)
	if err != nil || !ok {
		return Due{}, false, err
	}
	calendar, err := deadline.Read(ctx, db)
	if err != nil {
		return Due{}, false, err
	}
	warn, _, err := deadline.Of(ctx, db, q.Division, boundaries.SettingWarnDays, deadline.Days, q.Start)
	if err != nil {
		return Due{}, false, err
	}
	d := calendar.Due(q.Start, limit, warn.N)
	basis := d.Basis
	if d.Unsure {
		basis += "（该年放假安排尚未录入，只按双休日推算）"
	}
	return Due{Legal: d.Legal, Safe: d.Safe, Warn: d.Warn, Basis: basis}, true, nil
}
