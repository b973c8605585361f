// A keeper's patrol: a record about each marker that was reached, and one about the line that ends it and names the others.

import type { FieldRecord } from './domain'
import { seesMarker } from './draft'
import type { Made } from './outbox'

const ends = ({ kind, object }: FieldRecord) => kind === 'patrol' && object.kind === 'line'

/** The records that say how markers of a task were found: of patrols, those since the last one was ended. Withdrawn ones are left out. */
export function checksOf(made: Iterable<Made>, task: string): FieldRecord[] {
  const of = [...made].map(({ record }) => record).filter((record) => record.task === task)
  const withdrawn = new Set(of.map(({ kind, about }) => (kind === 'withdrawal' ? about : null)))
  const ended = of.filter((record) => ends(record) && !withdrawn.has(record.id)).map(named).join()
  return of.filter((record) => seesMarker(record) && !withdrawn.has(record.id) && !ended.includes(record.id))
}

const named = ({ answers }: FieldRecord): string => Object.entries(answers).filter(([item]) => item === 'checks' || item.startsWith('checks_')).map(([, ids]) => ids).join()

/** How many ids one answer holds: it may be of 4,000 characters. */
const perAnswer = 100

/** The answers by which the last record of a patrol names the others. */
export function naming(checks: readonly FieldRecord[]): Record<string, string> {
  const answers: Record<string, string> = { checks: '' }
  for (let n = 0; n * perAnswer < checks.length; n++) {
    answers[n ? `checks_${n + 1}` : 'checks'] = checks.slice(n * perAnswer, (n + 1) * perAnswer).map(({ id }) => id).join()
  }
  return answers
}
