import type { Lang } from '../../words'

const zh = {
  title: '地名案件', hint: '从申请到标准地名：先看快到期的和缺什么。', open: '立案', none: '没有符合条件的案件', noneHint: '网上申请和窗口立案都会列在这里。', list: '案件列表', back: '← 全部案件', print: '打印',
  number: '编号', name: '名称', kind: '事项', state: '状态', due: '期限', missing: '还缺', where: '所属', filterState: '状态', filterKind: '事项', search: '查找', all: '全部', openOnly: '只看未办结', more: '显示更多',
  kinds: { naming: '命名', renaming: '更名', cancelling: '销名', correction: '更正' } as Record<string, string>,
  channels: { online: '网上申请', counter: '窗口', own: '依职权', filing: '其他部门备案', past: '补录' } as Record<string, string>,
  states: { draft: '草稿', submitted: '已申请', correction: '待补正', not_accepted: '不予受理', accepted: '已受理', returned: '已退回', consulting: '征求意见中', reviewed: '已审核', requested: '已请示', rejected: '不予批准', approved: '已批准', in_force: '已备案公告', withdrawn: '已撤回' } as Record<string, string>,
  steps: { submit: '提交申请', ask: '通知补正', decline: '不予受理', accept: '受理并审查名称', return: '退回申请人', withdraw: '撤回案件', recheck: '重新审查名称', consult: '审查通过，开始征求意见', review: '提交审核意见', request: '已发请示', approve: '录入批复', reject: '录入不予批准', record: '录入已有决定', file: '登记备案', remind: '催报', signs: '登记标志已设', announce: '发布公告' } as Record<string, string>,
  roles: { clerk: '受理', reviewer: '审核', approver: '批准' } as Record<string, string>,
  reports: { assessment: '综合评估', expert: '专家论证', opinion: '征求意见', notice: '公示', civil_affairs: '征求民政部门意见', local_government: '征求地方政府意见', department: '征求部门意见' } as Record<string, string>,
  severities: { refuse: '不合规定', unchecked: '未能查清', justify: '须说明理由', note: '提示' } as Record<string, string>,
  clocks: { processing: '办理', correction: '补正', notice: '公示', filing: '备案', announcement: '公告', signs: '设标' } as Record<string, string>,
  papers: { application: '申请书', plan: '方案和理由', map: '位置图', assessment: '综合评估报告', expert: '专家论证报告', opinion: '征求意见报告', notice: '公示材料', request: '请示', reply: '批复', filing_report: '备案报告', filing_receipt: '备案回执', announcement: '公告', protection_plan: '保护方案', other: '其他' } as Record<string, string>,
  outcomes: { for: '同意', conditional: '有条件同意', against: '不同意', approved: '批准', refused: '不批准', open: '待定' } as Record<string, string>,
  likeness: { exact: '重名', specific: '专名相同', toned: '同音', toneless: '同音不同调', look: '字形相近', dialect: '方言同音' } as Record<string, string>,
  next: '下一步', who: (roles: string) => `由${roles}办理`, nobody: '案件已办结。', notYours: '您不能办这一步。', others: '也可以', blocked: { findings: '先处理下面的审查结果', consultations: '先登记各项意见的结果', filing: '其他部门批准的，备案后才能公告' } as Record<string, string>,
  asked: '申请的名称', reason: '方案及理由', body: '申请单位', applicant: '联系人（个人信息）', against: '审查结果', nothing: '没有不合规定之处。', notChecked: '受理时审查。', answer: '说明理由或核查方法', saveAnswer: '保存说明', answered: '说明', conflicts: '相关地名', km: (m: number) => `相距 ${(m / 1000).toFixed(1)} 公里`,
  opinions: '论证与征求意见', noOpinions: '受理并审查通过后开始。', summary: '主要意见及处理情况', outcome: '结果', close: '登记结果', waive: '不需要，写明理由', required: '必需', extra: '增加一项',
  documents: '材料', noDocuments: '还没有材料。', add: '加入材料', file: '文件', clocksTitle: '期限', noClocks: '还没有起算的期限。', safe: '最晚', legal: '法定', done: '已办',
  left: (n: number) => (n < 0 ? `逾期 ${-n} 天` : n === 0 ? '今天到期' : `还有 ${n} 天`), timelineTitle: '办理过程', effects: '更名影响', effectKinds: { signs: '二维码和标志', addresses: '标准地址', plates: '门楼牌', shelters: '避灾安置场所' } as Record<string, string>, notHeld: '本登记尚无此类数据', cost: (n: number) => `费用估算 ${n} 元`,
  replyNo: '批复文号', replyOn: '批复日期（起算期限的日期）', replyBy: '批准机关', approve: '批准', alternative: '批准备选', refuse: '不批准', refuseWhy: '理由', daysGone: (n: number) => (n ? `录入时已过 ${n} 天` : ''), on: '日期', opinion: '意见', toAdd: '须补正',
  announcement: '公告', channelsLabel: '公告渠道', lacks: '公告还缺', changed: (by: string, did: string) => `${by || '有人'}刚刚办了“${did}”。已载入最新情况，您填的内容还在。`, saved: '已办理',
  newTitle: '立案', class: '类别', division: '所属行政区', pickDivision: '选择行政区', person: '联系人和电话', personHint: '个人信息，单独保存，可以删除', names: '名称', proposed: '拟用名称', alternatives: '备选名称（用顿号分开）', starts: '起点', ends: '止点', direction: '走向', length: '长（米）', width: '宽（米）', meaning: '含义', lon: '经度', lat: '纬度', addName: '再加一个名称', removeName: '去掉', create: '立案', place: '地名编号', placeHint: '从地名页的网址复制；更名、销名、更正须有', correctText: '正确的名称', openedOn: '原案日期', checking: '正在审查…',
  figures: '今年', online: '网办率', onTime: '按期率', median: (n: number) => `${n} 天`, stepDays: { accept: '受理', decide: '批准', file: '备案', announce: '公告' } as Record<string, string>, p90: '九成不超过', cases: '件',
}

