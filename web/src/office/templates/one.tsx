import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge } from '../parts/notice'
import { Table } from '../parts/table'
import { href } from '../route'
import { timeWords } from '../words'
import { fileAddress, history, reset, type Kind, type Template } from './api'
import { Fields } from './fields'
import { Replace } from './replace'
import { templateWords } from './words'

/** A kind of letter: the template in force, how to replace it, what it may say, what was before. */
export function One({ kind, reload }: { kind: Kind; reload: () => void }) {
  const { lang, t } = useOffice()
  const w = templateWords(lang)
  const { session, say } = useSession()
  const [resetting, setResetting] = useState(false)
  const mayEdit = session.can.includes('paper_template.edit')
  const done = (said: string) => { say(said); reload() }
  const { current } = kind
  return (
    <>
      <p class="screen"><Link to={href('templates')}>← {w.all}</Link></p>
      <div class="page-head"><h1>{kind.title}</h1><span class="page-tools"><Button small onClick={() => print()}>{t.print}</Button></span></div>
      <section class="section" aria-labelledby="in-force">
        <h2 id="in-force">{w.inForce}</h2>
        {current
          ? <dl class="facts"><dt>{w.file}</dt><dd>{current.name}</dd><dt>{w.since}</dt><dd>{timeWords(current.at, lang)}</dd><dt>{w.by}</dt><dd>{current.by}</dd><dt>{w.basis}</dt><dd>{current.basis}</dd></dl>
          : <p>{w.builtIn}<br /><span class="hint">{w.builtInHint}</span></p>}
        <p class="row-of screen template-tools">
          <a class="button" href={fileAddress(kind.kind, 'current')} download>{w.download}</a>
          <a class="button" href={fileAddress(kind.kind, 'current', true)} download>{w.sample}</a>
          {current && <a class="button" href={fileAddress(kind.kind, 'built-in')} download>{w.downloadBuiltIn}</a>}
          {current && mayEdit && <Button kind="danger" onClick={() => setResetting(true)}>{w.reset}</Button>}
        </p>
      </section>
      {mayEdit ? <Replace kind={kind} onDone={() => done(w.adopted(kind.title))} /> : <p class="hint screen">{w.readOnly}</p>}
      <Fields all={kind.fields} />
      <History kind={kind.kind} />
      {resetting && <Ask title={w.resetTitle(kind.title)} hint={w.resetHint} verb={w.reset} danger onClose={() => setResetting(false)} run={(reason) => reset(kind, reason)}
        onDone={() => { setResetting(false); done(w.resetDone(kind.title)) }} />}
    </>
  )
}


function History({ kind }: { kind: string }) {
  const { lang } = useOffice()
  const w = templateWords(lang)
  const { value, problem, retry } = useLoad((signal) => history(kind, signal), [kind, lang])
  return (
    <section class="section">
      <h2>{w.history}</h2>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={2} />}
      {value && !value.items.length && <p class="hint">{w.noHistory}</p>}
      {value && value.items.length > 0 && <Table name="template-history" label={w.history} rows={value.items} id={(row) => row.id} columns={[
        { key: 'file', head: w.file, always: true, cell: (row: Template) => <a href={fileAddress(kind, row.id)} download>{row.name}</a> },
        { key: 'since', head: w.since, always: true, cell: (row: Template) => timeWords(row.at, lang) },
        { key: 'by', head: w.by, cell: (row: Template) => row.by },
        { key: 'basis', head: w.basis, wrap: true, cell: (row: Template) => row.basis },
        { key: 'ended', head: w.ended, always: true, cell: (row: Template) => row.ended_at ? timeWords(row.ended_at, lang) : <Badge kind="good">{w.now}</Badge> },
        { key: 'why', head: w.endedWhy, wrap: true, cell: (row: Template) => row.ended_why && `${row.ended_by}：${row.ended_why}` },
      ]} />}
    </section>
  )
}
