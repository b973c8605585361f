package cases

import (
	"strings"
)

// An ApproverKind says what the approving body is: it decides to whom the name
// is filed and from when its announcement counts (条例 arts. 13, 14).
type ApproverKind string

// The kinds of approving bodies.
const (
	StateCouncil ApproverKind = "state_council" // a department of the State Council
	Government   ApproverKind = "government"    // a people's government of county level or above
	CivilAffairs ApproverKind = "civil_affairs" // a civil-affairs department of county level or above
	Department   ApproverKind = "department"    // another department
)

// A Report is one of the opinions that a case may need.
type Report string

// The reports.
const (
	Assessment      Report = "assessment"       // 综合评估
	Expert          Report = "expert"           // 专家论证
	Opinion         Report = "opinion"          // 征求意见
	Notice          Report = "notice"           // 公示
	AskCivilAffairs Report = "civil_affairs"    // 征求民政部门意见
	AskGovernment   Report = "local_government" // 征求地方政府意见
	AskDepartment   Report = "department"       // 征求部门意见
)

// Reports are all reports in their usual order.
var Reports = []Report{Assessment, Expert, Opinion, Notice, AskCivilAffairs, AskGovernment, AskDepartment}

// A Procedure says how cases of a class go: it is configuration, and a case
// keeps the one that it began with.
type Procedure struct {
	ApproverKind ApproverKind `json:"approver_kind"`
	Approver     string       `json:"approver"` // in words, as it stands on the request
	Required     []Report     `json:"required"` // that must be in before the review
	Files        bool         `json:"files"`    // the approval is filed
	Announces    bool         `json:"announces"`
	Basis        string       `json:"basis"`
}

// DefaultProcedure is what national law says of a class, where the place has
// set nothing else (条例 arts. 11 and 12). Which reports are needed is left to
// "social impact, technicality and closeness to people's life": the default
// asks for public notice, and for expert review and opinions besides where a
// name of a street or an estate is changed.
func DefaultProcedure(class string, kind Kind) Procedure {
	p := Procedure{ApproverKind: Government, Approver: "县级人民政府", Files: true, Announces: true,
		Required: []Report{Notice}, Basis: "地名管理条例第十一条、第十二条"}
	switch {
	case strings.HasPrefix(class, "235"):
		p.Basis = "地名管理条例第十二条：街路巷由直辖市、市、县人民政府批准"
		p.Required = []Report{Expert, Notice}
	case class == "22100" || strings.HasPrefix(class, "26"):
		p.ApproverKind, p.Approver = Department, "住房和城乡建设主管部门"
		p.Required = []Report{AskCivilAffairs, Notice}
		p.Basis = "地名管理条例第十二条：具有重要地理方位意义的住宅区、楼宇，由住房城乡建设主管部门征求同级地名行政主管部门意见后批准"
	case strings.HasPrefix(class, "23") || strings.HasPrefix(class, "24"):
		p.ApproverKind, p.Approver = Department, "设施主管部门"
		p.Required = []Report{AskGovernment}
		p.Basis = "地名管理条例第十二条：设施由其主管部门批准，根据需要征求所在地县级以上地方人民政府意见"
	case strings.HasPrefix(class, "2161") || strings.HasPrefix(class, "2162"):
		p.Required = []Report{Expert, Opinion, Notice}
		p.Basis = "地名管理条例第十二条：村（居）民委员会所在地名称按省的规定批准"
	case strings.HasPrefix(class, "21"):
		p.Required = []Report{Assessment, Expert, Opinion, Notice}
		p.Basis = "地名管理条例第十一条：行政区划命名、更名应提交综合评估、专家论证、征求意见报告"
	}
	switch kind {
	case Correction:
		return Procedure{ApproverKind: CivilAffairs, Approver: "民政局", Required: nil,
			Basis: "登记差错的更正，不是更名；由登记机关核准"}
	case Cancelling:
		p.Basis += "；销名条例未作规定，按地方规定由有命名权的机关办理并公告"
	}
	return p
}
