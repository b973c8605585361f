import { Badge, Notice } from '../parts/notice'
import type { Simulation } from './api'
import type { Words } from './words'

const picture = (svg: string) => 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svg)

/** What a case does: problems first, codes old and new, both sketches, and what it touches. */
export function SimulationView({ sim, w }: { sim: Simulation; w: Words }) {
  return (
    <>
      {sim.enacted && <Notice kind="good">{w.enactedList}</Notice>}
      {sim.problems.length > 0 && <Notice kind="bad" title={w.problems}><ul>{sim.problems.map((p) => <li key={p.text}>{p.text}</li>)}</ul></Notice>}
      {sim.findings.length > 0 && <Notice kind="warn" title={w.findings}><ul>{sim.findings.map((f) => <li key={f.name + f.division}>{f.division} {f.name} — {f.other}</li>)}</ul></Notice>}
      <p>{w.authority}：<b>{sim.authority}</b> <span class="small">{sim.authority_basis}</span></p>
      <div class="code-table" role="region" aria-label={w.rows} tabIndex={0}>
        <table><thead><tr><th>{w.oldCode}</th><th>{w.newCode}</th><th>{w.was}</th><th>{w.becomes}</th><th>{w.above}</th></tr></thead>
          <tbody>{sim.rows.map((row) => (
            <tr key={row.division}><td class="number">{row.old_code || '—'}</td><td class="number">{row.new_code !== row.old_code ? <b>{row.new_code || '—'}</b> : row.new_code} {row.code_given && <Badge>{w.given}</Badge>}</td>
              <td>{row.old_name || '—'}</td><td>{row.new_name !== row.old_name ? <b>{row.new_name || '—'}</b> : row.new_name}</td><td>{row.old_above === row.new_above ? row.new_above : `${row.old_above || '—'} → ${row.new_above || '—'}`}</td></tr>
          ))}</tbody></table>
      </div>
      {sim.before_svg || sim.after_svg ? (
        <div class="sketches">
          {sim.before_svg && <img src={picture(sim.before_svg)} alt={w.before} />}
          {sim.after_svg && <img src={picture(sim.after_svg)} alt={w.after} />}
        </div>
      ) : <p class="hint">{w.noMap}</p>}
      {sim.claims.length > 0 && <><h3>{w.claims}</h3><ul>{sim.claims.map((c, n) => <li key={n}>{c.name}（{c.scope}）{c.gained ? w.gained : w.lost}</li>)}</ul></>}
      <h3>{w.touched}</h3>
      <ul>{sim.touched.map((t) => <li key={t.key}><b>{w.touch[t.key] ?? t.key}</b> {t.held ? <>{t.count} <span class="small">{t.sample.join('、')}{t.count > t.sample.length && ' …'}</span></> : <span class="hint">{w.notHeld}</span>}</li>)}</ul>
    </>
  )
}
