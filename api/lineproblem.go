package api

import "diming/boundaries/line"

var (
	noLine        = kind{"boundary-line-not-found", 404, "没有这条界线", "No such line", "没有这条界线，或您无权查看。请从界线列表中选择。", "There is no such line for you; choose one from the list."}
	lineWithdrawn = kind{"boundary-line-withdrawn", 410, "界线已撤回", "The line was withdrawn", "这条界线已从登记中撤回。", "This line was withdrawn from the register."}
	lineChanged   = kind{"boundary-line-changed", 412, "您打开之后已有改动", "Changed since you opened it", "您打开之后，这条界线已被改动，这次没有保存。请重新读取后再改。", "Somebody changed the line after you opened it, and nothing was saved. Read it again, then go on."}
	lineNumber    = kind{"boundary-line-number", 422, "界线编号不能用", "Unfit number", "这个编号已有界线使用，或不符合本地设定的编号格式。请核对后再填。", "Another line bears this number, or it is not of the form that is set here."}
	lineOwners    = kind{"boundary-line-owners", 422, "界线两侧不对", "Unfit owners", "界线一侧须是行政区划，另一侧是别的区划、海域或界外。", "A line has a division on one side and another owner on the other."}
	lineGeometry  = kind{"boundary-line-geometry", 422, "图形不是界线", "No line", "图形须是 GeoJSON 的 LineString 或 MultiLineString，经纬度，每段至少两个不同的点。", "The geometry must be a LineString or MultiLineString in degrees, each part of two points or more."}
	lineText      = kind{"boundary-line-text", 422, "还缺内容", "Something is missing", "请写明界线名称、依据和改动原因。", "A line needs its name, its source and the reason of the change."}
	lineRecord    = kind{"boundary-line-record", 422, "没有这项记录，或内容不全", "No such record, or not complete", "没有这项记录，或还缺内容：材料须有种类；飞地须有名称、依据和两个不同的区划；已备案的跨界工程须有双方同意的文件。", "There is no such record, or it lacks something."}
	lineFault     = kind{"boundary-line-fault", 422, "界线围不成面", "The lines make no areas", "按这样改，界线会断开或相交，两侧的面围不成。没有保存，请改正后再试。", "With this change lines would not close, or would cross. Nothing was saved."}
)

// lineErrors are the errors of lines.
var lineErrors = []row{
	{line.ErrNotFound, noLine},
	{line.ErrWithdrawn, lineWithdrawn},
	{line.ErrChanged, lineChanged},
	{line.ErrNumber, lineNumber},
	{line.ErrOwners, lineOwners},
	{line.ErrGeometry, lineGeometry},
	{line.ErrText, lineText},
	{line.ErrRecord, lineRecord},
}
