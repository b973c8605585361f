// What of a task there is to sign on this phone, and what was signed.

import { fromBase64url, uuid7 } from './bits'
import { otherSide, type FieldRecord, type Side } from './domain'
import type { Field } from './field'
import type { Made } from './outbox'
import type { Phone } from './protocol/phone'
import { readSignedCode, readStatement, sheet, signatureBody, signed, statement as written, type SignCode, type Statement } from './protocol/sheet'
import type { Change } from './vault/vault'

export interface SheetHere { text: string; digest: string; ids: string[] }

/** A signature that lies on this phone, made here or carried for the other side. */
export interface SignatureHere { read: Statement; statement: string; signature: string }

/** The sheet of this phone's own records of a task: those that stand. null where there are none. */
export function sheetOf(task: string, made: ReadonlyMap<string, Made>, phone: Phone): SheetHere | null {
  const withdrawn = new Set([...made.values()].flatMap(({ record }) => (record.kind === 'withdrawal' ? [record.about ?? '', record.id] : [])))
  const records = [...made.values()].filter(({ record: { id, task: of, answers } }) =>
    of === task && !withdrawn.has(id) && !answers.export && !phone.items[id]?.withdrawn && !['superseded', 'clash'].includes(phone.items[id]?.state ?? ''))
  if (!records.length) return null
  return { ...sheet(task, records.map(({ record, digest }) => ({ id: record.id, digest }))), ids: records.map(({ record }) => record.id) }
}

/** All signatures on this phone over one sheet. */
export async function signaturesOf(field: Field, digest: string): Promise<SignatureHere[]> {
  const texts = await field.vault.all<string>('signature/')
  return [...texts.values()].flatMap((text): SignatureHere[] => {
    const { statement, signature } = JSON.parse(text) as { statement: string; signature: string }
    const read = readStatement(statement)
    return read?.sheet === digest ? [{ read, statement, signature }] : []
  })
}

/** Signs a sheet with this phone's key, the drawn name beside it. All of it is written at once. */
export async function signSheet(field: Field, what: Pick<SignCode, 'task' | 'sheet' | 'count'>, side: Side, drawn: { sha256: string; bytes: Uint8Array<ArrayBuffer> }, own: SheetHere | null): Promise<boolean> {
  const me = field.me.value!
  const now = Date.now()
  const id = uuid7(now)
  const statement = written({
    id, task: what.task, sheet: what.sheet, count: what.count, side, signer: me.person.id, device: me.device, drawn: drawn.sha256, signed_at: new Date(now).toISOString(),
  })
  const text = signatureBody(statement, signed(statement, fromBase64url(me.seed)!))
  const file = { on: 'add', id: drawn.sha256, kind: 'file', task: what.task, digest: drawn.sha256, bytes: drawn.bytes.length } as const
  const more: Change[] = [{ in: 'files', key: drawn.sha256, value: drawn.bytes }]
  if (own && !(await field.outbox.addText('sheet', own.digest, what.task, own.text))) return false
  return field.outbox.addText('signature', id, what.task, text, more, [file])
}

/** Why a scanned signature is none of this sheet; '' where it was taken. */
export async function takeSigned(field: Field, code: string, task: string, digest: string, side: Side): Promise<'' | 'wrongCode' | 'otherTask' | 'ownCode' | 'otherSheet' | 'sameSide' | 'unsaved'> {
  const got = readSignedCode(code)
  if (!got) return 'wrongCode'
  const { statement, signature, read } = got
  if (read.task !== task) return 'otherTask'
  if (read.device === field.me.value?.device) return 'ownCode'
  if (read.sheet !== digest) return 'otherSheet'
  if (read.side !== otherSide(side)) return 'sameSide'
  return (await field.outbox.addText('signature', read.id, task, signatureBody(statement, signature))) ? '' : 'unsaved'
}

const recordPrefix = 'DIMING:RECORD:1:'

/** One record as a code, for the other side to say that it saw otherwise. */
export const recordCode = ({ id, task, object }: Pick<FieldRecord, 'id' | 'task' | 'object'>): string =>
  recordPrefix + [id, task, object.kind, object.id].join(':')

/** What recordCode gave; null for any other text. */
export function readRecordCode(text: string): Pick<FieldRecord, 'id' | 'task' | 'object'> | null {
  const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
  const [, id, task, kind, object] = new RegExp(`^${recordPrefix}(${uuid}):(${uuid}):(marker|segment|line):(${uuid})$`).exec(text) ?? []
  return id && task && object ? { id, task, object: { kind: kind as FieldRecord['object']['kind'], id: object } } : null
}
