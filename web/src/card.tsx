import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { history, place as askPlace, placePath, type Change, type Division, type Place, type PlaceName } from './api'
import { useWords } from './context'
import { acts, publicLines } from './history'
import { useLoad, type Loaded } from './load'
import { Skeleton, Trouble } from './notice'
import { readPage, writePage } from './url'
import { dateWords, spanWords, words, type Lang } from './words'

interface Props {
  id: string
  asOf: string | null // the day whose names and codes are shown; null is today
  loaded: Loaded<Place>
  heading: RefObject<HTMLHeadingElement | null>
  onClose: () => void
  onBack: () => void // to the search
  onDivision: (division: Division) => void
  onPrint: () => void
}

/** All that the register says in public about one place. */
export function Card({ id, asOf, loaded, heading, onClose, onBack, onDivision, onPrint }: Props) {
  const { t } = useWords()
  const { value: place, problem, retry } = loaded
  return (
    <article class="card" aria-busy={!place && !problem} data-place={place?.id}>
      <button type="button" class="plain card-close" aria-label={t.close} onClick={onClose}>×</button>
      {problem && <Trouble problem={problem} retry={retry} back={onBack} />}
      {!place && !problem && <Skeleton rows={7} />}
      {place && (
        <>
          <Head {...{ place, asOf, heading, onDivision }} />
          <Facts place={place} />
          <Names names={place.names} day={asOf} />
          <History id={id} />
          <Code place={place} />
          <Actions place={place} asOf={asOf} onPrint={onPrint} />
        </>
      )}
    </article>
  )
}

function Head({ place, asOf, heading, onDivision }: { place: Place } & Pick<Props, 'asOf' | 'heading' | 'onDivision'>) {
  const { t, lang } = useWords()
  const own = place.divisions.at(-1)?.name === place.name // a division's chain ends in itself
  const above = own ? place.divisions.slice(0, -1) : place.divisions
  return (
    <header>
      {place.state !== 'current' && (
        <p class="state" role="status">
          {stateWords(place, asOf, lang)} {place.reason}
          {place.successor && <a class="link" href={writePage({ ...readPage(location.href), id: place.successor })}>{t.successor}</a>}
        </p>
      )}
      <h2 ref={heading} tabIndex={-1}>{place.name}</h2>
      {asOf && <Since place={place} asOf={asOf} />}
      <p class="pinyin"><span lang="zh-Latn">{place.pinyin}</span>{!place.reading_confirmed && <span class="tag">{t.unconfirmed}</span>}</p>
      {place.sound && <audio controls preload="none" src={place.sound.href} aria-label={t.sound} />}
      <p class="chain">
        {above.map((division) => (
          <button key={division.code} type="button" class="link" onClick={() => onDivision(division)}>{division.name}</button>
        ))}
        <span class="tag">{place.class_name}</span>
      </p>
    </header>
  )
}

/** In a view of the past, what the place is called today, where that differs. */
function Since({ place, asOf }: { place: Place; asOf: string }) {
  const { t, lang } = useWords()
  const now = useLoad((signal) => askPlace(place.id, null, signal), [place.id, lang]).value
  if (!now || (now.name === place.name && now.code === place.code && now.state === place.state)) return null
  const code = now.code && now.code !== place.code ? `${lang === 'en' ? ' (' : '（'}${now.code}${lang === 'en' ? ')' : '）'}` : ''
  return (
    <p class="since">
      <span class="tag">{t.then}</span> <span>{dateWords(asOf, lang)}</span>
      <span>{now.state === 'current' ? <>{t.now} <b>{now.name}</b>{code}</> : t.goneNow}</span>
    </p>
  )
}

function stateWords(place: Place, asOf: string | null, lang: Lang): string {
  const t = words(lang)
  if (place.state === 'current') return ''
  if (!asOf || place.state !== 'ended') return t[place.state]
  return place.valid_from && place.valid_from > asOf ? t.notYet : t.endedThen
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

/** A standard name is one that holds on the day; before it, former, after it, later. */
function kindOn(name: PlaceName, day: string | null): PlaceName['kind'] | 'later' {
  if (name.kind !== 'standard' || !day) return name.kind
  if (name.valid_from && name.valid_from > day) return 'later'
  return name.valid_to && name.valid_to <= day ? 'former' : 'standard'
}

function Names({ names, day }: { names: PlaceName[]; day: string | null }) {
  const { t, lang } = useWords()
  if (names.length === 0) return null
  return (
    <section>
      <h3>{t.names}</h3>
      <ul class="names">
        {names.map((name, i) => (
          <li key={i}>
            <span class={kindOn(name, day) === 'standard' ? 'strong' : ''}>{name.text}</span>
            <span class="tag">{t[kindOn(name, day)]}</span>
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
  const lines = publicLines(value?.items ?? [])
  const all = acts(value?.items ?? [])
  return (
    <section>
      <h3>{t.changes}</h3>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={2} />}
      {value && lines.length === 0 && <p class="small">{t.noChanges}</p>}
      <ol class="changes">
        {lines.map(({ what, text, on, why }, i) => (
          <li key={i}>
            {t[what]} {text}
            {on && <span class="small">{dateWords(on, lang)}</span>}
            {why && <span class="small">{why}</span>}
          </li>
        ))}
      </ol>
      {all.length > 0 && (
        <details class="process screen">
          <summary>{t.process}</summary>
          <ol class="changes">{all.map((change, i) => <li key={i}><Changed change={change} lang={lang} /></li>)}</ol>
        </details>
      )}
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

function Actions({ place, asOf, onPrint }: { place: Place; asOf: string | null; onPrint: () => void }) {
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
      <a class="button" href={placePath(place.id) + '/geojson' + (asOf ? `?as_of=${asOf}` : '')} download={`${place.name}.geojson`}>{t.data}</a>
      <span class="small" role="status">{said}</span>
    </footer>
  )
}

/** The page on this server, whatever its public origin is. */
const here = (address: string) => new URL(address, location.origin).pathname
