// What is being filled in: kept with every tap, so that an app that is closed comes back to it.

import { useEffect, useRef, useState } from 'preact/hooks'
import { uuid7 } from './bits'
import type { Condition, FieldRecord, FileNote, Item, Me, Position, ReferenceSeen, Side } from './domain'
import type { Field } from './field'
import { useField } from './parts/context'
import type { Change } from './vault/vault'
import { lang, t } from './words'

/** A voice note that is being spoken, or was when the app was killed; its pieces lie among the files. */
export interface Recording { id: string; type: string; taken: string; pieces: number }

export interface Draft {
  condition: Condition | null
  answers: Record<string, string>
  references: Record<string, ReferenceSeen['state']>
  measured: Record<string, { azimuth: string; distance: string }>
  files: FileNote[]
  text: string
  recording: Recording | null
}

export const blank: Draft = { condition: null, answers: {}, references: {}, measured: {}, files: [], text: '', recording: null }

/** What a record will be about. */
export interface About {
  task: string
  kind: FieldRecord['kind']
  object: FieldRecord['object']
  of?: string // the record that it is about
}

export const draftKey = ({ task, kind, object, of }: About) => `draft/${task}/${kind}/${object.kind}/${object.id}${of ? '/' + of : ''}`

/** The draft of a record; null while it is read. change keeps it, with what else must be kept with it; writing counts the changes that do not lie on the phone yet. */
export function useDraft(about: About) {
  const field = useField()
  const [draft, setDraft] = useState<Draft | null>(null)
  const latest = useRef<Draft>(blank)
  const [writing, setWriting] = useState(0)
  const key = draftKey(about)
  useEffect(() => {
    setDraft(null)
    void field.vault.get<Draft>(key).then((kept) => setDraft((latest.current = { ...blank, ...kept })))
  }, [key])
  const change = async (by: Partial<Draft>, more: Change[] = []): Promise<boolean> => {
    const before = latest.current
    const next = (latest.current = { ...before, ...by })
    setDraft(next)
    setWriting((n) => n + 1)
    const written = await field.save([{ in: 'things', key, value: next }, ...more])
    setWriting((n) => n - 1)
    if (written) return true
    if (latest.current === next) setDraft((latest.current = before))
    return false
  }
  return { draft, change, latest, writing }
}

/** What the app asks in its own way beside a form: the state of a marker by its chips; of all kinds, anything else in the record's text. */
const ownWay: Partial<Record<FieldRecord['kind'], readonly string[]>> = { marker_check: ['condition'], patrol: ['condition'] }

/** Whether a record says how a marker was found: in an inspection, or on a keeper's patrol. */
export const seesMarker = ({ kind, object }: Pick<FieldRecord, 'kind' | 'object'>): boolean => object.kind === 'marker' && (kind === 'marker_check' || kind === 'patrol')

/** The items of a form that are asked of a record; the one that ends a patrol asks nothing. */
export const itemsFor = (form: Record<string, Item[]>, { kind, object }: Pick<About, 'kind' | 'object'>): Item[] =>
  kind === 'patrol' && object.kind === 'line' ? [] : (form[{ marker_check: 'marker', segment_check: 'segment' }[kind as string] ?? kind] ?? []).filter(({ id }) => !ownWay[kind]?.includes(id) && id !== 'note')

/** The items of a form that the answers so far call for. */
export const asked = (items: readonly Item[], answers: Record<string, string>): Item[] =>
  items.filter(({ when }) => !when || (answers[when.item] ?? '').split(',').includes(when.value))

const decimal = /^-?(0|[1-9]\d{0,5})(\.\d{1,9})?$/

/** The items that can be answered of a marker in a state: of one that is lost nothing is asked that only a look at it tells. */
const ofPost: readonly string[] = ['upright', 'text_legible', 'cleared', 'repainted']
export const answerable = (items: Item[], condition: Condition | null): Item[] => (condition === 'lost' ? items.filter(({ id }) => !ofPost.includes(id)) : items)

