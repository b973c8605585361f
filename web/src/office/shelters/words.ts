import type { Lang } from '../../words'

const zh = {
  title: '避难场所', hint: '每处避难场所是什么、现在怎样、检查到期没有。状态由管理员在手机上报，也可在这里代报。', add: '录入避难场所', list: '避难场所', back: '避难场所',
  shown: (n: number, of: number) => (n === of ? `${n} 处` : `${n} 处，共 ${of} 处`), none: '没有符合的避难场所', noneHint: '请放宽上面的筛选；还没有录入的，请点“录入避难场所”。',
  name: '名称', state: '状态', allStates: '全部状态', hazard: '适用灾害', allHazards: '全部灾害', division: '所在区划', anywhere: '全部', level: '级别', capacity: '容纳', free: '剩余', due: '检查', said: '上报时间',
  allDue: '全部', onlyDue: '只看要处理的', people: (n: number) => `${n} 人`, free1: (n: number) => `还可容纳 ${n} 人`, freeUnknown: '未报人数', over: (n: number) => `超出容量 ${n} 人`, phone: '手机上报页',
  states: { standby: '待命', open: '开放', full: '已满', closed: '关闭' } as Record<string, string>, marks: { standby: '○', open: '●', full: '■', closed: '✕' } as Record<string, string>,
  steps: { lt30: '不到三成', lt60: '三成到六成', lt80: '六成到八成', ge80: '八成以上' } as Record<string, string>,
  hazards: { typhoon: '台风', flood: '洪涝', landslide: '地质灾害', earthquake: '地震', fire: '火灾', cold: '低温冰冻', other: '其他' } as Record<string, string>,
  levels: { province: '省级', city: '市级', county: '县级', township: '乡镇级', village: '村级' } as Record<string, string>,
  durations: { urgent: '紧急（不超过 1 天）', short: '短期（不超过 15 天）', long: '长期（15 天以上）' } as Record<string, string>,
  spaces: { indoor: '室内', outdoor: '室外', both: '室内外' } as Record<string, string>,
  access: { yes: '无障碍', partly: '部分无障碍', no: '没有无障碍设施', unknown: '未查明' } as Record<string, string>,
  kinds: { appraisal: '安全鉴定', stock: '物资检查', inspection: '日常检查' } as Record<string, string>,
  results: { good: '合格', poor: '需整改', failed: '不合格' } as Record<string, string>,
  demo: '演示数据·不可用于避险', withdrawn: (why: string) => `已撤销：${why}`, never: '还没有人上报，按待命计。', now: '现在',
  by: (name: string, at: string) => `${name}，${at}`, behalf: (post: string) => `代 ${post} 上报`, doubtful: '手机时钟不准，时间已换算，请核对', came: (at: string) => `${at} 收到`,
  report: '上报状态', reportHint: '点一个状态即上报，时间为现在。有人数请先填；没有清点的选档位。', count: '人数', countHint: '清点的人数', step: '估计', stepNone: '未估计', note: '说明', noteHint: '不写个人姓名、电话', behalfWord: '代谁上报', behalfHint: '写单位或岗位，如“清湖一村值班岗”，不写个人姓名；自己上报留空',
  taken: '已上报。', notLast: '已收下，但之后已有新的状态，以新的为准。', wrongCount: '人数应为 0 以上的整数。', doubt: (n: number, of: number) => `超过容量 ${of} 人，确定是 ${n} 人？`, sure: (n: number) => `确定 ${n} 人`, again: '重填', counted: (n: number, at: string) => `上次清点 ${n} 人，${at}`, correct: '更正上一次的人数', correctHint: (n: number) => `上一次报的 ${n} 人填错了。更正后，${n} 人不再计入各处合计和灾后报告；原记录保留。`, correctVerb: '更正', mistyped: '人数已更正', corrects: '更正', both: '人数和估计只填一个。', failedHint: '安全鉴定不合格，不能开放。重新鉴定合格后再开放。',
  said1: '上报记录', noReports: '还没有上报。', more: '更早的',
  checks: '检查与鉴定', noChecks: '还没有检查记录。', look: '登记检查', kind: '种类', on: '日期', result: '结果', body: '鉴定机构', problem: '问题说明', stock: '物资', stockHint: '一行一项：名称 数量 单位 保质期（可不填），如“饮用水 20 箱 2027-05-01”', stockWrong: (line: string) => `看不懂“${line}”：请写成“名称 数量 单位 保质期”。`,
  looked: '已登记。', closed: '鉴定不合格，避难场所已关闭。', failWarning: '登记为不合格，避难场所即刻关闭。', bestBefore: (day: string) => `保质期 ${day}`, nextDue: (day: string) => `下次 ${day}`,
  facts: '基本情况', edit: '修改', withdraw: '撤销', withdrawHint: '不再作为避难场所时撤销。编号以后仍能查到它和撤销原因。', save: '保存', saved: '已保存。', newTitle: '录入避难场所', editTitle: '修改避难场所', leave: '修改还没有保存，离开吗？',
  code: '编号', duration: '避难时长', space: '空间', suits: '适用灾害', unfit: '不适用灾害', address: '地址', lon: '经度', lat: '纬度', pick: '在地图上点入口位置，所在区划随之填写', total: '总面积（平方米）', effective: '有效面积（平方米）', indoor: '室内面积（平方米）',
  capacityWord: '容纳人数', night: '夜间容纳人数', equipment: '设施', water: '供水', power: '供电', toilet: '厕所', medical: '医疗', accessible: '无障碍', keeper: '管理单位', keeperHint: '写单位，不写个人', phoneWord: '值班电话', phoneHint: '单位值班电话，不填私人手机', visibility: '公开', visibilities: { public: '公开', internal: '内部' } as Record<string, string>,
  source: '资料来源', from: '从哪天起', fromHint: '留空为更正登记错误', fromNew: '留空为今天', reason: '理由', pickDivision: '选择村、社区', wrongNumber: '请填数。', findings: '要处理的', history: '历次登记', since: (day: string) => `${day} 起`, position: '位置', missing: '有没填好的，请看红字。', areaWord: '面积', m2: (n: number) => `${n} 平方米`, nothing: '无',
}

