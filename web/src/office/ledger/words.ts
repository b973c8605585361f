import type { Lang } from '../../words'

const zh = {
  title: '账本', hint: '每一次改动、登录、导出都是账本里的一条，前后相连，不能改写。', seq: '序号', at: '时间', actor: '办理人', action: '办理', kind: '对象类型', object: '对象', reason: '理由', hash: '摘要', list: '账本条目',
  filterActor: '办理人', filterAction: '办理种类', filterObject: '对象编号', from: '自', to: '至', clear: '清除筛选', none: '没有符合条件的条目', noneHint: '减少一个筛选条件后再试。', expand: '展开前后对比', collapse: '收起', exportCSV: '导出 CSV', exported: '已导出，导出本身也记入账本',
  verify: '核验账本', verifying: '正在从头核验…', holds: (n: number) => `核验通过：${n} 条前后相连，没有改写。`, pending: (n: number) => (n ? `另有 ${n} 条待封存，稍后计入。` : ''), broken: (seq: number, why: string) => `核验不通过：第 ${seq} 条与前后不符（${why}）。请保护现场，停止写入，并报告主管领导。`, head: '账本之首', headHint: '打印或抄下，与公告和备案材料上的对照。', checkAgainst: '与抄下的首对照（可不填）', at2: '核验时间', printHead: '打印核验结果',
  system: '系统', differ: '前后对比', noBody: '这一条没有前后内容。', open: '打开地名',
  actions: {
    'place.add': '登记地名', 'place.describe': '补充记载', 'place.edit': '修改地名', 'place.withdraw': '撤回地名', 'place.rename': '更名', 'place.load': '载入地名', 'place.correct': '更正地名', 'name.rename': '更名', 'name.confirm_reading': '核定读音', 'division.load': '载入区划', 'division.record_past': '补记历史',
    'session.open': '登录', 'session.refused': '登录失败', 'session.end': '退出登录', 'account.add': '新建账号', 'account.grant': '授予角色', 'account.revoke': '收回角色', 'account.disable': '停用账号', 'account.enable': '启用账号', 'account.password': '改密码', 'setting.set': '修改设置', 'person.erase': '删除个人信息', 'person.export': '导出个人信息', 'person.search': '查找个人信息', 'ledger.export': '导出账本', 'ledger.verify': '核验账本', 'import.undo': '撤销导入', 'import.rejected': '下载退回行', 'register.export': '导出登记', 'token.add': '新建令牌', 'token.end': '收回令牌',
    'account.sign_in': '登录', 'account.refuse': '登录失败', 'account.sign_out': '退出登录', 'account.set_password': '重置密码', 'account.change_password': '改密码',
  } as Record<string, string>,
}

const en: typeof zh = {
  title: 'Ledger', hint: 'Every change, log-in and export is an entry, chained to the one before, never rewritten.', seq: 'No.', at: 'Time', actor: 'By', action: 'Action', kind: 'Kind', object: 'Object', reason: 'Reason', hash: 'Digest', list: 'Entries of the ledger',
  filterActor: 'By', filterAction: 'Action', filterObject: 'Object id', from: 'From', to: 'To', clear: 'Clear filters', none: 'No entry fits', noneHint: 'Take away one filter.', expand: 'Show before and after', collapse: 'Fold', exportCSV: 'Export CSV', exported: 'Exported; the export is an entry too',
  verify: 'Verify', verifying: 'Verifying from the first entry…', holds: (n) => `It holds: ${n} entries are chained and unaltered.`, pending: (n) => (n ? `${n} more wait to be sealed.` : ''), broken: (seq, why) => `It does not hold: entry ${seq} does not fit (${why}). Secure the system, stop writing, and report it.`, head: 'Head of the ledger', headHint: 'Print it or write it down, to compare with announcements and filings.', checkAgainst: 'Compare with a head written down (optional)', at2: 'Verified at', printHead: 'Print the result',
  system: 'system', differ: 'Before and after', noBody: 'This entry has no before and after.', open: 'Open the place',
  actions: {
    'place.add': 'place registered', 'place.describe': 'place described', 'place.edit': 'place edited', 'place.withdraw': 'place withdrawn', 'place.rename': 'renamed', 'place.load': 'places loaded', 'place.correct': 'place corrected', 'name.rename': 'renamed', 'name.confirm_reading': 'reading confirmed', 'division.load': 'divisions loaded', 'division.record_past': 'past recorded',
    'session.open': 'log-in', 'session.refused': 'log-in refused', 'session.end': 'log-out', 'account.add': 'account made', 'account.grant': 'role given', 'account.revoke': 'role taken', 'account.disable': 'account disabled', 'account.enable': 'account enabled', 'account.password': 'password changed', 'setting.set': 'setting changed', 'person.erase': 'personal data erased', 'person.export': 'personal data exported', 'person.search': 'persons searched', 'ledger.export': 'ledger exported', 'ledger.verify': 'ledger verified', 'import.undo': 'import undone', 'import.rejected': 'rejected rows downloaded', 'register.export': 'register exported', 'token.add': 'token made', 'token.end': 'token revoked',
    'account.sign_in': 'log-in', 'account.refuse': 'log-in refused', 'account.sign_out': 'log-out', 'account.set_password': 'password reset', 'account.change_password': 'password changed',
  },
}

export const ledgerWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
