import type { Lang } from '../../words'

const zh = {
  title: (name: string) => `${name} 地名档案`, back: '地名', hint: '名称沿革、案卷和材料、备案和公告、证明，一处可查。个人申请人的信息另存，不入档案。',
  part: '您看到的不是全部', partHint: '有的案卷不在您的权限内，只显示批准结果。',
  zip: '下载全部（ZIP）', zipHint: '含案卷材料和目录，下载记入账本。', page: '打印版', place: '地名', names: '名称沿革', decisions: '命名更名案卷', noDecisions: '还没有案卷', noDecisionsHint: '这个地名没有办理过命名、更名、销名或更正案件。',
  records: '证明和标志', noRecords: '没有开具过证明，也没有登记标志。', recordKinds: { certificate: '地名证明', sign: '地名标志' } as Record<string, string>,
  name: '名称', kind: '种类', reading: '读音', valid: '使用时间', basis: '依据', begun: (paper: string) => `自此为标准地名：${paper}`, over: (paper: string) => `终止：${paper}`, source: (text: string) => `来源：${text}`,
  states: { current: '现行', ended: '已终止', replaced: '已由他处取代', withdrawn: '已撤回' } as Record<string, string>, outcomes: { open: '办理中', approved: '批准', refused: '不予批准' } as Record<string, string>,
  fields: { reading: '读音', class_name: '类别', code: '地名代码', division: '所在行政区', meaning: '含义', origin: '来历', history: '沿革', description: '描述' } as Record<string, string>,
  reply: '批复', filed: '备案', announced: '公告', number: (year: number, n: number) => `${year}年第${n}号`, applicant: '申请单位', reason: '方案及理由', notice: '公示', case: '案卷',
  documents: '材料', noDocuments: '没有材料', timeline: (n: number) => `办理经过（${n}）`, at: '时间', what: '事项', by: '经办', why: '说明', on: '日期', sum: '文件摘要',
}

const en: typeof zh = {
  title: (name) => `${name}: name archive`, back: 'Names', hint: 'Names, cases with their documents, filings, announcements and certificates in one place. Who applied as a person is kept apart.',
  part: 'This is not all', partHint: 'Some cases are outside your rights: only what was approved is shown.',
  zip: 'Download all (ZIP)', zipHint: 'With the documents and a list; the download is an entry of the ledger.', page: 'To print', place: 'The place', names: 'Names', decisions: 'Cases', noDecisions: 'No cases yet', noDecisionsHint: 'No case of naming, renaming, cancelling or correction was about this place.',
  records: 'Certificates and signs', noRecords: 'No certificate was issued and no sign is registered.', recordKinds: { certificate: 'certificate', sign: 'sign' },
  name: 'Name', kind: 'Kind', reading: 'Reading', valid: 'In use', basis: 'Basis', begun: (paper) => `standard name by ${paper}`, over: (paper) => `ended by ${paper}`, source: (text) => `source: ${text}`,
  states: { current: 'current', ended: 'ended', replaced: 'replaced', withdrawn: 'withdrawn' }, outcomes: { open: 'open', approved: 'approved', refused: 'refused' },
  fields: { reading: 'Reading', class_name: 'Class', code: 'Code', division: 'Division', meaning: 'Meaning', origin: 'Origin', history: 'History', description: 'Description' },
  reply: 'Reply', filed: 'Filed', announced: 'Announced', number: (year, n) => `No. ${n} of ${year}`, applicant: 'Applicant', reason: 'Plan and reasons', notice: 'Public notice', case: 'Case',
  documents: 'Documents', noDocuments: 'No documents', timeline: (n) => `What was done (${n})`, at: 'Time', what: 'Step', by: 'By', why: 'Note', on: 'Date', sum: 'Digest',
}

export const archiveWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
