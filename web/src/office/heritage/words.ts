import type { Lang } from '../../words'

const zh = {
  title: '地名保护', hint: '保护名录分批编制、公布；列入名录的名称，保护方案经批准后才能更名（地名管理条例第二十五条）。', begin: '新建一批名录', none: '还没有保护名录', noneHint: '先新建一批名录，写明标准，再逐个推荐地名。', back: '全部名录',
  batch: '名录名称', year: '年份', criteria: '列入标准', criteriaHint: '按什么标准选取，写明所依据的文件。', division: '编制单位所在区划', pickDivision: '选择区划', publishedOn: (day: string) => `${day}公布`, draft: '未公布', counts: (listed: number, waiting: number) => `已列入 ${listed} 个${waiting ? `，在办 ${waiting} 个` : ''}`,
  publish: '公布名录', publishHint: '公布后任何人可见；以后列入的名称随即公布。', published: '已公布', day: '日期（空白为今天）',
  names: '名录中的地名', allNames: '各批名录中的地名', noNames: '没有符合条件的地名', noNamesHint: '推荐一个地名，或换一个筛选条件。', add: '推荐地名', place: '地名', class: '类别', classes: ['千年古县', '千年古镇', '千年古村落', '历史地名', '红色地名', '其他'], reason: '推荐理由', proposed: '已推荐，待审核', search: '名称', state: '状态', plan: '保护方案', allStates: '全部状态', allPlans: '全部方案', name: '名称', nameNow: '现名', where: '所在', list: '名录', listedOn: '列入日期',
  states: { proposed: '已推荐', reviewed: '已审核', listed: '已列入', delisted: '已移出', dropped: '未列入' } as Record<string, string>,
  plans: { none: '无方案', drawn: '待批准', approved: '已批准' } as Record<string, string>,
  mayNot: '这个名称已列入名录，还没有批准的保护方案：任何更名都会被拒绝，包括导入。', may: '保护方案已批准，可以更名。', proposedBy: '推荐人', review: '审核意见',
  next: '下一步', doReview: '登记审核意见', doList: '列入名录', doEnd: '移出名录', doDrop: '不予列入', ownProposal: '推荐人不能自己列入名录。', saved: '已保存', waitsForList: '待有批准权限的同事列入名录。', ended: '移出原因', waitsForReview: '待有权限的同事审核。',
  evidence: '保护依据', noEvidence: '还没有登记依据。', addEvidence: '补充依据', evidenceTitle: '依据', evidenceSource: '出处', evidenceHint: '如县志卷页、碑刻、档案号。',
  planTitle: '保护方案', noPlan: '还没有保护方案。', writePlan: '编写保护方案', planText: '方案内容', planTextHint: '更名或撤销前怎样保存、延续这个名称。', measures: '措施', measuresMissing: '请至少选择一项措施。', document: '文件名称和文号', drawnOn: '编写日期', by: '编写', approve: '批准方案', approveHint: '批准后，这个名称可以按程序更名。编写人不能批准自己的方案。', approved: (who: string, day: string) => `${who} ${day}批准`, waiting: '待批准', opinion: '意见', own: '由您编写，须由另一位同事批准。',
  measureWords: { marker: '设立标志', derived: '派生命名', living: '活化使用', product: '文化产品', publicity: '宣传', other: '其他' } as Record<string, string>,
}
const en: typeof zh = {
  title: 'Heritage names', hint: 'Protection lists come in batches; a listed name is renamed only after its protection plan was approved (art. 25).', begin: 'Begin a list', none: 'No protection list yet', noneHint: 'Begin a list with its criteria, then propose names.', back: 'All lists',
  batch: 'Title of the list', year: 'Year', criteria: 'Criteria', criteriaHint: 'By what names are chosen, with the text it rests on.', division: 'Drawn up by', pickDivision: 'Choose a division', publishedOn: (day) => `published ${day}`, draft: 'not published', counts: (listed, waiting) => `${listed} listed${waiting ? `, ${waiting} on their way` : ''}`,
  publish: 'Publish the list', publishHint: 'Everybody sees it from then on, and names listed later at once.', published: 'Published', day: 'Day (today if empty)',
  names: 'Names of this list', allNames: 'Names of all lists', noNames: 'No name fits', noNamesHint: 'Propose one, or choose another filter.', add: 'Propose a name', place: 'Place', class: 'Class', classes: ['千年古县', '千年古镇', '千年古村落', '历史地名', '红色地名', '其他'], reason: 'Why it is proposed', proposed: 'Proposed; to be reviewed', search: 'Name', state: 'State', plan: 'Protection plan', allStates: 'All states', allPlans: 'All plans', name: 'Name', nameNow: 'Name now', where: 'In', list: 'List', listedOn: 'Listed on',
  states: { proposed: 'proposed', reviewed: 'reviewed', listed: 'listed', delisted: 'taken off', dropped: 'not listed' },
  plans: { none: 'no plan', drawn: 'to be approved', approved: 'approved' },
  mayNot: 'This name is listed and has no approved protection plan: every renaming is refused, imports too.', may: 'A plan is approved: the name may be changed.', proposedBy: 'Proposed by', review: 'Review',
  next: 'Next step', doReview: 'Record the review', doList: 'List the name', doEnd: 'Take off the list', doDrop: 'Do not list', ownProposal: 'Nobody lists their own proposal.', saved: 'Saved', waitsForList: 'A colleague with the right must list it.', ended: 'Taken off because', waitsForReview: 'A colleague must review it.',
  evidence: 'Evidence', noEvidence: 'No evidence yet.', addEvidence: 'Add evidence', evidenceTitle: 'Evidence', evidenceSource: 'Where it stands', evidenceHint: 'A book with its page, a stele, a number of the archive.',
  planTitle: 'Protection plan', noPlan: 'No plan yet.', writePlan: 'Write a plan', planText: 'The plan', planTextHint: 'How the name is kept alive before it is changed or ended.', measures: 'Measures', measuresMissing: 'Choose at least one measure.', document: 'Title and number of the paper', drawnOn: 'Drawn up on', by: 'by', approve: 'Approve the plan', approveHint: 'Then the name may be changed in due form. Nobody approves their own plan.', approved: (who, day) => `approved by ${who}, ${day}`, waiting: 'to be approved', opinion: 'Opinion', own: 'You wrote it; a colleague must approve it.',
  measureWords: { marker: 'marker', derived: 'derived names', living: 'living use', product: 'cultural products', publicity: 'publicity', other: 'other' },
}
export type Words = typeof zh
export const heritageWords = (lang: Lang): Words => (lang === 'en' ? en : zh)
