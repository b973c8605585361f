import type { Lang } from '../../../words'
import type { Owner } from './api'

const zh = {
  title: '联检任务', hint: '每条界线每五年联合检查一次（行政区域界线管理条例第十二条）；逾期的任务和有逾期问题的任务排在最前。', list: '联检任务', none: '没有符合条件的任务', noneHint: '在“轮次”里制定一轮计划，或对一段界线发起专项检查。', special: '发起专项检查', back: '全部任务',
  line: '界线', state: '状态', allStates: '全部状态', due: '期限', lead: '牵头', leads: '牵头', year: '年度', kind: '种类', problems: '未办结问题', overdueOnly: '只看逾期', openOnly: '只看未完成', allKinds: '全部任务', specialOnly: '专项检查', length: '长度', ofRound: (n: number) => `第${han(n)}轮`, specialWord: '专项检查', onLine: '只看一条界线', clearLine: '看全部界线',
  states: { planned: '已列入计划', plan_signed: '方案已签', indoor: '内业检查', field: '实地检查', issues: '问题处理', report_draft: '起草报告', signed: '双方已签', submitted: '已上报', filed: '已备案', archived: '已归档', cancelled: '已撤销' } as Record<string, string>,
  verbs: { plan_signed: '登记方案已签', indoor: '开始内业检查', field: '开始实地检查', issues: '实地完成，处理问题', report_draft: '开始起草报告', signed: '按双方签署转入下一步', submitted: '登记已上报', filed: '登记已备案', archived: '归档', cancelled: '撤销任务' } as Record<string, string>,
  backVerbs: { field: '退回实地补查', issues: '退回处理问题', report_draft: '退回修改报告', cancelled: '撤销任务' } as Record<string, string>,
  lacks: { plan: '双方签署的实施方案，或第一次联席会议纪要', handler: '每个问题的处理单位和期限', side_a: '甲方签署', side_b: '乙方签署', report: '双方签章的联检报告扫描件', filing: '备案文号（写在说明里）或备案文件', solution: '每个问题的处理结果', reason: '原因', evidence: '说明或材料', submission: '报送机关和文号（写在说明里）' } as Record<string, string>,
  overdue: '逾期', problemDue: '问题', left: (n: number) => (n < 0 ? `逾期 ${-n} 天` : n ? `还有 ${n} 天` : '今天到期'), sideA: '甲方', sideB: '乙方', sides: { a: '甲方', b: '乙方' } as Record<string, string>, sea: '海域', notHeld: '界外',
  what: '检查什么', reason: '起因', stretch: '区段', fromTo: (a: string, b: string) => `${a} 至 ${b}`, next: '下一步', nobody: '没有下一步：任务已结束。', wants: '还缺', whoTakes: (lead: string) => `由牵头方（${lead}）办理；另一方代录时须写明说明或附材料。`, notYours: '由双方的联检员办理；您可以查看。', itsDossier: '界线档案', itsMarkers: '界桩', on: '日期', onHint: '空白为今天', note: '说明', notes: { submitted: '报送机关和文号', filed: '备案文号' } as Record<string, string>, paper: '依据材料', noPaper: '不附', actingFor: '代表', done: '已办理', more: '其他办理',
  signing: '双方签署报告', signFor: (who: string) => `${who}签署报告`, signOther: (who: string) => `按签章扫描件登记${who}签署`, signedBy: { account: '账号签署', paper: '纸质签章，扫描件存档', joint: '野外记录共同签署' } as Record<string, string>, unsigned: '未签署', needScan: '另一方的签署凭双方签章的报告扫描件登记：先在“材料”里加入。',
  problemTitle: '问题', noProblems: '没有问题。', addProblem: '登记问题', problemText: '问题', about: '涉及', objectKinds: { marker: '界桩', segment: '界线段', line: '整条界线', building: '骑线建筑', other: '其他' } as Record<string, string>, objectName: '名称或编号', handler: '处理单位', handlerHint: '只写单位，不写个人姓名。', handle: '落实处理', solve: '登记结果', solution: '处理结果', solved: '已办结', unhandled: '未落实处理单位和期限', missing: '请填写完整。',
  meetings: '联席会议纪要', noMeetings: '还没有会议纪要。第一次联席会议商定实施方案。', addMinutes: '登记会议纪要', place: '地点', units: '参加单位', who: '参加人员', whoHint: '姓名和职务；作为个人信息单独存放，不进入账本。', erased: '参加人员信息已删除', minutes: '纪要',
  own: '本方内业记录', ownHint: '只有本方看得到，对方看不到。', noNotes: '还没有记录。', addNote: '记一条', noteText: '内容',
  result: '联检成果', resultHint: '按系统中的记录当场生成；记录不变，每次生成的文件逐字节相同。双方签署后，界线和界桩的登记情况以签署时为准。',
  resultWords: { 'report.docx': '联检报告（DOCX）', 'report.pdf': '联检报告（PDF）', 'record-sheets.pdf': '联检记录表（PDF）', 'submission.zip': '报送包（ZIP）' },
  resultNames: { 'report.docx': '联检报告.docx', 'report.pdf': '联检报告.pdf', 'record-sheets.pdf': '联检记录表.pdf', 'submission.zip': '联检报送包.zip' },
  papers: '材料', noPapers: '还没有材料。', addPaper: '加入材料', paperKind: '种类', ownOnly: '只本方可见', takeOut: '移出', file: '文件', shared: '双方共有', paperKinds: { notice: '通知', plan: '实施方案', minutes: '会议纪要', indoor: '内业检查材料', records: '实地检查记录表', report: '联检报告（稿）', signed_report: '双方签章的联检报告', filing: '备案文件', archive: '归档目录', other: '其他' } as Record<string, string>,
  timeline: '办理经过', noSteps: '还没有办理。', opened: (who: string, on: string) => `${who} 于 ${on} 列入`, completed: '结果上报', nextDue: '下次联检到期', form: '检查内容', formBy: '依据', amend: '调整年度、牵头和期限', save: '保存',
  newTitle: '发起专项检查', newHint: '灾害、河流改道、道路改建之后，可随时对一段界线联合检查（条例第十二条）。', pickLine: '选择界线', stretchFrom: '起点', stretchTo: '止点', stretchHint: '如“3号界桩”', whyHint: '写明起因，如“7月山洪冲毁河岸”。', open: '发起', leave: '填写的内容还没有保存，离开就丢失。确定离开吗？', km: (m: number) => (m >= 1000 ? `${(m / 1000).toFixed(1)} 千米` : `${Math.round(m)} 米`), noLines: '您管辖的范围内还没有界线。请先在“界线”里登记。',
}
const en: typeof zh = {
  title: 'Inspection tasks', hint: 'Each line is inspected jointly every five years (Regulation on boundary lines, art. 12). Overdue tasks, and those with overdue problems, stand on top.', list: 'Inspection tasks', none: 'No task fits', noneHint: 'Plan a round under “Rounds”, or open a special check of a stretch.', special: 'Open a special check', back: 'All tasks',
  line: 'Line', state: 'State', allStates: 'All states', due: 'Due', lead: 'Lead', leads: 'leads', year: 'Year', kind: 'Kind', problems: 'Open problems', overdueOnly: 'Overdue only', openOnly: 'Unfinished only', allKinds: 'All tasks', specialOnly: 'Special checks', length: 'Length', ofRound: (n) => `round ${n}`, specialWord: 'special check', onLine: 'One line only', clearLine: 'See all lines',
  states: { planned: 'planned', plan_signed: 'plan signed', indoor: 'check of papers', field: 'in the field', issues: 'handling problems', report_draft: 'drafting the report', signed: 'signed by both', submitted: 'reported', filed: 'filed', archived: 'archived', cancelled: 'cancelled' },
  verbs: { plan_signed: 'Record the signed plan', indoor: 'Begin the check of papers', field: 'Begin field work', issues: 'Field work done: handle problems', report_draft: 'Begin the report', signed: 'Go on with both signatures', submitted: 'Record that it was reported', filed: 'Record that it was filed', archived: 'Archive', cancelled: 'Cancel the task' },
  backVerbs: { field: 'Back to the field', issues: 'Back to the problems', report_draft: 'Back to the report', cancelled: 'Cancel the task' },
  lacks: { plan: 'the signed plan, or the minutes of the first joint meeting', handler: 'a handler and a due date for each problem', side_a: 'the signature of side a', side_b: 'the signature of side b', report: 'the scan of the signed and sealed report', filing: 'the number of the filing (in the note) or its paper', solution: 'how each problem was solved', reason: 'the reason', evidence: 'a note or a paper', submission: 'to whom and under which number (in the note)' },
  overdue: 'overdue', problemDue: 'problem', left: (n) => (n < 0 ? `${-n} days overdue` : n ? `${n} days left` : 'due today'), sideA: 'side a', sideB: 'side b', sides: { a: 'side a', b: 'side b' }, sea: 'the sea', notHeld: 'beyond',
  what: 'What is inspected', reason: 'Cause', stretch: 'Stretch', fromTo: (a, b) => `${a} to ${b}`, next: 'Next step', nobody: 'No next step: the task is over.', wants: 'Still wanted', whoTakes: (lead) => `Taken by the leading side (${lead}); the other enters it with a note or a paper.`, notYours: 'Inspectors of both sides take this step; you can read.', itsDossier: 'Dossier', itsMarkers: 'Markers', on: 'Day', onHint: 'Today if empty', note: 'Note', notes: { submitted: 'To whom, under which number', filed: 'Number of the filing' }, paper: 'Paper that shows it', noPaper: 'none', actingFor: 'For', done: 'Done', more: 'Other steps',
  signing: 'Both sides sign the report', signFor: (who) => `Sign for ${who}`, signOther: (who) => `Enter ${who}’s signature from the scan`, signedBy: { account: 'by account', paper: 'in ink and sealed; the scan is filed', joint: 'by the co-signed field records' }, unsigned: 'not signed', needScan: 'The other side’s signature is entered from the scan of the sealed report: add it under papers first.',
  problemTitle: 'Problems', noProblems: 'No problems.', addProblem: 'Record a problem', problemText: 'Problem', about: 'About', objectKinds: { marker: 'marker', segment: 'segment', line: 'the whole line', building: 'building on the line', other: 'other' }, objectName: 'Name or number', handler: 'Handled by', handlerHint: 'A unit; no names of persons.', handle: 'Assign', solve: 'Record the outcome', solution: 'Outcome', solved: 'solved', unhandled: 'nobody handles it yet', missing: 'Fill in what is missing.',
  meetings: 'Joint meetings', noMeetings: 'No minutes yet. The first joint meeting settles the plan.', addMinutes: 'Record minutes', place: 'Place', units: 'Units', who: 'Who took part', whoHint: 'Names and offices; kept apart as personal data, in no ledger.', erased: 'who took part was erased', minutes: 'Minutes',
  own: 'Our own notes', ownHint: 'The other side does not see them.', noNotes: 'No notes yet.', addNote: 'Write a note', noteText: 'Text',
  result: 'Result', resultHint: 'Made from the records when you ask for it: the same bytes each time while nothing changes. Once both sides have signed, line and markers are as the register had them then.',
  resultWords: { 'report.docx': 'Report (DOCX)', 'report.pdf': 'Report (PDF)', 'record-sheets.pdf': 'Record sheets (PDF)', 'submission.zip': 'Submission package (ZIP)' },
  resultNames: { 'report.docx': 'inspection report.docx', 'report.pdf': 'inspection report.pdf', 'record-sheets.pdf': 'record sheets.pdf', 'submission.zip': 'submission.zip' },
  papers: 'Papers', noPapers: 'No papers yet.', addPaper: 'Add a paper', paperKind: 'Kind', ownOnly: 'our side only', takeOut: 'Take out', file: 'File', shared: 'shared', paperKinds: { notice: 'notice', plan: 'plan', minutes: 'minutes', indoor: 'check of papers', records: 'record sheets', report: 'draft report', signed_report: 'signed and sealed report', filing: 'filing', archive: 'archive list', other: 'other' },
  timeline: 'What was done', noSteps: 'Nothing yet.', opened: (who, on) => `planned by ${who} on ${on}`, completed: 'Result reported', nextDue: 'Next inspection due', form: 'Check items', formBy: 'by', amend: 'Change year, lead or due date', save: 'Save',
  newTitle: 'Open a special check', newHint: 'After a disaster, a river that moved or a road that was rebuilt, a stretch may be inspected at any time (art. 12).', pickLine: 'Choose a line', stretchFrom: 'From', stretchTo: 'To', stretchHint: 'such as “marker 3”', whyHint: 'What happened, such as “the flood of July washed the bank away”.', open: 'Open', leave: 'What you typed is not saved and will be lost. Leave?', km: (m) => (m >= 1000 ? `${(m / 1000).toFixed(1)} km` : `${Math.round(m)} m`), noLines: 'There are no lines within your reach yet. Register them under “Lines” first.',
}
export type Words = typeof zh
export const taskWords = (lang: Lang): Words => (lang === 'en' ? en : zh)

/** A small number as it is counted in Chinese: 5 is 五, 12 is 十二. */
export function han(n: number): string {
  const digits = '零一二三四五六七八九'
  if (n < 10) return digits[n] ?? String(n)
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  return n > 99 ? String(n) : (tens > 1 ? digits[tens] : '') + '十' + (ones ? digits[ones] : '')
}

/** What an owner is called. */
export const ownerName = (owner: Owner, w: Words) => (owner.kind === 'division' ? owner.name || owner.code || '' : owner.kind === 'sea' ? w.sea : w.notHeld)
