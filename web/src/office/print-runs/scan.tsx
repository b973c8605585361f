import { useState } from 'preact/hooks'
import { asProblem } from '../../load'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Notice } from '../parts/notice'
import { textOf } from '../plates/api'
import { look, receive, tick, type Item, type Whole } from './api'
import type { Words } from './words'

interface Props { run: Whole; w: Words; onChange: () => void }

/** Plates of the trial, ticked as phones read them. */
export function Trial({ run, w, onChange }: Props) {
  const [code, setCode] = useState('')
  const [said, setSaid] = useState<{ bad: boolean; text: string } | null>(null)
  const submit = async (event: Event) => {
    event.preventDefault()
    if (!code.trim()) return
    try {
      setSaid({ bad: false, text: textOf(await tick(run.id, code.trim())) })
      setCode('')
      onChange()
    } catch (err) { setSaid({ bad: true, text: asProblem(err).message }) }
  }
  return (
    <section class="section screen"><h2>{w.trial}</h2><p>{w.trialHint(run.tried, run.trial_reads)}</p>
      <form onSubmit={(event) => void submit(event)}>
        <TextField label={w.scan} value={code} onInput={setCode} autocapitalize="characters" spellcheck={false} />
        <p><Button kind="primary" submit>{w.tick}</Button></p>
      </form>
      {said && <Notice kind={said.bad ? 'bad' : 'good'}><p>{said.text}</p></Notice>}
    </section>
  )
}

/** Plates that came: the code is scanned, what is engraved is compared, then taken or sent back. */
export function Receipt({ run, w, onChange }: Props) {
  const [code, setCode] = useState('')
  const [seen, setSeen] = useState<Item | null>(null)
  const [note, setNote] = useState('')
  const [said, setSaid] = useState<{ bad: boolean; text: string } | null>(null)
  const find = async (event: Event) => {
    event.preventDefault()
    if (!code.trim()) return
    setSaid(null)
    try { setSeen(await look(run.id, code.trim())) } catch (err) { setSeen(null); setSaid({ bad: true, text: asProblem(err).message }) }
  }
  const decide = async (good: boolean) => {
    try {
      const item = await receive(run.id, code.trim(), good, note.trim())
      setSaid({ bad: false, text: `${textOf(item)} ${good ? w.took : w.sentBack}` })
      setSeen(null)
      setCode('')
      setNote('')
      onChange()
    } catch (err) { setSaid({ bad: true, text: asProblem(err).message }) }
  }
  return (
    <section class="section screen"><h2>{w.receipt}</h2><p>{w.receiptHint}</p>
      <form onSubmit={(event) => void find(event)}>
        <TextField label={w.scan} value={code} onInput={setCode} autocapitalize="characters" spellcheck={false} />
        <p><Button submit>{w.look}</Button></p>
      </form>
      {seen && <div><p>{w.read}：<b>{textOf(seen)}</b> {seen.pinyin}</p>
        <TextField label={w.badWhy} value={note} onInput={setNote} />
        <p class="row-of"><Button kind="primary" onClick={() => void decide(true)}>{w.good}</Button><Button kind="danger" onClick={() => void decide(false)}>{w.bad}</Button></p></div>}
      {said && <Notice kind={said.bad ? 'bad' : 'good'}><p>{said.text}</p></Notice>}
    </section>
  )
}
