package api

import (
	"context"
	"net/http"

	"diming/gazetteer/supervision"
)

var matterKinds = map[string][2]string{supervision.Notice: {"整改通知书", "rectification notice"}, supervision.Talk: {"约谈", "talk"}, supervision.Report: {"举报", "report"}}

var matterStates = map[string][2]string{"open": {"在办", "open"}, "done": {"已办结", "closed"}, "void": {"已作废", "void"}}

// supervisionSheet exports the log by its filters. Who reported and in which
// words is no column of it.
func (s *Server) supervisionSheet(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	var in supervisionInput
	f, err := supervision.Filter{}, readQuery(r.URL.Query(), &in)
	if err == nil {
		f, err = s.supervisionFilter(ctx, &in)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	f.Limit = exportPage
	s.writeSheet(w, r, sheet{name: "supervision", head: heads(ctx, [2]string{"种类", "kind"}, [2]string{"文号", "number"}, [2]string{"对象单位", "organisation"},
		[2]string{"事由", "subject"}, [2]string{"依据", "basis"}, [2]string{"涉及地名", "place"}, [2]string{"区划", "division"}, [2]string{"日期", "made on"}, [2]string{"期限", "due on"},
		[2]string{"状态", "state"}, [2]string{"逾期", "overdue"}, [2]string{"结果", "result"}, [2]string{"办结日期", "closed on"}),
		page: func(ctx context.Context, after string) ([][]string, string, error) {
			c, err := readDayCursor(after, supervision.RankClosed)
			if err != nil {
				return nil, "", err
			}
			f.After = supervision.Cursor(c)
			all, err := s.supervision().List(ctx, f)
			rows, next := make([][]string, len(all)), ""
			for n, m := range all {
				overdue := ""
				if m.Overdue {
					overdue = pick(ctx, "是", "yes")
				}
				rows[n] = []string{worded(ctx, matterKinds, m.Kind), m.Number, m.Party, m.Subject, m.Basis, m.PlaceName, m.DivisionName, m.MadeOn.String(), m.DueOn.String(),
					worded(ctx, matterStates, m.State), overdue, m.Result, m.ClosedOn.String()}
			}
			if len(all) == f.Limit {
				next = dayCursor(all[len(all)-1].Cursor()).String()
			}
			return rows, next, err
		}})
}
