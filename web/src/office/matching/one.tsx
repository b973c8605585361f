import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice } from '../context'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Notice } from '../parts/notice'
import { go, href } from '../route'
import { candidates } from './api'
import { CandidateView } from './candidate'
import type { Words } from './words'

/** One text, which stands in the address of the page. */
export function One({ text, w }: { text: string; w: Words }) {
  const { lang } = useOffice()
  const [typed, setTyped] = useState(text)
  const { value, problem, retry } = useLoad(text ? (signal) => candidates([text], signal) : null, [text, lang])
  const answer = value?.items[0]
  return (
    <section class="section match-one">
      <h2>{w.one}</h2>
      <form class="row-of" onSubmit={(event) => { event.preventDefault(); go(href('matching', [], { q: typed.trim() }), 'replace') }}>
        <TextField label={w.text} type="search" value={typed} placeholder={w.onePlaceholder} onInput={setTyped} />
        <Button submit>{w.find}</Button>
      </form>
      {problem && <Trouble problem={problem} retry={retry} />}
      {text && !answer && !problem && <Skeleton rows={2} />}
      {answer && <div role="status">
        {answer.reason_text && <Notice kind="warn"><p>{answer.reason_text}</p></Notice>}
        <ol class="match-candidates">{answer.candidates.map((c) => <li key={c.id}><CandidateView candidate={c} w={w} /></li>)}</ol>
      </div>}
    </section>
  )
}
