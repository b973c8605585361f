import type { Lang } from '../../words'

const zh = {
  title: '区划调整', hint: '从申请到归档：报送、批复、生效、公布代码、完成、公告。将到期的排在最前。', begin: '新建区划调整', none: '还没有区划调整案', noneHint: '写明要变更的区划，系统先推算新代码和影响，批复后一次生效。', list: '区划调整案',
  name: '名称', state: '状态', due: '最近期限', effective: '生效日期', kind: '变更种类', back: '返回列表',
  what: '变更内容', caseTitle: '案由', reason: '理由', add: '添加一项变更', remove: '移除', division: '区划', other: '合并的另一方', choose: '选择区划', newName: '新名称', newParent: '新的上级', save: '建立草稿', incomplete: '请写明案由和至少一项完整的变更。', into: '存续方（第一项）',
  simulation: '模拟结果', oldCode: '旧代码', newCode: '新代码', was: '原名称', becomes: '新名称', above: '上级', rows: '代码对照', given: '官方给定', problems: '不能生效之处', findings: '将产生重名', claims: '专名占用变化', gained: '新占用', lost: '释放', touched: '涉及的登记', notHeld: '本登记尚无此类数据', authority: '审批机关', before: '变更前', after: '变更后（草图）', noMap: '本登记未存有关区域的界线，不能绘图。', enactedList: '已按此生效', setCode: '填写官方给定的代码', code: '代码', saveCode: '保存代码',
  papers: '材料', missing: '缺', held: '已备', addPaper: '填写材料', text: '内容', clocks: '期限', met: '已完成', daysLeft: (n: number) => (n < 0 ? `逾期 ${-n} 天` : `还有 ${n} 天`), noClocks: '批复后开始计期。', timeline: '经过', late: (n: number) => `补录，迟 ${n} 天`, applied: '申请日期', applicant: '经办人',
  next: '下一步', nobody: '没有下一步，本案已结。', who: '由', ownCase: '您是本案经办人，不能决定本案，须由另一位审批人办理。', notYours: '您没有办理这一步的权限。', replyBy: '批准机关', replyNo: '批复文号', replyOn: '批复日期', effectiveOn: '生效日期（空白为批复日期）', note: '备注', approval: '批准延长的文件', refusedToo: '批复为不予批准', done: '已办理', moreSteps: '其他办理',
  print: '打印', report: '变更完成报告', announcement: '公告文本', reportText: (t: string) => `现将“${t}”的完成情况报告如下：`, noticeText: (by: string, no: string, on: string, eff: string) => `经${by}${no}批复（${on}），自${eff}起行政区划变更如下：`, yes: '是',
  states: { draft: '拟办', submitted: '已报送', replied: '已批复', refused: '不予批准', withdrawn: '已撤回', in_force: '已生效', codes_published: '代码已公布', completed: '变更完成', announced: '已公告', archived: '已归档' } as Record<string, string>,
  kinds: { establish: '设立', abolish: '撤销', merge: '合并', split: '拆分', rename: '更名', type_change: '变更类型', reparent: '变更隶属', line_change: '界线变更', seat_move: '驻地迁移', code_change: '变更代码' } as Record<string, string>,
  paperKinds: { application: '申请书', history: '历史沿革', geography: '地理环境', nationality: '民族', economy: '经济发展', people: '人口', environment: '资源环境', area: '行政区域面积', subordination: '隶属关系', risk: '风险评估报告', expert: '专家论证报告', opinion: '征求社会公众意见情况', map_before: '变更前的行政区划图', sketch_after: '变更方案示意图' } as Record<string, string>,
  touch: { places: '地名', addresses: '地址', plates: '标志（二维码）', lines: '界线', markers: '界桩', shelters: '避灾场所', pages: '扫码页面' } as Record<string, string>,
  deadlines: { codes: '公布代码', completion: '完成变更', extended: '完成变更（延长）' } as Record<string, string>,
  verbs: { submit: '报送审批', return: '退回修改', withdraw: '撤回本案', reply: '录入批复', enact: '办理生效', 'publish-codes': '登记代码已公布', complete: '登记变更完成', extend: '登记延长期限', announce: '登记已公告', archive: '归档' } as Record<string, string>,
  roles: { 'division_case.prepare': '受理人员', 'division_case.submit': '审核人员', 'division_case.decide': '审批人员' } as Record<string, string>,
}

