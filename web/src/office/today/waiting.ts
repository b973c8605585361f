// What waits for a person, gathered from what they may see.

import { place } from '../../api'
import { today } from '../../clock'
import { isAbort } from '../../http'
import { dateWords, type Lang } from '../../words'
import { read } from '../http'
import { unconfirmed } from '../readings/api'
import { drafts, register } from '../register/api'
import { draftOf, localObjects } from '../register/drafts'
import { href } from '../route'
import type { Session } from '../session'
import { settings } from '../settings/api'
import { timeWords } from '../words'
import { counter, faults, wall } from './addresses'
import { emergency } from './emergency'
import { todayWords } from './words'

export interface Waiting { text: string; to: string; kind?: 'bad' | 'warn' | 'plain'; note?: string; first?: boolean } // first: before everything else on the page

interface Import { id: string; file: string; state: string }

/** Everything that waits; partial where some of it could not be asked. */
export async function gather(session: Session, lang: Lang, signal: AbortSignal): Promise<{ items: Waiting[]; partial: boolean }> {
  const w = todayWords(lang)
  const may = (action: string) => session.can.includes(action)
  const asked = await Promise.allSettled([
    may('shelter.keep') ? emergency(lang, signal) : [],
    may('address_application.work') ? counter(lang, signal) : [],
    may('wall_report.moderate') ? wall(lang, signal) : [],
    may('plate.manage') ? faults(lang, signal) : [],
    may('case.handle') ? applications(lang, signal) : [],
    may('comment.answer') || may('comment.moderate') ? notices(lang, signal) : [],
    may('import.run') || may('shelter.keep') ? imports(lang, signal) : [],
    may('place.edit') ? unfinished(session, lang, signal) : [],
    may('place.read_internal') ? counted({ finding: 'any' }, (n) => ({ text: w.findings(n), kind: 'bad', to: href('register', [], { finding: 'any' }) }), signal) : [],
    may('place.edit') ? readings(lang, signal) : [],
    may('setting.edit') ? coming(lang, signal) : [],
  ])
  for (const part of asked) if (part.status === 'rejected' && isAbort(part.reason)) throw part.reason
  return {
    items: asked.flatMap((part) => (part.status === 'fulfilled' ? part.value : [])),
    partial: asked.some((part) => part.status === 'rejected'),
  }
}

async function applications(lang: Lang, signal: AbortSignal): Promise<Waiting[]> {
  const { items } = await read<{ items: unknown[] }>('/v1/cases?state=submitted&limit=200', signal)
  return items.length ? [{ text: todayWords(lang).submitted(items.length), kind: 'warn', to: href('cases', [], { state: 'submitted' }) }] : []
}

interface Open { id: string; title: string; to: string; closed_on?: string; unanswered: number; may_close: boolean }

async function notices(lang: Lang, signal: AbortSignal): Promise<Waiting[]> {
  const w = todayWords(lang)
  const { items } = await read<{ items: Open[] }>('/v1/notices', signal)
  return items.filter((one) => !one.closed_on && (one.may_close || one.unanswered)).map((one) => ({
    text: one.may_close ? w.noticeOver(one.title) : w.noticeComments(one.title, one.unanswered), kind: one.may_close || one.to < today() ? 'bad' : 'warn',
    to: href('notices', [one.id]), note: w.until(dateWords(one.to, lang)),
  }))
}

async function imports(lang: Lang, signal: AbortSignal): Promise<Waiting[]> {
  const w = todayWords(lang)
  const { items } = await read<{ items: Import[] }>('/v1/imports', signal)
  const said: Record<string, [text: (file: string) => string, kind: Waiting['kind']]> = {
    failed: [w.failedImport, 'bad'], running: [w.runningImport, 'plain'], reading: [w.runningImport, 'plain'], planned: [w.plannedImport, 'warn'],
  }
  return items.flatMap(({ id, file, state }) => {
    const [text, kind] = said[state] ?? []
    return text ? [{ text: text(file), kind, to: href('import', [id]) }] : []
  })
}

async function unfinished(session: Session, lang: Lang, signal: AbortSignal): Promise<Waiting[]> {
  const w = todayWords(lang)
  const { items } = await drafts(signal)
  const kept = new Map(items.filter(({ kind, object }) => kind === 'place' && object).map((draft) => [draft.object!, draftOf(draft.body)?.at]))
  for (const object of localObjects(session.account.id)) if (!kept.has(object)) kept.set(object, undefined)
  return Promise.all([...kept].map(async ([id, at]): Promise<Waiting> => {
    const name = await place(id, null, signal).then((found) => found.name, () => id)
    return { text: w.draftOf(name), kind: 'plain', to: href('register', [id], { edit: true }), ...(at && { note: w.saved(timeWords(at, lang)) }) }
  }))
}

async function counted(filter: Record<string, string>, say: (n: number) => Waiting, signal: AbortSignal): Promise<Waiting[]> {
  const { total = 0 } = await register(new URLSearchParams(filter), null, 1, signal)
  return total > 0 ? [say(total)] : []
}

/** The figure that the page of readings shows. */
async function readings(lang: Lang, signal: AbortSignal): Promise<Waiting[]> {
  const { left = 0 } = await unconfirmed(new URLSearchParams(), null, signal)
  return left > 0 ? [{ text: todayWords(lang).readings(left), kind: 'warn', to: href('readings') }] : []
}

async function coming(lang: Lang, signal: AbortSignal): Promise<Waiting[]> {
  const w = todayWords(lang)
  const { items } = await settings(null, null, signal)
  return items.flatMap((setting) => [...(setting.coming ?? []), ...(setting.valid_from && setting.valid_from > today() ? [{ valid_from: setting.valid_from }] : [])]
    .map(({ valid_from }): Waiting => ({ text: w.settings(setting.label ?? setting.key, dateWords(valid_from, lang)), kind: 'plain', to: href('settings', [], { key: setting.key }) })))
}
