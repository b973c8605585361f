import type { Lang } from '../../words'

const zh = {
  title: '门牌编号', hint: '选择一条街路巷：先看现有门牌是否合规，再添加门点试编。试编不写入任何数据，受理后才成为地址。',
  street: '街路巷', streetHint: '输入街路巷名称的一部分，从结果中选择。',
  work: '待整理的编号', workHint: '按门牌号的差错排列，最重的在前；规则留作预留的空号不算差错。点一条街路巷打开。', workIn: '所在区划', workAll: '我负责的全部', workNone: '没有待整理的编号', workNoneHint: '现有门牌与规则一致。要给新门编号，请在上面输入街路巷名称。', doors: '门牌数', noNumber: '没有门牌号', unchecked: '不能核对',
  another: '换一条街', trying: '正在试编…', tried: (n: number, m: number) => `现有 ${n} 个门牌，试编 ${m} 个新门。`,
  length: (m: number) => `长 ${Math.round(m)} 米`, rule: '适用规则', basis: '依据', of: (name: string) => `${name}设定`, proposal: '示例规则，尚未设定', proposalHint: '本地还没有确定编号规则：可以试编，不能受理。请先设定规则并写明依据。',
  setScheme: '设定编号规则', changeScheme: '修改编号规则', setHint: '规则从今天起用于所选区划和它的下级，直到下级另行设定。', whose: '由哪个区划设定', whole: '请选择', wholeMissing: '请选择区划。', model: '以哪个示例为底', name: '规则名称', basisHint: '所依据的文件名称和文号', schemeSet: '编号规则已设定',
  ew: '东西向街道', ns: '南北向街道', start: '起点', odd: '单号侧', mode: '编号方式', metresPer: '每号米数（单侧）', every: '预留：每几米一号（0 不留）', over: '预留：超过几米的间距', insert: '插号写法', reach: '门点离街最远（米）',
  ends: { N: '北端', S: '南端', E: '东端', W: '西端', entrance: '入口（逐街指定）', city_centre: '近市中心端（逐街指定）', explicit: '逐街指定' } as Record<string, string>,
  sides: { left: '左侧', right: '右侧', north: '北侧', south: '南侧', east: '东侧', west: '西侧' } as Record<string, string>,
  modes: { sequential: '按位置顺编', distance: '按距离' } as Record<string, string>,
  click: '在地图上点击：', clickAdd: '添加门点', clickStart: '指定起点', clickLine: '画中心线', clickNone: '只看', lineDrawn: (n: number) => `已点 ${n} 点`, lineClear: '重画', lineHint: '登记中这条街没有中心线。选择“画中心线”，在地图上沿街依次点击至少两点。画的线只用于试编和受理，不改地名登记。',
  addMiddle: '在街中段添加门点', deadEnd: '断头路', oneSided: '单边街（只有一侧有房）', afresh: '按规则整街重编（只供比较）', clearStart: '取消指定的起点',
  again: '重新试编', leave: '试编的门点还没有受理，离开就没有了。确定离开吗？', accept: '受理', acceptHint: (n: number) => `把 ${n} 个新门作为地址一次录入，全部成功或全部不录。`, acceptTitle: '受理编号', visibility: '公开程度', visibilities: { public: '公开', internal: '内部' } as Record<string, string>,
  accepted: (n: number) => `已录入 ${n} 个地址。录入有误可在“地址”里打开该地址注销；门牌也在那里拟制。`, nothingNew: '添加门点后可以受理。', hasRefused: '有的门没有编上号，请移动或删去后再受理。',
  table: '门牌与门点', number: '号', today: '现号', side: '侧', chainage: '距起点', offset: '离街', reason: '说明', act: '操作', left: '左侧', right: '右侧', township: '所属', isNew: '新', refused: '未编', kept: '不动', reserved: (all: string) => `之前预留 ${all} 号`, keptNumber: (n: number) => `留${n}`,
  move: '移动', moveHint: '按方向键移动，每次 1 米；加 Shift 10 米', remove: '删去', alley: '无名巷口', alleyOf: (id: string) => `${id} 是无名巷口`, moveOf: (id: string) => `移动 ${id}`, removeOf: (id: string) => `删去 ${id}`, gate: (n: number) => `门${n}`,
  findings: '检查结果', noFindings: '没有发现问题。', kinds: { no_point: '无位置', distance: '离街过远', line: '在中心线上', parity: '单双号不符', duplicate: '重号', order: '顺序颠倒', jump: '跳号', gap: '空号', differs: '与规则不同' } as Record<string, string>,
  changes: (n: number) => `按规则整街重编，${n} 个现有门牌会改号。`, legend: '蓝为左侧，褐为右侧（顺编号方向）；深色边为新门；灰为预留；红为未编。箭头为编号方向。', startWord: '起点', metres: (m: number) => `${m.toFixed(1)} 米`,
}

