package papers

import (
	"time"

	"diming/internal/version"
)

// SampleCase is a case that is not real, by which somebody sees what a template
// becomes.
func SampleCase() Case {
	entity := func(name, roman, start, end string) Entity {
		return Entity{Name: name, Roman: roman, GenericRoman: "Lu", Use: "现今", ClassCode: "23510", ClassName: "城镇道路", Start: start, End: end,
			Meaning: "因位于示例溪旁而得名（示例）。", History: "2026年命名（示例）。", Description: "城镇道路（示例）。", Divisions: "示例省示例市示例县示例街道",
			West: "118.600000", South: "28.600000", RegisteredOn: "2026-11-20", RegisteredBy: "示例", Registrar: "示例县民政局"}
	}
	return Case{
		Number: "示例〔2026〕1号", Kind: "命名", County: "示例县", Bureau: "示例县民政局", Approver: "示例县人民政府", FiledWith: "示例市民政局",
		Applicant: "示例街道办事处", Reason: "道路已建成通车，为方便群众生产生活，按照地名规划拟定名称。", Letter: "示民〔2026〕1号",
		AppliedOn: version.Day(2026, time.October, 12), Today: version.Day(2026, time.November, 20),
		Reply:    Reply{Number: "示政函〔2026〕1号", On: version.Day(2026, time.November, 10)},
		Opinions: []Opinion{{Kind: "专家论证", Outcome: "同意"}, {Kind: "公示", Outcome: "同意", Summary: "2026-10-15 至 2026-10-24 在地名公众网页公开，收到意见 2 条，采纳 1 条"}},
		Items: []Item{
			{Name: "示例溪路", Reading: "Shìlìxī Lù", Roman: "Shilixi Lu", ClassName: "城镇道路", Division: "示例街道", Position: "东起示例大道，西至示例山路",
				LengthM: "820", WidthM: "18", Meaning: "因沿示例溪而得名。", Reason: "新建道路", Entity: entity("示例溪路", "Shilixi Lu", "示例大道", "示例山路")},
			{Name: "示例山路", Reading: "Shìlìshān Lù", Roman: "Shilishan Lu", Former: "示例旧路", ClassName: "城镇道路", Division: "示例街道", Position: "南起示例溪路，北至示例山",
				LengthM: "1240", WidthM: "12", Meaning: "因通往示例山而得名。", Reason: "新建道路", Entity: entity("示例山路", "Shilishan Lu", "示例溪路", "示例山")},
			{Name: "示例新路", Refused: true, Why: "与示例街道已有的示例新路重名", Division: "示例街道", ClassName: "城镇道路"},
		},
		Documents: []Document{{Kind: Application, Title: "地名命名申请书"}, {Kind: Expert, Title: "专家论证报告"}},
		Head:      Head{Seq: 1, Hash: "0000000000000000000000000000000000000000000000000000000000000000"}, Demo: true,
	}
}
