import type { Lang } from '../../words'

const zh = {
  title: '监督检查', hint: '整改通知书、约谈和举报的台账，逾期的排在最前。举报人身份和原话另行保密存放（地名管理条例第三十三条）。', none: '没有符合条件的记录', noneHint: '换一个筛选条件，或登记一件。', back: '全部记录', add: '登记',
  kinds: { notice: '整改通知书', talk: '约谈', report: '举报' } as Record<string, string>, states: { open: '在办', done: '已办结', void: '已作废' } as Record<string, string>,
  search: '文号、单位或事由', kind: '种类', state: '状态', allKinds: '全部种类', allStates: '全部状态', overdueOnly: '只看逾期', overdue: '逾期', list: '监督检查台账', number: '文号', party: '对象单位', partyHint: '只写单位，不写个人姓名。', subject: '事由', body: '内容', basis: '依据', place: '涉及地名（可不填）', division: '区划', pickDivision: '选择区划', madeOn: '日期', dueOn: '期限', due: '期限', result: '结果', closedOn: '办结日期', noDue: '未定期限', secret: '举报人保密', noSubject: '（尚未概括事由）', dayHint: '空白为今天', dueBefore: '期限不能早于日期。',
  newTitle: '登记监督检查', save: '登记', missing: '请把标明的内容填写完整。', noticeNeeds: '整改通知书须写明文号、对象单位、内容和期限。',
  reporter: '举报人（保密）', reporterHint: '以下内容单独保密存放：不进入台账、账本、日志和导出，只有获准的人员可以查看，每次查看都有记录。', reporterName: '姓名（可不填）', contact: '联系方式（可不填）', text: '举报原话', subjectHint: '由经办人概括，不要写出可能暴露举报人的内容。', textOrSubject: '请写明事由或举报原话。',
  close: '登记结果并办结', closeHint: '写明怎样处理、结果如何。', void: '作废', voidHint: '登记有误时作废，写明原因；记录保留。', summarise: '概括事由', saved: '已保存', leave: '填写的内容还没有登记，离开就丢失。确定离开吗？', reveal: '查看举报人', revealHint: '查看举报人身份会记入账本。请只在办理需要时查看，不得转告他人。', revealed: '举报人信息', hide: '关闭', mayNot: '举报人信息保密；您没有查看的权限。', daysLeft: (n: number) => (n < 0 ? `逾期 ${-n} 天` : n ? `还有 ${n} 天` : '今天到期'),
}
const en: typeof zh = {
  title: 'Supervision', hint: 'Rectification notices, talks and reports, overdue ones on top. Who reported is kept apart and secret (art. 33).', none: 'Nothing fits', noneHint: 'Choose another filter, or record something.', back: 'All records', add: 'Record',
  kinds: { notice: 'rectification notice', talk: 'talk', report: 'report' }, states: { open: 'open', done: 'closed', void: 'void' },
  search: 'Number, organisation or subject', kind: 'Kind', state: 'State', allKinds: 'All kinds', allStates: 'All states', overdueOnly: 'Overdue only', overdue: 'overdue', list: 'Log of supervision', number: 'Number', party: 'Organisation', partyHint: 'An organisation; no names of persons.', subject: 'Subject', body: 'Text', basis: 'Basis', place: 'Place (optional)', division: 'Division', pickDivision: 'Choose a division', madeOn: 'Day', dueOn: 'Due on', due: 'Due', result: 'Result', closedOn: 'Closed on', noDue: 'no deadline', secret: 'reporter kept secret', noSubject: '(no summary yet)', dayHint: 'Today if empty', dueBefore: 'The deadline cannot be before the day.',
  newTitle: 'Record supervision', save: 'Record', missing: 'Fill in what is marked.', noticeNeeds: 'A notice needs its number, organisation, text and deadline.',
  reporter: 'Who reported (secret)', reporterHint: 'Kept apart: in no list, ledger, log or export; only those with the right see it, and each look is recorded.', reporterName: 'Name (optional)', contact: 'Contact (optional)', text: 'In their words', subjectHint: 'In the officer’s words; nothing that may tell who reported.', textOrSubject: 'Give a subject or what was reported.',
  close: 'Record the result and close', closeHint: 'How it was handled and what came of it.', void: 'Void', voidHint: 'For what was recorded by mistake, with why; it is kept.', summarise: 'Summarise', saved: 'Saved', leave: 'What you typed is not recorded and will be lost. Leave?', reveal: 'Look up who reported', revealHint: 'That you looked is recorded. Look only where the work needs it, and tell nobody.', revealed: 'Who reported', hide: 'Close', mayNot: 'Who reported is secret; you may not see it.', daysLeft: (n) => (n < 0 ? `${-n} days overdue` : n ? `${n} days left` : 'due today'),
}
export type Words = typeof zh
export const supervisionWords = (lang: Lang): Words => (lang === 'en' ? en : zh)