const en: typeof zh = {
  title: 'House numbering', hint: 'Choose a street: see whether its numbers keep the rules, then add gates and try numbers. A trial writes nothing; what is accepted becomes addresses.',
  street: 'Street or lane', streetHint: 'Type a part of its name and choose from what is found.',
  work: 'Numbers to put in order', workHint: 'By what is wrong of their numbers, the worst first; numbers that the scheme keeps are not wrong. Choose one to open it.', workIn: 'In', workAll: 'All of mine', workNone: 'No street needs work', workNoneHint: 'What stands keeps the rules. To number new gates type the name of a street above.', doors: 'Numbers', noNumber: 'no number', unchecked: 'cannot be checked',
  another: 'Another street', trying: 'Trying…', tried: (n, m) => `${n} numbers stand; ${m} new gates tried.`,
  length: (m) => `${Math.round(m)} m long`, rule: 'Rule', basis: 'Basis', of: (name) => `set by ${name}`, proposal: 'an example, not decided', proposalHint: 'No scheme was decided here: numbers can be tried and not accepted. Set a scheme with its basis first.',
  setScheme: 'Set a scheme', changeScheme: 'Change the scheme', setHint: 'It holds from today for the division chosen and those below it, until one of them sets its own.', whose: 'Set by', whole: 'Choose', wholeMissing: 'Choose a division.', model: 'Begin with the example', name: 'Name', basisHint: 'The document it rests on, with its number', schemeSet: 'The scheme was set',
  ew: 'East–west streets', ns: 'North–south streets', start: 'Begin at', odd: 'Odd side', mode: 'Numbers follow', metresPer: 'Metres per number (one side)', every: 'Keep one number per metres (0: none)', over: 'Of gaps beyond metres', insert: 'Insert written', reach: 'Farthest gate (m)',
  ends: { N: 'north end', S: 'south end', E: 'east end', W: 'west end', entrance: 'mouth (named by street)', city_centre: 'end at the centre (named by street)', explicit: 'named by street' },
  sides: { left: 'left', right: 'right', north: 'north', south: 'south', east: 'east', west: 'west' },
  modes: { sequential: 'position', distance: 'distance' },
  click: 'A click on the map:', clickAdd: 'adds a gate', clickStart: 'names the start', clickLine: 'draws the line', clickNone: 'only looks', lineDrawn: (n) => `${n} points`, lineClear: 'Draw again', lineHint: 'The register has no line of this street. Choose “draws the line” and click along it, two points at least. It is used for this numbering and does not change the register.',
  addMiddle: 'Add a gate at the middle', deadEnd: 'Dead end', oneSided: 'One-sided street', afresh: 'Number all afresh (for comparison)', clearStart: 'Forget the named start',
  again: 'Try again', leave: 'The gates that you tried are not accepted yet and will be lost. Leave?', accept: 'Accept', acceptHint: (n) => `Enters ${n} new gates as addresses at once, all or none.`, acceptTitle: 'Accept the numbers', visibility: 'Visibility', visibilities: { public: 'public', internal: 'internal' },
  accepted: (n) => `${n} addresses entered. What is wrong is cancelled on the page of its address, where its plate is planned, too.`, nothingNew: 'Add gates to accept.', hasRefused: 'Some gates have no number: move or remove them first.',
  table: 'Numbers and gates', number: 'No.', today: 'Today', side: 'Side', chainage: 'From start', offset: 'Off line', reason: 'Why', act: 'Act', left: 'left', right: 'right', township: 'Of', isNew: 'new', refused: 'none', kept: 'kept', reserved: (all) => `${all} kept before it`, keptNumber: (n) => `(${n})`,
  move: 'Move', moveHint: 'Arrow keys move it by 1 m, with Shift by 10 m', remove: 'Remove', alley: 'mouth of an alley', alleyOf: (id) => `${id} is the mouth of an alley`, moveOf: (id) => `Move ${id}`, removeOf: (id) => `Remove ${id}`, gate: (n) => `gate ${n}`,
  findings: 'What was found', noFindings: 'Nothing is wrong.', kinds: { no_point: 'no position', distance: 'too far', line: 'on the line', parity: 'wrong parity', duplicate: 'twice', order: 'out of order', jump: 'jump', gap: 'free numbers', differs: 'differs from the scheme' },
  changes: (n) => `Afresh, ${n} numbers that stand would change.`, legend: 'Blue: left, brown: right, along the numbers; dark rim: new; grey: kept; red: no number. Arrows: the way of the numbers.', startWord: 'start', metres: (m) => `${m.toFixed(1)} m`,
}

export type Words = typeof zh
export const numberingWords = (lang: Lang): Words => (lang === 'en' ? en : zh)
