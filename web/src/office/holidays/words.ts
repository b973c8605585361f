import type { Lang } from '../../words'

const zh = {
  title: '节假日', hint: '工作日和期限按这里的放假调休推算。依据国务院办公厅每年公布的放假安排录入；修改不影响已经起算的期限。',
  year: '年份', earlier: '上一年', later: '下一年', back: '设置',
  unknown: (year: number) => `${year}年放假安排尚未录入`, unknownHint: '这一年的期限暂按双休日推算。安排公布后，请管理员逐日录入。',
  unchecked: (n: number) => `有 ${n} 天尚未与公布的通知核对`, uncheckedHint: '请管理员对照通知，逐日打开后保存，即为已核对。',
  rest: '放假', work: '上班', plain: '照常', restMark: '休', workMark: '班', verified: '已核对', notVerified: '未核对',
  month: (n: number) => `${n}月`, weekdays: ['一', '二', '三', '四', '五', '六', '日'],
  list: '放假与调休', day: '日期', kind: '安排', name: '名称', source: '依据', check: '核对', keys: '选中日期后用方向键移动，回车修改。',
  edit: '修改', editTitle: (day: string) => `${day}的安排`, save: '保存', saved: (day: string) => `${day}已修改`, nameHint: '例如“国庆节”“春节调休”', sourceHint: '通知的名称和文号，例如“国务院办公厅关于2027年部分节假日安排的通知”',
  clear: '取消', clearTitle: (day: string) => `取消${day}的安排`, clearHint: '这一天恢复为普通的工作日或双休日。', cleared: (day: string) => `${day}已恢复照常`,
}

const en: typeof zh = {
  title: 'Holidays', hint: 'Working days and deadlines are reckoned by these days. Enter them from the yearly notice of the State Council’s office; deadlines that run already keep their days.',
  year: 'Year', earlier: 'Year before', later: 'Next year', back: 'Settings',
  unknown: (year) => `The holidays of ${year} are not entered yet`, unknownHint: 'Deadlines of that year go by weekends alone. Once the notice is published, the administrator enters its days.',
  unchecked: (n) => `${n} days are not yet compared with the notice`, uncheckedHint: 'The administrator opens each beside the notice and saves it: that marks it as compared.',
  rest: 'rest', work: 'work', plain: 'as usual', restMark: 'R', workMark: 'W', verified: 'compared', notVerified: 'not compared',
  month: (n) => ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'][n - 1] ?? '', weekdays: ['M', 'T', 'W', 'T', 'F', 'S', 'S'],
  list: 'Days of rest and make-up work', day: 'Day', kind: 'Arrangement', name: 'Name', source: 'Basis', check: 'Compared', keys: 'Arrow keys move between days, Enter edits.',
  edit: 'Edit', editTitle: (day) => `Arrangement of ${day}`, save: 'Save', saved: (day) => `${day} was changed`, nameHint: 'for example 国庆节, 春节调休', sourceHint: 'Title and number of the notice',
  clear: 'Remove', clearTitle: (day) => `Remove the arrangement of ${day}`, clearHint: 'The day is again as any other of its weekday.', cleared: (day) => `${day} is as usual again`,
}

export const holidayWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
