import { dateWords } from '../../../words'
import { useOffice } from '../../context'
import type { Dossier } from './api'
import { labels, sketch } from './sketch'
import { dossierWords } from './words'

/** What the register says of the line itself. */
export function Facts({ of: { line, inspected_on } }: { of: Dossier }) {
  const { lang } = useOffice()
  const w = dossierWords(lang)
  const approved = [line.approved_by, line.approval_no, line.approved_on && dateWords(line.approved_on, lang)].filter(Boolean).join(' ')
  return (
    <dl class="facts">
      <dt>{w.owners}</dt><dd>{line.owners.map((name, i) => name && `${w.side(i ? 'b' : 'a')} ${name}`).filter(Boolean).join(' · ')}（{w.levels[line.level]}）</dd>
      {line.number && <><dt>{w.number}</dt><dd>{line.number}</dd></>}
      <dt>{w.length}</dt><dd>{w.km(line.length_m)}{line.length_stated && `；${w.stated(line.length_stated)}`}</dd>
      {approved && <><dt>{w.approved}</dt><dd>{approved}</dd></>}
      {line.agreement && <><dt>{w.agreement}</dt><dd>{line.agreement}</dd></>}
      {line.description && <><dt>{w.description}</dt><dd>{line.description}</dd></>}
      <dt>{w.lastInspection}</dt><dd>{inspected_on ? dateWords(inspected_on, lang) : w.never}</dd>
      <dt>{w.source}</dt><dd>{line.source}</dd>
    </dl>
  )
}

/** The line with its markers, north up: a sketch that prints. */
export function Sketched({ of: { line, markers } }: { of: Dossier }) {
  const { lang } = useOffice()
  const w = dossierWords(lang)
  const drawn = sketch(line.geometry.coordinates)
  const points = markers.map((marker) => {
    const [x, y] = drawn.at(marker.lon, marker.lat)
    return { id: marker.id, x, y, text: marker.number.replace(line.number, '').replace(/^-/, ''), first: marker.state !== 'normal' && marker.state !== 'set' }
  })
  const beside = labels(points, drawn.width)
  return (
    <figure class="dossier-sketch">
      <svg viewBox={`0 0 ${drawn.width} ${drawn.height}`} role="img" aria-label={`${w.sketch}：${line.name}`}>
        {drawn.paths.map((path, i) => <path key={i} d={path} />)}
        {points.map(({ id, x, y, text, first }, i) => {
          const label = beside[i]
          return <g key={id} class={first ? 'dossier-wrong' : undefined}><rect x={x - 4} y={y - 4} width="8" height="8" />{label && <text x={label.x} y={label.y} text-anchor={label.anchor}>{text}</text>}</g>
        })}
        <text class="dossier-north" x={drawn.width - 14} y={16} text-anchor="middle">↑{w.north}</text>
      </svg>
      <figcaption class="small">{w.sketchHint}</figcaption>
    </figure>
  )
}