const en: typeof zh = {
  title: 'Division changes', hint: 'From application to archive: submission, reply, effect, codes, completion, announcement. What is due comes first.', begin: 'New change', none: 'No division case yet', noneHint: 'Say which divisions change: new codes and effects are reckoned first, and take effect at once after the reply.', list: 'Division cases',
  name: 'Name', state: 'State', due: 'Next deadline', effective: 'Effective', kind: 'Kind', back: 'Back to the list',
  what: 'What changes', caseTitle: 'Title', reason: 'Reason', add: 'Add a change', remove: 'Remove', division: 'Division', other: 'Merges with', choose: 'Choose a division', newName: 'New name', newParent: 'New division above', save: 'Make a draft', incomplete: 'Enter a title and at least one complete change.', into: 'Goes on (the first)',
  simulation: 'Simulation', oldCode: 'Old code', newCode: 'New code', was: 'Was', becomes: 'Becomes', above: 'Under', rows: 'Codes old and new', given: 'given officially', problems: 'Stands against it', findings: 'Names that would be double', claims: 'Names that gain or lose their standing', gained: 'gained', lost: 'given up', touched: 'What it touches', notHeld: 'this register holds no such data yet', authority: 'Approving body', before: 'Before', after: 'After (sketch)', noMap: 'No areas are held here: nothing to draw.', enactedList: 'In force as listed', setCode: 'Enter the code given officially', code: 'Code', saveCode: 'Save the code',
  papers: 'Papers', missing: 'missing', held: 'held', addPaper: 'Write a paper', text: 'Content', clocks: 'Deadlines', met: 'met', daysLeft: (n) => (n < 0 ? `${-n} days overdue` : `${n} days left`), noClocks: 'They begin with the reply.', timeline: 'What was done', late: (n) => `entered ${n} days late`, applied: 'Application dated', applicant: 'Prepared by',
  next: 'Next step', nobody: 'There is no next step: the case is closed.', who: 'By', ownCase: 'You prepared this case and may not decide it: another approver must.', notYours: 'You may not take this step.', replyBy: 'Approving body', replyNo: 'Number of the reply', replyOn: 'Date of the reply', effectiveOn: 'Effective (blank: the reply’s date)', note: 'Note', approval: 'Approval of the extension', refusedToo: 'The reply refuses', done: 'Done', moreSteps: 'Other steps',
  print: 'Print', report: 'Report of completion', announcement: 'Announcement', reportText: (t) => `On “${t}” the following is reported as carried out:`, noticeText: (by, no, on, eff) => `By the reply ${no} of ${by} (${on}), the divisions change as follows from ${eff}:`, yes: 'yes',
  states: { draft: 'draft', submitted: 'submitted', replied: 'approved', refused: 'refused', withdrawn: 'withdrawn', in_force: 'in force', codes_published: 'codes published', completed: 'completed', announced: 'announced', archived: 'archived' },
  kinds: { establish: 'establish', abolish: 'abolish', merge: 'merge', split: 'split', rename: 'rename', type_change: 'change of type', reparent: 'moves under another', line_change: 'change of line', seat_move: 'seat moves', code_change: 'new code' },
  paperKinds: { application: 'Application', history: 'History', geography: 'Geography', nationality: 'Nationalities', economy: 'Economy', people: 'Population', environment: 'Resources and environment', area: 'Area', subordination: 'Subordination', risk: 'Risk assessment', expert: 'Expert review', opinion: 'Public opinion', map_before: 'Map before', sketch_after: 'Sketch after' },
  touch: { places: 'Places', addresses: 'Addresses', plates: 'Signs (codes)', lines: 'Lines', markers: 'Markers', shelters: 'Shelters', pages: 'Pages behind codes' },
  deadlines: { codes: 'Publish the codes', completion: 'Complete the change', extended: 'Complete the change (extended)' },
  verbs: { submit: 'Submit for approval', return: 'Send back', withdraw: 'Take back', reply: 'Enter the reply', enact: 'Put into force', 'publish-codes': 'Codes are published', complete: 'Change is complete', extend: 'Enter an extension', announce: 'Announced', archive: 'Archive' },
  roles: { 'division_case.prepare': 'clerk or reviewer', 'division_case.submit': 'reviewer', 'division_case.decide': 'approver' },
}

export type Words = typeof zh
export const redivisionWords = (lang: Lang): Words => (lang === 'en' ? en : zh)
