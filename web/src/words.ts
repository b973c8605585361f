// Every word a person reads, Chinese first; and dates in words.
import { chinaDay } from './china'

const zh = {
  title: (county: string) => county + '地名图',
  search: '搜索地名、拼音或代码',
  searchLabel: '搜索地名',
  clear: '清除搜索',
  noMatch: '没有找到相符的地名。可试拼音（如 qinghu）、简拼（qh）或曾用名。',
  suggestions: '搜索建议',
  results: '搜索结果',
  more: '显示更多',
  searching: '正在搜索…',
  loading: '正在载入…',
  retry: '重试', backToSearch: '返回搜索',
  close: '关闭', publicPages: '公众服务', pages: [['/notices', '公示'], ['/announcements', '公告'], ['/apply', '申请命名更名'], ['/legend', '图例']] as [string, string][],
  map: '地图',
  list: '列表',
  showMap: '看地图',
  showList: '看列表',
  noWebGL: '此浏览器不能显示地图（没有 WebGL 2），已改用列表，内容相同。',
  browse: '按行政区划浏览',
  browseEmpty: '没有下级区划。',
  pick: '选一个地名，查看它的读音、含义和来历。',
  standard: '标准名称', former: '曾用名', alias: '别名', short: '简称',
  now: '现名', then: '当时名称', later: '后来的名称',
  variant: '繁体或异体写法', fuzzy: '近似', code: '代码', pinyin: '拼音', initials: '简拼',
  formerNow: (was: string, is: string) => `曾用名 ${was}，现名 ${is}`,
  otherTime: (text: string) => `另一时期的名称 ${text}`,
  sound: '听读音', unconfirmed: '读音待核',
  meaning: '含义', origin: '来历', past: '沿革', names: '名称', changes: '变更记录',
  position: '位置', elevation: '海拔', metres: '米', placeCode: '地名代码', heritage: '地名文化遗产',
  noChanges: '没有变更记录。', process: '登记过程', registered: '登记', established: '设立', renamed: '更名', gone: '撤销',
  replaced: '此地名已由后继地名接替。',
  withdrawn: '此地名已撤销，以下是最后的记载。',
  ended: '此地名已不再使用。',
  successor: '看后继地名',
  noLonger: '已不再使用', notThen: '当时未使用', notYet: '当时尚未设立，以下是后来的记载。', endedThen: '当时已不再使用。', goneNow: '现已不再使用',
  actions: {
    'place.add': '登记', 'place.describe': '补充记载', 'place.withdraw': '撤销', 'name.rename': '更名',
    'name.confirm_reading': '确认读音', 'name.reopen_reading': '撤回读音确认', 'name.sound_set': '录制读音', 'name.sound_remove': '移除录音', 'division.record_past': '补记历史',
  } as Record<string, string>,
  recorded: '载入', recordedOn: (date: string) => `${date}登记`,
  about: '概况', divisionCode: '区划代码', source: '来源',
  qr: '二维码', qrHint: '扫码打开此地名的页面',
  qrSVG: '下载 SVG', qrPNG: '下载 PNG（40 毫米）',
  copy: '复制链接', copied: '链接已复制', copyFailed: '未能复制，请从地址栏复制链接',
  print: '打印', page: '打开地名页', data: '下载 GeoJSON',
  asOf: '区划日期', today: '现在', todayLong: '现在的区划',
  asOfLong: (date: string) => `${date}的区划`,
  backToToday: '回到现在',
  changedIn: (year: string, counts: [string, number][]): string =>
    `${year}年：${counts.map(([kind, n]) => `${zh.kinds[kind] ?? '其他变更'} ${n}`).join('、')} 处`,
  kinds: {
    establish: '设立', abolish: '撤销', merge: '合并', split: '分设', rename: '更名', type_change: '变更类型',
    reparent: '变更隶属', line_change: '界线变更', seat_move: '驻地迁移', code_change: '代码变更',
  } as Record<string, string>,
  demo: '示例数据', demoHint: '界线为合成，仅供演示',
  approval: '审图号',
  zoomIn: '放大', zoomOut: '缩小', north: '指北', northLetter: '北', whole: '看全县', labelsPinyin: '地图注记加拼音',
  tools: '地图工具', keys: '键盘操作', mapLabel: '地名地图',
  since: '起', until: '止', to: '至', undated: '日期不详',
  km: '公里', m: '米', scale: '比例尺',
  printed: '打印于',
  mapFailed: '地图未能载入', tilesFailed: '地图暂时取不到，已显示的仍可用',
  shelter: '应急避难场所', shelterState: '现在', capacity: '可容纳', free: '还可容纳', address: '地址', duty: '值班电话', shelterDemo: '演示用，不可据此避险',
  shelterStates: { standby: '待命', open: '开放', full: '已满', closed: '关闭' } as Record<string, string>,
  people: (n: number) => `${n} 人`, shelterVillage: (name: string) => `看${name || '所在村'}`,
  sheltersHere: '图中的避难场所', noSheltersHere: '图中没有画出避难场所，请放大或移动地图。',
  withinLabel: '图中心所在',
  nothingHere: '这里没有收录的地名或区划。',
  help: [
    ['/', '搜索'], ['↑ ↓ Enter', '选择建议'], ['j k', '在结果中上下移动'],
    ['[ ]', '上一年、下一年的区划'], ['m', '地图与列表切换'], ['Esc', '关闭'], ['?', '显示本表'],
  ] as [string, string][],
  other: 'English',
}

