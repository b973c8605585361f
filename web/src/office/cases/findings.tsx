import { useOffice } from '../context'
import { Button } from '../parts/button'
import { AreaField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge } from '../parts/notice'
import { href } from '../route'
import type { Finding } from './api'
import type { Doing } from './case'
import { useKept } from './kept'

/** What the rules say against the names, each with its article, and the answers given. */
export function Findings({ c, w, busy, take }: Doing) {
  const nameOf = (id: string) => c.items.find((item) => item.id === id)?.text ?? ''
  const left = c.items.filter((item) => !item.aside).length
  const again = c.next.some(({ step, may }) => step === 'recheck' && may)
  return (
    <section class="section"><h2>{w.against}</h2>
      {!c.findings.length && <p class="hint">{c.rule_version ? w.nothing : w.notChecked}</p>}
      {together(c.findings).map((alike) => <One key={alike[0]!.id} alike={alike} name={alike.map((f) => nameOf(f.item)).join('、')} aside={again && left > 1} {...{ c, w, busy, take }} />)}
      {again && <p class="screen"><Button small busy={busy} onClick={() => void take('recheck', {})}>{w.steps.recheck}</Button> <span class="small">{c.rule_version}</span></p>}
    </section>
  )
}

const kinds = { refuse: 'bad', justify: 'warn', unchecked: 'warn', note: 'plain' } as const

/** Findings that say the same of several names stand together and are answered once; refusals stand alone. */
export function together(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>()
  for (const f of findings) {
    const alike = f.severity === 'refuse' || f.conflicts?.length ? f.id : [f.check, f.severity, f.text, f.stands, f.answer ?? ''].join('\n')
    groups.set(alike, [...(groups.get(alike) ?? []), f])
  }
  return [...groups.values()]
}

function One({ alike, name, aside, c, w, busy, take }: Doing & { alike: Finding[]; name: string; aside: boolean }) {
  const { lang } = useOffice()
  const f = alike[0]!
  const also = alike.slice(1).map(({ id }) => id)
  const set = c.items.find((item) => item.id === f.item)?.aside
  const [{ text }, setF, forget] = useKept(`${c.id}:finding:${f.id}`, { text: '' })
  return (
    <div class={`finding finding-${f.severity}`} {...(f.stands && f.severity !== 'note' && { 'data-waits': true, tabIndex: -1 })}>
      <p><Badge kind={kinds[f.severity as keyof typeof kinds] ?? 'plain'}>{w.severities[f.severity] ?? f.severity}</Badge> <b>{name}</b> {f.check} · {(lang === 'en' && f.text_en) || f.text}</p>
      <p class="small">{f.article}</p>
      {f.conflicts && <ul class="small">{f.conflicts.map((other) => <li key={other.place + other.likeness}><Link to={href('register', [other.place])}>{other.name}</Link> {other.reading} · {w.likeness[other.likeness] ?? other.likeness} · {other.division} {other.distance_m !== undefined && w.km(other.distance_m)}</li>)}</ul>}
      {f.answer && <p>{w.answered}：{f.answer} <span class="small">{f.answered_by}</span></p>}
      {set && <p><Badge kind="bad">{w.aside}</Badge></p>}
      {aside && f.stands && f.severity === 'refuse' && <p class="screen"><Button small busy={busy} onClick={() => void take(`items/${f.item}/aside`, { finding: f.id })}>{w.setAside(name)}</Button> <span class="small">{w.asideHint}</span></p>}
      {f.stands && f.severity !== 'refuse' && (
        <form class="case-step screen" onSubmit={(event) => { event.preventDefault(); if (text.trim() && !busy) void take(`findings/${f.id}/answer`, { text, ...(also.length && { also }) }).then((done) => done && forget()) }}>
          <AreaField label={w.answer} value={text} onInput={(typed) => setF({ text: typed })} rows={2} wide />
          <Button submit busy={busy} disabled={!text.trim()}>{w.saveAnswer}</Button>
        </form>
      )}
    </div>
  )
}
