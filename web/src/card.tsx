import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { history, placePath, type Change, type Division, type Place, type PlaceName } from './api'
import { useWords } from './context'
import { useLoad, type Loaded } from './load'
import { Skeleton, Trouble } from './notice'
import { readPage, writePage } from './url'
import { dateWords, spanWords, type Lang } from './words'

interface Props {
  id: string
  loaded: Loaded<Place>
  heading: RefObject<HTMLHeadingElement | null>
  onClose: () => void
  onDivision: (division: Division) => void
  onPrint: () => void
}

/** All that the register says in public about one place. */
export function Card({ id, loaded, heading, onClose, onDivision, onPrint }: Props) {
  const { t } = useWords()
  const { value: place, problem, retry } = loaded
  return (
    <article class="card" aria-busy={!place && !problem} data-place={place?.id}>
      <button type="button" class="plain card-close" aria-label={t.close} onClick={onClose}>×</button>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!place && !problem && <Skeleton rows={7} />}
      {place && (
        <>
          <Head place={place} heading={heading} onDivision={onDivision} />
          <Facts place={place} />
          <Names names={place.names} />
          <History id={id} />
          <Code place={place} />
          <Actions place={place} onPrint={onPrint} />
        </>
      )}
    </article>
  )
}

function Head({ place, heading, onDivision }: { place: Place } & Pick<Props, 'heading' | 'onDivision'>) {
  const { t } = useWords()
  const own = place.divisions.at(-1)?.name === place.name // a division's chain ends in itself
  const above = own ? place.divisions.slice(0, -1) : place.divisions
  return (
    <header>
      {place.state !== 'current' && (
        <p class="state" role="status">
          {t[place.state]} {place.reason}
          {place.successor && <a class="link" href={writePage({ ...readPage(location.href), id: place.successor })}>{t.successor}</a>}
        </p>
      )}
      <h2 ref={heading} tabIndex={-1}>{place.name}</h2>
      <p class="pinyin"><span lang="zh-Latn">{place.pinyin}</span>{!place.reading_confirmed && <span class="tag">{t.unconfirmed}</span>}</p>
      <p class="chain">
        {above.map((division) => (
          <button key={division.code} type="button" class="link" onClick={() => onDivision(division)}>{division.name}</button>
        ))}
        <span class="tag">{place.class_name}</span>
      </p>
    </header>
  )
}

function Facts({ place }: { place: Place }) {
  const { t } = useWords()
  const { lon, lat } = place
  const position = lon != null && lat != null
    ? `${Math.abs(lat).toFixed(4)}°${lat < 0 ? 'S' : 'N'}  ${Math.abs(lon).toFixed(4)}°${lon < 0 ? 'W' : 'E'}` : null
  const height = place.elevation_m == null || place.elevation_m === '' ? null : `${place.elevation_m} ${t.metres}`
  const facts: [string, string | null | undefined][] = [
    [t.meaning, place.meaning], [t.origin, place.origin], [t.past, place.history], [t.about, place.description],
    [t.heritage, place.heritage], [/^\d{1,12}$/.test(place.code ?? '') ? t.divisionCode : t.placeCode, place.code],
    [t.position, position], [t.elevation, height], [t.source, place.source],
  ]
  return (
    <dl class="facts">
      {facts.filter(([, text]) => text).map(([term, text]) => <div key={term}><dt>{term}</dt><dd>{text}</dd></div>)}
      {place.classification_note && <p class="small">{place.classification_note}</p>}
    </dl>
  )
}

function Names({ names }: { names: PlaceName[] }) {
  const { t, lang } = useWords()
  if (names.length === 0) return null
  return (
    <section>
      <h3>{t.names}</h3>
      <ul class="names">
        {names.map((name, i) => (
          <li key={i}>
            <span class={name.kind === 'standard' ? 'strong' : ''}>{name.text}</span>
            <span class="tag">{t[name.kind]}</span>
            <span class="small">{spanWords(name.valid_from, name.valid_to, lang)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function History({ id }: { id: string }) {
  const { t, lang } = useWords()
  const { value, problem, retry } = useLoad((signal) => history(id, signal), [id, lang])
  return (
    <section>
      <h3>{t.changes}</h3>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={2} />}
      {value && grouped(value.items).length === 0 && <p class="small">{t.noChanges}</p>}
      <ol class="changes">
        {grouped(value?.items ?? []).map((change, i) => <li key={i}><Changed change={change} lang={lang} /></li>)}
      </ol>
    </section>
  )
}

function Changed({ change, lang }: { change: Change; lang: Lang }) {
  const { t } = useWords()
  const when = change.valid_from || change.valid_to ? spanWords(change.valid_from, change.valid_to, lang) + ' · ' : ''
  return (
    <>
      {t.actions[change.action] ?? t.recorded} {change.text}
      <span class="small">{when}{t.recordedOn(dateWords(change.at, lang))}</span>
      {change.reason && <span class="small">{change.reason}</span>}
    </>
  )
}

/**
 * One act writes several versions (the place, each name): they read as one line. What the register
 * has since corrected is left to /history.
 */
function grouped(changes: Change[]): Change[] {
  const acts = new Map<string, Change>()
  for (const change of changes.filter((change) => !change.corrected)) {
    const key = [change.at, change.action, change.valid_from, change.valid_to].join('|')
    const had = acts.get(key)
    const texts = [had?.text, change.text].filter((text, i, all) => text && all.indexOf(text) === i)
    acts.set(key, { ...change, ...had, text: texts.join('、') })
  }
  return [...acts.values()]
}

function Code({ place }: { place: Place }) {
  const { t } = useWords()
  const svg = placePath(place.id) + '/qr.svg'
  if (!place.token) return null
  return (
    <section class="code">
      <img src={svg} alt={`${t.qr} ${place.name}`} width="120" height="120" />
      <div>
        <h3>{t.qr}</h3>
        <p class="small">{t.qrHint}{place.demo && `（${t.demo}）`}</p>
        <p class="links screen">
          <a href={svg} download={`${place.name}.svg`}>{t.qrSVG}</a>
          <a href={placePath(place.id) + '/qr.png?size_mm=40&dpi=300'} download={`${place.name}-40mm.png`}>{t.qrPNG}</a>
        </p>
      </div>
    </section>
  )
}

function Actions({ place, onPrint }: { place: Place; onPrint: () => void }) {
  const { t } = useWords()
  const [said, setSaid] = useState('')
  const copy = () => {
    const done = () => setSaid(t.copied)
    const failed = () => setSaid(t.copyFailed)
    if (!navigator.clipboard) return failed() // plain http on another machine
    navigator.clipboard.writeText(location.href).then(done, failed)
  }
  return (
    <footer class="actions screen">
      <button type="button" onClick={copy}>{t.copy}</button>
      <button type="button" onClick={onPrint}>{t.print}</button>
      {place.page_url && <a class="button" href={here(place.page_url)}>{t.page}</a>}
      <a class="button" href={placePath(place.id) + '/geojson'} download={`${place.name}.geojson`}>{t.data}</a>
      <span class="small" role="status">{said}</span>
    </footer>
  )
}

/** The page on this server, whatever its public origin is. */
const here = (address: string) => new URL(address, location.origin).pathname
