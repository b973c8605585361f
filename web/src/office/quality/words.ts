import type { Lang } from '../../words'

const zh = {
  title: '数据质量', run: '现在核查', trend: (n: number) => `近期走势，现有 ${n} 个问题`, check: '问题', state: '状态', due: '待处理', select: '选择', name: '名称', division: '所在', detail: '说明', none: '没有问题', noneHint: '换一个筛选条件，或重新核查。',
  mine: (n: number) => `由我处理 ${n} 条`, accept: (n: number) => `按现状认可 ${n} 条`, acceptHint: '每条各记理由；情况改变后会重新列出。', acceptVerb: '按现状认可',
  states: { open: '未分派', assigned: '已分派', accepted: '按现状认可', fixed: '已解决' } as Record<string, string>,
  checks: { duplicate_name: '重名', reading_missing: '缺读音', heteronym_unconfirmed: '多音字未核定', outside_division: '点位在区划外', position_missing: '缺点位', division_missing: '缺所属区划', point_duplicate: '点位重复', place_code_missing: '缺地名代码', meaning_missing: '缺含义', class_unverified: '类别代码未核' } as Record<string, string>,
}
const en: typeof zh = {
  title: 'Data quality', run: 'Look through now', trend: (n) => `Trend; ${n} findings now`, check: 'Finding', state: 'State', due: 'To do', select: 'Select', name: 'Name', division: 'In', detail: 'Detail', none: 'Nothing found', noneHint: 'Choose another filter, or look through again.',
  mine: (n) => `Take ${n} on`, accept: (n) => `Accept ${n} as they are`, acceptHint: 'Each gets its reason; what changes is listed again.', acceptVerb: 'Accept',
  states: { open: 'open', assigned: 'assigned', accepted: 'accepted', fixed: 'fixed' },
  checks: { duplicate_name: 'duplicate name', reading_missing: 'no reading', heteronym_unconfirmed: 'heteronym unconfirmed', outside_division: 'point outside its division', position_missing: 'no position', division_missing: 'no division', point_duplicate: 'points coincide', place_code_missing: 'no place code', meaning_missing: 'no meaning', class_unverified: 'class code unverified' },
}
export const qualityWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
