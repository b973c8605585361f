import type { Lang } from '../../words'
import type { Size } from './api'

const zh = {
  title: '地名规则', hint: '审查名称时用的词表、程序和地方规定，都在这里维护；每一条写明依据，改动记入账本，下一次审查即按新规则。',
  tryTitle: '试一试', tryHint: '不立案，先看一个名称能不能用。', name: '名称', class: '类别', division: '所在区划', anyDivision: '不限（按位置判断）', lon: '经度（可不填）', lat: '纬度（可不填）', spotHint: '点地图可取位置。', check: '检查名称', wrongPoint: '经度在 -180 到 180 之间，纬度在 -90 到 90 之间，例如 118.62、28.74。',
  noFindings: '没有发现问题', noFindingsHint: '规则没有可说的。正式审查时还会按立案时的资料再查一遍。', foundN: (n: number) => `${n} 条意见`, version: '规则版本', basis: '依据', from: '出处', cancelled: '已注销', km: (m: number) => (m < 1000 ? `相距 ${Math.round(m)} 米` : `相距 ${(m / 1000).toFixed(1)} 公里`),
  severities: { refuse: '不合规定', justify: '须说明理由', unchecked: '未能查清', note: '提示' } as Record<string, string>,
  likeness: { exact: '重名', specific: '专名相同', toned: '同音', toneless: '同音不同调', look: '字形相近', dialect: '方言同音' } as Record<string, string>,
  listsTitle: '词表', list: '词表', lists: { leaders: '国家领导人', persons: '其他人名', foreign: '外国人名地名', brands: '企业和商标', exaggerated: '夸大用词', unhealthy: '不健康用词', wording: '采词用字规范', generics: '通名', exempt: '约定俗成（清理时不算）', reserve: '地名储备库', plan: '地名方案' } as Record<string, string>,
  listHints: {
    leaders: '名称中含有即不合规定（条例第九条第四项）。', persons: '含有时须说明理由。', foreign: '含有时须说明理由（条例第九条第五项）。', brands: '含有时须说明理由（条例第九条第六项）。', exaggerated: '清理“大”地名、审查新名称时使用。', unhealthy: '含有时须说明理由（条例第九条第一项）。',
    wording: '本地规定不宜使用的词和字；备注写改用什么。', generics: '各类地名可用的通名，可写明规模条件；规模条件在采用通名规模规定（N17）后起作用。', exempt: '清理整治时不算不规范的历史地名；不用于新名称。',
    reserve: '备用的名称；立案时可以选用，审查时提示。', plan: '已批准地名方案中的名称；同类新名称不在方案中时提示。依据写方案名称和批准文号。',
  } as Record<string, string>,
  kinds: { '': '一般', common: '也是普通用词', person: '外国人名', place: '外国地名', word: '外来词', feudal: '封建色彩', vulgar: '庸俗', superstition: '迷信' } as Record<string, string>,
  search: '查找', own: '只看本地增补', ownN: (n: number) => (n ? `（本地 ${n}）` : ''), text: '词', kind: '种类', note: '备注', source: '依据', where: '适用区划', size: '规模条件', state: '状态', shipped: '系统自带', added: '本地增补', dropped: '已停用', stands: '已有地名使用', everywhere: '全部', total: (n: number) => `共 ${n} 条`, allClasses: '全部类别', byClass: (code: string) => `类别 ${code}`,
  groups: { 215: '乡、镇、街道', 216: '村、社区', 217: '区片、开发区', 221: '住宅区、楼宇', 222: '自然村', 235: '街、路、巷', 23: '交通设施', 24: '水利、电力设施', 26: '建筑物', 1: '自然地理实体' } as Record<string, string>,
  add: '增补', addTitle: (list: string) => `增补：${list}`, paste: '词条', pasteHint: '一行一条，可从表格粘贴多行；备注写在逗号或制表符后面。', lineCount: (n: number) => `将增补 ${n} 条`, sourceHint: '出自哪个文件、哪一条，例如“某市地名管理办法第八条”', whole: '不限区划', addVerb: '增补', addedN: (n: number) => `已增补 ${n} 条`, refusedN: (n: number) => `${n} 条没有增补`, refusedRow: (row: number, text: string, why: string) => `第 ${row} 条“${text}”：${why}`, badNumber: '请填数字，例如 20000',
  end: '撤销', endTitle: (text: string) => `撤销“${text}”`, endHint: '以后的审查不再用这一条；已有案件的审查结果不变。', ended: (text: string) => `“${text}”已撤销`, drop: '停用', dropTitle: (text: string) => `停用“${text}”`, dropHint: '系统自带的词停用后，审查不再提示；可以恢复。', droppedDone: (text: string) => `“${text}”已停用`, restore: '恢复', restoreTitle: (text: string) => `恢复“${text}”`, restored: (text: string) => `“${text}”已恢复`,
  none: '这个词表还没有本地内容', noneHint: '按“增补”粘贴已有的清单，每条写明依据。', noMatch: '没有符合条件的词', noMatchHint: '换一个查找词或筛选条件。',
  sizes: { min_land_m2: '占地不少于（平方米）', min_floor_m2: '建筑面积不少于（平方米）', min_height_m: '高度不低于（米）', min_green_percent: '绿地率不低于（%）', min_length_m: '长度不少于（米）', min_width_m: '红线宽度不少于（米）', max_width_m: '红线宽度少于（米）' } as Record<keyof Size, string>,
  sections: { '': '词表与试查' } as Record<string, string>, sectionsLabel: '地名规则的各部分',
}

