import type { Lang } from '../../words'

const zh = {
  title: '公示与意见', none: '没有公示', noneHint: '案件到征求意见这一步，可以发布公示。', to: '截止', comments: (all: number, open: number) => `意见 ${all} 条，待处理 ${open} 条`, closed: '已结束', open: '公示中', page: '公众页面',
  noComments: '还没有意见', back: '返回公示列表', show: '公开', hide: '不公开', hideHint: '写明为什么不公开，例如含有个人信息。', answer: '答复', handled: '处理', close: '结束公示', closeHint: '意见处理情况将写入案件的征求意见结果。', outcome: '总体意见', note: '补充说明（可不填）',
  states: { new: '待审看', shown: '已公开', hidden: '不公开' } as Record<string, string>,
  handlings: { adopted: '采纳', partly: '部分采纳', not_adopted: '未采纳', noted: '作说明' } as Record<string, string>,
  outcomes: { for: '同意', conditional: '有条件同意', against: '不同意' } as Record<string, string>,
}
const en: typeof zh = {
  title: 'Public notices', none: 'No notices', noneHint: 'A case is put to the public while it is consulted on.', to: 'Until', comments: (all, open) => `${all} comments, ${open} to handle`, closed: 'closed', open: 'open', page: 'Public page',
  noComments: 'No comments yet', back: 'Back to the notices', show: 'Show', hide: 'Hide', hideHint: 'Say why it is not shown, for example because it names a person.', answer: 'Answer', handled: 'Handled', close: 'Close the notice', closeHint: 'How comments were handled is written into the case.', outcome: 'Opinion on the whole', note: 'Note (optional)',
  states: { new: 'to read', shown: 'shown', hidden: 'hidden' },
  handlings: { adopted: 'adopted', partly: 'partly adopted', not_adopted: 'not adopted', noted: 'noted' },
  outcomes: { for: 'for', conditional: 'with conditions', against: 'against' },
}
export const noticeWords = (lang: Lang): typeof zh => (lang === 'en' ? en : zh)
