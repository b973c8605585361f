package api

import (
	"context"
	"errors"

	"github.com/danielgtaylor/huma/v2"

	"diming/boundaries/round"
)

var (
	noRound          = kind{"round-not-found", 404, "没有这一轮联检", "No such round", "没有这一轮联合检查，请从列表中选择。", "There is no such round of inspections; choose one from the list."}
	noTask           = kind{"boundary-task-not-found", 404, "没有这个联检任务", "No such task", "没有这个联检任务，请从列表中选择。", "There is no such inspection task; choose one from the list."}
	noTaskLine       = kind{"task-line-not-found", 422, "没有这条界线", "No such line", "今天没有这条界线，请从界线列表中选择。", "No such line stands today; choose one from the list of lines."}
	noTaskProblem    = kind{"task-problem-not-found", 422, "没有这个问题", "No such problem", "本任务没有这个问题，请刷新后再看。", "The task has no such problem; reload and look again."}
	noTaskPaper      = kind{"task-paper-not-found", 404, "没有这份材料", "No such paper", "本任务没有这份双方共有的材料，或已移出。", "The task has no such shared paper, or it was taken out."}
	taskChanged      = kind{"boundary-task-changed", 412, "您打开之后已有改动", "Changed since you opened it", "您打开之后，同事或对方已改动本任务，这一步没有办。请重新读取后再办。", "Somebody changed the task after you opened it, and nothing was saved. Read it again, then go on."}
	taskStepRefused  = kind{"boundary-task-step", 409, "现在不能办这一步", "Not a step to take now", "任务在现在的状态下不能办这一步，请刷新后看下一步是什么；已用作依据的材料不能移出。", "The task cannot take this step where it stands; reload to see what comes next. A paper that something rests on stays."}
	taskLacks        = kind{"boundary-task-lacks", 422, "还缺条件，不能办这一步", "Something is still wanted", "还缺下列条件，补齐后再办。", "The step wants what is listed; add it first."}
	linePlanned      = kind{"line-in-round", 409, "界线已在本轮", "In this round already", "计划中的界线已列入本轮联检（可能由对方列入）。请重新生成计划。", "A line of the plan is in this round already, perhaps planned by the other side. Propose the plan again."}
	roundHeld        = kind{"round-held", 409, "本轮已有计划", "The round is there already", "本区划已制定这一轮的计划，请在列表中打开它，补列界线。", "This division has planned this round already; open it and add lines to it."}
	badRoundYears    = kind{"round-years", 422, "年份不对", "Unfit years", "年份须在本轮起止年之内，一轮不超过十年；任务的期限须在其年份之内。", "Years lie within the round, which has ten at most; a task is due within its year."}
	taskMissing      = kind{"task-part-missing", 422, "还缺内容", "Something is missing", "请把必填内容写完整：依据、原因、起止点、期限、处理单位、结果或地点。", "Fill in what is required: basis, reason, ends, due date, handler, result or place."}
	taskDates        = kind{"task-dates", 422, "日期不对", "Unfit date", "办理日期不能晚于今天，也不能早于上一步；专项检查的期限不能早于今天。", "A day is neither in the future nor before the step before it; a special check is due today or later."}
	noLead           = kind{"task-lead", 422, "不能由这一方牵头", "That side cannot lead", "这一侧不是行政区划（海域或界外），不能牵头，请改由另一方牵头。", "That side is no division and cannot lead; let the other side lead."}
	sideNeeded       = kind{"side-needed", 422, "请选定代表哪一方", "Say for which side", "您同时管到界线两侧，请选定这一步代表甲方还是乙方。", "You reach both sides of the line; say for which one you act."}
	badStretch       = kind{"unfit-stretch", 422, "区段图形不对", "Unfit stretch", "区段须是一条或几条线（GeoJSON 的 LineString 或 MultiLineString，经纬度）。", "A stretch is one line or several (GeoJSON LineString or MultiLineString in degrees)."}
	badForm          = kind{"unfit-check-form", 422, "检查表不合要求", "Unfit check form", "检查表不合要求。", "The check form cannot be used."}
	divisionOfNoLine = kind{"no-lines-to-plan", 422, "没有可列入的界线", "No line to plan", "本区划没有这一级别的界线，或都已列入本轮。请先登记界线，或放宽级别。", "The division has no lines of that level, or all are in the round. Register lines first, or take in lower levels."}
)

// roundErrors are the errors of rounds and tasks.
var roundErrors = []row{
	{round.ErrNoRound, noRound},
	{round.ErrNotFound, noTask},
	{round.ErrNoLine, noTaskLine},
	{round.ErrNoProblem, noTaskProblem},
	{round.ErrNoPaper, noTaskPaper},
	{round.ErrChanged, taskChanged},
	{round.ErrStep, taskStepRefused},
	{round.ErrPlanned, linePlanned},
	{round.ErrRound, roundHeld},
	{round.ErrYears, badRoundYears},
	{round.ErrMissing, taskMissing},
	{round.ErrDates, taskDates},
	{round.ErrLead, noLead},
	{round.ErrSide, sideNeeded},
}

// lackWords say what a step still wants.
var lackWords = map[round.Lack][2]string{
	round.LackPlan:      {"双方签署的实施方案，或第一次联席会议纪要", "the signed plan, or the minutes of the first joint meeting"},
	round.LackHandler:   {"每个问题的处理单位和期限", "a handler and a due date for each problem"},
	round.LackSideA:     {"甲方签署", "the signature of side a"},
	round.LackSideB:     {"乙方签署", "the signature of side b"},
	round.LackReport:    {"双方签章的联检报告扫描件", "the scan of the report that both signed and sealed"},
	round.LackFiling:    {"备案文号或备案文件", "the number or the paper of the filing"},
	round.LackSolution:  {"每个问题的处理结果", "how each problem was solved"},
	round.LackReason:    {"原因", "the reason"},
	round.LackEvidence:  {"牵头方已办这一步的材料或说明", "the paper or words that show the leading side's step"},
	round.LackStatement: {"报送机关和文号", "to whom and under which number it was reported"},
}

// A LackProblem lists what a step still wants.
type LackProblem struct {
	Problem
	Lacks []string `json:"lacks"`
}

// failTask is fail, with what a step still wants and what is wrong with a form.
func (s *Server) failTask(ctx context.Context, err error) error {
	var lack *round.LackError
	if errors.As(err, &lack) {
		p := &LackProblem{Problem: *taskLacks.in(ctx)}
		for _, l := range lack.Lacks {
			p.Lacks = append(p.Lacks, string(l))
			words := lackWords[l]
			p.Errors = append(p.Errors, &huma.ErrorDetail{Location: string(l), Message: pick(ctx, words[0], words[1])})
		}
		return p
	}
	var form *round.FormError
	if errors.As(err, &form) {
		p := badForm.in(ctx)
		p.Detail = pick(ctx, form.ZH, form.EN)
		return p
	}
	return s.fail(ctx, err)
}
