import { useState } from 'preact/hooks'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { download } from '../http'
import type { Problem } from '../../http'
import { Ask, Refusal } from '../parts/ask'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Notice } from '../parts/notice'
import { Table } from '../parts/table'
import { href } from '../route'
import { one, printPath, revoke, type Certificate } from './api'
import { StateBadge } from './page'
import { certificateWords } from './words'

/** A certificate with what is done with it: printed, proved, revoked. */
export function OneCertificate({ id }: { id: string }) {
  const { lang } = useOffice()
  const w = certificateWords(lang)
  const { value, problem, retry } = useLoad((signal) => one(id, signal), [id, lang])
  return (
    <>
      <p class="screen"><Link to={href('certificates')}>{w.back}</Link></p>
      {!value && !problem && <Skeleton rows={6} />}
      {problem && <Trouble problem={problem} retry={retry} />}
      {value && <Shown c={value} again={retry} />}
    </>
  )
}

function Shown({ c, again }: { c: Certificate; again: () => void }) {
  const { lang } = useOffice()
  const w = certificateWords(lang)
  const { session, say } = useSession()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const print = async () => {
    setBusy(true)
    setProblem(null)
    await download(printPath(c.id), c.number + '.pdf').catch((err: unknown) => setProblem(asProblem(err)))
    setBusy(false)
  }
  return (
    <>
      <div class="page-head"><h1>{c.number}</h1><StateBadge {...{ row: c, w }} /></div>
      {c.revoked_why && <Notice kind="bad"><p>{c.revoked_why}</p></Notice>}
      <p class="row-of screen">
        {c.holder && <Button kind="primary" busy={busy} onClick={() => void print()}>{w.print}</Button>}
        <a href={c.proof} target="_blank" rel="noreferrer">{w.proof}</a>
        {!c.revoked_on && session.can.includes('certificate.revoke') && <Button onClick={() => setAsking(true)}>{w.revoke}</Button>}
      </p>
      {problem && <Refusal problem={problem} />}
      <p class="hint screen">{c.holder ? w.printHint : w.erased}</p>
      <dl class="facts">
        <dt>{w.kind}</dt><dd>{w.kinds[c.kind]}</dd>
        {c.kind === 'renamed' && <><dt>{w.former}</dt><dd>{c.facts.former[0]?.name}</dd></>}
        <dt>{w.now}</dt><dd>{c.facts.name} <span lang="zh-Latn">{c.facts.reading}</span> {c.place && <Link to={href('register', [c.place])}>{w.from}</Link>}{c.address && <Link to={href('addresses', [c.address])}>{w.fromAddress}</Link>}</dd>
        <dt>{w.where}</dt><dd>{c.facts.division}</dd>
        <dt>{w.basisOf}</dt><dd>{c.facts.basis}</dd>
        <dt>{w.issuer}</dt><dd>{c.issuer} {c.issued_on}</dd>
        {c.holder && <><dt>{w.holder}</dt><dd>{c.holder.name}</dd>{c.holder.purpose && <><dt>{w.purpose}</dt><dd>{c.holder.purpose}</dd></>}</>}
      </dl>
      {!!c.holder?.papers.length && <Table name="certificate-papers" label={w.papers} rows={c.holder.papers} id={(row) => row.kind + row.address} columns={[
        { key: 'kind', head: w.paperKind, always: true, cell: (row) => row.kind },
        { key: 'address', head: w.paperAddress, always: true, wrap: true, cell: (row) => row.address },
      ]} />}
      {asking && <Ask title={w.revokeTitle(c.number)} hint={w.revokeHint} verb={w.revoke} danger run={(reason, key) => revoke(c.id, reason, key)}
        onClose={() => setAsking(false)} onDone={() => { setAsking(false); say(w.revokedSaid); again() }} />}
    </>
  )
}
