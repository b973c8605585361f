package cases

import (
	"fmt"
	"slices"
	"strings"
)

// A ProcedureError says what a procedure lacks; it is no configuration, the law
// wants it.
type ProcedureError struct{ ZH, EN string }

func (e *ProcedureError) Error() string { return e.ZH + " / " + e.EN }

func unlawful(zh, en string) error { return &ProcedureError{zh, en} }

// touches tells whether a procedure for the classes that begin with class also
// serves some that begin with prefix.
func touches(class, prefix string) bool {
	return strings.HasPrefix(class, prefix) || strings.HasPrefix(prefix, class)
}

// Lawful says whether a place may have its cases of a class go so. What the
// regulation itself wants cannot be left out: reports for divisions (条例 art.
// 11), the opinion of the civil-affairs department on estates and buildings
// (art. 12), filing and announcement (arts. 13, 14). The rest is the place's.
func (p Procedure) Lawful(class string, kind Kind) error {
	switch {
	case strings.TrimSpace(p.Approver) == "" || strings.TrimSpace(p.Basis) == "":
		return unlawful("请写明批准机关和依据。", "Say who approves and on what text that rests.")
	case !slices.Contains([]ApproverKind{StateCouncil, Government, CivilAffairs, Department}, p.ApproverKind):
		return unlawful("请选择批准机关的种类。", "Choose what kind of body approves.")
	case len(class) > 5 || strings.Trim(class, "0123456789") != "" || class == "" && kind != Correction && kind != Cancelling:
		return unlawful("请选择类别。", "Choose a class.")
	case kind != "" && !slices.Contains([]Kind{Naming, Renaming, Cancelling, Correction}, kind):
		return unlawful("没有这种案件。", "There is no such kind of case.")
	}
	for _, r := range p.Required {
		if !slices.Contains(Reports, r) {
			return unlawful("没有这种意见："+string(r), "There is no such opinion: "+string(r))
		}
	}
	if kind == Correction || kind == Cancelling {
		return nil
	}
	return p.keepsRegulation(class)
}

// keepsRegulation is Lawful for what names or renames.
func (p Procedure) keepsRegulation(class string) error {
	if !p.Files {
		return unlawful("批准后须备案（地名管理条例第十三条），不能不备案。", "What is approved is filed (regulation art. 13).")
	}
	if !p.Announces {
		return unlawful("批准后须公告（地名管理条例第十四条），不能不公告。", "What is approved is announced (regulation art. 14).")
	}
	for _, division := range []string{"211", "212", "213", "214", "215"} {
		if !touches(class, division) {
			continue
		}
		for _, r := range []Report{Assessment, Expert, Opinion} {
			if !slices.Contains(p.Required, r) {
				return unlawful("行政区划的命名、更名须有综合评估、专家论证、征求意见报告（地名管理条例第十一条）。",
					"Divisions need assessment, expert review and opinions (regulation art. 11).")
			}
		}
	}
	if p.ApproverKind == Department && (touches(class, "221") || touches(class, "26")) && !slices.Contains(p.Required, AskCivilAffairs) {
		return unlawful("住宅区、楼宇由其他部门批准的，须征求同级地名行政主管部门意见（地名管理条例第十二条）。",
			fmt.Sprintf("Another department asks the civil-affairs department about estates and buildings (regulation art. 12): add %s.", AskCivilAffairs))
	}
	return nil
}
