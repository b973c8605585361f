import type { Lang } from '../../words'

const zh = {
  where: '在哪里编号', street: '街路巷或自然村', streetHint: '不选则在村（社区）里按户顺编。', gate: '门的位置', gateHint: '在地图上点一下门口；没有点时用踏勘的位置。', noGate: '还没有门的位置，请在地图上点出门口。', deadEnd: '断头路', oneSided: '单侧街道', trying: '正在试编…',
  says: '编号规则', proposed: '规则给出', none: '规则给不出号', take: '用这个号', scheme: (name: string, of: string) => `${name}${of && `（${of}确定）`}`, example: '示例规则，本地尚未确定', whichRule: '适用', why: '理由', side: '在哪侧', left: '左侧', right: '右侧', chainage: '距起点', offset: '离中心线', before: '前一号', after: '后一号', across: '对面', nearest: '最近的门牌', nobody: '没有',
  far: (m: number, most: number) => `门离街道中心线 ${Math.round(m)} 米，超过 ${most} 米，请核对门的位置和街道。`, strays: (n: number) => `这一侧有 ${n} 个门牌次序不对，试编时没有参照。`,
  number: '门牌号', numberHint: '可写 4号、18-1号，全角、汉字数字也可。', building: '幢（可不填）', understood: (text: string) => `按 ${text} 办理。`, fits: '与规则一致。', never: '这个号不能用：', againstTitle: '与规则不同：', againstHint: '要用这个号，须写明理由，存入档案。', reason: '为什么用这个号（不写人名）', reasonAgain: '为什么改号（不写人名）',
  kinds: { duplicate: '重号', parity: '单双号不合', order: '次序不对', reserved: '预留号', jump: '跳号', differs: '与规则不同', distance: '离街道太远', line: '在中心线上', no_point: '缺门的位置', place: '不在这个村镇', untried: '不能试编', no_scheme: '没有规则' } as Record<string, string>,
  renumber: '改号', renumberHint: '制证前可以改。原来为这件申请编的号随之更正，或撤回。', by: '谁办的', against: '与规则不同', added: '登记', system: '系统',
  historyNone: '没有记录。', batch: (n: number) => `同一批 ${n} 个`, reasonWord: '原因、依据',
}
const en: typeof zh = {
  where: 'Where it counts', street: 'Street or natural village', streetHint: 'None: houses of the village count one after another.', gate: 'The gate', gateHint: 'Click where the gate is; else the site as it was seen.', noGate: 'No position yet: click where the gate is.', deadEnd: 'Dead end', oneSided: 'One-sided street', trying: 'Trying…',
  says: 'The scheme', proposed: 'It gives', none: 'It gives no number', take: 'Take it', scheme: (name, of) => `${name}${of && ` (set by ${of})`}`, example: 'an example, not decided here', whichRule: 'Rule', why: 'Why', side: 'Side', left: 'left', right: 'right', chainage: 'From the start', offset: 'Off the line', before: 'Before it', after: 'Behind it', across: 'Across', nearest: 'Nearest numbers', nobody: 'none',
  far: (m, most) => `The gate lies ${Math.round(m)} m off the street's line, above ${most} m: check the point and the street.`, strays: (n) => `${n} numbers of this side are out of order and were not asked.`,
  number: 'Number', numberHint: 'Such as 4号 or 18-1号, in any digits.', building: 'Building (optional)', understood: (text) => `Taken as ${text}.`, fits: 'As the scheme gives it.', never: 'It cannot be given: ', againstTitle: 'Against the scheme: ', againstHint: 'To give it all the same, say why; the reason becomes part of the file.', reason: 'Why this number (name nobody)', reasonAgain: 'Why another number (name nobody)',
  kinds: { duplicate: 'twice', parity: 'wrong parity', order: 'out of order', reserved: 'kept', jump: 'skips', differs: 'differs', distance: 'too far', line: 'on the line', no_point: 'no position', place: 'elsewhere', untried: 'untried', no_scheme: 'no scheme' },
  renumber: 'Another number', renumberHint: 'Until its certificate. What was entered for this application is put right, or withdrawn.', by: 'By', against: 'Against the scheme', added: 'Entered', system: 'the system',
  historyNone: 'Nothing is recorded.', batch: (n) => `one of ${n} at once`, reasonWord: 'Why',
}
export const numberWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
export type NumberWords = typeof zh
