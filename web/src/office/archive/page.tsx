import { useEffect } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords, spanWords } from '../../words'
import { useOffice, useSession } from '../context'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge, Empty, Notice } from '../parts/notice'
import { Table } from '../parts/table'
import { registerWords } from '../register/words'
import { href } from '../route'
import { address, archive, type Archive as Held, type Name, type Paper } from './api'
import { DecisionView } from './decision'
import { archiveWords } from './words'

/** /office/archive/<place>: all that is kept of a place's names, in one page. */
export default function Archive({ rest }: PageProps) {
  const { lang } = useOffice()
  const w = archiveWords(lang)
  const id = rest[0] ?? ''
  const { value, problem, retry } = useLoad(id ? (signal) => archive(id, signal) : null, [id, lang])
  useEffect(() => { if (value) document.title = w.title(value.place.name) }, [value])
  if (!id) return <Empty title={w.back}><p><Link to={href('register')}>{w.back}</Link></p></Empty>
  return (
    <article>
      <p class="screen"><Link to={href('register', [id])}>← {value?.place.name ?? w.back}</Link></p>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={10} />}
      {value && <Shown held={value} />}
    </article>
  )
}

function Shown({ held }: { held: Held }) {
  const { lang, t } = useOffice()
  const w = archiveWords(lang)
  const { session } = useSession()
  const { place } = held
  const facts = (['reading', 'class_name', 'code', 'division', 'meaning', 'origin', 'history', 'description'] as const).filter((key) => place[key])
  return (
    <>
      <div class="page-head">
        <h1 tabIndex={-1}>{w.title(place.name)}</h1>
        {session.can.includes('case.read') && (
          <span class="page-tools row-of">
            <a class="button button-small" href={address(place.id, '.zip')} download title={w.zipHint}>{w.zip}</a>
            <a class="button button-small" href={address(place.id, '.html')} target="_blank" rel="noopener">{w.page}</a>
            <Button small onClick={() => print()}>{t.print}</Button>
          </span>
        )}
      </div>
      <p class="hint screen">{w.hint}</p>
      {!held.whole && <Notice title={w.part}><p>{w.partHint}</p></Notice>}
      {place.state !== 'current' && <Notice kind="warn" title={w.states[place.state]}>{place.reason && <p>{place.reason}</p>}</Notice>}
      <section class="section"><h2>{w.place}</h2>
        <dl class="facts">{facts.map((key) => [<dt key={key}>{w.fields[key]}</dt>, <dd key={key + ' text'}>{place[key]}</dd>])}</dl>
      </section>
      <section class="section"><h2>{w.names}</h2><Names all={held.names} /></section>
      <section class="section"><h2>{w.decisions}</h2>
        {!held.decisions.length && <Empty title={w.noDecisions}><p>{w.noDecisionsHint}</p></Empty>}
        {held.decisions.map((one, i) => <DecisionView key={one.case?.id ?? i} one={one} />)}
      </section>
      <section class="section"><h2>{w.records}</h2>
        {!held.records.length && <p class="hint">{w.noRecords}</p>}
        <ul class="plain-list">{held.records.map((one, i) => (
          <li key={i}><Badge>{w.recordKinds[one.kind] ?? one.kind}</Badge> {dateWords(one.on, lang)} {one.title} {one.text && <span class="small">{one.text}</span>}</li>
        ))}</ul>
      </section>
    </>
  )
}

function Names({ all }: { all: readonly Name[] }) {
  const { lang } = useOffice()
  const w = archiveWords(lang)
  const { kinds } = registerWords(lang)
  const paper = (one: Paper) => `${one.approver} ${one.reply_no}（${dateWords(one.on, lang)}）`
  return (
    <Table name="archive-names" label={w.names} rows={all} id={(one) => one.kind + one.lang + one.text + (one.from ?? '')} columns={[
      { key: 'name', head: w.name, always: true, cell: (one: Name) => <b lang={one.lang}>{one.text}</b> },
      { key: 'kind', head: w.kind, always: true, cell: (one: Name) => kinds[one.kind] ?? one.kind },
      { key: 'reading', head: w.reading, always: true, cell: (one: Name) => <span lang="zh-Latn">{one.reading}</span> },
      { key: 'valid', head: w.valid, always: true, wrap: true, cell: (one: Name) => spanWords(one.from, one.to, lang) },
      { key: 'basis', head: w.basis, always: true, wrap: true, cell: (one: Name) => (
        <>{one.decided ? w.begun(paper(one.decided)) : one.source && <span class="small">{w.source(one.source)}</span>}{one.ended && <><br />{w.over(paper(one.ended))}</>}</>
      ) },
    ]} />
  )
}
