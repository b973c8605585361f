package papers

// archiveWords are what the printed archive calls kinds, states, documents and
// steps; a word that is missing is left as the register has it.
var archiveWords = map[string]string{
	"standard": "标准地名", "former": "曾用名", "alias": "别名", "short": "简称",
	"naming": "命名", "renaming": "更名", "cancelling": "销名", "correction": "更正",
	"open": "未决定", "approved": "批准", "refused": "不予批准",
	"current": "现行", "ended": "已终止", "replaced": "已由他处取代", "withdrawn": "已撤回",
	"certificate": "地名证明", "sign": "地名标志",
}

// stateWords are the states of cases.
var stateWords = map[string]string{
	"draft": "草稿", "submitted": "已申请", "correction": "补正", "not_accepted": "不予受理", "accepted": "已受理", "returned": "退回", "consulting": "征求意见中",
	"reviewed": "已审核", "requested": "已请示", "rejected": "不予批准", "approved": "已批准", "in_force": "已备案公告", "withdrawn": "撤回",
}

// documentWords are the kinds of documents of cases.
var documentWords = map[string]string{
	"application": "申请书", "plan": "命名方案", "map": "位置图", "assessment": "综合评估报告", "expert": "专家论证报告", "opinion": "征求意见材料", "notice": "公示材料",
	"request": "请示", "reply": "批复", "filing_report": "备案报告", "filing_receipt": "备案回执", "announcement": "公告", "protection_plan": "保护方案", "other": "其他材料",
}

// actionWords are the steps of cases, as the ledger names them.
var actionWords = map[string]string{
	"case.open": "立案", "case.amend": "修改申请", "case.locate": "标注位置", "case.submit": "提交申请", "case.ask": "通知补正", "case.decline": "不予受理", "case.accept": "受理", "case.return": "退回",
	"case.consult": "审查通过，征求意见", "case.review": "审核", "case.request": "请示", "case.approve": "录入批复：批准", "case.reject": "录入批复：不予批准", "case.record": "补录决定",
	"case.stand": "备案公告完成", "case.withdraw": "撤回申请", "case.recheck": "重新审查", "case.answer": "说明审查结果", "case.taken": "名称已被占用",
	"case.consultation_open": "增加征求意见", "case.consultation_close": "登记征求意见结果", "case.document_add": "加入材料", "case.document_remove": "移出材料",
	"case.file": "备案", "case.remind": "催报", "case.announce": "发布公告", "case.signs_set": "标志已设", "case.set_aside": "列为拟不批准", "case.put_back": "取消拟不批准", "case.paper": "取用文书",
}

func wordIn(words map[string]string) func(string) string {
	return func(key string) string {
		if w, ok := words[key]; ok {
			return w
		}
		return key
	}
}
