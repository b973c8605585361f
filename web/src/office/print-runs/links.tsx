import { useState } from 'preact/hooks'
import { chinaDay } from '../../china'
import { asProblem } from '../../load'
import { useSession } from '../context'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Notice } from '../parts/notice'
import { link, unlink, type Whole } from './api'
import type { Words } from './words'

/** The links of workshops: made, shown once, taken back. */
export function Links({ run, w, onChange }: { run: Whole; w: Words; onChange: () => void }) {
  const { say } = useSession()
  const [workshop, setWorkshop] = useState('')
  const [url, setUrl] = useState('')
  const give = async (event: Event) => {
    event.preventDefault()
    try { setUrl((await link(run.id, workshop.trim())).url); onChange() } catch (err) { say(asProblem(err).message) }
  }
  const back = async (id: string) => {
    try { await unlink(run.id, id); setUrl(''); onChange() } catch (err) { say(asProblem(err).message) }
  }
  return (
    <section class="section screen"><h2>{w.links}</h2><p class="hint">{w.linkHint}</p>
      <form onSubmit={(event) => void give(event)}>
        <TextField label={w.workshop} value={workshop} onInput={setWorkshop} />
        <p><Button submit>{w.give}</Button></p>
      </form>
      {url && <Notice kind="good"><p><a href={url} style={{ overflowWrap: 'anywhere' }}>{url}</a></p></Notice>}
      <ul style={{ paddingInlineStart: '1.5em', lineHeight: 1.6 }}>{run.links.map((one) => <li key={one.id}>{one.workshop} {chinaDay(one.made)} {one.revoked ? w.revoked : <>{w.alive} <Button small kind="danger" onClick={() => void back(one.id)}>{w.revoke}</Button></>}</li>)}</ul>
    </section>
  )
}