type Words = typeof zh

const en: Words = {
  title: (county: string) => (county ? 'Place names of ' + county : 'Place names'),
  search: 'Name, pinyin or code',
  searchLabel: 'Search place names',
  clear: 'Clear search',
  noMatch: 'Nothing found. Try pinyin (qinghu), initials (qh) or a former name.',
  suggestions: 'Suggestions',
  results: 'Results',
  more: 'Show more',
  searching: 'Searching…',
  loading: 'Loading…',
  retry: 'Try again', backToSearch: 'Back to search',
  close: 'Close', publicPages: 'Public services', pages: [['/notices', 'Notices'], ['/announcements', 'Announcements'], ['/apply', 'Apply'], ['/legend', 'Legend']] as [string, string][],
  map: 'Map',
  list: 'List',
  showMap: 'Map',
  showList: 'List',
  noWebGL: 'This browser cannot draw the map (no WebGL 2). The list holds the same content.',
  browse: 'Browse divisions',
  browseEmpty: 'No divisions below this one.',
  pick: 'Choose a place to see its reading, meaning and origin.',
  standard: 'Standard name', former: 'Former name', alias: 'Alias', short: 'Short name',
  now: 'Now', then: 'Name then', later: 'Later name',
  variant: 'Traditional or variant characters', fuzzy: 'Similar', code: 'Code', pinyin: 'Pinyin', initials: 'Initials',
  formerNow: (was: string, is: string) => `Former name ${was}, now ${is}`,
  otherTime: (text: string) => `Name of another time: ${text}`,
  sound: 'Hear the name', unconfirmed: 'reading to be confirmed',
  meaning: 'Meaning', origin: 'Origin', past: 'History', names: 'Names', changes: 'Changes',
  position: 'Position', elevation: 'Elevation', metres: 'm', placeCode: 'Place code', heritage: 'Heritage name',
  noChanges: 'No changes recorded.', process: 'How it was recorded', registered: 'Registered', established: 'Established', renamed: 'Renamed', gone: 'Withdrawn',
  replaced: 'This name has been replaced by its successor.',
  withdrawn: 'This name was withdrawn; below is its last record.',
  ended: 'This name is no longer in use.',
  successor: 'See its successor',
  noLonger: 'no longer in use', notThen: 'not in use then', notYet: 'It did not exist then; below is the later record.', endedThen: 'It was no longer in use then.', goneNow: 'no longer in use today',
  actions: {
    'place.add': 'Registered', 'place.describe': 'Described', 'place.withdraw': 'Withdrawn', 'name.rename': 'Renamed',
    'name.confirm_reading': 'Reading confirmed', 'name.reopen_reading': 'Confirmation of the reading taken back', 'name.sound_set': 'Recording set', 'name.sound_remove': 'Recording removed', 'division.record_past': 'Past recorded',
  },
  recorded: 'Loaded', recordedOn: (date: string) => `recorded ${date}`,
  about: 'About', divisionCode: 'Division code', source: 'Source',
  qr: 'QR code', qrHint: 'Scan to open the page of this place',
  qrSVG: 'Download SVG', qrPNG: 'Download PNG (40 mm)',
  copy: 'Copy link', copied: 'Link copied', copyFailed: 'Could not copy; take the link from the address bar',
  print: 'Print', page: 'Open its page', data: 'Download GeoJSON',
  asOf: 'Divisions as of', today: 'Now', todayLong: 'Divisions of today',
  asOfLong: (date: string) => `Divisions as of ${date}`,
  backToToday: 'Back to now',
  changedIn: (year: string, counts: [string, number][]): string =>
    `${year}: ${counts.map(([kind, n]) => `${en.kinds[kind] ?? 'other change'} ${n}`).join(', ')}`,
  kinds: {
    establish: 'established', abolish: 'abolished', merge: 'merged', split: 'divided', rename: 'renamed', type_change: 'type changed',
    reparent: 'moved to another division', line_change: 'boundary changed', seat_move: 'seat moved', code_change: 'code changed',
  },
  demo: '示例数据 Sample', demoHint: 'boundaries are synthetic',
  approval: 'Map approval 审图号',
  zoomIn: 'Zoom in', zoomOut: 'Zoom out', north: 'North up', northLetter: 'N', whole: 'Whole county', labelsPinyin: 'Pinyin on the map',
  tools: 'Map tools', keys: 'Keyboard', mapLabel: 'Map of place names',
  since: 'since', until: 'until', to: 'to', undated: 'undated',
  km: 'km', m: 'm', scale: 'Scale',
  printed: 'Printed',
  mapFailed: 'The map could not be loaded', tilesFailed: 'The map cannot be had just now; what is shown can still be used',
  shelter: 'Shelter', shelterState: 'Now', capacity: 'Takes', free: 'Room for', address: 'Address', duty: 'Phone on duty', shelterDemo: 'for demonstration only, do not rely on it',
  shelterStates: { standby: 'standing by', open: 'open', full: 'full', closed: 'closed' },
  people: (n: number) => `${n} people`, shelterVillage: (name: string) => `See ${name || 'its village'}`,
  sheltersHere: 'Shelters on the map', noSheltersHere: 'The map shows no shelter here; zoom in or move it.',
  withinLabel: 'Middle of the map',
  nothingHere: 'No registered place or division here.',
  help: [
    ['/', 'Search'], ['↑ ↓ Enter', 'Choose a suggestion'], ['j k', 'Move through results'],
    ['[ ]', 'Divisions a year earlier, later'], ['m', 'Map or list'], ['Esc', 'Close'], ['?', 'This table'],
  ],
  other: '中文',
}

