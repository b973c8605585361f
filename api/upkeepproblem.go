package api

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"diming/boundaries/upkeep"
)

var (
	noUpkeep      = kind{"upkeep-not-found", 404, "没有这条记录", "No such record", "没有这条记录，或不在您一方的管理范围内。请从列表中选择。", "There is no such record, or it is not of your side; choose one from the list."}
	noUpkeepLine  = kind{"upkeep-line", 404, "没有这条界线", "No such line", "没有这条界线，或您的单位不在它的任何一侧。", "There is no such line, or your office stands on neither side of it."}
	upkeepSide    = kind{"upkeep-side", 422, "请选择代表哪一侧", "Which side", "您的权限包括界线两侧，请写明以哪一侧的名义办理。", "Your rights reach both sides of the line; say for which one this is."}
	upkeepMissing = kind{"upkeep-missing", 422, "还缺内容", "Something is missing", "请把必填内容写完整：合同要有受托人、界桩、起止日期和负责人；界桩的报告要写明是哪一个界桩；办理结果不能空白。", "Fill in what is required: a contract names its keeper, markers, days and officer; a report of a marker names it; a result is not empty."}
	upkeepSpan    = kind{"upkeep-span", 422, "日期前后不对", "Days not in order", "日期的先后不对：结束不能早于开始，报告不能早于发现，办结不能早于登记的日期。", "The days are not in order: an end comes after its beginning, a report after the discovery, a result after the day of the record."}
	upkeepState   = kind{"upkeep-state", 409, "已经办结", "Closed already", "这条记录已经办结、作废或终止，不能再这样改。请刷新后再看。", "The record is closed, void or ended already; reload and look again."}
	upkeepTime    = kind{"upkeep-time", 422, "时间不对", "Not a time that can be", "时间不能在将来，巡查须在合同期内。请核对手机或电脑的日期。", "The time lies in the future, or outside the contract; check the clock of your device."}
	upkeepDone    = kind{"upkeep-done", 409, "本期已有巡查记录", "Patrolled already", "这份合同在这一期已经有一条定期巡查记录。如果这次是另外的巡查，请选“事后巡查”再提交；填写的内容都还在。", "The period has its regular patrol already. If this is another one, enter it as a patrol after an event; nothing of what you filled in is lost."}
	upkeepMarker  = kind{"upkeep-marker", 422, "界桩不对", "Not such a marker", "所选界桩不是这条界线上的界桩，请重新选择。", "A chosen marker is none of this line; choose again."}
	upkeepKeeper  = kind{"upkeep-keeper", 409, "已是管护账号", "Keeps already", "这个账号已经在这份合同下巡查。", "The account patrols under this contract already."}
	upkeepShared  = kind{"upkeep-shared", 422, "不能共享", "Not to be shared", "回访是本单位自己的记录，不与对方共享。", "A visit is a record of one's own office and is not shared."}
	upkeepMatter  = kind{"upkeep-matter", 422, "所关联的事项不对", "Cannot be about this", "会商只能关联争议，例会和活动只能关联协议，并且须是同一条界线、您能看到的事项；回访须选定本方的合同。", "A consultation is about a dispute, a meeting or activity about an agreement, of the same line and within your sight; a visit is about a contract of your side."}
	upkeepChecks  = kind{"upkeep-checks", 422, "界桩没有填全", "Not every marker is told", "合同内的每个界桩都要填一次：到达的写状况和清理情况，没有到达的写明原因。", "Say of each marker of the contract, once, how it was found, or why it was not reached."}
	upkeepFileOf  = kind{"upkeep-file-owner", 422, "没有写明属于哪条记录", "Of what is the file", "请写明文件属于哪一份合同、哪一次巡查、哪一条报告或哪一个事项。", "Say of which contract, patrol, report or matter the file is."}
	upkeepServes  = kind{"upkeep-officer", 422, "负责人不在本方", "Not an officer of this side", "负责人和管护人账号须在本侧区划内有相应角色。", "Officers and keepers have a role in the division of this side."}
)

// upkeepErrors are the errors of entrusted management.
var upkeepErrors = []row{
	{upkeep.ErrNotFound, noUpkeep},
	{upkeep.ErrMissing, upkeepMissing},
	{upkeep.ErrSpan, upkeepSpan},
	{upkeep.ErrState, upkeepState},
	{upkeep.ErrTime, upkeepTime},
	{upkeep.ErrDone, upkeepDone},
	{upkeep.ErrMatter, upkeepMatter}, // may hold ErrNotFound too
	{upkeep.ErrMarker, upkeepMarker},
	{upkeep.ErrKeeper, upkeepKeeper},
	{upkeep.ErrShared, upkeepShared},
}

// upkeepChecked tells which markers a patrol does not say well, by number.
func (s *Server) upkeepChecked(ctx context.Context, err error) error {
	var wrong *upkeep.ChecksError
	if !errors.As(err, &wrong) {
		return err
	}
	p := upkeepChecks.in(ctx)
	for _, part := range []struct {
		zh, en string
		ids    []uuid.UUID
	}{{"没有填：", "nothing said of ", wrong.Missing}, {"不在合同内：", "not of the contract: ", wrong.Unknown}, {"没有填全：", "said by half or twice: ", wrong.Wrong}} {
		if len(part.ids) == 0 {
			continue
		}
		names, err := s.markerNames(ctx, part.ids)
		if err != nil {
			return err
		}
		p.Detail += fmt.Sprintf(pick(ctx, "%s%s。", " %s%s."), pick(ctx, part.zh, part.en), strings.Join(names, pick(ctx, "、", ", ")))
	}
	return p
}

// markerNames gives the numbers of markers; of one that is not held, its id.
func (s *Server) markerNames(ctx context.Context, ids []uuid.UUID) ([]string, error) {
	all, err := s.upkeep().Markers(ctx, nil, ids)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id.String()
		for _, m := range all {
			if m.ID == id {
				names[i] = m.Number
			}
		}
	}
	return names, nil
}
