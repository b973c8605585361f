package api

import (
	"context"
	"net/http"

	"diming/gazetteer/heritage"
)

var heritageStates = map[string][2]string{heritage.Proposed: {"已推荐", "proposed"}, heritage.Reviewed: {"已审核", "reviewed"}, heritage.Listed: {"已列入", "listed"},
	heritage.Delisted: {"已移出", "taken off"}, heritage.Dropped: {"未列入", "not listed"}}

var planStates = map[string][2]string{heritage.PlanNone: {"无", "none"}, heritage.PlanDrawn: {"已编写，待批准", "drawn, not approved"}, heritage.PlanApproved: {"已批准", "approved"}}

// heritageSheet exports the names on lists, by the filters of the list.
func (s *Server) heritageSheet(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	var in heritageItemsInput
	f, err := heritage.Filter{}, readQuery(r.URL.Query(), &in)
	if err == nil {
		f, err = s.heritageFilter(ctx, &in)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	f.Limit = exportPage
	s.writeSheet(w, r, sheet{name: "heritage", head: heads(ctx, [2]string{"名录", "list"}, [2]string{"名称", "name"}, [2]string{"现名", "name now"}, [2]string{"类别", "class"},
		[2]string{"所在", "division"}, [2]string{"状态", "state"}, [2]string{"理由", "reason"}, [2]string{"列入日期", "listed on"}, [2]string{"移出日期", "ended on"},
		[2]string{"移出原因", "why ended"}, [2]string{"保护方案", "protection plan"}, [2]string{"地名编号", "place id"}),
		page: func(ctx context.Context, after string) ([][]string, string, error) {
			var err error
			if f.After, err = cursorID(after); err != nil {
				return nil, "", err
			}
			all, err := s.heritage().Items(ctx, f)
			rows, next := make([][]string, len(all)), ""
			for n, i := range all {
				rows[n] = []string{i.BatchTitle, i.Name, i.NameNow, i.Class, i.DivisionName, worded(ctx, heritageStates, i.State), i.Reason, i.ListedOn.String(),
					i.EndedOn.String(), i.EndedWhy, worded(ctx, planStates, i.PlanState), i.Place.String()}
			}
			if len(all) == f.Limit {
				next = all[len(all)-1].ID.String()
			}
			return rows, next, err
		}})
}
