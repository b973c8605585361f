import type { ComponentType } from 'preact'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import type { PageProps } from '../pages'
import { Link } from '../parts/link'
import { Empty } from '../parts/notice'
import { href } from '../route'
import { mayDo } from '../session'
import './boundary.css'
import { sectionOf, sections } from './sections'

/** /office/boundary and its parts: /office/boundary/<part>/<rest…>. */
export default function Boundary({ rest, param }: PageProps) {
  const { lang, t } = useOffice()
  const { session } = useSession()
  const shown = sections.filter(({ part, needs }) => sectionOf(part) && mayDo(session, needs))
  const part = rest[0] ?? shown[0]?.part ?? ''
  return (
    <>
      <nav class="screen" aria-label={t.rail.boundary}>
        <ul class="boundary-nav">
          {shown.map((section) => <li key={section.part}><Link to={href('boundary', [section.part])} aria-current={section.part === part ? 'page' : undefined}>{section[lang]}</Link></li>)}
        </ul>
      </nav>
      <Part key={part} part={part} rest={rest.slice(1)} param={param} />
    </>
  )
}

function Part({ part, ...props }: PageProps & { part: string }) {
  const { t } = useOffice()
  const load = sectionOf(part)
  const { value, problem, retry } = useLoad<{ default: ComponentType<PageProps> }>(load, [part])
  if (!load) return <Empty title={t.noPage}><p>{t.noPageHint}</p></Empty>
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={8} />
  const Shown = value.default
  return <Shown {...props} />
}
