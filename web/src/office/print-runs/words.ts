import type { Lang } from '../../words'

const zh = {
  title: '制牌批次', hint: '从清单成批制牌：校对签字、生成文件并读码核对、试制、放行、下单、到货验收。', none: '还没有批次', noneHint: '先建立一批：可以是新拟制的、要重制的或有故障的牌。', add: '建立批次', back: '全部批次', list: '制牌批次', name: '名称', nameHint: '例如：清湖街道第一批', division: '区划', whole: '全县', source: '取哪些牌', plates: '块', made: '建立时间', state: '状态', files: '文件', missing: '请填写名称并选择区划。', choose: '请选择',
  sources: { planned: '新拟制的牌', reprints: '要重制的牌（文字已变）', faulty: '有故障的牌', plates: '指定的牌' } as Record<string, string>,
  states: { draft: '待校对', proofed: '已签字', trial: '试制中', released: '已放行', ordered: '已下单', received: '已到货', closed: '已结束', void: '作废' } as Record<string, string>,
  steps: { proof: '校对无误，签字', reopen: '退回校对', try: '开始试制', release: '放行', order: '下单', receive: '到货验收完毕', close: '结束批次', void: '作废批次' } as Record<string, string>,
  proofHint: '签字后文字不能再改。请逐块看过下面的校对表。系统会把每块牌画一遍，排不下或缺字的会逐块指出。', orderHint: '下单后请把厂家链接交给制牌厂。', jobs: { '': '还没有生成', queued: '等待绘制', running: '正在绘制并读码', passed: '全部二维码已核对', failed: '没有通过' } as Record<string, string>,
  make: '生成文件并核对', proofTable: '校对表（按安装路线）', order: '序号', text: '文字', pinyin: '拼音', kind: '种类', code: '编号', plateState: '状态', cover: '制牌单封面', delivery: '交货清单', engraving: '雕刻机用表', voids: '作废编号', trialSheet: '试制版', part: '印刷文件', history: '经过', saved: '已办', signed: '签字',
  trial: '试制', trialHint: (done: number, want: number) => `用手机扫试制的牌，扫过 ${done} 块，须扫 ${want} 块。`, scan: '扫到或抄下的编号', tick: '记为已扫', receipt: '到货验收', receiptHint: '扫一块，对照牌上刻的字，相同才收。', look: '查看', good: '相同，验收', bad: '不同，退回', badWhy: '哪里不同', read: '应刻文字', took: '已验收', sentBack: '已退回',
  links: '厂家链接', linkHint: '厂家凭链接只能看这一批，不用登录，可随时收回。链接只显示一次。', workshop: '制牌厂（单位名称）', give: '生成链接', revoke: '收回', revoked: '已收回', alive: '有效', needsTrial: '这一批较大，放行前须先试制。', codes: (n: number) => `已读 ${n} 个码`, without: (n: number, kind: string) => `${n} 块${kind}按设计不带码`, and: '；',
  drawn: (n: number, all: number) => `已绘制并读码 ${n} / ${all} 块，可以离开本页，重启也不会丢`, faults: '下列各牌画不出来。请退回校对，改好（或作废）后重新签字：',
  twoPersons: (who: string, by: string[]) => `文字由${who}签字，须由另一人放行：${by.join('、') || '还没有别人有制牌权限，请管理员授予'}。`,
  ticks: '不带码的牌', ticksHint: '这些牌按设计不带码，不用扫：逐块对照牌上刻的字，相同的勾选。', ticksDone: '不带码的牌都已验收。', goodAll: (n: number) => `所选 ${n} 块相同，验收`, badAll: (n: number) => `所选 ${n} 块不同，退回`, countOf: (n: number) => `${n} 块`,
}
const en: typeof zh = {
  title: 'Print runs', hint: 'Plates made in runs: text signed, files made with every code read back, tried, released, ordered, received.', none: 'No runs yet', noneHint: 'Make one: of what is planned, to be reprinted, or faulty.', add: 'Make a run', back: 'All runs', list: 'Print runs', name: 'Title', nameHint: 'Such as: Qinghu, first run', division: 'Division', whole: 'The county', source: 'Which plates', plates: 'plates', made: 'Made', state: 'State', files: 'Files', missing: 'Give a title and choose a division.', choose: 'Choose',
  sources: { planned: 'newly planned', reprints: 'to be reprinted', faulty: 'faulty', plates: 'named plates' },
  states: { draft: 'to be proofread', proofed: 'signed', trial: 'on trial', released: 'released', ordered: 'ordered', received: 'received', closed: 'closed', void: 'void' },
  steps: { proof: 'Sign the text', reopen: 'Reopen', try: 'Begin the trial', release: 'Release', order: 'Order', receive: 'All received', close: 'Close', void: 'Make void' },
  proofHint: 'Once signed the texts cannot change. Look at each in the table below. Every plate is drawn once; those that do not fit or lack a character are named.', orderHint: 'Then give the workshop its link.', jobs: { '': 'not made yet', queued: 'waiting', running: 'being made and read', passed: 'every code read back', failed: 'failed' },
  make: 'Make and check files', proofTable: 'Text, in walking order', order: 'No.', text: 'Text', pinyin: 'Pinyin', kind: 'Kind', code: 'Code', plateState: 'State', cover: 'Cover sheet', delivery: 'Delivery list', engraving: 'Table for engraving', voids: 'Void codes', trialSheet: 'Trial sheet', part: 'Print file', history: 'Life', saved: 'Done', signed: 'signed',
  trial: 'Trial', trialHint: (done, want) => `Scan plates of the trial with phones: ${done} read, ${want} needed.`, scan: 'Code, scanned or typed', tick: 'Tick as read', receipt: 'Receipt', receiptHint: 'Scan one, compare what is engraved, and take it if it is the same.', look: 'Look up', good: 'Same: receive', bad: 'Different: send back', badWhy: 'What differs', read: 'It should say', took: 'received', sentBack: 'sent back',
  links: 'Links of workshops', linkHint: 'A link shows this run alone, without a log-in, until it is taken back. It is shown once.', workshop: 'Workshop (organisation)', give: 'Make a link', revoke: 'Take back', revoked: 'taken back', alive: 'valid', needsTrial: 'The run is so large that a trial comes first.', codes: (n) => `${n} codes read`, without: (n, kind) => `${n} ${kind} without a code by design`, and: '; ',
  drawn: (n, all) => `${n} of ${all} plates drawn and read; you may leave this page, and a restart loses nothing`, faults: 'These plates cannot be drawn. Reopen the run, put them right (or make them void), and sign again:',
  twoPersons: (who, by) => `${who} signed the text; another person releases the run: ${by.join(', ') || 'nobody else holds the role yet, ask an administrator'}.`,
  ticks: 'Plates without a code', ticksHint: 'These bear no code by design and are not scanned: compare each with what is engraved, and tick those that are the same.', ticksDone: 'All plates without a code are received.', goodAll: (n) => `The ${n} ticked are the same: receive`, badAll: (n) => `The ${n} ticked differ: send back`, countOf: (n) => `${n} plates`,
}
export type Words = typeof zh
export const runWords = (lang: Lang): Words => (lang === 'en' ? en : zh)