export type NamingWords = typeof zh

const en: NamingWords = {
  title: 'Rules of names', hint: 'The lists, procedures and local rules that names are checked by. Each entry says what it rests on; a change goes into the ledger and holds from the next check on.',
  tryTitle: 'Try a name', tryHint: 'Whether a name may stand, before there is a case.', name: 'Name', class: 'Class', division: 'Division', anyDivision: 'by the position', lon: 'Longitude (optional)', lat: 'Latitude (optional)', spotHint: 'Click the map to take a position.', check: 'Check the name', wrongPoint: 'Longitude is from -180 to 180, latitude from -90 to 90, for example 118.62 and 28.74.',
  noFindings: 'Nothing found', noFindingsHint: 'The rules have nothing to say. A case is checked again with its own particulars.', foundN: (n) => `${n} findings`, version: 'Version of the rules', basis: 'Basis', from: 'From', cancelled: 'cancelled', km: (m) => (m < 1000 ? `${Math.round(m)} m away` : `${(m / 1000).toFixed(1)} km away`),
  severities: { refuse: 'not allowed', justify: 'needs a reason', unchecked: 'unchecked', note: 'note' },
  likeness: { exact: 'same name', specific: 'same specific part', toned: 'same sound', toneless: 'same sound, other tone', look: 'looks alike', dialect: 'same in dialect' },
  listsTitle: 'Lists', list: 'List', lists: { leaders: 'State leaders', persons: 'Other persons', foreign: 'Foreign names', brands: 'Enterprises and brands', exaggerated: 'Exaggerations', unhealthy: 'Unhealthy words', wording: 'Local wording rules', generics: 'Generic parts', exempt: 'Established (clean-up only)', reserve: 'Reserve of names', plan: 'Place-name plan' },
  listHints: {
    leaders: 'No name may hold one (Regulation art. 9(4)).', persons: 'Needs a reason.', foreign: 'Needs a reason (art. 9(5)).', brands: 'Needs a reason (art. 9(6)).', exaggerated: 'Asked in the clean-up and of new names.', unhealthy: 'Needs a reason (art. 9(1)).',
    wording: 'Words and characters that local rules speak against; the note says what to write instead.', generics: 'Generic parts by class, with the size the thing must have; sizes count once the local rule N17 is adopted.', exempt: 'Established names that the clean-up leaves alone; not for new names.',
    reserve: 'Names kept for use: offered when a case is opened, noted when checked.', plan: 'Names of an approved plan: a new name of its class that is not in it is noted. The source names the plan and its approval.',
  },
  kinds: { '': 'any', common: 'an ordinary word too', person: 'person', place: 'place', word: 'word', feudal: 'feudal', vulgar: 'vulgar', superstition: 'superstition' },
  search: 'Find', own: 'Own entries only', ownN: (n) => (n ? ` (${n} own)` : ''), text: 'Word', kind: 'Kind', note: 'Note', source: 'Source', where: 'For', size: 'Size needed', state: 'State', shipped: 'with the program', added: 'own', dropped: 'taken out', stands: 'a place bears it', everywhere: 'all', total: (n) => `${n} entries`, allClasses: 'all classes', byClass: (code) => `class ${code}`,
  groups: { 215: 'townships', 216: 'villages, communities', 217: 'zones', 221: 'estates, buildings', 222: 'natural villages', 235: 'streets', 23: 'transport', 24: 'water and power', 26: 'buildings', 1: 'natural entities' },
  add: 'Add', addTitle: (list) => `Add to: ${list}`, paste: 'Entries', pasteHint: 'A line an entry; several may be pasted from a table. A note follows a comma or a tab.', lineCount: (n) => `${n} will be added`, sourceHint: 'Which document and article', whole: 'anywhere', addVerb: 'Add', addedN: (n) => `${n} added`, refusedN: (n) => `${n} not added`, refusedRow: (row, text, why) => `No. ${row} “${text}”: ${why}`, badNumber: 'Write a number, for example 20000',
  end: 'End', endTitle: (text) => `End “${text}”`, endHint: 'Later checks no longer follow it; findings of cases stay as they are.', ended: (text) => `“${text}” has ended`, drop: 'Take out', dropTitle: (text) => `Take out “${text}”`, dropHint: 'Checks no longer speak of it; it can be put back.', droppedDone: (text) => `“${text}” was taken out`, restore: 'Put back', restoreTitle: (text) => `Put back “${text}”`, restored: (text) => `“${text}” is back`,
  none: 'Nothing of your own in this list yet', noneHint: 'Press Add and paste what you have, with its source.', noMatch: 'No entry fits', noMatchHint: 'Try another word or filter.',
  sizes: { min_land_m2: 'Land at least (m²)', min_floor_m2: 'Floor at least (m²)', min_height_m: 'Height at least (m)', min_green_percent: 'Green at least (%)', min_length_m: 'Length at least (m)', min_width_m: 'Width at least (m)', max_width_m: 'Width below (m)' },
  sections: { '': 'Lists and trial' }, sectionsLabel: 'Parts of the rules',
}

export const namingWords = (lang: Lang): NamingWords => (lang === 'en' ? en : zh)
