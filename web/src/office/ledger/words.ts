import type { Lang } from '../../words'

const zh = {
  title: '账本', hint: '每一次改动、登录、导出都是账本里的一条，前后相连，不能改写。', seq: '序号', at: '时间', actor: '办理人', action: '办理', kind: '对象类型', object: '对象', reason: '理由', hash: '摘要', list: '账本条目',
  filterActor: '办理人', filterAction: '办理种类', filterObject: '对象编号', from: '自', to: '至', clear: '清除筛选', none: '没有符合条件的条目', noneHint: '减少一个筛选条件后再试。', expand: '展开前后对比', collapse: '收起', exportCSV: '导出 CSV', exported: '已导出，导出本身也记入账本',
  verify: '核验账本', verifying: '正在从头核验…', holds: (n: number) => `核验通过：${n} 条前后相连，没有改写。`, pending: (n: number) => (n ? `另有 ${n} 条待封存，稍后计入。` : ''), broken: (seq: number, why: string) => `核验不通过：第 ${seq} 条与前后不符（${why}）。请保护现场，停止写入，并报告主管领导。`, head: '账本之首', headHint: '打印或抄下，与公告和备案材料上的对照。', checkAgainst: '与抄下的首对照（可不填）', at2: '核验时间', printHead: '打印核验结果',
  system: '系统', differ: '前后对比', noBody: '这一条没有前后内容。', open: '打开地名',
  actions: {
    'account.log_in': '登录', 'account.log_out': '退出登录', 'account.log_in_failed': '登录失败', 'account.log_in_limited': '登录受限', 'account.second_factor': '第二步验证', 'account.factor_failed': '第二步验证失败', 'account.link': '关联统一登录',
    'account.add': '新建账号', 'account.disable': '停用账号', 'account.enable': '启用账号', 'account.reset_password': '重置密码', 'account.change_password': '改密码', 'account.lose_keys': '清除安全密钥',
    'role.grant': '授予角色', 'role.revoke': '收回角色', 'key.add': '登记安全密钥', 'key.remove': '移除安全密钥', 'token.add': '新建令牌', 'token.end': '收回令牌', 'token.add_calendar': '新建日历链接', 'token.end_calendar': '收回日历链接',
    'place.add': '登记地名', 'place.describe': '补充记载', 'place.edit': '修改地名', 'place.withdraw': '撤回地名', 'place.restore': '恢复先前记载', 'place.load': '载入地名', 'name.rename': '更名', 'name.confirm_reading': '核定读音', 'name.reopen_reading': '撤回读音核定',
    'name_coverage.declare': '声明名称录全', 'name_coverage.withdraw': '撤回名称录全', 'built_up_area.add': '划定建成区', 'built_up_area.end': '结束建成区', 'case_procedure.set': '设定办理程序', 'case_procedure.end': '撤销办理程序', 'naming_word.add': '词表增补', 'naming_word.end': '词表撤销',
    'case.open': '立案', 'case.set_aside': '列为拟不批准', 'case.put_back': '取消拟不批准', 'case.amend': '修改申请', 'case.submit': '提交申请', 'case.ask': '通知补正', 'case.decline': '不予受理', 'case.accept': '受理', 'case.return': '退回', 'case.consult': '审查通过，征求意见', 'case.review': '审核', 'case.request': '请示', 'case.approve': '录入批复：批准', 'case.reject': '录入批复：不予批准', 'case.record': '补录决定', 'case.stand': '备案公告完成', 'case.withdraw': '撤回申请', 'case.recheck': '重新审查', 'case.answer': '说明审查结果', 'case.taken': '名称已被占用', 'case.consultation_open': '增加征求意见', 'case.consultation_close': '登记征求意见结果', 'case.document_add': '加入材料', 'case.document_remove': '移出材料', 'case.file': '备案', 'case.remind': '催报', 'case.announce': '发布公告', 'case.signs_set': '标志已设',
    'case.paper': '取用案件文书', 'place.archive': '取用地名档案', 'paper_template.adopt': '更换公文模板', 'paper_template.reset': '恢复内置公文模板', 'holiday.set': '设定节假日', 'holiday.clear': '取消节假日', 'name.cancel': '销名', 'name.correct': '更正名称',
    'division.load': '载入区划', 'division.record_past': '补记区划变更', 'setting.set': '修改设置',
    'division.redivide': '区划调整生效', 'division_case.create': '新建区划调整', 'division_case.amend': '修改区划调整', 'division_case.step': '区划调整进入下一步', 'division_case.extend': '延长完成期限', 'division_case.paper': '补充材料', 'division_case.remove_paper': '移除材料',
    'import.undo': '撤销导入', 'import.rejected': '下载退回行', 'import_mapping.save': '保存对照表', 'import_mapping.delete': '删除对照表',
    'notice.publish': '发布公示', 'notice.close': '结束公示', 'comment.receive': '收到意见', 'comment.moderate': '审看意见', 'comment.answer': '答复意见',
    'heritage.begin': '建立保护名录', 'heritage.publish': '公布保护名录', 'heritage.propose': '推荐列入名录', 'heritage.review': '审核推荐', 'heritage.list': '列入保护名录', 'heritage.end': '移出保护名录', 'heritage.correct': '更正名录用字', 'heritage.evidence': '补充保护依据', 'heritage.plan': '登记保护方案', 'heritage.approve_plan': '批准保护方案',
    'quality.run': '核查数据质量', 'quality.assign': '分派质量问题', 'quality.accept': '按现状认可', 'quality.reopen': '重新处理质量问题',
    'certificate.issue': '开具地名证明', 'certificate.revoke': '作废地名证明', 'certificate.print': '打印地名证明',
    'supervision.open': '登记监督检查', 'supervision.close': '办结监督检查', 'supervision.edit': '修改监督检查', 'supervision.reveal': '查看举报人信息',
    'campaign.begin': '开始清理整治', 'campaign.end': '结束清理整治', 'campaign.run': '排查不规范地名', 'campaign.cancel': '停止排查', 'campaign.decide': '决定清理事项', 'campaign.link': '清理事项转案件',
    'person.search': '查找个人信息', 'person.export': '导出个人信息', 'person.erase': '删除个人信息', 'list.export': '导出列表', 'ledger.export': '导出账本', 'ledger.verify': '核验账本', 'register.export': '导出全部登记',
  } as Record<string, string>,
}

