import type { Lang } from '../../words'

const zh = {
  title: '门牌和标志', hint: '每块牌的文字、状态和经历。文字不再与登记相符的列入重制清单。', back: '全部牌', stock: '各状态的牌', list: '牌', none: '没有符合条件的牌', noneHint: '换一个筛选条件；新门牌在编号之后拟制。',
  search: '牌上的字或编号', kind: '种类', state: '状态', allKinds: '全部种类', allStates: '全部状态', text: '牌上文字', code: '编号', generation: '代', due: '修复期限', reprints: '重制清单', all: '全部', now: '现在应写', nothingNow: '地址或地名已不存在', noReprints: '没有要重制的牌', noReprintsHint: '所有挂着的牌都与登记相符。',
  kinds: { door_big: '大门牌', door_middle: '中门牌', door_small: '小门牌', building: '楼栋牌', unit: '单元牌', room: '户室牌', street: '街路牌', lane: '巷牌', village: '村牌', settlement: '自然村牌', place: '地名标志' } as Record<string, string>,
  states: { planned: '拟制', checked: '文字已核', ordered: '已下单', made: '已制作', received: '已到货', installed: '已安装', in_use: '在用', faulty: '有故障', replaced: '已更换', removed: '已拆除', void: '作废' } as Record<string, string>,
  steps: { find: '普查登记', check: '核对文字', reopen: '退回拟制', order: '下单', make: '制作完成', receive: '到货验收', return: '退回重制', install: '安装', accept: '安装验收', report: '报故障', repair: '修复', replace: '更换', remove: '拆除', void: '作废' } as Record<string, string>,
  artwork: '牌面', size: '成品尺寸', basis: '依据', history: '经历', page: '扫码看到的页面', differs: '牌上文字与登记不符', differsHint: '现在应写：', photo: '安装照片', saved: '已办', needsReason: '请写明原因。', elsewhere: '安装、报故障和更换在手机上办；下单、到货在制牌批次里办。', mm: '毫米', pinyin: '拼音', drawn: '牌面图', runs: '去制牌批次',
}
const en: typeof zh = {
  title: 'Plates and signs', hint: 'What each plate says, its state and its life. A plate whose text no longer agrees with the register is on the reprint list.', back: 'All plates', stock: 'Plates by state', list: 'Plates', none: 'Nothing fits', noneHint: 'Choose another filter; new plates are planned once houses are numbered.',
  search: 'Text or code', kind: 'Kind', state: 'State', allKinds: 'All kinds', allStates: 'All states', text: 'Text', code: 'Code', generation: 'Generation', due: 'Mend by', reprints: 'Reprint list', all: 'All', now: 'Should say', nothingNow: 'its address or place stands no more', noReprints: 'Nothing to reprint', noReprintsHint: 'Every plate that hangs agrees with the register.',
  kinds: { door_big: 'big door plate', door_middle: 'middle door plate', door_small: 'small door plate', building: 'building plate', unit: 'unit plate', room: 'room plate', street: 'street sign', lane: 'lane sign', village: 'village sign', settlement: 'natural-village sign', place: 'place sign' },
  states: { planned: 'planned', checked: 'text checked', ordered: 'ordered', made: 'made', received: 'received', installed: 'installed', in_use: 'in use', faulty: 'faulty', replaced: 'replaced', removed: 'removed', void: 'void' },
  steps: { find: 'found', check: 'check the text', reopen: 'reopen', order: 'order', make: 'made', receive: 'receive', return: 'send back', install: 'install', accept: 'accept', report: 'report a fault', repair: 'mended', replace: 'replace', remove: 'take down', void: 'make void' },
  artwork: 'Artwork', size: 'Size', basis: 'Basis', history: 'Life', page: 'The page behind its code', differs: 'The text no longer agrees with the register', differsHint: 'It should say: ', photo: 'Photo', saved: 'Done', needsReason: 'Say why.', elsewhere: 'Installing, faults and replacing are done on the phone; ordering and receipt in print runs.', mm: 'mm', pinyin: 'Pinyin', drawn: 'Picture of the plate', runs: 'Go to print runs',
}
export type Words = typeof zh
export const plateWords = (lang: Lang): Words => (lang === 'en' ? en : zh)
