package api

import (
	"context"
	"errors"
	"fmt"

	"diming/shelters/assign"
	"diming/shelters/event"
)

// Problems of disaster events.
var (
	noEvent       = kind{"disaster-event-not-found", 404, "没有这个灾害事件", "No such disaster event", "没有这个灾害事件，请从列表中打开。", "There is no such disaster event; open it from the list."}
	eventMissing  = kind{"disaster-event-missing", 422, "还缺内容", "Something is missing", "灾害事件要写明灾种、预警颜色、标题（40 字内）、群众要做什么（120 字内）、发布机关（60 字内）和发布时间。", "Say the hazard, the colour, a title (40 characters), what people are to do (120), who issued it (60) and when."}
	eventNoEnd    = kind{"disaster-event-no-end", 422, "没有结束时间", "No end", "预警必须有结束时间，请选 12、24、48 小时或填写时间；没结束可以延长。", "A warning has an end: choose 12, 24 or 48 hours, or enter a time; it can be prolonged."}
	eventEnd      = kind{"disaster-event-end", 422, "结束时间不对", "Unfit end", "结束时间须晚于开始时间，也须晚于现在。", "The end comes after the start, and after now."}
	eventStart    = kind{"disaster-event-start", 422, "开始时间不对", "Unfit start", "开始时间不能早于一天前，也不能晚于三天后。", "The start lies within the last day or the next three."}
	eventIssued   = kind{"disaster-event-issued", 422, "发布时间在将来", "Issued in the future", "发布时间不能晚于现在，请照预警文件填写。", "The warning cannot have been issued after now; copy the time from the paper."}
	eventTooLong  = kind{"disaster-event-too-long", 422, "持续时间太长", "Too long", "结束时间超过本县设置的最长天数（系统设置“灾害事件最长持续”）；请选近一些的时间，到期前可以延长。", "The end is further off than the county's setting allows; choose a nearer one and prolong it later."}
	eventNoArea   = kind{"disaster-event-no-area", 422, "没有选择范围", "No area", "请至少选择一个乡镇、街道或村。", "Choose at least one division."}
	eventOutside  = kind{"disaster-event-area", 422, "范围不在本县", "Outside the county", "所选范围有的不在登记中，或不在本县，请重新选择。", "Some of the areas are not held, or lie outside the county; choose again."}
	eventEnded    = kind{"disaster-event-ended", 409, "已经结束", "Ended already", "这个灾害事件已经结束（可能刚由别人结束），没有再改动。请刷新查看；还需预警的请另发一个。", "The event is ended already, perhaps just now by somebody else; nothing was changed. Reload; start another if people must be warned again."}
	eventNotOver  = kind{"disaster-event-goes-on", 409, "还没有结束", "It goes on", "灾后报告在事件结束后写，请先结束。", "The report is written when the event is over; end it first."}
	eventChanged  = kind{"disaster-event-changed", 412, "您打开之后已有改动", "Changed since you opened it", "您打开之后，这个灾害事件已被修改，这次没有保存。请刷新后再改。", "The event was changed after you opened it, and nothing was saved. Reload and try again."}
	eventSooner   = kind{"disaster-event-sooner", 422, "不是延长", "Not prolonged", "延长后的结束时间须晚于现在的结束时间；要提前结束请点“结束”。", "Prolonging moves the end further off; to stop earlier, end it."}
	eventNoReport = kind{"disaster-event-report", 422, "报告没有内容", "An empty report", "请写报告内容。", "Write what is to be said."}
	eventVillage  = kind{"disaster-event-village", 422, "不在预警范围", "Not warned", "这不是本次预警范围内的村，请从列表中选。", "The event does not warn this village; choose one from the list."}
	eventMeans    = kind{"disaster-event-means", 422, "没有写明方式", "By what means", "请选是用喇叭、短信、微信、上门、电话还是其他方式通知的。", "Say by what means the village was told."}
)

