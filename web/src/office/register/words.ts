import type { Lang } from '../../words'

const zh = {
  title: '地名登记', total: (n: number) => `共 ${n} 条`, shown: (n: number) => `已列出 ${n} 条`, filters: '筛选', clear: '清除筛选', q: '名称、拼音或代码', cls: '类别', division: '区划', allDivisions: '全部区划', pickDivision: '选择区划',
  state: '状态', visibility: '公开', finding: '检查', reading: '读音', asOf: '什么日期的情况', recorded: '当时登记簿怎么说', recordedHint: '留空为现在', asOfHint: '留空为今天',
  inView: '只列地图范围内', name: '名称', pinyin: '拼音', waits: '待办', since: '起用', until: '止用', position: '坐标',
  states: { current: '现行', ended: '已停用', replaced: '已被接替', withdrawn: '已撤回' } as Record<string, string>,
  visibilities: { public: '公开', internal: '内部' } as Record<string, string>,
  archive: '地名档案', readings: { draft: '读音待核', confirmed: '读音已核' } as Record<string, string>,
  hasFinding: '有检查发现', findings: (n: number) => `检查发现 ${n}`, none: '没有符合条件的地名', noneHint: '减少一个筛选条件，或检查日期后再试。', open: '打开', listLabel: '地名列表', exportCSV: '导出 CSV', allClasses: '全部类别',
  // place
  backToList: '返回列表', edit: '修改', rename: '更名', withdraw: '撤回', confirm: '核定读音', certificate: '开具地名证明', names: '名称与读音', text: '记载', historyTitle: '两条时间轴', findingsTitle: '检查发现', noFindings: '没有检查发现。',
  kinds: { standard: '标准名称', former: '曾用名', alias: '别名', short: '简称' } as Record<string, string>,
  fields: { meaning: '含义', origin: '来历', history: '沿革', description: '描述', heritage: '地名文化遗产', class: '类别', visibility: '公开范围', lon: '经度', lat: '纬度' } as Record<string, string>,
  from: '生效日期', fromHint: '从哪一天起是这样；更正错误时留空，表示一直如此', code: '代码', source: '来源', chain: '所在区划', elevation: '海拔', valid: '有效期', noText: '尚无记载。',
  axes: '横向是什么日期的情况（有效时间），纵向是登记簿何时这样说（记录时间）。点一格可看当时的记载。', validAxis: '什么日期的情况 →', recordedAxis: '登记时间 ↓', nowMark: '现在', past: '过去',
  seenAt: (asOf: string, recorded: string) => `正在看：${recorded}登记簿所说的${asOf}的情况。`, todayWord: '今天', nowWord: '现在', toNow: '回到现在', superseded: '已被更正', noHistory: '没有更多记录。', versionsOf: '全部记录', recordedCol: '登记于', validCol: '有效期', what: '内容', action: '办理', historyOf: '逐条记录',
  recording: '读音录音',
  actions: { 'place.add': '登记', 'place.describe': '补充记载', 'place.edit': '修改', 'place.withdraw': '撤回', 'name.rename': '更名', 'place.rename': '更名', 'name.confirm_reading': '核定读音', 'name.reopen_reading': '撤回读音核定', 'name.sound_set': '录制读音', 'name.sound_remove': '移除录音', 'division.record_past': '补记历史', 'division.load': '载入', 'place.load': '载入', 'place.restore': '恢复' } as Record<string, string>,
  editTitle: (name: string) => `修改 ${name}`, willChange: '将要改动', nothingChanged: '还没有改动。', submit: '保存修改', discard: '放弃草稿', onMap: '在地图上点一下可改位置。', draftKept: '草稿已存到服务器', draftLocal: '草稿已存在本机，网络恢复后上传', draftFound: (when: string) => `已恢复您 ${when} 的草稿。`, draftOld: '这份草稿写好之后，登记已有改动；保存时会请您逐项选择。', leave: '有未保存的修改，草稿会保留。现在离开吗？',
  saved: (name: string) => `${name}已修改`, undone: '已撤销，恢复为修改前的内容', undoReason: '撤销刚才的修改', undoFailed: '未能撤销',
  conflict: '您打开之后，别人已改过这个地名', conflictBy: (by: string, at: string) => `${by || '另一位同事'}${at ? '于 ' + at : ''}修改了它。逐项选择保留哪一个，再保存。`, base: '您打开时', mine: '您的', theirs: '现在登记的', keepMine: '用我的', keepTheirs: '用现在的', noClash: '双方改的不是同一项，可以一并保存。', saveMerged: '按所选保存',
  badNumber: '请填写数字，例如 118.62', badRange: '经度在 73 与 136 之间，纬度在 3 与 54 之间',
  withdrawTitle: (name: string) => `撤回 ${name}`, withdrawHint: '撤回用于不应登记的地名。记录不会删除，扫码者会看到撤回的理由。', successor: '由哪个地名接替（编号，可不填）', withdrawSubmit: '撤回', withdrawn: '已撤回',
  confirmTitle: (name: string) => `核定 ${name} 的读音`, readingField: '读音（带声调的拼音）', confirmHint: '核定后不再自动改动。地方读音请注明依据。', confirmSubmit: '核定读音', confirmed: '读音已核定', publicPage: '公众看到的页面', distance: (m: number) => (m >= 1000 ? `相距 ${(m / 1000).toFixed(1)} 公里` : `相距 ${Math.round(m)} 米`), stale: '正在看过去的情况，不能修改。', mapNote: '位置',
}

export type RegisterWords = typeof zh

