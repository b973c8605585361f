import type { Lang } from '../../words'

const zh = {
  title: '门牌和标志', hint: '每块牌的文字、状态和经历。文字不再与登记相符的列入重制清单。', back: '全部牌', stock: '各状态的牌', list: '牌', none: '没有符合条件的牌', noneHint: '换一个筛选条件；新门牌在编号之后拟制。',
  search: '牌上的字或编号', kind: '种类', state: '状态', allKinds: '全部种类', allStates: '全部状态', text: '牌上文字', code: '编号', generation: '代', due: '修复期限', reprints: '重制清单', all: '全部', now: '现在应写', nothingNow: '地址或地名已不存在', noReprints: '没有要重制的牌', noReprintsHint: '所有挂着的牌都与登记相符。',
  kinds: { door_big: '大门牌', door_middle: '中门牌', door_small: '小门牌', building: '楼栋牌', unit: '单元牌', room: '户室牌', street: '街路牌', lane: '巷牌', village: '村牌', settlement: '自然村牌', place: '地名标志' } as Record<string, string>,
  states: { planned: '拟制', checked: '文字已核', ordered: '已下单', made: '已制作', received: '已到货', installed: '已安装', in_use: '在用', faulty: '有故障', replaced: '已更换', removed: '已拆除', void: '作废' } as Record<string, string>,
  steps: { find: '普查登记', check: '核对文字', reopen: '退回拟制', order: '下单', make: '制作完成', receive: '到货验收', return: '退回重制', install: '安装', accept: '安装验收', report: '报故障', repair: '修复', replace: '更换', remove: '拆除', void: '作废' } as Record<string, string>,
  found: '普查登记', foundHint: '登记已经挂着的牌和牌上的旧码。先在“地址匹配”里匹配这份表、核对存疑的行，再把匹配后的 CSV 放到这里。列名：匹配标识（必有）、二维码、牌上名称、牌上号码、种类、经度、纬度、查看日期；没有的列可以不要，没有牌上文字的按登记认定。',
  file: '匹配后的表（CSV）', source: '来源', sourceHint: '如“2026 年门牌普查”，记入账本', try: '先试一遍', enter: '登记', fileMissing: '请选择文件。', sourceMissing: '请写明来源，如“2026 年门牌普查”。',
  tried: (good: number, bad: number) => `可登记 ${good} 行，不能登记 ${bad} 行；还没有写入。`, entered: (good: number, bad: number) => `已登记 ${good} 块牌，${bad} 行未登记。`, result: '下载结果', resultHint: '每一行都在结果里，未登记的写明原因；改好后可再传一次，已登记的不会重复。', match: '去地址匹配',
  foreign: '旧码换牌清单', foreignHint: '牌上的码由别的网站应答。把那个域名指向本系统并写入设置“已指向本系统的旧码域名”，旧码照常可用；否则请换牌。', host: '应答的域名', oldCode: '码的内容', noHost: '不是网址', noForeign: '没有要换的旧码', noForeignHint: '挂着的牌上的码都由本系统应答。',
  away: (m: number) => (m < 1000 ? `离登记的门 ${Math.round(m)} 米` : `离登记的门 ${(m / 1000).toFixed(1)} 公里`), sure: (m: number) => `（定位误差 ±${Math.round(m)} 米）`,
  artwork: '牌面', size: '成品尺寸', basis: '依据', history: '经历', page: '扫码看到的页面', differs: '牌上文字与登记不符', differsHint: '现在应写：', photo: '安装照片', saved: '已办', needsReason: '请写明原因。', elsewhere: '安装、报故障和更换在手机上办；下单、到货在制牌批次里办。', mm: '毫米', pinyin: '拼音', drawn: '牌面图', runs: '去制牌批次',
}
const en: typeof zh = {
  title: 'Plates and signs', hint: 'What each plate says, its state and its life. A plate whose text no longer agrees with the register is on the reprint list.', back: 'All plates', stock: 'Plates by state', list: 'Plates', none: 'Nothing fits', noneHint: 'Choose another filter; new plates are planned once houses are numbered.',
  search: 'Text or code', kind: 'Kind', state: 'State', allKinds: 'All kinds', allStates: 'All states', text: 'Text', code: 'Code', generation: 'Generation', due: 'Mend by', reprints: 'Reprint list', all: 'All', now: 'Should say', nothingNow: 'its address or place stands no more', noReprints: 'Nothing to reprint', noReprintsHint: 'Every plate that hangs agrees with the register.',
  kinds: { door_big: 'big door plate', door_middle: 'middle door plate', door_small: 'small door plate', building: 'building plate', unit: 'unit plate', room: 'room plate', street: 'street sign', lane: 'lane sign', village: 'village sign', settlement: 'natural-village sign', place: 'place sign' },
  states: { planned: 'planned', checked: 'text checked', ordered: 'ordered', made: 'made', received: 'received', installed: 'installed', in_use: 'in use', faulty: 'faulty', replaced: 'replaced', removed: 'removed', void: 'void' },
  steps: { find: 'found', check: 'check the text', reopen: 'reopen', order: 'order', make: 'made', receive: 'receive', return: 'send back', install: 'install', accept: 'accept', report: 'report a fault', repair: 'mended', replace: 'replace', remove: 'take down', void: 'make void' },
  found: 'Enter hanging plates', foundHint: 'Enters plates that hang already, with their old codes. First match the table under “Match addresses” and review the doubtful rows, then bring the matched CSV here. Columns: 匹配标识 (wanted), 二维码, 牌上名称, 牌上号码, 种类, 经度, 纬度, 查看日期; what is not there may be missing, and a plate without its text is taken to say what the register has.',
  file: 'Matched table (CSV)', source: 'Source', sourceHint: 'Such as “survey of 2026”; goes into the ledger', try: 'Try first', enter: 'Enter', fileMissing: 'Choose a file.', sourceMissing: 'Say where they come from, such as “survey of 2026”.',
  tried: (good, bad) => `${good} rows can be entered, ${bad} cannot; nothing is entered yet.`, entered: (good, bad) => `${good} plates are entered, ${bad} rows are not.`, result: 'Download the result', resultHint: 'Every row is in the result, with the reason where it was not entered; bring it again once mended, nothing is entered twice.', match: 'Match addresses',
  foreign: 'Old codes to replace', foreignHint: 'Another site answers these codes. Point its host here and write it into the setting “Hosts of old codes that are pointed here”, and they work again; else replace the plates.', host: 'Host that answers', oldCode: 'Text of the code', noHost: 'no web address', noForeign: 'No old codes to replace', noForeignHint: 'All codes that hang are answered here.',
  away: (m) => (m < 1000 ? `${Math.round(m)} m from the registered door` : `${(m / 1000).toFixed(1)} km from the registered door`), sure: (m) => `(known to ±${Math.round(m)} m)`,
  artwork: 'Artwork', size: 'Size', basis: 'Basis', history: 'Life', page: 'The page behind its code', differs: 'The text no longer agrees with the register', differsHint: 'It should say: ', photo: 'Photo', saved: 'Done', needsReason: 'Say why.', elsewhere: 'Installing, faults and replacing are done on the phone; ordering and receipt in print runs.', mm: 'mm', pinyin: 'Pinyin', drawn: 'Picture of the plate', runs: 'Go to print runs',
}
export type Words = typeof zh
export const plateWords = (lang: Lang): Words => (lang === 'en' ? en : zh)