const en: typeof zh = {
  title: 'Name cases', hint: 'From the application to a standard name: what is due and what it lacks comes first.', open: 'Open a case', none: 'No case fits', noneHint: 'Applications online and at the counter stand here.', list: 'Cases', back: '← All cases', print: 'Print',
  number: 'Number', name: 'Name', kind: 'Matter', state: 'State', due: 'Due', missing: 'Lacks', where: 'Division', filterState: 'State', filterKind: 'Matter', search: 'Find', all: 'All', openOnly: 'Open only', more: 'Show more',
  kinds: { naming: 'naming', renaming: 'renaming', cancelling: 'cancelling', correction: 'correction' },
  channels: { online: 'online', counter: 'counter', own: 'the bureau', filing: 'filing', past: 'past case' },
  states: { draft: 'draft', submitted: 'submitted', correction: 'to be completed', not_accepted: 'not accepted', accepted: 'accepted', returned: 'sent back', consulting: 'consulting', reviewed: 'reviewed', requested: 'request sent', rejected: 'refused', approved: 'approved', in_force: 'filed and announced', withdrawn: 'withdrawn' },
  steps: { submit: 'Submit', ask: 'Ask to complete', decline: 'Decline', accept: 'Accept and check', return: 'Send back', withdraw: 'Withdraw', recheck: 'Check again', consult: 'Passed: ask for opinions', review: 'Give the review', request: 'Request was sent', approve: 'Enter the reply', reject: 'Enter a refusal', record: 'Enter the decision', file: 'Record the filing', remind: 'Remind', signs: 'Signs stand', announce: 'Publish the announcement' },
  roles: { clerk: 'clerk', reviewer: 'reviewer', approver: 'approver' },
  reports: { assessment: 'Impact assessment', expert: 'Expert review', opinion: 'Public consultation', notice: 'Public notice', civil_affairs: 'Opinion of civil affairs', local_government: 'Opinion of the local government', department: 'Opinion of a department' },
  severities: { refuse: 'not allowed', unchecked: 'unchecked', justify: 'needs a reason', note: 'note' },
  clocks: { processing: 'processing', correction: 'completing', notice: 'notice', filing: 'filing', announcement: 'announcement', signs: 'signs' },
  papers: { application: 'application', plan: 'plan and reasons', map: 'map', assessment: 'assessment', expert: 'expert report', opinion: 'consultation report', notice: 'notice', request: 'request', reply: 'reply', filing_report: 'filing report', filing_receipt: 'filing receipt', announcement: 'announcement', protection_plan: 'protection plan', other: 'other' },
  outcomes: { for: 'for', conditional: 'conditional', against: 'against', approved: 'approved', refused: 'refused', open: 'open' },
  likeness: { exact: 'same name', specific: 'same specific part', toned: 'same sound', toneless: 'same sound, other tone', look: 'looks alike', dialect: 'same in dialect' },
  next: 'Next step', who: (roles) => `by ${roles}`, nobody: 'The case is closed.', notYours: 'You may not take this step.', others: 'Also possible', blocked: { findings: 'answer the findings below first', consultations: 'record the opinions first', filing: 'a department’s name is announced after its filing' },
  asked: 'Names asked for', reason: 'Plan and reasons', body: 'Applicant', applicant: 'Contact (personal data)', against: 'What stands against it', nothing: 'Nothing stands against it.', notChecked: 'Checked when it is accepted.', answer: 'The reason, or how it was checked', saveAnswer: 'Save the answer', answered: 'Answer', conflicts: 'Places', km: (m) => `${(m / 1000).toFixed(1)} km away`,
  opinions: 'Opinions', noOpinions: 'They begin once the names have passed.', summary: 'Main opinions and how they were handled', outcome: 'Outcome', close: 'Record', waive: 'Not needed: say why', required: 'required', extra: 'Ask for one more',
  documents: 'Documents', noDocuments: 'No documents yet.', add: 'Add a document', file: 'File', clocksTitle: 'Deadlines', noClocks: 'No deadline runs yet.', safe: 'By', legal: 'in law', done: 'done',
  left: (n) => (n < 0 ? `${-n} days overdue` : n === 0 ? 'due today' : `${n} days left`), timelineTitle: 'What was done', effects: 'What the renaming touches', effectKinds: { signs: 'codes and signs', addresses: 'addresses', plates: 'plates', shelters: 'shelters' }, notHeld: 'not held in this register yet', cost: (n) => `about ${n} yuan`,
  replyNo: 'Number of the reply', replyOn: 'Date on the reply (the one that counts)', replyBy: 'Approving body', approve: 'Approve', alternative: 'Approve an alternative', refuse: 'Refuse', refuseWhy: 'Reason', daysGone: (n) => (n ? `${n} days had gone when it was entered` : ''), on: 'Date', opinion: 'Opinion', toAdd: 'To be completed',
  announcement: 'Announcement', channelsLabel: 'Channels', lacks: 'It still lacks', changed: (by, did) => `${by || 'Somebody'} has just done “${did}”. This is the newest state; what you typed is still here.`, saved: 'Done',
  newTitle: 'Open a case', class: 'Class', division: 'Division', pickDivision: 'Choose a division', person: 'Contact and telephone', personHint: 'Personal data, kept apart and erasable', names: 'Names', proposed: 'Proposed name', alternatives: 'Alternatives (with commas)', starts: 'Begins at', ends: 'Ends at', direction: 'Direction', length: 'Length (m)', width: 'Width (m)', meaning: 'Meaning', lon: 'Longitude', lat: 'Latitude', addName: 'One more name', removeName: 'Remove', create: 'Open the case', place: 'Id of the place', placeHint: 'From the address of its page', correctText: 'The right name', openedOn: 'Date of the old case', checking: 'Checking…',
  figures: 'This year', online: 'online', onTime: 'on time', median: (n) => `${n} days`, stepDays: { accept: 'acceptance', decide: 'decision', file: 'filing', announce: 'announcement' }, p90: 'nine of ten within', cases: 'cases',
}

export type Words = typeof zh
export const caseWords = (lang: Lang): Words => (lang === 'en' ? en : zh)
