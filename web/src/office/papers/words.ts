import type { Lang } from '../../words'

const zh = {
  title: '避险告示', list: '各村避险告示',
  hint: '贴在村里的纸：往哪里走、怎么走、给谁打电话。没有手机、没有网络时靠它。内容来自村安全卡；卡上改了，贴着的纸就过期，这里排在最前。',
  division: '区划', whole: '全部', standing: '情况', allStandings: '全部情况',
  standings: { out_of_date: '贴的已过期', never_made: '还没有', not_posted: '没有张贴', in_order: '有效' } as Record<string, string>,
  next: { out_of_date: '生成新版，换下旧的', never_made: '生成', not_posted: '打印并张贴', in_order: '' } as Record<string, string>,
  village: '村（社区）', township: '乡镇（街道）', made: '最新版', posted: '张贴着', step: '下一步', contents: '内容', version: (n: number) => `第 ${n} 版`, stale: '内容已变',
  contentsOf: (shelters: number, hints: number, contacts: number) => `${shelters} 处场所（${hints} 处写了走法），${contacts} 个电话`, noShelter: '没有场所：先在村安全卡里安排',
  pick: (name: string) => `选择${name}`, pickAll: '全选这一页列出的', chosen: (n: number) => `已选 ${n} 个村`, clear: '取消选择', tooMany: '一次最多 100 个村',
  make: '生成', madeDone: (n: number) => `${n} 个村的告示已生成，可以打印`, a4: '打印 A4', a3: '打印 A3 海报', needsMaking: '所选的村里有没有生成或内容已变的，先点“生成”',
  post: '登记张贴', postTitle: '登记张贴', postHint: '登记后，这一版就算贴着；以后内容变了，这里会说它过期。', on: '张贴日期', places: '贴在哪里（可不填）', placesHint: '如：村口、文化礼堂、小卖部', postedDone: '已登记张贴',
  none: '没有符合条件的村', noneHint: '换一个筛选条件。', nobody: '没有由您管理的村', nobodyHint: '告示由应急管理员按所管区划生成。', mend: '去村安全卡',
}
const en: typeof zh = {
  title: 'Village papers', list: 'Papers of villages',
  hint: 'The sheet on the wall: where to go, how, whom to call. It is what helps without a phone or network. It says what the safety card says; once that changes, the one that hangs is out of date and comes first here.',
  division: 'Division', whole: 'All', standing: 'Standing', allStandings: 'All',
  standings: { out_of_date: 'Out of date', never_made: 'None yet', not_posted: 'Not put up', in_order: 'In order' },
  next: { out_of_date: 'Make the new one and change it', never_made: 'Make it', not_posted: 'Print and put up', in_order: '' },
  village: 'Village', township: 'Township', made: 'Last version', posted: 'On the wall', step: 'Next', contents: 'Says', version: (n) => `no. ${n}`, stale: 'says something else now',
  contentsOf: (shelters, hints, contacts) => `${shelters} shelters (${hints} with a way), ${contacts} numbers`, noShelter: 'No shelter: assign one on the safety card first',
  pick: (name) => `Choose ${name}`, pickAll: 'Choose all listed', chosen: (n) => `${n} villages chosen`, clear: 'Choose none', tooMany: 'At most 100 villages at once',
  make: 'Make', madeDone: (n) => `Papers of ${n} villages are made and can be printed`, a4: 'Print A4', a3: 'Print A3 poster', needsMaking: 'Some of these are not made, or say something else now: make them first',
  post: 'Put up', postTitle: 'Put up', postHint: 'From then on this version hangs; once it says something else, it is out of date here.', on: 'Day', places: 'Where (optional)', placesHint: 'Village gate, hall, shop', postedDone: 'Noted',
  none: 'No village fits', noneHint: 'Choose another filter.', nobody: 'You keep no village', nobodyHint: 'Papers are made by who keeps the shelters of a division.', mend: 'Safety card',
}
export type Words = typeof zh
export const paperWords = (lang: Lang): Words => (lang === 'en' ? en : zh)
