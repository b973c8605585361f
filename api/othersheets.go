package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"diming/gazetteer/cases"
	"diming/gazetteer/quality"
	"diming/internal/version"
)

// listing writes several texts into one cell.
func listing(texts []string) string { return strings.Join(texts, "、") }

// findingTexts gives the sentences of findings kept as JSON, each with its
// article.
func findingTexts(raw []byte) string {
	var all []struct{ Text, Article string }
	if json.Unmarshal(raw, &all) != nil {
		return ""
	}
	texts := make([]string, len(all))
	for i, f := range all {
		texts[i] = f.Text
		if f.Article != "" {
			texts[i] += "（" + f.Article + "）"
		}
	}
	return strings.Join(texts, "；")
}

var qualityStates = map[string][2]string{quality.Open: {"未分派", "open"}, quality.Assigned: {"已分派", "assigned"}, quality.Accepted: {"按现状认可", "accepted"}, "fixed": {"已解决", "fixed"}}

// qualitySheet exports findings about the data by the filters of their list.
func (s *Server) qualitySheet(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	var in qualityFindingsInput
	f, err := quality.Filter{}, readQuery(r.URL.Query(), &in)
	if err == nil {
		f, err = s.qualityFilter(ctx, &in)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	f.Limit = exportPage
	s.writeSheet(w, r, sheet{name: "quality", head: heads(ctx, [2]string{"问题", "check"}, [2]string{"名称", "name"}, [2]string{"类别", "class"}, [2]string{"所在", "division"},
		[2]string{"说明", "detail"}, [2]string{"状态", "state"}, [2]string{"承办人", "owner"}, [2]string{"理由", "reason"}, [2]string{"发现日期", "found on"}, [2]string{"地名编号", "place id"}),
		page: func(ctx context.Context, after string) ([][]string, string, error) {
			f.After = after
			all, err := s.quality().List(ctx, f)
			rows, next := make([][]string, len(all)), ""
			for n, q := range all {
				rows[n] = []string{q.Check, q.Name, q.ClassName, q.DivisionName, q.Detail, worded(ctx, qualityStates, q.State), s.nameOf(ctx, q.Owner), q.Reason,
					q.FoundAt.In(version.China).Format("2006-01-02"), q.Place.String()}
			}
			if len(all) == f.Limit {
				last := all[len(all)-1]
				next = last.Check + "/" + last.Place.String()
			}
			return rows, next, err
		}})
}

var caseKindNames = map[string][2]string{"naming": {"命名", "naming"}, "renaming": {"更名", "renaming"}, "cancelling": {"销名", "cancelling"}, "correction": {"更正", "correction"}}

var caseChannelNames = map[string][2]string{"online": {"网上", "online"}, "counter": {"窗口", "counter"}, "own": {"依职权", "own initiative"}, "filing": {"备案", "filing"}, "past": {"补录", "of the past"}}

var caseStateNames = map[string][2]string{"draft": {"草稿", "draft"}, "submitted": {"已申请", "handed in"}, "correction": {"补正", "to be completed"}, "not_accepted": {"不予受理", "not accepted"},
	"accepted": {"已受理", "accepted"}, "returned": {"退回", "sent back"}, "consulting": {"征求意见中", "opinions asked"}, "reviewed": {"已审核", "reviewed"}, "requested": {"已请示", "request sent"},
	"rejected": {"不予批准", "refused"}, "approved": {"已批准", "approved"}, "in_force": {"已备案公告", "filed and announced"}, "withdrawn": {"已撤回", "withdrawn"}}

// caseSheet exports cases by the filters of their list. Who applied in person
// is no column of it.
func (s *Server) caseSheet(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	var in nameCasesInput
	f, err := cases.Filter{}, readQuery(r.URL.Query(), &in)
	if err == nil {
		f, err = s.caseFilter(ctx, &in)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	f.Limit = exportPage
	s.writeSheet(w, r, sheet{name: "cases", head: heads(ctx, [2]string{"编号", "number"}, [2]string{"种类", "kind"}, [2]string{"来源", "channel"}, [2]string{"状态", "state"},
		[2]string{"案由", "title"}, [2]string{"名称", "names"}, [2]string{"类别", "class"}, [2]string{"区划", "division"}, [2]string{"申请单位", "organisation"}, [2]string{"立案日期", "opened on"},
		[2]string{"下一期限", "next deadline"}, [2]string{"待处理审查结果", "findings that stand"}, [2]string{"待办报告", "reports not in"}, [2]string{"批准机关", "approver"}, [2]string{"批复文号", "reply no."}, [2]string{"批复日期", "replied on"}),
		page: func(ctx context.Context, after string) ([][]string, string, error) {
			if after != "" {
				var err error
				if f.Cursor, err = caseCursor(after); err != nil {
					return nil, "", err
				}
			}
			all, err := s.Cases.List(ctx, f)
			rows, next := make([][]string, len(all)), ""
			for n, c := range all {
				rows[n] = []string{c.Number, worded(ctx, caseKindNames, string(c.Kind)), worded(ctx, caseChannelNames, string(c.Channel)), worded(ctx, caseStateNames, string(c.State)),
					c.Title, listing(c.Names), c.Class, c.DivisionName, c.Body, c.OpenedOn.String(), c.Due.SafeOn.String(), strconv.Itoa(c.Findings),
					listing(reportWords(ctx, c.Waiting)), c.Approver, c.ReplyNo, c.RepliedOn.String()}
			}
			if len(all) == f.Limit {
				next = caseCursorText(all[len(all)-1])
			}
			return rows, next, err
		}})
}
