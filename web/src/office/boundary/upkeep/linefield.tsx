import { useState } from 'preact/hooks'
import type { Problem } from '../../../http'
import { useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { useOffice } from '../../context'
import { SelectField, TextField } from '../../parts/field'
import { Empty } from '../../parts/notice'
import { line, lines, type Line } from './api'
import { upkeepWords } from './words'

/** From how many lines on they are looked for by a part of their name. */
const many = 20

/** A line of one's office, chosen by name. */
export function LineField({ value, error, onPick }: { value: string; error?: string; onPick: (id: string) => void }) {
  const { lang, t } = useOffice()
  const w = upkeepWords(lang)
  const [word, setWord] = useState('')
  const known = useLoad((signal) => lines({}, signal), [lang])
  if (known.problem) return <Trouble problem={known.problem} retry={known.retry} />
  if (!known.value) return <Skeleton rows={1} />
  if (!known.value.items.length) return <Empty title={w.noLines}><p>{w.noLinesHint}</p></Empty>
  const choices = known.value.items.map((one) => ({ value: one.id, word: one.name + (one.number && ` ${one.number}`) }))
  const found = choices.filter((one) => one.value === value || one.word.includes(word.trim()))
  return (
    <>
      {choices.length > many && <TextField label={w.findLine} type="search" value={word} onInput={setWord} />}
      <SelectField label={w.line} error={error} value={value} onPick={onPick} hint={word && !found.length ? w.noLineFound : undefined} choices={[{ value: '', word: t.choose }, ...found]} />
    </>
  )
}

/** A chosen line as it is read: until it is there nobody knows for which side something would be recorded. */
export interface LineRead {
  of: Line | null
  reading: boolean
  problem: Problem | null
  retry: () => void
}

/** The line with its markers and what is set for it, once it is chosen. */
export function useLine(id: string): LineRead {
  const { value, problem, retry } = useLoad(id ? async (signal) => ({ of: await line(id, signal) }) : null, [id])
  return { of: value?.of ?? null, reading: !!id && !value && !problem, problem, retry }
}

/** For which side something is, where a person's rights reach both. */
export function SideField({ line, value, onPick }: { line: LineRead; value: string; onPick: (side: string) => void }) {
  const { lang } = useOffice()
  const w = upkeepWords(lang)
  const { of, reading, problem, retry } = line
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (reading) return <Skeleton rows={1} />
  if (!of || of.sides.length < 2) return null
  return <SelectField label={w.side} value={value} onPick={onPick} choices={of.sides.map((side) => ({ value: side, word: w.sideOf(side, of.owners[side === 'a' ? 0 : 1]) }))} />
}
