import type { Lang } from '../../words'

const zh = {
  title: '读音', hint: '逐个核定标准地名的汉语拼音。建议读音按1984年拼写规则由程序给出，核定之前一律视为草稿。',
  progress: (done: number, all: number) => `已核定 ${done} / ${all}`, left: (n: number) => `还有 ${n} 个待核定`,
  cls: '类别', allClasses: '全部类别', division: '区划', allDivisions: '全部区划', q: '名称', heteronyms: '只看多音字未定的', filters: '筛选',
  list: '待核定的名称', done: '已核定', nothing: '没有待核定的读音', nothingHint: '这个范围内的名称都已核定。换一个类别或区划，或到“地名”里查看。', all: '本页已全部核定',
  moreHeteronyms: '这一段没有多音字，请继续往下找。',
  source: { table: '依据：读音表', phrase: '依据：词语', characters: '依据：逐字推定' } as Record<string, string>,
  whole: (reading: string) => `全名读作 ${reading}`, proposed: '建议读音', given: '来源资料的读音', others: '多音字另有读法',
  reading: '核定为', readingHint: '可带声调符号，也可用数字标调：qing1hu2 jie1dao4；ü 可写 v。', signs: '标志用大写', basis: '依据', basisHint: '记入账本，下一个沿用', basisFirst: '逐一核对读音',
  confirm: '核定读音', next: '下一个', previous: '上一个', undo: '撤回核定', undoReason: '误核定，撤回重核', confirmed: (name: string, reading: string) => `${name} 已核定为 ${reading}`, reopened: (name: string) => `${name} 的核定已撤回`,
  reload: '载入最新内容', place: '打开这个地名', keys: 'Enter 核定 · j 下一个 · k 上一个 · 1–9 选读法 · e 改写 · u 撤回', mayNot: '您可以查看；核定读音须有地名编辑权限。', noReading: '（无）',
}
const en: typeof zh = {
  title: 'Readings', hint: 'Confirm the pinyin of standard names one by one. Proposals follow the spelling rules of 1984; until confirmed each is a draft.',
  progress: (done, all) => `${done} of ${all} confirmed`, left: (n) => `${n} to be confirmed`,
  cls: 'Class', allClasses: 'All classes', division: 'Division', allDivisions: 'All divisions', q: 'Name', heteronyms: 'Only undecided heteronyms', filters: 'Filters',
  list: 'Names to be confirmed', done: 'confirmed', nothing: 'No reading waits', nothingHint: 'All names here are confirmed. Choose another class or division, or look under Names.', all: 'All of this page are confirmed',
  moreHeteronyms: 'No heteronym in this stretch; go on looking.',
  source: { table: 'from the table of readings', phrase: 'from words', characters: 'character by character' },
  whole: (reading) => `the whole name ${reading}`, proposed: 'Proposed', given: 'Reading of the source', others: 'Heteronyms may be read',
  reading: 'Confirm as', readingHint: 'With tone marks, or numbers for tones: qing1hu2 jie1dao4; v is ü.', signs: 'On signs', basis: 'Basis', basisHint: 'Goes into the ledger; kept for the next', basisFirst: 'Readings gone through one by one',
  confirm: 'Confirm', next: 'Next', previous: 'Previous', undo: 'Take back', undoReason: 'Confirmed by mistake', confirmed: (name, reading) => `${name} is confirmed as ${reading}`, reopened: (name) => `The confirmation of ${name} was taken back`,
  reload: 'Load what stands now', place: 'Open the place', keys: 'Enter confirms · j next · k previous · 1–9 choose · e write · u take back', mayNot: 'You may look; confirming needs the right to edit places.', noReading: '(none)',
}
export const readingsWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
