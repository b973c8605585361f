import type { Lang } from '../../words'

const zh = {
  title: '不规范地名清理', none: '还没有清理整治', noneHint: '由审核或批准人员建立后，在这里看进度、逐条决定。', run: '开始排查', cancel: '停止', progress: (done: number, total: number) => `已排查 ${done} / ${total} 个名称`,
  runs: { queued: '等待', running: '正在排查', done: '排查完成', failed: '排查失败', cancelled: '已停止' } as Record<string, string>,
  items: '命中的名称', noItems: '没有符合条件的名称', noItemsHint: '还没有排查，或换一个筛选条件。', name: '名称', check: '类型', found: '依据', state: '进度', decision: '决定', division: '所在', select: '选择', check1: '全部类型', all: '全部进度',
  states: { open: '待决定', decided: '已决定整改', case_opened: '已立案', done: '办结' } as Record<string, string>,
  decisions: { rename: '整改（更名）', keep: '保留', out_of_scope: '无需处理', look_into: '待查' } as Record<string, string>,
  decide: (n: number) => `决定所选 ${n} 条`, decideTitle: '决定所选名称', decideHint: '每个名称各记一条决定；历史地名不得随意清理，整改须写明证据。', evidence: '证据（整改必填）', verb: '记下决定', gone: '本次未再命中', saved: '已记下决定', back: '全部清理整治',
}
const en: typeof zh = {
  title: 'Clean-up of names', none: 'No clean-up yet', noneHint: 'Once a reviewer or approver began one, its progress and items are here.', run: 'Look through', cancel: 'Stop', progress: (done, total) => `${done} of ${total} names looked at`,
  runs: { queued: 'waiting', running: 'running', done: 'done', failed: 'failed', cancelled: 'stopped' },
  items: 'Names that were hit', noItems: 'No name fits', noItemsHint: 'Nothing was looked through yet, or choose another filter.', name: 'Name', check: 'Kind', found: 'What stands against it', state: 'Progress', decision: 'Decision', division: 'In', select: 'Select', check1: 'All kinds', all: 'All',
  states: { open: 'open', decided: 'to be renamed', case_opened: 'case opened', done: 'done' },
  decisions: { rename: 'rename', keep: 'keep', out_of_scope: 'out of scope', look_into: 'look into' },
  decide: (n) => `Decide ${n}`, decideTitle: 'Decide the selected names', decideHint: 'Each name gets a record of its own; a renaming needs evidence.', evidence: 'Evidence (needed to rename)', verb: 'Record', gone: 'not hit any more', saved: 'Recorded', back: 'All clean-ups',
}
export const campaignWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