export type Lang = 'zh' | 'en'

export const words = (lang: Lang): Words => (lang === 'en' ? en : zh)

/** Chinese unless the reader asks for English or reads no Chinese at all. */
export function langOf(asked: Lang | null, languages: readonly string[]): Lang {
  if (asked) return asked
  return languages.length > 0 && !languages.some((tag) => /^zh\b/i.test(tag)) ? 'en' : 'zh'
}

/** An ISO date, or the day of a moment in China, in words: 2019年12月31日, or 31 December 2019. */
export function dateWords(date: string, lang: Lang): string {
  const [year, month, day] = chinaDay(date).split('-').map(Number) as [number, number, number]
  if (lang === 'zh') return `${year}年${month}月${day}日`
  const months = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' })
  return `${day} ${months.format(Date.UTC(year, month - 1, day))} ${year}`
}

/** When a name held: an open end is said in words, an unknown start is admitted. */
export function spanWords(from: string | null | undefined, to: string | null | undefined, lang: Lang): string {
  const t = words(lang)
  if (from && to) return `${dateWords(from, lang)}${lang === 'en' ? ' ' : ''}${t.to}${lang === 'en' ? ' ' : ''}${dateWords(to, lang)}`
  if (from) return lang === 'en' ? `${t.since} ${dateWords(from, lang)}` : dateWords(from, lang) + t.since
  if (to) return lang === 'en' ? `${t.until} ${dateWords(to, lang)}` : dateWords(to, lang) + t.until
  return t.undated
}
