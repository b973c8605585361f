package api

import (
	"context"

	"github.com/google/uuid"

	"diming/boundaries/upkeep"
	"diming/gazetteer/deadline"
)

// upkeepNames are what is due in a calendar. Reports that wait are no days ahead
// and are told under 今日 alone.
var upkeepNames = map[string][2]string{
	upkeep.DuePatrol:   {"界桩巡查", "Patrol of markers"},
	upkeep.DueContract: {"委托管理合同到期", "Upkeep contract ends"},
	upkeep.DueMatter:   {"界线事项", "Matter of a line"},
	upkeep.DueUntil:    {"协议到期", "Agreement ends"},
}

// upkeepEvents are what is due of entrusted management within a year, for who
// reads it. A calendar lies with other people's programs: it names no person,
// and says of a dispute only that there is one.
func (s *Server) upkeepEvents(ctx context.Context) ([]deadline.Event, error) {
	if roots, _, err := s.reach(ctx, readUpkeep); err != nil || len(roots) == 0 {
		return nil, err
	}
	warn, err := s.upkeepWarning(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.upkeepDues(ctx, uuid.Nil, 366)
	if err != nil {
		return nil, err
	}
	var events []deadline.Event
	for _, d := range all {
		name, told := upkeepNames[d.What]
		day, err := dayOr(d.DueOn, today())
		if !told || err != nil {
			continue
		}
		about, where := d.LineName, s.PublicURL.JoinPath("office", "boundary", "upkeep", "contracts", d.Object.String())
		if d.What == upkeep.DueMatter || d.What == upkeep.DueUntil {
			where = s.PublicURL.JoinPath("office", "boundary", "upkeep", "matters", d.Object.String())
			if d.Kind == upkeep.Dispute {
				about += pick(ctx, "（争议）", " (dispute)")
			} else {
				about += " " + d.Title
			}
		}
		ahead := 0
		if !d.Overdue {
			ahead = min(warn, d.DaysLeft)
		}
		events = append(events, deadline.Event{ID: d.Object.String() + "-" + d.What + "@diming", Title: pick(ctx, name[0]+"：", name[1]+": ") + about,
			Text: d.Number, On: day, Warn: ahead, URL: where.String(), Changed: day.Time()})
	}
	return events, nil
}
