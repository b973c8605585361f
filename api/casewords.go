package api

import (
	"context"

	"diming/gazetteer/cases"
)

// reportNames are what the reports are called, in both languages.
var reportNames = map[cases.Report][2]string{
	cases.Assessment:      {"综合评估", "impact assessment"},
	cases.Expert:          {"专家论证", "expert review"},
	cases.Opinion:         {"征求意见", "consultation of the public"},
	cases.Notice:          {"公示", "public notice"},
	cases.AskCivilAffairs: {"征求民政部门意见", "opinion of civil affairs"},
	cases.AskGovernment:   {"征求地方政府意见", "opinion of the local government"},
	cases.AskDepartment:   {"征求部门意见", "opinion of a department"},
}

func reportWords(ctx context.Context, reports []cases.Report) []string {
	all := make([]string, len(reports))
	for i, r := range reports {
		all[i] = pick(ctx, reportNames[r][0], reportNames[r][1])
	}
	return all
}