const en: typeof zh = {
  title: 'Ledger', hint: 'Every change, log-in and export is an entry, chained to the one before, never rewritten.', seq: 'No.', at: 'Time', actor: 'By', action: 'Action', kind: 'Kind', object: 'Object', reason: 'Reason', hash: 'Digest', list: 'Entries of the ledger',
  filterActor: 'By', filterAction: 'Action', filterObject: 'Object id', from: 'From', to: 'To', clear: 'Clear filters', none: 'No entry fits', noneHint: 'Take away one filter.', expand: 'Show before and after', collapse: 'Fold', exportCSV: 'Export CSV', exported: 'Exported; the export is an entry too',
  verify: 'Verify', verifying: 'Verifying from the first entry…', holds: (n) => `It holds: ${n} entries are chained and unaltered.`, pending: (n) => (n ? `${n} more wait to be sealed.` : ''), broken: (seq, why) => `It does not hold: entry ${seq} does not fit (${why}). Secure the system, stop writing, and report it.`, head: 'Head of the ledger', headHint: 'Print it or write it down, to compare with announcements and filings.', checkAgainst: 'Compare with a head written down (optional)', at2: 'Verified at', printHead: 'Print the result',
  system: 'system', differ: 'Before and after', noBody: 'This entry has no before and after.', open: 'Open the place',
  actions: {
    'account.log_in': 'log-in', 'account.log_out': 'log-out', 'account.log_in_failed': 'log-in failed', 'account.log_in_limited': 'log-ins limited', 'account.second_factor': 'second factor', 'account.factor_failed': 'second factor failed', 'account.link': 'single sign-on linked',
    'account.add': 'account made', 'account.disable': 'account disabled', 'account.enable': 'account enabled', 'account.reset_password': 'password reset', 'account.change_password': 'password changed', 'account.lose_keys': 'security keys cleared',
    'role.grant': 'role given', 'role.revoke': 'role taken', 'key.add': 'security key registered', 'key.remove': 'security key removed', 'token.add': 'token made', 'token.end': 'token revoked', 'token.add_calendar': 'calendar link made', 'token.end_calendar': 'calendar link revoked',
    'place.add': 'place registered', 'place.describe': 'place described', 'place.edit': 'place edited', 'place.withdraw': 'place withdrawn', 'place.restore': 'earlier record restored', 'place.load': 'places loaded', 'name.rename': 'renamed', 'name.confirm_reading': 'reading confirmed', 'name.reopen_reading': 'confirmation of a reading taken back',
    'name_coverage.declare': 'names declared held whole', 'name_coverage.withdraw': 'no longer held whole', 'built_up_area.add': 'built-up area drawn', 'built_up_area.end': 'built-up area ended', 'case_procedure.set': 'procedure set', 'case_procedure.end': 'procedure ended', 'naming_word.add': 'word list amended', 'naming_word.end': 'word list entry ended',
    'case.open': 'case opened', 'case.set_aside': 'name set aside', 'case.put_back': 'name put back', 'case.amend': 'application changed', 'case.submit': 'application handed in', 'case.ask': 'asked to add', 'case.decline': 'not accepted', 'case.accept': 'accepted', 'case.return': 'sent back', 'case.consult': 'rules passed, opinions asked', 'case.review': 'reviewed', 'case.request': 'request sent', 'case.approve': 'reply: approved', 'case.reject': 'reply: refused', 'case.record': 'decision of elsewhere entered', 'case.stand': 'filed and announced', 'case.withdraw': 'application withdrawn', 'case.recheck': 'rules checked again', 'case.answer': 'finding answered', 'case.taken': 'name taken meanwhile', 'case.consultation_open': 'one more opinion asked', 'case.consultation_close': 'opinion recorded', 'case.document_add': 'document added', 'case.document_remove': 'document taken out', 'case.file': 'filed', 'case.remind': 'filing reminded', 'case.announce': 'announcement published', 'case.signs_set': 'signs stand',
    'case.paper': 'paper of a case taken', 'place.archive': 'archive of a place taken', 'paper_template.adopt': 'letter template replaced', 'paper_template.reset': 'built-in letter template restored', 'holiday.set': 'holiday set', 'holiday.clear': 'holiday cleared', 'name.cancel': 'name cancelled', 'name.correct': 'name corrected',
    'division.load': 'divisions loaded', 'division.record_past': 'past of divisions recorded', 'setting.set': 'setting changed',
    'division.redivide': 'divisions redivided', 'division_case.create': 'division case begun', 'division_case.amend': 'division case amended', 'division_case.step': 'division case taken a step on', 'division_case.extend': 'completion extended', 'division_case.paper': 'paper added', 'division_case.remove_paper': 'paper removed',
    'import.undo': 'import undone', 'import.rejected': 'rejected rows downloaded', 'import_mapping.save': 'mapping saved', 'import_mapping.delete': 'mapping deleted',
    'notice.publish': 'publish a notice', 'notice.close': 'close a notice', 'comment.receive': 'receive a comment', 'comment.moderate': 'moderate a comment', 'comment.answer': 'answer a comment',
    'heritage.begin': 'protection list begun', 'heritage.publish': 'protection list published', 'heritage.propose': 'proposed for a list', 'heritage.review': 'proposal reviewed', 'heritage.list': 'name listed', 'heritage.end': 'name off the list', 'heritage.correct': 'wording of a list corrected', 'heritage.evidence': 'evidence added', 'heritage.plan': 'protection plan recorded', 'heritage.approve_plan': 'protection plan approved',
    'quality.run': 'data looked through', 'quality.assign': 'finding assigned', 'quality.accept': 'finding accepted as it is', 'quality.reopen': 'finding reopened',
    'certificate.issue': 'certificate issued', 'certificate.revoke': 'certificate revoked', 'certificate.print': 'certificate printed',
    'supervision.open': 'supervision recorded', 'supervision.close': 'supervision closed', 'supervision.edit': 'supervision edited', 'supervision.reveal': 'reporter looked up',
    'campaign.begin': 'clean-up begun', 'campaign.end': 'clean-up ended', 'campaign.run': 'clean-up run asked for', 'campaign.cancel': 'clean-up run stopped', 'campaign.decide': 'clean-up item decided', 'campaign.link': 'clean-up item became a case',
    'person.search': 'persons searched', 'person.export': 'personal data exported', 'person.erase': 'personal data erased', 'list.export': 'list exported', 'ledger.export': 'ledger exported', 'ledger.verify': 'ledger verified', 'register.export': 'register exported',
  },
}

export const ledgerWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
