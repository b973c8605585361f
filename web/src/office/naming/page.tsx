import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice } from '../context'
import type { PageProps } from '../pages'
import { classes, lists } from './api'
import { WordList } from './list'
import { TryOut } from './tryout'
import { namingWords } from './words'
import { useState } from 'preact/hooks'
import '../cases/cases.css'
import './naming.css'

/** What the rules of names work with, and a box to try them. */
export default function Naming({ param }: PageProps) {
  const { lang } = useOffice()
  const w = namingWords(lang)
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      <p class="hint">{w.hint}</p>
      <Words param={param} />
    </>
  )
}

function Words({ param }: { param: URLSearchParams }) {
  const { lang } = useOffice()
  const [turn, setTurn] = useState(0)
  const known = useLoad(classes, [lang])
  const kinds = useLoad(lists, [turn])
  const [last, setLast] = useState(kinds.value)
  if (kinds.value && kinds.value !== last) setLast(kinds.value)
  const shown = kinds.value ?? last // the list under the person's hands stays while its counts are read again
  return (
    <>
      {known.problem && <Trouble problem={known.problem} retry={known.retry} />}
      <TryOut param={param} classes={known.value?.items ?? []} />
      {kinds.problem && <Trouble problem={kinds.problem} retry={kinds.retry} />}
      {!shown && !kinds.problem && <Skeleton rows={6} />}
      {shown && <WordList param={param} kinds={shown.items} classes={known.value?.items ?? []} onChanged={() => setTurn(turn + 1)} />}
    </>
  )
}