/** The first measured number that cannot be one, as a sentence; '' where all can. names are those of the reference objects. */
export function wrongSight(measured: Draft['measured'], names: Record<string, string>): string {
  for (const [id, { azimuth, distance }] of Object.entries(measured)) {
    const name = names[id] ?? ''
    if (azimuth && !(decimal.test(azimuth) && Number(azimuth) >= 0 && Number(azimuth) <= 360)) return t.relocation.azimuthOnly(name)
    if (distance && !(decimal.test(distance) && Number(distance) > 0 && Number(distance) < 1e5)) return t.relocation.distanceOnly(name)
  }
  return ''
}

/** The first thing that keeps a draft from being a record, as a sentence; '' where nothing does. */
export function lacking(draft: Draft, items: readonly Item[], { kind, object }: Pick<About, 'kind' | 'object'>): string {
  if (seesMarker({ kind, object }) && !draft.condition) return t.check.conditionFirst
  for (const item of asked(items, draft.answers)) {
    const value = (draft.answers[item.id] ?? '').trim()
    if (!value && item.required) return t.check.missing(item.label[lang])
    if (value && item.kind === 'number' && !decimal.test(value)) return t.check.numberOnly(item.label[lang])
  }
  if (kind === 'disagreement' && !clean(draft.text)) return t.sign.disagreeMissing
  if (kind === 'problem' && !draft.text.trim() && !draft.files.length) return t.check.problemText
  if (kind === 'note' && !clean(draft.text) && !draft.files.length) return t.check.noteText
  return ''
}

/** The record that a draft becomes. Answers that nothing asks for any more are left out. */
export function recordOf(draft: Draft, items: readonly Item[], about: About, by: { me: Me; side: Side; position: Position | null; now: number }): FieldRecord {
  const known = new Set(asked(items, draft.answers).map(({ id }) => id))
  const answers = Object.fromEntries(Object.entries(draft.answers).map(([id, value]) => [id, clean(value)] as const)
    .filter(([id, value]) => value && (known.has(id) || id.includes('/'))))
  const seen = new Set([...Object.keys(draft.references), ...Object.keys(draft.measured)])
  const references = [...seen].map((reference): ReferenceSeen => {
    const { azimuth = '', distance = '' } = draft.measured[reference] ?? {}
    return { reference, state: draft.references[reference] ?? 'unseen', azimuth_deg: azimuth || null, distance_m: distance || null }
  })
  return {
    v: 1, id: uuid7(by.now), kind: about.kind, task: about.task, object: about.object, side: by.side, observer: by.me.person.id, device: by.me.device,
    phone_time: new Date(by.now).toISOString(), position: by.position, condition: about.object.kind === 'marker' ? draft.condition : null,
    answers: seesMarker(about) && draft.condition ? { ...answers, condition: draft.condition } : answers, references, files: draft.files, text: clean(draft.text), about: about.of ?? null, formerly: null,
  }
}

/** Text without what has no canonical form: half of a character cut in two, and U+0000. */
export const clean = (text: string): string => text.replace(/\p{Surrogate}|\0/gu, '').trim()

/** Whether the bytes of a file serve nothing any more but the draft under key: neither a record nor another draft. */
export async function orphan(field: Field, sha256: string, key: string): Promise<boolean> {
  if (field.outbox.phone.value.items[sha256]) return false
  const drafts = await field.vault.all<Draft>('draft/')
  return ![...drafts].some(([rest, draft]) => 'draft/' + rest !== key && draft.files.some((file) => file.sha256 === sha256))
}

/** Which side the phone's person is on in a task; null where both would be right and none was chosen. */
export function sideIn(field: Field, task: string): Side | null {
  const kept = field.packs.value.get(task)
  if (!kept) return null
  return kept.pack.sides.length === 1 ? kept.pack.sides[0]! : kept.side ?? null
}

/** The objects of a task of which a record is half done. */
export function useHalfDone(task: string): ReadonlySet<string> {
  const field = useField()
  const [objects, setObjects] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const prefix = `draft/${task}/`
    void field.vault.keys('things', prefix).then((keys) => setObjects(new Set(keys.map((key) => key.slice(prefix.length).split('/')[2]!))))
  }, [task])
  return objects
}
