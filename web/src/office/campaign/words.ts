import type { Lang } from '../../words'

export const tests = ['大', '洋', '怪', '重']

const zh = {
  hint: '对照民发〔2018〕146号的“大、洋、怪、重”排查全部标准地名，逐条留证据、作决定，需整改的转为更名或销名案件。', begin: '开始一次清理', driveTitle: '名称', scope: '范围', pickDivision: '选择区划', basis: '依据文件', tests: '检查项目', testMissing: '请至少选择一项检查。', testWords: { 大: '刻意夸大', 洋: '崇洋媚外', 怪: '怪异难懂', 重: '重名同音' } as Record<string, string>, classes: '地名类别（不选为全部）', begunOn: '开始日期（空白为今天）',
  testsMade: (made: readonly string[]) => `检查 ${made.join('、')}`, notRun: '还没有排查。', handled: (done: number, all: number) => `已办结 ${done} / ${all} 条`, counts: (n: Record<string, number>) => [n.open && `待决定 ${n.open}`, n.decided && `待立案 ${n.decided}`, n.case_opened && `已立案 ${n.case_opened}`, n.done && `办结 ${n.done}`, n.vanished && `未再命中 ${n.vanished}`].filter(Boolean).join('，') || '尚无命中',
  end: '结束清理', endHint: '结束后不能再排查；已作的决定和案件不受影响。', ended: '已结束', mine: '只看由我承办', owner: '承办人', take: (n: number) => `由我承办 ${n} 条`, taken: '已登记承办人', selectAll: (n: number) => `选择列出的 ${n} 条`, allDecisions: '全部决定', evidenceIs: (text: string) => `证据：${text}`,
  case: '案件', openCase: '立案', caseHint: '按更名或销名程序办理；案件有结果前，这一条跟随案件的进度。案件未获批准或撤回的，可以重新立案。', caseKind: '办理种类', caseKinds: { renaming: '更名', cancelling: '销名' } as Record<string, string>, newName: '拟用新名称',
  title: '不规范地名清理', none: '还没有清理整治', noneHint: '由审核或批准人员建立后，在这里看进度、逐条决定。', run: '开始排查', cancel: '停止', progress: (done: number, total: number) => `已排查 ${done} / ${total} 个名称`,
  runs: { queued: '等待', running: '正在排查', done: '排查完成', failed: '排查失败', cancelled: '已停止' } as Record<string, string>,
  items: '命中的名称', noItems: '没有符合条件的名称', noItemsHint: '还没有排查，或换一个筛选条件。', name: '名称', check: '类型', found: '依据', state: '进度', decision: '决定', division: '所在', select: '选择', check1: '全部类型', all: '全部进度',
  states: { open: '待决定', decided: '已决定整改', case_opened: '已立案', done: '办结' } as Record<string, string>,
  decisions: { rename: '整改（更名）', keep: '保留', out_of_scope: '无需处理', look_into: '待查' } as Record<string, string>,
  decide: (n: number) => `决定所选 ${n} 条`, decideTitle: '决定所选名称', decideHint: '每个名称各记一条决定；历史地名不得随意清理，整改须写明证据。', evidence: '证据（整改必填）', verb: '记下决定', gone: '本次未再命中', saved: '已记下决定', back: '全部清理整治',
}
const en: typeof zh = {
  hint: 'Every standard name by the tests of the notice (民发〔2018〕146号), with evidence and a decision for each; what is to be mended becomes a case.', begin: 'Begin a clean-up', driveTitle: 'Title', scope: 'Scope', pickDivision: 'Choose a division', basis: 'Basis', tests: 'Tests', testMissing: 'Choose at least one test.', testWords: { 大: 'boasting', 洋: 'foreign', 怪: 'odd', 重: 'twice' }, classes: 'Classes of places (all if none)', begunOn: 'Begins on (today if empty)',
  testsMade: (made) => `tests ${made.join(', ')}`, notRun: 'Not looked through yet.', handled: (done, all) => `${done} of ${all} done`, counts: (n) => [n.open && `${n.open} open`, n.decided && `${n.decided} want a case`, n.case_opened && `${n.case_opened} in a case`, n.done && `${n.done} done`, n.vanished && `${n.vanished} not hit any more`].filter(Boolean).join(', ') || 'no hits yet',
  end: 'End it', endHint: 'It cannot be run again; decisions and cases stand.', ended: 'ended', mine: 'Mine only', owner: 'Owner', take: (n) => `Take ${n} on`, taken: 'Owner recorded', selectAll: (n) => `Select the ${n} listed`, allDecisions: 'All decisions', evidenceIs: (text) => `evidence: ${text}`,
  case: 'Case', openCase: 'Open a case', caseHint: 'A renaming or cancelling in due form; the item follows the case. If it comes to nothing, another may be opened.', caseKind: 'Kind', caseKinds: { renaming: 'renaming', cancelling: 'cancelling' }, newName: 'Proposed name',
  title: 'Clean-up of names', none: 'No clean-up yet', noneHint: 'Once a reviewer or approver began one, its progress and items are here.', run: 'Look through', cancel: 'Stop', progress: (done, total) => `${done} of ${total} names looked at`,
  runs: { queued: 'waiting', running: 'running', done: 'done', failed: 'failed', cancelled: 'stopped' },
  items: 'Names that were hit', noItems: 'No name fits', noItemsHint: 'Nothing was looked through yet, or choose another filter.', name: 'Name', check: 'Kind', found: 'What stands against it', state: 'Progress', decision: 'Decision', division: 'In', select: 'Select', check1: 'All kinds', all: 'All',
  states: { open: 'open', decided: 'to be renamed', case_opened: 'case opened', done: 'done' },
  decisions: { rename: 'rename', keep: 'keep', out_of_scope: 'out of scope', look_into: 'look into' },
  decide: (n) => `Decide ${n}`, decideTitle: 'Decide the selected names', decideHint: 'Each name gets a record of its own; a renaming needs evidence.', evidence: 'Evidence (needed to rename)', verb: 'Record', gone: 'not hit any more', saved: 'Recorded', back: 'All clean-ups',
}
export type Words = typeof zh
export const campaignWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
