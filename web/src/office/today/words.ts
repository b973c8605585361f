import type { Lang } from '../../words'

const zh = {
  overdue: '逾期', later: '其他在办', laterDue: '七天以后到期', tasks: '等您办理的案件', tasksMore: (n: number) => `共 ${n} 件，全部在办案件`, record: '登记意见', opened: (day: string) => `${day} 立案`, week: '七天内到期', noDue: '七天内没有到期的案件。', lacks: '还缺', dueList: (what: string) => `${what}的案件`,
  lack: { addition: '申请人补正', findings: '处理审查结果', consult: '开始征求意见', reports: '登记意见', review: '审核意见', decision: '请示或批复', reply: '批复', filing: '备案', contents: '公告内容', announcement: '发布公告', signs: '设标' } as Record<string, string>,
  submitted: (n: number) => `${n} 件申请待受理`, noticeOver: (title: string) => `公示期满待结束：${title}`, noticeComments: (title: string, n: number) => `公示有 ${n} 条意见待处理：${title}`, until: (day: string) => `截止 ${day}`,
  inspections: '到期的界线联检', inspectionsMore: (n: number) => `共 ${n} 项，看全部未完成的任务`,
  hello: (name: string) => `${name}，您好`, nothing: '没有等您办理的事', nothingHint: '可以从左侧打开地名登记，或按 / 搜索。', waiting: '等您办理',
  eventUntold: (title: string, left: number, all: number) => `${title}：还有 ${left} 个村没有通知到（共 ${all} 个）`, eventGoing: (title: string) => `${title}：进行中，各村都已通知`, eventComing: (title: string) => `${title}：即将生效`, eventReport: (title: string) => `${title}已结束，还没有写总结`, eventWithout: (n: number) => `${n} 个村的人在附近开放的场所放不下`,
  shelters: (n: number, urgent: number) => `${n} 处避难场所有到期或要处理的事${urgent ? `，其中 ${urgent} 处紧急` : ''}`, villages: (n: number, gap: string) => `${n} 个村${gap}`, papers: (n: number) => `${n} 个村贴着的避险告示已过期`,
  counter: (n: string, late: number) => `${n} 件门牌、地址申请在办${late ? `，其中 ${late} 件逾期` : ''}`, wall: (n: string, late: number) => `${n} 件群众报告待处理${late ? `，其中 ${late} 件逾期` : ''}`, falseCodes: (n: number) => `${n} 件说牌上贴了假码`, faults: (n: string) => `${n} 块坏牌过了修复期限`,
  drafts: '未完成的修改', draftOf: (name: string) => `继续修改 ${name}`, failedImport: (file: string) => `导入失败：${file}`, runningImport: (file: string) => `正在导入：${file}`, plannedImport: (file: string) => `待运行的导入：${file}`,
  findings: (n: number) => `${n} 个地名有检查发现`, readings: (n: number) => `${n} 个读音待核`, settings: (label: string, day: string) => `设置“${label}”将于 ${day} 生效`, partial: '有一部分没能查到，其余如下。', look: '查看', saved: (when: string) => `${when} 保存`,
}

const en: typeof zh = {
  overdue: 'Overdue', later: 'Others under way', laterDue: 'Due after seven days', tasks: 'Cases waiting for your step', tasksMore: (n) => `${n} in all: every open case`, record: 'Record opinions', opened: (day) => `opened ${day}`, week: 'Due within seven days', noDue: 'No case is due within seven days.', lacks: 'Lacks', dueList: (what) => `Cases: ${what}`,
  lack: { addition: 'what the applicant was asked for', findings: 'answers to findings', consult: 'the start of the opinions', reports: 'opinions', review: 'the review', decision: 'the request or the reply', reply: 'the reply', filing: 'the filing', contents: 'contents of the announcement', announcement: 'its publication', signs: 'the signs' },
  submitted: (n) => `${n} applications to take in`, noticeOver: (title) => `Notice is over, to be closed: ${title}`, noticeComments: (title, n) => `${n} comments to handle: ${title}`, until: (day) => `until ${day}`,
  inspections: 'Inspections that are due', inspectionsMore: (n) => `${n} in all: every unfinished task`,
  hello: (name) => `Hello, ${name}`, nothing: 'Nothing waits for you', nothingHint: 'Open the register on the left, or press / to search.', waiting: 'Waiting for you',
  eventUntold: (title, left, all) => `${title}: ${left} of ${all} villages not told yet`, eventGoing: (title) => `${title}: going on, every village told`, eventComing: (title) => `${title}: about to begin`, eventReport: (title) => `${title} is over; its report is not written`, eventWithout: (n) => `${n} villages do not fit into open shelters`,
  shelters: (n, urgent) => `${n} shelters with something due${urgent ? `, ${urgent} of them urgent` : ''}`, villages: (n, gap) => `${n} villages: ${gap}`, papers: (n) => `${n} villages with an out-of-date paper on the wall`,
  counter: (n, late) => `${n} applications for addresses open${late ? `, ${late} overdue` : ''}`, wall: (n, late) => `${n} reports from the wall waiting${late ? `, ${late} overdue` : ''}`, falseCodes: (n) => `${n} about a false code`, faults: (n) => `${n} broken plates past their date`,
  drafts: 'Unfinished edits', draftOf: (name) => `Go on editing ${name}`, failedImport: (file) => `Import failed: ${file}`, runningImport: (file) => `Importing: ${file}`, plannedImport: (file) => `Import to be run: ${file}`,
  findings: (n) => `${n} places with findings`, readings: (n) => `${n} readings to confirm`, settings: (label, day) => `“${label}” takes effect on ${day}`, partial: 'Some of it could not be asked; the rest is below.', look: 'Look', saved: (when) => `saved ${when}`,
}

export const todayWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
