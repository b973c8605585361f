package api

import (
	"context"
	"errors"

	"github.com/danielgtaylor/huma/v2"

	"diming/features"
)

// The problems of collections of features.
var (
	noCollection = kind{"collection-not-found", 404, "没有这个数据集", "No such collection", "没有这个数据集，请从 /ogc/collections 中选择。", "There is no such collection; choose one from /ogc/collections."}
	noFeature    = kind{"feature-not-found", 404, "没有这个要素", "No such feature", "所问之日没有这个要素，或未公开。已终止或撤销的，请按编号到 /v1 查询。", "There is no such feature on the day asked about, or it is not public. What ended or was withdrawn is told of under /v1 by its id."}
	endedFeature = kind{"feature-ended", 410, "这个要素已经终止", "The feature has ended", "", ""}
	badParam     = kind{"bad-parameter", 400, "参数有误", "Bad parameter", "参数有误，请照提示修改。", "A parameter is wrong; see what is said of it."}
	tooCostly    = kind{"query-too-costly", 503, "查询太慢", "The query takes too long", "查询用时过长，已停止。请缩小范围（bbox、日期）或减少条件后再试。", "The query took too long and was stopped. Narrow it (bbox, datetime) or simplify the filter."}
)

var featureErrors = []row{
	{features.ErrNotFound, noFeature},
	{features.ErrCollection, noCollection},
	{features.ErrTooLong, tooCostly},
	{features.ErrCursor, badCursor},
}

// paramProblem says what is wrong with a parameter of a collection, nil where
// the error is another.
func paramProblem(ctx context.Context, err error) *Problem {
	var wrong *features.ParamError
	if !errors.As(err, &wrong) {
		return nil
	}
	p := badParam.in(ctx)
	p.Detail = pick(ctx, wrong.ZH, wrong.EN)
	p.Errors = []*huma.ErrorDetail{{Location: "query." + wrong.Param, Message: p.Detail}}
	return p
}
