import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import type { PageProps } from '../pages'
import { Link } from '../parts/link'
import { href } from '../route'
import { classes, lists } from './api'
import { Areas } from './areas'
import { WordList } from './list'
import { Local } from './local'
import { Procedures } from './procedures'
import { TryOut } from './tryout'
import { namingWords } from './words'
import '../cases/cases.css'
import './naming.css'

/** What the rules of names work with, and a box to try them: /office/naming, and its parts beneath. */
export default function Naming({ rest, param }: PageProps) {
  const { lang } = useOffice()
  const w = namingWords(lang)
  const reads = useSession().session.can.includes('place.read_internal')
  const parts = Object.entries(w.sections).filter(([key]) => reads || key === 'local') // the administrator sets rules and reads no names
  const part = parts.find(([key]) => key === (rest[0] ?? ''))?.[0] ?? parts[0]?.[0]
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      <p class="hint">{w.hint}</p>
      <nav class="screen" aria-label={w.sectionsLabel}>
        <ul class="naming-nav">
          {parts.map(([key, word]) => <li key={key}><Link to={href('naming', key ? [key] : [])} aria-current={key === part ? 'page' : undefined}>{word}</Link></li>)}
        </ul>
      </nav>
      {part === '' && <Words param={param} />}
      {part === 'procedures' && <Procedures />}
      {part === 'areas' && <Areas />}
      {part === 'local' && <Local />}
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
