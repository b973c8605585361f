import { expect, test } from 'vitest'
import { dueApplications, dueFaults, dueReports } from './addresses'
import { dueShelters, open, stalePapers, urgentGaps, waitingOf } from './emergency'

const event = { id: 'e', title: '台风', state: 'going' as const }
const count = (villages: number, told: number, without: number) => ({ count: { states: {}, free: 0, unknown: 0, people: 0, uncounted: 0, villages, told, without, needing: 0, finding: 0 } })

test('an event waits until every village is told, and then for its report', () => {
  expect(waitingOf(event, count(12, 9, 0), 'zh')).toEqual([{ text: '台风：还有 3 个村没有通知到（共 12 个）', kind: 'bad', to: '/office/events/e', first: true }])
  expect(waitingOf(event, count(12, 12, 0), 'zh')[0]).toMatchObject({ text: '台风：进行中，各村都已通知', kind: 'warn' })
  expect(waitingOf(event, count(12, 12, 2), 'zh')[0]).toMatchObject({ kind: 'bad', note: '2 个村的人在附近开放的场所放不下' })
  expect(waitingOf({ ...event, state: 'ended' }, null, 'zh')[0]).toMatchObject({ text: '台风已结束，还没有写总结', kind: 'plain' })
  expect(open({ state: 'ended', report: '已写', mine: true })).toBe(false)
  expect(open({ state: 'lapsed', report: '', mine: true })).toBe(true)
  expect(open({ state: 'going', report: '', mine: false })).toBe(false)
})

test('shelters, cards and papers wait with their numbers, and not where nothing is due', () => {
  const finding = (urgent: boolean) => [{ key: 'appraisal', urgent, text: '' }]
  const all = [{ findings: finding(true) }, { findings: finding(false) }, { findings: [] }, {}]
  expect(dueShelters(all, 'zh')).toEqual([{ text: '2 处避难场所有到期或要处理的事，其中 1 处紧急', kind: 'bad', to: '/office/shelters?due=1' }])
  expect(dueShelters([], 'zh')).toEqual([])
  expect(urgentGaps([{ gaps: ['hint'] }, { gaps: ['night', 'hint'] }, { gaps: ['night'] }], 'zh')).toEqual([{ text: '2 个村没有夜间电话', kind: 'bad', to: '/office/safety?gap=night' }])
  expect(stalePapers({ in_order: 3 }, 'zh')).toEqual([])
  expect(stalePapers({ out_of_date: 4 }, 'zh')[0]).toMatchObject({ text: '4 个村贴着的避险告示已过期', to: '/office/papers?standing=out_of_date' })
})

test('the counter and the wall say how many wait and how many are late', () => {
  expect(dueApplications({ items: [{ overdue: false }, { overdue: true }] }, 'zh')).toEqual([{ text: '2 件门牌、地址申请在办，其中 1 件逾期', kind: 'bad', to: '/office/addresses/applications?overdue=1' }])
  expect(dueApplications({ items: [{ overdue: false }], next: 'more' }, 'zh')[0]).toMatchObject({ text: '1+ 件门牌、地址申请在办', kind: 'warn', to: '/office/addresses/applications?open=1' })
  expect(dueReports({ items: [{ overdue: false, kind: 'false_code' }] }, 'zh')[0]).toMatchObject({ kind: 'bad', note: '1 件说牌上贴了假码' })
  expect(dueReports({ items: [] }, 'zh')).toEqual([])
  expect(dueFaults({ items: [{ due: '2020-01-01' }, { due: '2999-01-01' }, {}] }, 'zh')[0]).toMatchObject({ text: '1 块坏牌过了修复期限' })
  expect(dueFaults({ items: [{ due: '2999-01-01' }] }, 'zh')).toEqual([])
})