export type Words = typeof zh

const en: Words = {
  title: 'Shelters', hint: 'What each shelter is, what goes on there, and which checks are due. Keepers report from their phones; you may report for them here.', add: 'Enter a shelter', list: 'Shelters', back: 'Shelters',
  shown: (n, of) => (n === of ? `${n} shelters` : `${n} of ${of} shelters`), none: 'No shelter fits', noneHint: 'Widen the filters above, or enter the first shelter.',
  name: 'Name', state: 'State', allStates: 'All states', hazard: 'Suits', allHazards: 'All hazards', division: 'Division', anywhere: 'All', level: 'Level', capacity: 'Capacity', free: 'Places left', due: 'Checks', said: 'Reported',
  allDue: 'All', onlyDue: 'To be seen to', people: (n) => `${n} persons`, free1: (n) => `${n} places left`, freeUnknown: 'not counted', over: (n) => `${n} above capacity`, phone: 'Page for phones',
  states: { standby: 'Standing by', open: 'Open', full: 'Full', closed: 'Closed' }, marks: zh.marks,
  steps: { lt30: 'Less than 30 %', lt60: '30 to 60 %', lt80: '60 to 80 %', ge80: '80 % or more' },
  hazards: { typhoon: 'Typhoon', flood: 'Flood', landslide: 'Landslide', earthquake: 'Earthquake', fire: 'Fire', cold: 'Cold and ice', other: 'Other' },
  levels: { province: 'Province', city: 'City', county: 'County', township: 'Township', village: 'Village' },
  durations: { urgent: 'Urgent (a day at most)', short: 'Short (15 days at most)', long: 'Long (more than 15 days)' }, spaces: { indoor: 'Indoors', outdoor: 'Outdoors', both: 'Both' },
  access: { yes: 'Accessible', partly: 'Partly accessible', no: 'Not accessible', unknown: 'Not known' },
  kinds: { appraisal: 'Safety appraisal', stock: 'Stock', inspection: 'Inspection' }, results: { good: 'Good', poor: 'To be mended', failed: 'Failed' },
  demo: '演示数据·不可用于避险 Sample data: not a shelter', withdrawn: (why) => `Withdrawn: ${why}`, never: 'Nobody reported yet: it stands by.', now: 'Now',
  by: (name, at) => `${name}, ${at}`, behalf: (post) => `for ${post}`, doubtful: 'The phone’s clock was off; the time was put right. Please check.', came: (at) => `came ${at}`,
  report: 'Report', reportHint: 'A state is reported as soon as you press it, as of now. Fill in a count first, or a step where nobody counted.', count: 'People', countHint: 'as counted', step: 'Estimate', stepNone: 'None', note: 'Note', noteHint: 'no names or numbers of persons', behalfWord: 'For whom', behalfHint: 'a unit or post, never a person; empty for yourself',
  taken: 'Reported.', notLast: 'Taken, but something later was said already, and that counts.', wrongCount: 'People is a whole number from 0.', doubt: (n, of) => `It holds ${of}. Are there really ${n}?`, sure: (n) => `Yes, ${n}`, again: 'Enter it again', counted: (n, at) => `${n} at the last count, ${at}`, correct: 'Correct the last count', correctHint: (n) => `${n} was a slip. Corrected, it counts no more in sums and reports; what was said is kept.`, correctVerb: 'Correct', mistyped: 'count corrected', corrects: 'correction', both: 'Give a count or an estimate, not both.', failedHint: 'It failed its safety appraisal and cannot be opened until it is appraised as good.',
  said1: 'Reports', noReports: 'No reports yet.', more: 'Earlier ones',
  checks: 'Checks', noChecks: 'No checks yet.', look: 'Enter a check', kind: 'Kind', on: 'Day', result: 'Result', body: 'Appraised by', problem: 'What is wrong', stock: 'Stock', stockHint: 'One a line: item amount unit best-before (if any), such as “water 20 boxes 2027-05-01”', stockWrong: (line) => `“${line}” is not “item amount unit best-before”.`,
  looked: 'Entered.', closed: 'The appraisal failed: the shelter is closed.', failWarning: 'Entered as failed, the shelter is closed at once.', bestBefore: (day) => `best before ${day}`, nextDue: (day) => `next ${day}`,
  facts: 'What it is', edit: 'Change', withdraw: 'Withdraw', withdrawHint: 'For one that is no shelter any more. Its id goes on answering with the reason.', save: 'Save', saved: 'Saved.', newTitle: 'Enter a shelter', editTitle: 'Change a shelter', leave: 'What you changed is not saved. Leave?',
  code: 'Code', duration: 'Duration', space: 'Space', suits: 'Suits', unfit: 'Must not be used for', address: 'Address', lon: 'Longitude', lat: 'Latitude', pick: 'Click its entrance on the map; the division follows', total: 'Total area (m²)', effective: 'Effective area (m²)', indoor: 'Area indoors (m²)',
  capacityWord: 'Capacity', night: 'Capacity at night', equipment: 'Equipment', water: 'Water', power: 'Power', toilet: 'Toilets', medical: 'Medical', accessible: 'Accessibility', keeper: 'Keeper', keeperHint: 'the unit, never a person', phoneWord: 'Duty phone', phoneHint: 'of the duty desk, never a person’s own', visibility: 'Visibility', visibilities: { public: 'Public', internal: 'Internal' },
  source: 'Source', from: 'Since', fromHint: 'empty: a correction', fromNew: 'empty: today', reason: 'Reason', pickDivision: 'Choose a village', wrongNumber: 'Enter a number.', findings: 'To be seen to', history: 'Versions', since: (day) => `since ${day}`, position: 'Position', missing: 'Something is not filled in; see what is red.', areaWord: 'Area', m2: (n) => `${n} m²`, nothing: 'none',
}

export const shelterWords = (lang: Lang): Words => (lang === 'en' ? en : zh)

/** How a state looks on maps and badges. */
const kinds: Record<string, 'good' | 'warn' | 'bad'> = { open: 'good', full: 'warn', closed: 'bad' }
export const standing = (state: string): 'good' | 'warn' | 'bad' | 'plain' => kinds[state] ?? 'plain'