const en: RegisterWords = {
  title: 'Names', total: (n) => `${n} in all`, shown: (n) => `${n} listed`, filters: 'Filters', clear: 'Clear filters', q: 'Name, pinyin or code', cls: 'Class', division: 'Division', allDivisions: 'All divisions', pickDivision: 'Choose a division',
  state: 'State', visibility: 'Visibility', finding: 'Checks', reading: 'Reading', asOf: 'As it was on', recorded: 'As the register said on', recordedHint: 'empty: now', asOfHint: 'empty: today',
  inView: 'Only what the map shows', name: 'Name', pinyin: 'Pinyin', waits: 'Waiting', since: 'Since', until: 'Until', position: 'Position',
  states: { current: 'in use', ended: 'ended', replaced: 'replaced', withdrawn: 'withdrawn' },
  visibilities: { public: 'public', internal: 'internal' },
  archive: 'Name archive', readings: { draft: 'reading to confirm', confirmed: 'reading confirmed' },
  hasFinding: 'with findings', findings: (n) => `${n} finding${n === 1 ? '' : 's'}`, none: 'No place fits', noneHint: 'Take away one filter, or check the dates.', open: 'Open', listLabel: 'List of places', exportCSV: 'Export CSV', allClasses: 'All classes',
  backToList: 'Back to the list', edit: 'Edit', rename: 'Rename', withdraw: 'Withdraw', confirm: 'Confirm reading', certificate: 'Certificate', names: 'Names and readings', text: 'Description', historyTitle: 'Two axes of time', findingsTitle: 'Findings', noFindings: 'No findings.',
  kinds: { standard: 'Standard name', former: 'Former name', alias: 'Alias', short: 'Short name' },
  fields: { meaning: 'Meaning', origin: 'Origin', history: 'History', description: 'Description', heritage: 'Heritage', class: 'Class', visibility: 'Visibility', lon: 'Longitude', lat: 'Latitude' },
  from: 'In force from', fromHint: 'the day since when it is so; empty for a correction: it was always so', code: 'Code', source: 'Source', chain: 'Lies in', elevation: 'Elevation', valid: 'Valid', noText: 'Nothing recorded yet.',
  axes: 'Across: the day it was so (valid time). Down: when the register said so (recorded time). Choose a cell to see what was held then.', validAxis: 'as it was on →', recordedAxis: 'recorded ↓', nowMark: 'now', past: 'past',
  seenAt: (asOf, recorded) => `You see ${asOf} as the register told it on ${recorded}.`, todayWord: 'today', nowWord: 'now', toNow: 'Back to now', superseded: 'corrected since', noHistory: 'Nothing more is recorded.', versionsOf: 'All records', recordedCol: 'Recorded', validCol: 'Valid', what: 'Content', action: 'Action', historyOf: 'Record by record',
  recording: 'Recording of the name',
  actions: { 'place.add': 'Registered', 'place.describe': 'Described', 'place.edit': 'Edited', 'place.withdraw': 'Withdrawn', 'name.rename': 'Renamed', 'place.rename': 'Renamed', 'name.confirm_reading': 'Reading confirmed', 'name.reopen_reading': 'Confirmation taken back', 'name.sound_set': 'Recording set', 'name.sound_remove': 'Recording removed', 'division.record_past': 'Past recorded', 'division.load': 'Loaded', 'place.load': 'Loaded', 'place.restore': 'Restored' },
  editTitle: (name) => `Edit ${name}`, willChange: 'What will change', nothingChanged: 'Nothing changed yet.', submit: 'Save changes', discard: 'Discard draft', onMap: 'Click the map to move it.', draftKept: 'Draft kept on the server', draftLocal: 'Draft kept on this computer; sent when the network is back', draftFound: (when) => `Your draft of ${when} was restored.`, draftOld: 'The register changed since this draft was written; you will choose field by field when you save.', leave: 'There are unsaved changes; the draft is kept. Leave now?',
  saved: (name) => `${name} was changed`, undone: 'Undone: as it was before', undoReason: 'Undoing the last change', undoFailed: 'Could not undo',
  conflict: 'Someone changed this place since you opened it', conflictBy: (by, at) => `${by || 'A colleague'} changed it${at ? ' on ' + at : ''}. Choose for each field which to keep, then save.`, base: 'When you opened it', mine: 'Yours', theirs: 'In the register now', keepMine: 'Keep mine', keepTheirs: 'Keep theirs', noClash: 'You changed different fields; both can be kept.', saveMerged: 'Save as chosen',
  badNumber: 'A number, for example 118.62', badRange: 'Longitude lies between 73 and 136, latitude between 3 and 54',
  withdrawTitle: (name) => `Withdraw ${name}`, withdrawHint: 'For places that should not be registered. Nothing is deleted; who scans the code is told why.', successor: 'Successor (id, optional)', withdrawSubmit: 'Withdraw', withdrawn: 'Withdrawn',
  confirmTitle: (name) => `Confirm how ${name} is read`, readingField: 'Reading (pinyin with tones)', confirmHint: 'Once confirmed it is never changed by rule. Say the basis of a local reading.', confirmSubmit: 'Confirm reading', confirmed: 'Reading confirmed', publicPage: 'As the public sees it', distance: (m) => (m >= 1000 ? `${(m / 1000).toFixed(1)} km away` : `${Math.round(m)} m away`), stale: 'You are looking at the past, which cannot be edited.', mapNote: 'Position',
}

export const registerWords = (lang: Lang): RegisterWords => (lang === 'en' ? en : zh)
