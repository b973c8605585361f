import type { Lang } from '../../words'

const zh = {
  title: '村安全卡', hint: '村民扫村牌看到的安全卡说了什么、还缺什么。先补红色的。', back: '全部村', list: '村', village: '村', shelter: '先去的避灾点', call: '联系人', night: '夜间电话', gaps: '还缺', next: '下一步', people: '人数',
  complete: '齐全', allGood: '全部齐备', allGoodHint: (n: number) => `${n} 个村都有去处、联系人、方案、走法、村牌和张贴的告示。`, all: '全部', whole: (n: number, good: number) => `${n} 个村，${good} 个齐全`, none: '没有符合条件的村', noneHint: '换一个筛选条件；您只看到自己管的村。', filter: '缺什么',
  tried: (day: string) => `${day}拨通`, untried: '没有拨通过', metres: (m: number) => (m < 1000 ? `${Math.round(m / 10) * 10} 米` : `${(m / 1000).toFixed(1)} 公里`),
  gap: { shelter: '没有可去的避灾点', contact: '没有联系电话', officer: '没有本村灾害信息员', assignment: '没有分配方案', people: '没有人数', night: '没有夜间电话', untried: '夜间电话到期未拨通', hint: '没有走法', plate: '村牌未挂', paper: '没有有效的告示' } as Record<string, string>,
  step: { shelter: '在“避难场所”里录入或重新鉴定', contact: '填一个值班电话', officer: '填本村灾害信息员', assignment: '在“转移安置方案”里做方案', people: '填要转移的人数', night: '填一个夜间有人接的电话', untried: '拨一次夜间电话并点结果', hint: '写从村口怎么走', plate: '在“门牌”里拟制村牌', paper: '在“避险告示”里生成、打印、登记张贴' } as Record<string, string>,
  urgent: ['shelter', 'contact', 'officer', 'night'], states: { open: '已开放', standby: '待命', full: '已满', closed: '关闭' } as Record<string, string>,
  preview: '村民看到的页面', openPage: '打开页面', reload: '刷新预览', contacts: '联系人', addContact: '新增联系人', role: '职责', division: '属于', name: '姓名', phone: '电话', private: '是个人号码', consent: '本人同意公开的凭据', consentHint: '哪天、哪份材料；没有同意请填值班电话',
  answersNight: '夜间有人接', label: '卡上的称呼', rank: '次序', save: '保存', change: '修改', end: '停用', cancel: '取消', erased: '已删除个人信息',
  roles: { information_officer: '灾害信息员', village: '村', township: '乡镇、街道', emergency_office: '应急管理局', other: '其他' } as Record<string, string>,
  try: '刚才拨了', results: { answered: '打通', no_answer: '没人接', wrong_number: '号码不对' } as Record<string, string>, lastTry: '最近拨测',
  hints: '走法', hintOf: (name: string) => `到${name}怎么走`, hintRule: '120 字以内，按认路的人说的写；留空保存就是收回。没有走法时，页面写“直线距离，请听村干部指挥”。',
  peopleHint: '只填数字，不填姓名', vulnerable: '其中需要帮助的', source: '数字来源', policies: '政策', addPolicy: '新增政策', policyTitle: '标题', plain: '大白话', plainHint: '像邻居那样说，200 字以内', text: '全文', basis: '依据', to: '失效日期', saved: '已保存', reasonNote: '不要写姓名',
}
const en: typeof zh = {
  title: 'Village safety cards', hint: 'What villagers read behind the code on the plate, and what is missing. Mend the red ones first.', back: 'All villages', list: 'Villages', village: 'Village', shelter: 'First shelter', call: 'Contact', night: 'Number at night', gaps: 'Missing', next: 'Next step', people: 'People',
  complete: 'complete', allGood: 'All complete', allGoodHint: (n) => `All ${n} villages have a shelter, contacts, a plan, a way, a sign and a paper on the wall.`, all: 'All', whole: (n, good) => `${n} villages, ${good} complete`, none: 'Nothing fits', noneHint: 'Choose another filter; you see the villages that you keep.', filter: 'What is missing',
  tried: (day) => `answered ${day}`, untried: 'never answered', metres: (m) => (m < 1000 ? `${Math.round(m / 10) * 10} m` : `${(m / 1000).toFixed(1)} km`),
  gap: { shelter: 'no shelter', contact: 'no number', officer: 'no information officer', assignment: 'no plan', people: 'no number of people', night: 'no number at night', untried: 'night number not tried lately', hint: 'no walking hint', plate: 'no plate', paper: 'no paper in order' },
  step: { shelter: 'enter or appraise one under Shelters', contact: 'give a duty phone', officer: 'name the information officer', assignment: 'make a plan under Assignment', people: 'say how many must find a place', night: 'give a number that answers at night', untried: 'ring the night number and tap the result', hint: 'write the way from the village', plate: 'plan a village sign under Plates', paper: 'make, print and put one up under Village papers' },
  urgent: ['shelter', 'contact', 'officer', 'night'], states: { open: 'open', standby: 'standing by', full: 'full', closed: 'closed' },
  preview: 'What villagers see', openPage: 'Open the page', reload: 'Reload', contacts: 'Contacts', addContact: 'Add a contact', role: 'Role', division: 'Of', name: 'Name', phone: 'Telephone', private: 'It is a private number', consent: 'Paper of the person’s consent', consentHint: 'Which day and paper; without it give a duty phone',
  answersNight: 'Answers at night', label: 'Title on the card', rank: 'Rank', save: 'Save', change: 'Change', end: 'End', cancel: 'Cancel', erased: 'personal data erased',
  roles: { information_officer: 'information officer', village: 'village', township: 'township', emergency_office: 'emergency office', other: 'other' },
  try: 'Just rang it:', results: { answered: 'answered', no_answer: 'no answer', wrong_number: 'wrong number' }, lastTry: 'Last tried',
  hints: 'Walking hints', hintOf: (name) => `The way to ${name}`, hintRule: 'Up to 120 characters, in the words of who knows the way; saved empty it is taken back. Without one the page says that the distance is straight.',
  peopleHint: 'A number only, no names', vulnerable: 'of them in need of help', source: 'Source', policies: 'Policies', addPolicy: 'Add a policy', policyTitle: 'Title', plain: 'Plain words', plainHint: 'As a neighbour would say it, up to 200 characters', text: 'Whole text', basis: 'Basis', to: 'Ends on', saved: 'Saved', reasonNote: 'Name nobody',
}
export type Words = typeof zh
export const safetyWords = (lang: Lang): Words => (lang === 'en' ? en : zh)
