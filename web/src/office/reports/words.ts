import type { Lang } from '../../words'

const zh = {
  title: '群众报告', hint: '扫码的人报告的标志问题，先到期的排在最前。不用登录、不问姓名；说明里如写了人，属个人信息，可以删除。', none: '没有待处理的报告', noneHint: '有人在标志的二维码页面上报告问题时，会出现在这里。', back: '全部报告',
  kinds: { damaged: '损坏、看不清', wrong: '写得不对', not_here: '挂错地方或不见了', false_code: '被贴了假码', other: '其他' } as Record<string, string>, states: { open: '待处理', received: '已收到', accepted: '已采纳', declined: '不采纳', done: '已处理' } as Record<string, string>,
  list: '群众报告清单', due: '期限', name: '哪块牌', kind: '问题', state: '状态', number: '编号', within: '区划', text: '说明', noText: '没有写说明，或已删除。', photo: '照片', received: '收到', where: '报告位置', away: (m: number) => `离登记位置 ${m} 米`, far: '可能挂错地方', noWhere: '没有给位置', plate: '打开这块牌', code: '打开扫码页面',
  accept: '采纳', decline: '不采纳', finish: '已处理', acceptHint: '采纳后，在用的牌随即登记故障，交安装人员修复。', declineHint: '写明理由。凭编号查询的人会看到，不要写人名。', finishHint: '写明怎样处理的（可不填）。', reason: '理由', note: '怎样处理的', saved: '已保存', steps: '办理经过', daysLeft: (n: number) => (n < 0 ? `逾期 ${-n} 天` : n ? `还有 ${n} 天` : '今天到期'),
}
const en: typeof zh = {
  title: 'Reports from the wall', hint: 'What people who scan a plate report, the one that is due first at the top. No account and no name is asked for; words that name people are personal data and can be erased.', none: 'Nothing waits', noneHint: 'What is reported on the page behind a code comes here.', back: 'All reports',
  kinds: { damaged: 'damaged or unreadable', wrong: 'says something wrong', not_here: 'hangs elsewhere or is gone', false_code: 'a false code on it', other: 'other' }, states: { open: 'waiting', received: 'received', accepted: 'taken up', declined: 'declined', done: 'done' },
  list: 'Reports', due: 'Due', name: 'Plate', kind: 'What is wrong', state: 'State', number: 'Number', within: 'Division', text: 'In their words', noText: 'No words, or they were erased.', photo: 'Photo', received: 'Received', where: 'Reported at', away: (m) => `${m} m from where it hangs`, far: 'may hang elsewhere', noWhere: 'no position given', plate: 'Open the plate', code: 'Open its page',
  accept: 'Take up', decline: 'Decline', finish: 'Done', acceptHint: 'A plate that hangs is then entered as faulty, to be mended.', declineHint: 'Say why. Who has the number sees it; name nobody.', finishHint: 'How it was seen to (optional).', reason: 'Reason', note: 'What was done', saved: 'Saved', steps: 'What was done', daysLeft: (n) => (n < 0 ? `${-n} days overdue` : n ? `${n} days left` : 'due today'),
}
export type Words = typeof zh
export const reportWords = (lang: Lang): Words => (lang === 'en' ? en : zh)