// Problems of assignments and barriers.
var (
	noAssignment      = kind{"assignment-not-found", 404, "没有这条阻隔线", "No such barrier", "没有这条阻隔线，或不在您管理的县；请从列表中选择。", "There is no such barrier, or it is not of your county; choose one from the list."}
	noPlanYet         = kind{"assignment-none", 409, "还没有分配方案", "Nothing accepted yet", "这个灾种还没有采用的分配方案，请先试算并采用。", "Nothing was accepted for this kind of disaster yet; run a trial and accept it."}
	assignmentHazard  = kind{"assignment-hazard", 422, "没有这种灾害", "No such hazard", "请从列表中选择灾种。", "Choose the kind of disaster from the list."}
	assignmentChanged = kind{"assignment-changed", 412, "试算之后已有改动", "Changed since the trial", "您看到之后，人口、避灾点、阻隔线或方案已有改动，没有保存。请重新试算，看过结果再采用。", "People, shelters, barriers or the plan changed after you saw them, and nothing was saved. Run the trial again and look before you accept."}
	assignmentVillage = kind{"assignment-village", 422, "不是本县的村", "No such village", "这不是本县的村，或没有登记它的位置，不能指定去向。", "This is no village of the county, or nobody knows where it lies."}
	assignmentShelter = kind{"assignment-shelter", 422, "避灾点不适用", "Unfit shelter", "这个避灾点不适用于这种灾害、已停用或鉴定不合格，请另选。", "The shelter does not suit this kind of disaster, stands no more or failed its appraisal; choose another."}
	assignmentRoom    = kind{"assignment-room", 409, "容量不够", "Not enough room", "避灾点剩下的位置不够。", "The shelter has not enough room."}
	assignmentPeople  = kind{"assignment-people", 422, "人数多于全村", "More than there are", "分配的人数多于这个村登记的人数，请核对。", "More people are sent than the village has; check the numbers."}
	assignmentPlaces  = kind{"assignment-places", 422, "人数没有写全", "Places are missing", "请至少选一个避灾点，每个只选一次，人数不少于 1。", "Choose at least one shelter, each once, with one person or more."}
	assignmentAcross  = kind{"assignment-across", 422, "中间有阻隔", "A barrier lies between", "村和避灾点之间有这种灾害下不能通过的阻隔线，不能这样指定；阻隔线不对的请先修改。", "A barrier of this kind of disaster lies between; correct the barrier if it is wrong."}
	assignmentNothing = kind{"assignment-not-by-hand", 409, "没有人工指定", "Nothing by hand", "这个村没有人工指定的去向。", "Nothing of this village is set by hand."}
	assignmentEmpty   = kind{"assignment-empty", 409, "没有可分配的", "Nothing to assign", "还没有登记村的人口，没有可分配的。请先在村安全信息里填写转移人口。", "No village with people is held; enter their numbers first."}
	badBarrier        = kind{"barrier-incomplete", 422, "阻隔线不完整", "Incomplete barrier", "请填写名称（60 字内）、种类和至少一个灾种，并在本县范围内画出至少两个点的线。", "Give a name (60 characters), a kind and a hazard, and draw a line of two points or more within the county."}
	barrierEnded      = kind{"barrier-ended", 409, "阻隔线已撤销", "Ended already", "这条阻隔线已经撤销，请刷新。", "The barrier is ended already; reload."}
)

// disasterErrors are the errors of disaster events, assignments and barriers.
var disasterErrors = []row{
	{event.ErrNotFound, noEvent}, {event.ErrNoEnd, eventNoEnd}, {event.ErrMissing, eventMissing}, {event.ErrNoArea, eventNoArea}, {event.ErrIssued, eventIssued}, {event.ErrEnd, eventEnd},
	{event.ErrStart, eventStart}, {event.ErrTooLong, eventTooLong}, {event.ErrOutside, eventOutside}, {event.ErrEnded, eventEnded}, {event.ErrNotOver, eventNotOver},
	{event.ErrChanged, eventChanged}, {event.ErrSooner, eventSooner}, {event.ErrNoReport, eventNoReport}, {event.ErrVillage, eventVillage}, {event.ErrMeans, eventMeans},

	{assign.ErrNotFound, noAssignment}, {assign.ErrNoPlan, noPlanYet}, {assign.ErrHazard, assignmentHazard}, {assign.ErrChanged, assignmentChanged}, {assign.ErrVillage, assignmentVillage}, {assign.ErrShelter, assignmentShelter},
	{assign.ErrRoom, assignmentRoom}, {assign.ErrPeople, assignmentPeople}, {assign.ErrPlaces, assignmentPlaces}, {assign.ErrAcross, assignmentAcross}, {assign.ErrNothing, assignmentNothing},
	{assign.ErrEmpty, assignmentEmpty}, {assign.ErrBarrier, badBarrier}, {assign.ErrEnded, barrierEnded},
}

// failAssignment says of a shelter without room how much there is.
func (s *Server) failAssignment(ctx context.Context, err error) error {
	var room *assign.RoomError
	if !errors.As(err, &room) {
		return s.fail(ctx, err)
	}
	p := assignmentRoom.in(ctx)
	p.Detail = fmt.Sprintf(pick(ctx, "%s只剩 %d 个位置（其余已分给别的村），请减少人数或另选。", "%s has room for %d; the rest is assigned to other villages. Send fewer, or elsewhere."), room.Name, room.Room)
	return p
}
